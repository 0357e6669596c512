//! How persons use their rights.

use chrono::NaiveDate;
use greffe_calendar::Period;
use greffe_document::Words;
use greffe_terms::{Lang, LegalBasis, Text, statutory};

use super::at::At;
use super::{Check, Finding, Group, Judged, Severity};
use crate::{CountedFrom, IdentityDocument, Register, RequestChannel, RequestTerms, Right};

pub(super) const GROUP: Group = Group {
    checks: &[
        &POSTMARK_COUNTED,
        &IDENTITY_ALWAYS,
        &REGISTERED_LETTER_ONLY,
        &DELAY_TOO_LONG,
        &RIGHTS_INCOMPLETE,
        &DELAY_UNKNOWN,
        &TERMS_MISSING,
        &POST_ONLY,
        &COMPLAINT_UNTOLD,
    ],
    run,
};

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    let register = judged.register;
    let Some(terms) = register.requests() else {
        let mut records = register.processings().iter();
        // Persons turn to the controller.
        if records.any(|processing| !processing.is_processor_record()) {
            found.push(Finding::new(&TERMS_MISSING, At::key("requests")));
        }
        return;
    };
    let noted = check_terms(terms);
    found.extend(noted.map(|(check, key)| Finding::new(check, At::key("requests").then(key))));
    found.extend(missing_rights(register, terms));
}

/// The rights that persons have against the controller, given its purposes, and that its terms do not name.
fn missing_rights(register: &Register, terms: &RequestTerms) -> Option<Finding> {
    let records = register.processings().iter();
    let purposes: Vec<_> = records
        .filter(|processing| !processing.is_processor_record())
        .flat_map(|processing| &processing.purposes)
        .collect();
    let rests_on = |basis| purposes.iter().any(|purpose| purpose.rests_on(basis));
    let marketing = purposes.iter().any(|purpose| purpose.marketing);
    let objection =
        marketing || rests_on(LegalBasis::LegitimateInterests) || rests_on(LegalBasis::PublicTask);
    let consent = rests_on(LegalBasis::Consent);
    let missing: Vec<_> = [
        (Right::Access, true),
        (Right::Rectification, true),
        (Right::Erasure, true),
        (Right::Restriction, true),
        (
            Right::Portability,
            consent || rests_on(LegalBasis::Contract),
        ),
        (Right::Objection, objection),
        (Right::Withdrawal, consent),
    ]
    .into_iter()
    .filter(|(right, applies)| *applies && !terms.rights.contains(right))
    .map(|(right, _)| right)
    .collect();
    if missing.is_empty() {
        return None;
    }
    let words = |lang| {
        let labels: Vec<_> = missing.iter().map(|right| right.label(lang)).collect();
        Some(labels.join(", ").to_lowercase())
    };
    let detail = Text::new(words(Lang::Fr), words(Lang::En))?;
    let at = At::key("requests").then("rights");
    Some(Finding::new(&RIGHTS_INCOMPLETE, at).with_detail(detail))
}

fn check_terms(terms: &RequestTerms) -> impl Iterator<Item = (&'static Check, &'static str)> {
    let postmark = terms.counted_from == Some(CountedFrom::Postmark);
    let always = terms.identity_document == Some(IdentityDocument::Always);
    let registered_only = terms.channels == [RequestChannel::RegisteredLetter];
    [
        postmark.then_some((&POSTMARK_COUNTED, "counted_from")),
        always.then_some((&IDENTITY_ALWAYS, "identity_document")),
        registered_only.then_some((&REGISTERED_LETTER_ONLY, "channels")),
        is_post_only(terms).then_some((&POST_ONLY, "channels")),
        (!terms.rights.is_empty() && !terms.rights.contains(&Right::Complaint))
            .then_some((&COMPLAINT_UNTOLD, "rights")),
        terms
            .delay
            .is_some_and(is_too_long)
            .then_some((&DELAY_TOO_LONG, "delay")),
        terms.delay.is_none().then_some((&DELAY_UNKNOWN, "delay")),
    ]
    .into_iter()
    .flatten()
}

/// Whether letters are accepted and nothing else; where only registered ones are, that is worse and has a check of its own.
fn is_post_only(terms: &RequestTerms) -> bool {
    let is_letter = |channel: &RequestChannel| {
        matches!(
            channel,
            RequestChannel::Post | RequestChannel::RegisteredLetter
        )
    };
    terms.channels.contains(&RequestChannel::Post) && terms.channels.iter().all(is_letter)
}

