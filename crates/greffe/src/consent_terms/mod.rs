//! From the register to a consent policy: what is carried, and what cannot be.

mod gap;
mod name;
mod notice;
mod purpose;
mod sensitive;
mod terminal;

use std::fmt;

use greffe_calendar::Tz;
use greffe_consent::{CountryCode, Mode, Notice, Policy, PolicyBuilder, Purpose};
use greffe_register::{LookupError, Register};
use greffe_terms::Lang;

pub use gap::{Gap, GapKind};
pub use name::{mode_purpose, tracker_purpose};

/// The register as terms of a consent policy, with the list of what could not be carried.
///
/// What the register does not state is never made up: the purpose lacks it, and is denied where it needs it. [`CarriedTerms::gaps`] says where.
/// No register states of a purpose that it is offered to children, addresses professionals, relies on the soft opt-in or goes on under a
/// restriction; a service that knows says so with [`CarriedTerms::amended`].
///
/// ```
/// use greffe::{GapKind, RegisterExt};
/// use greffe::register::Register;
///
/// let register = Register::from_toml(r#"
///     organisation = { name = "Atelier Hélianthe" }
///     [[processing]]
///     ref = "PRO-01"
///     name = "Prospects"
///     sensitive = "none"
///     purpose = [{ id = "offers", basis = "legitimate_interests", marketing = true, channels = ["email"] }, { id = "survey" }]
/// "#)?;
/// let terms = register.consent_terms()?;
/// let [gap] = terms.gaps() else { panic!() };
/// assert_eq!((gap.place(), gap.kind()), ("processing[PRO-01].purpose[survey].basis", GapKind::BasisUnknown));
/// // Customers were told and could refuse: the service knows, the register does not say.
/// let policy = terms.amended("offers", |purpose| purpose.soft_opt_in())?.into_builder().build()?;
/// assert!(policy.purpose("offers").is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct CarriedTerms {
    zone: Tz,
    established: Option<CountryCode>,
    purposes: Vec<Purpose>,
    modes: Vec<Mode>,
    notices: Vec<Notice>,
    gaps: Vec<Gap>,
}

/// Shows no text of the register.
impl fmt::Debug for CarriedTerms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CarriedTerms(..)")
    }
}

impl CarriedTerms {
    /// What could not be carried, or is not stated and a decision needs, in the order of the parts of the file.
    #[must_use]
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// The purposes that were carried: the register's own, then those of its trackers and collection modes.
    #[must_use]
    pub fn purposes(&self) -> &[Purpose] {
        &self.purposes
    }

    /// The same with more said of the purpose of that id.
    ///
    /// # Errors
    /// [`NotCarried`]: no such purpose was carried, so that nothing would be amended.
    pub fn amended(
        mut self,
        purpose: &str,
        amend: impl FnOnce(Purpose) -> Purpose,
    ) -> Result<Self, NotCarried> {
        let found = self.purposes.iter_mut();
        let mut found = found.filter(|carried| carried.id().as_str() == purpose);
        let carried = found.next().ok_or(NotCarried)?;
        *carried = amend(carried.clone());
        Ok(self)
    }

    /// A policy to be built, to which a service adds its own notices and purposes. `build` refuses what contradicts itself.
    #[must_use]
    pub fn into_builder(self) -> PolicyBuilder {
        let mut builder = Policy::in_zone(self.zone);
        if let Some(country) = self.established {
            builder = builder.established_in(country);
        }
        let builder = self
            .purposes
            .into_iter()
            .fold(builder, PolicyBuilder::purpose);
        let builder = self.modes.into_iter().fold(builder, PolicyBuilder::mode);
        self.notices
            .into_iter()
            .fold(builder, PolicyBuilder::notice)
    }
}

/// No purpose of that id was carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotCarried;

impl NotCarried {
    /// The message for a person.
    #[must_use]
    pub const fn in_language(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Fr => "aucune finalité de cet identifiant ne vient du registre",
            Lang::En => "no purpose of that id comes from the register",
        }
    }
}

impl fmt::Display for NotCarried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.in_language(Lang::En))
    }
}

impl std::error::Error for NotCarried {}

/// The terms of the whole register.
pub(crate) fn carry(register: &Register) -> Result<CarriedTerms, LookupError> {
    let country = register.organisation().country;
    let mut terms = CarriedTerms {
        zone: register.zone(),
        established: country.and_then(|country| country.as_str().parse().ok()),
        purposes: Vec::new(),
        modes: Vec::new(),
        notices: Vec::new(),
        gaps: Vec::new(),
    };
    purpose::carry(register, &mut terms);
    terminal::carry(register, &mut terms);
    notice::carry(register, &mut terms)?;
    Ok(terms)
}
