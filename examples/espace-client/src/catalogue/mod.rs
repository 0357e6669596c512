//! Which tables the service has, and which column dates which event. A register names its stores by these labels (`held_in`).

mod tables;

use greffe::export::Provenance;
use greffe::terms::DataCategory;
use greffe_sqlx::Statement;

pub(crate) use tables::TABLES;

/// A table that holds personal data.
#[derive(Debug)]
pub(crate) struct Table {
    /// The label, which is also the table's name.
    pub(crate) label: &'static str,
    /// What people call it, in French and in English.
    pub(crate) title: (&'static str, &'static str),
    /// Its dated events.
    pub(crate) events: &'static [EventColumn],
    /// Whether customers set a period of their own, in the column `kept_days`.
    pub(crate) customer_sets_period: bool,
    /// The column that groups records of which only the newest are kept.
    pub(crate) grouped_by: Option<&'static str>,
    /// The column that names the customer, for holds.
    pub(crate) customer: Option<&'static str>,
    /// Columns that hold something else about the person.
    pub(crate) details: &'static [Detail],
}

/// A column that says something about a person and dates nothing.
#[derive(Debug)]
pub(crate) struct Detail {
    /// The column.
    pub(crate) column: &'static str,
    /// What people call it, in French and in English.
    pub(crate) title: (&'static str, &'static str),
    /// What it holds.
    pub(crate) holds: Holds,
    /// How the service came by it.
    pub(crate) provenance: Provenance,
}

/// A column that says when something happened.
#[derive(Debug)]
pub(crate) struct EventColumn {
    /// The event's kind, as rules name it; the column has the same name.
    pub(crate) kind: &'static str,
    /// How the column is written.
    pub(crate) stored: Stored,
    /// What NULL says.
    pub(crate) null: Null,
}

/// What a column holds that dates nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// A text.
    Text,
    /// Cents.
    Cents,
    /// A day.
    Day,
}

impl Holds {
    /// The category of personal data that such a column belongs to.
    pub(crate) const fn category(self) -> DataCategory {
        match self {
            Self::Cents => DataCategory::Economic,
            Self::Text | Self::Day => DataCategory::Other,
        }
    }
}

/// How a column holds a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stored {
    /// A day: `date` in PostgreSQL, ISO 8601 text in SQLite.
    Day,
    /// An instant in UTC. The register's zone says on which day that was.
    Instant,
}

/// What an empty date means. A rule never guesses: the service must say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Null {
    /// It has not happened yet and may still: the contract runs.
    Open,
    /// It never happened.
    Never,
    /// Nobody knows: nothing is ever deleted on it.
    Unknown,
}

/// The table of this label, if the service has one.
pub(crate) fn table_of(label: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.label == label)
}

/// `SELECT` every column of a table that the catalogue knows, by name: a rotation replaces a column of `customers` while others read, and with `*`
/// PostgreSQL would refuse a statement that was prepared before.
pub(crate) fn select(table: &Table) -> Statement {
    let mut asked = Statement::new("SELECT id");
    for column in table.columns() {
        asked = asked.push(", ").push(column);
    }
    asked.push(" FROM ").push(table.label)
}

impl Table {
    /// Its columns but for the key and sealed ones.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &'static str> {
        let customer = self.customer.filter(|column| *column != "id");
        let period = self.customer_sets_period.then_some("kept_days");
        let details = self.details.iter().map(|detail| detail.column);
        let events = self.events.iter().map(|event| event.kind);
        let named = [customer, self.grouped_by, period].into_iter().flatten();
        named.chain(details).chain(events)
    }
}
