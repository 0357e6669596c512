//! What can be wrong with an event, a ledger or a policy. No message repeats a value of a person.

use greffe_document::{DocumentError, Place, Report};
use greffe_terms::{Lang, PurposeId};

use crate::{EventId, NoticeId, Provenance, VendorId};

/// A code that is not in the list asked. The code itself is left out: it may be a slip of the pen into something personal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a known {list}")]
pub struct UnknownCode {
    list: &'static str,
}

impl UnknownCode {
    pub(crate) const fn of(list: &'static str) -> Self {
        Self { list }
    }

    /// The list that was asked, such as `act`.
    #[must_use]
    pub const fn list(&self) -> &'static str {
        self.list
    }
}

/// A text that is not the right number of lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the right number of lower-case hexadecimal digits")]
pub struct InvalidHex;

/// A text that is not the id of a notice.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a notice id: 1 to 64 of A-Z a-z 0-9 _ . - are allowed")]
pub struct InvalidNoticeId;

/// A text that is not the reference of a decision.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the reference of a decision: 1 to 64 of A-Z a-z 0-9 _ . - / are allowed")]
pub struct InvalidDecisionReference;

/// Why an erasure cannot be recorded so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidErasure {
    /// The instant cannot be written in RFC 3339, or lies within a leap second.
    #[error("the instant lies outside the years 0 to 9999 or within a leap second")]
    InstantOutOfRange,
    /// No position is named.
    #[error("the record names no position")]
    NoPosition,
    /// Positions count from 1.
    #[error("the record names the position 0, and positions count from 1")]
    PositionZero,
    /// More positions are named than one record holds ([`ErasureRecord::MOST`](crate::ErasureRecord::MOST)).
    #[error("the record names more positions than one record holds")]
    TooManyPositions,
}

/// More different things are said than a packed ledger can number: 2^32.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the events say more different things than a packed ledger can number")]
pub struct TooManyContents;

/// Why a stream of rows gave no answer in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StreamError<E> {
    /// The source failed. The persons before and after it get no answer: part of a history could allow what the rest of it forbids.
    #[error("the source of the rows failed")]
    Source(#[source] E),
    /// The person of this row, counted from 1, should have come earlier; the stream ends here. Who came before may have got an answer on a
    /// part of their history: order the rows by the 16 bytes of the pseudonyms and begin anew.
    #[error(
        "row {0} belongs before the rows ahead of it: order the rows by the bytes of the pseudonyms"
    )]
    OutOfOrder(u64),
}

/// A purpose that the policy does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPurpose {
    meant: Option<PurposeId>,
}

impl UnknownPurpose {
    pub(crate) const fn meaning(meant: Option<PurposeId>) -> Self {
        Self { meant }
    }

    /// The purpose that was perhaps meant.
    #[must_use]
    pub const fn meant(&self) -> Option<&PurposeId> {
        self.meant.as_ref()
    }

    /// The message for a person.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let unknown = lang.pick(
            "la politique ne connaît pas cette finalité",
            "the policy does not know this purpose",
        );
        match &self.meant {
            None => unknown.to_owned(),
            Some(meant) => lang.pick(
                format!("{unknown}\u{a0}; vouliez-vous dire `{meant}`\u{a0}?"),
                format!("{unknown}; did you mean `{meant}`?"),
            ),
        }
    }
}

impl std::fmt::Display for UnknownPurpose {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

impl std::error::Error for UnknownPurpose {}

/// Why the parts of an event contradict one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum EventError {
    /// An instant cannot be written in RFC 3339, or lies within a leap second.
    #[error("an instant lies outside the years 0 to 9999 or within a leap second")]
    InstantOutOfRange,
    /// A consent ends before it begins.
    #[error("the consent expires before it occurred")]
    ExpiresBeforeItOccurred,
    /// The event names no purpose, and its kind has to.
    #[error("the event names no purpose")]
    NoPurpose,
    /// Such an event cannot come from there: an import is not the person's act, a grounds decision is the operator's. The table stands at
    /// [`Kind::provenances`](crate::Kind::provenances).
    #[error("an event `{kind}` may only come from {}", listed(.comes_from))]
    WrongProvenance {
        /// The code of the kind.
        kind: &'static str,
        /// Where it may come from.
        comes_from: &'static [Provenance],
    },
    /// Vendors are refused, and none is named.
    #[error("the event names no vendor")]
    NoVendor,
    /// Its line would be longer than any that is read: it names more purposes, vendors or restrictions than a person can have chosen.
    #[error("the event names more than a line of a ledger holds")]
    TooLarge,
}

