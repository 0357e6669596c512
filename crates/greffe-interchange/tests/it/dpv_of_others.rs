//! What documents of others say in the terms of DPV: it is read, or reported.

use greffe_interchange::{Extent, ImportLimits, dpv};
use greffe_register::Register;
use serde_json::{Value, json};

fn import(document: &Value) -> (Register, Vec<String>) {
    let text = document.to_string();
    let (register, losses) = dpv::import(text.as_bytes(), ImportLimits::default()).unwrap();
    let losses = losses.losses().iter().map(|loss| loss.place().to_owned());
    (register, losses.collect())
}

/// A document of nobody's in particular: an organisation, and what a process says.
fn of_acme(process: Value) -> Value {
    let register = Register::from_toml("organisation = { name = \"A\" }").unwrap();
    let (own, _) = dpv::export(&register, Extent::Terms).unwrap();
    let own: Value = serde_json::from_str(&own).unwrap();
    let mut node = json!({ "@id": "https://acme.example/p/payroll", "@type": "dpv:Process", "rdfs:label": "Payroll" });
    node.as_object_mut()
        .unwrap()
        .extend(process.as_object().unwrap().clone());
    let acme = json!({ "@id": "https://acme.example/#org", "@type": "dpv:DataController", "dpv:hasName": "Acme" });
    json!({ "@context": own["@context"], "@graph": [acme, node] })
}

/// The record of such a document, and the places of its report.
fn record_of_acme(process: Value) -> (Value, Vec<String>) {
    let (register, losses) = import(&of_acme(process));
    let record = serde_json::to_value(&register).unwrap()["processing"][0].clone();
    (record, losses)
}

#[test]
fn an_organisation_under_its_own_name_has_a_role_and_is_no_client_of_itself() {
    let acme = json!({ "@id": "https://acme.example/#org" });
    for (property, role) in [
        ("dpv:hasDataController", "controller"),
        ("dpv:hasJointDataControllers", "joint_controller"),
        ("dpv:hasDataProcessor", "processor"),
    ] {
        let (record, places) = record_of_acme(json!({ property: acme.clone() }));
        assert_eq!(record["role"], json!(role));
        assert_eq!(record["clients"], Value::Null);
        assert_eq!(record["recipients"], Value::Null);
        assert_eq!(places, [""; 0]);
    }
    // Another controller is a client, as ever.
    let verger = json!({ "@id": "_:v", "@type": "dpv:DataController", "dpv:hasName": "Verger" });
    let process = json!({ "dpv:hasDataProcessor": acme.clone(), "dpv:hasDataController": verger });
    let (record, places) = record_of_acme(process);
    assert_eq!(record["role"], json!("processor"));
    assert!(
        record["clients"].to_string().contains("Verger"),
        "{record:#}"
    );
    assert_eq!(places, [""; 0]);
}

#[test]
fn an_organisation_without_an_id_is_known_by_its_class_alone() {
    let mut document = of_acme(json!({}));
    document["@graph"][0] = json!({ "@type": "dpv:DataController", "dpv:hasName": "Acme" });
    document["@graph"][1]["dpv:hasDataController"] =
        json!({ "@type": "dpv:DataController", "dpv:hasName": "Verger" });
    let (register, _) = import(&document);
    let record = &register.processings()[0];
    assert_eq!(record.role, None);
    assert_eq!(record.clients.items().len(), 1);
}

#[test]
fn a_link_to_the_organisation_that_is_no_role_is_reported() {
    let acme = json!({ "@id": "https://acme.example/#org" });
    // Two roles at once, and itself among the recipients.
    let (record, places) = record_of_acme(json!({
        "dpv:hasDataController": acme.clone(),
        "dpv:hasDataProcessor": acme.clone(),
        "dpv:hasRecipient": acme,
    }));
    assert_eq!(record["role"], json!("controller"));
    assert_eq!(record["recipients"], Value::Null);
    assert_eq!(
        places,
        [
            "@graph[1].dpv:hasRecipient",
            "@graph[1].dpv:hasDataProcessor"
        ]
    );
    // What is said of it in another place than its own, which is read.
    let (record, places) = record_of_acme(json!({
        "dpv:hasDataController": { "@id": "https://acme.example/#org", "dpv:hasAddress": "Dole" },
    }));
    assert_eq!(record["role"], json!("controller"));
    assert_eq!(
        places,
        ["@graph[1].dpv:hasDataController[0].dpv:hasAddress"]
    );
}

#[test]
fn a_controller_without_a_name_is_reported() {
    let (record, places) = record_of_acme(
        json!({ "dpv:hasDataController": { "@id": "https://verger.example/#org" } }),
    );
    assert_eq!(record["clients"], Value::Null);
    assert_eq!(
        places,
        ["@graph[1].dpv:hasDataController[0].dpv:hasDataController"]
    );
}

