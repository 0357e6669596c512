//! A column with UNIQUE moves to another key: a second column, filled beside the first, then in its place.

use greffe_cipher::{Decided, Field, Leakage, UniqueIndex};

use super::Rotation;
use super::count::StaleOf as _;
use super::error::RotationError;
use super::fault::Faults;
use super::index::{Index, Pinned};
use super::journal::hex;
use super::pin::{Pin, pin, set_pin};
use super::place::UniquePlace;
use super::wait::limit_wait;
use crate::backend::Opened;
use crate::overwrite::overwrite_what_goes;
use crate::purge_lock::lock;
use crate::{Backend, Dialect, Name, Pages, Statement, StoreError, migrate};

impl<T: Field> Rotation<T> {
    /// Moves UNIQUE to the key of `to`, under which the index is of the same name. Killed at any point and run again, it goes on.
    ///
    /// 1. Under a lock of the table, a second column with a unique index of its own, that takes no token but those of the new key. Writers, and in PostgreSQL
    ///    readers too, wait for the database to look through the table for both.
    /// 2. It is filled, a transaction a batch. Writers go on with the first column, whose UNIQUE holds.
    /// 3. Under a lock of the table every row is compared once more, rows that were written meanwhile are filled or corrected, the first column goes, the
    ///    second takes its name, and [`pinned_key`](super::pinned_key) is the new key: all at once or not at all. The same wait that long: some microseconds a row.
    ///
    /// Statements of the host name the columns that they mean: for a while there is one more, and afterwards they come in another order.
    ///
    /// In PostgreSQL it gives up after five seconds where a transaction keeps the table from being locked for the first step or the last, or after the session's own
    /// `lock_timeout`, where it has one: whoever comes after stands in line behind it. [`DatabaseFailure::Busy`](crate::DatabaseFailure::Busy); call it again.
    ///
    /// What else stands on the first column would go with it. Where PostgreSQL knows of something, a constraint, another index, a view, a grant on the column,
    /// nothing moves, and at the last step it is asked once more. In SQLite that is a foreign key, a default, and a check within the definition of the column;
    /// where something else names the column SQLite itself drops no such one, and the last step ends with its error.
    ///
    /// From then on the database refuses a token of the former key, so that a writer that does not know yet cannot store a value a second time: it
    /// reads the pin and writes again. In SQLite the new column may be NULL even if the former one might not, since a column cannot be added otherwise;
    /// [`count`](Self::count) says whether one is. PostgreSQL keeps the octets of the dropped column in rows that nobody writes, until the table is written anew:
    /// [`Thoroughness::Rewrite`](crate::Thoroughness).
    ///
    /// # Errors
    /// [`RotationError::Faults`] where rows do not open: they would have no unique token, and nothing moves; [`RotationError::EqualRows`];
    /// [`RotationError::NotPlain`], [`RotationError::Attached`]; [`RotationError::NoUnique`], [`RotationError::NotPinned`], [`RotationError::PinnedTo`]; [`RotationError::NotSealed`];
    /// [`RotationError::RowSecurity`]; [`RotationError::KeptBack`]; [`RotationError::Store`].
    pub async fn move_unique<C: Backend, L: Leakage + Decided>(
        &mut self,
        connection: &mut C,
        to: UniqueIndex<T, L>,
    ) -> Result<(), RotationError> {
        if self.only.is_some() {
            return Err(RotationError::OnlySome);
        }
        overwrite_what_goes(connection).await?;
        migrate(connection).await?;
        let unique = self.unique.as_ref().ok_or(RotationError::NoUnique)?;
        self.moved(connection, unique, &to).await?;
        if let Some(unique) = &mut self.unique {
            unique.index = Box::new(to);
        }
        Ok(())
    }

    async fn moved<C: Backend>(
        &self,
        connection: &mut C,
        unique: &Pinned<T>,
        to: &dyn Index<T>,
    ) -> Result<(), RotationError> {
        let mut opened = Opened::writing(connection).await?;
        let prepared = self.prepare(opened.connection(), unique, to).await;
        if opened.settle(prepared).await? == Step::Done {
            return Ok(());
        }
        self.fill(connection, unique, to).await?;
        let mut opened = Opened::writing(connection).await?;
        let swapped = self.swap(opened.connection(), unique, to).await;
        opened.settle(swapped).await
    }

