//! What changed from one version of a register to the next, in legal terms.
//!
//! Two registers are laid side by side as trees of the file format; items of lists are told by reference, id or name, and their order means nothing where the
//! format gives it no meaning. [`Patch`] is that comparison as edits that can be applied. [`Register::changes_since`] says what the edits mean: whether a retention is longer,
//! a recipient new, a purpose another one; what that is for the persons, on which articles it bears, and what is to be done. What has no meaning in law of its own is
//! reported all the same, as `changed` with its path.
//!
//! ```
//! use greffe_register::{Register, diff::{Direction, Duty}};
//! use greffe_terms::Lang;
//!
//! let register = |keep: &str| Register::from_toml(&format!(r#"
//!     organisation = {{ name = "Atelier Hélianthe" }}
//!     [[processing]]
//!     ref = "FAC-01"
//!     name = {{ fr = "Facturation", en = "Billing" }}
//!     data = [{{ category = "economic", retention = {{ keep = "{keep}", after = "relation_end" }} }}]
//! "#));
//! let changes = register("P10Y")?.changes_since(&register("P5Y")?);
//! let longer = changes.iter().next().unwrap();
//! assert_eq!(longer.kind().code(), "retention_longer");
//! assert_eq!(longer.direction(), Direction::Wider);
//! assert_eq!(longer.path(), "processing[FAC-01].data[1].retention");
//! assert_eq!(longer.duties(), [Duty::UpdateNotice]);
//! assert_eq!(
//!     longer.what(Lang::En),
//!     "kept longer: “5 years from the end of the relation”, now “10 years from the end of the relation”",
//! );
//! # Ok::<(), greffe_register::RegisterError>(())
//! ```

mod change;
mod duty;
mod identity;
mod kind;
mod length;
mod markdown;
mod meaning;
mod patch;
mod path;
mod tree;
mod walk;
mod words;

pub use change::{Change, Changes};
pub use duty::Duty;
pub use kind::{Direction, Kind, kinds};
pub use patch::{Patch, PatchError};

use crate::Register;

impl Register {
    /// What changed since an earlier version, in legal terms and in the order of the format; nothing where both say the same.
    ///
    /// The reversed comparison gives the reversed changes: what was longer is shorter, what was new is gone.
    #[must_use]
    pub fn changes_since(&self, earlier: &Self) -> Changes {
        let [earlier, later] = [earlier, self].map(tree::of);
        let mut changes = Vec::new();
        walk::walk(&earlier, &later, &mut |place, difference| {
            meaning::of_difference(place, difference, &mut changes);
        });
        Changes::new(changes)
    }
}
