//! No error, `Debug` or finding repeats what the file says.

use greffe_register::{Document, Register};
use greffe_terms::Lang;

const MARKER: &str = "Wilhelmine-Kestrel";

/// Every place of the format with a value that it does not take.
#[test]
fn no_error_repeats_a_value() {
    let m = MARKER;
    let table = [
        format!("format = \"{m}\""),
        format!("{m} = 1"),
        format!("\"{m} x\" = 1"),
        format!("organisation = \"{m}\""),
        format!(
            "organisation = {{ name = \"A\", dpo = \"{m}\", zone = \"{m}\", fiscal_year = {{ end = \"{m}\" }} }}"
        ),
        format!(
            "requests = {{ rights = [\"{m}\"], delay = \"{m}\", channels = [\"{m}\"], counted_from = \"{m}\" }}"
        ),
        format!("backups = {{ \"{m} x\" = {{ keep = \"{m}\" }} }}"),
        format!(
            "processing = [{{ ref = \"{m} x\", name = [\"{m}\"], created = \"{m}\", role = \"{m}\", status = \"{m}\", public = \"{m}\" }}]"
        ),
        format!(
            "processing = [{{ ref = \"A\", name = \"A\", subjects = \"{m}\", recipients = \"{m}\", transfers = [{{ country = \"{m}\", tool = \"{m}\" }}], measures = {{ {m} = true, access = \"{m}\" }} }}]"
        ),
        format!(
            "processing = [{{ ref = \"A\", name = \"A\", purpose = [{{ id = \"{m} x\", basis = \"{m}\", channels = [\"{m}\"], consent = \"{m}\" }}] }}]"
        ),
        format!(
            "processing = [{{ ref = \"A\", name = \"A\", data = [{{ category = \"{m}\", id = \"{m} x\", sealed = [\"{m}\"], held_in = \"{m}\", retention = \"{m}\" }}] }}]"
        ),
        format!(
            "processing = [{{ ref = \"A\", name = \"A\", data = [{{ category = \"identity\", retention = {{ keep = \"{m}\", after = \"{m} x\", then = \"{m}\" }} }}] }}]"
        ),
        format!("notice = [{{ id = \"n\", version = \"{m}\", purposes = [\"{m}\"] }}]"),
        format!(
            "tracker = [{{ site = \"{m}\", name = \"t\", storage = \"{m}\", lifetime = \"{m}\", consent = \"{m}\" }}]"
        ),
        format!("security = {{ framework = \"F\", sheets = [[\"{m}\"]] }}"),
        format!(
            "security = {{ framework = \"F\", sheets = [[{{ status = \"{m}\", due = \"{m}\", owner = [\"{m}\"] }}]] }}"
        ),
        format!(
            "breach = [{{ id = \"b\", nature = [\"{m}\"], aware = \"{m}\", persons = \"{m}\" }}]"
        ),
        format!(
            "breach = [{{ id = \"b\", role = \"{m}\", processings = [\"{m}\", \"{m} x\"], origin = \"{m}\", cause = \"{m}\", end = \"{m}\", gravity = \"{m}\", impacts = [\"{m}\"], notification = \"{m}\", people = \"{m}\", data = [1] }}]"
        ),
        format!(
            "breach = [{{ id = \"b\", severity = {{ context = \"{m}\", data = \"{m}\", identification = \"{m}\", confidentiality = \"{m}\", integrity = \"{m}\", availability = \"{m}\", malicious = \"{m}\" }}, communication = {{ told = \"{m}\", waiver = \"{m}\" }}, further_notices = [{{ at = \"{m}\" }}], persons_list = \"{m}\" }}]"
        ),
        format!(
            "breach_procedure = {{ authority_within = \"{m}\", persons = \"{m}\", clients = \"{m}\", {m} = 1 }}"
        ),
        format!("breaches = \"{m}\""),
        format!("request_log = \"{m}\""),
        format!(
            "request = [{{ id = \"{m} x\", received = \"{m}\", rights = [\"{m}\"], outcome = \"{m}\" }}]"
        ),
        format!(
            "contract = [{{ id = \"{m} x\", party = [\"{m}\"], party_is = \"{m}\", country = \"{m}\", clauses = {{ {m} = true, audit = 1 }}, expires = \"{m}\", processings = [\"{m}\"], form = \"{m}\" }}]"
        ),
        format!(
            "application = [{{ name = [\"{m}\"], processings = [\"{m}\"] }}]\nplatform = [{{ name = 1, compliance = \"{m}\", due = \"{m}\" }}]"
        ),
        format!(
            "processing = [{{ ref = \"A\", name = \"A\", clients = [{{ name = \"{m}\", {m} = 1 }}], end_of_services = {{ fate = \"{m}\" }}, rights = [\"{m}\"], automated_decisions = [{{ what = \"{m}\", ground = \"{m}\" }}] }}]"
        ),
        format!("dpia = [{{ scope = \"S\", decision = \"{m}\", criteria = {{ c1 = \"{m}\" }} }}]"),
        format!("allow = [{{ check = \"{m}\", at = 5, reason = [\"{m}\"], until = \"{m}\" }}]"),
        format!("organisation = {{ name = \"A\", public_authority = \"{m}\" }}"),
        format!(
            "dpia = [{{ id = \"{m} x\", scope = \"S\", processings = [\"{m}\"], required_list = [\"{m}\"], exempt_list = \"{m}\", advice = [\"{m}\"], criteria = {{ c1 = {{ met = \"{m}\", {m} = 1 }} }} }}]"
        ),
        format!("processing = [{{ ref = \"A\", name = \"A\", dpia = \"{m}\" }}]"),
        format!("organisation = {m}"),
        format!("\"{m}\" = \"{m}"),
    ];
    for text in table {
        let error = Register::from_toml(&text).unwrap_err();
        let said = format!("{error} {error:?} {}", error.in_language(Lang::Fr));
        assert!(!said.contains(MARKER), "{said}");
    }
}

