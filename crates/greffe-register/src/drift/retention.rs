//! The categories of the register: whether columns hold them, whether a rule ends them, whether a job executes it.

use greffe_document::Words;
use greffe_terms::Lang;

use super::Group;
use super::compared::{Compared, EntryOf, TablesByEntry};
use crate::lint::{At, Check, Finding, Severity};
use crate::{HeldIn, Retention, RuleAddress};

pub(super) const GROUP: Group = Group {
    checks: &[
        &NO_COLUMN_HERE,
        &NO_COLUMN,
        &FIELD_WITHOUT_COLUMN,
        &NO_RULE,
        &NOT_EXECUTED,
        &NOT_SEEN_EXECUTED,
        &NO_SUCH_RULE,
        &JOBS_UNTOLD,
    ],
    run,
};

fn run(compared: &Compared<'_>, found: &mut Vec<Finding>) {
    let declared = compared.tables_by_entry();
    for one in compared.entries() {
        columns(compared, &declared, &one, found);
        rule(compared, &declared, &one, found);
    }
    match compared.code.executed() {
        None => {
            let has_rules = compared
                .register
                .rules()
                .any(|(_, _, _, rule)| rule.is_some());
            let at = At::outside("job".to_owned());
            found.extend(has_rules.then(|| Finding::new(&JOBS_UNTOLD, at)));
        }
        Some(executed) => found.extend(executed.iter().filter_map(|address| {
            let error = compared.register.retention(address).err()?;
            let at = At::outside(format!("job[{address}]"));
            Some(Finding::new(&NO_SUCH_RULE, at).with_words(|lang| error.in_language(lang)))
        })),
    }
}

fn columns(
    compared: &Compared<'_>,
    declared: &TablesByEntry<'_>,
    one: &EntryOf<'_>,
    found: &mut Vec<Finding>,
) {
    let labels = one.entry.held_in.labels().iter();
    let here = labels.filter(|label| compared.has_table(label));
    let bare = here.filter(|label| !declared.has_in(one, label));
    found.extend(bare.map(|label| {
        let finding = Finding::new(&NO_COLUMN_HERE, one.at().then("held_in"));
        finding.with_words(|_| format!("`{label}`"))
    }));
    if !declared.has(one) && !is_here(compared, declared, one) && !one.is_said_to_be_elsewhere() {
        found.push(no_column(one));
    }
    if declared.has(one) {
        let uses = compared.uses.iter();
        let uses = uses.filter(|used| used.entries().iter().any(|other| other.is(one)));
        let held: Vec<_> = uses.map(|used| used.column.field()).collect();
        let fields = one.entry.fields.iter().enumerate();
        // A sealed field without a column has a finding of its own.
        let bare = fields
            .filter(|(_, field)| !held.contains(&field.as_str()) && one.sealed(field).is_none());
        let at = |(index, _)| one.at().then("fields").item(index);
        found.extend(bare.map(|field| Finding::new(&FIELD_WITHOUT_COLUMN, at(field))));
    }
}

/// Where the register does name tables, a hint to tell them would lead astray: none of them is there, be it for a letter.
fn no_column(one: &EntryOf<'_>) -> Finding {
    let labels = one.entry.held_in.labels();
    let quoted: Vec<_> = labels.iter().map(|label| format!("`{label}`")).collect();
    let named = quoted.join(", ");
    let words = |lang: Lang| match labels {
        [] => String::new(),
        _ => lang.pick(
            format!("elle n’a aucune table nommée {named}"),
            format!("it has no table named {named}"),
        ),
    };
    Finding::new(&NO_COLUMN, one.at()).with_words(words)
}

fn rule(
    compared: &Compared<'_>,
    declared: &TablesByEntry<'_>,
    one: &EntryOf<'_>,
    found: &mut Vec<Finding>,
) {
    let at = || one.at().then("retention");
    let is_here = is_here(compared, declared, one);
    let has_rule = match one.entry.retention {
        Retention::Rule(_) => true,
        Retention::Unknown | Retention::Unstated => false,
    };
    if is_here && !has_rule {
        let words = |lang: Lang| match one.entry.retention {
            Retention::Unstated => {
                lang.pick("le document ne la dit pas", "the document does not say it")
            }
            Retention::Unknown | Retention::Rule(_) => {
                lang.pick("elle n’est pas remplie", "it is not filled in")
            }
        };
        found.push(Finding::new(&NO_RULE, at()).with_words(|lang| words(lang).to_owned()));
    }
    let Some(executed) = compared.code.executed() else {
        return;
    };
    if !has_rule || is_executed(executed.iter(), &one.address()) {
        return;
    }
    if is_here {
        found.push(Finding::new(&NOT_EXECUTED, at()));
    } else if !one.is_said_to_be_elsewhere() {
        let is_in_another_store = matches!(one.entry.held_in, HeldIn::Labels(_));
        found.push(Finding::new(&NOT_SEEN_EXECUTED, at()).info_if(is_in_another_store));
    }
}

