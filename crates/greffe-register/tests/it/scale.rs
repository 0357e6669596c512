//! Ten thousand records are read, judged and rendered.

use std::fmt::Write;

use greffe_register::Register;
use greffe_register::render::Html;
use greffe_terms::Lang;

#[test]
fn ten_thousand_records_read_lint_and_render() {
    let mut text = String::from(
        "organisation = { name = \"A\", contact = \"a@a.example\", dpo = \"none\", dpo_note = \"N\" }\nbreaches = \"none\"\nrequests = { rights = [\"access\", \"rectification\", \"erasure\", \"restriction\", \"portability\", \"complaint\"], delay = \"P1M\" }\n",
    );
    for i in 0..10_000 {
        write!(
            text,
            "[[processing]]\nref = \"P-{i}\"\nname = {{ fr = \"Traitement {i}\", en = \"Processing {i}\" }}\nrole = \"controller\"\ncreated = 2018-05-10\nupdated = 2024-01-18\nsubjects = [\"customers\"]\n\
             recipients = {{ internal = [\"Accounting\"], external = \"none\", processor = \"none\", partner = \"none\" }}\ntransfers = \"none\"\nmeasures = {{ access = true }}\n\
             [[processing.purpose]]\nid = \"purpose-{i}\"\nbasis = \"contract\"\n[[processing.data]]\ncategory = \"economic\"\nfields = [\"iban\", \"balance\"]\nsealed = [\"iban\"]\n\
             retention = {{ keep = \"P10Y\", after = {{ latest = [\"relation_end\", {{ fiscal_close = \"last_operation\" }}] }}, law = [\"C. com. L123-22\"] }}\n"
        )
        .unwrap();
    }
    let register = Register::from_toml(&text).unwrap();
    assert_eq!(register.rules().count(), 10_000);
    assert!(register.retention("P-9999/economic").is_ok());
    assert!(register.lint().is_empty());
    let page = Html::new(Lang::En).render(&register);
    assert_eq!(page.matches("class=\"record\"").count(), 10_000);
}
