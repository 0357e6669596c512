//! Every check, with a register that triggers it and one that does not.

use greffe_register::lint::{self, Severity};
use greffe_register::{Document, Register};
use greffe_terms::Lang;

/// A register in which no check finds anything.
pub(super) const CLEAN: &str = r#"
breaches = "none"
[organisation]
name = "Atelier Hélianthe"
contact = "donnees@helianthe.example"
dpo = "none"
dpo_note = "Fewer than ten persons, no monitoring"
[backups]
daily = { every = "P1D", keep = "P1M" }
[requests]
rights = ["access", "rectification", "erasure", "restriction", "portability", "objection", "withdrawal", "complaint"]
delay = "P1M"
counted_from = "receipt"
identity_document = "on_doubt"
channels = ["email", "registered_letter"]
[[processing]]
ref = "A"
name = "A"
role = "controller"
created = 2020-01-01
updated = 2024-01-01
subjects = ["customers"]
recipients = { internal = ["Sales"], external = "none", processor = "none", partner = "none" }
transfers = "none"
sensitive = [{ category = "health", condition = "explicit_consent" }]
measures = { access = true }
[[processing.purpose]]
id = "p"
basis = ["consent", "legal_obligation", "legitimate_interests"]
justification = "Balanced in 2024"
law = ["C. com. L123-22"]
consent = { withdrawal = "A link" }
[[processing.data]]
category = "identity"
fields = ["email"]
sealed = ["email"]
retention = { keep = "P1Y", after = "recorded", law = ["C. com. L123-22"] }
[[notice]]
id = "n"
version = 1
published = 2024-01-01
purposes = ["p"]
wording = "We write to you where you agree. The rest: our privacy policy."
[[site]]
name = "www.a.example"
refuse_as_easy = true
[[tracker]]
site = "www.a.example"
name = "t"
storage = "cookie"
purposes = ["Audience"]
consent = "required"
lifetime = "P6M"
[[collection_mode]]
name = "Full"
probabilistic = false
[security]
framework = "Guide"
assessed = 2026-01-01
sheets = [["done", { status = "setting_up", owner = "IT", due = 2030-01-01 }]]
[[dpia]]
scope = "Everything"
decision = "not_required"
rationale = "No high risk"
criteria = { c1 = { met = false, why = "No" }, c2 = { met = true, why = "Refusals" }, c3 = { met = false, why = "No" }, c4 = { met = true, why = "Health" }, c5 = { met = false, why = "No" }, c6 = { met = false, why = "No" }, c7 = { met = false, why = "No" }, c8 = { met = false, why = "No" }, c9 = { met = false, why = "No" } }
"#;

pub(super) fn lint(text: &str) -> Vec<(&'static str, String)> {
    let findings = Register::from_toml(text)
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
        .lint();
    findings
        .iter()
        .map(|f| (f.check().id(), f.path().to_owned()))
        .collect()
}

pub(super) const RECIPIENTS: &str = "recipients = { internal = [\"Sales\"], external = \"none\", processor = \"none\", partner = \"none\" }";

