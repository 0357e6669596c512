//! `content.xml` of the form.

use std::fmt::Write;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.3"><office:automatic-styles><style:style style:name="co1" style:family="table-column"><style:table-column-properties style:column-width="6cm"/></style:style><style:style style:name="ro1" style:family="table-row"><style:table-row-properties style:row-height="0.6cm"/></style:style><style:style style:name="ce1" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style><style:style style:name="ce2" style:family="table-cell"><style:table-cell-properties fo:border="0.06pt solid #000000"/></style:style></office:automatic-styles><office:body><office:spreadsheet><table:content-validations><table:content-validation table:name="persons" table:condition="of:cell-content-is-in-list([$Listes.$A$2:.$A$9])" table:allow-empty-cell="true" table:base-cell-address="$'Modèle de fiche'.C40"/><table:content-validation table:name="kinds" table:condition="of:cell-content-is-in-list([$Listes.$B$2:.$B$6])" table:allow-empty-cell="true" table:base-cell-address="$'Modèle de fiche'.C44"/><table:content-validation table:name="measures" table:condition="of:cell-content-is-in-list([$Listes.$C$2:.$C$8])" table:allow-empty-cell="true" table:base-cell-address="$'Modèle de fiche'.C50"/></table:content-validations>"#;

const TAIL: &str = "</office:spreadsheet></office:body></office:document-content>";

const CHOOSE: &str = "Sélectionnez un élément dans cette liste déroulante ►";

/// The whole form.
pub(crate) fn content() -> String {
    let mut out = HEAD.to_owned();
    out.push_str(&guide());
    out.push_str(&list());
    out.push_str(&record("Modèle de fiche", "Fiche vierge", &BLANK));
    out.push_str(&record("Exemple", "Exemple de fiche", &EXAMPLE));
    out.push_str(&lists());
    out.push_str(TAIL);
    out
}

/// What the record sheets differ in.
struct Filled {
    name: &'static str,
    reference: &'static str,
    purpose: &'static str,
}

const BLANK: Filled = Filled {
    name: "",
    reference: "ref-001",
    purpose: "",
};
const EXAMPLE: Filled = Filled {
    name: "Planning des ateliers",
    reference: "1 - Exemple",
    purpose: "Organiser les ateliers",
};

fn sheet(name: &str, rows: &str) -> String {
    format!(
        r#"<table:table table:name="{name}" table:style-name="ta1"><table:table-column table:style-name="co1" table:number-columns-repeated="16384"/>{rows}{}</table:table>"#,
        r#"<table:table-row table:style-name="ro1" table:number-rows-repeated="200"><table:table-cell table:style-name="ce2" table:number-columns-repeated="12"/><table:table-cell table:number-columns-repeated="16372"/></table:table-row><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#
    )
}

fn row(cells: &[String]) -> String {
    format!(
        r#"<table:table-row table:style-name="ro1">{}</table:table-row>"#,
        cells.concat()
    )
}

fn label(text: &str) -> String {
    format!(
        r#"<table:table-cell table:style-name="ce1" office:value-type="string" calcext:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
    )
}

