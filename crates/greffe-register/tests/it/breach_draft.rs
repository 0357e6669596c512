//! The notice to the authority.

use greffe_register::Register;
use greffe_register::breach::{NoticeKind, notification_draft};
use greffe_terms::Lang;
use proptest::prelude::*;

use super::generated::registers;

const REGISTER: &str = r#"
[organisation]
name = "Atelier *Hélianthe*"
address = "1 rue des Tanneurs"
dpo = { kind = "internal", contact = "dpo@helianthe.example" }
[breach_procedure]
authority = { fr = "CNIL, France", en = "CNIL (France)" }
[[breach]]
id = "2026_01"
nature = ["confidentiality", "availability"]
origin = "hack"
start = 2026-03-01T08:00:00+01:00
end = "ongoing"
aware = 2026-03-02T10:17:00+01:00
discovered = "A customer\ncalled"
persons = 40
people = ["customer", { fr = "Abonnés", en = "Subscribers" }]
data = ["contact", "indentification_access"]
impacts = ["identity_theft"]
consequences = { fr = "Courriers indésirables", en = "Unwanted letters" }
gravity = "important"
delay_reason = "Logs had to be read"
communication = { told = "yes", at = 2026-03-05T09:00:00+01:00, means = "Letter" }
"#;

fn draft(kind: NoticeKind, lang: Lang) -> String {
    let register = Register::from_toml(REGISTER).unwrap();
    notification_draft(&register, &register.breaches().items()[0], kind, lang)
}

#[test]
fn the_first_notice_in_french() {
    insta::assert_snapshot!(draft(NoticeKind::First, Lang::Fr));
}

#[test]
fn the_first_notice_in_english() {
    insta::assert_snapshot!(draft(NoticeKind::First, Lang::En));
}

#[test]
fn a_further_notice_refers_to_the_first() {
    let text = REGISTER.replace(
        "gravity = ",
        "records = 80\nmeasures = \"Keys changed\"\nnotified = 2026-03-04T10:00:00+01:00\nfurther_notices = [{ at = 2026-03-10T10:00:00+01:00, what = \"The number of records\" }]\ngravity = ",
    );
    let register = Register::from_toml(&text).unwrap();
    let breach = &register.breaches().items()[0];
    let (fr, en) = (
        notification_draft(&register, breach, NoticeKind::Further, Lang::Fr),
        notification_draft(&register, breach, NoticeKind::Further, Lang::En),
    );
    for words in [
        "# Notification complémentaire",
        "- **Première notification**\u{a0}: mercredi 4 mars 2026 à 10 h 00 (UTC+01:00)",
        "- **Complément déjà donné**\u{a0}: mardi 10 mars 2026 à 10 h 00 (UTC+01:00)\u{a0}: The number of records",
    ] {
        assert!(fr.contains(words), "{words}\n{fr}");
    }
    for words in [
        "# Further notice",
        "- **First notice**: Wednesday 4 March 2026 at 10:00 (UTC+01:00)",
    ] {
        assert!(en.contains(words), "{words}\n{en}");
    }
    // All is there, so nothing follows.
    assert!(!fr.contains("À communiquer") && !en.contains("To follow"));
}

#[test]
fn without_an_officer_the_contact_of_the_organisation_stands() {
    let text = REGISTER.replace(
        "dpo = { kind = \"internal\", contact = \"dpo@helianthe.example\" }",
        "dpo = \"none\"\ncontact = \"donnees@helianthe.example\"",
    );
    let register = Register::from_toml(&text).unwrap();
    let breach = &register.breaches().items()[0];
    let draft = notification_draft(&register, breach, NoticeKind::First, Lang::En);
    assert!(draft.contains("- **Contact point**: donnees@helianthe.example\n"));
}

#[test]
fn the_authority_may_still_order_that_persons_be_told_who_were_not() {
    let draft_of = |communication: &str, lang| {
        let told = "communication = { told = \"yes\", at = 2026-03-05T09:00:00+01:00, means = \"Letter\" }\n";
        assert_eq!(REGISTER.matches(told).count(), 1);
        let register = Register::from_toml(&REGISTER.replace(told, communication)).unwrap();
        notification_draft(
            &register,
            &register.breaches().items()[0],
            NoticeKind::First,
            lang,
        )
    };
    let waived =
        "communication = { told = \"no\", waiver = \"unintelligible\", reason = \"Encrypted\" }\n";
    for communication in ["", waived, "communication = { told = \"no\" }\n"] {
        let fr = draft_of(communication, Lang::Fr);
        assert!(
            fr.contains(
                "- **Suite possible**\u{a0}: l’autorité peut exiger qu’elles soient informées"
            ),
            "{fr}"
        );
        let en = draft_of(communication, Lang::En);
        assert!(
            en.contains("- **What may follow**: the authority may require that they be told"),
            "{en}"
        );
    }
    assert!(!draft(NoticeKind::First, Lang::En).contains("What may follow"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// No text of the register makes a heading, a list or a line of its own.
    #[test]
    fn every_line_is_the_programs(document in registers()) {
        let register = Register::from_json(&document.to_string()).unwrap();
        for breach in register.breaches().items() {
            for lang in Lang::ALL {
                for kind in [NoticeKind::First, NoticeKind::Further] {
                    let draft = notification_draft(&register, breach, kind, lang);
                    for line in draft.lines() {
                        prop_assert!(line.is_empty() || line.starts_with("- ") || line.starts_with("# ") || line.starts_with("## "), "{}", line);
                        prop_assert!(!line.contains("<b>"), "{}", line);
                    }
                }
            }
        }
    }
}