/// The clean register with one thing changed finds this, at this path.
pub(super) const TRIGGERS: &[(&str, &str, &str, &str)] = &[
    ("GRF-R001", "dpo = \"none\"", "", "organisation.dpo"),
    (
        "GRF-R003",
        "contact = \"donnees@helianthe.example\"",
        "",
        "organisation.contact",
    ),
    (
        "GRF-R003",
        "contact = \"donnees@helianthe.example\"",
        "contact = \"none\"",
        "organisation.contact",
    ),
    (
        "GRF-R046",
        "{ keep = \"P1Y\", after = \"recorded\", law = [\"C. com. L123-22\"] }",
        "{ keep = \"P3Y\", after = \"called\" }\n[[processing.data]]\ncategory = \"connection\"\nfields = [\"ip\"]\nrecords = [\"called\"]\nretention = { keep = \"P2Y\", after = \"recorded\" }",
        "processing[A].data[1].retention",
    ),
    ("GRF-R044", ", keep = \"P1M\"", "", "backups.daily"),
    (
        "GRF-R067",
        ", partner = \"none\"",
        "",
        "processing[A].recipients",
    ),
    ("GRF-R084", ", \"withdrawal\"", "", "requests.rights"),
    ("GRF-R085", "delay = \"P1M\"\n", "", "requests.delay"),
    (
        "GRF-R121",
        ", c9 = { met = false, why = \"No\" }",
        "",
        "dpia[1].criteria",
    ),
    (
        "GRF-R010",
        "role = \"controller\"",
        "",
        "processing[A].role",
    ),
    (
        "GRF-R011",
        "updated = 2024-01-01",
        "",
        "processing[A].updated",
    ),
    (
        "GRF-R012",
        "updated = 2024-01-01",
        "updated = 2019-12-31",
        "processing[A].updated",
    ),
    (
        "GRF-R013",
        "role = \"controller\"",
        "role = \"processor\"\ninstructions = \"I\"\nend_of_services = { fate = \"delete\" }",
        "processing[A].clients",
    ),
    (
        "GRF-R013",
        "role = \"controller\"",
        "role = \"processor\"\nclients = \"not_applicable\"\ninstructions = \"I\"\nend_of_services = { fate = \"delete\" }",
        "processing[A].clients",
    ),
    (
        "GRF-R014",
        "subjects = [\"customers\"]",
        "",
        "processing[A].subjects",
    ),
    (
        "GRF-R021",
        "basis = [\"consent\", \"legal_obligation\", \"legitimate_interests\"]",
        "",
        "processing[A].purpose[p].basis",
    ),
    (
        "GRF-R021",
        "basis = [\"consent\", \"legal_obligation\", \"legitimate_interests\"]",
        "basis = \"none\"",
        "processing[A].purpose[p].basis",
    ),
    (
        "GRF-R022",
        "justification = \"Balanced in 2024\"",
        "",
        "processing[A].purpose[p].justification",
    ),
    (
        "GRF-R023",
        "\nlaw = [\"C. com. L123-22\"]",
        "",
        "processing[A].purpose[p].law",
    ),
    (
        "GRF-R024",
        "consent = { withdrawal = \"A link\" }",
        "",
        "processing[A].purpose[p].consent",
    ),
    (
        "GRF-R025",
        "purposes = [\"p\"]",
        "",
        "processing[A].purpose[p].basis",
    ),
    (
        "GRF-R026",
        "consent = { withdrawal = \"A link\" }",
        "consent = { double_opt_in = true }",
        "processing[A].purpose[p].consent",
    ),
    (
        "GRF-R027",
        "\nlaw = [\"C. com. L123-22\"]",
        "\nlaw = [\"LCEN 6\", \"NS-048\"]",
        "processing[A].purpose[p].law[2]",
    ),
    (
        "GRF-R027",
        "after = \"recorded\", law = [\"C. com. L123-22\"]",
        "after = \"recorded\", law = [\"NS-039 (1994-12-20)\"]",
        "processing[A].data[1].retention.law[1]",
    ),
    (
        "GRF-R031",
        ", condition = \"explicit_consent\"",
        "",
        "processing[A].sensitive[1]",
    ),
    (
        "GRF-R040",
        "retention = { keep = \"P1Y\", after = \"recorded\", law = [\"C. com. L123-22\"] }",
        "",
        "processing[A].data[1].retention",
    ),
    (
        "GRF-R041",
        "retention = { keep = \"P1Y\", after = \"recorded\", law = [\"C. com. L123-22\"] }",
        "retention = \"unstated\"",
        "processing[A].data[1].retention",
    ),
    (
        "GRF-R042",
        "keep = \"P1Y\", after = \"recorded\"",
        "keep = \"P1Y\", after = \"recorded\", then = { move_to = \"disk\", keep = \"unstated\" }",
        "processing[A].data[1].retention",
    ),
    (
        "GRF-R043",
        "after = \"recorded\"",
        "after = \"recorded\", backups = { weekly = \"P1825D\" }",
        "processing[A].data",
    ),
    (
        "GRF-R050",
        "fields = [\"email\"]\nsealed = [\"email\"]",
        "id = \"who\"\nfields = [\"name\"]\nsealed = [\"name\"]",
        "processing[A].data[who].sealed[1]",
    ),
    ("GRF-R060", RECIPIENTS, "", "processing[A].recipients"),
    (
        "GRF-R061",
        "transfers = \"none\"",
        "",
        "processing[A].transfers",
    ),
    (
        "GRF-R062",
        "transfers = \"none\"",
        "transfers = [{ tool = \"scc\", assessment = \"Of 2024\" }]",
        "processing[A].transfers[1]",
    ),
    (
        "GRF-R063",
        "transfers = \"none\"",
        "transfers = [{ country = \"CH\" }]",
        "processing[A].transfers[1]",
    ),
    (
        "GRF-R064",
        "transfers = \"none\"",
        "transfers = [{ country = \"CN\", tool = \"adequacy\" }]",
        "processing[A].transfers[1].tool",
    ),
    (
        "GRF-R065",
        "transfers = \"none\"",
        "transfers = [{ country = \"US\", tool = \"adequacy\" }]",
        "processing[A].transfers[1].tool",
    ),
    (
        "GRF-R039",
        RECIPIENTS,
        "recipients = { internal = \"none\", external = \"none\", processor = \"none\", partner = [\"X\", { name = \"CRM\", country = \"CH\" }] }",
        "processing[A].recipients.partner[2].country",
    ),
    (
        "GRF-R080",
        "counted_from = \"receipt\"",
        "counted_from = \"postmark\"",
        "requests.counted_from",
    ),
    (
        "GRF-R081",
        "identity_document = \"on_doubt\"",
        "identity_document = \"always\"",
        "requests.identity_document",
    ),
    (
        "GRF-R082",
        "channels = [\"email\", \"registered_letter\"]",
        "channels = [\"registered_letter\"]",
        "requests.channels",
    ),
    (
        "GRF-R083",
        "delay = \"P1M\"",
        "delay = \"P2M\"",
        "requests.delay",
    ),
    (
        "GRF-R083",
        "delay = \"P1M\"",
        "delay = \"P30D\"",
        "requests.delay",
    ),
    (
        "GRF-R090",
        "consent = \"required\"\n",
        "",
        "tracker[1].consent",
    ),
    (
        "GRF-R091",
        "consent = \"required\"\n",
        "consent = \"none\"\n",
        "tracker[1].exemption",
    ),
    ("GRF-R092", "lifetime = \"P6M\"", "", "tracker[1].lifetime"),
    (
        "GRF-R093",
        "probabilistic = false",
        "probabilistic = true",
        "collection_mode[1].probabilistic",
    ),
    (
        "GRF-R094",
        "[[tracker]]",
        "[[site]]\nname = \"www.b.example\"\n[[tracker]]",
        "site[2].trackers",
    ),
    (
        "GRF-R100",
        "measures = { access = true }",
        "",
        "processing[A].measures",
    ),
    (
        "GRF-R101",
        "due = 2030-01-01 }]",
        "due = 2030-01-01 }], [\"done\", \"blank\"]",
        "security.sheets[2][2]",
    ),
    ("GRF-R110", "breaches = \"none\"", "", "breaches"),
    (
        "GRF-R120",
        "rationale = \"No high risk\"\n",
        "",
        "dpia[1].decision",
    ),
];

