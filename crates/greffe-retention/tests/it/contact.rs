//! A contact that is recorded without its kind is never passed over.

use greffe_retention::{
    Contract, CutoffError, Event, Facts, Missing, Occurrence, OccurrenceId, Rule, Verdict,
};
use greffe_terms::Lang;

use crate::{day, line, rule, years};

/// Three years from the collection or the last contact, where only a click and a request count.
fn prospects() -> Rule {
    rule(
        r#"{ keep = "P3Y", after = { latest = ["collected", { event = "last_contact", absent = "never" }] }, contact = ["link_clicked", "document_requested"] }"#,
    )
}

fn collected() -> Facts {
    Facts::new().on(Event::Collected, day("2020-01-01"))
}

fn uncounted() -> Verdict {
    let counted = ["link_clicked", "document_requested"].map(|kind| kind.parse().unwrap());
    Verdict::Undetermined {
        missing: Missing::UncountedContact {
            counted: counted.into(),
        },
    }
}

/// What evaluation says, which the cutoff must say too where there is one.
fn on_23_november(rule: &Rule, facts: &Facts) -> Verdict {
    let (years, today) = (years("12-31"), day("2026-11-23"));
    let verdict = rule.evaluate(facts, &years, today);
    match rule.cutoff(&years, today) {
        Ok(cutoff) => assert_eq!(cutoff.selects(facts), verdict.may_dispose()),
        Err(error) => assert!(matches!(error, CutoffError::ContactRuns { .. }), "{error}"),
    }
    verdict
}

#[test]
fn a_stated_contact_that_the_rule_does_not_count_deletes_nothing() {
    let facts = collected().on(Event::LastContact, day("2026-10-01"));
    let verdict = on_23_november(&prospects(), &facts);
    assert_eq!(verdict, uncounted());
    assert_eq!(
        verdict.in_words(Lang::Fr),
        "indéterminé, rien n’est effacé\u{a0}: un dernier contact est noté sans dire s’il est d’un genre qui compte («\u{a0}link_clicked\u{a0}», «\u{a0}document_requested\u{a0}»)"
    );
    assert_eq!(
        verdict.in_words(Lang::En),
        "undetermined, nothing is disposed of: a last contact is recorded without saying whether it is of a kind that counts (\"link_clicked\", \"document_requested\")"
    );
    let (rule, years) = (prospects(), years("12-31"));
    let why = rule.explain(&facts, &years, day("2026-11-23"));
    assert!(why.in_french().contains("Le dernier contact («\u{a0}link_clicked\u{a0}», «\u{a0}document_requested\u{a0}»)\u{a0}: noté sans dire s’il est d’un genre qui compte."));
    assert!(why.in_english().contains("The last contact (\"link_clicked\", \"document_requested\"): recorded without saying whether it is of a kind that counts."));
}

#[test]
fn nor_does_one_beside_an_older_contact_that_counts_or_in_the_future() {
    let clicked = collected().on("link_clicked".parse().unwrap(), day("2021-01-01"));
    assert!(on_23_november(&prospects(), &clicked).may_dispose());
    for stated in ["2020-06-01", "2026-10-01", "2030-01-01"] {
        let facts = clicked.clone().on(Event::LastContact, day(stated));
        assert_eq!(
            on_23_november(&prospects(), &facts),
            uncounted(),
            "{stated}"
        );
    }
}

#[test]
fn a_rule_that_lists_last_contact_counts_it() {
    let rule = rule(
        r#"{ keep = "P3Y", after = "last_contact", contact = ["link_clicked", "last_contact"] }"#,
    );
    let facts = Facts::new().on(Event::LastContact, day("2026-10-01"));
    let kept = Verdict::Keep {
        until: day("2029-10-01"),
    };
    assert_eq!(on_23_november(&rule, &facts), kept);
}

#[test]
fn a_contact_that_is_struck_out_is_no_contact_and_no_proof_that_there_was_none() {
    let wrong = OccurrenceId::new("1");
    let struck = collected()
        .with(Occurrence::new(Event::LastContact, day("2026-10-01")).id_is(wrong.clone()))
        .with(Occurrence::deletion(Event::LastContact, wrong));
    assert_eq!(
        on_23_november(&prospects(), &struck),
        Verdict::Undetermined {
            missing: Missing::ValidEvent(Event::LastContact)
        }
    );
    // With a contact that counts, the one struck out says nothing more.
    let clicked = struck.on("link_clicked".parse().unwrap(), day("2021-01-01"));
    assert!(on_23_november(&prospects(), &clicked).may_dispose());
}

#[test]
fn that_contact_still_runs_is_not_a_kind_of_contact() {
    let facts = collected().open(Event::LastContact);
    assert_eq!(on_23_november(&prospects(), &facts), uncounted());
    let earliest = rule(
        r#"{ keep = "P3Y", after = { earliest = ["collected", "last_contact"] }, contact = ["link_clicked", "document_requested"] }"#,
    );
    assert_eq!(on_23_november(&earliest, &facts), uncounted());
}

#[test]
fn that_there_was_no_last_contact_answers_only_where_silence_would() {
    let (clicked, strict) = (
        "link_clicked".parse::<Event>().unwrap(),
        rule(
            r#"{ keep = "P3Y", after = { latest = ["collected", "last_contact"] }, contact = ["link_clicked", "document_requested"] }"#,
        ),
    );
    for none in [
        collected().never(Event::LastContact),
        collected().inapplicable(Event::LastContact),
    ] {
        // The rule says itself that silence means never.
        assert!(on_23_november(&prospects(), &none).may_dispose());
        // It does not: of the kinds that count, nobody has said anything.
        assert_eq!(on_23_november(&strict, &none), uncounted());
        // A click, and the statement that there was no contact: nobody knows.
        let both = none.on(clicked.clone(), day("2021-01-01"));
        assert!(matches!(
            on_23_november(&prospects(), &both),
            Verdict::Undetermined { .. }
        ));
    }
    // Said of each kind that counts, it is an answer.
    let kinds = ["link_clicked", "document_requested"].map(|kind| kind.parse().unwrap());
    let all = kinds.into_iter().fold(collected(), Facts::never);
    assert!(on_23_november(&strict, &all).may_dispose());
}

