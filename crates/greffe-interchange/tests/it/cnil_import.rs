//! From a filled form to a register.

use greffe_interchange::cnil::{self, CnilError};
use greffe_interchange::ods::{Edits, NewValue, OdsLimits, SheetEdits, Spreadsheet};
use greffe_interchange::{LossKind, LossReport};
use greffe_register::{Register, Stated};
use greffe_terms::{DataCategory, Lang};

use crate::sheet_form::{content, form, packed};

/// The form with a record in a copy of the model: label, number of the cell beside it, text.
pub(crate) fn filled(cells: &[(&str, u32, &str)]) -> Vec<u8> {
    let book = Spreadsheet::open(form(), OdsLimits::default()).unwrap();
    let model = &book.sheets()[2];
    let mut edits = SheetEdits::new();
    for (label, beside, text) in cells {
        let row = (0..model.height().min(200)).find(|row| model.text(*row, 1).starts_with(label));
        let row = row.unwrap_or_else(|| panic!("no label {label}"));
        edits.set(row, 1 + beside, NewValue::Text((*text).to_owned()));
    }
    let mut all = Edits::new();
    all.copy_sheet(2, 2, "Fiche 1".to_owned(), edits);
    book.edit(&all).unwrap().to_bytes().unwrap()
}

/// The form with cells of its list filled in: row, column, text; and with a record as [`filled`] makes it where one is given.
fn listed(cells: &[(u32, u32, &str)], record: &[(&str, u32, &str)]) -> Vec<u8> {
    let bytes = if record.is_empty() {
        form()
    } else {
        filled(record)
    };
    let book = Spreadsheet::open(bytes, OdsLimits::default()).unwrap();
    let mut edits = Edits::new();
    for (row, column, text) in cells {
        let text = NewValue::Text((*text).to_owned());
        edits.sheet(1).set(*row, *column, text);
    }
    book.edit(&edits).unwrap().to_bytes().unwrap()
}

pub(crate) fn import(bytes: &[u8]) -> (Register, LossReport) {
    cnil::import(bytes, OdsLimits::default()).unwrap()
}

pub(crate) const NAMED: [(&str, u32, &str); 2] = [
    ("Nom du traitement", 1, "Facturation"),
    ("N° / RÉF", 1, "FAC-01"),
];

pub(crate) fn with(cells: &[(&str, u32, &str)]) -> (Register, LossReport) {
    import(&filled(&[&NAMED, cells].concat()))
}

#[test]
fn a_blank_form_is_a_register_without_activities() {
    let (register, losses) = import(&form());
    assert!(register.processings().is_empty());
    let lines: Vec<_> = losses
        .losses()
        .iter()
        .map(|loss| loss.in_language(Lang::En))
        .collect();
    assert_eq!(
        lines,
        [
            "dropped: sheet 4: the record is an example of the form",
            "assumed: sheet 2: the form does not name the organisation",
        ]
    );
}

#[test]
fn what_cells_say_is_taken_for_facts_and_blanks_are_unknown() {
    let (register, _) = with(&[
        ("Date de création du traitement", 1, "1er mars 2026"),
        ("Mise à jour du traitement", 1, "10/05/2018"),
        (
            "Finalité principale",
            1,
            "Établir les factures\nBase légale : Exécution d'un contrat",
        ),
        ("État civil", 1, "Nom, prénom"),
        (
            "État civil",
            4,
            "10 ans à compter de la clôture de l'exercice",
        ),
        ("Vie personnelle", 1, "Non"),
        (
            "Données concernant la santé",
            1,
            "Droit du travail, sécurité et protection sociales",
        ),
        ("Catégorie de personnes 1", 1, "Clients"),
        ("Destinataire 1", 1, "Sous-traitants"),
        ("Destinataire 1", 4, "Hébergeur\nPays : France"),
        ("Mesure de sécurité 1", 1, "Sauvegarde des données"),
        ("Organisme destinataire 1", 1, "Néant"),
    ]);
    let processing = register.processing("FAC-01").unwrap();
    assert_eq!(processing.created.unwrap().to_string(), "2026-03-01");
    assert_eq!(processing.updated.unwrap().to_string(), "2018-05-10");
    let json = serde_json::to_value(&register).unwrap();
    let json = &json["processing"][0];
    assert_eq!(
        json["purpose"],
        serde_json::json!([{"id": "FAC-01.1", "name": "Établir les factures", "basis": ["contract"]}])
    );
    assert_eq!(
        json["data"][0]["retention"],
        serde_json::json!({"keep": "P10Y", "after": {"fiscal_close": "last_operation"}})
    );
    assert_eq!(processing.not_processed, [DataCategory::PersonalLife]);
    assert_eq!(
        json["sensitive"],
        serde_json::json!([{"category": "health", "condition": "employment"}])
    );
    assert_eq!(json["subjects"], serde_json::json!(["customers"]));
    assert_eq!(
        json["recipients"],
        serde_json::json!({"processor": [{"name": "Hébergeur", "country": "FR"}]})
    );
    assert_eq!(json["measures"], serde_json::json!({"backup": true}));
    assert_eq!(processing.transfers, Stated::None);
    assert!(processing.recipients.internal.is_unknown() && processing.responsible.is_unknown());
}

