//! Purposes, their bases, and consent.

use std::collections::HashSet;

use greffe_document::Words;
use greffe_terms::{Lang, LegalBasis, PurposeId, Text};

use super::at::At;
use super::wording::{self, VAGUE_PURPOSES};
use super::{Check, Finding, Group, Judged, Severity};
use crate::{Purpose, Stated};

pub(super) const GROUP: Group = Group {
    checks: &[
        &PURPOSE_MISSING,
        &BASIS_MISSING,
        &INTERESTS_UNJUSTIFIED,
        &OBLIGATION_WITHOUT_LAW,
        &CONSENT_WITHOUT_TERMS,
        &CONSENT_WITHOUT_NOTICE,
        &CONSENT_WITHOUT_WITHDRAWAL,
        &OBSOLETE_LAW,
        &PURPOSE_VAGUE,
    ],
    run,
};

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    let register = judged.register;
    let noticed: HashSet<&PurposeId> = register
        .notices()
        .iter()
        .flat_map(|notice| &notice.purposes)
        .collect();
    for (index, processing) in register.processings().iter().enumerate() {
        let at = At::processing(index, processing);
        if processing.purposes.is_empty() && !processing.is_processor_record() {
            found.push(Finding::new(&PURPOSE_MISSING, at.clone().then("purpose")));
        }
        for (index, purpose) in processing.purposes.iter().enumerate() {
            let at = at.purpose(index, purpose);
            // A processor acts on the basis of its controller, so only the others are asked.
            if !processing.is_processor_record() {
                let noted = bases(purpose, noticed.contains(&purpose.id));
                found.extend(noted.map(|(check, key)| Finding::new(check, at.clone().then(key))));
            }
            found.extend(obsolete_law(&purpose.law, &at));
            if is_vague(purpose) {
                found.push(Finding::new(&PURPOSE_VAGUE, at));
            }
        }
    }
}

fn bases(
    purpose: &Purpose,
    is_noticed: bool,
) -> impl Iterator<Item = (&'static Check, &'static str)> {
    let missing = matches!(purpose.basis, Stated::Unknown | Stated::None);
    let interests = purpose.rests_on(LegalBasis::LegitimateInterests);
    let obligation = purpose.rests_on(LegalBasis::LegalObligation);
    let consent = purpose.rests_on(LegalBasis::Consent);
    let withdrawal = purpose
        .consent
        .as_ref()
        .map(|terms| terms.withdrawal.is_some());
    [
        missing.then_some((&BASIS_MISSING, "basis")),
        (interests && purpose.justification.is_none())
            .then_some((&INTERESTS_UNJUSTIFIED, "justification")),
        (obligation && purpose.law.is_empty()).then_some((&OBLIGATION_WITHOUT_LAW, "law")),
        (consent && purpose.consent.is_none()).then_some((&CONSENT_WITHOUT_TERMS, "consent")),
        (consent && !is_noticed).then_some((&CONSENT_WITHOUT_NOTICE, "basis")),
        (withdrawal == Some(false)).then_some((&CONSENT_WITHOUT_WITHDRAWAL, "consent")),
    ]
    .into_iter()
    .flatten()
}

/// Whether its name, or its id where it has none, is one of the words that name no purpose.
fn is_vague(purpose: &Purpose) -> bool {
    match &purpose.name {
        Some(name) => wording::is_one_of(name, VAGUE_PURPOSES),
        None => wording::code_is_one_of(purpose.id.as_str(), VAGUE_PURPOSES),
    }
}

/// Every provision in the list at `at` that is no longer in force.
pub(super) fn obsolete_law(law: &[greffe_terms::Citation], at: &At) -> Vec<Finding> {
    let law_at = at.clone().then("law");
    let obsolete = law.iter().enumerate();
    obsolete
        .filter_map(|(index, citation)| {
            let known = citation.obsolete()?;
            let words = |lang| format!("{}, {}", known.citation(), known.remark(lang));
            let detail = Text::new(Some(words(Lang::Fr)), Some(words(Lang::En)))?;
            Some(Finding::new(&OBSOLETE_LAW, law_at.clone().item(index)).with_detail(detail))
        })
        .collect()
}

