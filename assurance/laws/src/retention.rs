//! Rules and what they say about records.

use chrono::NaiveDate;
use greffe::calendar::FiscalYears;
use greffe::document::Document;
use greffe::retention::{Event, Facts, Hold, HoldReason, Occurrence, OccurrenceId, Rule, Verdict};
use greffe::terms::Lang;

use crate::choices::Choices;

/// A rule comes back out of its written form, has words, and never disposes of a record of which it does not know enough.
///
/// The input is a rule in TOML, a NUL, and choices that become the facts of a record.
pub fn rule(data: &[u8]) {
    let mut parts = data.splitn(2, |byte| *byte == 0);
    let text = parts.next().map(std::str::from_utf8);
    let Some(Ok(text)) = text else {
        return;
    };
    let Ok(rule) = Rule::from_toml(text) else {
        return;
    };
    let written = serde_json::to_string(&rule).expect("a rule is written");
    assert_eq!(
        Rule::from_json(&written).as_ref(),
        Ok(&rule),
        "another rule came back"
    );
    assert_eq!(
        serde_json::from_str::<Rule>(&written).expect("serde reads it too"),
        rule
    );
    assert!(Document::from_json(&written).is_ok());
    for lang in Lang::ALL {
        assert!(!rule.in_words(lang).trim().is_empty());
    }
    let mut choices = Choices::new(parts.next().unwrap_or(&[]));
    let as_of = choices.day();
    let years = years(choices.byte());
    let nothing = rule.evaluate(&Facts::new(), &years, as_of);
    assert!(
        !nothing.may_dispose(),
        "disposes of a record of which nothing is known"
    );
    judge(&rule, &facts(&rule, as_of, &mut choices), &years, as_of);
}

fn judge(rule: &Rule, facts: &Facts, years: &FiscalYears, as_of: NaiveDate) {
    let verdict = rule.evaluate(facts, years, as_of);
    let disposable = rule.disposable_from(facts, years, as_of);
    match &verdict {
        Verdict::Undetermined { .. } | Verdict::Conflict { .. } | Verdict::Open { .. } => {
            assert!(!verdict.may_dispose());
            assert!(disposable.is_none(), "a date for what is not determined");
        }
        Verdict::Due { .. } | Verdict::DisposeBy { .. } | Verdict::Overdue { .. } => {
            assert!(
                disposable.is_none_or(|day| day <= as_of),
                "due before its day"
            );
        }
        _ => {}
    }
    let why = rule.explain(facts, years, as_of);
    assert_eq!(why.verdict(), verdict);
    assert!(!why.in_french().is_empty() && !why.in_english().is_empty());

    let held = facts.clone().hold(Hold::new(HoldReason::Dispute, as_of));
    assert!(
        !rule.evaluate(&held, years, as_of).may_dispose(),
        "a hold does not hold"
    );

    let reversed = facts
        .occurrences()
        .iter()
        .rev()
        .cloned()
        .fold(Facts::new(), Facts::with);
    let ordered = facts
        .occurrences()
        .iter()
        .cloned()
        .fold(Facts::new(), Facts::with);
    let same = rule.evaluate(&ordered, years, as_of);
    assert_eq!(
        rule.evaluate(&reversed, years, as_of),
        same,
        "the order of facts matters"
    );

    if let Some(change) = rule.next_change(facts, years, as_of) {
        assert!(change > as_of);
        assert_ne!(rule.evaluate(facts, years, change), verdict);
    }
    if let Ok(cutoff) = rule.cutoff(years, as_of) {
        let disposes = rule
            .with_defaults()
            .evaluate(facts, years, as_of)
            .may_dispose();
        assert_eq!(
            cutoff.selects(facts),
            disposes,
            "the cutoff is no exact inversion"
        );
    }
}

fn years(choice: u8) -> FiscalYears {
    let closings = [
        "12-31",
        "06-30",
        "02-end",
        "last-saturday-of-08",
        "saturday-nearest-end-of-01",
    ];
    let closing = closings[usize::from(choice) % closings.len()];
    if choice > 200 {
        return FiscalYears::from_table([]).expect("a table without rows");
    }
    FiscalYears::regular(closing.parse().expect("a closing"))
}

/// Facts about the events of the rule, mostly around its own dates.
fn facts(rule: &Rule, as_of: NaiveDate, choices: &mut Choices<'_>) -> Facts {
    let mut events: Vec<Event> = rule.events().into_iter().cloned().collect();
    events.extend([Event::SessionEnd, Event::Recorded]);
    let mut facts = Facts::new();
    while !choices.is_at_end() {
        let event = choices.one_of(&events).clone();
        facts = match choices.byte() % 12 {
            0 => facts.open(event),
            1 => facts.never(event),
            2 => facts.inapplicable(event),
            3 => facts.setting("collecting", choices.yes()),
            4 => facts.extended_until(choices.day()),
            5 => facts.outranked_on(choices.day()),
            6 => {
                let hold = Hold::new(*choices.one_of(&HoldReason::ALL), choices.day());
                facts.hold(hold.until(choices.day_near(as_of)))
            }
            7 => {
                let id = OccurrenceId::new(&choices.byte().to_string());
                let day = choices.day();
                facts.with(Occurrence::new(event, day).id_is(id))
            }
            8 => {
                let what = OccurrenceId::new(&choices.byte().to_string());
                facts.with(Occurrence::deletion(event, what))
            }
            9 => facts.on(event, choices.day_near(as_of)),
            _ => facts.on(event, choices.day()),
        };
    }
    facts
}
