//! Ten thousand records are read, judged, rendered, written and compared.

use std::fmt::Write;

use greffe_register::Register;
use greffe_register::diff::Patch;
use greffe_register::render::Html;
use greffe_terms::Lang;

fn ten_thousand_records(keep: impl Fn(usize) -> &'static str) -> String {
    let mut text = String::from(
        "organisation = { name = \"A\", contact = \"a@a.example\", dpo = \"none\", dpo_note = \"N\" }\nbreaches = \"none\"\nrequests = { rights = [\"access\", \"rectification\", \"erasure\", \"restriction\", \"portability\", \"complaint\"], delay = \"P1M\" }\n",
    );
    for i in 0..10_000 {
        let keep = keep(i);
        write!(
            text,
            "[[processing]]\nref = \"P-{i}\"\nname = {{ fr = \"Traitement {i}\", en = \"Processing {i}\" }}\nrole = \"controller\"\ncreated = 2018-05-10\nupdated = 2024-01-18\nsubjects = [\"customers\"]\n\
             recipients = {{ internal = [\"Accounting\"], external = \"none\", processor = \"none\", partner = \"none\" }}\ntransfers = \"none\"\nmeasures = {{ access = true }}\n\
             [[processing.purpose]]\nid = \"purpose-{i}\"\nbasis = \"contract\"\n[[processing.data]]\ncategory = \"economic\"\nfields = [\"iban\", \"balance\"]\nsealed = [\"iban\"]\n\
             retention = {{ keep = \"{keep}\", after = {{ latest = [\"relation_end\", {{ fiscal_close = \"last_operation\" }}] }}, law = [\"C. com. L123-22\"] }}\n"
        )
        .unwrap();
    }
    text
}

#[test]
fn ten_thousand_records_read_lint_and_render() {
    let text = ten_thousand_records(|_| "P10Y");
    let register = Register::from_toml(&text).unwrap();
    assert_eq!(register.rules().count(), 10_000);
    assert!(register.retention("P-9999/economic").is_ok());
    assert!(register.lint().is_empty());
    let page = Html::new(Lang::En).render(&register);
    assert_eq!(page.matches("class=\"record\"").count(), 10_000);
}

#[test]
fn ten_thousand_records_are_compared_and_patched() {
    let every_tenth = |i: usize| if i.is_multiple_of(10) { "P5Y" } else { "P10Y" };
    let earlier = Register::from_toml(&ten_thousand_records(|_| "P10Y")).unwrap();
    let later = Register::from_toml(&ten_thousand_records(every_tenth)).unwrap();
    let changes = later.changes_since(&earlier);
    assert_eq!(changes.len(), 1_000);
    assert!(
        changes
            .iter()
            .all(|change| change.kind().code() == "retention_shorter")
    );
    assert!(Patch::between(&earlier, &later).apply(&earlier).unwrap() == later);
    assert!(Register::from_toml(&later.to_toml()).unwrap() == later);
}

/// Each rule counts from an event of which every record is the only one: the pairs are not looked at one by one.
#[test]
fn ten_thousand_records_of_one_event_are_judged() {
    let every_other = |i: usize| if i.is_multiple_of(2) { "P10Y" } else { "P6M" };
    let after = "{ latest = [\"relation_end\", { fiscal_close = \"last_operation\" }] }";
    let text = ten_thousand_records(every_other)
        .replace(after, "\"order_placed\"")
        .replace("sealed = [\"iban\"]\n", "records = [\"order_placed\"]\n");
    let findings = Register::from_toml(&text).unwrap().lint();
    let lost = findings.iter().filter(|one| one.check().id() == "GRF-R046");
    // Records that go after six months were the only ones of days that the others need for ten years.
    assert_eq!(lost.count(), 5_000);
}

/// Half a million questions of one request are a file of ten megabytes.
#[test]
fn a_request_with_many_questions_is_judged() {
    let stop = "{ asked = 2026-01-05, answered = 2026-01-06 }, ";
    for (answered, ids) in [("2026-02-06", 0), ("2026-03-06", 1)] {
        let text = format!(
            "organisation = {{ name = \"A\", contact = \"a@a.example\", dpo = \"none\", dpo_note = \"N\" }}\nbreaches = \"none\"\n[[request]]\nid = \"D-1\"\nreceived = 2026-01-05\noutcome = \"met\"\nanswered = {answered}\nsuspended = [{}]\n",
            stop.repeat(100_000)
        );
        let findings = Register::from_toml(&text).unwrap().lint();
        let late = findings.iter().filter(|one| one.check().id() == "GRF-R184");
        assert_eq!(late.count(), ids, "{answered}");
    }
}

#[test]
fn ten_thousand_contracts_that_expired_are_judged() {
    let mut text = ten_thousand_records(|_| "P10Y");
    for i in 0..10_000 {
        write!(
            text,
            "[[contract]]\nid = \"c-{i}\"\nparty = \"N\"\nparty_is = \"processor\"\nexpires = 2025-06-01\nprocessings = [\"P-{i}\"]\n"
        )
        .unwrap();
    }
    let register = Register::from_toml(&text).unwrap();
    let findings = register.lint_at("2026-01-01".parse().unwrap());
    let expired = findings.iter().filter(|one| one.check().id() == "GRF-R154");
    assert_eq!(expired.count(), 10_000);
}
