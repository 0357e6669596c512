CREATE TABLE greffe_consent_ledgers (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name   text NOT NULL UNIQUE,
    length bigint NOT NULL,
    head   bytea NOT NULL
);
CREATE TABLE greffe_consent_entries (
    ledger    bigint NOT NULL,
    position  bigint NOT NULL,
    event     bytea,
    person    bytea,
    device    bytea,
    forgotten bytea,
    erased_by bigint,
    entry     text NOT NULL,
    link      bytea NOT NULL,
    PRIMARY KEY (ledger, position)
);
CREATE UNIQUE INDEX greffe_consent_events ON greffe_consent_entries (ledger, event);
CREATE INDEX greffe_consent_persons ON greffe_consent_entries (ledger, person) WHERE person IS NOT NULL;
CREATE INDEX greffe_consent_devices ON greffe_consent_entries (ledger, device) WHERE device IS NOT NULL;
CREATE INDEX greffe_consent_forgotten ON greffe_consent_entries (ledger, forgotten) WHERE forgotten IS NOT NULL;
