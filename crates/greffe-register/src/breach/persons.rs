//! Whether the persons concerned must be told, Art. 34 GDPR.

use greffe_terms::Lang;

use super::severity::{Severity, SeverityLevel, severity};
use crate::model::code::codes;
use crate::{Breach, BreachGravity, BreachWaiver, PersonsTold};

codes! {
    /// What Art. 34 comes to. It is a controller's duty.
    PersonsNoticeOutcome {
        /// The risk is high: they must be told without undue delay, 34(1).
        Required = "required", "les personnes doivent être informées", "the persons must be told";
        /// The risk is high, and a case of 34(3) is given with its reason.
        Waived = "waived", "la communication individuelle aux personnes n’est pas requise", "telling the persons one by one is not required";
        /// The risk was assessed and is not high.
        NotRequired = "not_required", "pas de risque élevé retenu, l’information des personnes n’est pas requise", "no high risk was found, telling the persons is not required";
        /// What is known does not say whether the risk is high.
        Undetermined = "undetermined", "on ne sait si les personnes doivent être informées", "whether the persons must be told is undetermined";
    }
}

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PersonsNoticeReason {
    /// The gravity as it was assessed.
    Gravity(BreachGravity),
    /// Nobody assessed the gravity.
    GravityUnknown,
    /// The level by ENISA's method; at least this one, where it says that the risk is high.
    Severity(SeverityLevel),
    /// Unknown inputs leave open whether the level is high.
    SeverityUndetermined,
    /// The case of 34(3), with its reason.
    Waiver(BreachWaiver),
    /// A case of 34(3) without its reason, which waives nothing.
    WaiverUnexplained(BreachWaiver),
    /// The public must be told instead, and the record names no means, 34(3)(c).
    PublicNoticeOwed,
}

/// A decision with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonsNotice {
    outcome: PersonsNoticeOutcome,
    reasons: Vec<PersonsNoticeReason>,
    is_told: bool,
}

/// Whether the persons concerned by this breach must be told. Missing input never makes it `not_required`: the gravity must
/// have been assessed, and what is known of the severity may not leave a high risk open.
#[must_use]
pub fn persons_notice(breach: &Breach) -> PersonsNotice {
    let severity = breach.severity.as_ref().map(severity);
    let mut reasons = Vec::new();
    reasons.extend(breach.gravity.map(PersonsNoticeReason::Gravity));
    reasons.extend(severity.as_ref().map(reason_of));
    let high = is_high(breach.gravity, severity.as_ref());
    if breach.gravity.is_none() && high.is_none() {
        reasons.push(PersonsNoticeReason::GravityUnknown);
    }
    let outcome = match high {
        Some(true) => after_waiver(breach, &mut reasons),
        Some(false) => PersonsNoticeOutcome::NotRequired,
        None => PersonsNoticeOutcome::Undetermined,
    };
    let communication = breach.communication.as_ref();
    PersonsNotice {
        outcome,
        reasons,
        is_told: communication.is_some_and(|one| one.told == PersonsTold::Yes),
    }
}

/// Whether the risk is high; `None` where what is known leaves it open.
fn is_high(gravity: Option<BreachGravity>, severity: Option<&Severity>) -> Option<bool> {
    let by_gravity = gravity.map(BreachGravity::is_high);
    let by_severity = severity.map(|severity| {
        let (least, most) = (severity.at_least().is_high(), severity.at_most().is_high());
        (least == most).then_some(least)
    });
    match (by_gravity, by_severity) {
        (Some(true), _) | (_, Some(Some(true))) => Some(true),
        // ENISA's method weighs what may happen, not how likely it is: alone it never lets a controller off.
        (None, _) | (_, Some(None)) => None,
        (Some(false), _) => Some(false),
    }
}

fn reason_of(severity: &Severity) -> PersonsNoticeReason {
    let least = severity.at_least();
    match severity.level() {
        Some(level) => PersonsNoticeReason::Severity(level),
        None if least.is_high() => PersonsNoticeReason::Severity(least),
        None if !severity.at_most().is_high() => PersonsNoticeReason::Severity(severity.at_most()),
        None => PersonsNoticeReason::SeverityUndetermined,
    }
}

fn after_waiver(breach: &Breach, reasons: &mut Vec<PersonsNoticeReason>) -> PersonsNoticeOutcome {
    let communication = breach.communication.as_ref();
    let Some((communication, waiver)) = communication.and_then(|told| {
        let waiver = told.waiver.filter(|_| told.told == PersonsTold::No)?;
        Some((told, waiver))
    }) else {
        return PersonsNoticeOutcome::Required;
    };
    if communication.reason.is_none() {
        reasons.push(PersonsNoticeReason::WaiverUnexplained(waiver));
        return PersonsNoticeOutcome::Required;
    }
    reasons.push(PersonsNoticeReason::Waiver(waiver));
    if waiver == BreachWaiver::Disproportionate && communication.means.is_none() {
        reasons.push(PersonsNoticeReason::PublicNoticeOwed);
    }
    PersonsNoticeOutcome::Waived
}

impl PersonsNotice {
    /// What it comes to.
    #[must_use]
    pub const fn outcome(&self) -> PersonsNoticeOutcome {
        self.outcome
    }

    /// Why.
    #[must_use]
    pub fn reasons(&self) -> &[PersonsNoticeReason] {
        &self.reasons
    }

    /// What the authority may still do where the controller has not told the persons, whatever he decided: Art. 34(4).
    #[must_use]
    pub const fn power_of_the_authority(&self, lang: Lang) -> Option<&'static str> {
        match (self.is_told, lang) {
            (true, _) => None,
            (false, Lang::Fr) => Some(
                "l’autorité peut exiger qu’elles soient informées, ou décider qu’un cas de l’art. 34(3) est rempli (art. 34(4))",
            ),
            (false, Lang::En) => Some(
                "the authority may require that they be told, or decide that a case of Art. 34(3) is met (Art. 34(4))",
            ),
        }
    }

    /// The outcome and its reasons.
    #[must_use]
    pub fn in_words(&self, lang: Lang) -> String {
        let reasons: Vec<_> = self
            .reasons
            .iter()
            .map(|reason| reason.in_words(lang))
            .collect();
        format!(
            "{}{}{}",
            self.outcome.label(lang),
            lang.pick("\u{a0}: ", ": "),
            reasons.join(lang.pick("\u{a0}; ", "; "))
        )
    }
}

impl PersonsNoticeReason {
    /// The reason for a person.
    #[must_use]
    pub fn in_words(self, lang: Lang) -> String {
        match self {
            Self::Gravity(gravity) => format!(
                "{} {}",
                lang.pick("gravité", "gravity"),
                gravity.label(lang)
            ),
            Self::Severity(level) => format!(
                "{} {}",
                lang.pick("gravité selon l’ENISA", "ENISA severity"),
                level.label(lang)
            ),
            Self::Waiver(waiver) => waiver.label(lang).to_owned(),
            Self::WaiverUnexplained(waiver) => format!(
                "{}, {}",
                waiver.label(lang),
                lang.pick("sans motif", "without its reason")
            ),
            Self::GravityUnknown => lang
                .pick("gravité non évaluée", "gravity not assessed")
                .to_owned(),
            Self::SeverityUndetermined => lang
                .pick(
                    "gravité selon l’ENISA indéterminée",
                    "ENISA severity undetermined",
                )
                .to_owned(),
            Self::PublicNoticeOwed => lang
                .pick(
                    "communication publique à faire, aucun moyen indiqué",
                    "a public communication is owed, no means named",
                )
                .to_owned(),
        }
    }
}
