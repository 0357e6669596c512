//! What a database has: tables, columns, and how each stores.

use std::fmt;

use greffe_terms::Lang;

/// The tables of a database as it is, read by an adapter such as `greffe-sqlx`. Names are those of the catalogue, compared letter by letter.
///
/// ```
/// use greffe_register::drift::{Schema, SchemaColumn, SchemaTable, Stored};
///
/// let customers = SchemaTable::new("customers").column(SchemaColumn::new("iban", Stored::Binary));
/// let schema = Schema::new([customers]);
/// assert_eq!(schema.table("customers").unwrap().columns().len(), 1);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schema {
    tables: Vec<SchemaTable>,
    set_apart: Vec<SetApart>,
}

/// A table, or whatever else holds rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaTable {
    name: String,
    columns: Vec<SchemaColumn>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SchemaColumn {
    /// Its name.
    pub name: String,
    /// How it stores.
    pub stored: Stored,
    /// Whether it takes rows without a value.
    pub nullable: bool,
    /// Whether an index orders it.
    pub index: ColumnIndex,
    /// The collation by which it compares texts, where it does and the catalogue tells.
    pub collation: Option<String>,
}

/// How a column stores its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stored {
    /// Octets as they are: `BYTEA`, `BLOB`.
    Binary,
    /// Text, which a collation compares.
    Text,
    /// A number.
    Number,
    /// Anything else: a date, JSON, a type that takes whatever comes.
    Other,
}

/// Whether an index orders a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum ColumnIndex {
    /// None.
    #[default]
    None,
    /// One that lets a value stand twice.
    Ordinary,
    /// One that does not: a primary key, a UNIQUE constraint or index, of this column alone or with others.
    Unique,
}

/// A table that was not judged, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct SetApart {
    /// Its name.
    pub table: String,
    /// Why.
    pub reason: SetApartReason,
}

/// Why a table is not judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SetApartReason {
    /// It is Greffe's own: its name begins with `greffe_`.
    Greffe,
    /// It holds the list of migrations that ran.
    Migrations,
    /// It belongs to the database or to an extension of it.
    Database,
}

impl Schema {
    /// A database with these tables.
    #[must_use]
    pub fn new(tables: impl IntoIterator<Item = SchemaTable>) -> Self {
        Self {
            tables: tables.into_iter().collect(),
            set_apart: Vec::new(),
        }
    }

    /// The same with a table that is there and is not judged. Every report names it.
    #[must_use]
    pub fn setting_apart(mut self, table: impl Into<String>, reason: SetApartReason) -> Self {
        let table = table.into();
        self.set_apart.push(SetApart { table, reason });
        self
    }

    /// Both together, for a service that keeps its data in several databases.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.tables.extend(other.tables);
        self.set_apart.extend(other.set_apart);
        self
    }

    /// The tables, in the order of the catalogue.
    #[must_use]
    pub fn tables(&self) -> &[SchemaTable] {
        &self.tables
    }

    /// The table of this name.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&SchemaTable> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// The tables that are there and are not judged.
    #[must_use]
    pub fn set_apart(&self) -> &[SetApart] {
        &self.set_apart
    }
}

impl SchemaTable {
    /// A table without columns.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            columns: Vec::new(),
        }
    }

    /// The same with one more column.
    #[must_use]
    pub fn column(mut self, column: SchemaColumn) -> Self {
        self.columns.push(column);
        self
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its columns, in the order of the catalogue.
    #[must_use]
    pub fn columns(&self) -> &[SchemaColumn] {
        &self.columns
    }
}

impl SchemaColumn {
    /// A column that may be without a value, has no index and tells no collation.
    #[must_use]
    pub fn new(name: impl Into<String>, stored: Stored) -> Self {
        Self {
            name: name.into(),
            stored,
            nullable: true,
            index: ColumnIndex::None,
            collation: None,
        }
    }

    /// The same for a column in which every row has a value.
    #[must_use]
    pub const fn not_null(mut self) -> Self {
        self.nullable = false;
        self
    }

    /// The same with an index.
    #[must_use]
    pub const fn indexed(mut self, index: ColumnIndex) -> Self {
        self.index = index;
        self
    }

    /// The same with the collation that compares its texts.
    #[must_use]
    pub fn collated(mut self, collation: impl Into<String>) -> Self {
        self.collation = Some(collation.into());
        self
    }
}

impl SetApartReason {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Greffe => "greffe",
            Self::Migrations => "migrations",
            Self::Database => "database",
        }
    }

    /// The words that a person reads.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Greffe => lang.pick("table de Greffe", "a table of Greffe"),
            Self::Migrations => lang.pick("suivi des migrations", "the list of migrations"),
            Self::Database => lang.pick(
                "table du système de base de données",
                "a table of the database system",
            ),
        }
    }
}

impl fmt::Display for SetApartReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