impl EventError {
    /// The message for a person.
    #[must_use]
    pub fn in_language(self, lang: Lang) -> String {
        if lang == Lang::En {
            return self.to_string();
        }
        match self {
            Self::InstantOutOfRange => {
                "un instant est hors des années 0 à 9999 ou dans une seconde intercalaire"
                    .to_owned()
            }
            Self::ExpiresBeforeItOccurred => "le consentement expire avant d’être donné".to_owned(),
            Self::NoPurpose => "l’événement ne nomme aucune finalité".to_owned(),
            Self::WrongProvenance { kind, comes_from } => format!(
                "un événement `{kind}` ne peut provenir que de {}",
                listed(comes_from)
            ),
            Self::NoVendor => "l’événement ne nomme aucun prestataire".to_owned(),
            Self::TooLarge => {
                "l’événement nomme plus qu’une ligne de registre ne contient".to_owned()
            }
        }
    }
}

fn listed(provenances: &[Provenance]) -> String {
    let codes: Vec<_> = provenances.iter().map(|one| format!("`{one}`")).collect();
    codes.join(", ")
}

/// Why an event cannot be appended to a ledger. The messages leave the id out: in a log it would outlive the event that it salts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AppendError {
    /// Another event has that id already, with other contents.
    #[error("another event has that id already")]
    IdTaken(EventId),
    /// The event was forgotten: it was delivered once more after the person's data were erased.
    #[error("the event was forgotten")]
    Forgotten(EventId),
}

