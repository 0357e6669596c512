CREATE TABLE greffe_rotations (
    rotation  TEXT PRIMARY KEY,
    place     TEXT,
    converted INTEGER NOT NULL
) STRICT;
CREATE TABLE greffe_pinned_keys (
    host_table  TEXT NOT NULL,
    host_column TEXT NOT NULL,
    key_id      INTEGER NOT NULL,
    next_id     INTEGER,
    PRIMARY KEY (host_table, host_column)
) STRICT;
