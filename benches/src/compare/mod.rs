//! Ours beside its peers, in one run.
//!
//! | module | what |
//! | --- | --- |
//! | `contest` | who takes part in a measurement, what they must agree on, what is aimed at |
//! | `timing` | samples taken in turn, and their median |
//! | `setting` | how the program was built, what the processor offers |
//! | `beside` | the same contests under the profile `release` |
//! | `report` | the table, and the same for a program |
//! | `retention` | the area of retention |
//! | `cipher` | the area of field encryption |
//! | `export` | the area of exports |
//! | `register` | the area of registers |
//! | `consent` | the area of consent |
//!
//! An area is a row of [`AREAS`]: a name and a function that measures.

mod beside;
mod cipher;
pub(crate) mod consent;
mod contest;
mod export;
mod register;
mod report;
mod retention;
mod setting;
mod timing;

pub use beside::{Beside, RELEASE};
pub use contest::{Contest, Contestant, Disagreement, Measured, Standing, Target};
pub use report::{FORM, Report};
pub use setting::Setting;
pub use timing::{Effort, Spread};

/// What goes wrong while an area is measured.
pub type Failure = Box<dyn std::error::Error>;

/// Something that has peers.
#[derive(Debug, Clone, Copy)]
pub struct Area {
    /// Its name on the command line.
    pub name: &'static str,
    /// Measures all of it.
    pub measure: fn(Effort) -> Result<Vec<Measured>, Failure>,
    /// Whether its figures under the profile `release` stand beside those of `bench`: where the build changes who is faster.
    pub in_release: bool,
}

/// Every area, in the order in which they are measured.
pub const AREAS: &[Area] = &[
    Area {
        name: "retention",
        measure: retention::measure,
        in_release: false,
    },
    Area {
        name: "cipher",
        measure: cipher::measure,
        in_release: true,
    },
    Area {
        name: "register",
        measure: register::measure,
        in_release: false,
    },
    Area {
        name: "consent",
        measure: consent::measure,
        in_release: false,
    },
    Area {
        name: "export",
        measure: export::measure,
        in_release: false,
    },
];

/// The areas of these names, all of them where none is named; `Err` with the first name that is none.
///
/// ```
/// use greffe_benches::compare::{AREAS, areas};
///
/// assert_eq!(areas(&[]).unwrap().len(), AREAS.len());
/// assert_eq!(areas(&["astrology".into()]).unwrap_err(), "astrology");
/// ```
///
/// # Errors
/// The unknown name.
pub fn areas(names: &[String]) -> Result<Vec<Area>, &str> {
    if names.is_empty() {
        return Ok(AREAS.to_vec());
    }
    names
        .iter()
        .map(|name| {
            let known = AREAS.iter().find(|area| area.name == name);
            known.copied().ok_or(name.as_str())
        })
        .collect()
}