#[test]
fn the_clean_register_has_no_finding() {
    assert_eq!(lint(CLEAN), []);
}

#[test]
fn one_change_triggers_one_check() {
    for (id, from, to, path) in TRIGGERS {
        assert_eq!(CLEAN.matches(from).count(), 1, "{id}: {from:?} stands once");
        let found = lint(&CLEAN.replace(from, to));
        assert_eq!(found, [(*id, (*path).to_owned())], "{id}");
    }
}

#[test]
fn what_is_missing_whole() {
    let bare = "breaches = \"none\"\norganisation = { name = \"A\", contact = \"a@a.example\", dpo = \"none\", dpo_note = \"N\" }\n";
    assert_eq!(lint(bare), [("GRF-R002", "processing".to_owned())]);
    let ids: Vec<_> = lint(&format!(
        "{bare}[[processing]]\nref = \"A\"\nname = \"A\"\nrole = \"controller\"\n"
    ))
    .into_iter()
    .map(|(id, _)| id)
    .collect();
    assert_eq!(
        ids,
        [
            "GRF-R011", "GRF-R014", "GRF-R020", "GRF-R030", "GRF-R060", "GRF-R061", "GRF-R086",
            "GRF-R100"
        ]
    );
}

#[test]
fn a_processor_is_asked_for_clients_and_not_for_what_its_controller_owes() {
    let record = "breaches = \"none\"\norganisation = { name = \"A\", contact = \"a@a.example\", dpo = \"none\", dpo_note = \"N\" }\n[[processing]]\nref = \"A\"\nname = \"A\"\nrole = \"processor\"\ninstructions = \"I\"\nend_of_services = { fate = \"delete\" }\nupdated = 2024-01-01\ntransfers = \"none\"\nmeasures = { other = true }\n";
    assert_eq!(
        lint(&format!(
            "{record}clients = [{{ name = \"Office des eaux\", contact = \"c@c.example\" }}]"
        )),
        []
    );
    assert_eq!(
        lint(record),
        [("GRF-R013", "processing[A].clients".to_owned())]
    );
}

