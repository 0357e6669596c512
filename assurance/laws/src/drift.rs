//! The gate against drift: a register beside a database and code that say anything.

use greffe::register::drift::{
    self, Code, ColumnForm, ColumnIndex, Declaration, DeclaredColumn, Schema, SchemaColumn,
    SchemaTable, Stored,
};
use greffe::register::{Register, SealedType, lint};
use greffe::terms::Lang;

use crate::choices::Choices;

/// What is sealed in it, kept in a table, and read by trackers is what the gate asks for.
const REGISTER: &str = include_str!("../../../examples/registers/hosting.toml");

/// Names that the register has, and one that nobody has.
const NAMES: [&str; 8] = [
    "customers",
    "invoices",
    "email",
    "surname",
    "bank_account",
    "FAC-01",
    "identity",
    "nobody",
];

/// The report does not depend on the order of tables and declarations, is the same in both languages, and is JSON.
pub fn drift(data: &[u8]) {
    let register = Register::from_toml(REGISTER).expect("a register");
    let mut choices = Choices::new(data);
    let (mut tables, mut declared) = (Vec::new(), Vec::new());
    while !choices.is_at_end() && tables.len() < 16 {
        if choices.yes() {
            tables.push(table(&mut choices));
        } else {
            declared.push(declaration(&mut choices));
        }
    }
    let report = drift::check(
        &register,
        &Schema::new(tables.clone()),
        Code::declaring(declared.clone()),
    );
    // Of two tables of one name, or two declarations of one, the order may say which is meant.
    let once = |names: Vec<&str>| {
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.dedup();
        sorted.len() == names.len()
    };
    let plain = once(tables.iter().map(SchemaTable::name).collect())
        && once(declared.iter().map(Declaration::table).collect());
    tables.reverse();
    declared.reverse();
    let turned = drift::check(&register, &Schema::new(tables), Code::declaring(declared));
    assert!(
        !plain || report == turned,
        "the order of tables or declarations is in the report"
    );
    for lang in Lang::ALL {
        let json: serde_json::Value =
            serde_json::from_str(&report.to_json(lang)).expect("a report is JSON");
        assert!(json.is_object());
        let silent = report.in_language(lang).is_empty();
        assert_eq!(
            silent,
            report.iter().len() == 0 && report.allowed().is_empty()
        );
    }
    for finding in report.iter() {
        // An acceptance that accepts nothing is the linter's to name.
        let id = finding.check().id();
        assert!(drift::check_of_id(id).is_some() || lint::check(id).is_some());
    }
}

fn name(choices: &mut Choices<'_>) -> &'static str {
    choices.one_of::<&str>(&NAMES)
}

fn table(choices: &mut Choices<'_>) -> SchemaTable {
    let mut table = SchemaTable::new(name(choices));
    for _ in 0..choices.byte() % 4 {
        let stored =
            *choices.one_of(&[Stored::Binary, Stored::Text, Stored::Number, Stored::Other]);
        let index = *choices.one_of(&[
            ColumnIndex::None,
            ColumnIndex::Ordinary,
            ColumnIndex::Unique,
        ]);
        let mut column = SchemaColumn::new(name(choices), stored).indexed(index);
        if choices.yes() {
            column = column.not_null();
        }
        if choices.yes() {
            column = column.collated("NOCASE");
        }
        table = table.column(column);
    }
    table
}

fn declaration(choices: &mut Choices<'_>) -> Declaration {
    if choices.byte().is_multiple_of(8) {
        return Declaration::without_personal_data(name(choices), "counts");
    }
    let mut declaration = Declaration::of(name(choices));
    for _ in 0..choices.byte() % 4 {
        let form = *choices.one_of(&[
            ColumnForm::Plain,
            ColumnForm::Sealed(None),
            ColumnForm::Sealed(Some(SealedType::Iban)),
            ColumnForm::IndexToken,
        ]);
        let mut column = DeclaredColumn::new(name(choices), form);
        if choices.yes() {
            column = column.used_by(name(choices), name(choices));
        }
        if choices.yes() {
            column = column.known_as(name(choices));
        }
        declaration = declaration.column(column);
    }
    declaration
}
