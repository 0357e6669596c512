//! Every letter says what the law wants it to say, in both languages, and never what nobody knows.

use std::collections::BTreeMap;

use greffe_calendar::{Calendar, Place};
use greffe_export::{
    Asker, Authority, Contact, Correspondence, ErasureException, ErasureObstacle, ErasureReview,
    ExtensionReason, Fee, FeeGround, IdentityDoubt, IdentityMeans, IdentityQuestion, Letter,
    LetterElement, LetterError, LetterKind, NoticeResult, Particulars, Refusal, RefusalReason,
    Request, RestrictionGround, Right, SuspensionReason, Transmission, WithdrawnConsent,
};
use greffe_terms::{Citation, Lang, Text};
use proptest::prelude::*;

use crate::fixture::day;

const TABLE: &str = include_str!("../data/letter-elements.tsv");

pub(crate) fn controller() -> Contact {
    Contact {
        name: Text::plain("Atelier Hélianthe"),
        address: Some("1 rue des Lilas, 35000 Rennes".to_owned()),
    }
}

pub(crate) fn letters(lang: Lang) -> Correspondence {
    let officer = Contact {
        name: both(
            "Délégué à la protection des données",
            "Data protection officer",
        ),
        address: Some("dpo@helianthe.example".to_owned()),
    };
    Correspondence::new(controller(), Authority::cnil(), lang, day(3, 9)).with_officer(officer)
}

pub(crate) fn both(fr: &str, en: &str) -> Text {
    Text::new(Some(fr.to_owned()), Some(en.to_owned())).unwrap()
}

pub(crate) fn received(rights: &[Right]) -> Request {
    let first = Request::received("R-2026-17".parse().unwrap(), rights[0], day(3, 2));
    rights
        .iter()
        .fold(first, |request, right| request.also(*right))
}

pub(crate) fn reviewed(mut request: Request) -> Request {
    request.scope(day(3, 3)).unwrap();
    request.collect(day(3, 4)).unwrap();
    request.review(day(3, 5)).unwrap();
    request
}

fn reviewed_later(mut request: Request) -> Request {
    request.scope(day(3, 5)).unwrap();
    request.collect(day(3, 6)).unwrap();
    request.review(day(3, 7)).unwrap();
    request
}

pub(crate) fn others() -> Refusal {
    Refusal::new(
        RefusalReason::RightsOfOthers,
        both(
            "Les appels nomment d’autres personnes.",
            "The calls name other people.",
        ),
    )
}

pub(crate) fn review() -> ErasureReview {
    let invoices = ErasureObstacle {
        until: Some(day(12, 31)),
        citations: vec![Citation::from_static("C. com. L123-22")],
        ..ErasureObstacle::new(
            ErasureException::LegalObligation,
            both(
                "Ce sont des pièces comptables",
                "They are accounting documents",
            ),
        )
    };
    ErasureReview::new()
        .erase(both("Compte et préférences", "Account and preferences"))
        .keep(both("Factures", "Invoices"), invoices)
}

pub(crate) fn erased() -> Request {
    let mut request = reviewed(received(&[Right::Erasure]));
    request.settle_erasure(&review(), day(3, 6)).unwrap();
    let banks = vec![
        Text::plain("Banque du Port"),
        Text::plain("Transports Alba"),
    ];
    request
        .name_recipients(Right::Erasure, banks, day(3, 6))
        .unwrap();
    request
        .tell_recipient(Right::Erasure, 0, NoticeResult::Told, day(3, 7))
        .unwrap();
    request
}

pub(crate) fn refused() -> Request {
    let mut request = received(&[Right::Access]);
    request.refuse(Right::Access, others(), day(3, 4)).unwrap();
    request
}

fn refused_in_part() -> Request {
    let mut request = received(&[Right::Access, Right::Erasure]);
    request.refuse(Right::Access, others(), day(3, 4)).unwrap();
    request
}

