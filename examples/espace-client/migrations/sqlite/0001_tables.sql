-- The tables of the service. Days and instants in UTC are ISO 8601 text, which sorts.
-- Sealed columns hold tokens; the service never stores their plaintext.

CREATE TABLE customers (
    id            INTEGER PRIMARY KEY,
    person        BLOB NOT NULL UNIQUE,          -- keyed digest: how other stores name the person
    name          BLOB NOT NULL,                 -- sealed
    iban          BLOB NOT NULL,                 -- sealed
    iban_unique   BLOB NOT NULL,                 -- unique token of the IBAN, pinned to one key
    email         BLOB NOT NULL,                 -- sealed
    phone         BLOB NOT NULL,                 -- sealed
    card          BLOB NOT NULL,                 -- sealed
    collected     TEXT NOT NULL,
    last_use      TEXT,
    last_contact  TEXT,
    contract_end  TEXT,
    relation_end  TEXT,
    last_operation TEXT,                         -- of the whole file, as in invoices
    withdrawal    TEXT
) STRICT;
CREATE INDEX customers_iban ON customers (iban);
-- An index of its own, so that a rotation can build the next one beside it.
CREATE UNIQUE INDEX customers_iban_unique ON customers (iban_unique);

CREATE TABLE contracts (
    id            INTEGER PRIMARY KEY,
    customer      INTEGER NOT NULL,
    service       TEXT NOT NULL,
    contract_end  TEXT,
    relation_end  TEXT
) STRICT;

CREATE TABLE user_accounts (
    id             INTEGER PRIMARY KEY,
    customer       INTEGER NOT NULL,
    contract_end   TEXT,
    account_closed TEXT,
    withdrawal     TEXT,
    relation_end   TEXT
) STRICT;

CREATE TABLE crm_contacts (
    id                  INTEGER PRIMARY KEY,
    customer            INTEGER NOT NULL,
    collected           TEXT NOT NULL,
    last_contact        TEXT,
    departure_announced TEXT,
    contract_end        TEXT
) STRICT;

CREATE TABLE invoices (
    id             INTEGER PRIMARY KEY,
    customer       INTEGER NOT NULL,
    issued         TEXT NOT NULL,
    amount_cents   INTEGER NOT NULL,
    last_operation TEXT NOT NULL,                -- the last one of the customer's whole file, kept up to date on every invoice
    relation_end   TEXT
) STRICT;

CREATE TABLE prospects (
    id         INTEGER PRIMARY KEY,
    email      BLOB NOT NULL,                    -- sealed
    collected  TEXT NOT NULL
) STRICT;
CREATE INDEX prospects_email ON prospects (email);

CREATE TABLE interactions (
    id        INTEGER PRIMARY KEY,
    prospect  INTEGER NOT NULL REFERENCES prospects (id) ON DELETE CASCADE,
    kind      TEXT NOT NULL,                     -- link_clicked, document_requested, email_opened, meeting
    day       TEXT NOT NULL
) STRICT;
CREATE INDEX interactions_prospect ON interactions (prospect);

CREATE TABLE tickets (
    id           INTEGER PRIMARY KEY,
    customer     INTEGER NOT NULL,
    subject      TEXT NOT NULL,
    recorded     TEXT NOT NULL,
    contract_end TEXT
) STRICT;

CREATE TABLE call_details (
    id              INTEGER PRIMARY KEY,
    customer        INTEGER NOT NULL,
    cost_cents      INTEGER NOT NULL,
    payment_settled TEXT,
    dispute         TEXT,
    dispute_settled TEXT
) STRICT;

CREATE TABLE surveys (
    id            INTEGER PRIMARY KEY,
    customer      INTEGER NOT NULL,
    answer        TEXT NOT NULL,                 -- one of a closed list; no free text
    survey_closed TEXT
) STRICT;

-- What remains of surveys: how many gave each answer. No person, no date.
CREATE TABLE survey_results (
    answer  TEXT PRIMARY KEY,
    answers INTEGER NOT NULL
) STRICT;

-- Everything below is recorded once and grows old. `kept_days` is the period that the customer set, where one may be set.
CREATE TABLE connection_logs   (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, recorded TEXT NOT NULL) STRICT;
CREATE TABLE network_logs      (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, recorded TEXT NOT NULL) STRICT;
CREATE TABLE audit_trail       (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, recorded TEXT NOT NULL) STRICT;
CREATE TABLE newsletter_events (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, recorded TEXT NOT NULL) STRICT;
CREATE TABLE report_files      (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, recorded TEXT NOT NULL) STRICT;
CREATE TABLE missed_call_files (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, recorded TEXT NOT NULL) STRICT;
CREATE TABLE sftp_extracts     (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, recorded TEXT NOT NULL, kept_days INTEGER) STRICT;
CREATE TABLE call_recordings   (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, recorded TEXT NOT NULL, kept_days INTEGER) STRICT;
CREATE TABLE voicemails        (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, recorded TEXT NOT NULL, kept_days INTEGER) STRICT;
CREATE TABLE tracked_emails    (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, recorded TEXT NOT NULL, kept_days INTEGER) STRICT;
CREATE TABLE visitor_events    (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, recorded TEXT NOT NULL, kept_days INTEGER) STRICT;
CREATE TABLE api_calls         (id INTEGER PRIMARY KEY, api_key INTEGER NOT NULL, recorded TEXT NOT NULL) STRICT;
CREATE TABLE webhook_calls     (id INTEGER PRIMARY KEY, api_key INTEGER NOT NULL, recorded TEXT NOT NULL) STRICT;
CREATE INDEX api_calls_key     ON api_calls (api_key, recorded, id);
CREATE INDEX webhook_calls_key ON webhook_calls (api_key, recorded, id);

-- A hold (litige, contrôle, limitation) keeps everything of one customer until it is lifted. It may outlive the customer's own row: a dispute
-- about an invoice can begin when the file is gone. So it names the customer and does not refer to the row.
CREATE TABLE holds (
    id       INTEGER PRIMARY KEY,
    customer INTEGER NOT NULL,
    reason   TEXT NOT NULL,
    since    TEXT NOT NULL,
    until    TEXT
) STRICT;
CREATE INDEX holds_customer ON holds (customer);
