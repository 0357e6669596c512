//! Categories of data of a filled form: whose they are, and for how long.

use greffe_interchange::LossKind;
use greffe_interchange::cnil;
use greffe_interchange::ods::{OdsLimits, Spreadsheet};
use greffe_register::Retention;
use greffe_retention::Event;
use greffe_terms::Lang;
use serde_json::json;

use crate::cnil_import::{NAMED, filled, import, with};

#[test]
fn a_length_from_any_event_is_understood_with_its_article() {
    let rule_of = |text: &str, event: &Event| {
        let (register, losses) = with(&[("Vie personnelle", 4, text)]);
        // What counts as contact is assumed, and said to be.
        let place = "sheet 4, cell F21";
        let mut assumed = losses.of_kind(LossKind::Assumed);
        let is_assumed = assumed.any(|loss| loss.place() == place);
        assert_eq!(is_assumed, *event == Event::LastContact, "{text}");
        match &register.processing("FAC-01").unwrap().data[0].retention {
            Retention::Rule(rule) => serde_json::to_value(rule).unwrap(),
            _ => panic!("{text}"),
        }
    };
    for event in Event::KNOWN {
        let label = event.label(Lang::Fr);
        // `de` and the article of the label are one word before a masculine noun.
        let of = match label.strip_prefix("le ") {
            Some(noun) => format!("du {noun}"),
            None => format!("de {label}"),
        };
        let from = |period: &str, after: serde_json::Value| {
            let mut rule = json!({ "keep": period, "after": after });
            if event == Event::LastContact {
                rule["contact"] = json!([event.code()]);
            }
            rule
        };
        let expected = from("P3Y", json!(event.code()));
        for text in [
            format!("3 ans après {label}"),
            format!("trois ans à compter {of}"),
        ] {
            assert_eq!(rule_of(&text, &event), expected, "{text}");
        }
        let text = format!("10 ans à compter de la clôture de l’exercice {of}");
        let close = from("P10Y", json!({ "fiscal_close": event.code() }));
        assert_eq!(rule_of(&text, &event), close, "{text}");
    }
}

#[test]
fn a_length_that_is_not_understood_whole_runs_nothing() {
    for text in [
        "5 ans à compter du versement de la paie",
        "3 ans après le dernier contact, sauf litige",
        "environ 3 ans après la collecte",
        "3 ans",
        "0 an après la collecte",
        "> 10 ans à compter de la clôture de l'exercice",
        "3 ans après la collecte ?",
        "~ 3 ans après la collecte",
        "-3 ans après la collecte",
        ",3 ans après la collecte",
        "3 ans après la collecte…",
        "3¹ ans après la collecte",
        "3\u{338} ans après la collecte",
    ] {
        let (register, losses) = with(&[("Vie personnelle", 4, text)]);
        let Retention::Rule(rule) = &register.processing("FAC-01").unwrap().data[0].retention
        else {
            panic!("{text}");
        };
        assert_eq!(rule.note().unwrap().in_language(Lang::Fr), text);
        assert!(
            losses
                .of_kind(LossKind::Reshaped)
                .any(|loss| loss.place() == "sheet 4, cell F21"),
            "{losses}"
        );
    }
}

#[test]
fn a_category_of_one_s_own_is_told_with_its_label_and_stays_through_an_update() {
    for (label, told, detail) in [
        ("Habitudes de jeu", "Scores", "Habitudes de jeu : Scores"),
        ("Habitudes de jeu", "", "Habitudes de jeu"),
        ("", "Scores", "Scores"),
    ] {
        let row = "Informations d'ordre économique";
        let bytes = filled(&[
            NAMED[0],
            NAMED[1],
            (row, 4, "3 ans après la collecte"),
            (row, 1, told),
            (row, 0, label),
        ]);
        let (register, losses) = import(&bytes);
        let json = serde_json::to_value(&register).unwrap();
        let data = &json["processing"][0]["data"];
        assert_eq!(
            (&data[0]["category"], &data[0]["detail"]),
            (&json!("other"), &json!(detail))
        );
        let reshaped = losses
            .of_kind(LossKind::Reshaped)
            .map(|loss| loss.in_language(Lang::En));
        assert!(
            reshaped
                .into_iter()
                .any(|said| said.ends_with("becomes another category")),
            "{losses}"
        );
        let (updated, _) = cnil::update(&bytes, &register, OdsLimits::default()).unwrap();
        let content = |bytes: &[u8]| {
            let book = Spreadsheet::open(bytes.to_vec(), OdsLimits::default()).unwrap();
            book.content().to_owned()
        };
        assert!(content(&updated) == content(&bytes), "{label}, {told}");
    }
}