pub(crate) fn partly_answered() -> Request {
    let rights = [Right::Access, Right::WithdrawConsent, Right::Restriction];
    let mut request = received(&rights);
    let consent = Particulars::Consent(WithdrawnConsent::Every);
    request.specify(consent, day(3, 2)).unwrap();
    let accuracy = Particulars::Restriction(RestrictionGround::Accuracy);
    request.specify(accuracy, day(3, 2)).unwrap();
    let mut request = reviewed(request);
    request.grant(Right::WithdrawConsent, day(3, 6)).unwrap();
    request.grant(Right::Restriction, day(3, 6)).unwrap();
    let part = others().about(both("Liste d’appels", "Call list"));
    request
        .grant_partly(Right::Access, [part], day(3, 6))
        .unwrap();
    request
}

fn pending() -> Request {
    let mut request = received(&[Right::Access]);
    let question = IdentityQuestion::new(IdentityMeans::DocumentCopy, IdentityDoubt::UnknownSender);
    request.ask_identity(day(3, 3), question).unwrap();
    request
        .suspend(day(3, 3), SuspensionReason::Identity)
        .unwrap();
    request
}

fn extended() -> Request {
    let mut request = received(&[Right::Access]);
    request
        .extend(day(3, 9), ExtensionReason::Complexity, None)
        .unwrap();
    request
}

fn charged() -> Request {
    let mut request = received(&[Right::Access]);
    let fee = Fee::new(
        FeeGround::FurtherCopy,
        1_250,
        both(
            "Cette copie vous a été remise le 2 février.",
            "You had this copy on 2 February.",
        ),
        both("papier et affranchissement", "paper and postage"),
    );
    request.announce_fee(Right::Access, fee, day(3, 4)).unwrap();
    request
}

/// Why an answer takes longer than a month.
pub(crate) fn delay() -> Text {
    both(
        "Neuf systèmes de deux sous-traitants sont à interroger.",
        "Nine systems of two processors are searched.",
    )
}

/// One letter of each kind, with everything that such a letter can have to say.
fn of_every_kind(lang: Lang) -> Vec<Letter> {
    let (letters, france) = (letters(lang), Calendar::of(Place::France));
    vec![
        letters
            .acknowledgement(&received(&[Right::Access]), &france)
            .unwrap(),
        letters.identity_question(&pending(), &france).unwrap(),
        letters.extension(&extended(), &france, &delay()).unwrap(),
        letters.fee_notice(&charged(), &france).unwrap(),
        letters.refusal(&refused()).unwrap(),
        letters.refusal(&refused_in_part()).unwrap(),
        letters.answer(&partly_answered()).unwrap(),
        letters.erasure(&erased(), &review()).unwrap(),
        letters.recipients(&erased(), Right::Erasure).unwrap(),
    ]
}

#[test]
fn every_letter_says_what_the_law_wants_in_both_languages() {
    let mut table: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in TABLE.lines().filter(|row| !row.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        table.entry(cells[0]).or_default().push(cells[1]);
        let element = LetterElement::ALL.iter().find(|one| one.code() == cells[1]);
        assert_eq!(element.unwrap().citation().as_str(), cells[2]);
    }
    assert_eq!(table.len(), LetterKind::ALL.len());
    for lang in Lang::ALL {
        for letter in of_every_kind(lang) {
            let said: Vec<&str> = letter.elements().iter().map(|one| one.code()).collect();
            assert_eq!(said, table[letter.kind().code()], "{:?}", letter.kind());
        }
    }
}

#[test]
fn a_refusal_names_its_reason_its_law_the_authority_and_the_courts() {
    let french = letters(Lang::Fr).refusal(&refused()).unwrap().to_text();
    for part in [
        "Objet\u{a0}: Refus de votre demande",
        "R-2026-17",
        "2\u{a0}mars 2026",
        "Accès\u{a0}: Droits d’autres personnes (RGPD, art. 15(4)). Les appels nomment d’autres personnes.",
        "3 place de Fontenoy",
        "www.cnil.fr/plaintes",
        "recours devant les juridictions compétentes",
        "gratuite",
        "dpo@helianthe.example",
    ] {
        assert!(french.contains(part), "{part} is not in\n{french}");
    }
    let english = letters(Lang::En).with_court(Text::plain("Tribunal judiciaire de Rennes"));
    let english = english.refusal(&refused()).unwrap().to_text();
    for part in [
        "Access: Rights of other people (GDPR, Art. 15(4)). The calls name other people.",
        "lodge a complaint with the supervisory authority",
        "seek a judicial remedy before: Tribunal judiciaire de Rennes",
    ] {
        assert!(english.contains(part), "{part} is not in\n{english}");
    }
}

