-- What lets a customer into the privacy centre. Only the SHA-256 of a token or a cookie is here.
CREATE TABLE login_tokens (
    digest   BLOB PRIMARY KEY,
    customer INTEGER NOT NULL,
    expires  TEXT NOT NULL
) STRICT;
CREATE INDEX login_tokens_expires ON login_tokens (expires);

CREATE TABLE web_sessions (
    digest   BLOB PRIMARY KEY,
    customer INTEGER NOT NULL,
    opened   TEXT NOT NULL,
    seen     TEXT NOT NULL
) STRICT;

-- Every wording of a request for consent that went before people: what somebody agreed to can be shown (GDPR Art. 7(1)).
CREATE TABLE notices (
    id        TEXT NOT NULL,
    version   INTEGER NOT NULL,
    words     TEXT NOT NULL,
    published TEXT NOT NULL,
    PRIMARY KEY (id, version)
) STRICT;
