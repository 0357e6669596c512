//! What Art. 15(1) and (2) have the controller say beside the copy of the data. The facade fills it from the register.

use greffe_terms::{
    Citation, DataCategory, LegalBasis, ProcessingRef, PurposeId, RecipientKind, SpecialCondition,
    Text, TransferTool,
};

/// An answer that can be a list, a stated nothing, or missing. What was not stated is shown as such: silence is not *none*.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Stated<T> {
    /// The register does not say.
    #[default]
    Unstated,
    /// The register says: none.
    Nothing,
    /// These.
    These(Vec<T>),
}

impl<T> Stated<T> {
    /// Adds one; a stated nothing gives way.
    pub fn push(&mut self, item: T) {
        match self {
            Self::These(items) => items.push(item),
            Self::Unstated | Self::Nothing => *self = Self::These(vec![item]),
        }
    }

    /// Whether the register says anything. A list of nothing says nothing: that there is none is [`Nothing`](Self::Nothing).
    #[must_use]
    pub const fn is_stated(&self) -> bool {
        match self {
            Self::Unstated => false,
            Self::Nothing => true,
            Self::These(items) => !items.is_empty(),
        }
    }
}

/// An organisation or an office that the person can write to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Its name.
    pub name: Text,
    /// An address, e-mail address or telephone number, as printed.
    pub address: Option<String>,
}

/// A purpose, and why it is lawful (Art. 15(1)(a)).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PurposeInformation {
    /// The purpose's id; fields name it, and portability depends on its basis.
    pub id: PurposeId,
    /// The processing that it belongs to.
    pub processing: Option<ProcessingRef>,
    /// The words for people.
    pub name: Text,
    /// The legal basis.
    pub basis: Option<LegalBasis>,
    /// The condition of Art. 9(2), for special categories.
    pub special: Option<SpecialCondition>,
}

impl PurposeInformation {
    /// A purpose and its basis.
    #[must_use]
    pub const fn new(id: PurposeId, name: Text, basis: Option<LegalBasis>) -> Self {
        Self {
            id,
            processing: None,
            name,
            basis,
            special: None,
        }
    }

    /// Whether data under this purpose are portable: consent or contract (Art. 20(1)(a)).
    #[must_use]
    pub const fn is_portable(&self) -> bool {
        matches!(self.basis, Some(LegalBasis::Consent | LegalBasis::Contract))
            || matches!(self.special, Some(SpecialCondition::ExplicitConsent))
    }
}

/// A category of data that is processed (Art. 15(1)(b)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryInformation {
    /// The category.
    pub category: DataCategory,
    /// What exactly, where it is said.
    pub detail: Option<Text>,
}

/// A recipient actually told, or a category where no name can be given (Art. 15(1)(c)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientInformation {
    /// The name.
    pub name: Text,
    /// What it is to the controller.
    pub kind: RecipientKind,
}

/// How long data are kept, or the criteria (Art. 15(1)(d)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionInformation {
    /// Which data.
    pub what: Text,
    /// The period or the criteria, as the person reads them.
    pub period: Text,
    /// The provisions that it rests on.
    pub citations: Vec<Citation>,
}

/// An automated decision (Art. 15(1)(h), 22).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutomatedDecision {
    /// What is decided.
    pub what: Text,
    /// The logic involved.
    pub logic: Text,
    /// Its significance and consequences for the person.
    pub consequences: Text,
}

/// A transfer out of the Union, and its safeguard (Art. 15(2)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferInformation {
    /// Who receives.
    pub recipient: Text,
    /// Where.
    pub country: Text,
    /// The instrument, where it is stated.
    pub tool: Option<TransferTool>,
}

/// A supervisory authority to complain to (Art. 15(1)(f), 77).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Its name.
    pub name: Text,
    /// Its postal address.
    pub address: String,
    /// Where to complain online, without a scheme: the page makes no link that a reader follows unawares.
    pub site: String,
}

impl Authority {
    /// The French authority.
    #[must_use]
    pub fn cnil() -> Self {
        Self {
            name: Text::plain("Commission nationale de l’informatique et des libertés (CNIL)"),
            address: "3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07, France".to_owned(),
            site: "www.cnil.fr/plaintes".to_owned(),
        }
    }
}

/// The information of Art. 15(1) and (2). Nothing is assumed: what the register does not state is shown as not stated.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Art15Information {
    /// The controller.
    pub controller: Contact,
    /// The data-protection officer.
    pub officer: Option<Contact>,
    /// The purposes, 15(1)(a).
    pub purposes: Vec<PurposeInformation>,
    /// The categories of data, 15(1)(b).
    pub categories: Vec<CategoryInformation>,
    /// The recipients, 15(1)(c).
    pub recipients: Stated<RecipientInformation>,
    /// The periods or criteria, 15(1)(d).
    pub retention: Vec<RetentionInformation>,
    /// The authority, 15(1)(f).
    pub authority: Authority,
    /// The source of what was not collected from the person, 15(1)(g).
    pub origins: Stated<Text>,
    /// Automated decisions, 15(1)(h).
    pub automated_decisions: Stated<AutomatedDecision>,
    /// Transfers out of the Union, 15(2).
    pub transfers: Stated<TransferInformation>,
    /// The provisions on which some of the register says nothing: what is stated above is true and may not be all.
    pub partly_stated: Vec<Citation>,
}

impl Art15Information {
    /// Information in which only the controller is stated; the authority is the CNIL.
    #[must_use]
    pub fn new(controller: Contact) -> Self {
        Self {
            controller,
            officer: None,
            purposes: Vec::new(),
            categories: Vec::new(),
            recipients: Stated::Unstated,
            retention: Vec::new(),
            authority: Authority::cnil(),
            origins: Stated::Unstated,
            automated_decisions: Stated::Unstated,
            transfers: Stated::Unstated,
            partly_stated: Vec::new(),
        }
    }

    /// The purpose of that id.
    #[must_use]
    pub fn purpose(&self, id: &PurposeId) -> Option<&PurposeInformation> {
        self.purposes.iter().find(|purpose| purpose.id == *id)
    }

    /// The provisions of Art. 15 on which nothing is stated, or [not everything](Self::partly_stated).
    #[must_use]
    pub fn unstated(&self) -> Vec<Citation> {
        let parts = [
            (self.purposes.is_empty(), "GDPR 15(1)(a)"),
            (self.categories.is_empty(), "GDPR 15(1)(b)"),
            (!self.recipients.is_stated(), "GDPR 15(1)(c)"),
            (self.retention.is_empty(), "GDPR 15(1)(d)"),
            (!self.origins.is_stated(), "GDPR 15(1)(g)"),
            (!self.automated_decisions.is_stated(), "GDPR 15(1)(h)"),
            (!self.transfers.is_stated(), "GDPR 15(2)"),
        ];
        let parts = parts.map(|(missing, article)| (missing, Citation::from_static(article)));
        let unstated = parts
            .into_iter()
            .filter(|(missing, law)| *missing || self.partly_stated.contains(law));
        unstated.map(|(_, law)| law).collect()
    }
}