#[test]
fn an_erasure_tells_what_is_kept_why_and_until_when() {
    let text = letters(Lang::Fr)
        .erasure(&erased(), &review())
        .unwrap()
        .to_text();
    assert!(text.contains("- Compte et préférences."));
    assert!(text.contains(
        "- Effacement – Factures\u{a0}: Obligation légale de conservation (RGPD, art. 17(3)(b)\u{a0}; C. com. L123-22). Ce sont des pièces comptables. Ces données sont conservées jusqu’au 31\u{a0}décembre 2026."
    ), "{text}");
    let told = letters(Lang::En)
        .recipients(&erased(), Right::Erasure)
        .unwrap()
        .to_text();
    assert!(
        told.contains("- Banque du Port: told on 7\u{a0}March 2026."),
        "{told}"
    );
    assert!(told.contains("- Transports Alba: not told yet."), "{told}");
}

#[test]
fn an_extension_says_why_and_until_when_and_only_in_time() {
    let france = Calendar::of(Place::France);
    let text = letters(Lang::En)
        .extension(&extended(), &france, &delay())
        .unwrap()
        .to_text();
    assert!(
        text.contains(
            "the complexity of the request. Nine systems of two processors are searched."
        ),
        "{text}"
    );
    let unsaid = letters(Lang::En).extension(&extended(), &france, &both("Neuf systèmes.", ""));
    let element = LetterElement::ExtensionReason;
    assert_eq!(unsaid, Err(LetterError::Missing { element }));
    assert!(text.contains("by 2\u{a0}June 2026"), "{text}");
    let late = Correspondence::new(controller(), Authority::cnil(), Lang::En, day(4, 3));
    assert_eq!(
        late.extension(&extended(), &france, &delay()),
        Err(LetterError::ExtensionTooLate)
    );
    assert_eq!(
        letters(Lang::En).extension(&received(&[Right::Access]), &france, &delay()),
        Err(LetterError::Missing {
            element: LetterElement::ExtensionReason
        })
    );
}

