-- What lets a customer into the privacy centre. Only the SHA-256 of a token or a cookie is here.
CREATE TABLE login_tokens (
    digest   BYTEA PRIMARY KEY,
    customer BIGINT NOT NULL,
    expires  TIMESTAMPTZ NOT NULL
);
CREATE INDEX login_tokens_expires ON login_tokens (expires);

CREATE TABLE web_sessions (
    digest   BYTEA PRIMARY KEY,
    customer BIGINT NOT NULL,
    opened   TIMESTAMPTZ NOT NULL,
    seen     TIMESTAMPTZ NOT NULL
);

-- Every wording of a request for consent that went before people: what somebody agreed to can be shown (GDPR Art. 7(1)).
CREATE TABLE notices (
    id        TEXT NOT NULL,
    version   BIGINT NOT NULL,
    words     TEXT NOT NULL,
    published TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (id, version)
);
