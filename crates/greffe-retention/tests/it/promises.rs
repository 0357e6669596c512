//! Every promise with its last kept and its first due day, out of `tests/data/promises.tsv`.

use greffe_retention::{Facts, Hold, HoldReason, Rule};
use greffe_terms::Lang;

use crate::{day, line, rule, years};

#[test]
fn every_promise_says_what_its_document_says() {
    let mut failures = Vec::new();
    for row in rows() {
        for said in row.verdicts.split(" | ") {
            let (date, expected) = said.split_once(' ').expect("a day and a verdict");
            let verdict = row.rule.evaluate(&row.facts, &years(row.years), day(date));
            if line(&verdict) != expected {
                failures.push(format!(
                    "{} on {date}: {}, not {expected}",
                    row.name,
                    line(&verdict)
                ));
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn the_last_kept_day_is_followed_by_the_first_due_day() {
    let mut pairs = 0;
    for row in rows() {
        let said: Vec<_> = row.verdicts.split(" | ").collect();
        for pair in said.windows(2) {
            let [(a, kept), (b, due)] =
                [pair[0], pair[1]].map(|said| said.split_once(' ').expect("a verdict"));
            if kept == format!("keep {a}") && due.starts_with("due") {
                let next = row.rule.next_change(&row.facts, &years(row.years), day(a));
                assert_eq!(next, Some(day(b)), "{}", row.name);
                assert_eq!(day(a).succ_opt(), Some(day(b)), "{}", row.name);
                pairs += 1;
            }
        }
    }
    assert!(pairs > 30, "only {pairs} rows have both days");
}

#[test]
fn every_verdict_is_explained_in_both_languages() {
    for row in rows() {
        for said in row.verdicts.split(" | ") {
            let date = said.split(' ').next().expect("a day");
            let years = years(row.years);
            let why = row.rule.explain(&row.facts, &years, day(date));
            assert_eq!(
                line(&why.verdict()),
                said.split_once(' ').expect("a verdict").1,
                "{}",
                row.name
            );
            for lang in Lang::ALL {
                let text = why.in_language(lang);
                let first = lang.pick("Règle\u{a0}: ", "Rule: ");
                assert!(text.starts_with(first) && text.ends_with('.'), "{text}");
                // The day on which the verdict turns is one of the days explained.
                let days = said.split(' ').skip(2).enumerate();
                for (place, word) in days {
                    let Ok(told) = word.parse::<chrono::NaiveDate>() else {
                        continue;
                    };
                    // A conflict is told by the last day of keeping, not by the first after it.
                    let is_conflict = said.contains(" conflict ") && place == 0;
                    let word = if is_conflict {
                        told.pred_opt().expect("a day")
                    } else {
                        told
                    };
                    let words = greffe_calendar::date_in_words(word, lang);
                    assert!(
                        text.contains(&words),
                        "{}: {words} is not in\n{text}",
                        row.name
                    );
                }
            }
        }
    }
}

pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) rule: Rule,
    pub(crate) years: &'static str,
    pub(crate) facts: Facts,
    pub(crate) verdicts: &'static str,
}

pub(crate) fn rows() -> impl Iterator<Item = Row> {
    let lines = include_str!("../data/promises.tsv").lines();
    lines.filter(|line| !line.starts_with('#')).map(|line| {
        let [name, retention, years, said, verdicts] =
            line.split('\t').collect::<Vec<_>>().try_into().expect(line);
        Row {
            name,
            rule: rule(retention),
            years,
            facts: facts(said),
            verdicts,
        }
    })
}

fn facts(said: &str) -> Facts {
    said.split(' ')
        .filter(|part| *part != "-")
        .fold(Facts::new(), |facts, part| {
            let (key, value) = part.split_once('=').expect("a fact");
            match (key.split_once(':'), key, value) {
                (Some(("set", by)), ..) => facts.set_period(by, value.parse().expect("a period")),
                (Some(("setting", name)), ..) => facts.setting(name, value == "on"),
                (Some(("hold", reason)), ..) => facts.hold(hold(reason, value)),
                (_, "extended", _) => facts.extended_until(day(value)),
                (_, "outranked", _) => facts.outranked_on(day(value)),
                (_, event, "open") => facts.open(event.parse().expect("an event")),
                (_, event, "never") => facts.never(event.parse().expect("an event")),
                (_, event, "inapplicable") => facts.inapplicable(event.parse().expect("an event")),
                (_, event, date) => facts.on(event.parse().expect("an event"), day(date)),
            }
        })
}

fn hold(reason: &str, days: &str) -> Hold {
    let reason = HoldReason::ALL
        .into_iter()
        .find(|r| r.code() == reason)
        .expect("a reason");
    let (from, until) = days.split_once("..").expect("two days");
    let hold = Hold::new(reason, day(from));
    match until {
        "" => hold,
        until => hold.until(day(until)),
    }
}