static PURPOSE_MISSING: Check = Check::new(
    "GRF-R020",
    Severity::Error,
    "GDPR 30(1)(b)",
    Words::new("aucune finalité n’est indiquée", "no purpose is told"),
    Words::new(
        "ajoutez un [[processing.purpose]]",
        "add a [[processing.purpose]]",
    ),
);
static BASIS_MISSING: Check = Check::new(
    "GRF-R021",
    Severity::Warning,
    "GDPR 6(1)",
    Words::new(
        "la base légale de la finalité n’est pas indiquée",
        "the legal basis of the purpose is not stated",
    ),
    Words::new(
        "indiquez `basis`\u{a0}; les personnes doivent aussi la connaître (art. 13(1)(c))",
        "tell `basis`; persons must know it too (Art. 13(1)(c))",
    ),
);
static INTERESTS_UNJUSTIFIED: Check = Check::new(
    "GRF-R022",
    Severity::Warning,
    "GDPR 6(1)(f)",
    Words::new(
        "l’intérêt légitime n’est pas justifié",
        "the legitimate interest is not justified",
    ),
    Words::new(
        "décrivez l’intérêt et sa mise en balance dans `justification`",
        "describe the interest and its balancing in `justification`",
    ),
);
static OBLIGATION_WITHOUT_LAW: Check = Check::new(
    "GRF-R023",
    Severity::Warning,
    "GDPR 6(3)",
    Words::new(
        "l’obligation légale ne cite aucun texte",
        "the legal obligation cites no law",
    ),
    Words::new("citez le texte dans `law`", "cite it in `law`"),
);
static CONSENT_WITHOUT_TERMS: Check = Check::new(
    "GRF-R024",
    Severity::Warning,
    "GDPR 7(1)",
    Words::new(
        "la finalité repose sur le consentement et ne dit pas comment il est recueilli",
        "the purpose rests on consent and does not say how it is asked",
    ),
    Words::new(
        "ajoutez `consent`\u{a0}: validité, version de la mention, retrait",
        "add `consent`: validity, version of the notice, withdrawal",
    ),
);
static CONSENT_WITHOUT_NOTICE: Check = Check::new(
    "GRF-R025",
    Severity::Warning,
    "GDPR 7(2)",
    Words::new(
        "aucune mention d’information ne nomme cette finalité fondée sur le consentement",
        "no notice names this purpose that rests on consent",
    ),
    Words::new(
        "ajoutez un [[notice]] dont `purposes` la nomme",
        "add a [[notice]] whose `purposes` name it",
    ),
);
static CONSENT_WITHOUT_WITHDRAWAL: Check = Check::new(
    "GRF-R026",
    Severity::Warning,
    "GDPR 7(3)",
    Words::new(
        "on ne sait pas comment le consentement se retire",
        "it is not known how consent is withdrawn",
    ),
    Words::new(
        "décrivez le retrait dans `consent.withdrawal`",
        "describe it in `consent.withdrawal`",
    ),
);
static OBSOLETE_LAW: Check = Check::new(
    "GRF-R027",
    Severity::Warning,
    "GDPR 5(2)",
    Words::new(
        "le texte cité n’est plus en vigueur",
        "the provision cited is no longer in force",
    ),
    Words::new("citez le texte en vigueur", "cite the one in force"),
);
static PURPOSE_VAGUE: Check = Check::under_two(
    "GRF-R028",
    Severity::Warning,
    ["GDPR 5(1)(b)", "WP29 203"],
    Words::new(
        "la finalité est si vague qu’elle n’en est pas une",
        "the purpose is so vague that it is none",
    ),
    Words::new(
        "dites ce qui est fait, pour qui et à quelle fin, dans `name`",
        "say what is done, for whom and to what end, in `name`",
    ),
);
