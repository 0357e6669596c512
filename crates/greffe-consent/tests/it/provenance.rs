//! Where events come from: the README's table against the code.

use std::collections::{BTreeMap, BTreeSet};

use greffe_consent::{Event, Provenance};
use greffe_terms::Lang;

use crate::fixture::{at, event_id, ledger, person};
use crate::ledger::EVENTS;

#[test]
fn the_readme_says_where_each_kind_may_come_from() {
    let readme = include_str!("../../README.md");
    let (_, section) = readme.split_once("## Where events come from").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let rows: Vec<[&str; 3]> = section
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"))
        .filter_map(|row| row.split(" | ").collect::<Vec<_>>().try_into().ok())
        .collect();
    let words = |cell: &str| -> BTreeSet<String> {
        let words = cell
            .split(", ")
            .map(|word| word.trim_matches('`').to_owned());
        words.collect()
    };
    let all: BTreeSet<String> = Provenance::ALL.iter().map(ToString::to_string).collect();
    let mut said = BTreeMap::new();
    for [kinds, _, from] in rows {
        let from = if from == "all" {
            all.clone()
        } else {
            words(from)
        };
        said.extend(words(kinds).into_iter().map(|kind| (kind, from.clone())));
    }
    let when = at("2026-03-01T10:00:00Z");
    let recorded = ledger(EVENTS);
    let kinds = recorded
        .entries()
        .map(|(event, _)| (event.kind().code(), event.kind()));
    for (code, kind) in kinds.collect::<BTreeMap<_, _>>() {
        let from = said
            .remove(code)
            .unwrap_or_else(|| panic!("{code} is not in the README"));
        for provenance in Provenance::ALL.iter().copied() {
            let event = Event::new(
                event_id(1),
                person(),
                (when, when),
                provenance,
                kind.clone(),
            );
            let may = from.contains(provenance.code());
            assert_eq!(event.is_ok(), may, "{code} from {provenance}");
            if let Err(why) = event {
                let (en, fr) = (why.to_string(), why.in_language(Lang::Fr));
                assert!(en.contains(code) && fr.contains(code), "{en} {fr}");
                assert!(
                    from.iter().all(|one| en.contains(&format!("`{one}`"))),
                    "{en}"
                );
                assert!(
                    from.iter().all(|one| fr.contains(&format!("`{one}`"))),
                    "{fr}"
                );
            }
        }
    }
    assert!(
        said.is_empty(),
        "kinds that there are not: {:?}",
        said.keys()
    );
}
