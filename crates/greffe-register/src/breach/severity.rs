//! Severity by ENISA's method: SE = DPC × EI + CB.
//!
//! *Recommendations for a methodology of the assessment of severity of personal data breaches*, ENISA, working document v1.0, December 2013:
//! context of processing (DPC, annex 1) from 1 to 4, ease of identification (EI, annex 2) in quarters, circumstances (CB, annex 3) in quarters.
//! Levels: low below 2, medium from 2, high from 3, very high from 4.

mod scores;

use std::fmt;

use greffe_terms::{Lang, Text};

use crate::model::code::codes;
use crate::{ApproximateNumber, Breach, SeverityInputs};
use scores::{
    availability_score, basic_score, confidentiality_score, identification_score, integrity_score,
};

/// A score in quarters of a point: every number of the method is a whole number of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Quarters(u8);

impl Quarters {
    /// How many quarters.
    #[must_use]
    pub const fn count(self) -> u8 {
        self.0
    }

    /// `2,75` in French, `2.75` in English.
    #[must_use]
    pub fn in_words(self, lang: Lang) -> String {
        let whole = self.0 / 4;
        let fraction = match self.0 % 4 {
            0 => return whole.to_string(),
            1 => "25",
            2 => "5",
            _ => "75",
        };
        format!("{whole}{}{fraction}", lang.pick(",", "."))
    }
}

codes! {
    /// A level of severity.
    SeverityLevel {
        /// Below 2.
        Low = "low", "faible", "low";
        /// From 2.
        Medium = "medium", "moyenne", "medium";
        /// From 3.
        High = "high", "élevée", "high";
        /// From 4.
        VeryHigh = "very_high", "très élevée", "very high";
    }
}

impl SeverityLevel {
    const fn of(score: Quarters) -> Self {
        match score.0 {
            0..=7 => Self::Low,
            8..=11 => Self::Medium,
            12..=15 => Self::High,
            _ => Self::VeryHigh,
        }
    }

    /// What it means for the persons.
    #[must_use]
    pub fn meaning(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::Low => (
                "aucun effet, ou des désagréments surmontés sans peine",
                "no effect, or inconveniences that are overcome with ease",
            ),
            Self::Medium => (
                "des désagréments notables, surmontés malgré quelques difficultés",
                "notable inconveniences, overcome despite some difficulty",
            ),
            Self::High => (
                "des conséquences notables, surmontées avec de sérieuses difficultés",
                "notable consequences, overcome with serious difficulty",
            ),
            Self::VeryHigh => (
                "des conséquences notables ou irréversibles, peut-être insurmontables",
                "notable or irreversible consequences that may never be overcome",
            ),
        };
        lang.pick(fr, en)
    }

    /// Whether it amounts to the high risk of Art. 34(1) GDPR.
    #[must_use]
    pub const fn is_high(self) -> bool {
        matches!(self, Self::High | Self::VeryHigh)
    }
}

/// The severity of a breach. Inputs that are unknown leave it between two scores.
#[derive(Clone, PartialEq, Eq)]
pub struct Severity {
    context: Range,
    identification: Range,
    circumstances: Range,
    adjusted_from: Option<u8>,
    context_reason: Option<Text>,
    missing: Vec<Text>,
}

/// From the lowest possible value to the highest, in quarters; of the context in points.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Range(u8, u8);

/// The severity that follows from these inputs.
///
/// ```
/// use greffe_register::{Register, breach};
/// use greffe_terms::Lang;
///
/// let register = Register::from_toml(r#"
///     organisation = { name = "Atelier Hélianthe" }
///     [[breach]]
///     id = "2026-01"
///     severity = { context = 3, identification = "maximum", confidentiality = "unknown_recipients",
///                  integrity = "no_use", availability = "restored", malicious = false }
/// "#)?;
/// let inputs = register.breaches().items()[0].severity.as_ref().unwrap();
/// let severity = breach::severity(inputs);
/// assert_eq!(severity.level(), Some(breach::SeverityLevel::High));
/// assert!(severity.in_words(Lang::En).starts_with("3 × 1 + 0.5 = 3.5: high"));
/// # Ok::<(), greffe_register::RegisterError>(())
/// ```
#[must_use]
pub fn severity(inputs: &SeverityInputs) -> Severity {
    let mut missing = Vec::new();
    let basic = inputs.data.map(basic_score);
    let context = inputs.context.or(basic);
    let circumstances = [
        (
            inputs.confidentiality.map(confidentiality_score),
            "perte de confidentialité",
            "loss of confidentiality",
        ),
        (
            inputs.integrity.map(integrity_score),
            "perte d’intégrité",
            "loss of integrity",
        ),
        (
            inputs.availability.map(availability_score),
            "perte de disponibilité",
            "loss of availability",
        ),
        (
            inputs
                .malicious
                .map(|malicious| if malicious { 2 } else { 0 }),
            "malveillance",
            "malicious intent",
        ),
    ];
    let context_range = bounds(context, (1, 4), ("contexte", "context"), &mut missing);
    let identification = bounds(
        inputs.identification.map(identification_score),
        (1, 4),
        ("facilité d’identification", "ease of identification"),
        &mut missing,
    );
    let circumstances = circumstances
        .into_iter()
        .map(|(score, fr, en)| bounds(score, (0, 2), (fr, en), &mut missing))
        .fold(Range(0, 0), |sum, part| {
            Range(sum.0.saturating_add(part.0), sum.1.saturating_add(part.1))
        });
    Severity {
        context: context_range,
        identification,
        circumstances,
        adjusted_from: basic.filter(|basic| Some(*basic) != context),
        context_reason: inputs.context_reason.clone(),
        missing,
    }
}

