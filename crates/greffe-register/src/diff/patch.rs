//! The differences as edits that can be stored, shown and applied.

mod apply;
mod error;

use greffe_terms::quiet;
use serde::{Deserialize, Deserializer, Serialize};

use super::path::{ItemId, Step};
use super::tree;
use super::walk::{Difference, walk};
use crate::Register;
use crate::write::Json;

pub use error::PatchError;

/// The edits that lead from one register to another.
///
/// Items of lists are told by reference, id or name, so that a patch also fits a register in which something else has changed. What an edit
/// replaces is part of it, and a patch never applies where something else stands.
///
/// ```
/// use greffe_register::{Register, diff::Patch};
///
/// let register = |name| Register::from_toml(&format!("organisation = {{ name = \"{name}\" }}"));
/// let patch = Patch::between(&register("Atelier")?, &register("Maison")?);
/// assert_eq!(patch.to_json(), r#"[{"path":["organisation","name"],"before":"Atelier","after":"Maison"}]"#);
/// let patch = Patch::from_json(&patch.to_json())?;
/// assert!(patch.apply(&register("Atelier")?)? == register("Maison")?);
/// assert!(patch.apply(&register("Ferme")?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Patch {
    edits: Vec<Edit>,
}

/// What is wrong is not told: serde's own messages repeat the input. [`Patch::from_json`] tells the place.
impl<'de> Deserialize<'de> for Patch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let edits = quiet::read(deserializer, "a patch", Vec::deserialize)?;
        Ok(Self { edits })
    }
}

/// One edit: a value that comes, goes or changes, or items in another order.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    path: Vec<Step>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<Json<'static>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<Json<'static>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    order: Option<Vec<ItemId>>,
}

impl Patch {
    /// The edits that lead from `earlier` to `later`; none where both are the same.
    #[must_use]
    pub fn between(earlier: &Register, later: &Register) -> Self {
        let [earlier, later] = [earlier, later].map(tree::of);
        let mut edits = Vec::new();
        walk(&earlier, &later, &mut |place, difference| {
            let path = place.steps.clone();
            edits.push(match difference {
                Difference::Value([before, after]) => Edit {
                    path,
                    before: before.cloned(),
                    after: after.cloned(),
                    order: None,
                },
                Difference::Order { order, .. } => Edit {
                    path,
                    before: None,
                    after: None,
                    order: Some(order),
                },
            });
        });
        Self { edits }
    }

    /// Reads a patch as [`Patch::to_json`] writes it.
    ///
    /// # Errors
    /// [`PatchError::Malformed`] with the place; the text is never repeated.
    pub fn from_json(text: &str) -> Result<Self, PatchError> {
        let edits = serde_json::from_str(text).map_err(|error| PatchError::Malformed {
            line: error.line(),
            column: error.column(),
        })?;
        Ok(Self { edits })
    }

    /// The patch as JSON: a list of edits, each with its path, the value before and the value after.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Writing into memory can fail on keys that are no texts only, and there are none.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// How many edits there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.edits.len()
    }

    /// Whether nothing differs.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// The register that the edits make out of `register`.
    ///
    /// # Errors
    /// [`PatchError::Conflict`] where something else stands than the patch was made from; [`PatchError::Register`] where the result is no
    /// register, such as one in which a link leads nowhere.
    pub fn apply(&self, register: &Register) -> Result<Register, PatchError> {
        apply::apply(self, register)
    }
}

/// Shows how many edits there are, never what they say.
impl std::fmt::Debug for Patch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Patch({})", self.len())
    }
}
