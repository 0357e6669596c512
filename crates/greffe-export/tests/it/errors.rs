//! Errors read as sentences in both languages, without the names of the code.

use std::io::ErrorKind;

use greffe_export::{
    Asker, ErasureException, ExportError, FeeGround, PowerEvidence, RefusalReason, RequestStep,
    Right, State, TransitionError, VerifyError,
};
use greffe_terms::Lang;

use crate::fixture::{day, package, request};

/// Two sentences that differ, neither with a name of the code nor with a full stop.
fn read(fr: &str, en: &str, name: &str) {
    assert_ne!(fr, en);
    for text in [fr, en] {
        assert!(!text.contains(name) || name.is_empty(), "{text}");
        assert!(!text.is_empty() && !text.ends_with('.'), "{text}");
    }
}

#[test]
fn a_state_is_named_in_words() {
    for &state in State::ALL {
        let error = ExportError::RequestNotReady { state };
        let (fr, en) = (error.in_language(Lang::Fr), error.in_language(Lang::En));
        read(&fr, &en, &format!("{state:?}"));
        assert!(fr.contains(state.label(Lang::Fr)) && en.contains(state.label(Lang::En)));
        assert_eq!(error.to_string(), en);
    }
    assert_eq!(
        ExportError::RequestNotReady {
            state: State::Received
        }
        .to_string(),
        "the request is received: data may leave only between scoping and refusal"
    );
}

#[test]
fn a_step_that_is_not_allowed_is_named_in_words() {
    for &from in State::ALL {
        for &step in RequestStep::ALL {
            let error = TransitionError::NotFrom { from, step };
            let (fr, en) = (error.in_language(Lang::Fr), error.in_language(Lang::En));
            read(&fr, &en, &format!("{from:?}"));
            read(&fr, &en, &format!("{step:?}"));
        }
    }
    let mut closed = request(&[Right::Access]);
    let error = closed.grant(Right::Access, day(3, 4)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a request that is scoped cannot grant a right"
    );
    assert_eq!(
        error.in_language(Lang::Fr),
        "étape impossible (octroi d’un droit)\u{a0}: la demande est cadrée"
    );
}

#[test]
fn every_other_transition_error_has_both_languages() {
    let errors = [
        (
            TransitionError::BeforeLast {
                on: day(3, 1),
                last: day(3, 2),
            },
            "le 1er\u{a0}mars 2026 précède le 2\u{a0}mars 2026, jour de la dernière étape",
            "1\u{a0}March 2026 is before 2\u{a0}March 2026, the day of the last step",
        ),
        (
            TransitionError::NotAsked {
                right: Right::WithdrawConsent,
            },
            "la demande ne porte pas sur ce droit\u{a0}: retrait du consentement",
            "the request does not ask for this right: withdrawal of consent",
        ),
        (
            TransitionError::Settled {
                right: Right::Access,
            },
            "une réponse a déjà été donnée sur ce droit\u{a0}: accès",
            "this right has its outcome already: access",
        ),
        (
            TransitionError::ExtendedTwice,
            "la demande a déjà été prolongée (RGPD, art. 12(3))",
            "the request was extended before (GDPR, Art. 12(3))",
        ),
        (
            TransitionError::ExtendedTooLate { due: day(4, 2) },
            "une prolongation devait être annoncée au plus tard le 2\u{a0}avril 2026 (RGPD, art. 12(3))",
            "an extension had to be announced by 2\u{a0}April 2026 (GDPR, Art. 12(3))",
        ),
        (
            TransitionError::Clock { stopped: true },
            "le délai est déjà suspendu",
            "the clock is stopped already",
        ),
        (
            TransitionError::Clock { stopped: false },
            "le délai n’est pas suspendu",
            "the clock is not stopped",
        ),
    ];
    for (error, fr, en) in errors {
        assert_eq!(error.in_language(Lang::Fr), fr);
        assert_eq!(error.in_language(Lang::En), en);
        assert_eq!(error.to_string(), en);
    }
}

