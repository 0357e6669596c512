//! What a copy says of itself: in words beside its data, and in its `datapackage.json`.

use chrono::NaiveDate;
use serde_json::{Map, Value as Json, json};

use crate::Kind;
use crate::guard::DECLARATION;
use crate::json_file::pretty;

use super::table::TableFile;

/// What a copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    Pseudonymised,
    Anonymised,
}

impl Label {
    /// The code, which is the name of the folder too.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Pseudonymised => "pseudonymised",
            Self::Anonymised => "anonymised",
        }
    }

    /// The tag file that says it first.
    pub(crate) const fn read_me(self) -> (&'static str, &'static str) {
        match self {
            Self::Pseudonymised => ("PERSONAL-DATA.txt", PERSONAL_DATA),
            Self::Anonymised => ("ANONYMISED.txt", ANONYMISED),
        }
    }

    /// The descriptor of a copy: what it is, and `more`.
    pub(crate) fn datapackage(self, day: NaiveDate, resources: Vec<Json>, more: Json) -> Vec<u8> {
        let (basis, personal) = match self {
            Self::Pseudonymised => (PSEUDONYMISED_LAW, true),
            Self::Anonymised => (ANONYMISED_LAW, false),
        };
        let mut package = Map::new();
        for (key, value) in [
            ("name", json!(format!("copy-{}", self.code()))),
            ("profile", json!("data-package")),
            ("title", json!(self.title())),
            ("created", json!(format!("{day}T00:00:00Z"))),
            ("greffe:copy", json!(self.code())),
            ("greffe:personal_data", json!(personal)),
            ("greffe:law", json!(basis)),
            ("resources", Json::Array(resources)),
        ] {
            package.insert(key.to_owned(), value);
        }
        if let Json::Object(more) = more {
            package.extend(more);
        }
        pretty(Json::Object(package)).into_bytes()
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Pseudonymised => {
                "Copie pseudonymisée\u{a0}: données personnelles / Pseudonymised copy: personal data"
            }
            Self::Anonymised => {
                "Copie anonymisée, éprouvée à sa date / Anonymised copy, tested on its date"
            }
        }
    }
}

/// A file of a copy, as Frictionless describes it. A field is its name, its kind and what became of it.
pub(crate) fn resource(file: &TableFile, title: &str, fields: &[(&str, Kind, Json)]) -> Json {
    let fields: Vec<Json> = fields
        .iter()
        .map(|(name, kind, treatment)| {
            json!({ "name": name, "type": crate::package::table_type(*kind), "greffe:treatment": treatment })
        })
        .collect();
    let name = file.path.to_ascii_lowercase().replace(['/', '.'], "-");
    let mut resource = json!({
        "name": name,
        "path": file.path,
        "profile": "tabular-data-resource",
        "title": title,
        "format": file.format,
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": format!("sha256:{}", file.sha256),
        "schema": { "fields": fields, "missingValues": [""] },
    });
    if let (Some(resource), "csv") = (resource.as_object_mut(), file.format) {
        let dialect = json!({ "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true, "header": true });
        resource.insert("dialect".to_owned(), dialect);
        resource.insert("greffe:guard".to_owned(), json!(DECLARATION));
    }
    resource
}

const PSEUDONYMISED_LAW: &[&str] = &[
    "GDPR 4(5)",
    "GDPR recital 26",
    "EDPB 01/2025 §22 (version for consultation, 2025-01-16)",
    "CJEU 2025-09-04 C-413/23 P",
];

const ANONYMISED_LAW: &[&str] = &["GDPR recital 26", "WP29 05/2014"];

const PERSONAL_DATA: &str = "\
COPIE PSEUDONYMISÉE\u{a0}: CE SONT DES DONNÉES PERSONNELLES.

Qui a la clé sait de qui l’on parle (RGPD, art. 4, point 5, et considérant 26). Pour le responsable du traitement, cette copie
reste soumise à tout le RGPD\u{a0}: base légale, sécurité, durée, droits des personnes, information sur les destinataires.
Pour un destinataire qui n’a aucun moyen raisonnable d’identifier les personnes, elle peut ne pas l’être (CJUE, 4 septembre
2025, CEPD c/ CRU, C-413/23 P)\u{a0}; cela s’apprécie au cas par cas, et le responsable n’en est pas moins tenu de le nommer aux personnes.
Ne jamais joindre la clé. Ne pas rapprocher d’autres données. Effacer quand le besoin cesse.

PSEUDONYMISED COPY: THIS IS PERSONAL DATA.

Who has the key can tell whom it is about (GDPR Art. 4(5) and recital 26). For the controller, all of the GDPR applies
to this copy: legal basis, security, storage limit, rights, information about recipients.
For a recipient who has no means reasonably likely to be used to identify anyone it may be otherwise (CJEU, 4 September
2025, EDPS v SRB, C-413/23 P); that is judged case by case, and the controller must still name the recipient to the persons.
Never send the key with it. Do not match it with other data. Erase it when it is no longer needed.
";

const ANONYMISED: &str = "\
COPIE ANONYMISÉE. Elle a passé l’épreuve consignée dans data/anonymity-test.json\u{a0}: individualisation, corrélation,
inférence (G29, avis 05/2014). L’épreuve porte sur cette copie seule, à sa date et à ses seuils\u{a0}; à refaire quand d’autres
données deviennent accessibles.

ANONYMISED COPY. It passed the test recorded in data/anonymity-test.json: singling out, linkage, inference (WP29, Opinion
05/2014). The test is about this copy alone, on its date and at its thresholds; repeat it when other data become available.
";
