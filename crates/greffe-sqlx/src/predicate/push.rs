//! Predicates in queries: names quoted, values bound.

use super::tree::Piece;
use super::{SqlPredicate, StoredDay};
use crate::Statement;

impl Statement {
    /// The condition of a cutoff, and its values. Of a predicate made for the database that the statement goes to: `FactColumns` over
    /// [`Backend::DAY`](crate::Backend::DAY) and [`Backend::INSTANT`](crate::Backend::INSTANT) fit wherever they are used.
    ///
    /// ```
    /// # fn example<C: greffe_sqlx::Backend>(predicate: &greffe_sqlx::SqlPredicate<C::Day>, last: i64) -> greffe_sqlx::Statement {
    /// use greffe_sqlx::Statement;
    ///
    /// Statement::new("SELECT id FROM logs WHERE ").matching(predicate).push(" AND id > ").value(last)
    /// # }
    /// ```
    pub fn matching<S: StoredDay>(mut self, predicate: &SqlPredicate<S>) -> Self {
        for piece in predicate.pieces() {
            self = match piece {
                Piece::Sql(text) => self.push(text),
                Piece::Name(name) => self.qualified(&name),
                Piece::Value(value) => self.value(value),
            };
        }
        self
    }
}

#[cfg(feature = "postgres")]
mod postgres {
    use sqlx::{Postgres, QueryBuilder};

    use super::super::postgres::{PostgresDay, PostgresValue};
    use super::super::tree::Piece;
    use super::super::{SqlPredicate, quoted};
    use crate::backend::{BoundDay, BoundInstant};

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
