//! The register, the database and the code side by side.

use std::collections::{BTreeMap, BTreeSet};

use super::{Code, DeclaredColumn, Schema, SchemaColumn};
use crate::lint::At;
use crate::{DataEntry, HeldIn, Processing, Register, RuleAddress, SealedField};

/// What is compared.
pub(super) struct Compared<'a> {
    pub(super) register: &'a Register,
    pub(super) schema: &'a Schema,
    pub(super) code: &'a Code,
    /// The tables of the database by name, with their columns by name.
    pub(super) stored: BTreeMap<&'a str, BTreeMap<&'a str, &'a SchemaColumn>>,
    /// The tables of the declarations by name.
    pub(super) declared: BTreeMap<&'a str, DeclaredTable<'a>>,
    /// What each processing uses each declared column for.
    pub(super) uses: Vec<DataUse<'a>>,
}

/// All that is declared of one table.
#[derive(Default)]
pub(super) struct DeclaredTable<'a> {
    /// Why no column holds personal data, of each declaration that says so.
    pub(super) reasons: Vec<&'a str>,
    pub(super) columns: BTreeMap<&'a str, Vec<&'a DeclaredColumn>>,
}

/// What one processing uses one column for.
pub(super) struct DataUse<'a> {
    pub(super) table: &'a str,
    pub(super) column: &'a DeclaredColumn,
    pub(super) processing: &'a str,
    pub(super) category: &'a str,
    pub(super) known: Known<'a>,
}

/// What the register knows of a use.
pub(super) enum Known<'a> {
    /// It has no such processing.
    NoProcessing,
    /// The processing has no such category.
    NoCategory,
    /// The entries that the use may mean, at least one.
    Entries(Vec<EntryOf<'a>>, FieldIs),
}

/// Whether entries name a field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldIs {
    /// Each of them does.
    Named,
    /// They name fields, and not this one.
    Unnamed,
    /// They name no fields at all, so that nobody can tell.
    Untold,
    /// It is an index of a field that the code does not name.
    AnIndex,
}

/// A data entry with its processing and its place in the file.
#[derive(Clone, Copy)]
pub(super) struct EntryOf<'a> {
    numbers: (usize, usize),
    pub(super) processing: &'a Processing,
    pub(super) entry: &'a DataEntry,
}

impl<'a> Compared<'a> {
    pub(super) fn new(register: &'a Register, schema: &'a Schema, code: &'a Code) -> Self {
        let mut stored: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for table in schema.tables() {
            let columns = table.columns().iter();
            let columns = columns.map(|column| (column.name.as_str(), column));
            stored.entry(table.name()).or_default().extend(columns);
        }
        let mut declared: BTreeMap<_, DeclaredTable<'_>> = BTreeMap::new();
        for declaration in code.declarations() {
            let table = declared.entry(declaration.table()).or_default();
            table.reasons.extend(declaration.reason());
            for column in declaration.columns() {
                table.columns.entry(column.name()).or_default().push(column);
            }
        }
        let mut uses = Vec::new();
        for (table, declared) in &declared {
            for column in declared.columns.values().flatten() {
                uses.extend(column.uses().map(|(processing, category)| DataUse {
                    table,
                    column,
                    processing,
                    category,
                    known: known(register, column, processing, category),
                }));
            }
        }
        Self {
            register,
            schema,
            code,
            stored,
            declared,
            uses,
        }
    }

    /// Every data entry of the register.
    pub(super) fn entries(&self) -> impl Iterator<Item = EntryOf<'a>> {
        let processings = self.register.processings().iter().enumerate();
        processings.flat_map(|(number, processing)| entries_of(number, processing))
    }

    /// Whether the database has the table.
    pub(super) fn has_table(&self, label: &str) -> bool {
        self.stored.contains_key(label)
    }

    /// The tables in which columns are declared for each entry, by the entry's numbers.
    pub(super) fn tables_by_entry(&self) -> TablesByEntry<'a> {
        let mut tables = TablesByEntry::default();
        for used in &self.uses {
            for entry in used.entries() {
                tables
                    .0
                    .entry(entry.numbers)
                    .or_default()
                    .insert(used.table);
            }
        }
        tables
    }

    /// The column of the database for which something is declared.
    pub(super) fn stored_column(&self, table: &str, column: &str) -> Option<&'a SchemaColumn> {
        self.stored.get(table)?.get(column).copied()
    }
}

