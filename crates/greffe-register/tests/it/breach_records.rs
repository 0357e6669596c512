//! What a record of a breach holds, and how it is shown.

use greffe_register::render::Html;
use greffe_register::{
    Affected, ApproximateNumber, BreachData, BreachEnd, BreachPeople, ClientsTold, PersonsToldWhen,
    Register, Stated,
};
use greffe_terms::Lang;

const REGISTER: &str = r#"
organisation = { name = "A" }
processing = [{ ref = "P", name = "P", role = "processor" }]
[breach_procedure]
authority = "CNIL"
portal = "notifications.example"
authority_within = "PT72H"
alert = { fr = "Le responsable alerte la direction", en = "The head alerts the board" }
persons = "high_risk"
clients = "concerned"
clients_within = "PT48H"
clients_receive = [{ fr = "La liste des utilisateurs concernés", en = "The list of users concerned" }]
[[breach]]
id = "b"
processings = ["P"]
nature = ["confidentiality"]
origin = "bad_recipient"
cause = "internal_accidental"
start = 2026-03-01T08:00:00+01:00
end = "ongoing"
aware = 2026-03-02T10:17:00+01:00
discovered = "A call"
persons = 140
people = ["minor", "Schools <all>"]
records = "not_determined"
data = "none"
impacts = ["discrimination"]
consequences = "Annoyance"
measures = "Recalled"
gravity = "important"
severity = { data = "simple", context = 2, context_reason = "Minors", identification = "maximum", confidentiality = "known_recipients", integrity = "no_use", availability = "restored", malicious = false }
notification = "not_required"
notification_reason = "Sealed sheets"
communication = { told = "no", waiver = "risk_removed", reason = "Came back" }
persons_list = { place = "Safe 3", readers = ["The officer"] }
processors = ["Hostel"]
told_by_processor = 2026-03-02T10:16:00+01:00
"#;

#[test]
fn a_number_that_is_not_determined_differs_from_one_that_nobody_wrote() {
    let register = Register::from_toml(REGISTER).unwrap();
    let breach = &register.breaches().items()[0];
    assert_eq!(breach.persons, Some(ApproximateNumber::About(140)));
    assert_eq!(breach.records, Some(ApproximateNumber::NotDetermined));
    assert_eq!(breach.data, Stated::None);
    let bare = Register::from_toml(
        "organisation = { name = \"A\" }\nbreach = [{ id = \"b\", data = \"not_applicable\" }]",
    )
    .unwrap();
    let bare = &bare.breaches().items()[0];
    assert_eq!((bare.persons, bare.records), (None, None));
    assert!(bare.people.is_unknown());
    assert_eq!(bare.data, Stated::NotApplicable);
}

#[test]
fn a_category_is_a_code_of_the_list_or_a_text() {
    let register = Register::from_toml(REGISTER).unwrap();
    let breach = &register.breaches().items()[0];
    let people = breach.people.items();
    assert_eq!(people[0], Affected::Listed(BreachPeople::Minors));
    assert_eq!(people[0].in_language(Lang::Fr), "mineurs");
    assert_eq!(people[1].in_language(Lang::Fr), "Schools <all>");
    assert_eq!(breach.end, Some(BreachEnd::Ongoing));
    assert!(
        BreachData::ALL
            .iter()
            .all(|one| one.code().parse() == Ok(*one))
    );
}

#[test]
fn a_procedure_holds_what_is_promised_upon_a_breach() {
    let register = Register::from_toml(REGISTER).unwrap();
    let procedure = register.breach_procedure().unwrap();
    assert_eq!(procedure.authority_within, Some("PT72H".parse().unwrap()));
    assert_eq!(procedure.clients_within, Some("PT48H".parse().unwrap()));
    assert_eq!(procedure.clients, Some(ClientsTold::Concerned));
    assert_eq!(procedure.persons, Some(PersonsToldWhen::HighRisk));
    assert_eq!(procedure.clients_receive.len(), 1);
}

#[test]
fn writing_and_reading_gives_the_same_register() {
    let register = Register::from_toml(REGISTER).unwrap();
    assert!(Register::from_json(&register.to_json()).unwrap() == register);
}

#[test]
fn the_page_shows_the_record_and_the_procedure() {
    let register = Register::from_toml(REGISTER).unwrap();
    let fact = |label: &str, value: &str| {
        format!("<tr><th scope=\"row\">{label}</th><td>{value}</td></tr>")
    };
    let fr = Html::new(Lang::Fr).render(&register);
    for row in [
        fact("Traitements", "P"),
        fact("Fin", "en cours"),
        fact("Personnes concernées", "environ 140"),
        fact("Catégories de personnes", "mineurs, Schools &lt;all&gt;"),
        fact("Enregistrements concernés", "pas encore déterminé"),
        fact("Catégories de données", "Néant"),
        fact(
            "Conséquences",
            "discrimination<div class=\"note\">Annoyance</div>",
        ),
        fact("Gravité", "importante"),
        fact(
            "Gravité selon l’ENISA",
            "2 × 1 + 0,25 = 2,25\u{a0}: moyenne (des désagréments notables, surmontés malgré quelques difficultés)\u{a0}; contexte ajusté, score de base 1\u{a0}: Minors<div class=\"note\">Données\u{a0}: données simples</div><div class=\"note\">Contexte retenu\u{a0}: 2</div><div class=\"note\">plus de cent personnes</div>",
        ),
        fact(
            "Article 34",
            "la communication individuelle aux personnes n’est pas requise\u{a0}: gravité importante\u{a0}; gravité selon l’ENISA moyenne\u{a0}; risque élevé écarté depuis, art. 34(3)(b)<div class=\"note\">l’autorité peut exiger qu’elles soient informées, ou décider qu’un cas de l’art. 34(3) est rempli (art. 34(4))</div>",
        ),
        fact(
            "Notification à l’autorité",
            "non requise<div class=\"note\">Sealed sheets</div>",
        ),
        fact(
            "Liste des personnes",
            "Safe 3<div class=\"note\">The officer</div>",
        ),
        fact(
            "Clients avisés",
            "<span class=\"unknown\">Non renseigné</span>",
        ),
        fact("Alerte interne", "Le responsable alerte la direction"),
        fact("Autorité avisée sous", "72 heures"),
        fact("Personnes informées", "si le risque est élevé"),
        fact("Clients avisés", "les clients concernés"),
        fact("Remis aux clients", "La liste des utilisateurs concernés"),
    ] {
        assert!(fr.contains(&row), "{row}");
    }
    let en = Html::new(Lang::En).render(&register);
    for row in [
        fact("End", "ongoing"),
        fact("Records concerned", "not determined so far"),
        fact("Origin", "sent to the wrong recipient"),
        fact("Authority told within", "72 hours"),
        fact("Clients told", "the clients concerned"),
    ] {
        assert!(en.contains(&row), "{row}");
    }
}

#[test]
fn the_public_extract_has_neither_breaches_nor_the_procedure() {
    let register = Register::from_toml(REGISTER).unwrap();
    let extract = Html::new(Lang::Fr).public_extract().render(&register);
    for internal in [
        "Registre des violations",
        "Procédure",
        "Schools",
        "Safe 3",
        "CNIL",
    ] {
        assert!(!extract.contains(internal), "{internal}");
    }
}