#[test]
fn what_is_unknown_names_the_kinds_that_count() {
    let rule = rule(r#"{ keep = "P3Y", after = "last_contact", contact = ["link_clicked"] }"#);
    let verdict = on_23_november(&rule, &Facts::new());
    assert_eq!(
        verdict.in_words(Lang::Fr),
        "indéterminé, rien n’est effacé\u{a0}: aucune date connue pour le dernier contact («\u{a0}link_clicked\u{a0}»)"
    );
    assert_eq!(
        verdict.in_words(Lang::En),
        "undetermined, nothing is disposed of: no date is known for the last contact (\"link_clicked\")"
    );
}

#[test]
fn a_robots_click_is_no_contact() {
    let rule = rule(
        r#"{ keep = "P3Y", after = { latest = ["collected", { event = "last_contact", absent = "never" }] }, contact = ["link_clicked"] }"#,
    );
    let click = |on| Occurrence::new("link_clicked".parse().unwrap(), day(on));
    let facts = Facts::new()
        .on(Event::Collected, day("2022-05-10"))
        .with(click("2026-05-10").by_a_program());
    let verdict = |facts: &Facts| line(&rule.evaluate(facts, &years("12-31"), day("2026-11-23")));
    assert_eq!(verdict(&facts), "due 2025-05-11 erase");
    assert_eq!(verdict(&facts.with(click("2026-05-10"))), "keep 2029-05-10");
}

/// A prospect counts from the end of the relation or from a contact of their own: while the relation runs, there is no last contact yet.
#[test]
fn a_relation_that_runs_is_contact_where_its_end_is_one() {
    let rule = rule(
        r#"{ keep = "P3Y", after = "last_contact", contact = ["link_clicked", "relation_end"] }"#,
    );
    let clicked = Facts::new().on("link_clicked".parse().unwrap(), day("2020-01-01"));
    assert!(on_23_november(&rule, &clicked).may_dispose());
    let runs = Contract::new(day("2019-01-01"));
    let open = Verdict::Open {
        awaiting: Event::RelationEnd,
    };
    for facts in [
        clicked.clone().open(Event::RelationEnd),
        clicked.clone().never(Event::RelationEnd),
        clicked.clone().contract(runs),
    ] {
        assert_eq!(on_23_november(&rule, &facts), open);
    }
    // That there was no contact at all, beside a relation that runs, is one thing too many.
    let both = clicked.clone().contract(runs).never(Event::LastContact);
    assert!(matches!(
        on_23_november(&rule, &both),
        Verdict::Undetermined { .. }
    ));
    let ended = clicked.contract(runs.ends(day("2024-06-30")));
    let kept = Verdict::Keep {
        until: day("2027-06-30"),
    };
    assert_eq!(on_23_november(&rule, &ended), kept);
}

#[test]
fn of_several_contracts_whose_end_is_contact_nobody_knows_which() {
    let rule = rule(
        r#"{ keep = "P3Y", after = "last_contact", contact = ["link_clicked", "contract_end"] }"#,
    );
    let ended = Contract::new(day("2015-01-01")).ends(day("2016-12-31"));
    let one = Facts::new()
        .on("link_clicked".parse().unwrap(), day("2020-01-01"))
        .contract(ended);
    assert!(on_23_november(&rule, &one).may_dispose());
    let two = one.contract(Contract::new(day("2017-01-01")));
    let which = Verdict::Undetermined {
        missing: Missing::WhichContract,
    };
    assert_eq!(on_23_november(&rule, &two), which);
    let own = two.on(Event::ContractEnd, day("2016-12-31"));
    assert!(on_23_november(&rule, &own).may_dispose());
}

#[test]
fn that_there_was_no_last_contact_does_not_answer_for_a_click_that_was_struck_out() {
    let (wrong, click) = (
        OccurrenceId::new("1"),
        "link_clicked".parse::<Event>().unwrap(),
    );
    let struck = collected()
        .with(Occurrence::new(click.clone(), day("2026-10-01")).id_is(wrong.clone()))
        .with(Occurrence::deletion(click, wrong));
    for none in [
        struck.clone().never(Event::LastContact),
        struck.inapplicable(Event::LastContact),
    ] {
        assert_eq!(on_23_november(&prospects(), &none), uncounted());
    }
}

#[test]
fn the_last_contact_alone_is_the_latest_of_all_kinds_that_count() {
    let of = |kinds: &str| {
        rule(&format!(
            r#"{{ keep = "P3Y", after = "last_contact", contact = [{kinds}] }}"#
        ))
    };
    let old = Facts::new().on(Event::LastContact, day("2020-01-01"));
    assert_eq!(
        on_23_november(&of(r#""link_clicked", "document_requested""#), &old.clone()),
        uncounted()
    );
    let counted = of(r#""link_clicked", "last_contact""#);
    assert!(on_23_november(&counted, &old).may_dispose());
    let clicked = old.on("link_clicked".parse().unwrap(), day("2026-10-01"));
    let kept = Verdict::Keep {
        until: day("2029-10-01"),
    };
    assert_eq!(on_23_november(&counted, &clicked), kept);
}
