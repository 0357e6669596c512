//! A whole register.

use std::collections::{HashMap, HashSet};
use std::fmt;

use chrono::NaiveDate;
use greffe_calendar::{FiscalYears, Tz};
use greffe_document::{Document, Faults, Limits};
use greffe_retention::Rule;
use greffe_terms::{ProcessingRef, PurposeId};

use crate::{
    Allowance, Application, BackupSeries, Breach, BreachProcedure, CollectionMode,
    CollectionNotice, Contract, DataEntry, DpiaScreening, LookupError, Organisation, Platform,
    Processing, Purpose, RegisterError, RegisterVersion, RequestLogEntry, RequestTerms,
    RuleAddress, SealedField, SecurityAssessment, Site, Stated, Tracker,
};

/// An organisation's register of processing activities (*registre des activités de traitement*), Art. 30 GDPR, with what belongs to it.
///
/// A register that exists is consistent: references are unique, and what names a purpose or a site names one that is there.
#[derive(Clone, PartialEq)]
pub struct Register {
    contents: Contents,
    fiscal_years: FiscalYears,
    by_reference: HashMap<ProcessingRef, usize>,
}

/// The parts of the file.
#[derive(Clone, PartialEq)]
pub(crate) struct Contents {
    pub(crate) version: Option<RegisterVersion>,
    pub(crate) organisation: Organisation,
    pub(crate) requests: Option<RequestTerms>,
    pub(crate) backups: Vec<BackupSeries>,
    pub(crate) processings: Vec<Processing>,
    pub(crate) contracts: Vec<Contract>,
    pub(crate) applications: Vec<Application>,
    pub(crate) platforms: Vec<Platform>,
    pub(crate) notices: Vec<CollectionNotice>,
    pub(crate) sites: Vec<Site>,
    pub(crate) trackers: Vec<Tracker>,
    pub(crate) collection_modes: Vec<CollectionMode>,
    pub(crate) security: Option<SecurityAssessment>,
    pub(crate) breach_procedure: Option<BreachProcedure>,
    pub(crate) breaches: Stated<Vec<Breach>>,
    pub(crate) request_log: Stated<Vec<RequestLogEntry>>,
    pub(crate) dpias: Vec<DpiaScreening>,
    pub(crate) allowances: Vec<Allowance>,
}

/// A sealed field with where it stands.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct SealedIn<'r> {
    /// The processing.
    pub processing: &'r Processing,
    /// The data entry.
    pub entry: &'r DataEntry,
    /// The field.
    pub sealed: &'r SealedField,
}

/// Reading.
impl Register {
    /// Reads a register written in TOML, within the default limits.
    ///
    /// # Errors
    /// [`RegisterError`] with everything that is wrong, each with its line, column and path.
    pub fn from_toml(text: &str) -> Result<Self, RegisterError> {
        Self::from_toml_bytes(text.as_bytes(), Limits::default())
    }

    /// Reads a register written in JSON, within the default limits.
    ///
    /// # Errors
    /// [`RegisterError`] with everything that is wrong, each with its pointer and path.
    pub fn from_json(text: &str) -> Result<Self, RegisterError> {
        Self::from_json_bytes(text.as_bytes(), Limits::default())
    }

    /// Reads TOML out of bytes, within `limits`.
    ///
    /// # Errors
    /// As [`Register::from_toml`].
    pub fn from_toml_bytes(bytes: &[u8], limits: Limits) -> Result<Self, RegisterError> {
        Self::from_document(&Document::from_toml_bytes(bytes, limits)?)
    }

    /// Reads JSON out of bytes, within `limits`.
    ///
    /// # Errors
    /// As [`Register::from_json`].
    pub fn from_json_bytes(bytes: &[u8], limits: Limits) -> Result<Self, RegisterError> {
        Self::from_document(&Document::from_json_bytes(bytes, limits)?)
    }

    /// Reads a loaded document. Keep the document to give findings their lines: [`crate::lint::Findings::located_in`].
    ///
    /// # Errors
    /// [`RegisterError::Faults`].
    pub fn from_document(document: &Document) -> Result<Self, RegisterError> {
        let mut faults = Faults::new();
        let contents = crate::read::read(document.root(), &mut faults);
        document.locate(faults)?;
        // The reader leaves a fault for whatever it could not read, so this is never reached without contents.
        let contents = contents.ok_or(RegisterError::Incomplete)?;
        let fiscal_years = match &contents.organisation.fiscal_year {
            Some(terms) => terms.years(),
            None => FiscalYears::from_table([]),
        };
        let fiscal_years = fiscal_years.map_err(|_| RegisterError::Incomplete)?;
        Ok(Self::new(contents, fiscal_years))
    }

