//! Contracts, parties, requests that came in and platforms: each check with a register that triggers it and one that does not.

use greffe_register::Register;
use greffe_register::lint::Severity;

use super::lint::{CLEAN, RECIPIENTS, lint};

/// A contract in which no check finds anything.
const CONTRACT: &str = r#"
[[contract]]
id = "host"
party = "Nuage Boréal"
party_is = "processor"
country = "FR"
subject = "Hosting"
duration = "Three years"
data = "Customer files"
subjects = "Customers"
clauses = { instructions = true, confidentiality = true, security = "Annex 2", sub_processors = true, assistance = true, compliance = true, end_of_services = true, audit = true }
infringing_instruction_alert = true
authorisation = "specific"
flow_down = true
form = "electronic"
signed = 2024-01-15
expires = 2030-01-14
sub_processors = [{ name = "Salle Neuve", country = "FR", authorised = 2024-01-15, bound = true }]
processings = ["A"]
"#;

/// The clean contract with one thing changed finds this, at this path.
pub(super) const TRIGGERS: &[(&str, &str, &str, &str)] = &[
    ("GRF-R150", "audit = true", "", "contract[host].clauses"),
    (
        "GRF-R151",
        "audit = true",
        "audit = false",
        "contract[host].clauses.audit",
    ),
    (
        "GRF-R152",
        "authorisation = \"specific\"",
        "",
        "contract[host].authorisation",
    ),
    (
        "GRF-R153",
        "flow_down = true",
        "",
        "contract[host].flow_down",
    ),
    (
        "GRF-R153",
        "flow_down = true",
        "flow_down = false",
        "contract[host].flow_down",
    ),
    (
        "GRF-R155",
        "signed = 2024-01-15",
        "",
        "contract[host].signed",
    ),
    ("GRF-R156", "electronic", "oral", "contract[host].form"),
    (
        "GRF-R157",
        "duration = \"Three years\"",
        "",
        "contract[host]",
    ),
    (
        "GRF-R158",
        "alert = true",
        "alert = false",
        "contract[host].infringing_instruction_alert",
    ),
    (
        "GRF-R161",
        "specific",
        "forbidden",
        "contract[host].sub_processors",
    ),
    (
        "GRF-R162",
        "authorised = 2024-01-15, ",
        "",
        "contract[host].sub_processors[1].authorised",
    ),
    (
        "GRF-R163",
        "bound = true",
        "bound = false",
        "contract[host].sub_processors[1].bound",
    ),
    (
        "GRF-R164",
        "party_is = \"processor\"\ncountry = \"FR\"",
        "party_is = \"processor\"\ncountry = \"IN\"",
        "contract[host].country",
    ),
    (
        "GRF-R164",
        "name = \"Salle Neuve\", country = \"FR\"",
        "name = \"Salle Neuve\", country = \"IN\"",
        "contract[host].sub_processors[1].country",
    ),
    (
        "GRF-R165",
        "expires = 2030-01-14",
        "expires = 2024-01-14",
        "contract[host].expires",
    ),
    (
        "GRF-R166",
        "party_is = \"processor\"",
        "party_is = \"controller\"",
        "contract[host].processings",
    ),
];

const TOWN: &str = "{ name = \"Ville de Trémières\", contact = \"c@c.example\" }";

