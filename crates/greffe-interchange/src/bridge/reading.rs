//! What was read out of a document, and the register that follows.

use std::collections::HashSet;

use greffe_register::Register;
use greffe_terms::Lang;
use serde_json::Value;

use super::emit::emit;
use super::kept::Kept;
use super::merge::merge;
use crate::loss::words;
use crate::{ImportError, Loss, LossKind, LossReport};

/// A document of another format as read.
pub(crate) struct Reading {
    /// What its terms say, with the keys of the register's format.
    pub(crate) register: Value,
    /// The register that Greffe had kept beside the terms.
    pub(crate) kept: Option<Kept>,
    /// What the register has no place for.
    pub(crate) unplaced: Vec<Unplaced>,
    /// What came out otherwise than it stands there.
    pub(crate) reshaped: Vec<Loss>,
}

/// The same thing said in French and in English.
pub(crate) type Why = (&'static str, &'static str);

/// A value of the document that the register has no place for.
pub(crate) struct Unplaced {
    pub(crate) place: String,
    pub(crate) value: Value,
    /// In French and in English.
    pub(crate) why: Why,
}

impl Unplaced {
    /// What is said where.
    fn statement(&self) -> (&str, String) {
        (&self.place, self.value.to_string())
    }
}

impl Reading {
    /// The register. `own` reads what Greffe itself writes for a register: what differs from that was changed outside and is taken over.
    pub(crate) fn into_register(
        self,
        own: impl FnOnce(&Register, Lang) -> Result<Self, ImportError>,
    ) -> Result<(Register, LossReport), ImportError> {
        let mut report = LossReport::new();
        let mut unplaced = self.unplaced;
        let register = self.register;
        let text = if let Some(Kept {
            place,
            mut parts,
            lang,
            ..
        }) = self.kept
        {
            parts.take_organisation(register.get("organisation"));
            let as_kept = parts.to_json();
            let kept = Register::from_json(&as_kept)
                .map_err(|error| ImportError::Kept { place, error })?;
            let own = own(&kept, lang)?;
            let known: HashSet<_> = own.unplaced.iter().map(Unplaced::statement).collect();
            if !known.is_empty() {
                unplaced.retain(|given| !known.contains(&given.statement()));
            }
            let merged = merge(
                "",
                Some(json_of(&kept)),
                Some(&own.register),
                Some(&register),
                &mut report,
            );
            let reshaped = own.reshaped.iter().map(|loss| loss.in_language(Lang::En));
            let reshaped: HashSet<_> = reshaped.collect();
            for loss in self.reshaped {
                if !reshaped.contains(&loss.in_language(Lang::En)) {
                    report.note(loss);
                }
            }
            let kept = serde_json::from_str(&as_kept).ok();
            emit(&merged.unwrap_or_default(), kept)
        } else {
            self.reshaped.into_iter().for_each(|loss| report.note(loss));
            let text = emit(&register, None);
            // A large one would stand beside the register that is read from its text.
            drop(register);
            text
        };
        for Unplaced {
            place,
            why: (fr, en),
            ..
        } in unplaced
        {
            report.note_with(LossKind::Dropped, || {
                Loss::new(LossKind::Dropped, place, words(fr, en))
            });
        }
        Ok((Register::from_json(&text)?, report))
    }
}

/// A register as JSON with the keys of its format.
pub(crate) fn json_of(register: &Register) -> Value {
    serde_json::to_value(register).unwrap_or_default()
}
