//! Tables of law of this crate: dated, ordered, complete.

use std::collections::HashSet;

use greffe_register::lint::{adequacy_decisions, adequacy_list_as_of, adequacy_on, adequacy_table};
use greffe_register::{Country, DpiaExemptCase, DpiaRequiredCase, guide};
use greffe_terms::{Citation, DatedTable, Lang, day_in_words};

fn is_day(text: &str) -> bool {
    day_in_words(text, Lang::En).is_some()
}

/// What every file of law owes: a day, sources, named columns, rows without an empty cell.
fn check<const N: usize>(table: DatedTable) {
    assert!(is_day(table.as_of()), "{}", table.as_of());
    assert!(table.sources().count() > 0);
    assert_eq!(table.columns().count(), N);
    assert_eq!(table.rows::<N>().count(), table.lines().count());
    for row in table.rows::<N>() {
        assert!(row.iter().all(|cell| !cell.trim().is_empty()), "{row:?}");
    }
}

fn country(code: &str) -> Country {
    code.parse().unwrap()
}

#[test]
fn adequacy_decisions_are_dated_and_in_order() {
    check::<9>(adequacy_table());
    let decisions: Vec<_> = adequacy_decisions().collect();
    assert_eq!(decisions.len(), adequacy_table().lines().count());
    let keys: Vec<_> = decisions.iter().map(|d| (d.country(), d.since())).collect();
    assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "{keys:?}");
    for decision in &decisions {
        let days = [Some(decision.since()), decision.until(), decision.ended()];
        assert!(days.iter().flatten().all(|day| is_day(day)));
        assert!(decision.since() <= adequacy_list_as_of());
        assert!(decision.until().is_none_or(|last| last > decision.since()));
        // What a court annulled, the table of provisions that ended knows too, with the same day.
        let known = decision.decision().obsolete();
        assert_eq!(known.map(|known| known.since()), decision.ended());
        assert_ne!(decision.scope(Lang::Fr), "");
    }
}

#[test]
fn a_country_has_one_decision_at_a_time() {
    let today = adequacy_list_as_of();
    let in_force: Vec<_> = adequacy_decisions()
        .filter(|decision| decision.holds_on(today))
        .map(|decision| decision.country())
        .collect();
    let countries: HashSet<_> = in_force.iter().collect();
    assert_eq!(countries.len(), in_force.len());
    // Sixteen countries and territories, and the European Patent Organisation.
    assert_eq!(in_force.len(), 17);
    let organisations: Vec<_> = in_force.iter().filter(|place| place.len() > 2).collect();
    assert_eq!(organisations, [&"EPO"]);
}

#[test]
fn a_decision_holds_from_its_day_to_its_end() {
    let number = |code: &str, day: &str| {
        let found = adequacy_on(country(code), day);
        found.map(|decision| decision.decision().to_string())
    };
    for (code, day, expected) in [
        ("US", "2000-07-25", None),
        ("US", "2015-10-05", Some("2000/520/EC")),
        ("US", "2015-10-06", None),
        ("US", "2020-07-15", Some("(EU) 2016/1250")),
        ("US", "2020-07-16", None),
        ("US", "2023-07-10", Some("(EU) 2023/1795")),
        ("GB", "2021-06-27", None),
        ("GB", "2025-12-28", Some("(EU) 2021/1772")),
        ("GB", "2031-12-27", Some("(EU) 2021/1772")),
        ("GB", "2031-12-28", None),
        ("BR", "2026-01-25", None),
        ("BR", "2026-01-26", Some("(EU) 2026/179")),
        ("FR", "2026-01-26", None),
    ] {
        assert_eq!(number(code, day).as_deref(), expected, "{code} {day}");
    }
}

#[test]
fn the_guide_has_25_sheets_and_72_measures() {
    check::<4>(guide::table());
    let numbers: Vec<_> = guide::sheets().map(|sheet| sheet.number()).collect();
    assert_eq!(numbers, (1..=25).collect::<Vec<_>>());
    let measures: usize = guide::sheets().map(|sheet| sheet.measures()).sum();
    assert_eq!(measures, 72);
    for lang in Lang::ALL {
        let titles: HashSet<_> = guide::sheets().map(|sheet| sheet.title(lang)).collect();
        assert_eq!(titles.len(), 25);
    }
    assert!(guide::sheet(0).is_none() && guide::sheet(26).is_none());
}

#[test]
fn the_lists_of_the_authority_have_14_and_12_cases() {
    assert_eq!(DpiaRequiredCase::ALL.len(), 14);
    assert_eq!(DpiaExemptCase::ALL.len(), 12);
    assert!(is_day(DpiaRequiredCase::AS_OF) && is_day(DpiaExemptCase::AS_OF));
    for source in [DpiaRequiredCase::SOURCE, DpiaExemptCase::SOURCE] {
        assert!(Citation::from_static(source).obsolete().is_none());
    }
    let codes: HashSet<_> = DpiaRequiredCase::ALL
        .iter()
        .map(|case| case.code())
        .chain(DpiaExemptCase::ALL.iter().map(|case| case.code()))
        .collect();
    assert_eq!(codes.len(), 26);
    for lang in Lang::ALL {
        for case in DpiaRequiredCase::ALL {
            assert!(case.label(lang).len() > 10 && !case.label(lang).contains('\''));
        }
    }
}

#[test]
fn the_decision_on_the_united_kingdom_covers_immigration_control_since_its_renewal_only() {
    let on = |day: &str| greffe_register::lint::adequacy_on("GB".parse().unwrap(), day);
    for (day, part, until) in [
        ("2021-06-28", true, "2025-12-27"),
        ("2025-12-18", true, "2025-12-27"),
        ("2025-12-19", false, "2031-12-27"),
        ("2031-12-27", false, "2031-12-27"),
    ] {
        let decision = on(day).unwrap();
        assert_eq!(
            (decision.covers_part(), decision.until()),
            (part, Some(until)),
            "{day}"
        );
    }
    assert!(on("2021-06-27").is_none() && on("2031-12-28").is_none());
}