#[test]
fn what_is_told_is_not_found() {
    for (from, to) in [
        (
            "transfers = \"none\"",
            "transfers = [{ country = \"CH\", tool = \"adequacy\" }]",
        ),
        (
            "transfers = \"none\"",
            "transfers = [{ country = \"BR\", tool = \"adequacy\" }]",
        ),
        (
            "transfers = \"none\"",
            "transfers = [{ country = \"CN\", tool = \"scc\", assessment = \"Of 2024\" }]",
        ),
        (
            RECIPIENTS,
            "recipients = { internal = \"none\", external = \"none\", processor = \"none\", partner = \"none\" }",
        ),
        (
            "category = \"health\", condition = \"explicit_consent\"",
            "category = \"offence\"",
        ),
        (
            "consent = \"required\"\nlifetime = \"P6M\"",
            "consent = \"none\"\nexemption = \"Session of a signed-in user\"",
        ),
        (
            "purposes = [\"Audience\"]\nconsent = \"required\"\nlifetime = \"P6M\"",
            "active = false",
        ),
        (
            "probabilistic = false",
            "probabilistic = true\nexemption = \"Audience measurement\"",
        ),
        ("c2 = { met = true,", "c2 = { met = false,"),
        (
            "decision = \"not_required\"\nrationale = \"No high risk\"",
            "decision = \"done\"",
        ),
        (
            "decision = \"not_required\"\nrationale = \"No high risk\"\ncriteria = { c1 = { met = false, why = \"No\" }, c2 = { met = true, why = \"Refusals\" },",
            "decision = \"done\"\ncriteria = { c1 = { met = false, why = \"No\" },",
        ),
        (
            "contact = \"donnees@helianthe.example\"",
            "address = \"1 place Haute, 34999 Vallerouge\"",
        ),
        (
            // No processing rests on consent, contract or interests, and none is marketing.
            "basis = [\"consent\", \"legal_obligation\", \"legitimate_interests\"]",
            "basis = \"legal_obligation\"",
        ),
        (
            ", partner = \"none\" }\ntransfers = \"none\"",
            ", partner = \"none\", third_country = \"none\" }",
        ),
        ("delay = \"P1M\"", "delay = \"P4W\""),
        (
            "[[tracker]]",
            "[[site]]\nname = \"www.b.example\"\ntrackers = \"none\"\n[[tracker]]",
        ),
        (
            "dpo = \"none\"",
            "dpo = { kind = \"external\", name = \"O\", contact = \"o@a.example\" }",
        ),
    ] {
        assert_eq!(CLEAN.matches(from).count(), 1, "{from:?} stands once");
        assert_eq!(lint(&CLEAN.replace(from, to)), [], "{to}");
    }
}

