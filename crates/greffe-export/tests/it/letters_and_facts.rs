//! No letter claims what did not happen: not before its day, not of other data, not of a package that lacks it.

use greffe_calendar::{Calendar, Place};
use greffe_export::{
    Art15Information, Authority, CategoryInformation, Correspondence, ErasureException,
    ErasureObstacle, ErasureReview, LetterElement, LetterError, MemorySink, Package,
    RetentionInformation, Right, Stated,
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
