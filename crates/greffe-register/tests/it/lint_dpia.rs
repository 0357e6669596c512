//! Checks of screenings for impact assessments.

use greffe_register::Register;
use greffe_register::lint::Severity;
use greffe_terms::Lang;

use super::lint::{CLEAN, lint};

const DECISION: &str = "decision = \"not_required\"\n";
const RATIONALE: &str = "rationale = \"No high risk\"\n";
const DECIDED: &str = "decision = \"not_required\"\nrationale = \"No high risk\"\n";
const SECOND: &str = "c2 = { met = true, why = \"Refusals\" }";

/// The clean register with one thing changed finds this, at this path.
pub(super) const TRIGGERS: &[(&str, &str, &str, &str)] = &[
    (
        "GRF-R122",
        DECIDED,
        "required_list = [\"social_housing\"]\n",
        "dpia[1].decision",
    ),
    (
        "GRF-R123",
        DECISION,
        "decision = \"not_required\"\nrequired_list = [\"social_housing\"]\n",
        "dpia[1].decision",
    ),
    (
        "GRF-R124",
        DECIDED,
        "decision = \"done\"\nrequired_list = [\"staff_profiles\"]\nexempt_list = [\"small_employer_staff\"]\n",
        "dpia[1].exempt_list",
    ),
    ("GRF-R127", SECOND, "c2 = true", "dpia[1].criteria"),
    (
        "GRF-R128",
        DECIDED,
        "decision = \"required\"\ndecided = 2024-01-01\n",
        "dpia[1].decision",
    ),
    (
        "GRF-R126",
        "dpo = \"none\"",
        "dpo = { kind = \"internal\", name = \"O\", contact = \"o@a.example\" }\n#",
        "dpia[1].advice",
    ),
    ("GRF-R125", RATIONALE, "", "dpia[1].rationale"),
];

/// What else has to be so for a trigger to be the only finding.
fn prepared(id: &str) -> String {
    match id {
        "GRF-R126" => CLEAN.replace(DECIDED, "decision = \"done\"\n"),
        "GRF-R125" => CLEAN.replace(SECOND, "c2 = { met = false, why = \"No\" }"),
        _ => CLEAN.to_owned(),
    }
}

#[test]
fn one_change_triggers_one_check() {
    for (id, from, to, path) in TRIGGERS {
        let clean = prepared(id);
        assert_eq!(lint(&clean), [], "{id}");
        assert_eq!(clean.matches(from).count(), 1, "{id}: {from:?} stands once");
        let found = lint(&clean.replace(from, to));
        assert_eq!(found, [(*id, (*path).to_owned())], "{id}");
    }
}

#[test]
fn what_is_decided_and_told_is_not_found() {
    for to in [
        "decision = \"required\"\nrequired_list = [\"social_housing\"]\n",
        "decision = \"done\"\nrequired_list = [\"social_housing\"]\ndecided = 2024-01-01\n",
        "decision = \"not_required\"\nrequired_list = \"none\"\nexempt_list = [\"suppliers\"]\n",
        "decision = \"required\"\n",
    ] {
        assert_eq!(lint(&CLEAN.replace(DECIDED, to)), [], "{to}");
    }
    let with_officer = CLEAN.replace(
        "dpo = \"none\"",
        "dpo = { kind = \"internal\", name = \"O\", contact = \"o@a.example\" }",
    );
    for (to, ids) in [
        (
            "decision = \"done\"\nadvice = \"Agreed\"\nadvised = 2024-01-01\n",
            0,
        ),
        ("decision = \"done\"\nadvice = \"not_applicable\"\n", 0),
        ("decision = \"done\"\nadvice = \"none\"\n", 1),
    ] {
        assert_eq!(lint(&with_officer.replace(DECIDED, to)).len(), ids, "{to}");
    }
}

#[test]
fn a_named_exemption_answers_for_the_criteria_that_nobody_examined() {
    let criteria = CLEAN.split("criteria = ").nth(1).unwrap();
    let without = CLEAN.replace(&format!("criteria = {criteria}"), "");
    assert_eq!(
        lint(&without),
        [("GRF-R121", "dpia[1].criteria".to_owned())]
    );
    let exempt = without.replace(
        RATIONALE,
        "required_list = \"none\"\nexempt_list = [\"notary\"]\n",
    );
    assert_eq!(lint(&exempt), []);
}

