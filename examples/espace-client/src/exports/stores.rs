//! The stores that the register names: which must be accounted for, and what people call them.

use greffe::register::Register;
use greffe::terms::{Lang, Text};

use crate::catalogue::table_of;

/// Every store that may hold something about a customer: each must be accounted for. Calls of programs are grouped by keys of machines and name
/// nobody.
pub(super) fn expected(register: &Register) -> Vec<String> {
    let mut labels: Vec<String> = register
        .rules()
        .flat_map(|(_, _, entry, _)| entry.held_in.labels().to_vec())
        .collect();
    for label in &mut labels {
        // Tokens and sessions are one source of a package.
        if ["login_tokens", "web_sessions"].contains(&label.as_str()) {
            "logins".clone_into(label);
        }
    }
    labels.sort();
    labels.dedup();
    labels.retain(|label| {
        label == "prospects" || table_of(label).is_none_or(|table| table.customer.is_some())
    });
    labels
}

/// What people call each store: the service's own title for its tables, and for any other the processing that the register says it serves. Where two
/// would have one name, the label tells them apart: one may be in the package and the other missing.
pub(super) fn names(register: &Register) -> Vec<(String, Text)> {
    let mut names: Vec<(String, Text)> = Vec::new();
    for (_, processing, entry, _) in register.rules() {
        for label in entry.held_in.labels() {
            if names.iter().any(|(known, _)| known == label) {
                continue;
            }
            let own = table_of(label).and_then(|table| text(table.title.0, table.title.1));
            names.push((
                label.clone(),
                own.unwrap_or_else(|| processing.name.clone()),
            ));
        }
    }
    let told_apart = |(label, name): &(String, Text)| {
        let like = |lang| {
            let own = name.in_language(lang);
            names
                .iter()
                .any(|(other, name)| other != label && name.in_language(lang) == own)
        };
        let is_own = table_of(label).is_some();
        if is_own || !(like(Lang::Fr) || like(Lang::En)) {
            return name.clone();
        }
        let with_label = |lang| format!("{} ({label})", name.in_language(lang));
        text(&with_label(Lang::Fr), &with_label(Lang::En)).unwrap_or_else(|| name.clone())
    };
    names
        .iter()
        .map(|named| (named.0.clone(), told_apart(named)))
        .collect()
}

/// What people call this store, and its label.
pub(crate) fn named(register: &Register, label: &str, lang: Lang) -> String {
    let names = names(register);
    let name = names.iter().find(|(known, _)| known == label);
    let bare = name.map(|(_, name)| name.in_language(lang).to_owned());
    match bare {
        None => label.to_owned(),
        Some(name) if name.ends_with(&format!("({label})")) => name,
        Some(name) => format!("{name} ({label})"),
    }
}

fn text(fr: &str, en: &str) -> Option<Text> {
    Text::new(Some(fr.to_owned()), Some(en.to_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_stores_of_a_register_have_one_name() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../registers");
        let mut stores = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "toml") {
                continue;
            }
            let (register, _) = crate::register::read(&path).unwrap();
            let names = names(&register);
            for lang in [Lang::Fr, Lang::En] {
                let distinct: BTreeSet<_> = names
                    .iter()
                    .map(|(_, name)| name.in_language(lang))
                    .collect();
                assert_eq!(distinct.len(), names.len(), "{} {lang:?}", path.display());
            }
            stores += names.len();
        }
        assert!(stores > 50, "{stores} stores");
    }

    #[test]
    fn what_is_here_and_what_is_elsewhere_are_told_apart() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../registers/hosting.toml");
        let (register, _) = crate::register::read(std::path::Path::new(path)).unwrap();
        let here = named(&register, "tickets", Lang::En);
        let elsewhere = named(&register, "ticket_assignments", Lang::En);
        assert_eq!(here, "Support tickets (tickets)");
        assert_eq!(elsewhere, "Support tickets (ticket_assignments)");
    }
}
