//! Dates, as people write them in cells.

use greffe_interchange::cnil;
use greffe_interchange::ods::{OdsLimits, Spreadsheet};

use crate::sheet_form::{content, packed};

/// The day that is read from the cell of the creation of a record, whose element is given.
fn created(cell: &str) -> Option<String> {
    let mut content = content();
    for (label, text) in [("Nom du traitement", "Facturation"), ("N° / RÉF", "FAC-01")] {
        content = beside(
            &content,
            label,
            &format!(
                "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
            ),
        );
    }
    let content = beside(&content, "Date de création du traitement", cell);
    let (register, _) = cnil::import(&packed(&content), OdsLimits::default()).unwrap();
    register
        .processing("FAC-01")
        .unwrap()
        .created
        .map(|day| day.to_string())
}

/// The content with another element beside a label of the first record.
fn beside(content: &str, label: &str, cell: &str) -> String {
    let record = content.find("table:name=\"Modèle de fiche\"").unwrap();
    let label = record
        + content[record..]
            .find(&format!("<text:p>{label}</text:p>"))
            .unwrap();
    let start =
        label + content[label..].find("</table:table-cell>").unwrap() + "</table:table-cell>".len();
    let end =
        start + content[start..].find("</table:table-cell>").unwrap() + "</table:table-cell>".len();
    format!("{}{cell}{}", &content[..start], &content[end..])
}

#[test]
fn dates_are_read_as_dates_serial_numbers_and_french_texts() {
    let text = |text: &str| {
        created(&format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        ))
    };
    for (shown, day) in [
        ("10/05/2018", "2018-05-10"),
        ("2018-05-10", "2018-05-10"),
        ("10.05.2018", "2018-05-10"),
        ("1er mars 2026", "2026-03-01"),
        ("le 29 février 2024", "2024-02-29"),
        ("Lundi 2 août 2021", "2021-08-02"),
    ] {
        assert_eq!(text(shown).as_deref(), Some(day), "{shown}");
    }
    for shown in [
        "",
        "30/02/2018",
        "10/05/18",
        "mai 2018",
        "05/2018",
        "hier",
        "32 mai 2018",
    ] {
        assert_eq!(text(shown), None, "{shown}");
    }
    let value = |kind: &str, value: &str| {
        created(&format!(
            "<table:table-cell office:value-type=\"{kind}\" {value}><text:p>?</text:p></table:table-cell>"
        ))
    };
    assert_eq!(
        value("date", "office:date-value=\"2018-05-26\"").as_deref(),
        Some("2018-05-26")
    );
    assert_eq!(
        value("float", "office:value=\"43246\"").as_deref(),
        Some("2018-05-26")
    );
    assert_eq!(
        value("float", "office:value=\"43246.5\"").as_deref(),
        Some("2018-05-26")
    );
    assert_eq!(value("float", "office:value=\"2018\""), None);
    assert_eq!(value("float", "office:value=\"1e300\""), None);
}

#[test]
fn a_box_is_a_fact_whether_it_is_checked_or_not() {
    let state = |cell: &str| {
        let mut content = content();
        for (label, text) in [("Nom du traitement", "Facturation"), ("N° / RÉF", "FAC-01")] {
            content = beside(
                &content,
                label,
                &format!(
                    "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
                ),
            );
        }
        let label = "Vie personnelle (habitudes de vie, situation familiale, etc.)";
        let bytes = packed(&beside(&content, label, cell));
        assert!(Spreadsheet::open(bytes.clone(), OdsLimits::default()).is_ok());
        let (register, _) = cnil::import(&bytes, OdsLimits::default()).unwrap();
        let processing = register.processing("FAC-01").unwrap();
        (processing.data.len(), processing.not_processed.len())
    };
    let text = |text: &str| {
        state(&format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        ))
    };
    let boolean = |value: &str| {
        state(&format!(
            "<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"{value}\"><text:p>?</text:p></table:table-cell>"
        ))
    };
    for no in ["Non", "NON", "☐", "Non concerné", "Aucune"] {
        assert_eq!(text(no), (0, 1), "{no}");
    }
    for yes in ["Oui", "x", "☑", "Situation familiale"] {
        assert_eq!(text(yes), (1, 0), "{yes}");
    }
    assert_eq!(text(""), (0, 0));
    assert_eq!((boolean("true"), boolean("false")), ((1, 0), (0, 1)));
}
