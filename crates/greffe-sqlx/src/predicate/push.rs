//! Predicates in queries: names quoted, values bound.

#[cfg(feature = "postgres")]
mod postgres {
    use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
    use sqlx::encode::IsNull;
    use sqlx::error::BoxDynError;
    use sqlx::postgres::types::Oid;
    use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo};
    use sqlx::{Encode, Postgres, QueryBuilder, Type};

    use super::super::postgres::{PostgresDay, PostgresValue};
    use super::super::tree::Piece;
    use super::super::{SqlPredicate, quoted};

    impl SqlPredicate<PostgresDay> {
        /// Puts the condition at the end of a query and binds its values.
        ///
        /// ```
        /// # fn example(predicate: &greffe_sqlx::SqlPredicate<greffe_sqlx::PostgresDay>) {
        /// let mut query = sqlx::QueryBuilder::<sqlx::Postgres>::new("SELECT id FROM logs WHERE ");
        /// predicate.push_to(&mut query);
        /// query.push(" ORDER BY id LIMIT 1000");
        /// # }
        /// ```
        pub fn push_to(&self, query: &mut QueryBuilder<Postgres>) {
            for piece in self.pieces() {
                match piece {
                    Piece::Sql(text) => query.push(text),
                    Piece::Name(name) => query.push(quoted::<PostgresDay>(&name)),
                    Piece::Value(PostgresValue::Day(day)) => query.push_bind(BoundDay(day)),
                    Piece::Value(PostgresValue::Instant(instant)) => {
                        query.push_bind(BoundInstant(instant))
                    }
                    Piece::Value(PostgresValue::Text(text)) => query.push_bind(text.into_string()),
                };
            }
        }
    }

    // sqlx has these for chrono, and with them chrono's clock, which no core crate may reach.

    /// Days since 1 January 2000, as PostgreSQL sends a `date`.
    struct BoundDay(NaiveDate);

    /// Microseconds since 2000 in UTC, as PostgreSQL sends a `timestamptz`.
    struct BoundInstant(DateTime<Utc>);

    impl Type<Postgres> for BoundDay {
        fn type_info() -> PgTypeInfo {
            PgTypeInfo::with_oid(Oid(1082))
        }
    }

    impl Type<Postgres> for BoundInstant {
        fn type_info() -> PgTypeInfo {
            PgTypeInfo::with_oid(Oid(1184))
        }
    }

    impl Encode<'_, Postgres> for BoundDay {
        fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
            let midnight = self.0.and_time(NaiveTime::MIN).and_utc();
            let days = i32::try_from((midnight.timestamp() - EPOCH) / 86_400)?;
            Encode::<Postgres>::encode(days, buffer)
        }
    }

    impl Encode<'_, Postgres> for BoundInstant {
        fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
            let micros = self.0.timestamp_micros() - EPOCH * 1_000_000;
            Encode::<Postgres>::encode(micros, buffer)
        }
    }

    /// 1 January 2000 in seconds since 1970.
    const EPOCH: i64 = 946_684_800;
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use sqlx::{QueryBuilder, Sqlite};

    use super::super::sqlite::{SqliteDay, SqliteValue};
    use super::super::tree::Piece;
    use super::super::{SqlPredicate, quoted};

    impl SqlPredicate<SqliteDay> {
        /// Puts the condition at the end of a query and binds its values.
        ///
        /// ```
        /// # fn example(predicate: &greffe_sqlx::SqlPredicate<greffe_sqlx::SqliteDay>) {
        /// let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new("SELECT id FROM logs WHERE ");
        /// predicate.push_to(&mut query);
        /// query.push(" ORDER BY id LIMIT 1000");
        /// # }
        /// ```
        pub fn push_to(&self, query: &mut QueryBuilder<Sqlite>) {
            for piece in self.pieces() {
                match piece {
                    Piece::Sql(text) => query.push(text),
                    Piece::Name(name) => query.push(quoted::<SqliteDay>(&name)),
                    Piece::Value(SqliteValue::Integer(number)) => query.push_bind(number),
                    Piece::Value(SqliteValue::Text(text)) => query.push_bind(text.into_string()),
                };
            }
        }
    }
}