    /// Whether there is anything to do; takes the lock of this move.
    async fn begin_step<C: Backend>(
        &self,
        connection: &mut C,
        unique: &Pinned<T>,
        to: &dyn Index<T>,
    ) -> Result<Option<Pin>, RotationError> {
        self.sees_every_row(connection).await?;
        let (table, column) = (&self.place.table, &unique.place.column);
        lock(connection, format!("greffe unique {table}.{column}")).await?;
        let recorded = pin(connection, table, column).await?;
        let recorded = recorded.ok_or_else(|| RotationError::NotPinned {
            table: table.clone(),
            column: column.clone(),
        })?;
        if Some(recorded.key) == to.key() {
            return Ok(None);
        }
        if Some(recorded.key) != unique.index.key() {
            return Err(RotationError::PinnedTo(recorded.key));
        }
        Ok(Some(recorded))
    }

    /// The second column, and its index.
    async fn prepare<C: Backend>(
        &self,
        connection: &mut C,
        unique: &Pinned<T>,
        to: &dyn Index<T>,
    ) -> Result<Step, RotationError> {
        let Some(recorded) = self.begin_step(connection, unique, to).await? else {
            return Ok(Step::Done);
        };
        self.stands_alone(connection, unique).await?;
        if recorded.next == to.key() {
            return Ok(Step::Go);
        }
        limit_wait(connection).await?;
        let (table, place) = (&self.place.table, &unique.place);
        if recorded.next.is_some() {
            // A move to a third key was begun and given up.
            let index = Statement::new("DROP INDEX ").name(&place.next_index);
            connection.execute(index).await?;
            let column = Statement::new("ALTER TABLE ")
                .name(table)
                .push(" DROP COLUMN ");
            connection.execute(column.name(&place.next_column)).await?;
        }
        let header = hex(&to.stale_ranges().before());
        let (octets, literal) = match C::DIALECT {
            Dialect::Sqlite => (" BLOB", format!("x'{header}'")),
            Dialect::Postgres => (" bytea", format!("'\\x{header}'::bytea")),
        };
        let add = Statement::new("ALTER TABLE ")
            .name(table)
            .push(" ADD COLUMN ");
        let add = add
            .name(&place.next_column)
            .push(octets)
            .push(" CHECK (substr(");
        let add = add.name(&place.next_column);
        let add = add.checked(&format!(", 1, {}) = {literal})", header.len() / 2));
        connection.execute(add).await?;
        let index = self.unique_index(&place.next_index, &place.next_column);
        connection.execute(index).await?;
        let next = Pin {
            next: to.key(),
            ..recorded
        };
        set_pin(connection, table, &place.column, &next).await?;
        Ok(Step::Go)
    }

    fn unique_index(&self, index: &Name, column: &Name) -> Statement {
        let index = Statement::new("CREATE UNIQUE INDEX ")
            .name(index)
            .push(" ON ");
        let index = index.name(&self.place.table).push(" (");
        index.name(column).push(")")
    }

    /// Fills the second column, a transaction a batch, until there is nothing left to fill.
    async fn fill<C: Backend>(
        &self,
        connection: &mut C,
        unique: &Pinned<T>,
        to: &dyn Index<T>,
    ) -> Result<(), RotationError> {
        let columns = [&self.place.column, &unique.place.next_column];
        let unfilled = self.select(&columns);
        let unfilled = unfilled.missing(&unique.place.next_column, &self.place.column);
        let mut pages = Pages::of(unfilled, self.place.key.clone().into(), self.batch);
        loop {
            let mut opened = Opened::writing(connection).await?;
            let filled = self.fill_batch(opened.connection(), unique, to, &mut pages);
            let filled = filled.await;
            if opened.settle(filled).await? == Step::Done {
                return Ok(());
            }
        }
    }

