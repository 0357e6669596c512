//! What checks say beyond their message, and how grave they are.

use greffe_register::Register;
use greffe_register::lint::{self, Severity};
use greffe_terms::Lang;

use super::lint::{CLEAN, RECIPIENTS, lint};

#[test]
fn logs_under_the_hosting_law_alone_are_noted_and_others_are_not() {
    let with = |category: &str, purpose: &str, rule: &str| {
        let text = CLEAN
            .replace(
                "category = \"identity\"",
                &format!("category = \"{category}\""),
            )
            .replace(
                "\nlaw = [\"C. com. L123-22\"]",
                &format!("\nlaw = [{purpose}]"),
            )
            .replace(
                "after = \"recorded\", law = [\"C. com. L123-22\"]",
                &format!("after = \"recorded\", law = [{rule}]"),
            );
        lint(&text)
    };
    let (hosting, decree) = ("\"LCEN 6\"", "\"LCEN 6\", \"décret 2021-1362\"");
    let noted = [("GRF-R045", "processing[A].data[1]".to_owned())];
    assert_eq!(with("connection", hosting, "\"LCEN 6 II\""), noted);
    assert_eq!(with("connection", hosting, decree), []);
    assert_eq!(with("connection", decree, hosting), []);
    assert_eq!(with("connection", "\"C. com. L123-22\"", "\"GDPR 32\""), []);
    assert_eq!(with("identity", hosting, hosting), []);
}

#[test]
fn the_rights_that_are_asked_for_follow_from_the_purposes() {
    let missing = |basis: &str, rest: &str| {
        let text = CLEAN
            .replace(
                "basis = [\"consent\", \"legal_obligation\", \"legitimate_interests\"]",
                &format!("basis = \"{basis}\"{rest}"),
            )
            .replace(
                ", \"restriction\", \"portability\", \"objection\", \"withdrawal\"",
                "",
            );
        let findings = Register::from_toml(&text).unwrap().lint();
        let found = findings
            .iter()
            .find(|f| f.check().id() == "GRF-R084")
            .unwrap();
        Lang::ALL.map(|lang| {
            let message = found.message(lang);
            message.rsplit(": ").next().unwrap().to_owned()
        })
    };
    for (basis, rest, fr, en) in [
        ("legal_obligation", "", "limitation", "restriction"),
        (
            "contract",
            "",
            "limitation, portabilité",
            "restriction, portability",
        ),
        (
            "legitimate_interests",
            "",
            "limitation, opposition",
            "restriction, objection",
        ),
        (
            "public_task",
            "",
            "limitation, opposition",
            "restriction, objection",
        ),
        (
            "legal_obligation",
            "\nmarketing = true",
            "limitation, opposition",
            "restriction, objection",
        ),
        (
            "consent",
            "",
            "limitation, portabilité, retrait du consentement",
            "restriction, portability, withdrawal of consent",
        ),
    ] {
        assert_eq!(missing(basis, rest), [fr, en], "{basis}{rest}");
    }
}

#[test]
fn rights_of_a_processors_purposes_are_its_controllers_matter() {
    let text = CLEAN
        .replace(
            "role = \"controller\"",
            "role = \"processor\"\nclients = [{ name = \"Office des eaux\", contact = \"c@c.example\" }]\ninstructions = \"I\"\nend_of_services = { fate = \"delete\" }",
        )
        .replace(", \"portability\", \"objection\", \"withdrawal\"", "");
    assert_eq!(lint(&text), []);
}

#[test]
fn what_depends_on_the_role_is_a_warning_while_the_role_is_unknown() {
    let severity = |role: &str, id: &str, from: &str| {
        let text = CLEAN
            .replace("role = \"controller\"", role)
            .replace(from, "");
        let findings = Register::from_toml(&text).unwrap().lint();
        let found = findings.iter().find(|f| f.check().id() == id);
        found.unwrap_or_else(|| panic!("{id}")).severity()
    };
    let whole_data = CLEAN
        .split("[[processing.data]]")
        .nth(1)
        .unwrap()
        .split("[[notice]]")
        .next()
        .unwrap();
    let data = format!("[[processing.data]]{whole_data}");
    for (id, from) in [
        ("GRF-R014", "subjects = [\"customers\"]"),
        ("GRF-R030", data.as_str()),
        ("GRF-R060", RECIPIENTS),
    ] {
        assert_eq!(severity("", id, from), Severity::Warning, "{id}");
        assert_eq!(
            severity("role = \"controller\"", id, from),
            Severity::Error,
            "{id}"
        );
    }
}