/// A cell to fill in, merged over some columns.
fn field(text: &str, columns: u32, more: &str) -> String {
    let (kind, text) = if text.is_empty() {
        ("", String::new())
    } else {
        (
            r#" office:value-type="string" calcext:value-type="string""#,
            format!("<text:p>{text}</text:p>"),
        )
    };
    let merged = if columns > 1 {
        format!(r#" table:number-columns-spanned="{columns}" table:number-rows-spanned="1""#)
    } else {
        String::new()
    };
    let covered = match columns {
        0 | 1 => String::new(),
        2 => "<table:covered-table-cell/>".to_owned(),
        _ => format!(
            r#"<table:covered-table-cell table:number-columns-repeated="{}"/>"#,
            columns - 1
        ),
    };
    format!(
        r#"<table:table-cell table:style-name="ce2"{more}{kind}{merged}>{text}</table:table-cell>{covered}"#
    )
}

fn blank(columns: u32) -> String {
    format!(
        r#"<table:table-cell table:style-name="ce2" table:number-columns-repeated="{columns}"/>"#
    )
}

fn gap() -> String {
    row(&[blank(12)])
}

fn guide() -> String {
    sheet(
        "Mode d’emploi",
        &row(&[label(
            "Un onglet par traitement : dupliquez le modèle, puis complétez-le.",
        )]),
    )
}

fn list() -> String {
    let two = |texts: [&str; 4]| texts.map(|text| label(text) + &blank(1)).concat();
    let block = |title: &str, first: [&str; 4], second: [&str; 4]| {
        let title = format!(
            r#"<table:table-cell table:style-name="ce1" office:value-type="string" table:number-columns-spanned="1" table:number-rows-spanned="2"><text:p>{title}</text:p></table:table-cell>"#
        );
        row(&[title, two(first)]) + &row(&["<table:covered-table-cell/>".to_owned(), two(second)])
    };
    let controller = ["Nom :", "Prénom :", "Adresse :", "Adresse mél :"];
    let town = ["Code postal :", "Ville :", "Téléphone :", " "];
    let mut rows = gap();
    rows.push_str(&block(
        "Coordonnées du responsable de l’organisme",
        controller,
        town,
    ));
    rows.push_str(&block("Coordonnées du représentant", controller, town));
    rows.push_str(&block(
        "Coordonnées du délégué à la protection des données (DPO)",
        [
            "Nom :",
            "Prénom :",
            "Société (si DPO externe) :",
            "Adresse :",
        ],
        ["Code postal :", "Ville :", "Téléphone :", "Adresse mél :"],
    ));
    rows.push_str(&row(&[
        field("Identification du traitement", 4, ""),
        field("Finalité du traitement", 3, ""),
        field("Données sensibles ?", 2, ""),
    ]));
    let labels = [
        "Nom du traitement",
        "N° / RÉF",
        "Date de création de la fiche",
        "Dernière mise à jour de la fiche",
    ];
    rows.push_str(&row(&[
        labels.map(label).concat(),
        field("", 3, ""),
        field("Oui/non", 2, ""),
    ]));
    rows.push_str(&row(&[
        field("(EXEMPLE) Planning des ateliers", 1, ""),
        field("1 - Exemple", 1, ""),
        r#"<table:table-cell office:value-type="date" office:date-value="2026-01-05" calcext:value-type="date"><text:p>05/01/2026</text:p></table:table-cell>"#.to_owned(),
        blank(1),
        field("Organiser les ateliers", 3, ""),
        field("Non", 2, ""),
    ]));
    rows.push_str(&format!(
        r#"<table:table-row table:style-name="ro1" table:number-rows-repeated="40">{}</table:table-row>"#,
        [blank(4), field("", 3, ""), field("", 2, "")].concat()
    ));
    sheet("Liste des traitements", &rows)
}

fn record(name: &str, title: &str, filled: &Filled) -> String {
    let mut rows = row(&[
        blank(1),
        label(title),
        blank(3),
        format!(r#"<table:table-cell table:formula="of:=[.C5]" office:value-type="string" office:string-value="{0}" calcext:value-type="string"><text:p>{0}</text:p></table:table-cell>"#, filled.reference),
        r##"<table:table-cell office:value-type="string"><text:p><text:a xlink:href="https://www.cnil.fr/" xlink:type="simple">Données sensibles</text:a></text:p></table:table-cell>"##.to_owned(),
    ]);
    let mut line = |cells: &[String]| {
        let mut all = vec![blank(1)];
        all.extend_from_slice(cells);
        rows.push_str(&row(&all));
    };
    line(&[r#"<table:table-cell table:style-name="ce1" office:value-type="string"><office:annotation svg:width="9cm"><dc:date>2026-03-02T09:30:00</dc:date><text:p>Décrivez ici ce que fait le traitement.</text:p></office:annotation><text:p>Description <text:s/>du traitement</text:p></table:table-cell>"#.to_owned()]);
    line(&[blank(11)]);
    line(&[label("Nom du traitement"), field(filled.name, 7, "")]);
    line(&[label("N° / RÉF"), field(filled.reference, 7, "")]);
    line(&[label("Date de création du traitement"), field("", 7, "")]);
    line(&[label("Mise à jour du traitement"), field("", 7, "")]);
    let columns = [
        "Acteurs",
        "Nom",
        "Adresse",
        "Code Postal",
        "Ville",
        "Pays",
        "Téléphone",
        "Adresse mél",
    ];
    line(&columns.map(label));
    for actor in [
        "Responsable du traitement",
        "Délégué à la protection des données",
        "Société du DPO (si celui-ci est externe)",
        "Représentant",
        "Responsable(s) conjoint(s)",
    ] {
        line(&[label(actor), blank(7)]);
    }
    line(&[label("Finalité(s) du traitement effectué")]);
    line(&[label("Finalité principale"), field(filled.purpose, 7, "")]);
    for number in 1..=3 {
        line(&[label(&format!("Sous-finalité {number}")), field("", 7, "")]);
    }
    let wide = |first: &str, second: &str, third: &str| {
        [label(first), field(second, 3, ""), field(third, 4, "")]
    };
    line(&wide(
        "Catégories de données personnelles concernées",
        "Description",
        "Durée de conservation",
    ));
    for category in [
        "État civil, identité, données d'identification, images…",
        "Vie personnelle (habitudes de vie, situation familiale, etc.)",
        "Informations d'ordre économique et financier (revenus, situation financière, etc.)",
        "Données de connexion (adress IP, logs, etc.)",
        "Données de localisation (déplacements, données GPS, GSM, etc.)",
        "Numéro de Sécurité Sociale (ou NIR)",
    ] {
        line(&wide(category, "", ""));
    }
    line(&wide(
        "Données sensibles",
        "Description",
        "Durée de conservation",
    ));
    for category in [
        "Données révélant l'origine raciale ou ethnique",
        "Données révélant les opinions politiques",
        "Données révélant les convictions religieuses ou philosophiques ",
        "Données révélant l'appartenance syndicale",
        "Données génétiques",
        "Données biométriques aux fins d'identifier une personne physique de manière unique",
        "Données concernant la santé",
        "Données concernant la vie sexuelle ou l'orientation sexuelle",
        "Données relatives à des condamnations pénales ou infractions",
    ] {
        line(&wide(category, "", ""));
    }
    let mut choices = |heading: [&str; 3], name: &str, validation: &str, count: u32| {
        line(&wide(heading[0], heading[1], heading[2]));
        for number in 1..=count {
            let shown = if number == 1 { CHOOSE } else { "" };
            let more = format!(r#" table:content-validation-name="{validation}""#);
            line(&[
                label(&format!("{name} {number}")),
                field(shown, 3, &more),
                field("", 4, ""),
            ]);
        }
    };
    choices(
        [
            "Catégories de personnes concernées",
            "Description",
            "Précisions",
        ],
        "Catégorie de personnes",
        "persons",
        2,
    );
    choices(
        ["Destinataires", "Type de destinataire", "Précisions"],
        "Destinataire",
        "kinds",
        4,
    );
    choices(
        [
            "Mesures de sécurité",
            "Type de mesure de sécurité",
            "Précisions",
        ],
        "Mesure de sécurité",
        "measures",
        3,
    );
    line(&[
        label("Transferts hors UE"),
        label("Destinataire"),
        label("Pays"),
        field("Type de Garanties", 2, ""),
        field("Liens vers la documentation", 3, ""),
    ]);
    for number in 1..=4 {
        line(&[
            label(&format!("Organisme destinataire {number}")),
            blank(2),
            field("", 2, ""),
            field("", 3, ""),
        ]);
    }
    // A control with an id: a copy of the sheet needs one of its own.
    let shapes =
        r#"<table:shapes><draw:control draw:control="control1" draw:id="shape1"/></table:shapes>"#;
    let forms = r#"<office:forms form:automatic-focus="false"><form:form form:name="form"><form:checkbox xml:id="control1" form:id="control1" form:name="checked"/></form:form></office:forms>"#;
    let sheet = sheet(name, &rows);
    if !filled.name.is_empty() {
        return sheet;
    }
    sheet.replacen(
        "<table:table-column",
        &format!("{forms}{shapes}<table:table-column"),
        1,
    )
}

fn lists() -> String {
    const PERSONS: [&str; 8] = [
        "Salariés",
        "Services Internes",
        "Clients",
        "Fournisseurs",
        "Prestataires",
        "Prospects",
        "Candidats",
        "Autres (préciser)",
    ];
    const KINDS: [&str; 5] = [
        "Service interne qui traite les données",
        "Sous-traitants",
        "Destinataires dans des pays tiers ou organisations internationales",
        "Partenaires institutionnels ou commerciaux",
        "Autre (Préciser)",
    ];
    const MEASURES: [&str; 7] = [
        "Mesures de traçabilité",
        "Mesures de protection des logiciels",
        "Sauvegarde des données",
        "Chiffrement des données",
        "Contrôle d'accès des utilisateurs",
        "Contrôle des sous-traitants",
        "Autres mesures (à préciser)",
    ];
    let mut rows = row(&[
        "Catégories de personnes",
        "Destinataires",
        "Mesures de sécurité",
    ]
    .map(label));
    for index in 0..PERSONS.len() {
        let mut cells = String::new();
        for column in [&PERSONS[..], &KINDS, &MEASURES] {
            let text = column.get(index).copied().unwrap_or_default();
            write!(cells, "{}", field(text, 1, "")).unwrap();
        }
        rows.push_str(&row(&[cells]));
    }
    sheet("Listes", &rows)
}
