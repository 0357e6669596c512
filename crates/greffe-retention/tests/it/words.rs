//! Rules and explanations as people read them.

use greffe_retention::{Event, Facts, Hold, HoldReason};
use greffe_terms::Lang;

use crate::{calendar_years, day, inline};

#[test]
fn every_rule_of_the_format_is_said_in_both_languages() {
    for (rule, fr, en) in SENTENCES {
        let rule = inline(rule);
        assert_eq!(rule.in_words(Lang::Fr), *fr);
        assert_eq!(rule.in_words(Lang::En), *en);
    }
}

#[test]
fn p() {
    for (r, _, _) in SENTENCES {
        let r = inline(r);
        println!("{}\n{}", r.in_words(Lang::Fr), r.in_words(Lang::En));
    }
    let r = inline(SENTENCES[8].0);
    let f = Facts::new()
        .on(Event::LastOperation, day("2026-02-01"))
        .on(Event::RelationEnd, day("2026-06-30"))
        .hold(Hold::new(HoldReason::Dispute, day("2026-01-01")));
    println!(
        "{}",
        r.explain(&f, &calendar_years(), day("2037-01-01"))
            .in_french()
    );
    println!(
        "{}",
        r.explain(&f, &calendar_years(), day("2036-12-31"))
            .in_english()
    );
    panic!();
}

const SENTENCES: &[(&str, &str, &str)] = &[
    (
        r#"{ keep = "P3Y", after = "last_contact", contact = ["link_clicked", "document_requested"] }"#,
        "",
        "",
    ),
    (
        r#"{ within = "P3M", after = "contract_end", backups = { weekly = "P1825D", hourly = "P1W" } }"#,
        "",
        "",
    ),
    (
        r#"{ keep = "P1M", after = "contract_end", extend = "on_request" }"#,
        "",
        "",
    ),
    (
        r#"{ keep = { default = "P25D", set_by = "customer" }, after = "recorded", when = "content_collected" }"#,
        "",
        "",
    ),
    (
        r#"{ latest = 25, per = "api_key", then = { move_to = "disk", keep = "unstated" } }"#,
        "",
        "",
    ),
    (
        r#"{ until = { all = ["payment_settled", { if_opened = "dispute", then = "dispute_settled" }] } }"#,
        "",
        "",
    ),
    (
        r#"{ until = { any = ["withdrawal", "relation_end"] } }"#,
        "",
        "",
    ),
    (
        r#"{ keep = "P1Y", after = "recorded", rolling = true, law = ["LCEN 6"] }"#,
        "",
        "",
    ),
    (
        r#"{ keep = "P10Y", after = { latest = ["relation_end", { fiscal_close = "last_operation" }] }, law = ["C. com. L123-22"] }"#,
        "",
        "",
    ),
    (
        r#"{ stages = [{ keep = "P3Y", after = "relation_end", then = "archive" }, { keep = "P10Y", after = { latest = ["collected", {event = "last_contact", absent = "never"}, {fiscal_close = "last_operation", from = "calendar_year"}] }, readers = ["x"], then = "anonymise" }], contact = ["link_clicked"], law = ["NS-048"] }"#,
        "",
        "",
    ),
    (
        r#"{ within = "P1M", after = "survey_closed", then = "anonymise" }"#,
        "",
        "",
    ),
];
