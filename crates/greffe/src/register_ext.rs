//! What only the facade can ask of a register: answers in the words of the other crates.

use greffe_calendar::NaiveDate;
use greffe_consent::PolicyBuilder;
use greffe_export::Art15Information;
use greffe_register::{LookupError, Processing, Register};
use greffe_retention::Planner;

use crate::CarriedTerms;

/// The register, asked on behalf of the other crates.
pub trait RegisterExt {
    /// What Art. 15(1) and (2) GDPR have the controller tell a person whose data these processings concern.
    ///
    /// What the register does not state is not stated: it is never told as *none*.
    ///
    /// # Errors
    /// [`LookupError::UnknownProcessing`] for a reference that the register does not have.
    fn art15_information(&self, processings: &[&str]) -> Result<Art15Information, LookupError>;

    /// The purposes of the register, with their bases, terms of consent, special categories, campaigns and notices, and its trackers and collection
    /// modes, each under a purpose of its own ([`tracker_purpose`](crate::tracker_purpose), [`mode_purpose`](crate::mode_purpose)), as a consent
    /// policy to be built.
    ///
    /// What the register does not state is not made up: [`RegisterExt::consent_terms`] gives the same with the list of what is missing.
    ///
    /// It is a builder, so that a service can add notices and purposes of its own; `build` refuses contradictions.
    ///
    /// # Errors
    /// [`LookupError::InvalidAddress`] for a notice whose id is no identifier.
    ///
    /// ```
    /// use greffe::RegisterExt;
    /// use greffe::consent::{Ledger, PersonKey, Question};
    /// use greffe::register::Register;
    ///
    /// let register = Register::from_toml(r#"
    ///     organisation = { name = "Atelier Hélianthe" }
    ///     [[processing]]
    ///     ref = "NWS-01"
    ///     name = "Newsletter"
    ///     purpose = [{ id = "newsletter", basis = "consent", marketing = true, consent = { validity = "P2Y" } }]
    /// "#)?;
    /// let policy = register.consent_policy()?.build()?;
    /// let question = Question::about("newsletter").for_person(PersonKey::from_bytes([7; 16]));
    /// let decision = policy.decide(&Ledger::new(), question, "2026-11-23T10:00:00Z".parse()?);
    /// assert_eq!((decision.is_allowed(), decision.reason().code()), (false, "no_consent"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn consent_policy(&self) -> Result<PolicyBuilder, LookupError>;

    /// The same before it becomes a builder, with what could not be carried over and why.
    ///
    /// # Errors
    /// As [`RegisterExt::consent_policy`].
    ///
    /// ```
    /// use greffe::RegisterExt;
    /// use greffe::register::Register;
    /// use greffe::terms::Lang;
    ///
    /// let register = Register::from_toml(r#"
    ///     organisation = { name = "Atelier Hélianthe" }
    ///     site = [{ name = "www.helianthe.example" }]
    ///     tracker = [{ site = "www.helianthe.example", name = "basket", storage = "cookie", purposes = ["The basket"], consent = "none" }]
    /// "#)?;
    /// let terms = register.consent_terms()?;
    /// let said: Vec<_> = terms.gaps().iter().map(|gap| gap.in_language(Lang::En)).collect();
    /// assert_eq!(said[0], "tracker[1].exemption: no exemption is recorded: consent is required");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn consent_terms(&self) -> Result<CarriedTerms, LookupError>;

    /// A planner for the rule at `address` on the local day `as_of`, with the register's fiscal years: plan, certificate and tombstones
    /// then carry an address that exists.
    ///
    /// # Errors
    /// [`LookupError`] where the address leads to no rule.
    ///
    /// ```
    /// use greffe::RegisterExt;
    /// use greffe::register::{LookupError, Register};
    /// use greffe::retention::{Event, Facts};
    ///
    /// let register = Register::from_toml(r#"
    ///     organisation = { name = "Atelier Hélianthe" }
    ///     [[processing]]
    ///     ref = "LOG-01"
    ///     name = "Logs"
    ///     data = [{ category = "connection", retention = { keep = "P1Y", after = "recorded" } }]
    /// "#)?;
    /// let today = "2026-11-23".parse()?;
    /// let mut planner = register.planner("LOG-01/connection", today)?;
    /// let _ = planner.row(7, &Facts::new().on(Event::Recorded, "2025-11-22".parse()?));
    /// assert_eq!(planner.finish().selected().len(), 1);
    /// assert_eq!(register.planner("LOG-01/typo", today).unwrap_err(), LookupError::UnknownEntry);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn planner(&self, address: &str, as_of: NaiveDate) -> Result<Planner<'_>, LookupError>;
}

impl RegisterExt for Register {
    fn art15_information(&self, processings: &[&str]) -> Result<Art15Information, LookupError> {
        let found: Result<Vec<&Processing>, _> = processings
            .iter()
            .map(|reference| {
                self.processing(reference)
                    .ok_or(LookupError::UnknownProcessing)
            })
            .collect();
        Ok(crate::art15::information(self, &found?))
    }

    fn consent_policy(&self) -> Result<PolicyBuilder, LookupError> {
        Ok(self.consent_terms()?.into_builder())
    }

    fn consent_terms(&self) -> Result<CarriedTerms, LookupError> {
        crate::consent_terms::carry(self)
    }

    fn planner(&self, address: &str, as_of: NaiveDate) -> Result<Planner<'_>, LookupError> {
        let rule = self.retention(address)?;
        Ok(Planner::new(address, rule, self.fiscal_years(), as_of))
    }
}
