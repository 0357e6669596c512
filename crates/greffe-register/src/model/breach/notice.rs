//! Who was told of a breach: the authority, again in phases, and the persons.

use chrono::{DateTime, FixedOffset};
use greffe_terms::Text;

use crate::model::code::{codes, debug_without_values};

codes! {
    /// Whether the authority is to be notified, as the organisation decided.
    NotificationDuty {
        /// It is.
        Required = "required", "requise", "required";
        /// The breach is unlikely to result in a risk, Art. 33(1) GDPR; holds with its reason only.
        NotRequired = "not_required", "non requise", "not required";
    }
}

/// What the authority was told after the first notice (*notification complémentaire*), Art. 33(4) GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FurtherNotice {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// What it added.
    pub what: Option<Text>,
}

/// The communication to the persons concerned (*information des personnes*), Art. 34 GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BreachCommunication {
    /// Whether they were told.
    pub told: PersonsTold,
    /// When.
    pub at: Option<DateTime<FixedOffset>>,
    /// By what means; of the public communication under 34(3)(c) too.
    pub means: Option<Text>,
    /// Which case of Art. 34(3) allows not to tell them.
    pub waiver: Option<BreachWaiver>,
    /// Why that case is given, or why they are not told.
    pub reason: Option<Text>,
}

codes! {
    /// Whether the persons concerned were told.
    PersonsTold {
        /// They were.
        Yes = "yes", "oui", "yes";
        /// They will be.
        Soon = "soon", "pas encore, elles le seront", "not yet, they will be";
        /// They will not be.
        No = "no", "non", "no";
    }
}

codes! {
    /// The case of Art. 34(3) GDPR in which the persons need not be told.
    BreachWaiver {
        /// (a): measures such as encryption made the data unintelligible to whoever had no right to them.
        Unintelligible = "unintelligible", "données inintelligibles, art. 34(3)(a)", "data unintelligible, Art. 34(3)(a)";
        /// (b): measures taken since then make sure that the high risk is no longer likely.
        RiskRemoved = "risk_removed", "risque élevé écarté depuis, art. 34(3)(b)", "high risk removed since, Art. 34(3)(b)";
        /// (c): it would be a disproportionate effort; the public is told instead.
        Disproportionate = "disproportionate", "efforts disproportionnés, art. 34(3)(c)", "disproportionate effort, Art. 34(3)(c)";
    }
}

debug_without_values!(FurtherNotice, BreachCommunication);