/// Whether the period ends after the law's for a request received on the first of some month.
fn is_too_long(delay: Period) -> bool {
    let rows = statutory::table()
        .iter()
        .filter(|row| row.id() == "request_response");
    let row = rows.max_by_key(|row| row.since());
    let Some(allowed) = row.and_then(|row| row.period().parse::<Period>().ok()) else {
        return false;
    };
    // In a year without 29 February, so that the shortest month counts.
    let firsts = (1..=12).filter_map(|month| NaiveDate::from_ymd_opt(2027, month, 1));
    let mut ends = firsts.filter_map(|first| {
        Some((
            delay.add_to_date(first).ok()?,
            allowed.add_to_date(first).ok()?,
        ))
    });
    ends.any(|(promised, owed)| promised > owed)
}

static POSTMARK_COUNTED: Check = Check::new(
    "GRF-R080",
    Severity::Info,
    "GDPR 12(3)",
    Words::new(
        "le délai est promis à compter du cachet de la poste\u{a0}; la loi le compte de la réception",
        "the time is promised from the postmark; the law counts from receipt",
    ),
    Words::new(
        "tenez le délai promis, qui est le plus court",
        "keep the promise, which is the shorter one",
    ),
);
static IDENTITY_ALWAYS: Check = Check::new(
    "GRF-R081",
    Severity::Warning,
    "GDPR 12(6)",
    Words::new(
        "une pièce d’identité est toujours exigée, et non en cas de doute raisonnable seulement",
        "an identity document is always demanded, not only where there is reasonable doubt",
    ),
    Words::new(
        "ne la demandez qu’en cas de doute (`on_doubt`)",
        "ask for it `on_doubt` only",
    ),
);
static REGISTERED_LETTER_ONLY: Check = Check::new(
    "GRF-R082",
    Severity::Warning,
    "GDPR 12(2)",
    Words::new(
        "la lettre recommandée est le seul canal accepté",
        "a registered letter is the only channel accepted",
    ),
    Words::new(
        "acceptez aussi un courriel ou un formulaire",
        "accept an e-mail or a form too",
    ),
);
static DELAY_TOO_LONG: Check = Check::new(
    "GRF-R083",
    Severity::Error,
    "GDPR 12(3)",
    Words::new(
        "le délai de réponse promis dépasse celui de la loi",
        "the time promised for an answer is longer than the law’s",
    ),
    Words::new(
        "promettez un mois (P1M) au plus",
        "promise one month (P1M) at most",
    ),
);
static RIGHTS_INCOMPLETE: Check = Check::under_two(
    "GRF-R084",
    Severity::Warning,
    ["GDPR 13(2)(b)", "GDPR 13(2)(c)"],
    Words::new(
        "des droits que les personnes tiennent de ces traitements ne sont pas annoncés",
        "rights that persons have against these processing activities are not told",
    ),
    Words::new(
        "ajoutez-les à `rights`, et à ce que lisent les personnes",
        "add them to `rights`, and to what persons read",
    ),
);
static DELAY_UNKNOWN: Check = Check::new(
    "GRF-R085",
    Severity::Info,
    "GDPR 12(3)",
    Words::new(
        "le délai de réponse n’est pas indiqué\u{a0}; celui de la loi s’applique",
        "the time for an answer is not stated; the law’s applies",
    ),
    Words::new(
        "indiquez `delay`, un mois (P1M) au plus",
        "tell `delay`, one month (P1M) at most",
    ),
);
static TERMS_MISSING: Check = Check::new(
    "GRF-R086",
    Severity::Info,
    "GDPR 12(2)",
    Words::new(
        "le registre ne dit pas comment les personnes exercent leurs droits",
        "the register does not say how persons use their rights",
    ),
    Words::new(
        "ajoutez [requests]\u{a0}: droits, canaux, délai",
        "add [requests]: rights, channels, delay",
    ),
);
static POST_ONLY: Check = Check::new(
    "GRF-R087",
    Severity::Info,
    "GDPR recital 59",
    Words::new(
        "seul le courrier est accepté, alors qu’une demande devrait pouvoir se faire par voie électronique",
        "letters alone are accepted, while persons should be able to ask by electronic means",
    ),
    Words::new(
        "acceptez aussi un courriel ou un formulaire",
        "accept an e-mail or a form too",
    ),
);
static COMPLAINT_UNTOLD: Check = Check::new(
    "GRF-R088",
    Severity::Warning,
    "GDPR 13(2)(d)",
    Words::new(
        "le droit de saisir l’autorité de contrôle n’est pas annoncé",
        "the right to complain to the supervisory authority is not told",
    ),
    Words::new(
        "ajoutez `complaint` à `rights`, et à ce que lisent les personnes",
        "add `complaint` to `rights`, and to what persons read",
    ),
);
