//! Tables of the database as sources of an export that never holds them: the package asks for one record after another on this thread, another one
//! reads the rows page by page and feeds it.

use std::sync::mpsc::{IntoIter, SyncSender, sync_channel};
use std::thread;

use greffe::export::{Feed, Field, Record, Records, SourceFailure};
use greffe_sqlx::{Backend, Row};
use tokio::runtime::Handle;
use tokio::task::block_in_place;

use crate::catalogue::{Table, select};

/// A record, or why there is none; nothing where all of them came.
type Fed = Option<Result<Record, SourceFailure>>;

/// A source that is fed.
pub(crate) type FedRows = Records<Feed<IntoIter<Fed>>>;

/// Records that may wait for the package.
const AHEAD: usize = 64;

/// Rows that are read at once.
const PAGE: i64 = 200;

/// What feeds one source.
pub(crate) struct Feeder {
    table: &'static Table,
    /// The column that names the customer.
    customer: &'static str,
    to: SyncSender<Fed>,
}

/// A table's rows of one customer as a source, and what feeds it.
pub(crate) fn fed(
    table: &'static Table,
    customer: &'static str,
    fields: Vec<Field>,
) -> (FedRows, Feeder) {
    let (to, from) = sync_channel(AHEAD);
    let source = Records::fed(table.label, fields, from);
    let feeder = Feeder {
        table,
        customer,
        to,
    };
    (source.labelled(table.title.0, table.title.1), feeder)
}

/// Does what asks for the records of the feeders while they are read out of one connection, in the order in which it asks for them.
pub(crate) fn while_fed<C: Backend, T>(
    feeders: Vec<Feeder>,
    (db, customer): (&mut C, i64),
    record: fn(&Table, &Row) -> Result<Record, SourceFailure>,
    ask: impl FnOnce() -> T,
) -> T {
    let runtime = Handle::current();
    let feed_all = async move {
        for feeder in feeders {
            feeder.feed(db, customer, record).await;
        }
    };
    block_in_place(|| {
        thread::scope(|scope| {
            scope.spawn(move || runtime.block_on(feed_all));
            ask()
        })
    })
}

impl Feeder {
    /// Ends early where nobody asks any more: a package that gave up on the source.
    async fn feed<C: Backend>(
        self,
        db: &mut C,
        customer: i64,
        record: fn(&Table, &Row) -> Result<Record, SourceFailure>,
    ) {
        let Self {
            table,
            customer: column,
            to,
        } = self;
        let mut last = i64::MIN;
        loop {
            let asked = select(table)
                .push(" WHERE ")
                .push(column)
                .push(" = ")
                .value(customer)
                .push(" AND id > ")
                .value(last)
                .push(" ORDER BY id LIMIT ")
                .value(PAGE);
            let Ok(page) = db.rows(asked).await else {
                let _ = to.send(Some(Err(SourceFailure::Unavailable)));
                return;
            };
            for row in &page {
                let Ok(id) = row.get("id") else {
                    let _ = to.send(Some(Err(SourceFailure::Unreadable)));
                    return;
                };
                last = id;
                if to.send(Some(record(table, row))).is_err() {
                    return;
                }
            }
            if i64::try_from(page.len()).is_ok_and(|rows| rows < PAGE) {
                let _ = to.send(None);
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use greffe::export::{Provenance, Source, Value};
    use greffe::terms::DataCategory;
    use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

    use super::*;
    use crate::catalogue::TABLES;

    fn id(_: &Table, row: &Row) -> Result<Record, SourceFailure> {
        Ok(vec![Value::Integer(row.get("id").unwrap())])
    }

    /// What comes of one customer's rows where the database has so many of each of two customers.
    fn read(rows: i64, is_there: bool) -> Vec<Result<Record, SourceFailure>> {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
            let table = TABLES.first().unwrap();
            let name = if is_there { table.label } else { "another" };
            let columns = table.columns().map(|column| format!(", {column} TEXT"));
            let columns: String = columns.collect();
            let create = format!("CREATE TABLE {name} (id INTEGER PRIMARY KEY, customer INTEGER{columns})");
            let series = format!(
                "INSERT INTO {name} (id, customer) WITH RECURSIVE s(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM s WHERE value < {}) SELECT value, value % 2 FROM s",
                2 * rows
            );
            for statement in [create, series] {
                sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
            }
            let purpose = "account".parse().unwrap();
            let field = Field::new("id", DataCategory::Other, Provenance::Provided, purpose);
            let (mut source, feeder) = fed(table, "customer", vec![field]);
            while_fed(vec![feeder], (&mut connection, 1), id, move || {
                std::iter::from_fn(|| source.next_record()).collect()
            })
        })
    }

    #[test]
    fn every_row_of_the_customer_comes_once_and_in_order_however_many_pages_they_fill() {
        for rows in [1, 199, 200, 201, 400, 1_001] {
            let read: Vec<Record> = read(rows, true).into_iter().map(Result::unwrap).collect();
            let wanted = (0..rows).map(|row| vec![Value::Integer(2 * row + 1)]);
            assert!(read.into_iter().eq(wanted), "{rows} rows");
        }
    }

    #[test]
    fn a_table_that_cannot_be_read_is_a_failure_and_not_an_end() {
        assert_eq!(read(3, false), [Err(SourceFailure::Unavailable)]);
    }

    #[test]
    fn a_package_that_asks_no_more_leaves_nobody_waiting() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
            let (source, feeder) = fed(TABLES.first().unwrap(), "customer", Vec::new());
            while_fed(vec![feeder], (&mut connection, 1), id, move || drop(source));
        });
    }
}