#[test]
fn a_transfer_that_rests_on_nothing_is_told_the_decision_that_covers_its_country() {
    let hint = |country: &str, lang| {
        let text = CLEAN.replace(
            "transfers = \"none\"",
            &format!("transfers = [{{ country = \"{country}\" }}]"),
        );
        let findings = Register::from_toml(&text).unwrap().lint();
        let found = findings
            .iter()
            .find(|f| f.check().id() == "GRF-R063")
            .unwrap();
        assert_eq!(found.severity(), Severity::Warning);
        found.hint(lang)
    };
    assert!(
        hint("CH", Lang::Fr)
            .ends_with("\u{a0}; la décision d’adéquation 2000/518/CE couvre ce pays")
    );
    assert!(hint("US", Lang::En).ends_with(
        "; adequacy decision (EU) 2023/1795 covers this country (it covers some recipients only)"
    ));
    assert!(!hint("CN", Lang::En).contains("adequacy decision"));
}

#[test]
fn a_tracker_without_consent_concerns_french_law_too() {
    let text = CLEAN.replace("consent = \"required\"\n", "");
    let findings = Register::from_toml(&text).unwrap().lint();
    let found = findings.iter().next().unwrap();
    assert!(
        found
            .in_language(Lang::Fr)
            .contains("(directive 2002/58/CE, art. 5(3)\u{a0}; loi 78-17, art. 82)")
    );
    let json: serde_json::Value = serde_json::from_str(&found.to_json(Lang::En)).unwrap();
    assert_eq!(json["article"], "2002/58/EC 5(3)");
    assert_eq!(
        json["articles"],
        serde_json::json!(["2002/58/EC 5(3)", "loi 78-17 82"])
    );
    for id in ["GRF-R090", "GRF-R091", "GRF-R093", "GRF-R094"] {
        let check = lint::checks().find(|check| check.id() == id).unwrap();
        assert_eq!(check.citations().count(), 2, "{id}");
    }
}

#[test]
fn a_country_without_a_decision_is_told_how_old_the_list_is() {
    let text = CLEAN.replace(
        "transfers = \"none\"",
        "transfers = [{ country = \"CN\", tool = \"adequacy\" }]",
    );
    let findings = Register::from_toml(&text).unwrap().lint();
    let found = findings.iter().next().unwrap();
    assert!(
        found
            .message(Lang::Fr)
            .ends_with("\u{a0}: liste au 9 février 2026")
    );
    assert!(
        found
            .message(Lang::En)
            .ends_with(": list as of 9 February 2026")
    );
}

#[test]
fn a_review_is_overdue_from_the_day_after_it_was_due_and_only_where_a_day_is_given() {
    let text = CLEAN.replace(
        "updated = 2024-01-01",
        "updated = 2024-01-01\nnext_review = 2025-01-31",
    );
    let register = Register::from_toml(&text).unwrap();
    let overdue = |findings: lint::Findings| {
        let mut ids = findings.iter().map(|f| f.check().id());
        ids.any(|id| id == "GRF-R015")
    };
    let on = |day: &str| overdue(register.lint_at(day.parse().unwrap()));
    assert!(on("2025-02-01"));
    assert!(!on("2025-01-31"));
    assert!(!overdue(register.lint()));
    let archived = text.replace(
        "name = \"A\"\nrole",
        "name = \"A\"\nstatus = \"archived\"\nrole",
    );
    assert_ne!(archived, text);
    let archived = Register::from_toml(&archived).unwrap();
    assert!(!overdue(archived.lint_at("2030-01-01".parse().unwrap())));
}

#[test]
fn a_site_is_told_gravely_only_where_it_says_that_refusing_is_harder() {
    let severity = |line: &str| {
        let text = CLEAN.replace("refuse_as_easy = true\n", line);
        let findings = Register::from_toml(&text).unwrap().lint();
        let mut found = findings.iter().filter(|f| f.check().id() == "GRF-R089");
        found.next().map(|found| found.severity())
    };
    assert_eq!(severity("refuse_as_easy = true\n"), None);
    assert_eq!(
        severity("refuse_as_easy = false\n"),
        Some(Severity::Warning)
    );
    assert_eq!(severity(""), Some(Severity::Info));
}

