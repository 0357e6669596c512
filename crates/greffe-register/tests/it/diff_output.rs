//! Changes as people read them.

use greffe_register::Register;
use greffe_register::diff::{Changes, Patch};
use greffe_terms::Lang;
use serde_json::json;

const EARLIER: &str = r#"
[organisation]
name = "Atelier Hélianthe"
dpo = { kind = "internal", contact = "dpo@helianthe.example" }

[[processing]]
ref = "FAC-01"
name = { fr = "Facturation", en = "Billing" }
role = "controller"
subjects = ["customers"]
recipients = { internal = ["Accounting"], external = "none", processor = "none" }
transfers = "none"
measures = { access = ["Badges", "Passwords"] }
[[processing.purpose]]
id = "invoicing"
basis = "contract"
[[processing.data]]
category = "economic"
source = "provided"
fields = ["iban", "balance"]
sealed = ["iban"]
retention = { keep = "P5Y", after = "relation_end" }

[[notice]]
id = "newsletter"
version = 1
wording = "We keep your address."

[requests]
channels = ["email", "post"]
identity_document = "on_doubt"
"#;

const LATER: &str = r#"
[organisation]
name = "Atelier Hélianthe"
dpo = { kind = "internal", contact = "dpo@helianthe.example" }

[[processing]]
ref = "FAC-01"
name = { fr = "Facturation", en = "Billing" }
role = "controller"
subjects = ["customers"]
recipients = { internal = ["Accounting"], external = "none", processor = [{ name = "A | <b>printer</b>", country = "US" }] }
transfers = [{ recipient = "A host", country = "US", tool = "scc" }]
measures = { access = ["Badges"] }
[[processing.purpose]]
id = "invoicing"
basis = "contract"
[[processing.purpose]]
id = "letters"
name = { fr = "Lettres d'information", en = "Newsletters" }
basis = "consent"
[[processing.data]]
category = "economic"
source = "provided"
fields = ["iban", "balance", "phone"]
retention = { keep = "P10Y", after = { latest = ["relation_end", { fiscal_close = "last_operation" }] } }

[[notice]]
id = "newsletter"
version = 1
wording = "We keep your address and your purchases."

[requests]
channels = ["post"]
identity_document = "always"
"#;

fn changes() -> Changes {
    let [earlier, later] = [EARLIER, LATER].map(|text| Register::from_toml(text).unwrap());
    later.changes_since(&earlier)
}

#[test]
fn a_table_to_review_in_french() {
    insta::assert_snapshot!(changes().to_markdown(Lang::Fr));
}

#[test]
fn a_table_to_review_in_english() {
    insta::assert_snapshot!(changes().to_markdown(Lang::En));
}

#[test]
fn as_text() {
    insta::assert_snapshot!("text_in_french", changes().in_language(Lang::Fr));
    insta::assert_snapshot!("text_in_english", changes().in_language(Lang::En));
}

#[test]
fn as_json() {
    let changes: serde_json::Value = serde_json::from_str(&changes().to_json(Lang::En)).unwrap();
    let found = changes.as_array().unwrap();
    let demanded = found
        .iter()
        .find(|change| change["kind"] == "identity_document_demanded");
    assert_eq!(
        *demanded.unwrap(),
        json!({
            "kind": "identity_document_demanded",
            "label": "identity document always demanded",
            "direction": "wider",
            "defect": false,
            "path_before": "requests.identity_document",
            "path_after": "requests.identity_document",
            "place": "",
            "before": "on reasonable doubt",
            "after": "always demanded",
            "law": ["GDPR 12(6)", "GDPR 12(2)"],
            "duties": [{ "code": "update_notice", "label": "bring the information given up to date and to the persons", "law": "GDPR 12(1)" }],
        })
    );
}

#[test]
fn a_register_that_did_not_change_says_so() {
    let register = Register::from_toml(EARLIER).unwrap();
    let changes = register.changes_since(&register);
    assert_eq!(
        changes.to_markdown(Lang::Fr),
        "## Changements du registre\n\nAucun.\n"
    );
    assert_eq!(
        changes.to_markdown(Lang::En),
        "## Changes of the register\n\nNone.\n"
    );
    assert_eq!(changes.in_language(Lang::Fr), "");
    assert_eq!(changes.to_json(Lang::Fr), "[]");
}

#[test]
fn a_cell_holds_whatever_the_register_says() {
    for line in changes()
        .to_markdown(Lang::En)
        .lines()
        .filter(|line| line.starts_with('|'))
    {
        let cells = line.replace("\\|", "").matches('|').count();
        assert_eq!(cells, 7, "{line}");
        assert!(!line.contains("<b>"), "{line}");
    }
}

/// Words show what the register says; `Debug` and the errors of patches never do.
#[test]
fn debug_shows_no_value() {
    const MARKER: &str = "Wilhelmine-Kestrel";
    let text = |m: &str| {
        format!(
            r#"
            organisation = {{ name = "{m}", dpo = {{ contact = "{m}" }} }}
            [[processing]]
            ref = "A"
            name = "{m}"
            responsible = "{m}"
            subjects = ["{m}"]
            recipients = {{ external = ["{m}"] }}
            software = ["{m}"]
            purpose = [{{ id = "p", name = "{m}" }}]
            data = [{{ category = "identity", fields = ["{m}"], retention = {{ keep = "P1Y", after = "recorded", note = "{m}" }} }}]
            [[dpia]]
            scope = "{m}"
            "#
        )
    };
    let [earlier, later] =
        [text("other"), text(MARKER)].map(|text| Register::from_toml(&text).unwrap());
    let changes = later.changes_since(&earlier);
    let patch = Patch::between(&earlier, &later);
    let error = patch.apply(&later).unwrap_err();
    let said = format!(
        "{changes:?} {patch:?} {error:?} {error} {}",
        error.in_language(Lang::Fr)
    );
    assert!(changes.len() > 8);
    assert!(!said.contains(MARKER), "{said}");
    let paths = changes
        .iter()
        .flat_map(|change| [change.path_before(), change.path_after()]);
    assert!(paths.flatten().all(|path| !path.contains(MARKER)));
    assert!(changes.in_language(Lang::En).contains(MARKER));
}

#[test]
fn an_address_of_the_web_in_a_text_makes_no_link() {
    let text = |words: &str| {
        Register::from_toml(&format!(
            "organisation = {{ name = \"A\", address = \"{words}\" }}"
        ))
        .unwrap()
    };
    let later = text("https://evil.example WWW.evil.example ftp://evil.example $x$");
    let page = later.changes_since(&text("here")).to_markdown(Lang::En);
    assert!(
        page.contains("https\\://evil.example WWW\\.evil.example ftp\\://evil.example \\$x\\$"),
        "{page}"
    );
}
