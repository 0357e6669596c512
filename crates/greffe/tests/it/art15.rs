use greffe::RegisterExt;
use greffe::export::Stated;
use greffe::register::{LookupError, Register};
use greffe::terms::{Lang, LegalBasis, SpecialCondition};
use proptest::prelude::*;

fn register(text: &str) -> Register {
    Register::from_toml(text).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn what_the_register_does_not_state_is_never_told_as_none() {
    let register = register(
        r#"
        organisation = { name = "Atelier Hélianthe" }
        [[processing]]
        ref = "A"
        name = "Silent"
        [[processing]]
        ref = "B"
        name = "Explicit"
        transfers = "none"
        recipients = { internal = "none", external = "none", processor = "none", partner = "none", third_country = "none" }
        "#,
    );
    let silent = register.art15_information(&["A"]).unwrap();
    assert_eq!(
        (&silent.recipients, &silent.transfers),
        (&Stated::Unstated, &Stated::Unstated)
    );
    let explicit = register.art15_information(&["B"]).unwrap();
    assert_eq!(
        (&explicit.recipients, &explicit.transfers),
        (&Stated::Nothing, &Stated::Nothing)
    );
    // One record that says nothing makes the answer for both unstated.
    let both = register.art15_information(&["A", "B"]).unwrap();
    assert_eq!(
        (&both.recipients, &both.transfers),
        (&Stated::Unstated, &Stated::Unstated)
    );
    assert_eq!(
        register.art15_information(&["C"]).unwrap_err(),
        LookupError::UnknownProcessing
    );
}

#[test]
fn a_transfer_without_instrument_is_told_without_one() {
    let register = register(
        r#"
        organisation = { name = "Atelier Hélianthe" }
        [[processing]]
        ref = "A"
        name = "CRM"
        transfers = [{ recipient = "Alpes CRM", country = "CH" }]
        "#,
    );
    let information = register.art15_information(&["A"]).unwrap();
    let Stated::These(transfers) = &information.transfers else {
        panic!("a transfer is stated")
    };
    assert_eq!(
        (
            transfers[0].country.in_language(Lang::Fr),
            transfers[0].tool
        ),
        ("Suisse", None)
    );
}

#[test]
fn an_entry_without_period_is_told_as_such_and_not_left_out() {
    let register = register(
        r#"
        organisation = { name = "Atelier Hélianthe" }
        [[processing]]
        ref = "A"
        name = { fr = "Paie", en = "Payroll" }
        data = [
            { category = "identity", retention = { keep = "P5Y", after = "contract_end", law = ["C. trav. L3243-4"] } },
            { category = "nir", retention = "unstated" },
            { category = "economic" },
        ]
        "#,
    );
    let told = register.art15_information(&["A"]).unwrap().retention;
    let periods: Vec<_> = told
        .iter()
        .map(|entry| entry.period.in_language(Lang::En))
        .collect();
    assert_eq!(periods[1..], ["period not stated in the register"; 2]);
    assert_eq!(told[0].citations[0].as_str(), "C. trav. L3243-4");
    assert!(
        told[0]
            .what
            .in_language(Lang::Fr)
            .starts_with("Paie\u{a0}: ")
    );
}

#[test]
fn what_a_machine_decides_is_told_with_its_logic_and_consequences() {
    let register = register(
        r#"
        organisation = { name = "Atelier Hélianthe" }
        [[processing]]
        ref = "A"
        name = "Credit"
        automated_decisions = [{ what = "Payment in instalments", logic = "A score of past payments", consequences = "It may be refused" }]
        [[processing]]
        ref = "B"
        name = "Newsletter"
        automated_decisions = "none"
        [[processing]]
        ref = "C"
        name = "Silent"
        "#,
    );
    let told = register.art15_information(&["A", "B"]).unwrap();
    let Stated::These(decisions) = &told.automated_decisions else {
        panic!("a decision is stated")
    };
    let [decision] = &decisions[..] else {
        panic!("there is one")
    };
    let words = [&decision.what, &decision.logic, &decision.consequences];
    assert_eq!(
        words.map(|text| text.in_language(Lang::En)),
        [
            "Payment in instalments",
            "A score of past payments",
            "It may be refused"
        ]
    );
    assert!(laws(&told, "GDPR 15(1)(h)").is_empty());
    let none = register.art15_information(&["B"]).unwrap();
    assert_eq!(none.automated_decisions, Stated::Nothing);
    let silent = register.art15_information(&["C"]).unwrap();
    assert_eq!(silent.automated_decisions, Stated::Unstated);
    // What one record says is not passed off as what all say.
    let partly = register.art15_information(&["A", "C"]).unwrap();
    assert_eq!(laws(&partly, "GDPR 15(1)(h)").len(), 1);
}

fn laws(told: &greffe::export::Art15Information, law: &str) -> Vec<String> {
    let unstated = told.unstated().into_iter();
    let unstated = unstated.map(|law| law.as_str().to_owned());
    unstated.filter(|found| found == law).collect()
}

#[test]
fn what_one_record_states_is_not_passed_off_as_what_all_state() {
    let register = register(
        r#"
        organisation = { name = "Atelier Hélianthe" }
        [[processing]]
        ref = "A"
        name = "CRM"
        purpose = [{ id = "customers", basis = "contract" }]
        source = "A list broker"
        data = [{ category = "identity", source = "third_party", retention = { keep = "P3Y", after = "recorded" } }]
        recipients = { partner = ["Banque du Port"] }
        transfers = [{ recipient = "Alpes CRM", country = "US", tool = "scc" }]
        automated_decisions = "none"
        [[processing]]
        ref = "B"
        name = "Silent"
        "#,
    );
    let whole = register.art15_information(&["A"]).unwrap();
    assert_eq!(whole.unstated(), []);
    let both = register.art15_information(&["A", "B"]).unwrap();
    let unstated = both.unstated();
    let unstated: Vec<_> = unstated.iter().map(|law| law.as_str()).collect();
    assert_eq!(
        unstated,
        [
            "GDPR 15(1)(a)",
            "GDPR 15(1)(b)",
            "GDPR 15(1)(c)",
            "GDPR 15(1)(d)",
            "GDPR 15(1)(g)",
            "GDPR 15(1)(h)",
            "GDPR 15(2)"
        ]
    );
}

proptest! {
    /// Every purpose of the processings asked about is told, each once a basis, a portable basis first; nothing of any other is.
    #[test]
    fn purposes_are_those_of_the_processings_asked_about(
        bases in prop::collection::vec(prop::collection::btree_set(0usize..6, 0..4), 1..6),
        asked in prop::collection::btree_set(0usize..6, 0..6),
    ) {
        let mut text = "organisation = { name = \"Atelier Hélianthe\" }\n".to_owned();
        for (index, bases) in bases.iter().enumerate() {
            let codes: Vec<_> = bases.iter().map(|b| format!("\"{}\"", LegalBasis::ALL[*b].code())).collect();
            let basis = if codes.is_empty() { String::new() } else { format!(", basis = [{}]", codes.join(", ")) };
            text.push_str(&format!("[[processing]]\nref = \"P{index}\"\nname = \"p\"\npurpose = [{{ id = \"purpose-{index}\"{basis} }}]\n"));
        }
        let register = register(&text);
        let asked: Vec<usize> = asked.into_iter().filter(|index| *index < bases.len()).collect();
        let references: Vec<String> = asked.iter().map(|index| format!("P{index}")).collect();
        let references: Vec<&str> = references.iter().map(String::as_str).collect();
        let information = register.art15_information(&references).unwrap();
        for (index, bases) in bases.iter().enumerate() {
            let id = format!("purpose-{index}");
            let told: Vec<_> = information.purposes.iter().filter(|purpose| purpose.id.as_str() == id).collect();
            if !asked.contains(&index) {
                prop_assert!(told.is_empty());
                continue;
            }
            prop_assert_eq!(told.len(), bases.len().max(1));
            let portable = bases.iter().any(|b| matches!(LegalBasis::ALL[*b], LegalBasis::Consent | LegalBasis::Contract));
            prop_assert_eq!(information.purpose(&told[0].id).unwrap().is_portable(), portable);
        }
    }
}

#[test]
fn explicit_consent_to_special_categories_makes_data_portable_beside_any_basis() {
    let register = register(
        r#"
        organisation = { name = "Atelier Hélianthe" }
        [[processing]]
        ref = "A"
        name = "Diets"
        purpose = [{ id = "menus", basis = "legitimate_interests" }]
        sensitive = [{ category = "health", condition = "vital_interests" }, { category = "belief", condition = "explicit_consent" }]
        [[processing]]
        ref = "B"
        name = "Sick leave"
        purpose = [{ id = "leave", basis = "legal_obligation" }]
        sensitive = [{ category = "health", condition = "employment" }]
        "#,
    );
    let told = register.art15_information(&["A", "B"]).unwrap().purposes;
    let portable: Vec<bool> = told.iter().map(|purpose| purpose.is_portable()).collect();
    assert_eq!(portable, [true, false]);
    assert_eq!(told[1].special, Some(SpecialCondition::Employment));
}

#[test]
fn an_international_organisation_is_told_in_place_of_a_country() {
    let text = |international: bool| {
        let register = Register::from_toml(&format!(
            r#"
            organisation = {{ name = "Atelier Hélianthe" }}
            [[processing]]
            ref = "BRE-01"
            name = "Brevets"
            transfers = [{{ recipient = "Union des offices", tool = "adequacy", international_organisation = {international} }}]
            "#
        ));
        let information = register.unwrap().art15_information(&["BRE-01"]).unwrap();
        let Stated::These(transfers) = &information.transfers else {
            panic!("one transfer");
        };
        let is_whole = !information
            .partly_stated
            .iter()
            .any(|law| law.as_str() == "GDPR 15(2)");
        let country = transfers[0].country.in_language(Lang::Fr).to_owned();
        (country, is_whole)
    };
    assert_eq!(text(true), ("organisation internationale".to_owned(), true));
    assert_eq!(text(false), ("pays non précisé".to_owned(), false));
}