#[test]
fn what_a_notice_and_a_transfer_leave_untold_is_named() {
    let message = |from: &str, to: &str, id: &str, lang| {
        assert_eq!(CLEAN.matches(from).count(), 1, "{from}");
        let findings = Register::from_toml(&CLEAN.replace(from, to))
            .unwrap()
            .lint();
        let found = findings.iter().find(|f| f.check().id() == id);
        found.unwrap_or_else(|| panic!("{id}")).message(lang)
    };
    let notice = "We write to you where you agree. The rest: our privacy policy.";
    let said = message(
        notice,
        "We write to you where you agree.",
        "GRF-R113",
        Lang::En,
    );
    assert!(said.ends_with(": how long data are kept (Art. 13(2)(a)), the persons’ rights (Art. 13(2)(b)), the complaint to the authority (Art. 13(2)(d))"), "{said}");
    let transfer =
        "transfers = [{ country = \"US\", tool = \"compelling_interests\", document = \"D\" }]";
    let said = message("transfers = \"none\"", transfer, "GRF-R114", Lang::Fr);
    assert!(
        said.ends_with("qu’en aient été informées\u{a0}: l’autorité, les personnes"),
        "{said}"
    );
}

#[test]
fn backups_are_told_once_a_record_with_the_entries() {
    let entry = |id: &str| {
        format!(
            "[[processing.data]]\n{id}category = \"economic\"\ndetail = \"D\"\nretention = {{ keep = \"P1Y\", after = \"recorded\", backups = {{ weekly = \"P5Y\" }} }}\n"
        )
    };
    let with = |entries: &str| {
        let text = CLEAN.replace("[[notice]]", &format!("{entries}[[notice]]"));
        let findings = Register::from_toml(&text).unwrap().lint();
        let found: Vec<_> = findings
            .iter()
            .map(|f| (f.path().to_owned(), f.message(Lang::En)))
            .collect();
        found
    };
    let path = "processing[A].data".to_owned();
    let said = "copies outlive the erasure in backups: accounts, 3".to_owned();
    let two = format!("{}{}", entry("id = \"accounts\"\n"), entry(""));
    assert_eq!(with(&two), [(path.clone(), said)]);
    let many: String = (0..10)
        .map(|n| entry(&format!("id = \"e{n}\"\n")))
        .collect();
    let said = "copies outlive the erasure in backups: e0, e1, e2, e3, e4, e5, e6, e7 and 2 more";
    assert_eq!(with(&many), [(path, said.to_owned())]);
    assert_eq!(with(""), []);
}

#[test]
fn of_two_findings_on_a_rule_without_an_end_the_more_exact_is_told() {
    let ids = |rule: &str| -> Vec<_> {
        let whole = "{ keep = \"P1Y\", after = \"recorded\", law = [\"C. com. L123-22\"] }";
        lint(&CLEAN.replace(whole, rule))
            .into_iter()
            .map(|(id, _)| id)
            .collect()
    };
    let then = "then = { move_to = \"disk\", keep = \"unstated\" }";
    assert_eq!(
        ids(&format!("{{ latest = 25, per = \"api_key\", {then} }}")),
        ["GRF-R051"]
    );
    assert_eq!(
        ids(&format!(
            "{{ keep = \"P1Y\", after = \"recorded\", {then} }}"
        )),
        ["GRF-R042"]
    );
}

#[test]
fn an_international_organisation_is_named_and_lies_in_no_country() {
    let with = |transfer: &str| {
        let transfer =
            format!("transfers = [{{ tool = \"scc\", assessment = \"Of 2026\"{transfer} }}]");
        lint(&CLEAN.replace("transfers = \"none\"", &transfer))
    };
    let unidentified = [("GRF-R062", "processing[A].transfers[1]".to_owned())];
    let named = ", recipient = \"Union des offices\"";
    assert_eq!(with(named), unidentified);
    assert_eq!(with(", international_organisation = true"), unidentified);
    let denied = format!("{named}, international_organisation = false");
    assert_eq!(with(&denied), unidentified);
    let identified = format!("{named}, international_organisation = true");
    assert_eq!(with(&identified), []);
}

