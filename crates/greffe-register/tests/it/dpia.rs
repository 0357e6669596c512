//! What a screening calls for, how it is read and how it is shown.

use greffe_register::render::Html;
use greffe_register::{
    DpiaCriterion, DpiaOutcome, DpiaReason, MeasureStatus, Register, RegisterError, Stated,
};
use greffe_terms::Lang;
use proptest::prelude::*;

fn register(dpia: &str) -> Register {
    let text = format!("organisation = {{ name = \"A\" }}\ndpia = [{{ scope = \"S\"{dpia} }}]");
    Register::from_toml(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn criteria(met: usize, not_met: usize) -> String {
    let answers: Vec<_> = (1..=met + not_met)
        .map(|number| format!("c{number} = {}", number <= met))
        .collect();
    format!(", criteria = {{ {} }}", answers.join(", "))
}

#[test]
fn the_list_goes_before_the_exemption_and_the_exemption_before_the_criteria() {
    use DpiaOutcome::{NotRequired, Required, Undetermined};
    let all_met = criteria(9, 0);
    let none_met = criteria(0, 9);
    for (lists, criteria, outcome) in [
        (
            ", required_list = [\"social_housing\"], exempt_list = [\"notary\"]",
            &none_met,
            Required,
        ),
        (
            ", required_list = [\"social_housing\"]",
            &none_met,
            Required,
        ),
        (
            ", required_list = \"none\", exempt_list = [\"notary\"]",
            &all_met,
            NotRequired,
        ),
        (
            ", required_list = \"not_applicable\", exempt_list = [\"notary\"]",
            &all_met,
            NotRequired,
        ),
        (", exempt_list = [\"notary\"]", &none_met, Undetermined),
        (", required_list = \"none\"", &all_met, Required),
        ("", &all_met, Required),
        (", required_list = \"none\"", &none_met, NotRequired),
        (
            ", required_list = \"none\", exempt_list = \"none\"",
            &none_met,
            NotRequired,
        ),
        ("", &none_met, Undetermined),
    ] {
        let register = register(&format!("{lists}{criteria}"));
        let suggested = register.dpias()[0].suggested();
        assert_eq!(suggested.outcome, outcome, "{lists}{criteria}");
    }
}

#[test]
fn unanswered_criteria_count_only_where_they_could_change_the_outcome() {
    use DpiaOutcome::{NotRequired, Required, Undetermined};
    for (met, not_met, outcome) in [
        (0, 9, NotRequired),
        (0, 8, NotRequired),
        (0, 7, Undetermined),
        (1, 8, NotRequired),
        (1, 7, Undetermined),
        (2, 0, Required),
        (2, 7, Required),
    ] {
        let register = register(&format!(
            ", required_list = \"none\"{}",
            criteria(met, not_met)
        ));
        let suggested = register.dpias()[0].suggested();
        assert_eq!(suggested.outcome, outcome, "{met} met, {not_met} not");
    }
}

#[test]
fn the_reasons_are_said_in_both_languages_with_their_sources() {
    let words = |dpia: &str, lang| register(dpia).dpias()[0].suggested().in_words(lang);
    let both = ", required_list = [\"staff_profiles\"], exempt_list = [\"small_employer_staff\"]";
    assert_eq!(
        words(both, Lang::Fr),
        "analyse d’impact requise (liste des opérations qui exigent une analyse\u{a0}: profils de personnes pour la gestion des ressources \
         humaines\u{a0}; la dispense ne joue pas, l’autre liste l’emporte\u{a0}: gestion du personnel d’un organisme de moins de 250 personnes, \
         sans profilage)"
    );
    assert_eq!(
        words("", Lang::En),
        "undetermined (0 of 9 criteria are met; 9 criteria are not answered; the list of operations that need one was not compared)"
    );
    assert_eq!(
        words(&criteria(1, 7), Lang::Fr),
        "indéterminé (1 critère rempli sur 9\u{a0}; 1 critère sans réponse\u{a0}; la liste des opérations qui exigent une analyse n’a pas \
         été consultée)"
    );
    assert_eq!(
        words(
            ", required_list = \"none\", exempt_list = [\"suppliers\"]",
            Lang::En
        ),
        "impact assessment not required (list of exempt operations: relations with suppliers)"
    );
    let register = register(both);
    let sources: Vec<_> = register.dpias()[0]
        .suggested()
        .reasons
        .iter()
        .map(|reason| reason.citation().to_string())
        .collect();
    assert_eq!(sources, ["CNIL 2018-327", "CNIL 2018-327"]);
    assert_eq!(
        DpiaReason::CriteriaMet(2).citation().label(Lang::En),
        "WP29 248"
    );
}

proptest! {
    /// To meet a criterion more never leads away from an assessment, and an answer never makes a settled outcome open again.
    #[test]
    fn more_criteria_met_never_call_for_less(met in 0_usize..9, not_met in 0_usize..9, compared: bool) {
        prop_assume!(met + not_met <= 8);
        let list = if compared { ", required_list = \"none\"" } else { "" };
        let outcome = |met, not_met| {
            register(&format!("{list}{}", criteria(met, not_met))).dpias()[0].suggested().outcome
        };
        let (before, yes, no) = (outcome(met, not_met), outcome(met + 1, not_met), outcome(met, not_met + 1));
        match before {
            DpiaOutcome::Undetermined => {}
            settled => prop_assert_eq!((yes, no), (settled, settled)),
        }
        prop_assert!(no != DpiaOutcome::Required || before == DpiaOutcome::Required);
        prop_assert!(yes != DpiaOutcome::NotRequired || before == DpiaOutcome::NotRequired);
    }
}

#[test]
fn a_criterion_is_an_answer_with_or_without_its_reason() {
    let register = register(
        ", criteria = { c1 = true, c2 = { met = false, why = \"No decision\" }, c3 = { why = \"The vendor does not tell\" } }",
    );
    let dpia = &register.dpias()[0];
    let answer = |which| {
        let criterion = dpia.criterion(which).unwrap();
        (criterion.met, criterion.why.is_some())
    };
    assert_eq!(answer(DpiaCriterion::Scoring), (Some(true), false));
    assert_eq!(
        answer(DpiaCriterion::AutomatedDecision),
        (Some(false), true)
    );
    assert_eq!(answer(DpiaCriterion::Monitoring), (None, true));
    assert_eq!(answer(DpiaCriterion::Exclusion), (None, false));
    assert_eq!(
        (
            dpia.criteria_met(),
            dpia.criteria_answered(),
            dpia.criteria_open()
        ),
        (1, 2, 7)
    );
}

#[test]
fn a_measure_is_a_status_or_a_table_with_one() {
    let register = Register::from_toml(
        "organisation = { name = \"A\" }\nsecurity = { framework = \"F\", sheets = [[\"done\", { status = \"setting_up\", evidence = \"E\", \
         owner = \"O\", due = 2026-06-30, note = \"N\" }]] }",
    )
    .unwrap();
    let sheet = &register.security().unwrap().sheets[0];
    assert!(sheet[0].is_bare() && sheet[0].status == MeasureStatus::Done);
    assert!(!sheet[1].is_bare() && sheet[1].status == MeasureStatus::SettingUp);
    assert_eq!(sheet[1].due.unwrap().to_string(), "2026-06-30");
    let security = register.security().unwrap();
    assert_eq!(
        security.sheet_in_words(1, Lang::Fr).unwrap(),
        "fiche 1\u{a0}: 1 finalisée sur 2 (50\u{202f}%), 1 en cours de mise en place"
    );
    assert!(security.sheet_in_words(2, Lang::Fr).is_none());
}

const LINKED: &str = r#"
organisation = { name = "A" }
processing = [
    { ref = "P-1", name = "P", dpia = "d1" },
    { ref = "P-2", name = "P", dpia = "none" },
    { ref = "P-3", name = "P", dpia = "not_applicable" },
    { ref = "P-4", name = "P" },
]
[[dpia]]
id = "d1"
scope = "One"
[[dpia]]
scope = { fr = "Deux" }
processings = ["P-1", "P-4"]
criteria = { c4 = { met = true, why = { fr = "Santé" } } }
advice = "Favourable <b>"
advised = 2024-01-02
views = "none"
consultation = "not_applicable"
document = "DOC-7"
next_review = 2027-01-02
"#;

#[test]
fn records_and_screenings_name_one_another_from_either_side() {
    let register = Register::from_toml(LINKED).unwrap();
    let scopes = |reference: &str| {
        let processing = register.processing(reference).unwrap();
        let scopes = register.dpias_of(processing);
        scopes
            .map(|dpia| dpia.scope.in_language(Lang::Fr).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(scopes("P-1"), ["One", "Deux"]);
    assert_eq!(scopes("P-4"), ["Deux"]);
    assert_eq!(scopes("P-2"), [""; 0]);
    assert!(register.processing("P-2").unwrap().dpia.is_none());
    assert_eq!(
        register.processing("P-3").unwrap().dpia,
        Stated::NotApplicable
    );
    assert!(register.processing("P-4").unwrap().dpia.is_unknown());
    assert!(register.dpia("d1").is_some() && register.dpia("d2").is_none());
}

#[test]
fn links_that_lead_nowhere_and_ids_that_stand_twice_are_faults() {
    let message = |text: &str, lang| -> String {
        let text = format!("organisation = {{ name = \"A\" }}\n{text}");
        let error = Register::from_toml(&text).unwrap_err();
        assert!(matches!(error, RegisterError::Faults(_)));
        error.in_language(lang)
    };
    for (text, place, fr, en) in [
        (
            "processing = [{ ref = \"P\", name = \"P\", dpia = \"nowhere\" }]",
            "processing[P].dpia",
            "aucune analyse d’impact n’a cet identifiant",
            "no screening has this id",
        ),
        (
            "dpia = [{ scope = \"S\", processings = [\"nowhere\"] }]",
            "dpia[1].processings[1]",
            "aucun traitement n’a cette référence",
            "no processing has this reference",
        ),
        (
            "dpia = [{ id = \"d\", scope = \"S\" }, { id = \"d\", scope = \"S\" }]",
            "dpia[d].id",
            "une autre analyse d’impact porte déjà cet identifiant",
            "another screening has this id already",
        ),
        (
            "dpia = [{ id = \"none\", scope = \"S\" }]",
            "dpia[none].id",
            "un identifiant autre que `none` et `not_applicable`",
            "an identifier other than `none` and `not_applicable`",
        ),
        (
            "dpia = [{ scope = \"S\", criteria = { c1 = \"nowhere\" } }]",
            "dpia[1].criteria.c1",
            "`true`, `false` ou une table { met, why }",
            "`true`, `false` or a table { met, why }",
        ),
        (
            "dpia = [{ scope = \"S\", criteria = { c1 = {} } }]",
            "dpia[1].criteria.c1",
            "`true`, `false` ou une table { met, why }",
            "`true`, `false` or a table { met, why }",
        ),
        (
            "dpia = [{ scope = \"S\", required_list = [\"nowhere\"] }]",
            "dpia[1].required_list[1]",
            "un code parmi `health_establishment`",
            "a code out of `health_establishment`",
        ),
        (
            "dpia = [{ scope = \"S\", exempt_list = [] }]",
            "dpia[1].exempt_list",
            "une liste vide ne dit pas si rien n’existe",
            "an empty list does not say whether there is none",
        ),
        (
            "security = { framework = \"F\", sheets = [[{ owner = \"nowhere\" }]] }",
            "security.sheets[1][1]",
            "status",
            "status",
        ),
        (
            "security = { framework = \"F\", sheets = [[{ status = \"done\", due = \"nowhere\" }]] }",
            "security.sheets[1][1].due",
            "date",
            "date",
        ),
    ] {
        for (lang, words) in [(Lang::Fr, fr), (Lang::En, en)] {
            let message = message(text, lang);
            assert!(message.contains(words), "{message}");
            assert!(message.contains(place), "{message}");
            assert!(!message.contains("nowhere"), "{message}");
        }
    }
}

#[test]
fn the_page_shows_a_screening_with_its_links_criteria_and_advice() {
    let register = Register::from_toml(LINKED).unwrap();
    let page = Html::new(Lang::Fr).render(&register);
    for expected in [
        "<a href=\"#dpia-d1\">d1</a>",
        "<h3 id=\"dpia-d1\">One</h3>",
        "<a href=\"#p-P-1\">P-1</a>, <a href=\"#p-P-4\">P-4</a>",
        "données sensibles ou à caractère hautement personnel</th><td>oui</td><td>Santé</td>",
        "Favourable &lt;b&gt;",
        "2 janvier 2024",
        "<tr><th scope=\"row\">Avis des personnes</th><td>Néant</td></tr>",
        "<tr><th scope=\"row\">Consultation préalable</th><td>Sans objet</td></tr>",
        "DOC-7",
        "2 janvier 2027",
        "indéterminé (1 critère rempli sur 9",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
    let english = Html::new(Lang::En).render(&register);
    for expected in [
        "sensitive or highly personal data</th><td>yes</td><td><span lang=\"fr\">Santé</span></td>",
        "List of operations that need one",
        "Prior consultation",
    ] {
        assert!(english.contains(expected), "{expected}");
    }
    let extract = Html::new(Lang::Fr).public_extract().render(&register);
    assert!(!extract.contains("dpia-d1") && !extract.contains("DOC-7"));
}

#[test]
fn the_page_shows_owner_and_due_day_of_the_measures_that_tell_them() {
    let page = |measure: &str, lang| {
        let register = Register::from_toml(&format!(
            "organisation = {{ name = \"A\" }}\nsecurity = {{ framework = \"F\", sheets = [[\"done\", {measure}]] }}"
        ))
        .unwrap();
        Html::new(lang).render(&register)
    };
    let told = "{ status = \"setting_up\", owner = \"DSI\", due = 2026-06-30, note = \"Lot 2\" }";
    let french = page(told, Lang::Fr);
    assert!(french.contains(
        "<tr><th scope=\"row\">1.2</th><td>en cours de mise en place</td><td>DSI</td><td><time datetime=\"2026-06-30\">30 juin 2026</time></td>"
    ));
    assert!(french.contains("<td>Lot 2</td>"));
    assert!(page(told, Lang::En).contains("<caption>Measures in detail</caption>"));
    assert!(!page("\"done\"", Lang::Fr).contains("Suivi des mesures"));
}
