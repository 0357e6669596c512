CREATE TABLE greffe_consent_ledgers (
    id     INTEGER PRIMARY KEY,
    name   TEXT NOT NULL UNIQUE,
    length INTEGER NOT NULL,
    head   BLOB NOT NULL
) STRICT;
CREATE TABLE greffe_consent_entries (
    ledger    INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    event     BLOB,
    person    BLOB,
    device    BLOB,
    forgotten BLOB,
    erased_by INTEGER,
    entry     TEXT NOT NULL,
    link      BLOB NOT NULL,
    PRIMARY KEY (ledger, position)
) STRICT;
CREATE UNIQUE INDEX greffe_consent_events ON greffe_consent_entries (ledger, event);
CREATE INDEX greffe_consent_persons ON greffe_consent_entries (ledger, person) WHERE person IS NOT NULL;
CREATE INDEX greffe_consent_devices ON greffe_consent_entries (ledger, device) WHERE device IS NOT NULL;
CREATE INDEX greffe_consent_forgotten ON greffe_consent_entries (ledger, forgotten) WHERE forgotten IS NOT NULL;
