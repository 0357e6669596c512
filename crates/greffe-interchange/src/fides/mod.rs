//! fides manifests: datasets, systems and what belongs to them as YAML, in the terms of fideslang 3.1.4.
//!
//! ```
//! use greffe_interchange::{Extent, fides};
//! use greffe_register::Register;
//! use greffe_terms::Lang;
//!
//! let register = Register::from_toml(r#"
//!     organisation = { name = "Atelier Hélianthe" }
//!     [[processing]]
//!     ref = "FAC-01"
//!     name = "Billing"
//!     purpose = [{ id = "invoicing", basis = "contract" }]
//!     data = [{ category = "economic", retention = { keep = "P10Y", after = "relation_end" } }]
//! "#)?;
//! let (yaml, losses) = fides::export(&register, Lang::En, Extent::Whole)?;
//! assert!(yaml.contains("legal_basis_for_processing: 'Contract'"));
//! assert!(losses.losses().iter().any(|loss| loss.place() == "processing[FAC-01].data[1].retention"));
//!
//! let (back, _) = fides::import(yaml.as_bytes(), Default::default())?;
//! assert!(back == register);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Out.** An `organization`, a `system` a record with one `privacy_declarations` item a purpose and legal basis, a `dataset` a record whose
//! data are held in tables that it names, and custom `data_subject` and `data_category` resources where the default taxonomy has no key.
//! A `policy` forbids what the register does not know: `fides evaluate` fails on code whose annotations go beyond it. No `cookies`: fideslang 3.1.4 ignores them. Fides has one language: the one that is asked for.
//!
//! **In.** The same resources; a policy that does not follow from the systems is reported. What the register has no place for is in the loss report, with its place.
//!
//! | module | what |
//! | --- | --- |
//! | `terms` | the taxonomy, and which of its keys our terms are |
//! | `manifest` | the resources as they are written |
//! | `write` | from a register to a manifest |
//! | `yaml` | YAML as a tree with places, within budgets |
//! | `table` | a table taken apart; what nobody took has no place in a register |
//! | `read`, `declarations` | from a manifest to a register |
//! | `policy` | what the register does not know, as rules |
//! | `words` | why values do not come across |

mod declarations;
mod manifest;
mod policy;
mod read;
mod table;
mod terms;
mod words;
mod write;
mod yaml;

use greffe_register::Register;
use greffe_terms::Lang;

use crate::bridge::{differences, json_of, report};
use crate::{Extent, ImportError, ImportLimits, LossReport};

pub use terms::{TAXONOMY_VERSION, taxonomy_keys_in_use};

/// Writes a register as a fides manifest in one language, with a report of what a fides reader does not get.
///
/// # Errors
/// [`ImportError::OverBudget`] where the manifest would be out of all proportion to the register: every declaration repeats the persons and
/// recipients of its record, so that many purposes beside many of them are their product. Any other [`ImportError`] where what was written does not read back; a defect of the bridge, since a manifest that does not read back is worth nothing.
pub fn export(
    register: &Register,
    lang: Lang,
    extent: Extent,
) -> Result<(String, LossReport), ImportError> {
    write::check_size(register, lang)?;
    let manifest = write::manifest(register, lang, extent);
    let text = yaml::write(&manifest)?;
    // The report is what a reader of the terms alone lacks: they are read, and compared.
    let terms = match extent {
        Extent::Terms => yaml::parse(text.as_bytes(), ImportLimits::NONE)?,
        Extent::Whole => {
            let terms = yaml::write(&write::manifest(register, lang, Extent::Terms))?;
            yaml::parse(terms.as_bytes(), ImportLimits::NONE)?
        }
    };
    let (seen, _) = read::read(&terms, ImportLimits::NONE)?.into_register(read_of)?;
    let lost = differences(&json_of(register), &json_of(&seen));
    let mut losses = report(&lost, words::REASONS, &words::OTHERWISE);
    write::assumptions(register).for_each(|loss| losses.note(loss));
    Ok((text, losses))
}

/// Reads a fides manifest.
///
/// # Errors
/// [`ImportError`]: no YAML or over its limits, a key twice, no manifest, a value of a wrong type, or no register.
pub fn import(bytes: &[u8], limits: ImportLimits) -> Result<(Register, LossReport), ImportError> {
    read::read(&yaml::parse(bytes, limits)?, limits)?.into_register(read_of)
}

/// What reading Greffe's own manifest of a register gives.
fn read_of(register: &Register, lang: Lang) -> Result<crate::bridge::Reading, ImportError> {
    write::check_size(register, lang)?;
    let manifest = write::manifest(register, lang, Extent::Terms);
    read::read(&yaml::tree(&manifest)?, ImportLimits::NONE)
}
