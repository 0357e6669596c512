CREATE TABLE IF NOT EXISTS greffe_purge_journal (
    plan  text NOT NULL,
    batch bigint NOT NULL,
    entry text NOT NULL,
    PRIMARY KEY (plan, batch)
);
CREATE TABLE IF NOT EXISTS greffe_certificates (
    number      bigint PRIMARY KEY,
    plan        text NOT NULL UNIQUE,
    certificate text NOT NULL
);
CREATE TABLE IF NOT EXISTS greffe_tombstones (
    row       text PRIMARY KEY,
    until     date NOT NULL,
    tombstone text NOT NULL
);