#[test]
fn a_fee_is_told_before_it_is_charged_and_no_letter_calls_free_what_is_not() {
    let france = Calendar::of(Place::France);
    let text = letters(Lang::Fr)
        .fee_notice(&charged(), &france)
        .unwrap()
        .to_text();
    for part in [
        "Objet\u{a0}: Frais demandés pour votre demande",
        "- Accès\u{a0}: 12,50\u{a0}€, pour ces coûts administratifs\u{a0}: papier et affranchissement.",
        "- Accès\u{a0}: copie supplémentaire (RGPD, art. 15(3)). Cette copie vous a été remise le 2 février.",
        "Rien ne vous est facturé sans votre accord",
        // The notice stops no clock.
        "au plus tard le 2\u{a0}avril 2026",
        "www.cnil.fr/plaintes",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    assert!(!text.contains("Cette démarche est gratuite"));
    let english = letters(Lang::En)
        .fee_notice(&charged(), &france)
        .unwrap()
        .to_text();
    assert!(
        english.contains("- Access: €12.50, for these administrative costs: paper and postage.")
    );

    let missing = Err(LetterError::Missing {
        element: LetterElement::Fee,
    });
    let none = received(&[Right::Access]);
    assert_eq!(letters(Lang::En).fee_notice(&none, &france), missing);
    let mut agreed = charged();
    agreed.agree_fee(Right::Access, day(3, 5)).unwrap();
    assert_eq!(letters(Lang::En).fee_notice(&agreed, &france), missing);

    let mut agreed = reviewed_later(agreed);
    agreed.grant(Right::Access, day(3, 8)).unwrap();
    let answer = letters(Lang::En).answer(&agreed).unwrap();
    assert!(
        answer
            .to_text()
            .contains("You agreed to pay a fee: €12.50.")
    );
    assert!(!answer.elements().contains(&LetterElement::Free));
    let mut waived = charged();
    waived.waive_fee(Right::Access, day(3, 5)).unwrap();
    let mut waived = reviewed_later(waived);
    waived.grant(Right::Access, day(3, 8)).unwrap();
    let answer = letters(Lang::En).answer(&waived).unwrap();
    assert!(answer.elements().contains(&LetterElement::Free));
    // Nothing was done for what is refused, so that nothing is due.
    let mut refused = charged();
    refused.refuse(Right::Access, others(), day(3, 5)).unwrap();
    let refusal = letters(Lang::En).refusal(&refused).unwrap();
    assert!(refusal.elements().contains(&LetterElement::Free));
}

#[test]
fn no_letter_promises_a_day_that_has_passed() {
    let france = Calendar::of(Place::France);
    let request = received(&[Right::Access]);
    for (lang, promise, owed) in [
        (
            Lang::Fr,
            "répondrons au plus tard le 2\u{a0}avril",
            "était due au plus tard le 2\u{a0}avril 2026",
        ),
        (
            Lang::En,
            "will answer by 2\u{a0}April",
            "was due by 2\u{a0}April 2026",
        ),
    ] {
        for (dated, expected) in [(day(4, 2), promise), (day(4, 3), owed)] {
            let from = Correspondence::new(controller(), Authority::cnil(), lang, dated);
            let text = from.acknowledgement(&request, &france).unwrap().to_text();
            assert!(text.contains(expected), "{text}");
        }
    }
}

#[test]
fn data_that_went_to_another_controller_are_not_said_to_be_with_the_person() {
    let mut request = received(&[Right::Portability]);
    let to = Particulars::Portability(Transmission::ToController);
    request.specify(to, day(3, 2)).unwrap();
    let mut request = reviewed(request);
    request.grant(Right::Portability, day(3, 6)).unwrap();
    let text = letters(Lang::Fr).answer(&request).unwrap().to_text();
    assert!(
        text.contains("transmises à l’autre responsable de traitement"),
        "{text}"
    );
    assert!(!text.contains("vous sont remises"));
    let text = letters(Lang::En).answer(&request).unwrap().to_text();
    assert!(text.contains("sent to the other controller"), "{text}");
}

#[test]
fn a_letter_about_someone_elses_data_says_whose_they_are() {
    let refusal = |asker| {
        let mut request = received(&[Right::Access]).asked_by(asker);
        request.refuse(Right::Access, others(), day(3, 4)).unwrap();
        letters(Lang::Fr).refusal(&request).unwrap().to_text()
    };
    assert!(refusal(Asker::Heir).contains("présentée par un héritier"));
    assert!(!refusal(Asker::Person).contains("présentée par"));
}

#[test]
fn data_that_no_law_keeps_are_not_said_to_be_kept_by_duty() {
    let still = ErasureObstacle::new(
        ErasureException::StillNecessary,
        both("La commande est en cours.", "The order is under way."),
    );
    let review = ErasureReview::new()
        .erase(both("Préférences", "Preferences"))
        .keep(both("Commande", "Order"), still);
    let mut request = reviewed(received(&[Right::Erasure]));
    request.settle_erasure(&review, day(3, 6)).unwrap();
    let text = letters(Lang::Fr).erasure(&request, &review).unwrap();
    assert!(!text.to_text().contains("devons"));
    let text = letters(Lang::En).erasure(&request, &review).unwrap();
    assert!(!text.to_text().contains("have to"));
}

#[test]
fn a_letter_never_invents() {
    let missing = |element| Err(LetterError::Missing { element });
    let france = Calendar::of(Place::France);
    let nowhere = Contact {
        address: None,
        ..controller()
    };
    let cnil = Authority::cnil;
    let from =
        |controller, authority| Correspondence::new(controller, authority, Lang::Fr, day(3, 9));
    assert_eq!(
        from(nowhere, cnil()).acknowledgement(&received(&[Right::Access]), &france),
        missing(LetterElement::Controller)
    );
    let blank = Authority {
        address: " ".to_owned(),
        ..cnil()
    };
    assert_eq!(
        from(controller(), blank).refusal(&refused()),
        missing(LetterElement::Complaint)
    );
    let mut systematic = received(&[Right::Access]);
    let question = IdentityQuestion::of_everyone(IdentityMeans::KnownFact);
    systematic.ask_identity(day(3, 3), question).unwrap();
    assert_eq!(
        letters(Lang::Fr).identity_question(&systematic, &france),
        missing(LetterElement::Doubt)
    );
    let mut english_only = received(&[Right::Access]);
    let words = Text::new(None, Some("The calls name other people.".to_owned())).unwrap();
    let refusal = Refusal::new(RefusalReason::RightsOfOthers, words);
    english_only
        .refuse(Right::Access, refusal, day(3, 4))
        .unwrap();
    assert_eq!(
        letters(Lang::Fr).refusal(&english_only),
        Err(LetterError::NotInLanguage {
            element: LetterElement::Reasons,
            lang: Lang::Fr
        })
    );
    assert!(letters(Lang::En).refusal(&english_only).is_ok());
    assert!(matches!(
        letters(Lang::Fr).refusal(&partly_answered()),
        Err(LetterError::NotFrom {
            letter: LetterKind::Refusal,
            ..
        })
    ));
    assert_eq!(
        letters(Lang::Fr).recipients(&refused(), Right::Access),
        missing(LetterElement::Recipients)
    );
    let other = ErasureReview::new().erase(Text::plain("account"));
    assert_eq!(
        letters(Lang::Fr).erasure(&erased(), &other),
        missing(LetterElement::Kept)
    );
}

#[test]
fn every_letter_error_has_both_languages() {
    let mut errors: Vec<LetterError> = LetterElement::ALL
        .iter()
        .map(|element| LetterError::Missing { element: *element })
        .collect();
    errors.push(LetterError::ExtensionTooLate);
    errors.push(LetterError::NothingToExtend);
    errors.push(LetterError::DatedBefore {
        happened: day(3, 9),
    });
    errors.push(LetterError::NotInLanguage {
        element: LetterElement::Reasons,
        lang: Lang::Fr,
    });
    for error in errors {
        let (fr, en) = (error.in_language(Lang::Fr), error.in_language(Lang::En));
        assert_ne!(fr, en);
        assert_eq!(error.to_string(), en);
    }
}

#[test]
fn french_letters_are_set_as_french_is() {
    for letter in of_every_kind(Lang::Fr) {
        let text = letter.to_text();
        assert!(!text.contains('\''), "a straight apostrophe in\n{text}");
        let letters: Vec<char> = text.chars().collect();
        for pair in letters.windows(2) {
            let sign = matches!(pair[1], ';' | '!' | '?' | ':');
            assert!(
                !sign || pair[0] == '\u{a0}',
                "no no-break space before {pair:?} in\n{text}"
            );
        }
    }
}

#[test]
fn a_letter_as_html_is_whole_accessible_and_asks_the_network_for_nothing() {
    for lang in Lang::ALL {
        for letter in of_every_kind(lang) {
            let html = letter.addressed_to("Ada Lindgren\n2 rue du Port").to_html();
            assert!(html.contains(&format!("<html lang=\"{}\">", lang.tag())));
            for part in [
                "<title>",
                "<main>",
                "<h1>",
                "Ada Lindgren<br>2 rue du Port",
                "</html>",
            ] {
                assert_eq!(html.matches(part).count(), 1, "{part}");
            }
            for part in ["http:", "https:", "<script", "src=", "href=", "url("] {
                assert!(!html.contains(part), "{part}");
            }
            assert_eq!(html.matches("<p").count(), html.matches("</p>").count());
            assert_eq!(html.matches("<li>").count(), html.matches("</li>").count());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_becomes_markup(words in "[<>&\"'a-z/ ]{1,40}") {
        prop_assume!(!words.trim().is_empty());
        let mut request = received(&[Right::Access]);
        let refusal = Refusal::new(RefusalReason::RightsOfOthers, Text::plain(words.clone()));
        request.refuse(Right::Access, refusal, day(3, 4)).unwrap();
        let plain = letters(Lang::En).refusal(&refused()).unwrap().to_html();
        let html = letters(Lang::En).refusal(&request).unwrap().addressed_to(words).to_html();
        // One address more, and not a tag beside it.
        prop_assert_eq!(html.matches('<').count(), plain.matches('<').count() + 2);
    }
}
