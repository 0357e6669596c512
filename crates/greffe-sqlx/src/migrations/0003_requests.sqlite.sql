CREATE TABLE greffe_requests (
    id      TEXT PRIMARY KEY,
    person  BLOB NOT NULL,
    is_open INTEGER NOT NULL,
    due     TEXT,
    closed  TEXT,
    version INTEGER NOT NULL,
    request BLOB NOT NULL
) STRICT;
CREATE INDEX greffe_requests_due ON greffe_requests (due, id) WHERE is_open;
CREATE INDEX greffe_requests_closed ON greffe_requests (closed, id) WHERE NOT is_open;
CREATE INDEX greffe_requests_person ON greffe_requests (person, id);
