//! Documents of the right notation that are of no format: an error, and no empty register.

use greffe_interchange::cnil::{self, CnilError};
use greffe_interchange::ods::OdsLimits;
use greffe_interchange::{ImportError, dpv, fides};
use greffe_terms::Lang;

use crate::ods_read::document;
use crate::sheet_form::packed;

fn said(error: &ImportError) -> [String; 2] {
    assert!(matches!(error, ImportError::OtherContent { .. }), "{error}");
    Lang::ALL.map(|lang| error.in_language(lang))
}

#[test]
fn any_json_is_no_register_in_dpv() {
    for json in [
        "{}",
        "[]",
        r#"{ "name": "a", "version": "1.0.0", "dependencies": { "b": "^2" } }"#,
        r#"{ "@graph": [] }"#,
        r#"[{ "@id": "urn:x:a", "@type": "https://schema.org/Person" }]"#,
        r#"[{ "@id": "urn:x:a", "@type": "https://w3id.org/dpv#Purpose" }]"#,
    ] {
        let error = dpv::import(json.as_bytes(), Default::default()).unwrap_err();
        assert_eq!(
            said(&error),
            [
                "le document ne contient ni `dpv:Process`, ni organisme\u{a0}: ce n’est pas un registre en DPV",
                "the document holds no `dpv:Process` and no organisation: it is no register in DPV",
            ],
            "{json}"
        );
    }
    let organisation = r#"{ "@type": "https://w3id.org/dpv#DataController" }"#;
    assert!(dpv::import(organisation.as_bytes(), Default::default()).is_ok());
}

#[test]
fn any_yaml_is_no_manifest() {
    for yaml in [
        "{}",
        "services:\n  web:\n    image: a\n",
        "data_subject: []\n",
        "system: null\n",
        "System: []\n",
    ] {
        let error = fides::import(yaml.as_bytes(), Default::default()).unwrap_err();
        assert_eq!(
            said(&error),
            [
                "le document ne contient ni `system`, ni `dataset`, ni `organization`\u{a0}: ce n’est pas un manifeste fides",
                "the document holds no `system`, `dataset` or `organization`: it is no fides manifest",
            ],
            "{yaml}"
        );
    }
    assert!(fides::import(b"system: []", Default::default()).is_ok());
}

#[test]
fn any_spreadsheet_is_no_form() {
    let budget = "<table:table-row><table:table-cell><text:p>Nom du traitement</text:p></table:table-cell></table:table-row>";
    for rows in ["", budget] {
        let error = cnil::import(&packed(&document(rows)), OdsLimits::default()).unwrap_err();
        assert_eq!(error, CnilError::NoList);
        let [fr, en] = Lang::ALL.map(|lang| error.in_language(lang));
        assert!(
            fr.starts_with("aucune feuille ne porte la liste des traitements"),
            "{fr}"
        );
        assert!(
            en.starts_with("no sheet has the list of processing activities"),
            "{en}"
        );
    }
}
