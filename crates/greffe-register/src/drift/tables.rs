//! The tables and columns of the database, and what is declared of them.

use greffe_document::Words;
use greffe_terms::Lang;

use super::Group;
use super::compared::{Compared, column_at, table_at};
use crate::lint::{Check, Finding, Severity};

pub(super) const GROUP: Group = Group {
    checks: &[
        &TABLE_UNDECLARED,
        &COLUMN_UNDECLARED,
        &TABLE_MISSING,
        &COLUMN_MISSING,
        &CONTRADICTION,
        &NO_PROCESSING_NAMED,
        &NO_REASON,
    ],
    run,
};

fn run(compared: &Compared<'_>, found: &mut Vec<Finding>) {
    for (table, columns) in &compared.stored {
        let Some(declared) = compared.declared.get(table) else {
            found.push(Finding::new(&TABLE_UNDECLARED, table_at(table)));
            continue;
        };
        // A reason for the whole table speaks of every column that nothing else is said of.
        if declared.reasons.is_empty() {
            let undeclared = columns
                .keys()
                .filter(|name| !declared.columns.contains_key(*name));
            found.extend(
                undeclared.map(|name| Finding::new(&COLUMN_UNDECLARED, column_at(table, name))),
            );
        }
    }
    for (table, declared) in &compared.declared {
        match compared.stored.get(table) {
            None => found.push(missing_table(compared, table)),
            Some(columns) => {
                let missing = declared
                    .columns
                    .keys()
                    .filter(|name| !columns.contains_key(*name));
                found.extend(
                    missing.map(|name| Finding::new(&COLUMN_MISSING, column_at(table, name))),
                );
            }
        }
        if declared
            .reasons
            .iter()
            .any(|reason| reason.trim().is_empty())
        {
            found.push(Finding::new(&NO_REASON, table_at(table)));
        }
        for (name, said) in &declared.columns {
            let at = || column_at(table, name);
            let is_personal = said.iter().any(|column| column.reason().is_none());
            let is_not = said.iter().any(|column| column.reason().is_some());
            let mut forms = said
                .iter()
                .filter(|column| column.reason().is_none())
                .map(|column| column.form());
            let first = forms.next();
            if is_personal && (is_not || !declared.reasons.is_empty())
                || forms.any(|form| Some(form) != first)
            {
                found.push(Finding::new(&CONTRADICTION, at()));
            }
            if said.iter().any(|column| {
                column
                    .reason()
                    .is_some_and(|reason| reason.trim().is_empty())
            }) {
                found.push(Finding::new(&NO_REASON, at()));
            }
            if said
                .iter()
                .any(|column| column.reason().is_none() && column.uses().next().is_none())
            {
                found.push(Finding::new(&NO_PROCESSING_NAMED, at()));
            }
        }
    }
}

/// A declared table that is not among those that are judged: gone, or set apart.
fn missing_table(compared: &Compared<'_>, table: &str) -> Finding {
    let set_apart = compared.schema.set_apart().iter();
    let reason = set_apart
        .filter(|apart| apart.table == table)
        .map(|apart| apart.reason)
        .min();
    let words = |lang: Lang| match reason {
        None => String::new(),
        Some(reason) => lang.pick(
            format!("elle n’est pas jugée ({})", reason.label(lang)),
            format!("it is not judged ({})", reason.label(lang)),
        ),
    };
    Finding::new(&TABLE_MISSING, table_at(table)).with_words(words)
}

static TABLE_UNDECLARED: Check = Check::new(
    "GRF-D001",
    Severity::Error,
    "GDPR 30(1)(c)",
    Words::new(
        "aucune déclaration ne parle de cette table de la base",
        "no declaration speaks of this table of the database",
    ),
    Words::new(
        "dérivez `PersonalData` pour le type de ses lignes, ou déclarez-la `without_personal_data` avec un motif",
        "derive `PersonalData` for the type of its rows, or declare it `without_personal_data` with a reason",
    ),
);
static COLUMN_UNDECLARED: Check = Check::new(
    "GRF-D002",
    Severity::Error,
    "GDPR 30(1)(c)",
    Words::new(
        "aucune déclaration ne parle de cette colonne de la base",
        "no declaration speaks of this column of the database",
    ),
    Words::new(
        "ajoutez le champ au type des lignes avec sa catégorie, ou avec `none` et un motif",
        "add the field to the type of the rows with its category, or with `none` and a reason",
    ),
);
static TABLE_MISSING: Check = Check::new(
    "GRF-D003",
    Severity::Error,
    "GDPR 5(2)",
    Words::new(
        "la base n’a pas cette table qui est déclarée",
        "the database lacks this table, which is declared",
    ),
    Words::new(
        "ôtez la déclaration, ou corrigez le nom\u{a0}: il est comparé lettre par lettre",
        "take the declaration out, or mend the name: it is compared letter by letter",
    ),
);
static COLUMN_MISSING: Check = Check::new(
    "GRF-D004",
    Severity::Error,
    "GDPR 5(2)",
    Words::new(
        "la base n’a pas cette colonne qui est déclarée",
        "the database lacks this column, which is declared",
    ),
    Words::new(
        "ôtez le champ, ou donnez le nom de la colonne dans `column`",
        "take the field out, or give the column’s name in `column`",
    ),
);
static CONTRADICTION: Check = Check::new(
    "GRF-D005",
    Severity::Error,
    "GDPR 5(2)",
    Words::new(
        "les déclarations de cette colonne se contredisent\u{a0}: scellée et en clair, ou avec et sans données personnelles",
        "the declarations of this column contradict each other: sealed and plain, or with personal data and without",
    ),
    Words::new(
        "donnez le même type et le même contenu à la colonne partout",
        "give the column the same type and the same content everywhere",
    ),
);
static NO_PROCESSING_NAMED: Check = Check::new(
    "GRF-D006",
    Severity::Error,
    "GDPR 30(1)",
    Words::new(
        "la colonne contient des données personnelles et la déclaration ne nomme aucun traitement",
        "the column holds personal data and the declaration names no processing",
    ),
    Words::new(
        "nommez le traitement et la catégorie avec `used_by`",
        "name the processing and the category with `used_by`",
    ),
);
static NO_REASON: Check = Check::new(
    "GRF-D007",
    Severity::Warning,
    "GDPR 5(2)",
    Words::new(
        "il est dit sans motif qu’il n’y a pas là de données personnelles",
        "it is said without a reason that there are no personal data here",
    ),
    Words::new("donnez le motif", "give the reason"),
);
