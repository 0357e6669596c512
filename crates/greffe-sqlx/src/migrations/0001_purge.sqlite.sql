CREATE TABLE IF NOT EXISTS greffe_purge_journal (
    plan  TEXT NOT NULL,
    batch INTEGER NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (plan, batch)
) STRICT;
CREATE TABLE IF NOT EXISTS greffe_certificates (
    number      INTEGER PRIMARY KEY,
    plan        TEXT NOT NULL UNIQUE,
    certificate TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS greffe_tombstones (
    row       TEXT PRIMARY KEY,
    until     TEXT NOT NULL,
    tombstone TEXT NOT NULL
) STRICT;