fn is_executed<'s>(mut executed: impl Iterator<Item = &'s String>, address: &RuleAddress) -> bool {
    executed.any(|told| told.parse().is_ok_and(|told: RuleAddress| told == *address))
}

/// Whether the database holds data of the entry: a column is declared for it, or the register names a table that is there.
fn is_here(compared: &Compared<'_>, declared: &TablesByEntry<'_>, one: &EntryOf<'_>) -> bool {
    let mut labels = one.entry.held_in.labels().iter();
    declared.has(one) || labels.any(|label| compared.has_table(label))
}

static NO_COLUMN_HERE: Check = Check::new(
    "GRF-D030",
    Severity::Warning,
    "GDPR 30(1)(c)",
    Words::new(
        "le registre dit qu’une table contient ces données et aucune de ses colonnes n’est déclarée pour elles",
        "the register says that a table holds these data and none of its columns is declared for them",
    ),
    Words::new(
        "déclarez les colonnes, ou ôtez la table de `held_in`",
        "declare the columns, or take the table out of `held_in`",
    ),
);
static NO_COLUMN: Check = Check::new(
    "GRF-D031",
    Severity::Info,
    "GDPR 5(2)",
    Words::new(
        "aucune colonne n’est déclarée pour ces données, et le registre ne les dit ni dans cette base ni hors des services",
        "no column is declared for these data, and the register says neither that this database holds them nor that no service does",
    ),
    Words::new(
        "indiquez `held_in`\u{a0}: les tables, ou \"elsewhere\"",
        "tell `held_in`: the tables, or \"elsewhere\"",
    ),
);
static FIELD_WITHOUT_COLUMN: Check = Check::new(
    "GRF-D032",
    Severity::Info,
    "GDPR 5(1)(c)",
    Words::new(
        "le registre nomme ce champ et aucune colonne déclarée ne le contient",
        "the register names this field and no declared column holds it",
    ),
    Words::new(
        "ôtez-le de `fields` si nul ne le collecte plus, ou donnez dans `field` le nom du registre",
        "take it out of `fields` if nobody collects it any more, or give in `field` what the register calls it",
    ),
);
static NO_RULE: Check = Check::under_two(
    "GRF-D040",
    Severity::Error,
    ["GDPR 5(1)(e)", "GDPR 30(1)(f)"],
    Words::new(
        "la base contient ces données et le registre n’a pas de durée de conservation\u{a0}; rien ne les effacera",
        "the database holds these data and the register has no limit of retention; nothing will erase them",
    ),
    Words::new("ajoutez une règle `retention`", "add a `retention` rule"),
);
static NOT_EXECUTED: Check = Check::new(
    "GRF-D041",
    Severity::Error,
    "GDPR 5(1)(e)",
    Words::new(
        "la base contient ces données et aucune tâche n’exécute leur règle",
        "the database holds these data and no job executes their rule",
    ),
    Words::new(
        "exécutez la règle, et nommez-la dans `executing`",
        "execute the rule, and name it in `executing`",
    ),
);
static NOT_SEEN_EXECUTED: Check = Check::new(
    "GRF-D042",
    Severity::Warning,
    "GDPR 5(1)(e)",
    Words::new(
        "aucune tâche connue n’exécute cette règle, et l’on ne sait pas si elle le devrait\u{a0}: rien ne montre ces données dans cette base",
        "no known job executes this rule, and whether one should is undetermined: nothing shows these data in this database",
    ),
    Words::new(
        "indiquez `held_in`\u{a0}: les tables, ou \"elsewhere\"",
        "tell `held_in`: the tables, or \"elsewhere\"",
    ),
);
static NO_SUCH_RULE: Check = Check::new(
    "GRF-D043",
    Severity::Error,
    "GDPR 5(2)",
    Words::new(
        "une tâche exécute une règle que le registre n’a pas",
        "a job executes a rule that the register lacks",
    ),
    Words::new(
        "corrigez l’adresse, ou ajoutez la règle",
        "mend the address, or add the rule",
    ),
);
static JOBS_UNTOLD: Check = Check::new(
    "GRF-D044",
    Severity::Info,
    "GDPR 5(2)",
    Words::new(
        "le code ne dit pas quelles règles ses tâches exécutent\u{a0}; ce point est indéterminé",
        "the code does not say which rules its jobs execute; this is undetermined",
    ),
    Words::new(
        "nommez-les avec `executing`, ou donnez une liste vide",
        "name them with `executing`, or give an empty list",
    ),
);