    async fn fill_batch<C: Backend>(
        &self,
        connection: &mut C,
        unique: &Pinned<T>,
        to: &dyn Index<T>,
        pages: &mut Pages,
    ) -> Result<Step, RotationError> {
        // Another job may have been faster, and the column is no longer there.
        if self.begin_step(connection, unique, to).await?.is_none() {
            return Ok(Step::Done);
        }
        let page = pages.statement(C::DIALECT.for_update());
        let rows = self.every_row(connection, page).await?;
        if rows.is_empty() {
            return Ok(Step::Done);
        }
        // Faults are for the last step: it looks at every row.
        let mut faults = Faults::default();
        self.fill_rows(connection, unique, to, &rows, &mut faults)
            .await?;
        pages.passed(&rows)?;
        Ok(Step::Go)
    }

    /// The last step.
    async fn swap<C: Backend>(
        &self,
        connection: &mut C,
        unique: &Pinned<T>,
        to: &dyn Index<T>,
    ) -> Result<(), RotationError> {
        let Some(recorded) = self.begin_step(connection, unique, to).await? else {
            return Ok(());
        };
        let (table, place) = (&self.place.table, &unique.place);
        if C::DIALECT == Dialect::Postgres {
            limit_wait(connection).await?;
            let lock = Statement::new("LOCK TABLE ").name(table);
            connection
                .execute(lock.push(" IN ACCESS EXCLUSIVE MODE"))
                .await?;
        }
        self.stands_alone(connection, unique).await?;
        let columns = [&self.place.column, &place.next_column];
        let rows = self.select(&columns).push("TRUE");
        let mut pages = Pages::of(rows, self.place.key.clone().into(), self.batch);
        let mut faults = Faults::default();
        while let Some(rows) = self.next_page(connection, &mut pages).await? {
            self.fill_rows(connection, unique, to, &rows, &mut faults)
                .await?;
        }
        if faults.rows() > 0 {
            return Err(RotationError::Faults(faults));
        }
        let was_never_null = self.is_never_null(connection, place).await?;
        for statement in self.exchange::<C>(place, was_never_null) {
            connection.execute(statement).await?;
        }
        let moved = Pin {
            key: to.key().unwrap_or(recorded.key),
            next: None,
        };
        set_pin(connection, table, &place.column, &moved).await?;
        Ok(())
    }

    /// The first column goes, the second takes its name, its index the name of the first one's.
    fn exchange<C: Backend>(&self, place: &UniquePlace, never_null: bool) -> Vec<Statement> {
        let table = || Statement::new("ALTER TABLE ").name(&self.place.table);
        let drop_column = table().push(" DROP COLUMN ").name(&place.column);
        let rename = table().push(" RENAME COLUMN ").name(&place.next_column);
        let rename = rename.push(" TO ").name(&place.column);
        match C::DIALECT {
            Dialect::Sqlite => vec![
                Statement::new("DROP INDEX ").name(&place.index),
                Statement::new("DROP INDEX ").name(&place.next_index),
                drop_column,
                rename,
                self.unique_index(&place.index, &place.column),
            ],
            Dialect::Postgres => {
                let index = Statement::new("ALTER INDEX ").name(&place.next_index);
                let mut statements = vec![
                    drop_column,
                    rename,
                    index.push(" RENAME TO ").name(&place.index),
                ];
                if never_null {
                    let column = table().push(" ALTER COLUMN ").name(&place.column);
                    statements.push(column.push(" SET NOT NULL"));
                }
                statements
            }
        }
    }

    async fn is_never_null<C: Backend>(
        &self,
        connection: &mut C,
        place: &UniquePlace,
    ) -> Result<bool, StoreError> {
        if C::DIALECT == Dialect::Sqlite {
            return Ok(false);
        }
        let asked = Statement::new(
            "SELECT attnotnull FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname = $2 AND NOT attisdropped",
        );
        let table = Statement::new("").name(&self.place.table);
        let asked = asked
            .bind(table.sql(C::DIALECT))
            .bind(place.column.as_str());
        let row = connection.row(asked).await?;
        row.map_or(Ok(false), |row| row.first())
    }
}

/// What a step comes to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Go,
    Done,
}