#[test]
fn a_remark_below_the_last_table_is_no_transfer_and_survives_an_update() {
    let book = Spreadsheet::open(filled(&NAMED), OdsLimits::default()).unwrap();
    let sheet = &book.sheets()[3];
    let row = (0..200)
        .find(|row| sheet.text(*row, 1) == "Organisme destinataire 4")
        .unwrap();
    let mut edits = Edits::new();
    for (below, column, text) in [
        (2, 1, "Commentaires"),
        (2, 2, "Audité en 2025"),
        (4, 1, "Fait à Lyon"),
        // Without a label, and below a gap.
        (6, 3, "Suisse"),
    ] {
        let text = NewValue::Text(text.to_owned());
        edits.sheet(3).set(row + below, column, text);
    }
    let bytes = book.edit(&edits).unwrap().to_bytes().unwrap();
    let (register, losses) = import(&bytes);
    assert!(register.processings()[0].transfers.is_unknown());
    let places: Vec<_> = losses
        .of_kind(LossKind::Dropped)
        .filter(|loss| loss.place().starts_with("sheet 4, cell"))
        .map(|loss| loss.place().to_owned())
        .collect();
    let cell = |below: u32, column: char| format!("sheet 4, cell {column}{}", row + below + 1);
    assert_eq!(places, [cell(2, 'C'), cell(4, 'B'), cell(6, 'D')]);

    let none = Register::from_toml(
        r#"
        organisation = { name = "A" }
        [[processing]]
        ref = "FAC-01"
        name = "Facturation"
        transfers = "none"
        "#,
    )
    .unwrap();
    let (updated, _) = cnil::update(&bytes, &none, OdsLimits::default()).unwrap();
    let updated = Spreadsheet::open(updated, OdsLimits::default()).unwrap();
    let sheet = &updated.sheets()[3];
    assert_eq!(sheet.text(row - 3, 2), "Aucun");
    assert_eq!(sheet.text(row + 2, 2), "Audité en 2025");
    assert_eq!(sheet.text(row + 4, 1), "Fait à Lyon");
    assert_eq!(sheet.text(row + 6, 3), "Suisse");
}

#[test]
fn rows_with_another_label_are_remarks_and_rows_without_one_belong_to_their_table() {
    let (register, losses) = with(&[
        ("Responsable(s) conjoint(s)", 0, "Sous-traitant"),
        ("Responsable(s) conjoint(s)", 1, "Oui"),
        ("Sous-finalité 1", 0, "Finalité annexe"),
        ("Sous-finalité 1", 1, "Relancer"),
        ("Sous-finalité 3", 0, "Vu par"),
        ("Sous-finalité 3", 1, "La direction"),
        ("Catégorie de personnes 2", 0, "Relu en mars"),
        ("Catégorie de personnes 2", 1, "Clients"),
        ("Destinataire 2", 0, ""),
        ("Destinataire 2", 1, "Sous-traitants"),
        ("Destinataire 3", 0, "Destinataire n° 3"),
        ("Destinataire 3", 4, "Hébergeur"),
        ("Mesure de sécurité 3", 0, "À revoir"),
        ("Mesure de sécurité 3", 1, "Sauvegarde des données"),
    ]);
    let json = serde_json::to_value(&register).unwrap();
    let json = &json["processing"][0];
    assert_eq!(
        json["purpose"],
        serde_json::json!([{ "id": "FAC-01.1", "name": "Relancer" }])
    );
    assert_eq!(json["recipients"]["processor"].as_array().unwrap().len(), 1);
    assert_eq!(json["recipients"]["external"].as_array().unwrap().len(), 1);
    for key in ["role", "subjects", "measures"] {
        assert!(json.get(key).is_none(), "{key}: {json}");
    }
    let remarks = losses.of_kind(LossKind::Dropped).filter(|loss| {
        loss.in_language(Lang::En)
            .ends_with("the row is not the form’s; it is not taken over")
    });
    assert_eq!(remarks.count(), 4, "{losses}");
}

