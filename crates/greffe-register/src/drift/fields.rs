//! What is declared of the columns, and whether the register knows it.

use greffe_document::Words;
use greffe_terms::Lang;

use super::Group;
use super::compared::{Compared, DataUse, FieldIs, Known};
use crate::HeldIn;
use crate::lint::{Check, Finding, Severity};

pub(super) const GROUP: Group = Group {
    checks: &[
        &UNKNOWN_PROCESSING,
        &UNKNOWN_CATEGORY,
        &UNKNOWN_FIELD,
        &FIELDS_UNTOLD,
        &HELD_IN_ANOTHER_PLACE,
        &HELD_SOMEWHERE,
        &OPTIONAL_BUT_DEMANDED,
    ],
    run,
};

fn run(compared: &Compared<'_>, found: &mut Vec<Finding>) {
    for used in &compared.uses {
        match &used.known {
            Known::NoProcessing => found.push(finding(&UNKNOWN_PROCESSING, used)),
            Known::NoCategory => found.push(finding(&UNKNOWN_CATEGORY, used)),
            Known::Entries(_, FieldIs::Unnamed) => found.push(finding(&UNKNOWN_FIELD, used)),
            Known::Entries(entries, FieldIs::Untold) => {
                let silent = entries.iter().map(|one| one.at().then("fields"));
                found.extend(silent.map(|at| Finding::new(&FIELDS_UNTOLD, at)));
            }
            Known::Entries(_, FieldIs::Named | FieldIs::AnIndex) => {}
        }
        found.extend(misplaced(used));
        let is_demanded = compared
            .stored_column(used.table, used.column.name())
            .is_some_and(|column| !column.nullable);
        let is_optional = |used: &DataUse<'_>| {
            let mut entries = used.entries().iter();
            used.is_named() && entries.any(|one| one.entry.mandatory == Some(false))
        };
        if is_demanded && is_optional(used) {
            found.push(finding(&OPTIONAL_BUT_DEMANDED, used));
        }
    }
}

/// A column in a table that the register does not name for its data: jobs that go by `held_in` pass the table over.
fn misplaced(used: &DataUse<'_>) -> Option<Finding> {
    let entries = used.entries();
    let holds = |held: &HeldIn| held.labels().iter().any(|label| label == used.table);
    if entries.iter().any(|one| holds(&one.entry.held_in)) {
        return None;
    }
    let untold = entries
        .iter()
        .find(|one| one.entry.held_in == HeldIn::Unknown);
    let (check, one) = match untold {
        Some(one) => (&HELD_SOMEWHERE, one),
        None => (&HELD_IN_ANOTHER_PLACE, entries.first()?),
    };
    let table = |_: Lang| format!("`{}`", used.table);
    Some(Finding::new(check, one.at().then("held_in")).with_words(table))
}

fn finding(check: &'static Check, used: &DataUse<'_>) -> Finding {
    Finding::new(check, used.at()).with_words(|lang| words(used, lang))
}

/// What the code says of the column: the processing, the category, the field.
pub(super) fn words(used: &DataUse<'_>, lang: Lang) -> String {
    let field = used.column.field();
    lang.pick(
        format!("{}, champ `{field}`", used.said()),
        format!("{}, field `{field}`", used.said()),
    )
}

static UNKNOWN_PROCESSING: Check = Check::new(
    "GRF-D010",
    Severity::Error,
    "GDPR 30(1)",
    Words::new(
        "le registre n’a pas le traitement que la déclaration nomme",
        "the register lacks the processing that the declaration names",
    ),
    Words::new(
        "ajoutez le [[processing]], ou corrigez `processing` dans le code",
        "add the [[processing]], or mend `processing` in the code",
    ),
);
static UNKNOWN_CATEGORY: Check = Check::new(
    "GRF-D011",
    Severity::Error,
    "GDPR 30(1)(c)",
    Words::new(
        "le traitement n’a pas la catégorie de données que la déclaration nomme",
        "the processing lacks the category of data that the declaration names",
    ),
    Words::new(
        "ajoutez le [[processing.data]], ou corrigez `category` dans le code\u{a0}: le code d’une catégorie, ou l’`id` d’une donnée",
        "add the [[processing.data]], or mend `category` in the code: the code of a category, or the `id` of an entry",
    ),
);
static UNKNOWN_FIELD: Check = Check::new(
    "GRF-D012",
    Severity::Error,
    "GDPR 30(1)(c)",
    Words::new(
        "le registre énumère les champs de cette catégorie et celui-ci n’y est pas",
        "the register lists the fields of this category and this one is not among them",
    ),
    Words::new(
        "ajoutez-le à `fields`, ou donnez dans `field` le nom que lui donne le registre",
        "add it to `fields`, or give in `field` what the register calls it",
    ),
);
static FIELDS_UNTOLD: Check = Check::new(
    "GRF-D013",
    Severity::Info,
    "GDPR 30(1)(c)",
    Words::new(
        "le registre ne nomme aucun champ\u{a0}: on ne peut savoir s’il connaît les colonnes, ni lesquelles sont à sceller",
        "the register names no field: whether it knows the columns, and which are to be sealed, is undetermined",
    ),
    Words::new("énumérez `fields`", "list `fields`"),
);
static HELD_IN_ANOTHER_PLACE: Check = Check::new(
    "GRF-D014",
    Severity::Error,
    "GDPR 5(1)(e)",
    Words::new(
        "une table contient ces données et le registre ne la nomme pas\u{a0}; ce qui purge selon `held_in` ne la verra pas",
        "a table holds these data and the register does not name it; what purges by `held_in` will pass it over",
    ),
    Words::new("ajoutez la table à `held_in`", "add the table to `held_in`"),
);
static HELD_SOMEWHERE: Check = Check::new(
    "GRF-D015",
    Severity::Warning,
    "GDPR 5(1)(e)",
    Words::new(
        "une table contient ces données et le registre ne dit pas où elles sont\u{a0}; la règle qui la gouverne est indéterminée",
        "a table holds these data and the register does not say where they are; which rule governs it is undetermined",
    ),
    Words::new("indiquez `held_in`", "tell `held_in`"),
);
static OPTIONAL_BUT_DEMANDED: Check = Check::new(
    "GRF-D016",
    Severity::Info,
    "GDPR 13(2)(e)",
    Words::new(
        "la personne n’est pas tenue de donner ces données et la colonne exige une valeur",
        "the person need not give these data and the column demands a value",
    ),
    Words::new(
        "admettez NULL, ou corrigez `mandatory`",
        "admit NULL, or mend `mandatory`",
    ),
);