#[test]
fn every_check_speaks_both_languages_and_cites_its_source() {
    for check in lint::checks() {
        for words in [
            check.message(Lang::Fr),
            check.hint(Lang::Fr),
            check.message(Lang::En),
            check.hint(Lang::En),
        ] {
            assert!(words.len() > 5 && !words.ends_with('.'), "{check}: {words}");
        }
        assert_ne!(check.message(Lang::Fr), check.message(Lang::En), "{check}");
        assert!(
            check
                .citation()
                .as_str()
                .contains(|c: char| c.is_ascii_digit()),
            "{check}"
        );
    }
}

#[test]
fn a_finding_prints_as_text_and_as_json_in_both_languages() {
    let text = CLEAN.replace(
        "law = [\"C. com. L123-22\"]\nconsent",
        "law = [\"NS-048\"]\nconsent",
    );
    let document = Document::from_toml(&text).unwrap();
    let findings = Register::from_document(&document)
        .unwrap()
        .lint()
        .located_in(&document);
    assert_eq!(
        findings.in_language(Lang::Fr),
        "avertissement GRF-R027 ligne 31, colonne 8\u{a0}: `processing[A].purpose[p].law[1]`\u{a0}: le texte cité n’est plus en vigueur\u{a0}: \
         NS-048, sans valeur juridique depuis le 25 mai 2018, voir CNIL 2021-131 (RGPD, art. 5(2))\n  conseil\u{a0}: citez le texte en vigueur"
    );
    let mut json: serde_json::Value = serde_json::from_str(&findings.to_json(Lang::En)).unwrap();
    let json = json["findings"].take();
    assert_eq!(json[0]["id"], "GRF-R027");
    assert_eq!(json[0]["severity"], "warning");
    assert_eq!(json[0]["article"], "GDPR 5(2)");
    assert_eq!(json[0]["path"], "processing[A].purpose[p].law[1]");
    assert_eq!(json[0]["pointer"], "/processing/0/purpose/0/law/0");
    assert_eq!(
        (json[0]["line"].as_u64(), json[0]["column"].as_u64()),
        (Some(31), Some(8))
    );
    assert_eq!(
        json[0]["message"],
        "the provision cited is no longer in force: NS-048, not in force since 25 May 2018, see CNIL 2021-131"
    );
}

#[test]
fn the_worst_severity_decides() {
    let worst = |text: &str| Register::from_toml(text).unwrap().lint().worst();
    assert_eq!(worst(CLEAN), None);
    assert_eq!(
        worst(&CLEAN.replace("breaches = \"none\"", "")),
        Some(Severity::Info)
    );
    assert_eq!(
        worst(&CLEAN.replace("updated = 2024-01-01", "updated = 2019-12-31")),
        Some(Severity::Error)
    );
    assert!(Severity::Error > Severity::Warning && Severity::Warning > Severity::Info);
}

#[test]
fn the_adequacy_list_is_dated_and_knows_its_limits() {
    let country = |code: &str| code.parse().unwrap();
    assert!(lint::adequacy_of(country("CH")).is_some());
    assert!(lint::adequacy_of(country("CN")).is_none());
    let kingdom = lint::adequacy_of(country("GB")).unwrap();
    assert_eq!(kingdom.until(), Some("2031-12-27"));
    let states = lint::adequacy_of(country("US")).unwrap();
    assert!(states.covers_part());
    assert_eq!(states.decision().as_str(), "(EU) 2023/1795");
    assert!(states.since() < lint::adequacy_list_as_of());
}