/// The places of a report on personal data, and the record.
fn of_data(data: Value) -> (Value, Vec<String>) {
    record_of_acme(json!({ "dpv:hasPersonalData": data }))
}

#[test]
fn sensitive_data_of_an_unknown_term_are_reported_as_sensitive() {
    for class in [
        "dpv:SpecialCategoryPersonalData",
        "dpv:SensitivePersonalData",
    ] {
        let (record, places) = of_data(json!({ "@type": [class, "pd:MentalHealth"] }));
        assert_eq!(record["data"][0]["category"], json!("other"));
        assert_eq!(record["sensitive"], Value::Null);
        assert_eq!(places, ["@graph[1].dpv:hasPersonalData[0].@type"]);
        // The class alone, also as a term that stands for itself.
        let (_, places) = of_data(json!({ "@id": class }));
        assert_eq!(places, ["@graph[1].dpv:hasPersonalData[0].@type"]);
    }
}

#[test]
fn a_second_condition_of_sensitive_data_is_reported() {
    let (record, places) = of_data(json!({
        "@type": ["dpv:SpecialCategoryPersonalData", "pd:Health"],
        "dpv:hasLegalBasis": [{ "@id": "eu-gdpr:A9-2-a" }, { "@id": "eu-gdpr:A9-2-h" }],
    }));
    let expected = json!([{ "category": "health", "condition": "explicit_consent" }]);
    assert_eq!(record["sensitive"], expected);
    assert_eq!(
        places,
        ["@graph[1].dpv:hasPersonalData[0].dpv:hasLegalBasis[1].@id"]
    );
}

#[test]
fn data_of_two_sensitive_categories_are_an_entry_of_each() {
    let (record, places) = of_data(json!({
        "@type": ["dpv:SpecialCategoryPersonalData", "pd:Health", "pd:Genetic", "pd:MedicalHealth"],
        "dpv:hasLegalBasis": { "@id": "eu-gdpr:A9-2-h" },
    }));
    let expected = json!([
        { "category": "health", "condition": "medicine" },
        { "category": "genetic", "condition": "medicine" },
    ]);
    assert_eq!(record["sensitive"], expected);
    assert_eq!(places, [""; 0]);
}

#[test]
fn a_term_beside_a_sensitive_category_is_reported() {
    let (record, places) = of_data(json!({ "@type": ["pd:Health", "pd:EmailAddress"] }));
    assert_eq!(record["sensitive"], json!([{ "category": "health" }]));
    assert_eq!(places, ["@graph[1].dpv:hasPersonalData[0].@type"]);
}

#[test]
fn a_basis_of_the_process_that_no_purpose_names_is_reported() {
    let (record, places) = record_of_acme(json!({
        "dpv:hasLegalBasis": [{ "@id": "eu-gdpr:A6-1-a" }, { "@id": "eu-gdpr:A6-1-f" }],
        "dpv:hasPurpose": { "@id": "https://acme.example/letter", "dpv:hasLegalBasis": { "@id": "eu-gdpr:A6-1-a" } },
    }));
    let purpose = record["purpose"].to_string();
    assert!(purpose.contains("consent") && !purpose.contains("legitimate"));
    assert_eq!(places, ["@graph[1].dpv:hasLegalBasis"]);
}

#[test]
fn the_narrower_class_of_persons_is_read_and_any_other_reported() {
    let class = "@graph[1].dpv:hasDataSubject[0].@type";
    for (types, label, expected, reported) in [
        (
            json!(["dpv:DataSubject", "dpv:Child"]),
            None,
            "Child",
            &[][..],
        ),
        (json!("dpv:DataSubject"), None, "DataSubject", &[]),
        (
            json!(["dpv:DataSubject", "dpv:Customer"]),
            None,
            "customers",
            &[],
        ),
        (
            json!(["dpv:Customer", "dpv:Child"]),
            None,
            "customers",
            &[class],
        ),
        (
            json!(["dpv:Child", "dpv:Customer", "dpv:Employee"]),
            None,
            "customers",
            &[class, class],
        ),
        (
            json!(["dpv:DataSubject", "dpv:Child"]),
            Some("Pupils"),
            "Pupils",
            &[class],
        ),
        (json!(["dpv:Child", "dpv:Adult"]), None, "Child", &[class]),
    ] {
        let mut subject = json!({ "@type": types });
        if let Some(label) = label {
            subject["rdfs:label"] = json!(label);
        }
        let (record, places) = record_of_acme(json!({ "dpv:hasDataSubject": subject.clone() }));
        assert_eq!(record["subjects"], json!([expected]), "{subject}");
        assert_eq!(places, reported, "{subject}");
    }
}