/// Why a policy contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// Two purposes have the same id.
    #[error("the purpose `{0}` stands twice")]
    PurposeTwice(PurposeId),
    /// A notice or a child names a purpose that the policy does not have.
    #[error("the purpose `{0}` is named but not defined")]
    UnknownPurpose(PurposeId),
    /// A purpose is its own ancestor.
    #[error("the purpose `{0}` is its own ancestor")]
    Cycle(PurposeId),
    /// More than 64 wider purposes stand above one.
    #[error("the tree above the purpose `{0}` is deeper than 64 levels")]
    TooDeep(PurposeId),
    /// Two notices have the same id and version.
    #[error("version {version} of the notice `{notice}` stands twice")]
    NoticeTwice {
        /// The notice.
        notice: NoticeId,
        /// The version.
        version: u32,
    },
    /// A notice lists no purpose, so that nothing can be consented to on it.
    #[error("version {version} of the notice `{notice}` lists no purpose")]
    EmptyNotice {
        /// The notice.
        notice: NoticeId,
        /// The version.
        version: u32,
    },
    /// A period of validity is empty, has hours or minutes, or is longer than the calendar.
    #[error("the validity of consents to `{0}` is not a countable number of days or more")]
    Validity(PurposeId),
    /// Validity, double opt-in, a minimum notice or a campaign where consent is never asked.
    #[error("terms of consent are given for `{0}`, which asks for none")]
    TermsWithoutConsent(PurposeId),
    /// The minimum version lies above every version that lists the purpose, so that no consent could ever count.
    #[error("no notice that lists `{0}` reaches the minimum version")]
    MinimumUnreachable(PurposeId),
    /// The versions of several notices list the purpose, and a minimum cannot tell which notice it means.
    #[error("the purpose `{0}` has an oldest version of the notice, and several notices list it")]
    MinimumOfSeveralNotices(PurposeId),
    /// A campaign's deadline lies before its question, or outside the calendar.
    #[error("a campaign for `{0}` ends before it begins or outside the calendar")]
    Campaign(PurposeId),
    /// Soft opt-in where it cannot serve: it is for marketing on legitimate interests, by e-mail or text message.
    #[error(
        "soft opt-in does not fit `{0}`: it needs marketing on legitimate interests without consent"
    )]
    SoftOptIn(PurposeId),
    /// Two vendors have the same number.
    #[error("the vendor {0} stands twice")]
    VendorTwice(VendorId),
    /// A restriction names a vendor that the policy does not have.
    #[error("the vendor {0} is restricted but not defined")]
    UnknownVendor(VendorId),
    /// A vendor claims another basis than consent or legitimate interests.
    #[error("the vendor {0} claims another basis than consent or legitimate interests")]
    VendorBasis(VendorId),
    /// Two purposes are the same purpose of the Transparency and Consent Framework.
    #[error("`{0}` has a TCF purpose that another purpose has already")]
    TcfPurposeTwice(PurposeId),
    /// The notice of the consent dialogue is not among the notices.
    #[error("the notice `{0}` is named in that version but not defined")]
    UnknownNotice(NoticeId),
    /// A purpose that needs no personal data and yet claims a basis, marketing or channels.
    #[error("`{0}` is said to need no personal data and yet has a basis, marketing or channels")]
    NothingToAsk(PurposeId),
    /// The terminal is read on another basis than consent: none serves in its place (loi 78-17 art. 82).
    #[error("`{0}` reads the terminal and has neither consent nor an exemption")]
    TerminalWithoutConsent(PurposeId),
    /// An exemption without a reason or one of its conditions, longer than the CNIL's periods, for marketing, or for another kind of reading.
    #[error("the exemption of `{0}` lacks a reason or a condition, or does not fit what is read")]
    Exemption(PurposeId),
    /// A pixel in e-mails shares its purpose with the mail.
    #[error("the pixel of `{0}` needs a purpose of its own, without channels")]
    PixelNotSeparate(PurposeId),
    /// Special categories without a condition of Art. 9(2) or a basis of Art. 6, a condition without them, or data of Art. 10.
    #[error(
        "`{0}` needs special categories, a condition of Art. 9(2) and a basis of Art. 6 together, and no data of Art. 10"
    )]
    SpecialCategories(PurposeId),
    /// An exception for professionals, contracts or hours of calls where it cannot serve.
    #[error(
        "`{0}` has an exception of marketing that does not fit it: professionals, contract or hours"
    )]
    Reach(PurposeId),
    /// The name of a mode, or of what it falls back to, is no identifier. Holds which one of the list it is, from 1: any text could be in it.
    #[error("mode {0} of the list: names are 1 to 64 of A-Z a-z 0-9 _ . -")]
    ModeName(usize),
    /// Two modes have the same name.
    #[error("the mode `{0}` stands twice")]
    ModeTwice(Box<str>),
    /// A mode falls back to one that the policy does not have.
    #[error("the mode `{0}` is named but not defined")]
    UnknownMode(Box<str>),
    /// A mode falls back to itself, at once or by others.
    #[error("the mode `{0}` falls back to itself")]
    ModeCycle(Box<str>),
}