fn changed(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

fn found(id: &'static str, path: &str) -> Vec<(&'static str, String)> {
    vec![(id, path.to_owned())]
}

#[test]
fn a_whole_contract_has_no_finding() {
    assert_eq!(lint(&format!("{CLEAN}{CONTRACT}")), []);
}

#[test]
fn one_change_of_a_contract_triggers_one_check() {
    for (id, from, to, path) in TRIGGERS {
        let text = format!("{CLEAN}{}", changed(CONTRACT, from, to));
        assert_eq!(lint(&text), found(id, path), "{from} → {to}");
    }
}

#[test]
fn a_contract_without_a_last_day_and_without_other_processors_is_whole() {
    let sub_processors = "sub_processors = [{ name = \"Salle Neuve\", country = \"FR\", authorised = 2024-01-15, bound = true }]";
    let text = changed(CONTRACT, sub_processors, "sub_processors = \"none\"");
    let text = changed(&text, "expires = 2030-01-14", "expires = \"none\"");
    let text = changed(&text, "flow_down = true", "");
    assert_eq!(lint(&format!("{CLEAN}{text}")), []);
}

#[test]
fn a_transfer_that_the_record_declares_covers_the_contract() {
    let clean = changed(
        CLEAN,
        "transfers = \"none\"",
        "transfers = [{ country = \"IN\", tool = \"scc\", assessment = \"A\", document = \"D\" }]",
    );
    let text = changed(CONTRACT, "country = \"FR\"", "country = \"IN\"");
    assert_eq!(lint(&format!("{clean}{text}")), []);
}

#[test]
fn a_processor_needs_its_contract() {
    let with = |processor: &str| {
        let recipients = changed(
            RECIPIENTS,
            "processor = \"none\"",
            &format!("processor = [{processor}]"),
        );
        changed(CLEAN, RECIPIENTS, &recipients)
    };
    let named = with("{ name = \"Nuage Boréal\" }");
    assert_eq!(lint(&named), found("GRF-R160", "contract"));
    assert_eq!(
        lint(&format!("{named}{CONTRACT}")),
        found("GRF-R159", "processing[A].recipients.processor[1]")
    );
    let bound = with("{ name = \"Nuage Boréal\", contract = \"host\" }");
    assert_eq!(lint(&format!("{bound}{CONTRACT}")), []);
}

/// A processor's record in which no check finds anything.
fn processor() -> String {
    let told = "role = \"processor\"\nclients = [{ name = \"Ville de Trémières\", contact = \"c@c.example\" }]\ninstructions = \"The contract\"\nend_of_services = { fate = \"choice\" }";
    changed(CLEAN, "role = \"controller\"", told)
}

#[test]
fn a_processor_record_names_clients_instructions_and_the_end() {
    let whole = processor();
    assert_eq!(lint(&whole), []);
    for (id, from, to, path) in [
        (
            "GRF-R170",
            "instructions = \"The contract\"",
            "",
            "processing[A].instructions",
        ),
        (
            "GRF-R171",
            "end_of_services = { fate = \"choice\" }",
            "",
            "processing[A].end_of_services",
        ),
        (
            "GRF-R172",
            TOWN,
            "{ name = \"Towns\", category = true }",
            "processing[A].clients",
        ),
    ] {
        assert_eq!(lint(&changed(&whole, from, to)), found(id, path));
    }
    let one_by_name = changed(
        &whole,
        TOWN,
        &format!("{TOWN}, {{ name = \"Towns\", category = true }}"),
    );
    assert_eq!(lint(&one_by_name), []);
}

#[test]
fn joint_controllers_are_named_with_their_arrangement() {
    let joint = |others: &str| {
        changed(
            CLEAN,
            "role = \"controller\"",
            &format!("role = \"joint_controller\"\n{others}"),
        )
    };
    assert_eq!(
        lint(&joint("")),
        found("GRF-R173", "processing[A].joint_controllers")
    );
    assert_eq!(
        lint(&joint(
            "joint_controllers = [{ name = \"Maison Sœur\", contact = \"c@c.example\" }]"
        )),
        found("GRF-R174", "processing[A].joint_controllers[1]")
    );
    assert_eq!(
        lint(&joint(
            "joint_controllers = [{ name = \"Maison Sœur\", contact = \"c@c.example\", arrangement = \"A\", essence_available = false }]"
        )),
        found(
            "GRF-R175",
            "processing[A].joint_controllers[1].essence_available"
        )
    );
    assert_eq!(
        lint(&joint(
            "joint_controllers = [{ name = \"Maison Sœur\", contact = \"c@c.example\", arrangement = \"A\", essence_available = true }]"
        )),
        []
    );
}

#[test]
fn an_organisation_abroad_has_a_representative() {
    let abroad = changed(CLEAN, "dpo_note", "country = \"CH\"\ndpo_note");
    assert_eq!(
        lint(&abroad),
        found("GRF-R176", "organisation.representative")
    );
    let represented = changed(
        &abroad,
        "country = \"CH\"",
        "country = \"CH\"\nrepresentative = { name = \"R\", contact = \"r@r.example\", country = \"FR\" }",
    );
    assert_eq!(lint(&represented), []);
    // Regions of the Union have codes of their own: Guadeloupe, Guyane, Martinique, Mayotte, La Réunion, Saint-Martin, Åland.
    for inside in ["NO", "GP", "GF", "MQ", "YT", "RE", "MF", "AX"] {
        let inside = changed(&abroad, "\"CH\"", &format!("\"{inside}\""));
        assert_eq!(lint(&inside), []);
    }
    // Its territories are not in it, nor are the Crown's.
    for outside in ["NC", "PF", "PM", "GG", "GL"] {
        let outside = changed(&abroad, "\"CH\"", &format!("\"{outside}\""));
        assert_eq!(lint(&outside).len(), 1);
    }
    // An authority needs none; that the question does not arise is for somebody to look at.
    let public = changed(
        &abroad,
        "country = \"CH\"",
        "country = \"CH\"\npublic_authority = true",
    );
    assert!(!lint(&public).iter().any(|(id, _)| *id == "GRF-R176"));
    let said = changed(
        &abroad,
        "country = \"CH\"",
        "country = \"CH\"\nrepresentative = \"not_applicable\"",
    );
    assert_eq!(severity_of("GRF-R176", &abroad), Severity::Error);
    assert_eq!(severity_of("GRF-R176", &said), Severity::Warning);
}

fn severity_of(id: &str, register: &str) -> Severity {
    let register = Register::from_toml(register).unwrap();
    let findings = register.lint();
    let mut severities = findings.iter().filter(|found| found.check().id() == id);
    severities.next().unwrap().severity()
}

#[test]
fn an_officer_can_be_reached_and_none_is_reasoned() {
    let note = "dpo_note = \"Fewer than ten persons, no monitoring\"";
    assert_eq!(
        lint(&changed(CLEAN, note, "")),
        found("GRF-R177", "organisation.dpo_note")
    );
    let officer = changed(
        CLEAN,
        "dpo = \"none\"",
        "dpo = { kind = \"external\", name = \"O\" }",
    );
    assert_eq!(
        lint(&officer),
        found("GRF-R005", "organisation.dpo.contact")
    );
    let reachable = changed(
        &officer,
        "\"external\"",
        "\"external\", contact = \"dpo@helianthe.example\"",
    );
    assert_eq!(lint(&reachable), []);
}

#[test]
fn an_automated_decision_has_a_ground_a_logic_and_a_human() {
    let with = |decision: &str| {
        changed(
            CLEAN,
            "transfers = \"none\"",
            &format!("transfers = \"none\"\nautomated_decisions = [{decision}]"),
        )
    };
    let whole = "{ what = \"W\", logic = \"L\", consequences = \"C\", ground = \"contract\", human_review = true }";
    let path = "processing[A].automated_decisions[1]";
    assert_eq!(lint(&with(whole)), []);
    assert_eq!(
        lint(&with(&changed(whole, ", ground = \"contract\"", ""))),
        found("GRF-R179", path)
    );
    assert_eq!(
        lint(&with(&changed(whole, ", logic = \"L\"", ""))),
        found("GRF-R180", path)
    );
    let alone = changed(whole, "human_review = true", "human_review = false");
    assert_eq!(
        lint(&with(&alone)),
        found("GRF-R181", &format!("{path}.human_review"))
    );
    assert_eq!(lint(&with(&changed(&alone, "\"contract\"", "\"law\""))), []);
}

#[test]
fn a_platform_that_falls_short_has_a_plan() {
    let with = |platform: &str| format!("{CLEAN}[[platform]]\nname = \"P\"\n{platform}");
    assert_eq!(
        lint(&with("compliance = 90")),
        found("GRF-R182", "platform[1].action")
    );
    assert_eq!(lint(&with("compliance = 90\naction = \"Renew\"")), []);
    assert_eq!(lint(&with("compliance = 100")), []);
    assert_eq!(lint(&with("")), []);
}

fn log(request: &str) -> Vec<(&'static str, String)> {
    lint(&format!("{CLEAN}[[request]]\nid = \"D-1\"\n{request}"))
}

/// 26 January 2026 and 26 February 2026 are working days.
#[test]
fn an_answer_after_a_month_is_late_unless_it_was_prolonged_in_time() {
    let met = "received = 2026-01-26\noutcome = \"met\"";
    assert_eq!(log(&format!("{met}\nanswered = 2026-02-26")), []);
    assert_eq!(
        log(&format!("{met}\nanswered = 2026-02-27")),
        found("GRF-R184", "request[D-1].answered")
    );
    assert_eq!(
        log(&format!(
            "{met}\nextended = 2026-02-26\nanswered = 2026-04-26"
        )),
        []
    );
    let told_late = log(&format!(
        "{met}\nextended = 2026-02-27\nanswered = 2026-04-26"
    ));
    assert_eq!(
        told_late,
        [
            found("GRF-R184", "request[D-1].answered"),
            found("GRF-R185", "request[D-1].extended")
        ]
        .concat()
    );
    let withdrawn = "received = 2026-01-26\noutcome = \"withdrawn\"\nanswered = 2026-06-01";
    assert_eq!(log(withdrawn), []);
}

/// Art. 12(4): a refusal is told within the month, which nothing extends.
#[test]
fn a_refusal_is_not_prolonged() {
    let of = |outcome: &str, answered: &str| {
        log(&format!(
            "received = 2026-01-26\nextended = 2026-02-10\nanswered = {answered}\noutcome = \"{outcome}\"\nreason = \"R\""
        ))
    };
    let late = found("GRF-R184", "request[D-1].answered");
    for (outcome, answered, expected) in [
        ("refused", "2026-02-26", vec![]),
        ("refused", "2026-02-27", late.clone()),
        ("refused", "2026-04-01", late.clone()),
        // What was refused of it is late; what was granted is not.
        ("partly", "2026-02-26", vec![]),
        ("partly", "2026-04-01", late.clone()),
        ("partly", "2026-05-20", late),
        ("met", "2026-04-01", vec![]),
    ] {
        assert_eq!(of(outcome, answered), expected, "{outcome} {answered}");
    }
}

/// EDPB 01/2022 §159: while the person is asked who they are, or what they want to see, the clock stands still.
#[test]
fn a_question_to_the_person_stops_the_clock() {
    let of = |rest: &str| log(&format!("received = 2026-01-05\n{rest}"));
    let late = found("GRF-R184", "request[D-1].answered");
    let stopped = "suspended = [{ asked = 2026-01-10, answered = 2026-02-20 }]";
    let met = "outcome = \"met\"\nanswered";
    assert_eq!(of(&format!("{met} = 2026-03-10")), late);
    assert_eq!(of(&format!("{stopped}\n{met} = 2026-03-10")), []);
    assert_eq!(of(&format!("{stopped}\n{met} = 2026-05-10")), late);
    // It still stands.
    let open = "suspended = [{ asked = 2026-01-10 }]";
    assert_eq!(of(&format!("{open}\n{met} = 2026-09-10")), []);
}

#[test]
fn days_of_a_question_are_in_order() {
    for (stop, place) in [
        ("{ asked = 2026-01-04 }", "request[D-1].suspended"),
        (
            "{ asked = 2026-01-06, answered = 2026-01-05 }",
            "suspended[1].answered",
        ),
    ] {
        let text = format!(
            "{CLEAN}[[request]]\nid = \"D-1\"\nreceived = 2026-01-05\nsuspended = [{stop}]\n"
        );
        let error = Register::from_toml(&text).unwrap_err().to_string();
        assert!(error.contains(place), "{error}");
    }
}

/// A contract that ran out is kept as a proof.
#[test]
fn a_contract_under_which_nothing_runs_may_have_ended() {
    let kept = |record: &str, contract: &str| {
        let text = format!(
            "breaches = \"none\"\norganisation = {{ name = \"A\" }}\n[[processing]]\nref = \"A\"\nname = \"A\"\n{record}\n[[contract]]\nid = \"host\"\nparty = \"N\"\nparty_is = \"processor\"\nexpires = 2025-06-01\n{contract}\n"
        );
        let register = Register::from_toml(&text).unwrap();
        let today = "2026-01-01".parse().unwrap();
        let findings = register.lint_at(today);
        findings
            .iter()
            .any(|found| found.check().id() == "GRF-R154")
    };
    let named = "recipients = { processor = [{ name = \"N\", contract = \"host\" }] }";
    assert!(kept(named, ""));
    assert!(kept("", "processings = [\"A\"]"));
    assert!(!kept("", ""));
    assert!(!kept(
        &format!("status = \"archived\"\n{named}"),
        "processings = [\"A\"]"
    ));
}

/// What a contract lists is under the one that came after it, where that lists it too or is the one that the record names.
#[test]
fn a_contract_that_another_one_renews_is_kept_as_a_proof() {
    let later = |rest: &str| {
        format!("[[contract]]\nid = \"later\"\nparty = \"N\"\nparty_is = \"processor\"\n{rest}")
    };
    let names = |id: &str| {
        format!("recipients = {{ processor = [{{ name = \"N\", contract = \"{id}\" }}] }}")
    };
    let (lists, runs) = ("processings = [\"A\"]\n", "expires = 2030-01-01\n");
    let renewed = later(&format!("{lists}{runs}"));
    for (record, contracts, is_missed) in [
        ("", String::new(), true),
        ("", renewed.clone(), false),
        (&names("later"), renewed.clone(), false),
        (&names("later"), later(runs), false),
        // Without a last day, or with one that is not told, nothing says that it ended. Its last day still counts.
        ("", later(lists), false),
        ("", later(&format!("{lists}expires = \"none\"\n")), false),
        ("", later(&format!("{lists}expires = 2026-01-01\n")), false),
        ("", later(&format!("{lists}expires = 2025-12-31\n")), true),
        // One that is to be signed binds nobody yet.
        ("", later(&format!("{lists}signed = 2026-01-01\n")), false),
        ("", later(&format!("{lists}signed = 2026-01-02\n")), true),
        (&names("later"), later("expires = 2025-12-31\n"), true),
        // The record says itself under which contract it runs.
        (&names("host"), renewed.clone(), true),
        // Of another party, in another role, or for other records.
        ("", renewed.replace("\"N\"", "\"O\""), true),
        ("", renewed.replace("\"processor\"", "\"controller\""), true),
        ("", renewed.replace("\"A\"", "\"B\""), true),
        (
            &names("other"),
            format!(
                "{}[[contract]]\nid = \"other\"\nparty = \"N\"\nparty_is = \"processor\"\nexpires = 2025-01-01\n",
                later(runs)
            ),
            true,
        ),
    ] {
        let text = format!(
            "breaches = \"none\"\norganisation = {{ name = \"A\" }}\n[[processing]]\nref = \"A\"\nname = \"A\"\n{record}\n[[processing]]\nref = \"B\"\nname = \"B\"\n[[contract]]\nid = \"host\"\nparty = \"N\"\nparty_is = \"processor\"\nexpires = 2025-06-01\nprocessings = [\"A\"]\n{contracts}"
        );
        let findings = Register::from_toml(&text)
            .unwrap()
            .lint_at("2026-01-01".parse().unwrap());
        let mut found = findings.iter().filter(|one| one.check().id() == "GRF-R154");
        let is_found = found.any(|one| one.path() == "contract[host].expires");
        assert_eq!(is_found, is_missed, "{record} {contracts}");
    }
}

/// The month after 31 January 2026 ends on Saturday 28 February: by the strict reading an announcement on Monday comes too late.
#[test]
fn what_is_late_by_the_strict_reading_only_is_a_warning() {
    use greffe_register::{Register, lint::Severity};
    let text = |day: &str| {
        format!(
            "{CLEAN}[[request]]\nid = \"D-1\"\nreceived = 2026-01-31\noutcome = \"met\"\nanswered = 2026-03-02\nextended = {day}"
        )
    };
    let worst = |day: &str| Register::from_toml(&text(day)).unwrap().lint().worst();
    assert_eq!(worst("2026-02-28"), None);
    assert_eq!(worst("2026-03-02"), Some(Severity::Warning));
    assert_eq!(worst("2026-03-03"), Some(Severity::Error));
}

#[test]
fn a_refusal_gives_its_reason_and_an_answer_its_outcome() {
    let answered = "received = 2026-01-26\nanswered = 2026-02-02";
    assert_eq!(
        log(&format!("{answered}\noutcome = \"refused\"")),
        found("GRF-R186", "request[D-1].reason")
    );
    assert_eq!(
        log(&format!("{answered}\noutcome = \"partly\"")),
        found("GRF-R186", "request[D-1].reason")
    );
    assert_eq!(
        log(&format!(
            "{answered}\noutcome = \"refused\"\nreason = \"Not identified\""
        )),
        []
    );
    assert_eq!(log(answered), found("GRF-R188", "request[D-1].outcome"));
}
