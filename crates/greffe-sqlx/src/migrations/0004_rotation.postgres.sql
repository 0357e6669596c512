CREATE TABLE greffe_rotations (
    rotation  text PRIMARY KEY,
    place     text,
    converted bigint NOT NULL
);
CREATE TABLE greffe_pinned_keys (
    host_table  text NOT NULL,
    host_column text NOT NULL,
    key_id      bigint NOT NULL,
    next_id     bigint,
    PRIMARY KEY (host_table, host_column)
);