/// In which tables the code declares columns for an entry.
#[derive(Default)]
pub(super) struct TablesByEntry<'a>(BTreeMap<(usize, usize), BTreeSet<&'a str>>);

impl TablesByEntry<'_> {
    /// Whether a column of any table is.
    pub(super) fn has(&self, entry: &EntryOf<'_>) -> bool {
        self.0.contains_key(&entry.numbers)
    }

    /// Whether a column of this table is.
    pub(super) fn has_in(&self, entry: &EntryOf<'_>, table: &str) -> bool {
        let tables = self.0.get(&entry.numbers);
        tables.is_some_and(|tables| tables.contains(table))
    }
}

impl<'a> DataUse<'a> {
    /// The entries that it may mean; none where the register does not know it.
    pub(super) fn entries(&self) -> &[EntryOf<'a>] {
        match &self.known {
            Known::Entries(entries, _) => entries,
            Known::NoProcessing | Known::NoCategory => &[],
        }
    }

    /// Whether the entries name the field.
    pub(super) fn is_named(&self) -> bool {
        matches!(self.known, Known::Entries(_, FieldIs::Named))
    }

    /// The processing and the category as the code says them.
    pub(super) fn said(&self) -> String {
        format!("{}/{}", self.processing, self.category)
    }

    pub(super) fn at(&self) -> At {
        column_at(self.table, self.column.name())
    }
}

impl<'a> EntryOf<'a> {
    pub(super) fn at(&self) -> At {
        let (processing, entry) = self.numbers;
        At::processing(processing, self.processing).entry(entry, self.entry)
    }

    pub(super) fn address(&self) -> RuleAddress {
        RuleAddress::new(self.processing.reference.clone(), self.entry.id.clone())
    }

    pub(super) fn sealed(&self, field: &str) -> Option<&'a SealedField> {
        self.entry
            .sealed
            .iter()
            .find(|sealed| sealed.field == field)
    }

    pub(super) fn is_said_to_be_elsewhere(&self) -> bool {
        self.entry.held_in == HeldIn::Elsewhere
    }

    /// Whether both are the same entry.
    pub(super) fn is(&self, other: &EntryOf<'_>) -> bool {
        self.numbers == other.numbers
    }

    fn names(&self, field: &str) -> bool {
        self.entry.fields.iter().any(|named| named == field)
    }
}

/// The place of a table of the database or of the code.
pub(super) fn table_at(table: &str) -> At {
    At::outside(format!("table[{table}]"))
}

/// The place of a column.
pub(super) fn column_at(table: &str, column: &str) -> At {
    At::outside(format!("table[{table}].column[{column}]"))
}

fn entries_of(number: usize, processing: &Processing) -> impl Iterator<Item = EntryOf<'_>> {
    let entries = processing.data.iter().enumerate();
    entries.map(move |(index, entry)| EntryOf {
        numbers: (number, index),
        processing,
        entry,
    })
}

fn known<'a>(
    register: &'a Register,
    column: &DeclaredColumn,
    reference: &str,
    category: &str,
) -> Known<'a> {
    let mut processings = register.processings().iter().enumerate();
    let found = processings.find(|(_, processing)| processing.reference.as_str() == reference);
    let Some((number, processing)) = found else {
        return Known::NoProcessing;
    };
    let all = || entries_of(number, processing);
    let mut entries: Vec<_> = all().filter(|one| one.entry.id == category).collect();
    // An entry without an id of its own has the category's code as id, and may not be the only one of the category.
    if entries
        .iter()
        .all(|one| one.entry.id == one.entry.category.code())
    {
        entries = all()
            .filter(|one| one.entry.category.code() == category)
            .collect();
    }
    if entries.is_empty() {
        return Known::NoCategory;
    }
    if column.form() == super::ColumnForm::IndexToken && !column.names_its_field() {
        return Known::Entries(entries, FieldIs::AnIndex);
    }
    let narrowed = |is_meant: &dyn Fn(&EntryOf<'_>) -> bool| {
        let meant = entries.iter().copied().filter(|one| is_meant(one));
        Some(meant.collect::<Vec<_>>()).filter(|meant| !meant.is_empty())
    };
    if let Some(naming) = narrowed(&|one| one.names(column.field())) {
        return Known::Entries(naming, FieldIs::Named);
    }
    match narrowed(&|one| one.entry.fields.is_empty()) {
        Some(silent) => Known::Entries(silent, FieldIs::Untold),
        None => Known::Entries(entries, FieldIs::Unnamed),
    }
}
