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
        format!("breaches = \"{m}\""),
        format!("dpia = [{{ scope = \"S\", decision = \"{m}\", criteria = {{ c1 = \"{m}\" }} }}]"),
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
        consequences = "{m}"
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
    let said = format!(
        "{register:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {} {} {}",
        register.security(),
        register.security().unwrap().sheets,
        register.dpias()[0].criteria,
        register.organisation(),
        register.organisation().dpo,
        register.requests(),
        register.notices(),
        register.breaches(),
        register.dpias(),
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