#[test]
fn a_required_assessment_is_graver_where_the_processing_runs_already() {
    let severity = |link: &str, status: &str| {
        let text = CLEAN
            .replace(
                "role = \"controller\"",
                &format!("role = \"controller\"\n{status}"),
            )
            .replace(DECIDED, &format!("decision = \"required\"\n{link}"));
        let findings = Register::from_toml(&text).unwrap().lint();
        let found = findings.iter().find(|f| f.check().id() == "GRF-R128");
        found.map(greffe_register::lint::Finding::severity)
    };
    const DATED: &str = "decided = 2024-01-01\n";
    let dated = |link: &str, status| severity(&format!("{DATED}{link}"), status);
    let (of, draft) = ("processings = [\"A\"]\n", "status = \"draft\"");
    assert_eq!(dated("", ""), Some(Severity::Info));
    assert_eq!(dated(of, ""), Some(Severity::Error));
    assert_eq!(dated(of, draft), Some(Severity::Info));
    assert_eq!(dated("id = \"d\"\n", "dpia = \"d\""), Some(Severity::Error));
    // Without its day the decision may be a note of what is to come, unless what it concerns runs.
    assert_eq!(severity("", ""), None);
    assert_eq!(severity(of, draft), None);
    assert_eq!(severity(of, ""), Some(Severity::Warning));
}

#[test]
fn sensitive_data_call_for_a_screening() {
    let screening = CLEAN.split("[[dpia]]").nth(1).unwrap();
    let none = CLEAN.replace(&format!("[[dpia]]{screening}"), "");
    let unscreened = [("GRF-R129", "processing[A].dpia".to_owned())];
    assert_eq!(lint(&none), unscreened);
    let with = |text: &str, line: &str| {
        text.replace(
            "role = \"controller\"",
            &format!("role = \"controller\"\n{line}"),
        )
    };
    // None was made: that is what the check is about. A question that does not arise is another matter.
    assert_eq!(lint(&with(&none, "dpia = \"none\"")), unscreened);
    assert_eq!(lint(&with(&none, "dpia = \"not_applicable\"")), []);
    let archived = lint(&with(&none, "status = \"archived\""));
    assert!(
        !archived.iter().any(|(id, _)| *id == "GRF-R129"),
        "{archived:?}"
    );
    let plain = "sensitive = [{ category = \"health\", condition = \"explicit_consent\" }]";
    assert_eq!(lint(&none.replace(plain, "sensitive = \"none\"")), []);
    // A screening of another record does not serve; one of this record does, whichever names the other.
    let other = "[[processing]]\nref = \"B\"\nname = \"B\"\nrole = \"processor\"\nclients = [{ name = \"C\", contact = \"c@c.example\" }]\ninstructions = \"I\"\nend_of_services = { fate = \"delete\" }\nupdated = 2024-01-01\ntransfers = \"none\"\nmeasures = { other = true }\n[[notice]]";
    let of = |link: &str| {
        CLEAN
            .replace("[[notice]]", other)
            .replace("[[dpia]]", &format!("[[dpia]]\nid = \"d\"\n{link}"))
    };
    assert_eq!(lint(&of("processings = [\"B\"]")), unscreened);
    assert_eq!(lint(&of("processings = [\"B\", \"A\"]")), []);
    assert_eq!(
        lint(&with(&of("processings = [\"B\"]"), "dpia = \"d\"")),
        []
    );
}

#[test]
fn a_finding_is_at_the_screening_of_its_id() {
    let text = CLEAN
        .replace("[[dpia]]", "[[dpia]]\nid = \"rounds\"")
        .replace(RATIONALE, "");
    assert_eq!(
        lint(&text),
        [("GRF-R120", "dpia[rounds].decision".to_owned())]
    );
}

#[test]
fn a_finding_names_the_case_of_the_list() {
    let text = CLEAN.replace(
        DECISION,
        "decision = \"not_required\"\nrequired_list = [\"large_scale_location\"]\n",
    );
    let findings = Register::from_toml(&text).unwrap().lint();
    let found = findings.iter().next().unwrap();
    assert_eq!(found.severity(), Severity::Error);
    assert!(
        found
            .message(Lang::Fr)
            .ends_with("\u{a0}: données de localisation à large échelle")
    );
    assert!(
        found
            .message(Lang::En)
            .ends_with(": location data at a large scale")
    );
    let json: serde_json::Value = serde_json::from_str(&found.to_json(Lang::En)).unwrap();
    assert_eq!(
        json["articles"],
        serde_json::json!(["GDPR 35(4)", "CNIL 2018-327"])
    );
}

