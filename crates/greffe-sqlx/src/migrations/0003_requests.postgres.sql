CREATE TABLE greffe_requests (
    id      text COLLATE "C" PRIMARY KEY,
    person  bytea NOT NULL,
    is_open boolean NOT NULL,
    due     date,
    closed  date,
    version bigint NOT NULL,
    request bytea NOT NULL
);
CREATE INDEX greffe_requests_due ON greffe_requests (due, id) WHERE is_open;
CREATE INDEX greffe_requests_closed ON greffe_requests (closed, id) WHERE NOT is_open;
CREATE INDEX greffe_requests_person ON greffe_requests (person, id);
