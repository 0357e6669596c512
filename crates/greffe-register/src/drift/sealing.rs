//! What is sealed: by the register's word, by the code's types, in the database's columns.

use greffe_document::Words;
use greffe_terms::Lang;

use super::compared::{Compared, DataUse, column_at};
use super::fields::words;
use super::{ColumnForm, ColumnIndex, Group, SchemaColumn, Stored};
use crate::SealedType;
use crate::lint::{Check, Finding, Severity};

pub(super) const GROUP: Group = Group {
    checks: &[
        &PLAIN_IN_THE_CODE,
        &PLAIN_IN_THE_REGISTER,
        &ANOTHER_TYPE,
        &STORED_AS_TEXT,
        &STORED_OTHERWISE,
        &UNIQUE_SEALED,
        &SEALED_NOWHERE,
    ],
    run,
};

fn run(compared: &Compared<'_>, found: &mut Vec<Finding>) {
    found.extend(compared.uses.iter().filter_map(disagreement));
    for (table, declared) in &compared.declared {
        for (name, said) in &declared.columns {
            let Some(column) = compared.stored_column(table, name) else {
                continue;
            };
            let forms = || said.iter().map(|declared| declared.form());
            let is_sealed = |form: ColumnForm| matches!(form, ColumnForm::Sealed(_));
            if forms().any(|form| form != ColumnForm::Plain) {
                found.extend(stored_badly(table, column));
            }
            if forms().any(is_sealed) && column.index == ColumnIndex::Unique {
                found.push(Finding::new(&UNIQUE_SEALED, column_at(table, name)));
            }
        }
    }
    sealed_nowhere(compared, found);
}

/// Where the register and the code's type differ. What a register without fields seals is undetermined, which [`super::fields`] says.
fn disagreement(used: &DataUse<'_>) -> Option<Finding> {
    if !used.is_named() {
        return None;
    }
    let field = used.column.field();
    let promised = used.entries().iter().find_map(|one| one.sealed(field));
    let promised = promised.map(|sealed| sealed.kind);
    let check = match (promised, used.column.form()) {
        (Some(_), ColumnForm::Plain) => &PLAIN_IN_THE_CODE,
        (None, ColumnForm::Sealed(_)) => &PLAIN_IN_THE_REGISTER,
        (Some(promised), ColumnForm::Sealed(kind)) if !are_alike(promised, kind) => &ANOTHER_TYPE,
        (None, ColumnForm::Plain | ColumnForm::IndexToken)
        | (Some(_), ColumnForm::Sealed(_) | ColumnForm::IndexToken) => return None,
    };
    let detail = |lang: Lang| match (promised, used.column.form()) {
        (Some(promised), ColumnForm::Sealed(kind)) => {
            let kind = kind.map_or("?", SealedType::code);
            format!("{}, `{}` ≠ `{kind}`", words(used, lang), promised.code())
        }
        _ => words(used, lang),
    };
    Some(Finding::new(check, used.at()).with_words(detail))
}

/// Telephone and fax numbers share their forms, so that no token tells them apart.
fn are_alike(promised: SealedType, kind: Option<SealedType>) -> bool {
    let one_of_both = |kind| match kind {
        SealedType::Fax => SealedType::Phone,
        other => other,
    };
    kind.map(one_of_both) == Some(one_of_both(promised))
}

/// Tokens are octets: only a binary column compares them as such.
fn stored_badly(table: &str, column: &SchemaColumn) -> Option<Finding> {
    let at = || column_at(table, &column.name);
    match column.stored {
        Stored::Binary => None,
        Stored::Number | Stored::Other => Some(Finding::new(&STORED_OTHERWISE, at())),
        Stored::Text => {
            let finding = Finding::new(&STORED_AS_TEXT, at());
            let collation = column.collation.as_deref();
            // The word is the same in both languages.
            let words =
                |_| collation.map_or_else(String::new, |name| format!("collation `{name}`"));
            Some(finding.with_words(words))
        }
    }
}

