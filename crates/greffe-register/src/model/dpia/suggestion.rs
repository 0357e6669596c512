//! What the lists and the criteria call for.

use greffe_terms::{Citation, Lang};

use super::{DpiaExemptCase, DpiaRequiredCase, DpiaScreening};

/// What the answers of a screening call for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DpiaOutcome {
    /// An assessment is to be made.
    Required,
    /// None is needed.
    NotRequired,
    /// What is not answered yet could change the outcome.
    Undetermined,
}

impl DpiaOutcome {
    /// The words that a person reads.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Required, Lang::Fr) => "analyse d’impact requise",
            (Self::Required, Lang::En) => "impact assessment required",
            (Self::NotRequired, Lang::Fr) => "analyse d’impact non requise",
            (Self::NotRequired, Lang::En) => "impact assessment not required",
            (Self::Undetermined, Lang::Fr) => "indéterminé",
            (Self::Undetermined, Lang::En) => "undetermined",
        }
    }
}

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DpiaReason {
    /// A case of the list of operations that need one.
    OnRequiredList(DpiaRequiredCase),
    /// A case of the list of operations that need none.
    OnExemptList(DpiaExemptCase),
    /// The same, but the other list goes before it.
    ExemptionOutranked(DpiaExemptCase),
    /// Nobody compared with the list of operations that need one, which goes before everything else.
    RequiredListNotCompared,
    /// So many criteria are met.
    CriteriaMet(usize),
    /// So many criteria are not answered.
    CriteriaOpen(usize),
}

impl DpiaReason {
    /// The source behind it.
    #[must_use]
    pub const fn citation(&self) -> Citation {
        Citation::from_static(match self {
            Self::OnRequiredList(_) | Self::ExemptionOutranked(_) => DpiaRequiredCase::SOURCE,
            Self::RequiredListNotCompared => "GDPR 35(4)",
            Self::OnExemptList(_) => DpiaExemptCase::SOURCE,
            Self::CriteriaMet(_) | Self::CriteriaOpen(_) => "WP29 248",
        })
    }

    /// The reason in words.
    #[must_use]
    pub fn in_words(&self, lang: Lang) -> String {
        // French counts nought and one in the singular, English one only.
        let s = |count: usize| {
            let is_one = count == 1 || (count == 0 && lang == Lang::Fr);
            if is_one { "" } else { "s" }
        };
        match self {
            Self::OnRequiredList(case) => lang.pick(
                format!(
                    "liste des opérations qui exigent une analyse\u{a0}: {}",
                    case.label(lang)
                ),
                format!("list of operations that need one: {}", case.label(lang)),
            ),
            Self::OnExemptList(case) => lang.pick(
                format!(
                    "liste des opérations dispensées\u{a0}: {}",
                    case.label(lang)
                ),
                format!("list of exempt operations: {}", case.label(lang)),
            ),
            Self::ExemptionOutranked(case) => lang.pick(
                format!(
                    "la dispense ne joue pas, l’autre liste l’emporte\u{a0}: {}",
                    case.label(lang)
                ),
                format!(
                    "the exemption does not serve, the other list goes before it: {}",
                    case.label(lang)
                ),
            ),
            Self::RequiredListNotCompared => lang
                .pick(
                    "la liste des opérations qui exigent une analyse n’a pas été consultée",
                    "the list of operations that need one was not compared",
                )
                .to_owned(),
            Self::CriteriaMet(count) => lang.pick(
                format!("{count} critère{0} rempli{0} sur 9", s(*count)),
                format!(
                    "{count} of 9 criteria {} met",
                    if *count == 1 { "is" } else { "are" }
                ),
            ),
            Self::CriteriaOpen(count) => lang.pick(
                format!("{count} critère{0} sans réponse", s(*count)),
                format!(
                    "{count} criteri{} not answered",
                    if *count == 1 { "on is" } else { "a are" }
                ),
            ),
        }
    }
}

/// What a screening calls for, with the reasons in the order of their rank.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DpiaSuggestion {
    /// The outcome.
    pub outcome: DpiaOutcome,
    /// Why; at least one.
    pub reasons: Vec<DpiaReason>,
}