#[test]
fn every_error_of_a_request_has_words_of_its_own() {
    let (right, count) = (Right::Erasure, 2);
    let (asker, evidence) = (Asker::Proxy, PowerEvidence::Directives);
    let (reason, exception) = (RefusalReason::Excessive, ErasureException::StillNecessary);
    let errors = [
        TransitionError::PostedAfterReceipt,
        TransitionError::NotSpecified { right },
        TransitionError::PowerNotShown { asker },
        TransitionError::PowerOfAnother { asker, evidence },
        TransitionError::NoIdentityCopy,
        TransitionError::NothingRefused { right },
        TransitionError::ReasonNotFor { right, reason },
        TransitionError::NotDemonstrated { reason },
        TransitionError::KeptUntilPast { until: day(3, 1) },
        TransitionError::FeeNotFor {
            right,
            ground: FeeGround::FurtherCopy,
        },
        TransitionError::NoFee { right },
        TransitionError::FeeStands { right },
        TransitionError::FeeUndecided { right },
        TransitionError::NothingReviewed,
        TransitionError::ErasureUndecided { count },
        TransitionError::ObstacleFalls { exception },
        TransitionError::NoRecipients { right },
        TransitionError::RecipientsNamed { right },
        TransitionError::NoSuchRecipient { right },
        TransitionError::RecipientTold { right },
        TransitionError::RecipientsAsked { open: true },
        TransitionError::RecipientsAsked { open: false },
    ];
    let mut said = std::collections::HashSet::new();
    for error in errors {
        let (fr, en) = (error.in_language(Lang::Fr), error.in_language(Lang::En));
        read(&fr, &en, "Erasure");
        assert_eq!(error.to_string(), en);
        assert!(said.insert(fr) && said.insert(en), "{error:?}");
    }
}

#[test]
fn every_export_error_has_both_languages() {
    let (name, id, place) = ("crm".to_owned(), "r1".to_owned(), "the archive".to_owned());
    let errors = [
        (ExportError::NotDated, "NotDated"),
        (
            ExportError::DatedBefore {
                received: day(3, 2),
            },
            "DatedBefore",
        ),
        (ExportError::NoCopyAsked, "NoCopyAsked"),
        (ExportError::RefusedAndGiven { name }, "RefusedAndGiven"),
        (
            ExportError::RedactionWithoutField { id: id.clone() },
            "RedactionWithoutField",
        ),
        (
            ExportError::RedactionOfPortableDataOnly { id: id.clone() },
            "RedactionOfPortableDataOnly",
        ),
        (ExportError::RedactionTwice { id }, "RedactionTwice"),
        (
            ExportError::Write {
                place: place.clone(),
                kind: ErrorKind::StorageFull,
            },
            "StorageFull",
        ),
        (
            ExportError::OutgrewMemory { place, limit: 7 },
            "OutgrewMemory",
        ),
    ];
    for (error, variant) in errors {
        let (fr, en) = (error.in_language(Lang::Fr), error.in_language(Lang::En));
        read(&fr, &en, variant);
        assert_eq!(error.to_string(), en);
    }
    let full = ExportError::Write {
        place: "file 1 of `letters`".to_owned(),
        kind: ErrorKind::StorageFull,
    };
    assert_eq!(
        full.in_language(Lang::Fr),
        "écriture impossible de file 1 of `letters`\u{a0}: plus de place sur le disque"
    );
    let early = greffe_export::Request::received("R-2".parse().unwrap(), Right::Access, day(3, 2));
    let error = package(&early)
        .write_folder(&mut greffe_export::MemorySink::new())
        .unwrap_err();
    assert!(
        error
            .in_language(Lang::Fr)
            .starts_with("la demande est reçue")
    );
}

