//! No letter claims what did not happen: not before its day, not of other data, not of a package that lacks it.

use greffe_calendar::{Calendar, Place};
use greffe_export::{
    Art15Information, Authority, CategoryInformation, Correspondence, ErasureException,
    ErasureObstacle, ErasureReview, ExtensionReason, LetterElement, LetterError, MemorySink,
    ObjectionGround, Package, Particulars, RestrictionGround, RetentionInformation, Right, Stated,
    Transmission, WithdrawnConsent,
};
use greffe_terms::{DataCategory, Lang, Text};

use crate::fixture::day;
use crate::letters::{
    both, controller, erased, letters, partly_answered, received, refused, review,
};

#[test]
fn no_letter_is_dated_before_what_it_tells() {
    let france = Calendar::of(Place::France);
    let of = |dated| Correspondence::new(controller(), Authority::cnil(), Lang::En, dated);
    let early = |happened| Err(LetterError::DatedBefore { happened });
    assert_eq!(
        of(day(3, 1)).acknowledgement(&received(&[Right::Access]), &france),
        early(day(3, 2))
    );
    assert_eq!(of(day(3, 3)).refusal(&refused()), early(day(3, 4)));
    assert_eq!(of(day(3, 5)).answer(&partly_answered()), early(day(3, 6)));
    assert!(of(day(3, 6)).answer(&partly_answered()).is_ok());
    assert_eq!(
        of(day(3, 6)).erasure(&erased(), &review()),
        early(day(3, 7))
    );
    assert_eq!(
        of(day(3, 6)).recipients(&erased(), Right::Erasure),
        early(day(3, 7))
    );
}

#[test]
fn an_erasure_is_told_by_the_review_that_settled_it_and_by_no_other() {
    let missing = |element| Err(LetterError::Missing { element });
    let told = |review: &ErasureReview| letters(Lang::En).erasure(&erased(), review);
    let invoices = |exception| ErasureObstacle {
        until: Some(day(12, 31)),
        ..ErasureObstacle::new(exception, both("a", "a"))
    };
    let law = ErasureException::LegalObligation;
    let account = || ErasureReview::new().erase(both("Compte", "Account"));
    let other_part = account().keep(both("Contrats", "Contracts"), invoices(law));
    assert_eq!(told(&other_part), missing(LetterElement::Kept));
    let what = || both("Factures", "Invoices");
    let other_reason = account().keep(what(), invoices(ErasureException::LegalClaims));
    assert_eq!(told(&other_reason), missing(LetterElement::Kept));
    let other_day = ErasureObstacle {
        until: None,
        ..invoices(law)
    };
    assert_eq!(
        told(&account().keep(what(), other_day)),
        missing(LetterElement::Kept)
    );
    assert!(told(&account().keep(what(), invoices(law))).is_ok());
    // What is kept is not told as erased too.
    let twice = account().erase(what()).keep(what(), invoices(law));
    assert_eq!(told(&twice), missing(LetterElement::Kept));
}

#[test]
fn an_answer_does_not_say_that_the_package_has_what_it_lacks() {
    let asked = || crate::fixture::request(&[Right::Access]);
    let mut request = asked();
    request.collect(day(3, 4)).unwrap();
    request.review(day(3, 5)).unwrap();
    request.grant(Right::Access, day(3, 6)).unwrap();
    let open = asked();
    let mut bag = MemorySink::new();
    let done = crate::fixture::package(&open)
        .source(crate::fixture::texts("a", &["x"]))
        .expected(["logs"])
        .label("logs", both("Journaux", "Logs"))
        .write_folder(&mut bag)
        .unwrap();
    for (lang, gap, law) in [
        (Lang::Fr, "Journaux", "RGPD, art. 15(1)(c)"),
        (Lang::En, "Logs", "GDPR, Art. 15(1)(c)"),
    ] {
        let plain = letters(lang).answer(&request).unwrap();
        let letter = letters(lang)
            .enclosing(done.completeness())
            .answer(&request)
            .unwrap();
        assert!(letter.elements().contains(&LetterElement::Outstanding));
        assert!(!plain.elements().contains(&LetterElement::Outstanding));
        let text = letter.to_text();
        assert!(text.contains(gap) && text.contains(law), "{text}");
        let claim = lang.pick("destinataires, durées", "recipients, periods");
        assert!(
            plain.to_text().contains(claim) && !text.contains(claim),
            "{text}"
        );
    }
    let whole = |about: Art15Information| {
        let mut bag = MemorySink::new();
        Package::for_request(&open, about)
            .dated(day(3, 16))
            .write_folder(&mut bag)
            .unwrap()
    };
    let mut about = crate::fixture::information();
    about.categories.push(CategoryInformation {
        category: DataCategory::Identity,
        detail: None,
    });
    about.retention.push(RetentionInformation {
        what: Text::plain("a"),
        period: Text::plain("b"),
        citations: Vec::new(),
    });
    about.recipients = Stated::Nothing;
    about.origins = Stated::Nothing;
    about.automated_decisions = Stated::Nothing;
    about.transfers = Stated::Nothing;
    let done = whole(about);
    let letter = letters(Lang::En)
        .enclosing(done.completeness())
        .answer(&request);
    assert_eq!(letter, letters(Lang::En).answer(&request));
}