impl DpiaSuggestion {
    /// Outcome and reasons in a line.
    #[must_use]
    pub fn in_words(&self, lang: Lang) -> String {
        let reasons: Vec<_> = self
            .reasons
            .iter()
            .map(|reason| reason.in_words(lang))
            .collect();
        format!(
            "{} ({})",
            self.outcome.label(lang),
            reasons.join(lang.pick("\u{a0}; ", "; "))
        )
    }
}

/// The guidelines WP248 rev.01 (III.B.a) call for an assessment where two criteria are met, in most cases.
pub(crate) const CRITERIA_THAT_CALL_FOR_AN_ASSESSMENT: usize = 2;

impl DpiaScreening {
    /// What the answers call for, in the order of their rank: the list of operations that need an assessment, the list of exempt ones,
    /// then the criteria, of which two call for one in most cases (a controller may find that one is enough, or give reasons why two
    /// are not: WP248 rev.01, III.B.a).
    ///
    /// Where something that is not answered could change the outcome, it is undetermined. What nobody looked at never lets go of an
    /// assessment: the list of operations that need one must have been compared before an exemption or a low count serves, while an
    /// exemption serves only where a case is named. The law leaves this choice open; it is the cautious one.
    ///
    /// ```
    /// use greffe_register::{DpiaOutcome, Register};
    /// use greffe_terms::Lang;
    ///
    /// let register = Register::from_toml(r#"
    ///     organisation = { name = "Atelier Hélianthe" }
    ///     [[dpia]]
    ///     scope = "Rounds of the delivery drivers"
    ///     required_list = ["employee_monitoring"]
    ///     exempt_list = ["small_employer_staff"]
    /// "#)?;
    /// let suggested = register.dpias()[0].suggested();
    /// assert_eq!(suggested.outcome, DpiaOutcome::Required);
    /// assert_eq!(
    ///     suggested.reasons[0].in_words(Lang::En),
    ///     "list of operations that need one: constant monitoring of employees’ activity",
    /// );
    /// # Ok::<(), greffe_register::RegisterError>(())
    /// ```
    #[must_use]
    pub fn suggested(&self) -> DpiaSuggestion {
        let exempt = self.exempt_list.items().iter().copied();
        let required = self.required_list.items().iter().copied();
        let mut reasons: Vec<_> = required.map(DpiaReason::OnRequiredList).collect();
        if !reasons.is_empty() {
            reasons.extend(exempt.map(DpiaReason::ExemptionOutranked));
            return DpiaSuggestion {
                outcome: DpiaOutcome::Required,
                reasons,
            };
        }
        reasons.extend(exempt.map(DpiaReason::OnExemptList));
        let is_compared = !self.required_list.is_unknown();
        if reasons.is_empty() {
            return self.suggested_by_criteria(is_compared);
        }
        let outcome = if is_compared {
            DpiaOutcome::NotRequired
        } else {
            reasons.push(DpiaReason::RequiredListNotCompared);
            DpiaOutcome::Undetermined
        };
        DpiaSuggestion { outcome, reasons }
    }

    fn suggested_by_criteria(&self, is_compared: bool) -> DpiaSuggestion {
        let (met, open) = (self.criteria_met(), self.criteria_open());
        let mut reasons = vec![DpiaReason::CriteriaMet(met)];
        if met >= CRITERIA_THAT_CALL_FOR_AN_ASSESSMENT {
            return DpiaSuggestion {
                outcome: DpiaOutcome::Required,
                reasons,
            };
        }
        if met + open >= CRITERIA_THAT_CALL_FOR_AN_ASSESSMENT {
            reasons.push(DpiaReason::CriteriaOpen(open));
        }
        if !is_compared {
            reasons.push(DpiaReason::RequiredListNotCompared);
        }
        let outcome = match reasons.len() {
            1 => DpiaOutcome::NotRequired,
            _ => DpiaOutcome::Undetermined,
        };
        DpiaSuggestion { outcome, reasons }
    }
}