/// Art. 44, 45(1): it has neither the decision of the country where its seat is, nor the freedom of the area.
#[test]
fn an_international_organisation_is_judged_by_its_name_and_not_by_its_seat() {
    let with = |recipient: &str, rest: &str| {
        let transfer = format!(
            "transfers = [{{ recipient = \"{recipient}\", international_organisation = true, {rest} }}]"
        );
        CLEAN.replace("transfers = \"none\"", &transfer)
    };
    let (safeguards, decision) = ("tool = \"scc\"", "tool = \"adequacy\"");
    for (recipient, seat, rest, expected) in [
        ("UNESCO", "FR", "", Some(("GRF-R063", ""))),
        (
            "UNESCO",
            "FR",
            safeguards,
            Some(("GRF-R068", ".assessment")),
        ),
        ("OMS", "CH", decision, Some(("GRF-R064", ".tool"))),
        ("OMS", "CH", safeguards, Some(("GRF-R068", ".assessment"))),
        // Of a country, it would be one that covers some recipients only.
        (
            "Banque mondiale",
            "US",
            decision,
            Some(("GRF-R064", ".tool")),
        ),
        ("Epochal Union", "CH", decision, Some(("GRF-R064", ".tool"))),
        ("Organisation européenne des brevets", "DE", decision, None),
        ("European Patent Organisation", "DE", decision, None),
        ("Office européen des brevets, Munich", "DE", decision, None),
        ("European Patent Office (EPO)", "NL", decision, None),
        ("OEB", "DE", decision, None),
        ("EPO", "DE", safeguards, None),
        ("EPO", "DE", "", Some(("GRF-R063", ""))),
    ] {
        let place = "processing[A].transfers[1]";
        let expected: Vec<_> = expected
            .map(|(id, key)| (id, format!("{place}{key}")))
            .into_iter()
            .collect();
        for country in ["", &format!(", country = \"{seat}\"")] {
            let rest = format!("{rest}{country}");
            let text = with(recipient, rest.trim_start_matches(", "));
            assert_eq!(lint(&text), expected, "{recipient} {rest}");
        }
    }
    // Named by its seat alone, it is not named.
    let unnamed =
        with("", "country = \"CH\", tool = \"adequacy\"").replace("recipient = \"\", ", "");
    assert_eq!(
        lint(&unnamed),
        [("GRF-R062", "processing[A].transfers[1]".to_owned())]
    );
}

/// Names are written in many ways: what a list does not know of a name is a doubt, of a country a fault.
#[test]
fn an_organisation_that_claims_a_decision_is_told_which_one_has_one() {
    let found = |transfer: &str, id: &str| {
        let text = CLEAN.replace(
            "transfers = \"none\"",
            &format!("transfers = [{{ {transfer} }}]"),
        );
        let findings = Register::from_toml(&text).unwrap().lint();
        let found = findings.iter().find(|f| f.check().id() == id).unwrap();
        found.clone()
    };
    let claimed = found(
        "recipient = \"OMS\", international_organisation = true, tool = \"adequacy\"",
        "GRF-R064",
    );
    assert_eq!(claimed.severity(), Severity::Warning);
    assert!(claimed.message(Lang::Fr).ends_with(
        "\u{a0}: liste au 9 février 2026, où seule figure l’Organisation européenne des brevets"
    ));
    assert!(claimed.message(Lang::En).ends_with(
        ": list as of 9 February 2026, which has the European Patent Organisation only"
    ));
    let country = found("country = \"CN\", tool = \"adequacy\"", "GRF-R064");
    assert_eq!(country.severity(), Severity::Error);
    let covered = found(
        "recipient = \"OEB\", international_organisation = true",
        "GRF-R063",
    );
    assert!(
        covered
            .hint(Lang::Fr)
            .ends_with("\u{a0}; la décision d’adéquation (UE) 2025/1382 couvre cette organisation")
    );
    assert!(
        covered
            .hint(Lang::En)
            .ends_with("; adequacy decision (EU) 2025/1382 covers this organisation")
    );
}