#[test]
fn the_narrower_class_of_a_measure_is_read_and_any_other_reported() {
    let class = "@graph[1].dpv:hasTechnicalOrganisationalMeasure[0].@type";
    let any = "dpv:TechnicalOrganisationalMeasure";
    for (types, expected, reported) in [
        (
            json!([any, "dpv:Encryption"]),
            json!({ "encryption": true }),
            &[][..],
        ),
        (json!(any), json!({ "other": true }), &[]),
        (
            json!([any, "dpv:Pseudonymisation"]),
            json!({ "other": ["Pseudonymisation"] }),
            &[],
        ),
        (
            json!(["dpv:Pseudonymisation", any, "dpv:Encryption"]),
            json!({ "encryption": true }),
            &[class],
        ),
        (
            json!(["dpv:Encryption", "dpv:AccessControlMethod"]),
            json!({ "encryption": true }),
            &[class],
        ),
    ] {
        let measure = json!({ "@type": types });
        let (record, places) =
            record_of_acme(json!({ "dpv:hasTechnicalOrganisationalMeasure": measure.clone() }));
        assert_eq!(record["measures"], expected, "{measure}");
        assert_eq!(places, reported, "{measure}");
    }
}

#[test]
fn classes_and_sources_of_data_beside_the_one_that_is_read_are_reported() {
    let (record, places) = of_data(json!({
        "@type": ["dpv:ProvidedPersonalData", "dpv:ObservedPersonalData", "pd:Name"],
        "dpv:hasDataSource": { "@id": "dpv:ThirdPartyDataSource" },
    }));
    assert_eq!(record["data"][0]["source"], json!("provided"));
    assert_eq!(
        places,
        [
            "@graph[1].dpv:hasPersonalData[0].@type",
            "@graph[1].dpv:hasPersonalData[0].dpv:hasDataSource"
        ]
    );
    let (_, places) = of_data(json!({ "@type": ["pd:Health", "dpv:PseudonymisedData"] }));
    assert_eq!(places, ["@graph[1].dpv:hasPersonalData[0].@type"]);
}

#[test]
fn words_of_data_that_are_kept_for_an_unstated_time_are_reported() {
    let (record, places) = of_data(json!({
        "@type": "pd:Name",
        "dpv:hasStorageCondition": {
            "dpv:hasDuration": { "@id": "dpv:IndeterminateDuration" }, "rdfs:label": "While the contract runs",
        },
    }));
    assert_eq!(record["data"][0]["retention"], json!("unstated"));
    assert_eq!(
        places,
        ["@graph[1].dpv:hasPersonalData[0].dpv:hasStorageCondition[0].rdfs:label"]
    );
}

#[test]
fn a_country_or_a_necessity_without_a_name_is_reported() {
    let (_, places) = record_of_acme(json!({ "dpv:hasDataImporter": {
        "@type": "dpv:DataImporter", "dpv:hasName": "Cabinet Noyer",
        "dpv:hasThirdCountry": { "@type": "dpv:ThirdCountry", "rdfs:label": "Tunisia" },
    } }));
    assert_eq!(
        places,
        ["@graph[1].dpv:hasDataImporter[0].dpv:hasThirdCountry[0].dpv:hasThirdCountry"]
    );
    let necessity = json!({ "@type": "dpv:Required" });
    let (record, places) = of_data(json!({ "@type": "pd:Name", "dpv:hasNecessity": necessity }));
    assert_eq!(record["data"][0]["mandatory"], Value::Null);
    assert_eq!(
        places,
        ["@graph[1].dpv:hasPersonalData[0].dpv:hasNecessity[0].dpv:hasNecessity"]
    );
}

#[test]
fn a_second_name_is_reported_where_it_is_another() {
    let mut document = of_acme(json!({
        "dct:title": "Paie",
        "dpv:hasRecipient": { "dpv:hasName": "Cabinet Noyer", "rdfs:label": "Noyer" },
        "dpv:hasDataController": { "rdfs:label": "Verger" },
    }));
    document["@graph"][0]["rdfs:label"] = json!("Acme");
    let (register, places) = import(&document);
    assert_eq!(register.processings()[0].clients.items().len(), 1);
    assert_eq!(
        places,
        [
            "@graph[1].dct:title",
            "@graph[1].dpv:hasRecipient[0].rdfs:label"
        ]
    );
    document["@graph"][0]["rdfs:label"] = json!("Acme SAS");
    assert_eq!(import(&document).1.first().unwrap(), "@graph[0].rdfs:label");
}

#[test]
fn a_purpose_is_known_by_the_end_of_its_address_or_by_its_place() {
    let purpose = |id: &str| json!({ "@id": id, "@type": "dpv:Purpose", "rdfs:label": "Some" });
    let (record, _) = record_of_acme(json!({
        "dpv:hasPurpose": [
            purpose("https://acme.example/purposes#billing"),
            purpose("https://acme.example/Rue de l’Écluse"),
            json!({ "@type": "dpv:Purpose", "rdfs:label": "Another" }),
        ],
    }));
    let ids = record["purpose"].as_array().unwrap().iter();
    let ids: Vec<_> = ids.map(|purpose| purpose["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["billing", "purpose-2", "purpose-3"]);
}