#[test]
fn a_screening_that_denies_what_the_record_says_is_told_which_criteria() {
    let denied = |subjects: &str, data: &str, lang| {
        let text = CLEAN
            .replace("[[dpia]]", "[[dpia]]\nprocessings = [\"A\"]")
            .replace(
                "subjects = [\"customers\"]",
                &format!("subjects = [{subjects}]"),
            )
            .replace("category = \"identity\"", &format!("category = \"{data}\""))
            .replace("c4 = { met = true", "c4 = { met = false");
        let findings = Register::from_toml(&text).unwrap().lint();
        let found = findings.iter().find(|f| f.check().id() == "GRF-R111");
        let message = found.map(|found| found.message(lang)).unwrap_or_default();
        message.rsplit(": ").next().unwrap().to_owned()
    };
    assert_eq!(
        denied("\"employees\"", "location", Lang::En),
        "systematic monitoring (c3), sensitive or highly personal data (c4), vulnerable persons (c7)"
    );
    let sensitive = "données sensibles ou à caractère hautement personnel (c4)";
    assert_eq!(denied("\"customers\"", "identity", Lang::Fr), sensitive);
    for (subjects, vulnerable) in [
        ("\"Pupils of the school\"", true),
        ("\"Patients\"", true),
        ("\"Sans mineurs\"", false),
        ("{ who = \"Retired members\", vulnerable = true }", true),
        ("{ who = \"Patients\", vulnerable = false }", false),
    ] {
        let found = denied(subjects, "identity", Lang::En);
        assert_eq!(
            found.ends_with("vulnerable persons (c7)"),
            vulnerable,
            "{subjects}"
        );
    }
}

#[test]
fn employees_under_watch_call_for_a_screening_unless_there_is_one() {
    let watched = |name: &str| {
        let text = CLEAN
            .replace(
                "sensitive = [{ category = \"health\", condition = \"explicit_consent\" }]",
                "sensitive = \"none\"",
            )
            .replace("subjects = [\"customers\"]", "subjects = [\"employees\"]")
            .replace("id = \"p\"\n", &format!("id = \"p\"\nname = \"{name}\"\n"));
        let screening = text.split("[[dpia]]").nth(1).unwrap().to_owned();
        let found = lint(&text.replace(&format!("[[dpia]]{screening}"), ""));
        let mut ids = found.into_iter().map(|(id, _)| id);
        ids.any(|id| id == "GRF-R112")
    };
    assert!(watched("Vidéosurveillance des ateliers"));
    assert!(!watched("Planning des ateliers"));
}

/// Art. 35(11): an assessment is reviewed for as long as something that it is of may run.
#[test]
fn a_review_of_an_assessment_falls_due() {
    let found = |link: &str, records: &[(&str, &str)], day: Option<&str>| {
        let records: String = records
            .iter()
            .map(|(reference, rest)| {
                format!("[[processing]]\nref = \"{reference}\"\nname = \"N\"\n{rest}\n")
            })
            .collect();
        let text = format!(
            "breaches = \"none\"\norganisation = {{ name = \"A\" }}\n{records}[[dpia]]\nid = \"d\"\nscope = \"S\"\ndecision = \"done\"\ndecided = 2020-01-01\nnext_review = 2021-01-01\n{link}"
        );
        let register = Register::from_toml(&text).unwrap();
        let findings = day.map_or_else(
            || register.lint(),
            |day| register.lint_at(day.parse().unwrap()),
        );
        let mut found = findings.iter().filter(|one| one.check().id() == "GRF-R115");
        found
            .next()
            .map(|one| (one.path().to_owned(), one.severity()))
    };
    let due = Some(("dpia[d].next_review".to_owned(), Severity::Warning));
    let (late, archived) = (Some("2021-01-02"), "status = \"archived\"");
    assert_eq!(found("", &[], None), None);
    assert_eq!(found("", &[], Some("2021-01-01")), None);
    assert_eq!(found("", &[], late), due);
    // Whichever of the two names the other.
    let both = "processings = [\"A\", \"B\"]";
    for (link, records, expected) in [
        ("", [("A", archived), ("B", archived)], due.clone()),
        (both, [("A", archived), ("B", "")], due.clone()),
        (
            both,
            [("A", archived), ("B", "status = \"draft\"")],
            due.clone(),
        ),
        (both, [("A", archived), ("B", archived)], None),
        ("", [("A", "dpia = \"d\""), ("B", archived)], due),
        (
            "",
            [("A", "dpia = \"d\"\nstatus = \"archived\""), ("B", "")],
            None,
        ),
    ] {
        assert_eq!(found(link, &records, late), expected, "{link} {records:?}");
    }
}