#[test]
fn neither_debug_nor_a_finding_shows_who_is_named() {
    let m = MARKER;
    let text = format!(
        r#"
        [organisation]
        name = "{m}"
        contact = "{m}"
        dpo = {{ kind = "internal", contact = "{m}" }}
        [requests]
        contact = "{m}"
        identity_document = "always"
        [[processing]]
        ref = "A"
        name = "{m}"
        responsible = "{m}"
        author = "{m}"
        clients = ["{m}"]
        joint_controllers = ["{m}"]
        automated_decisions = [{{ what = "{m}" }}]
        documents = [{{ title = "{m}" }}]
        subjects = ["{m}"]
        recipients = {{ external = [{{ name = "{m}", country = "CH" }}] }}
        transfers = [{{ recipient = "{m}", country = "CN", tool = "adequacy" }}]
        measures = {{ access = ["{m}"] }}
        purpose = [{{ id = "p", name = "{m}", basis = "consent" }}]
        data = [{{ category = "identity", detail = "{m}", retention = {{ keep = "P1Y", after = "recorded", law = ["NS-039 {m}"], note = "{m}" }} }}]
        [[notice]]
        id = "n"
        version = 1
        wording = "{m}"
        [[breach]]
        id = "b"
        discovered = "{m}"
        people = ["{m}"]
        data = ["{m}"]
        consequences = "{m}"
        authority = "{m}"
        delay_reason = "{m}"
        further_notices = [{{ at = 2026-03-09T10:00:00Z, what = "{m}" }}]
        communication = {{ told = "no", means = "{m}", reason = "{m}" }}
        persons_list = {{ place = "{m}", readers = ["{m}"] }}
        processors = ["{m}"]
        severity = {{ context = 1, context_reason = "{m}" }}
        [[contract]]
        id = "c"
        party = "{m}"
        party_is = "processor"
        clauses = {{ security = "{m}" }}
        sub_processors = ["{m}"]
        [[application]]
        name = "{m}"
        [[platform]]
        name = "{m}"
        compliance = 90
        [[request]]
        id = "r"
        received = 2026-01-05
        answered = 2026-06-05
        reason = "{m}"
        [breach_procedure]
        authority = "{m}"
        alert = "{m}"
        [[dpia]]
        scope = "{m}"
        criteria = {{ c1 = true, c2 = {{ met = true, why = "{m}" }} }}
        decision = "done"
        advice = "none"
        views = "{m}"
        consultation = "{m}"
        [security]
        framework = "CNIL security guide 2024 {m}"
        sheets = [["done", {{ status = "setting_up", owner = "{m}", evidence = "{m}", note = "{m}" }}], ["blank"]]
        "#
    );
    let document = Document::from_toml(&text).unwrap();
    let register = Register::from_document(&document).unwrap();
    let findings = register.lint().located_in(&document);
    assert!(findings.len() > 5);
    let processing = &register.processings()[0];
    let breach = &register.breaches().items()[0];
    let inputs = breach.severity.as_ref().unwrap();
    let of_breaches = format!(
        "{breach:?} {:?} {:?} {:?} {:?} {:?} {inputs:?} {:?} {:?} {:?}",
        breach.people,
        breach.data.items(),
        breach.communication,
        breach.further_notices,
        breach.persons_list,
        greffe_register::breach::severity(inputs),
        greffe_register::breach::persons_notice(breach),
        register.breach_procedure(),
    );
    assert!(!of_breaches.contains(MARKER), "{of_breaches}");
    let said = format!(
        "{register:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {} {} {}",
        register.security(),
        register.security().unwrap().sheets,
        register.dpias()[0].criteria,
        register.organisation(),
        register.organisation().dpo,
        register.requests(),
        register.notices(),
        register.breaches(),
        register.dpias(),
        register.contracts(),
        register.contracts()[0].clauses,
        register.applications(),
        register.platforms(),
        register.request_log().items(),
        processing.clients.items(),
        processing.joint_controllers.items(),
        processing.automated_decisions.items(),
        processing.documents,
        processing,
        processing.recipients,
        processing.transfers,
        processing.subjects,
        processing.measures,
        processing.purposes,
        processing.data[0].retention,
        findings.in_language(Lang::En),
        findings.in_language(Lang::Fr),
        findings.to_json(Lang::En),
    );
    assert!(!said.contains(MARKER), "{said}");
}
