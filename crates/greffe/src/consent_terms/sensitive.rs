//! The special categories of data that the records of a purpose state.

use std::collections::HashMap;

use greffe_register::Register;
use greffe_terms::{PurposeId, SensitiveCategory, SpecialCondition};

use super::{Gap, GapKind};

/// What all records of one purpose state together.
#[derive(Debug, Default)]
pub(super) struct Sensitive {
    pub(super) categories: Vec<SensitiveCategory>,
    /// Each once, in the order of the file.
    conditions: Vec<SpecialCondition>,
    /// Why no policy can hold the purpose: a kind, and where.
    pub(super) lack: Option<(GapKind, String)>,
    /// Where the last condition stands.
    place: String,
}

impl Sensitive {
    /// The condition that decides: explicit consent where it is among them, for nothing else is asked of a person.
    pub(super) fn condition(&self) -> Option<SpecialCondition> {
        let explicit = SpecialCondition::ExplicitConsent;
        let asked = self.conditions.contains(&explicit).then_some(explicit);
        asked.or(self.conditions.first().copied())
    }

    /// That one condition stands for several.
    pub(super) fn choice(&self) -> Option<Gap> {
        (self.conditions.len() > 1)
            .then(|| Gap::new(GapKind::SeveralConditions, self.place.as_str()))
    }
}

/// Of every purpose whose records state special categories, what they state.
pub(super) fn by_purpose(register: &Register) -> HashMap<&PurposeId, Sensitive> {
    let mut found: HashMap<&PurposeId, Sensitive> = HashMap::new();
    for (processing, purpose) in register.purposes_by_processing() {
        for (index, item) in processing.sensitive.items().iter().enumerate() {
            let place = format!(
                "processing[{}].sensitive[{}]",
                processing.reference,
                index + 1
            );
            let stated = found.entry(&purpose.id).or_default();
            stated.categories.push(item.category);
            stated.place.clone_from(&place);
            let lack = match item.condition {
                _ if item.category == SensitiveCategory::Offence => Some(GapKind::Offences),
                None => Some(GapKind::ConditionMissing),
                Some(condition) => {
                    if !stated.conditions.contains(&condition) {
                        stated.conditions.push(condition);
                    }
                    None
                }
            };
            if let Some(kind) = lack.filter(|_| stated.lack.is_none()) {
                stated.lack = Some((kind, place));
            }
        }
    }
    found
}
