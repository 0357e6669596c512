//! Rules and explanations as people read them.

use greffe_retention::{Event, Facts, Hold, HoldReason};
use greffe_terms::Lang;

use crate::{day, rule, years};

#[test]
fn every_rule_of_the_format_is_said_in_both_languages() {
    for (retention, fr, en) in SENTENCES {
        let rule = rule(retention);
        assert_eq!(rule.in_words(Lang::Fr), *fr);
        assert_eq!(rule.in_words(Lang::En), *en);
    }
}

#[test]
fn an_explanation_shows_rule_events_arithmetic_sources_and_verdict() {
    let rule = rule(
        r#"{ keep = "P10Y", after = { latest = ["relation_end", { fiscal_close = "last_operation" }] }, law = ["C. com. L123-22", "NS-048"] }"#,
    );
    let facts = Facts::new()
        .on(Event::LastOperation, day("2026-02-01"))
        .on(Event::RelationEnd, day("2026-06-30"))
        .hold(Hold::new(HoldReason::Dispute, day("2026-01-01")));
    let (years, on) = (years("12-31"), day("2037-01-01"));
    assert_eq!(rule.explain(&facts, &years, on).in_french(), "\
Règle\u{a0}: 10 ans à compter de la fin de la relation ou de la clôture de l’exercice de la dernière opération, selon ce qui arrive en dernier.
La fin de la relation\u{a0}: mardi 30 juin 2026.
La dernière opération\u{a0}: dimanche 1er février 2026.
Exercice ouvert le jeudi 1er janvier 2026, qui se clôt le jeudi 31 décembre 2026.
La plus tardive de ces dates\u{a0}: jeudi 31 décembre 2026.
Point de départ\u{a0}: jeudi 31 décembre 2026.
Plus 10 ans\u{a0}: mercredi 31 décembre 2036.
Dernier jour inclus, sans report au jour ouvrable\u{a0}: mercredi 31 décembre 2036 (RGPD, art. 5(1)(e)).
Suspension de l’effacement\u{a0}: litige en cours (RGPD, art. 17(3)(e)).
Échu depuis le jeudi 1er janvier 2037, ce que la suspension ne change pas.
Sources\u{a0}: C. com. L123-22 (texte obligatoire)\u{a0}; NS-048 (sans valeur juridique depuis le 25 mai 2018, voir CNIL 2021-131).
Le sort final attend\u{a0}: litige en cours.");
    assert_eq!(rule.explain(&facts, &years, on).in_english(), "\
Rule: 10 years from the end of the relation, or the close of the fiscal year of the last operation if later.
The end of the relation: Tuesday 30 June 2026.
The last operation: Sunday 1 February 2026.
Fiscal year opening on Thursday 1 January 2026, closing on Thursday 31 December 2026.
The latest of these: Thursday 31 December 2026.
Runs from Thursday 31 December 2026.
Plus 10 years: Wednesday 31 December 2036.
Last day included, not moved to a working day: Wednesday 31 December 2036 (GDPR, Art. 5(1)(e)).
Hold: a dispute is pending (GDPR, Art. 17(3)(e)).
Due since Thursday 1 January 2037, which the hold does not change.
Sources: C. com. L123-22 (binding law); NS-048 (not in force since 25 May 2018, see CNIL 2021-131).
Disposal waits: a dispute is pending.");
}

#[test]
fn an_archive_says_who_may_still_read_it() {
    let rule = rule(
        r#"{ stages = [
            { until = "relation_end", then = "archive" },
            { keep = "P10Y", after = "relation_end", readers = [{ fr = "Comptabilité", en = "Accounting" }, "Audit"] },
        ] }"#,
    );
    let facts = Facts::new().on(Event::RelationEnd, day("2026-06-30"));
    let years = years("12-31");
    let why = |on| rule.explain(&facts, &years, day(on));
    assert!(
        why("2026-07-01")
            .in_french()
            .ends_with("inclus.\nAccès réservé à\u{a0}: Comptabilité, Audit.")
    );
    assert!(
        why("2026-07-01")
            .in_english()
            .ends_with("2036.\nOpen only to: Accounting, Audit.")
    );
    assert_eq!(why("2036-06-30").readers().len(), 2, "the last day");
    for open_to_all_or_gone in ["2026-06-30", "2036-07-01"] {
        assert!(why(open_to_all_or_gone).readers().is_empty());
        assert!(!why(open_to_all_or_gone).in_english().contains("Accounting"));
    }
}

