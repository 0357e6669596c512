//! What the code says of its rows: which column holds which data, for which processing.

use super::ColumnForm;

/// A type of rows that knows what personal data its columns hold. Derive it: `#[derive(greffe::PersonalData)]`.
pub trait PersonalData {
    /// What its columns hold.
    fn declaration() -> Declaration;
}

/// What the code says of the columns of one table. Several declarations may speak of one table; together they name every column.
///
/// ```
/// use greffe_register::SealedType;
/// use greffe_register::drift::{ColumnForm, DeclaredColumn, Declaration};
///
/// let customers = Declaration::of("customers")
///     .column(DeclaredColumn::new("iban", ColumnForm::Sealed(Some(SealedType::Iban))).used_by("FAC-01", "economic"))
///     .column(DeclaredColumn::without_personal_data("version", "opaque counter"));
/// assert_eq!(customers.columns().len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    table: String,
    contents: Contents,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Contents {
    Columns(Vec<DeclaredColumn>),
    NoPersonalData(String),
}

/// What the code says of one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredColumn {
    name: String,
    form: ColumnForm,
    field: Option<String>,
    holds: Holds,
}

/// What is in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Holds {
    /// Data of these processings.
    Data(Vec<Use>),
    /// No personal data, for this reason.
    NoPersonalData(String),
}

/// What a processing uses a column for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Use {
    processing: String,
    /// The code of a category, or the id of an entry.
    category: String,
}

impl Declaration {
    /// What is said of the columns of a table, which is none at first.
    #[must_use]
    pub fn of(table: impl Into<String>) -> Self {
        let table = table.into();
        let contents = Contents::Columns(Vec::new());
        Self { table, contents }
    }

    /// A table in which no column holds personal data, whichever it has: a table of countries.
    #[must_use]
    pub fn without_personal_data(table: impl Into<String>, reason: impl Into<String>) -> Self {
        let table = table.into();
        let contents = Contents::NoPersonalData(reason.into());
        Self { table, contents }
    }

    /// The same with one more column. A table that was said to hold no personal data is one with columns from then on.
    #[must_use]
    pub fn column(self, column: DeclaredColumn) -> Self {
        let mut columns = match self.contents {
            Contents::Columns(columns) => columns,
            Contents::NoPersonalData(_) => Vec::new(),
        };
        columns.push(column);
        let (table, contents) = (self.table, Contents::Columns(columns));
        Self { table, contents }
    }

    /// The same with the columns of another type of rows, which stand in this table.
    #[must_use]
    pub fn with_columns_of(self, other: Self) -> Self {
        let columns = match other.contents {
            Contents::Columns(columns) => columns,
            Contents::NoPersonalData(_) => Vec::new(),
        };
        columns.into_iter().fold(self, Self::column)
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.table
    }

    /// The columns that it names; none where it says that no column holds personal data.
    #[must_use]
    pub fn columns(&self) -> &[DeclaredColumn] {
        match &self.contents {
            Contents::Columns(columns) => columns,
            Contents::NoPersonalData(_) => &[],
        }
    }

    /// Why no column holds personal data, where it says so.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match &self.contents {
            Contents::Columns(_) => None,
            Contents::NoPersonalData(reason) => Some(reason),
        }
    }
}

impl DeclaredColumn {
    /// A column that holds personal data in this form. Say next which processing uses it: a column that none uses is a finding.
    #[must_use]
    pub fn new(name: impl Into<String>, form: ColumnForm) -> Self {
        Self {
            name: name.into(),
            form,
            field: None,
            holds: Holds::Data(Vec::new()),
        }
    }

    /// A column that holds no personal data, with the reason.
    #[must_use]
    pub fn without_personal_data(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            form: ColumnForm::Plain,
            field: None,
            holds: Holds::NoPersonalData(reason.into()),
        }
    }

    /// The same with a processing, by its reference, and the category of data that the column holds for it: the category's code, or the id of the
    /// entry where the record has several of one category.
    #[must_use]
    pub fn used_by(mut self, processing: impl Into<String>, category: impl Into<String>) -> Self {
        let used = Use {
            processing: processing.into(),
            category: category.into(),
        };
        match &mut self.holds {
            Holds::Data(uses) => uses.push(used),
            Holds::NoPersonalData(_) => self.holds = Holds::Data(vec![used]),
        }
        self
    }

    /// The same with what the register calls the field, where that is not the column's name. Of index tokens, it is the field that they index.
    #[must_use]
    pub fn known_as(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it holds by its type.
    #[must_use]
    pub const fn form(&self) -> ColumnForm {
        self.form
    }

    /// What the register calls the field.
    #[must_use]
    pub fn field(&self) -> &str {
        self.field.as_deref().unwrap_or(&self.name)
    }

    /// Why it holds no personal data, where it says so.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match &self.holds {
            Holds::Data(_) => None,
            Holds::NoPersonalData(reason) => Some(reason),
        }
    }

    /// The processings that use it, each with the category or the id of the entry.
    pub fn uses(&self) -> impl Iterator<Item = (&str, &str)> {
        let uses = match &self.holds {
            Holds::Data(uses) => uses.as_slice(),
            Holds::NoPersonalData(_) => &[],
        };
        uses.iter()
            .map(|used| (used.processing.as_str(), used.category.as_str()))
    }

    /// Whether the field is named otherwise than the column.
    pub(super) const fn names_its_field(&self) -> bool {
        self.field.is_some()
    }
}