    fn new(contents: Contents, fiscal_years: FiscalYears) -> Self {
        let processings = contents.processings.iter().enumerate();
        let by_reference = processings
            .map(|(index, processing)| (processing.reference.clone(), index))
            .collect();
        Self {
            contents,
            fiscal_years,
            by_reference,
        }
    }

    /// The parts of the file.
    pub(crate) const fn contents(&self) -> &Contents {
        &self.contents
    }

    /// The register of the same fiscal years with less in it.
    pub(crate) fn with_contents(&self, contents: Contents) -> Self {
        Self::new(contents, self.fiscal_years.clone())
    }
}

/// Writing and judging.
impl Register {
    /// The register as JSON with the keys of the file format, in its order; reading it back gives the same register.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Writing into memory can fail on keys that are no texts only, and the format has none.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The register as TOML with the keys of the file format; reading it back gives the same register.
    ///
    /// In each table what fits on a line comes first and the tables below it follow, both in the order of the format.
    ///
    /// ```
    /// use greffe_register::Register;
    ///
    /// let register = Register::from_json(r#"{ "organisation": { "name": "Atelier Hélianthe", "dpo": "none" } }"#)?;
    /// assert_eq!(register.to_toml(), "format = \"greffe-register/1\"\n\n[organisation]\nname = \"Atelier Hélianthe\"\ndpo = \"none\"\nzone = \"Europe/Paris\"\n");
    /// # Ok::<(), greffe_register::RegisterError>(())
    /// ```
    #[must_use]
    pub fn to_toml(&self) -> String {
        crate::write::to_toml(self)
    }

    /// What it lacks, or says against the law, whatever the day: checks that compare a date with today are left out.
    #[must_use]
    pub fn lint(&self) -> crate::lint::Findings {
        crate::lint::run(self, None)
    }

    /// What it lacks, or says against the law, on this day: a review that is overdue as well.
    #[must_use]
    pub fn lint_at(&self, today: NaiveDate) -> crate::lint::Findings {
        crate::lint::run(self, Some(today))
    }
}

/// What is in it.
impl Register {
    /// Which version of the register this is; `None` where the file does not say.
    #[must_use]
    pub const fn version(&self) -> Option<&RegisterVersion> {
        self.contents.version.as_ref()
    }

    /// Who keeps the register.
    #[must_use]
    pub const fn organisation(&self) -> &Organisation {
        &self.contents.organisation
    }

    /// How persons use their rights.
    #[must_use]
    pub const fn requests(&self) -> Option<&RequestTerms> {
        self.contents.requests.as_ref()
    }

    /// The series of backups, in the order of the file.
    #[must_use]
    pub fn backups(&self) -> &[BackupSeries] {
        &self.contents.backups
    }

    /// The processing activities, in the order of the file.
    #[must_use]
    pub fn processings(&self) -> &[Processing] {
        &self.contents.processings
    }

    /// The processing of this reference.
    #[must_use]
    pub fn processing(&self, reference: &str) -> Option<&Processing> {
        let index = self.by_reference.get(reference)?;
        self.contents.processings.get(*index)
    }

    /// The purposes, each once, in the order of the file.
    pub fn purposes(&self) -> impl Iterator<Item = &Purpose> {
        let mut seen = HashSet::new();
        self.purposes_by_processing()
            .map(|(_, purpose)| purpose)
            .filter(move |purpose| seen.insert(&purpose.id))
    }

    /// The purpose of this id.
    #[must_use]
    pub fn purpose(&self, id: &PurposeId) -> Option<&Purpose> {
        self.purposes().find(|purpose| purpose.id == *id)
    }

    /// Every purpose with the processing in which it stands; one that several records share comes with each.
    pub fn purposes_by_processing(&self) -> impl Iterator<Item = (&Processing, &Purpose)> {
        self.processings().iter().flat_map(|processing| {
            let purposes = processing.purposes.iter();
            purposes.map(move |purpose| (processing, purpose))
        })
    }

    /// The contracts on processing, Art. 28 GDPR.
    #[must_use]
    pub fn contracts(&self) -> &[Contract] {
        &self.contents.contracts
    }

    /// The contract of this id.
    #[must_use]
    pub fn contract(&self, id: &str) -> Option<&Contract> {
        self.contracts().iter().find(|contract| contract.id == id)
    }

    /// The applications in which data are processed.
    #[must_use]
    pub fn applications(&self) -> &[Application] {
        &self.contents.applications
    }

    /// The platforms on which services run.
    #[must_use]
    pub fn platforms(&self) -> &[Platform] {
        &self.contents.platforms
    }

    /// The requests of persons that came in; the log may be explicitly empty.
    #[must_use]
    pub const fn request_log(&self) -> &Stated<Vec<RequestLogEntry>> {
        &self.contents.request_log
    }