#[test]
fn what_no_text_orders_is_said_to_be_practice() {
    use greffe_retention::OwnRecord;
    let rule = OwnRecord::RequestFile.rule(day("2026-11-23")).unwrap();
    let facts = Facts::new().on("request_closed".parse().unwrap(), day("2026-01-31"));
    let years = years("12-31");
    let why = rule.explain(&facts, &years, day("2026-11-23"));
    assert!(
        why.in_english()
            .contains("Sources: practice, after C. civ. 2224.")
    );
}

#[test]
fn nothing_of_a_person_is_in_an_explanation() {
    use greffe_retention::{Occurrence, OccurrenceId};
    const MARKER: &str = "marie.dupont@example.org";
    let rule = rule(r#"{ keep = "P1Y", after = "recorded" }"#);
    let id = OccurrenceId::new(MARKER);
    let facts = Facts::new()
        .with(
            Occurrence::new(Event::Recorded, day("2026-01-01"))
                .id_is(id.clone())
                .from_source(MARKER),
        )
        .with(Occurrence::new(Event::Recorded, day("2026-02-01")).correcting(id));
    let years = years("12-31");
    let why = rule.explain(&facts, &years, day("2026-11-23"));
    let shown = format!("{}{}{why:?}", why.in_french(), why.in_english());
    assert!(
        shown.contains("Facts corrected and left aside: 1"),
        "{shown}"
    );
    assert!(!shown.contains(MARKER));
}

#[test]
fn verdicts_fates_plans_and_explanations_display_in_english() {
    let rule = rule(r#"{ keep = "P1Y", after = "recorded", then = "anonymise" }"#);
    let facts = Facts::new().on(Event::Recorded, day("2025-01-01"));
    let (years, on) = (years("12-31"), day("2026-11-23"));
    let verdict = rule.evaluate(&facts, &years, on);
    let said = "due since Friday 2 January 2026 (anonymisation)";
    assert_eq!(verdict.to_string(), said);
    assert_eq!(rule.fate().to_string(), "anonymisation");
    assert_eq!(greffe_retention::Fate::Erase.to_string(), "erasure");
    assert_eq!(greffe_retention::Fate::Archive.to_string(), "archiving");
    let why = rule.explain(&facts, &years, on);
    assert_eq!(why.to_string(), why.in_english());
    let mut planner = greffe_retention::Planner::new("LOG-01/connection", &rule, &years, on);
    assert_eq!(planner.row(1, &facts).to_string(), said);
    let plan = planner.finish();
    assert_eq!(plan.to_string(), plan.summary(Lang::En));
    let missing = greffe_retention::Missing::Length;
    assert_eq!(missing.to_string(), missing.in_words(Lang::En));
}

const SENTENCES: &[(&str, &str, &str)] = &[
    (
        r#"{ keep = "P1Y", within = "P2Y", after = "recorded" }"#,
        "1 an à compter de l’enregistrement, effacement dans un délai de 2 ans à compter du même jour",
        "1 year from the recording, erasure within 2 years of the same day",
    ),
    (
        r#"{ until = "relation_end", within = { period = "P6Y", after = "collected" }, then = "anonymise" }"#,
        "jusqu’à la fin de la relation, anonymisation dans un délai de 6 ans à compter de la collecte",
        "until the end of the relation, anonymisation within 6 years of the collection",
    ),
    (
        r#"{ keep = "P3Y", after = "last_contact", contact = ["last_contact"] }"#,
        "3 ans à compter du dernier contact",
        "3 years from the last contact",
    ),
    (
        r#"{ keep = "P3Y", after = "last_contact", contact = ["last_contact", "connection"] }"#,
        "3 ans à compter du dernier contact (contact noté sans son genre, la connexion)",
        "3 years from the last contact (a contact recorded without its kind, the connection)",
    ),
    (
        r#"{ keep = "P3Y", after = "last_contact", contact = ["link_clicked", "document_requested"] }"#,
        "3 ans à compter du dernier contact («\u{a0}link_clicked\u{a0}», «\u{a0}document_requested\u{a0}»)",
        "3 years from the last contact (\"link_clicked\", \"document_requested\")",
    ),
    (
        r#"{ within = "P3M", after = "contract_end", backups = { weekly = "P1825D", hourly = "P1W" } }"#,
        "effacement dans un délai de 3 mois à compter de la fin du contrat\u{a0}; sauvegardes\u{a0}: hebdomadaires 1825 jours, horaires 1 semaine",
        "erasure within 3 months of the end of the contract; backups: weekly 1825 days, hourly 1 week",
    ),
    (
        r#"{ keep = "P1M", after = "contract_end", extend = "on_request" }"#,
        "1 mois à compter de la fin du contrat, prolongeable sur demande",
        "1 month from the end of the contract, extensible on request",
    ),
    (
        r#"{ keep = { default = "P25D", set_by = "customer", min = "P1D", max = "P90D" }, after = "recorded", when = "content_collected" }"#,
        "25 jours par défaut (durée fixée par le client, de 1 jour à 90 jours) à compter de l’enregistrement, si le réglage «\u{a0}content_collected\u{a0}» est actif",
        "25 days by default (set by the customer, from 1 day to 90 days) from the recording, if the setting \"content_collected\" is on",
    ),
    (
        r#"{ latest = 25, per = "api_key", then = { move_to = "disk", keep = "unstated" } }"#,
        "les 25 enregistrements les plus récents par «\u{a0}api_key\u{a0}», puis stockage sur disque (durée non précisée)",
        "the 25 most recent records per \"api_key\", then moved to disk (no length stated)",
    ),
    (
        r#"{ until = { all = ["payment_settled", { if_opened = "dispute", then = "dispute_settled" }] } }"#,
        "jusqu’au paiement et au règlement du litige (si un litige est ouvert)",
        "until the settlement of the payment and the settlement of the dispute (if a dispute was opened)",
    ),
    (
        r#"{ until = { any = ["withdrawal", "relation_end"] } }"#,
        "jusqu’au retrait demandé par la personne ou à la fin de la relation",
        "until the person's withdrawal or the end of the relation",
    ),
    (
        r#"{ keep = "P1Y", after = "recorded", rolling = true, law = ["LCEN 6"] }"#,
        "1 an à compter de l’enregistrement (durée glissante)",
        "1 year from the recording (rolling)",
    ),
    (
        r#"{ keep = "P10Y", after = { latest = ["relation_end", { fiscal_close = "last_operation" }] } }"#,
        "10 ans à compter de la fin de la relation ou de la clôture de l’exercice de la dernière opération, selon ce qui arrive en dernier",
        "10 years from the end of the relation, or the close of the fiscal year of the last operation if later",
    ),
    (
        r#"{ stages = [{ keep = "P3Y", after = "relation_end", then = "archive" }, { keep = "P10Y", after = { latest = ["collected", { event = "last_contact", absent = "never" }, { fiscal_close = "last_operation", from = "calendar_year" }] }, then = "anonymise" }], contact = ["link_clicked"] }"#,
        "3 ans à compter de la fin de la relation\u{a0}; puis, en archive intermédiaire, 10 ans à compter de la plus tardive de ces dates\u{a0}: la collecte, le dernier contact («\u{a0}link_clicked\u{a0}»), le 31 décembre de l’année de la dernière opération, puis anonymisation",
        "3 years from the end of the relation; then, in the archive, 10 years from the latest of the collection, the last contact (\"link_clicked\"), 31 December of the year of the last operation, then anonymisation",
    ),
    (
        r#"{ within = "P1M", after = "survey_closed", then = "anonymise" }"#,
        "anonymisation dans un délai de 1 mois à compter de la clôture de l’enquête",
        "anonymisation within 1 month of the closing of the survey",
    ),
    (
        r#"{ keep = "session" }"#,
        "jusqu’à la fin de la session",
        "until the end of the session",
    ),
    (
        r#"{ keep = "unstated", then = { transfer = { fr = "archives départementales", en = "county archives" } } }"#,
        "durée non précisée, puis transfert\u{a0}: archives départementales",
        "no length stated, then transfer: county archives",
    ),
];

#[test]
fn a_rule_that_outlives_the_record_of_its_event_is_found() {
    let click: greffe_retention::Event = "link_clicked".parse().unwrap();
    let recorded = std::slice::from_ref(&click);
    let clicks = rule(r#"{ keep = "P2Y", after = "recorded" }"#);
    let prospects = |keep: &str, more: &str| {
        rule(&format!(
            r#"{{ keep = "{keep}", after = "last_contact", contact = ["called", "link_clicked"]{more} }}"#
        ))
    };
    assert_eq!(
        prospects("P3Y", "").loses_anchor(&clicks, recorded),
        Some(&click)
    );
    assert_eq!(prospects("P2Y", "").loses_anchor(&clicks, recorded), None);
    assert_eq!(
        prospects("P25M", "").loses_anchor(&clicks, recorded),
        Some(&click)
    );
    assert_eq!(
        prospects("P3Y", ", anchor_stored = true").loses_anchor(&clicks, recorded),
        None
    );
    let called = rule(r#"{ keep = "P3Y", after = "called" }"#);
    assert_eq!(called.loses_anchor(&clicks, recorded), None);
    let ceiling =
        rule(r#"{ until = "withdrawal", within = { period = "P5Y", after = "link_clicked" } }"#);
    assert_eq!(ceiling.loses_anchor(&clicks, recorded), Some(&click));
    // Kept for as long as the relation lasts: nobody can tell which is longer.
    let open = rule(r#"{ keep = "P2Y", after = "relation_end" }"#);
    assert_eq!(prospects("P3Y", "").loses_anchor(&open, recorded), None);
}

#[test]
fn a_restriction_that_runs_on_says_what_it_waits_for() {
    let rule = rule(r#"{ keep = "P1Y", after = "recorded" }"#);
    let years = years("12-31");
    let hold = Hold::new(HoldReason::AccuracyContested, day("2026-01-01")).until(day("2026-03-31"));
    let facts = Facts::new()
        .on(Event::Recorded, day("2024-01-01"))
        .hold(hold);
    let why = rule.explain(&facts, &years, day("2026-11-23"));
    assert!(
        why.in_french().contains("Limitation levable depuis le mercredi 1er avril 2026, en attente de l’information préalable de la personne (RGPD, art. 18(3))."),
        "{}",
        why.in_french()
    );
    assert!(
        why.in_english()
            .contains("The restriction may be lifted since Wednesday 1 April 2026")
    );
    let informed = Facts::new()
        .on(Event::Recorded, day("2024-01-01"))
        .hold(hold.person_informed(day("2026-12-01")));
    let why = rule.explain(&informed, &years, day("2026-11-23"));
    assert!(!why.in_french().contains("levable"));
}

#[test]
fn a_default_period_says_that_nobody_set_another() {
    let rule = rule(r#"{ keep = { default = "P25D", set_by = "customer" }, after = "recorded" }"#);
    let years = years("12-31");
    let facts = Facts::new().on(Event::Recorded, day("2026-05-10"));
    let why = rule.explain(&facts, &years, day("2026-11-23"));
    assert!(
        why.in_french()
            .contains("Durée par défaut, aucune autre n’étant notée\u{a0}: 25 jours.")
    );
    let facts = facts.set_period("customer", "P90D".parse().unwrap());
    let why = rule.explain(&facts, &years, day("2026-11-23"));
    assert!(why.in_english().contains("Period set: 90 days."));
}