/// Fields that the register seals in an entry of which the code holds something, and that no column of it holds sealed or plain.
fn sealed_nowhere(compared: &Compared<'_>, found: &mut Vec<Finding>) {
    let held = compared.tables_by_entry();
    // An index finds values, and holds none.
    let is_value = |used: &&DataUse<'_>| used.column.form() != ColumnForm::IndexToken;
    let values: Vec<_> = compared.uses.iter().filter(is_value).collect();
    for one in compared.entries().filter(|one| held.has(one)) {
        let labels = one.entry.held_in.labels();
        let is_all_here =
            !labels.is_empty() && labels.iter().all(|label| compared.has_table(label));
        for (index, sealed) in one.entry.sealed.iter().enumerate() {
            let is_held = values.iter().any(|used| {
                let mut entries = used.entries().iter();
                used.column.field() == sealed.field && entries.any(|other| other.is(&one))
            });
            if !is_held {
                let at = one.at().then("sealed").item(index);
                found.push(Finding::new(&SEALED_NOWHERE, at).info_if(!is_all_here));
            }
        }
    }
}

static PLAIN_IN_THE_CODE: Check = Check::new(
    "GRF-D020",
    Severity::Error,
    "GDPR 32(1)(a)",
    Words::new(
        "le registre dit ce champ scellé et la colonne le contient en clair",
        "the register says that this field is sealed and the column holds it plain",
    ),
    Words::new(
        "donnez au champ le type `SealedColumn` et scellez les lignes, ou ôtez-le de `sealed`",
        "give the field the type `SealedColumn` and seal the rows, or take it out of `sealed`",
    ),
);
static PLAIN_IN_THE_REGISTER: Check = Check::new(
    "GRF-D021",
    Severity::Warning,
    "GDPR 30(1)(g)",
    Words::new(
        "la colonne est scellée et le registre ne le dit pas",
        "the column is sealed and the register does not say so",
    ),
    Words::new("ajoutez le champ à `sealed`", "add the field to `sealed`"),
);
static ANOTHER_TYPE: Check = Check::new(
    "GRF-D022",
    Severity::Error,
    "GDPR 32(1)(a)",
    Words::new(
        "le champ est scellé sous un autre type que celui du registre",
        "the field is sealed as another type than the register’s",
    ),
    Words::new(
        "corrigez `type` dans `sealed`, ou le type du champ",
        "mend `type` in `sealed`, or the type of the field",
    ),
);
static STORED_AS_TEXT: Check = Check::new(
    "GRF-D023",
    Severity::Error,
    "GDPR 32(1)(b)",
    Words::new(
        "des jetons scellés sont rangés dans une colonne de texte\u{a0}: une collation peut en confondre ou en réordonner",
        "sealed tokens are stored in a column of text: a collation can confuse or reorder them",
    ),
    Words::new(
        "faites-en une colonne binaire\u{a0}: BYTEA, BLOB",
        "make it a binary column: BYTEA, BLOB",
    ),
);
static STORED_OTHERWISE: Check = Check::new(
    "GRF-D024",
    Severity::Error,
    "GDPR 32(1)(b)",
    Words::new(
        "des jetons scellés sont rangés dans une colonne qui n’est pas binaire",
        "sealed tokens are stored in a column that is not binary",
    ),
    Words::new(
        "faites-en une colonne binaire\u{a0}: BYTEA, BLOB",
        "make it a binary column: BYTEA, BLOB",
    ),
);
static UNIQUE_SEALED: Check = Check::new(
    "GRF-D025",
    Severity::Warning,
    "GDPR 5(1)(d)",
    Words::new(
        "l’unicité porte sur la colonne scellée\u{a0}: pendant une rotation, une même valeur a un jeton par clé et peut y figurer deux fois",
        "uniqueness rests on the sealed column: during a rotation one value has a token for each key and can stand there twice",
    ),
    Words::new(
        "portez UNIQUE sur une colonne de jetons d’un index unique",
        "put UNIQUE on a column of tokens of a unique index",
    ),
);
static SEALED_NOWHERE: Check = Check::new(
    "GRF-D026",
    Severity::Warning,
    "GDPR 32(1)(a)",
    Words::new(
        "le registre dit ce champ scellé et aucune colonne déclarée ne le contient",
        "the register says that this field is sealed and no declared column holds it",
    ),
    Words::new(
        "déclarez la colonne, donnez dans `field` le nom du registre, ou ôtez le champ",
        "declare the column, give in `field` what the register calls it, or take the field out",
    ),
);