#[test]
fn every_error_of_a_check_has_both_languages() {
    let path = "manifest-sha256.txt".to_owned();
    let errors = [
        (
            VerifyError::NotAZip,
            "ce n’est pas un fichier ZIP lisible",
            "not a readable ZIP file",
        ),
        (
            VerifyError::Read {
                kind: ErrorKind::PermissionDenied,
            },
            "lecture impossible du paquet\u{a0}: accès refusé",
            "cannot read the bag: permission denied",
        ),
        (
            VerifyError::TooLarge { path, limit: 7 },
            "`manifest-sha256.txt` dépasse 7 octets",
            "`manifest-sha256.txt` is larger than 7 bytes",
        ),
    ];
    for (error, fr, en) in errors {
        assert_eq!(error.in_language(Lang::Fr), fr);
        assert_eq!(error.in_language(Lang::En), en);
        assert_eq!(error.to_string(), en);
    }
}

#[test]
fn what_a_bag_or_a_stage_differs_in_is_said_in_both_languages() {
    use greffe_export::{Difference, SignatureFault, StagedPart};
    use greffe_terms::Lang;

    let parts = [
        StagedPart::NotAStage,
        StagedPart::Format,
        StagedPart::Request,
        StagedPart::Date,
        StagedPart::Language,
        StagedPart::Packages,
        StagedPart::Sources,
        StagedPart::Contents,
    ];
    let path = || "data/a.csv".to_owned();
    let key = || "k".to_owned();
    let differences = [
        Difference::NotABag { path: path() },
        Difference::BadLine {
            path: path(),
            line: 3,
        },
        Difference::Missing { path: path() },
        Difference::Unlisted { path: path() },
        Difference::Changed { path: path() },
        Difference::TwoOfOneName,
        Difference::StrayBytes,
        Difference::Ambiguous { path: path() },
        Difference::Signature(SignatureFault::Missing),
        Difference::Signature(SignatureFault::Unreadable),
        Difference::Signature(SignatureFault::OtherKey {
            found: key(),
            expected: key(),
        }),
        Difference::Signature(SignatureFault::Broken),
    ];
    let codes: std::collections::HashSet<_> = differences.iter().map(Difference::code).collect();
    assert_eq!(codes.len(), differences.len());
    let said = |lang| {
        let parts = parts.iter().map(|part| part.in_language(lang).to_owned());
        let differences = differences.iter().map(|one| one.in_language(lang));
        parts.chain(differences).collect::<Vec<String>>()
    };
    let (fr, en) = (said(Lang::Fr), said(Lang::En));
    let all: std::collections::HashSet<&String> = fr.iter().chain(&en).collect();
    assert_eq!(all.len(), 2 * fr.len(), "each sentence is another one");
    assert!(all.iter().all(|text| !text.ends_with('.')));
}

#[test]
fn what_the_system_says_is_said_in_french_too() {
    let fr = |kind| {
        let place = "the archive".to_owned();
        let words = ExportError::Write { place, kind }.in_language(Lang::Fr);
        let (_, words) = words.split_once("\u{a0}: ").unwrap();
        words.to_owned()
    };
    for (kind, words) in [
        (ErrorKind::NotFound, "introuvable"),
        (ErrorKind::PermissionDenied, "accès refusé"),
        (ErrorKind::AlreadyExists, "existe déjà"),
        (ErrorKind::StorageFull, "plus de place sur le disque"),
        (ErrorKind::QuotaExceeded, "quota dépassé"),
        (ErrorKind::FileTooLarge, "fichier trop grand"),
        (
            ErrorKind::ReadOnlyFilesystem,
            "système de fichiers en lecture seule",
        ),
        (ErrorKind::TimedOut, "délai dépassé"),
        (ErrorKind::Interrupted, "opération interrompue"),
        (ErrorKind::UnexpectedEof, "fin de fichier inattendue"),
        (ErrorKind::WriteZero, "rien n’a pu être écrit"),
        (ErrorKind::InvalidData, "contenu illisible"),
        (ErrorKind::OutOfMemory, "mémoire insuffisante"),
        (ErrorKind::BrokenPipe, "connexion interrompue"),
        (ErrorKind::ConnectionReset, "connexion interrompue"),
        (ErrorKind::ConnectionAborted, "connexion interrompue"),
        (ErrorKind::NotConnected, "connexion interrompue"),
        (ErrorKind::Other, "erreur d’entrée-sortie"),
    ] {
        assert_eq!(fr(kind), words, "{kind:?}");
    }
}
