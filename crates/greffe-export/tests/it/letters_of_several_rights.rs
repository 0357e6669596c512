//! What letters say of one right while another one is open.

use greffe_calendar::{Calendar, Place};
use greffe_export::{
    Authority, Correspondence, ExtensionReason, LetterError, Refusal, RefusalReason, Request,
    Right, SuspensionReason,
};
use greffe_terms::Lang;

use crate::fixture::day;
use crate::letters::{both, controller, delay, letters, others, received, reviewed};

#[test]
fn an_extension_leaves_the_withdrawal_of_consent_alone() {
    let france = Calendar::of(Place::France);
    let extended = |rights: &[Right]| {
        let mut request = received(rights);
        request
            .extend(day(3, 9), ExtensionReason::Complexity, None)
            .unwrap();
        letters(Lang::En).extension(&request, &france, &delay())
    };
    let both = extended(&[Right::WithdrawConsent, Right::Access]).unwrap();
    let both = both.to_text();
    let apart = "This does not delay the withdrawal of your consent";
    assert!(
        both.contains("We will answer by 2\u{a0}June 2026"),
        "{both}"
    );
    assert!(both.contains(apart), "{both}");
    let access = extended(&[Right::Access]).unwrap().to_text();
    assert!(!access.contains(apart), "{access}");
    assert_eq!(
        extended(&[Right::WithdrawConsent]),
        Err(LetterError::NothingToExtend)
    );
    // Its month is over on 2 April. That of access is not before the 12th: for ten days the person was asked what they want to see.
    let mut request = received(&[Right::WithdrawConsent, Right::Access]);
    request
        .suspend(day(3, 9), SuspensionReason::Clarification)
        .unwrap();
    request.resume(day(3, 19), None).unwrap();
    request
        .extend(day(4, 8), ExtensionReason::Complexity, None)
        .unwrap();
    let on = |day| Correspondence::new(controller(), Authority::cnil(), Lang::En, day);
    assert!(
        on(day(4, 12))
            .extension(&request, &france, &delay())
            .is_ok()
    );
    assert_eq!(
        on(day(4, 13)).extension(&request, &france, &delay()),
        Err(LetterError::ExtensionTooLate)
    );
}

/// Access was extended to June; that erasure is refused must be told in the first month.
#[test]
fn what_is_refused_is_told_while_other_rights_are_open() {
    let mut request = received(&[Right::Access, Right::Erasure]);
    let said = |request: &Request, lang| letters(lang).refusal(request);
    let refusal = |request: &Request| said(request, Lang::En).map(|letter| letter.to_text());
    assert!(matches!(
        refusal(&request),
        Err(LetterError::NotFrom { .. })
    ));
    request = reviewed(request);
    assert!(matches!(
        refusal(&request),
        Err(LetterError::NotFrom { .. })
    ));
    let invoices = || {
        Refusal::new(
            RefusalReason::LegalObligation,
            both("Factures.", "Invoices."),
        )
    };
    request
        .refuse(Right::Erasure, invoices(), day(3, 9))
        .unwrap();
    let text = refusal(&request).unwrap();
    for part in [
        "We cannot do part of what you ask",
        "- Erasure: ",
        "Invoices.",
        "On the rest of your request you will hear from us in another letter.",
        "www.cnil.fr",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    // Its subject does not say of the whole what is said of a part (Art. 12(1)).
    let head = |request: &Request, lang| {
        let letter = said(request, lang).unwrap();
        (letter.kind().code(), letter.subject())
    };
    let (fr, en) = (
        "Refus d’une partie de votre demande",
        "We cannot do part of what you ask",
    );
    assert_eq!(head(&request, Lang::Fr), ("partial_refusal", fr));
    assert_eq!(head(&request, Lang::En), ("partial_refusal", en));
    // Once all is refused, no rest is left.
    request.refuse(Right::Access, others(), day(3, 9)).unwrap();
    let whole = ("refusal", "We cannot do what you ask");
    assert_eq!(head(&request, Lang::En), whole);
    let text = refusal(&request).unwrap();
    assert!(text.contains("We cannot do what you ask, for"), "{text}");
    assert!(!text.contains("another letter"), "{text}");
}