#[test]
fn no_officer_is_none_and_a_yes_for_the_house_is_an_external_officer() {
    let officer = |name: &str, house: &str| {
        let (register, _) = import(&listed(&[(5, 2, name), (5, 6, house)], &[]));
        let mut json = serde_json::to_value(&register).unwrap();
        json["organisation"]["dpo"].take()
    };
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    for (name, house, wanted) in [
        ("Néant", "N/A", r#""none""#),
        ("Sans objet", "Non", r#""not_applicable""#),
        ("Néant", "", r#""none""#),
        (
            "Mme Noyer",
            "Oui",
            r#"{ "kind": "external", "name": "Mme Noyer" }"#,
        ),
        ("Néant", "Oui", r#"{ "kind": "external", "name": "none" }"#),
        (
            "Mme Noyer",
            "Non",
            r#"{ "kind": "internal", "name": "Mme Noyer" }"#,
        ),
    ] {
        assert_eq!(officer(name, house), json(wanted), "{name}, {house}");
    }
}

#[test]
fn coordinates_of_the_officer_s_house_are_the_officer_s_or_are_reported() {
    let house = [
        ("Société du DPO", 1, "Cabinet Noyer"),
        ("Société du DPO", 2, "2 rue du Port"),
        ("Société du DPO", 4, "Brest"),
        ("Société du DPO", 5, "France"),
        ("Société du DPO", 7, "dpo@noyer.example"),
    ];
    let person = [
        ("Délégué à la protection", 1, "Mme Noyer"),
        ("Délégué à la protection", 3, "29200"),
        ("Délégué à la protection", 5, "France"),
        ("Délégué à la protection", 6, "02 61 91 00 00"),
    ];
    let read = |cells: &[(&str, u32, &str)]| {
        let (register, losses) = with(cells);
        let lost: Vec<_> = losses
            .of_kind(LossKind::Dropped)
            .filter(|loss| loss.place().starts_with("sheet 4, cell "))
            .map(|loss| loss.place()["sheet 4, cell ".len()..].to_owned())
            .collect();
        let json = serde_json::to_value(&register).unwrap();
        (json["organisation"]["dpo"].to_string(), lost.join(" "))
    };
    let (dpo, lost) = read(&house);
    assert!(
        dpo.contains("Cabinet Noyer, 2 rue du Port, Brest, dpo@noyer.example"),
        "{dpo}"
    );
    assert_eq!(lost, "G11");
    // One address and one telephone: the officer's own.
    let telephone = [("Société du DPO", 6, "02 61 91 00 01")];
    let (dpo, lost) = read(&[&house[..], &telephone, &person].concat());
    assert!(
        dpo.contains("Cabinet Noyer, 29200, 02 61 91 00 00, dpo@noyer.example"),
        "{dpo}"
    );
    assert_eq!(lost, "G10 D11 F11 G11 H11");
    // A country alone is no officer.
    assert_eq!(read(&[house[3]]), ("null".to_owned(), "G11".to_owned()));
    // No house has no coordinates.
    let (dpo, lost) = read(&[
        ("Délégué à la protection", 1, "Mme Noyer"),
        ("Société du DPO", 1, "N/A"),
        ("Société du DPO", 2, "N/A"),
        ("Société du DPO", 7, "N/A"),
    ]);
    let internal = serde_json::json!({ "kind": "internal", "name": "Mme Noyer" });
    assert_eq!((dpo, lost), (internal.to_string(), String::new()));
}

const NAMELESS: [(&str, u32, &str); 2] = [
    ("N° / RÉF", 1, "RH-02"),
    ("Finalité principale", 1, "Gérer la paie"),
];

#[test]
fn a_record_without_a_name_is_a_record() {
    let (register, losses) = import(&filled(&NAMELESS));
    let json = serde_json::to_value(&register).unwrap();
    assert_eq!(
        json["processing"],
        serde_json::json!([{
            "ref": "RH-02",
            "name": "RH-02",
            "purpose": [{ "id": "RH-02.1", "name": "Gérer la paie" }],
        }])
    );
    let unnamed: Vec<_> = losses
        .losses()
        .iter()
        .filter(|loss| loss.place() == "sheet 4, cell C4")
        .map(|loss| loss.kind())
        .collect();
    assert_eq!(unnamed, [LossKind::Assumed], "{losses}");
    // The list's name stands for it where there is one.
    let list = [(10, 0, "Paie"), (10, 1, "RH-02")];
    let (register, _) = import(&listed(&list, &NAMELESS));
    let json = serde_json::to_value(&register).unwrap();
    assert_eq!(json["processing"].as_array().unwrap().len(), 1);
    assert_eq!(json["processing"][0]["name"], "Paie");
    // What a form may hold beforehand makes no record of it.
    let (register, _) = import(&filled(&[
        ("Responsable du traitement", 1, "Atelier Hélianthe"),
        ("Données concernant la santé", 1, "Non"),
        ("Mesure de sécurité 1", 1, "Sauvegarde des données"),
        ("Organisme destinataire 1", 1, "Néant"),
    ]));
    assert!(register.processings().is_empty());
}

#[test]
fn a_record_without_a_name_is_not_taken_for_the_blank_one() {
    // It stands before the blank one.
    let book = Spreadsheet::open(form(), OdsLimits::default()).unwrap();
    let mut record = SheetEdits::new();
    record.set(4, 2, NewValue::Text("RH-02".to_owned()));
    record.set(14, 2, NewValue::Text("Gérer la paie".to_owned()));
    let mut edits = Edits::new();
    edits.copy_sheet(2, 1, "Fiche 1".to_owned(), record);
    let bytes = book.edit(&edits).unwrap().to_bytes().unwrap();
    let book = Spreadsheet::open(bytes.clone(), OdsLimits::default()).unwrap();
    assert_eq!(book.sheets()[2].text(14, 1), "Finalité principale");
    let register = Register::from_toml(
        r#"
        organisation = { name = "A" }
        [[processing]]
        ref = "FAC-01"
        name = "Facturation"
        "#,
    )
    .unwrap();
    let (updated, _) = cnil::update(&bytes, &register, OdsLimits::default()).unwrap();
    let (back, _) = import(&updated);
    assert!(back.processing("FAC-01").unwrap().purposes.is_empty());
    assert_eq!(back.processing("RH-02").unwrap().purposes.len(), 1);
    assert!(matches!(
        cnil::fill(&bytes, &register, OdsLimits::default()),
        Err(CnilError::NotBlank { .. })
    ));
}

#[test]
fn forms_that_lack_a_label_are_refused_with_the_place() {
    let without = |label: &str| {
        let content = content().replacen(label, "Autre libellé", 1);
        cnil::import(&packed(&content), OdsLimits::default()).unwrap_err()
    };
    let message = |label| without(label).in_language(Lang::Fr);
    assert_eq!(
        message("<text:p>Données sensibles<"),
        "feuille 3, cellule B27\u{a0}: le libellé `Données sensibles` manque"
    );
    assert_eq!(
        message("<text:p>Type de destinataire<"),
        "feuille 3, cellule B39\u{a0}: le libellé `Type de destinataire` manque"
    );
    assert_eq!(
        without("<text:p>Mise à jour du traitement<").to_string(),
        "sheet 3: the label `Mise à jour du traitement` is missing"
    );
    assert_eq!(
        without("<text:p>Date de création de la fiche<"),
        CnilError::NoList
    );
    assert!(matches!(
        without("<text:p>Dernière mise à jour de la fiche<"),
        CnilError::MissingLabel { .. }
    ));
}

#[test]
fn labels_are_found_whatever_their_case_accents_and_apostrophes() {
    let content = content()
        .replace("Nom du traitement", "NOM  DU TRAITEMENT")
        .replace("N° / RÉF", "n°/Ref")
        .replace("Durée de conservation", "DUREE DE CONSERVATION")
        .replace("données d'identification", "donnees d’identification");
    assert!(cnil::import(&packed(&content), OdsLimits::default()).is_ok());
}

#[test]
fn references_are_made_identifiers_once_each() {
    let name = [("Nom du traitement", 1, "Paie")];
    let (register, losses) = import(&filled(
        &[&name[..], &[("N° / RÉF", 1, "Fiche n° 3 / RH")]].concat(),
    ));
    assert_eq!(register.processings()[0].reference.as_str(), "Fiche-n-3-RH");
    assert!(
        losses
            .in_language(Lang::Fr)
            .contains("transformé\u{a0}: sheet 4, cell C5"),
        "{losses}"
    );
    let (register, losses) = import(&filled(&[&name[..], &[("N° / RÉF", 1, "")]].concat()));
    assert_eq!(register.processings()[0].reference.as_str(), "fiche");
    assert_eq!(losses.of_kind(LossKind::Assumed).count(), 2);
}

/// The references of a form, in the order of the register.
fn references(bytes: &[u8]) -> (Vec<String>, LossReport) {
    let (register, losses) = import(bytes);
    let references = register.processings().iter();
    let references = references.map(|processing| processing.reference.as_str().to_owned());
    (references.collect(), losses)
}

#[test]
fn rows_of_the_list_take_the_records_of_their_references_before_those_of_their_names() {
    let named = |reference| [("Nom du traitement", 1, "Paie"), ("N° / RÉF", 1, reference)];
    let list = [(10, 0, "Paie"), (10, 1, "B"), (11, 0, "Paie"), (11, 1, "A")];
    let (found, losses) = references(&listed(&list, &named("A")));
    assert_eq!(found, ["B", "A"]);
    let alone: Vec<_> = losses
        .of_kind(LossKind::Assumed)
        .filter(|loss| loss.place().starts_with("sheet 2, cell"))
        .map(|loss| loss.place().to_owned())
        .collect();
    assert_eq!(alone, ["sheet 2, cell A11"], "{losses}");
    // A reference that the record does not bear out.
    let (found, losses) = references(&listed(&list[..2], &named("A")));
    assert_eq!(found, ["A"]);
    assert!(
        losses
            .of_kind(LossKind::Dropped)
            .any(|loss| loss.place() == "sheet 2, cell B11"),
        "{losses}"
    );
    // One that differs in signs alone is the same.
    let list = [(10, 0, "Paie"), (10, 1, "rh 02")];
    let (found, losses) = references(&listed(&list, &named("RH-02")));
    assert_eq!(found, ["RH-02"]);
    assert!(
        !losses
            .losses()
            .iter()
            .any(|loss| loss.place().starts_with("sheet 2, cell")),
        "{losses}"
    );
}

#[test]
fn rows_of_the_list_that_name_no_activity_are_reported() {
    let list = [
        (10, 4, "Vidéosurveillance"),
        (10, 7, "Oui"),
        (11, 2, "10/05/2018"),
        // A list may have its noes filled in beforehand.
        (12, 7, "Non"),
        (13, 0, "Paie"),
        (13, 4, "Payer"),
    ];
    let (found, losses) = references(&listed(&list, &[]));
    assert_eq!(found.len(), 1);
    let places: Vec<_> = losses
        .of_kind(LossKind::Dropped)
        .filter(|loss| loss.place().starts_with("sheet 2, cell"))
        .map(|loss| loss.place().to_owned())
        .collect();
    assert_eq!(places, ["sheet 2, cell E11", "sheet 2, cell C12"]);
}

#[test]
fn a_second_list_is_reported_where_it_lists_something() {
    let second = |edits: SheetEdits| {
        let book = Spreadsheet::open(form(), OdsLimits::default()).unwrap();
        let mut all = Edits::new();
        all.copy_sheet(1, 1, "Liste de 2024".to_owned(), edits);
        let bytes = book.edit(&all).unwrap().to_bytes().unwrap();
        let (_, losses) = import(&bytes);
        let dropped = losses.of_kind(LossKind::Dropped);
        let places = dropped.map(|loss| loss.place().to_owned());
        places.collect::<Vec<_>>()
    };
    // The form's own example is sheet 5 now.
    assert_eq!(second(SheetEdits::new()), ["sheet 5"]);
    let mut edits = SheetEdits::new();
    edits.set(10, 0, NewValue::Text("Paie".to_owned()));
    assert_eq!(second(edits), ["sheet 5", "sheet 3"]);
}

#[test]
fn no_error_and_no_loss_repeats_a_cell() {
    let marker = "MARKER";
    let (_, losses) = with(&[
        ("Date de création du traitement", 1, marker),
        ("Vie personnelle", 4, marker),
        ("Destinataire 1", 1, marker),
        ("Représentant", 1, marker),
        ("Organisme destinataire 1", 2, marker),
        ("Responsable(s) conjoint(s)", 1, marker),
    ]);
    assert!(losses.losses().len() > 6);
    for lang in Lang::ALL {
        assert!(!losses.in_language(lang).contains(marker));
    }
    assert!(!format!("{losses:?}").contains(marker));
}
