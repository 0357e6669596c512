//! What only the facade can ask of a register: answers in the words of the other crates.

use greffe_calendar::{Calendar, CalendarError, NaiveDate};
use greffe_consent::PolicyBuilder;
use greffe_export::{Art15Information, Contact, ErasureDecision, Request, Stated};
use greffe_register::{LookupError, Processing, Register};
use greffe_retention::{Facts, Planner};
use greffe_terms::Text;

use crate::{CarriedTerms, FieldToSeal, RequestDue};

/// The register, asked on behalf of the other crates.
pub trait RegisterExt {
    /// Who keeps the register, as the sender of letters ([`Correspondence`](greffe_export::Correspondence)) and in the information of Art. 15: the name, and
    /// where to write about data, or else the address.
    ///
    /// ```
    /// use greffe::RegisterExt;
    /// use greffe::register::Register;
    ///
    /// let register = Register::from_toml(r#"
    ///     organisation = { name = "Atelier Hélianthe", address = "3 rue des Lilas, 35000 Rennes" }
    /// "#)?;
    /// assert_eq!(register.controller().address.as_deref(), Some("3 rue des Lilas, 35000 Rennes"));
    /// # Ok::<(), greffe::register::RegisterError>(())
    /// ```
    fn controller(&self) -> Contact;

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

    /// What becomes of the record of `facts` under the rule at `address` if its erasure is asked for on the local day `as_of` (Art. 17): one item of
    /// an [`ErasureReview`](greffe_export::ErasureReview).
    ///
    /// What a law in force orders to be kept is kept as 17(3)(b). A period that rests on no law, or on guidance or practice only, is no exception: it
    /// says that the data are still necessary, which stands only against who claims the contrary (17(1)(a)); a period that is how long one may sue is kept
    /// for legal claims, 17(3)(e). The last day is that of the last stage. What the rule cannot tell is not decided, nor what the person had restricted.
    ///
    /// # Errors
    /// [`LookupError`] where the address leads to no rule.
    ///
    /// ```
    /// use greffe::RegisterExt;
    /// use greffe::export::{ErasureDecision, ErasureException};
    /// use greffe::register::Register;
    /// use greffe::retention::{Event, Facts};
    ///
    /// let register = Register::from_toml(r#"
    ///     organisation = { name = "Atelier Hélianthe" }
    ///     [[processing]]
    ///     ref = "FAC-01"
    ///     name = "Billing"
    ///     data = [{ category = "economic", retention = { keep = "P10Y", after = "recorded", law = ["C. com. L123-22"] } }]
    /// "#)?;
    /// let facts = Facts::new().on(Event::Recorded, "2026-02-01".parse()?);
    /// let ErasureDecision::Keep(obstacle) = register.erasure_decision("FAC-01/economic", &facts, "2026-11-26".parse()?)? else {
    ///     panic!("a law keeps it");
    /// };
    /// assert_eq!(obstacle.exception, ErasureException::LegalObligation);
    /// assert_eq!(obstacle.until, Some("2036-02-01".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn erasure_decision(
        &self,
        address: &str,
        facts: &Facts,
        as_of: NaiveDate,
    ) -> Result<ErasureDecision, LookupError>;

    /// The recipients outside of the house that these processings name, who must be told of a rectification, an erasure or a restriction (Art. 19). The
    /// register knows to whom data go; to whom those of one person went, the host knows.
    ///
    /// # Errors
    /// [`LookupError::UnknownProcessing`] for a reference that the register does not have.
    ///
    /// ```
    /// use greffe::RegisterExt;
    /// use greffe::export::Stated;
    /// use greffe::register::Register;
    ///
    /// let register = Register::from_toml(r#"
    ///     organisation = { name = "Atelier Hélianthe" }
    ///     [[processing]]
    ///     ref = "FAC-01"
    ///     name = "Billing"
    ///     recipients = { internal = ["accounting"], processor = ["Banque du Port"] }
    /// "#)?;
    /// let Stated::These(names) = register.recipients_to_tell(&["FAC-01"])? else { panic!("one is named") };
    /// assert_eq!(names.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn recipients_to_tell(&self, processings: &[&str]) -> Result<Stated<Text>, LookupError>;

    /// By when a request is to be answered: by the law (Art. 12(3)), and by what the register promises in `requests`, which may be less.
    ///
    /// # Errors
    /// Where the calendar does not know the days.
    ///
    /// ```
    /// use greffe::{Promise, RegisterExt};
    /// use greffe::calendar::{Calendar, Place};
    /// use greffe::export::{Request, Right};
    /// use greffe::register::Register;
    ///
    /// let register = Register::from_toml(r#"
    ///     organisation = { name = "Atelier Hélianthe" }
    ///     requests = { delay = "P15D", counted_from = "receipt" }
    /// "#)?;
    /// let request = Request::received("R-2026-17".parse()?, Right::Access, "2026-03-02".parse()?);
    /// let due = register.request_due(&request, &Calendar::of(Place::France))?;
    /// assert_eq!(due.promise(), Promise::By("2026-03-17".parse()?));
    /// let days = due.due_dates().expect("nothing stops the clock");
    /// assert_eq!((days.strict.to_string(), days.lenient.to_string()), ("2026-03-17".into(), "2026-04-02".into()));
    /// let request = request.due_by(days);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn request_due(
        &self,
        request: &Request,
        calendar: &Calendar,
    ) -> Result<RequestDue, CalendarError>;

    /// The fields that the register seals, each with its type and, for every store that holds it, the context under which a keyring seals it. What the
    /// register says is held elsewhere is nobody's here to seal.
    ///
    /// ```
    /// use greffe::RegisterExt;
    /// use greffe::cipher::{Context, FieldType};
    /// use greffe::register::Register;
    ///
    /// let register = Register::from_toml(r#"
    ///     organisation = { name = "Atelier Hélianthe" }
    ///     [[processing]]
    ///     ref = "FAC-01"
    ///     name = "Billing"
    ///     data = [{ category = "economic", fields = ["iban", "balance"], sealed = ["iban"], held_in = ["customers"] }]
    /// "#)?;
    /// let fields = register.fields_to_seal();
    /// let [iban] = fields.as_slice() else { panic!("one field in one table") };
    /// assert_eq!(iban.field_type(), Some(FieldType::Iban));
    /// assert_eq!(iban.context(), Some(Context::new("customers", "iban")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn fields_to_seal(&self) -> Vec<FieldToSeal>;
}

impl RegisterExt for Register {
    fn controller(&self) -> Contact {
        crate::art15::controller(self)
    }

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

    fn erasure_decision(
        &self,
        address: &str,
        facts: &Facts,
        as_of: NaiveDate,
    ) -> Result<ErasureDecision, LookupError> {
        let rule = self.retention(address)?;
        let verdict = |day| rule.evaluate(facts, self.fiscal_years(), day);
        Ok(crate::erasure::decision(rule, as_of, verdict))
    }

    fn recipients_to_tell(&self, processings: &[&str]) -> Result<Stated<Text>, LookupError> {
        let information = self.art15_information(processings)?;
        Ok(crate::erasure::outside(information.recipients))
    }

    fn request_due(
        &self,
        request: &Request,
        calendar: &Calendar,
    ) -> Result<RequestDue, CalendarError> {
        crate::request_due::of(self, request, calendar)
    }

    fn fields_to_seal(&self) -> Vec<FieldToSeal> {
        crate::sealed_fields::of(self)
    }
}