fn bounds(
    score: Option<u8>,
    (lowest, highest): (u8, u8),
    (fr, en): (&str, &str),
    missing: &mut Vec<Text>,
) -> Range {
    if let Some(score) = score {
        return Range(score, score);
    }
    missing.extend(Text::new(Some(fr.to_owned()), Some(en.to_owned())));
    Range(lowest, highest)
}

impl Severity {
    /// The lowest score that the inputs allow.
    #[must_use]
    pub const fn lowest(&self) -> Quarters {
        score(self.context.0, self.identification.0, self.circumstances.0)
    }

    /// The highest score that the inputs allow.
    #[must_use]
    pub const fn highest(&self) -> Quarters {
        score(self.context.1, self.identification.1, self.circumstances.1)
    }

    /// The level that it has at least.
    #[must_use]
    pub const fn at_least(&self) -> SeverityLevel {
        SeverityLevel::of(self.lowest())
    }

    /// The level that it has at most.
    #[must_use]
    pub const fn at_most(&self) -> SeverityLevel {
        SeverityLevel::of(self.highest())
    }

    /// The level, where what is unknown cannot change it.
    #[must_use]
    pub fn level(&self) -> Option<SeverityLevel> {
        (self.at_least() == self.at_most()).then_some(self.at_least())
    }

    /// The reckoning and what it means: `3 × 0.75 + 0.5 = 2.75: medium (…)`. Where inputs are unknown, the two bounds and what is missing.
    #[must_use]
    pub fn in_words(&self, lang: Lang) -> String {
        let colon = lang.pick("\u{a0}: ", ": ");
        let mut words = if self.missing.is_empty() {
            let level = self.at_least();
            format!(
                "{} × {} + {} = {}{colon}{} ({})",
                self.context.0,
                Quarters(self.identification.0).in_words(lang),
                Quarters(self.circumstances.0).in_words(lang),
                self.lowest().in_words(lang),
                level.label(lang),
                level.meaning(lang),
            )
        } else {
            let (from, to) = (self.lowest().in_words(lang), self.highest().in_words(lang));
            let (least, most) = (self.at_least().label(lang), self.at_most().label(lang));
            let level = match self.level() {
                Some(level) => level.label(lang).to_owned(),
                None => lang.pick(
                    format!("{least} à {most}, indéterminée"),
                    format!("from {least} to {most}, undetermined"),
                ),
            };
            let missing: Vec<_> = self
                .missing
                .iter()
                .map(|name| name.in_language(lang))
                .collect();
            let missing = missing.join(", ");
            lang.pick(
                format!("entre {from} et {to}{colon}{level}\u{a0}; non renseigné\u{a0}: {missing}"),
                format!("between {from} and {to}{colon}{level}; not stated: {missing}"),
            )
        };
        if let Some(basic) = self.adjusted_from {
            let adjusted = lang.pick(
                format!("\u{a0}; contexte ajusté, score de base {basic}"),
                format!("; context adjusted, basic score {basic}"),
            );
            words.push_str(&adjusted);
            if let Some(reason) = &self.context_reason {
                words.push_str(colon);
                words.push_str(reason.in_language(lang));
            }
        }
        words
    }
}

/// Shows the scores, not the reason.
impl fmt::Debug for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Severity")
            .field("lowest", &self.lowest())
            .field("highest", &self.highest())
            .finish_non_exhaustive()
    }
}

/// Points times quarters plus quarters.
const fn score(context: u8, identification: u8, circumstances: u8) -> Quarters {
    Quarters(
        context
            .saturating_mul(identification)
            .saturating_add(circumstances),
    )
}

codes! {
    /// What the method notes beside the score, which it leaves to the assessor.
    SeverityFlag {
        /// More than a hundred persons.
        ManyPersons = "many_persons", "plus de cent personnes", "more than a hundred persons";
        /// Unintelligible data.
        Unintelligible = "unintelligible", "données inintelligibles", "unintelligible data";
    }
}

/// The number of persons above which the method notes it.
const MANY_PERSONS: u64 = 100;

/// What the method notes beside the score of this breach.
#[must_use]
pub fn severity_flags(breach: &Breach) -> Vec<SeverityFlag> {
    let many =
        matches!(breach.persons, Some(ApproximateNumber::About(number)) if number > MANY_PERSONS);
    let inputs = breach.severity.as_ref();
    let unintelligible = inputs.is_some_and(|inputs| inputs.unintelligible == Some(true));
    [
        many.then_some(SeverityFlag::ManyPersons),
        unintelligible.then_some(SeverityFlag::Unintelligible),
    ]
    .into_iter()
    .flatten()
    .collect()
}
