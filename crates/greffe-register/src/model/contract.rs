//! Contracts between controllers and processors.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use greffe_terms::{ProcessingRef, Text};

use super::Country;
use super::code::{codes, debug_without_values};
use crate::Stated;

/// A contract on processing (*contrat de sous-traitance*), Art. 28(3) GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Contract {
    /// Its id, unique in the register.
    pub id: String,
    /// The other party, or what a family of contracts has in common.
    pub party: Text,
    /// What the other party is.
    pub party_is: PartyRole,
    /// Where the other party is established.
    pub country: Option<Country>,
    /// Subject matter, nature and purpose.
    pub subject: Option<Text>,
    /// Duration.
    pub duration: Option<Text>,
    /// The type of personal data.
    pub data: Option<Text>,
    /// The categories of persons.
    pub subjects: Option<Text>,
    /// The clauses of Art. 28(3), second subparagraph. A clause that is not there is unknown.
    pub clauses: BTreeMap<Clause, ClauseState>,
    /// Whether the processor must tell at once when an instruction infringes the law, Art. 28(3), last subparagraph.
    pub infringing_instruction_alert: Option<bool>,
    /// How other processors are authorised, Art. 28(2).
    pub authorisation: Option<Authorisation>,
    /// Whether the same duties are laid on other processors, Art. 28(4).
    pub flow_down: Option<bool>,
    /// Its form, Art. 28(9).
    pub form: Option<ContractForm>,
    /// Day on which it was signed.
    pub signed: Option<NaiveDate>,
    /// Its last day; `none` where it runs until ended.
    pub expires: Stated<NaiveDate>,
    /// The other processors that the processor engages.
    pub sub_processors: Stated<Vec<SubProcessor>>,
    /// The processing activities under it; each is one of the register's.
    pub processings: Vec<ProcessingRef>,
    /// Where the contract is.
    pub document: Option<Text>,
    /// Anything else.
    pub note: Option<Text>,
}

impl Contract {
    /// What the contract says of a clause; `None` where the register does not say.
    #[must_use]
    pub fn clause(&self, clause: Clause) -> Option<&ClauseState> {
        self.clauses.get(&clause)
    }

    /// The clauses of which the register does not say that the contract has them, in the order of the article.
    pub fn unsaid_clauses(&self) -> impl Iterator<Item = Clause> {
        let all = Clause::ALL.iter().copied();
        all.filter(|clause| !self.clauses.contains_key(clause))
    }
}

/// Shows the id only.
impl fmt::Debug for Contract {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Contract({})", self.id)
    }
}

codes! {
    /// What the other party of a contract is.
    PartyRole {
        /// It processes for the organisation.
        Processor = "processor", "sous-traitant", "processor";
        /// The organisation processes for it.
        Controller = "controller", "responsable de traitement", "controller";
    }
}

codes! {
    /// A clause of Art. 28(3) GDPR, second subparagraph.
    Clause {
        /// (a): on documented instructions only, transfers included.
        Instructions = "instructions", "instructions documentées", "documented instructions";
        /// (b): persons committed to confidentiality.
        Confidentiality = "confidentiality", "confidentialité", "confidentiality";
        /// (c): security under Art. 32.
        Security = "security", "mesures de sécurité", "security measures";
        /// (d): other processors.
        SubProcessors = "sub_processors", "sous-traitance ultérieure", "other processors";
        /// (e): help with requests of persons.
        Assistance = "assistance", "aide pour les demandes des personnes", "help with requests of persons";
        /// (f): help with Art. 32 to 36, breaches among them.
        Compliance = "compliance", "aide pour la sécurité, les violations et les analyses d’impact", "help with security, breaches and impact assessments";
        /// (g): deletion or return at the end.
        EndOfServices = "end_of_services", "sort des données en fin de prestation", "data at the end of services";
        /// (h): information and audits.
        Audit = "audit", "informations et audits", "information and audits";
    }
}

impl Clause {
    /// The letter of Art. 28(3).
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Instructions => 'a',
            Self::Confidentiality => 'b',
            Self::Security => 'c',
            Self::SubProcessors => 'd',
            Self::Assistance => 'e',
            Self::Compliance => 'f',
            Self::EndOfServices => 'g',
            Self::Audit => 'h',
        }
    }
}

/// Whether a contract has a clause.
#[derive(Clone, PartialEq, Eq)]
pub enum ClauseState {
    /// It has it.
    Present,
    /// It lacks it.
    Missing,
    /// It has it, in these words or at this place.
    Described(Text),
}

codes! {
    /// How a processor may engage others, Art. 28(2) GDPR.
    Authorisation {
        /// Each one needs an authorisation.
        Specific = "specific", "spécifique", "specific";
        /// Allowed in general; changes are announced and may be objected to.
        General = "general", "générale", "general";
        /// Not allowed.
        Forbidden = "forbidden", "exclue", "ruled out";
    }
}

codes! {
    /// The form of a contract, Art. 28(9) GDPR.
    ContractForm {
        /// On paper.
        Written = "written", "écrit", "written";
        /// In electronic form.
        Electronic = "electronic", "électronique", "electronic";
        /// By word of mouth, which Art. 28(9) does not allow.
        Oral = "oral", "oral", "oral";
    }
}

/// A processor engaged by a processor (*sous-traitant ultérieur*), Art. 28(4) GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SubProcessor {
    /// Who.
    pub name: Text,
    /// Where.
    pub country: Option<Country>,
    /// What for.
    pub what: Option<Text>,
    /// Day on which it was authorised.
    pub authorised: Option<NaiveDate>,
    /// Whether the same duties were laid on it.
    pub bound: Option<bool>,
}

debug_without_values!(ClauseState, SubProcessor);