    /// The versions of information given where data are collected.
    #[must_use]
    pub fn notices(&self) -> &[CollectionNotice] {
        &self.contents.notices
    }

    /// The websites.
    #[must_use]
    pub fn sites(&self) -> &[Site] {
        &self.contents.sites
    }

    /// The trackers.
    #[must_use]
    pub fn trackers(&self) -> &[Tracker] {
        &self.contents.trackers
    }

    /// The collection modes, from the least to the most data.
    #[must_use]
    pub fn collection_modes(&self) -> &[CollectionMode] {
        &self.contents.collection_modes
    }

    /// The assessment of security measures.
    #[must_use]
    pub const fn security(&self) -> Option<&SecurityAssessment> {
        self.contents.security.as_ref()
    }

    /// What is to be done upon a breach.
    #[must_use]
    pub const fn breach_procedure(&self) -> Option<&BreachProcedure> {
        self.contents.breach_procedure.as_ref()
    }

    /// The register of breaches, Art. 33(5) GDPR, which may be explicitly empty.
    #[must_use]
    pub const fn breaches(&self) -> &Stated<Vec<Breach>> {
        &self.contents.breaches
    }

    /// The screenings for impact assessments.
    #[must_use]
    pub fn dpias(&self) -> &[DpiaScreening] {
        &self.contents.dpias
    }

    /// The screening of this id.
    #[must_use]
    pub fn dpia(&self, id: &str) -> Option<&DpiaScreening> {
        let mut dpias = self.dpias().iter();
        dpias.find(|dpia| dpia.id.as_deref() == Some(id))
    }

    /// The screenings that concern a processing: the one that it names, and those that name it, each once.
    pub fn dpias_of<'r>(
        &'r self,
        processing: &'r Processing,
    ) -> impl Iterator<Item = &'r DpiaScreening> {
        self.dpias().iter().filter(|dpia| {
            let is_named = dpia.id.is_some() && dpia.id.as_ref() == processing.dpia.known();
            is_named || dpia.processings.contains(&processing.reference)
        })
    }

    /// The findings that it accepts, each with its reason.
    #[must_use]
    pub fn allowances(&self) -> &[Allowance] {
        &self.contents.allowances
    }

    /// The organisation's fiscal years. Where the register does not tell them, every date is undetermined.
    #[must_use]
    pub const fn fiscal_years(&self) -> &FiscalYears {
        &self.fiscal_years
    }

    /// The zone that turns instants into dates.
    #[must_use]
    pub const fn zone(&self) -> Tz {
        self.contents.organisation.zone
    }
}

/// What is to be executed.
impl Register {
    /// The rule at an address such as `FAC-01/economic`.
    ///
    /// # Errors
    /// [`LookupError`] tells a wrong address from an entry whose retention the register does not say.
    pub fn retention(&self, address: &str) -> Result<&Rule, LookupError> {
        self.entry(&address.parse()?)?
            .retention
            .rule()
            .ok_or(LookupError::NoRule)
    }

    /// The data entry at an address.
    ///
    /// # Errors
    /// [`LookupError::UnknownProcessing`], [`LookupError::UnknownEntry`].
    pub fn entry(&self, address: &RuleAddress) -> Result<&DataEntry, LookupError> {
        self.processing(address.processing().as_str())
            .ok_or(LookupError::UnknownProcessing)?
            .entry(address.entry())
            .ok_or(LookupError::UnknownEntry)
    }

    /// Every data entry with its address and its rule; `None` where the register does not say how long the data are kept.
    pub fn rules(
        &self,
    ) -> impl Iterator<Item = (RuleAddress, &Processing, &DataEntry, Option<&Rule>)> {
        self.entries().map(|(processing, entry)| {
            let address = RuleAddress::new(processing.reference.clone(), entry.id.clone());
            (address, processing, entry, entry.retention.rule())
        })
    }

    /// Every field that is stored encrypted.
    pub fn sealed_fields(&self) -> impl Iterator<Item = SealedIn<'_>> {
        self.entries().flat_map(|(processing, entry)| {
            entry.sealed.iter().map(move |sealed| SealedIn {
                processing,
                entry,
                sealed,
            })
        })
    }

    fn entries(&self) -> impl Iterator<Item = (&Processing, &DataEntry)> {
        self.processings().iter().flat_map(|processing| {
            let entries = processing.data.iter();
            entries.map(move |entry| (processing, entry))
        })
    }
}

/// Shows counts only.
impl fmt::Debug for Register {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Register")
            .field("processings", &self.processings().len())
            .field("notices", &self.notices().len())
            .field("trackers", &self.trackers().len())
            .finish_non_exhaustive()
    }
}