#[test]
fn what_was_granted_in_part_is_not_told_as_whole() {
    let answer = |lang| letters(lang).answer(&partly_answered()).unwrap().to_text();
    for (lang, lines) in [
        (
            Lang::Fr,
            [
                "- Accès (en partie)\u{a0}: la copie de vos données vous est remise, le 6\u{a0}mars 2026.",
                "- Retrait du consentement\u{a0}: le retrait de votre consentement est enregistré, le 6\u{a0}mars 2026.",
                "- Limitation\u{a0}: le traitement de vos données est limité, le 6\u{a0}mars 2026.",
            ],
        ),
        (
            Lang::En,
            [
                "- Access (in part): the copy of your data was given to you, on 6\u{a0}March 2026.",
                "- Withdrawal of consent: the withdrawal of your consent is on record, on 6\u{a0}March 2026.",
                "- Restriction: the processing of your data is restricted, on 6\u{a0}March 2026.",
            ],
        ),
    ] {
        let text = answer(lang);
        for line in lines {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
    }
}

#[test]
fn portable_data_are_said_to_be_where_they_went() {
    let answer = |to: Option<Transmission>, lang| {
        let mut request = received(&[Right::Portability]);
        if let Some(to) = to {
            let to = Particulars::Portability(to);
            request.specify(to, day(3, 2)).unwrap();
        }
        request.scope(day(3, 3)).unwrap();
        request.collect(day(3, 4)).unwrap();
        request.review(day(3, 5)).unwrap();
        request.grant(Right::Portability, day(3, 6)).unwrap();
        letters(lang).answer(&request).unwrap().to_text()
    };
    for (lang, person, other) in [
        (
            Lang::Fr,
            "vos données vous sont remises dans un format réutilisable",
            "vos données ont été transmises à l’autre responsable de traitement, dans un format réutilisable",
        ),
        (
            Lang::En,
            "your data were given to you in a reusable format",
            "your data were sent to the other controller in a reusable format",
        ),
    ] {
        for to in [None, Some(Transmission::ToPerson)] {
            let text = answer(to, lang);
            assert!(text.contains(person) && !text.contains(other), "{text}");
        }
        let text = answer(Some(Transmission::ToController), lang);
        assert!(text.contains(other) && !text.contains(person), "{text}");
    }
}

#[test]
fn every_right_that_is_granted_is_told_in_words_of_its_own() {
    let mut said = std::collections::HashSet::new();
    for lang in Lang::ALL {
        for right in Right::ALL {
            let mut request = received(&[right]);
            let particulars = match right {
                Right::WithdrawConsent => Some(Particulars::Consent(WithdrawnConsent::Every)),
                Right::Rectification => {
                    Some(Particulars::Rectification(vec!["email".parse().unwrap()]))
                }
                Right::Restriction => Some(Particulars::Restriction(RestrictionGround::Accuracy)),
                Right::Objection => Some(Particulars::Objection(ObjectionGround::Marketing)),
                _ => None,
            };
            if let Some(particulars) = particulars {
                request.specify(particulars, day(3, 2)).unwrap();
            }
            request.scope(day(3, 3)).unwrap();
            request.collect(day(3, 4)).unwrap();
            request.review(day(3, 5)).unwrap();
            request.grant(right, day(3, 6)).unwrap();
            let text = letters(lang).answer(&request).unwrap().to_text();
            let head = format!("- {}{}", right.label(lang), lang.pick("\u{a0}: ", ": "));
            let (_, rest) = text.split_once(&head).unwrap();
            let done = rest.lines().next().unwrap().to_owned();
            assert!(done.len() > 30 && said.insert(done.clone()), "{done}");
        }
    }
}

#[test]
fn a_letter_bears_its_day_and_an_extension_is_written_on_the_last_one() {
    let france = Calendar::of(Place::France);
    let mut request = received(&[Right::Access]);
    request
        .extend(day(3, 9), ExtensionReason::Complexity, None)
        .unwrap();
    let reasons = both("Neuf systèmes.", "Nine systems.");
    for (lang, head, time) in [
        (
            Lang::Fr,
            "\n\n2\u{a0}avril 2026\n\nObjet\u{a0}: ",
            "2\u{a0}avril 2026",
        ),
        (
            Lang::En,
            "\n\n2\u{a0}April 2026\n\nSubject: ",
            "2\u{a0}April 2026",
        ),
    ] {
        let of = |dated| Correspondence::new(controller(), Authority::cnil(), lang, dated);
        let letter = of(day(4, 2))
            .extension(&request, &france, &reasons)
            .unwrap();
        assert!(letter.to_text().contains(head), "{}", letter.to_text());
        assert!(letter.to_html().contains(time));
        assert_eq!(
            of(day(4, 3)).extension(&request, &france, &reasons),
            Err(LetterError::ExtensionTooLate)
        );
    }
}
