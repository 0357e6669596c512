//! Greffe over sqlx: sealed columns and purge stores for SQLite and PostgreSQL.
