//! Special categories of data, Art. 9 GDPR.

use greffe_terms::{SensitiveCategory, SpecialCondition};

use super::Purpose;

impl Purpose {
    /// It processes special categories of data (*données sensibles*): beside its basis of Art. 6 it needs the condition of Art. 9(2)
    /// that the policy states with [`Purpose::on_condition`].
    #[must_use]
    pub fn special_categories(
        mut self,
        categories: impl IntoIterator<Item = SensitiveCategory>,
    ) -> Self {
        self.special.extend(categories);
        self
    }

    /// The condition of Art. 9(2). Where it is explicit consent, consent is asked and has to be an express statement.
    #[must_use]
    pub fn on_condition(mut self, condition: SpecialCondition) -> Self {
        self.condition = Some(condition);
        self
    }

    /// The special categories of data that it processes.
    pub fn special(&self) -> impl Iterator<Item = SensitiveCategory> {
        self.special.iter().copied()
    }

    /// The condition of Art. 9(2), where special categories are processed.
    #[must_use]
    pub const fn special_condition(&self) -> Option<SpecialCondition> {
        self.condition
    }

    /// Whether consent has to be explicit, Art. 9(2)(a).
    #[must_use]
    pub fn asks_explicit_consent(&self) -> bool {
        self.condition == Some(SpecialCondition::ExplicitConsent)
    }

    /// Whether categories and condition belong together. Art. 10 has no condition of Art. 9(2): convictions and offences rest on
    /// national law, which is not evaluated.
    pub(super) fn fits_art_9(&self) -> bool {
        let offences = self.special.contains(&SensitiveCategory::Offence);
        self.special.is_empty() == self.condition.is_none()
            && !offences
            && (self.special.is_empty() || !self.bases.is_empty())
    }
}