impl PolicyError {
    /// The message for a person.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        if lang == Lang::En {
            return self.to_string();
        }
        match self {
            Self::PurposeTwice(id) => format!("la finalité `{id}` figure deux fois"),
            Self::UnknownPurpose(id) => format!("la finalité `{id}` est nommée sans être définie"),
            Self::Cycle(id) => format!("la finalité `{id}` est son propre ancêtre"),
            Self::TooDeep(id) => {
                format!("l’arbre au-dessus de la finalité `{id}` dépasse 64 niveaux")
            }
            Self::NoticeTwice { notice, version } => {
                format!("la version {version} de la mention `{notice}` figure deux fois")
            }
            Self::EmptyNotice { notice, version } => {
                format!("la version {version} de la mention `{notice}` ne liste aucune finalité")
            }
            Self::Validity(id) => format!(
                "la validité des consentements à `{id}` n’est pas un nombre de jours, ou plus, qui se compte"
            ),
            Self::TermsWithoutConsent(id) => {
                format!("`{id}` a des conditions de consentement sans en demander")
            }
            Self::MinimumOfSeveralNotices(id) => format!(
                "la finalité `{id}` a une version minimale de mention, et plusieurs mentions la listent"
            ),
            Self::MinimumUnreachable(id) => {
                format!("aucune mention qui liste `{id}` n’atteint la version minimale")
            }
            Self::Campaign(id) => {
                format!("une campagne pour `{id}` finit avant de commencer ou hors du calendrier")
            }
            Self::SoftOptIn(id) => format!(
                "l’exception des produits analogues ne convient pas à `{id}`\u{a0}: il y faut une prospection par intérêt légitime, sans consentement"
            ),
            Self::VendorTwice(id) => format!("le prestataire {id} figure deux fois"),
            Self::UnknownVendor(id) => {
                format!("le prestataire {id} est restreint sans être défini")
            }
            Self::VendorBasis(id) => format!(
                "le prestataire {id} invoque une autre base que le consentement ou l’intérêt légitime"
            ),
            Self::TcfPurposeTwice(id) => {
                format!("`{id}` a une finalité du TCF qu’une autre finalité a déjà")
            }
            Self::UnknownNotice(id) => {
                format!("la mention `{id}` est nommée dans cette version sans être définie")
            }
            Self::NothingToAsk(id) => format!(
                "`{id}` est dite sans donnée personnelle et a pourtant une base, de la prospection ou des canaux"
            ),
            Self::TerminalWithoutConsent(id) => {
                format!("`{id}` lit le terminal sans consentement ni exemption")
            }
            Self::Exemption(id) => format!(
                "l’exemption de `{id}` manque d’un motif ou d’une condition, ou ne convient pas à ce qui est lu"
            ),
            Self::PixelNotSeparate(id) => {
                format!("le pixel de `{id}` exige une finalité à lui, sans canaux")
            }
            Self::SpecialCategories(id) => format!(
                "`{id}` exige ensemble des catégories particulières, une condition de l’art. 9(2) et une base de l’art. 6, et aucune donnée de l’art. 10"
            ),
            Self::Reach(id) => format!(
                "`{id}` a une exception de prospection qui ne lui convient pas\u{a0}: professionnels, contrat ou horaires"
            ),
            Self::ModeName(number) => format!(
                "mode {number} de la liste\u{a0}: un nom a 1 à 64 caractères parmi A-Z a-z 0-9 _ . -"
            ),
            Self::ModeTwice(mode) => format!("le mode `{mode}` figure deux fois"),
            Self::UnknownMode(mode) => format!("le mode `{mode}` est nommé sans être défini"),
            Self::ModeCycle(mode) => format!("le mode `{mode}` se remplace lui-même"),
        }
    }
}

/// Why a policy file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyFileError {
    /// No TOML or JSON, too large, or a key twice.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// Keys are missing, unknown or malformed. The report names each with its place.
    #[error("{0}")]
    Keys(Report),
    /// The policy contradicts itself.
    #[error("{}", located(.place.as_ref(), &.error.to_string(), Lang::En))]
    Contradiction {
        /// The contradiction.
        error: PolicyError,
        /// Where it stands, for a policy that was read from a file of its own.
        place: Option<Place>,
    },
}

impl From<PolicyError> for PolicyFileError {
    fn from(error: PolicyError) -> Self {
        Self::Contradiction { error, place: None }
    }
}

fn located(place: Option<&Place>, message: &str, lang: Lang) -> String {
    let Some(place) = place.map(|place| place.in_language(lang)) else {
        return message.to_owned();
    };
    lang.pick(
        format!("{place}\u{a0}: {message}"),
        format!("{place}: {message}"),
    )
}

impl From<Report> for PolicyFileError {
    fn from(report: Report) -> Self {
        Self::Keys(report)
    }
}

impl PolicyFileError {
    /// The message for a person.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::Document(error) => error.in_language(lang),
            Self::Keys(report) => report.in_language(lang),
            Self::Contradiction { error, place } => {
                located(place.as_ref(), &error.in_language(lang), lang)
            }
        }
    }
}

/// Why a file of what is known of a person cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContextFileError {
    /// No TOML or JSON, too large, or a key twice.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// Keys are missing, unknown or malformed. The report names each with its place.
    #[error("{0}")]
    Keys(Report),
}

impl From<Report> for ContextFileError {
    fn from(report: Report) -> Self {
        Self::Keys(report)
    }
}

impl ContextFileError {
    /// The message for a person.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::Document(error) => error.in_language(lang),
            Self::Keys(report) => report.in_language(lang),
        }
    }
}
