//! The errors of this crate. None carries a value, a key or a piece of input; none names its cause beyond what is said here.

use crate::cipher::PrefixLength;
mod french;

use crate::field::FieldType;
use crate::keyring::{KeyId, KeyState};

/// A text is not a value of the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("not a valid {field}: {problem}")]
pub struct FieldError {
    field: FieldType,
    problem: Problem,
}

impl FieldError {
    pub(crate) const fn new(field: FieldType, problem: Problem) -> Self {
        Self { field, problem }
    }

    /// The type that refused.
    #[must_use]
    pub const fn field(&self) -> FieldType {
        self.field
    }

    /// What is wrong, without the text.
    #[must_use]
    pub const fn problem(&self) -> Problem {
        self.problem
    }

    /// The message in French; `Display` is in English.
    ///
    /// ```
    /// use greffe_cipher::Iban;
    /// let refused = "FR00 9999".parse::<Iban>().unwrap_err();
    /// assert_eq!(refused.in_french(), "IBAN non valide\u{a0}: sa longueur n’est pas la bonne");
    /// ```
    #[must_use]
    pub fn in_french(&self) -> String {
        let field = match self.field {
            FieldType::Bytes => "suite d’octets",
            FieldType::Iban => "IBAN",
            FieldType::Email => "adresse électronique",
            FieldType::Phone => "numéro de téléphone",
            FieldType::PersonName => "nom de personne",
            FieldType::CardNumber => "numéro de carte",
        };
        let problem = match self.problem {
            Problem::Empty => "il ne reste rien une fois la présentation ôtée",
            Problem::Character => "un caractère n’est pas admis",
            Problem::Unassigned => "un point de code n’est pas attribué par Unicode 17.0.0",
            Problem::Length => "sa longueur n’est pas la bonne",
            Problem::Shape => "ses parties n’ont pas la forme voulue",
            Problem::CheckDigits => "sa clé de contrôle est fausse",
            Problem::Country => "son pays n’est pas au registre des IBAN",
            Problem::Region => "la région est inconnue",
            Problem::NoRegion => "le numéro est national et aucune région n’est indiquée",
            Problem::CallingCode => "son indicatif n’est pas attribué",
            Problem::Domain => "son domaine n’est pas valide",
            Problem::Unallocated => "aucun plan de numérotage n’attribue un tel numéro",
        };
        format!("{field} non valide\u{a0}: {problem}")
    }
}

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// Nothing is left once presentation is removed.
    #[error("it is empty")]
    Empty,
    /// A character that the type does not admit.
    #[error("it holds a character that is not allowed")]
    Character,
    /// A code point that Unicode 17.0.0 does not assign.
    #[error("it holds a code point that Unicode 17.0.0 does not assign")]
    Unassigned,
    /// Too short or too long.
    #[error("its length is wrong")]
    Length,
    /// The parts do not stand as the type wants them.
    #[error("its parts are not in the right shape")]
    Shape,
    /// IBAN check digits or card check digit (ISO 7064 mod 97-10, Luhn).
    #[error("its check digits are wrong")]
    CheckDigits,
    /// The IBAN registry does not list the country.
    #[error("its country is not in the IBAN registry")]
    Country,
    /// The region is not in the numbering table.
    #[error("the region is unknown")]
    Region,
    /// No region: the number is national and none was given.
    #[error("it is a national number and no region was given")]
    NoRegion,
    /// The calling code is not assigned.
    #[error("its calling code is not assigned")]
    CallingCode,
    /// The domain of an e-mail address is refused (UTS 46, strict).
    #[error("its domain is not valid")]
    Domain,
    /// No numbering plan allocates such a phone number: only with the feature `phone-metadata`.
    #[error("no numbering plan allocates such a number")]
    Unallocated,
}

/// A label or a tenant of a context is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ContextError {
    /// The table's label is not `[a-z][a-z0-9_.-]{0,62}`.
    #[error("the table's label is not [a-z][a-z0-9_.-]{{0,62}}")]
    Table,
    /// The field's label is not `[a-z][a-z0-9_.-]{0,62}`.
    #[error("the field's label is not [a-z][a-z0-9_.-]{{0,62}}")]
    Field,
    /// The index's name is not `[a-z][a-z0-9_.-]{0,62}`.
    #[error("the index's name is not [a-z][a-z0-9_.-]{{0,62}}")]
    Index,
    /// The tenant is empty or longer than 255 octets.
    #[error("the tenant is not 1 to 255 octets long")]
    Tenant,
    /// The subject is empty or longer than 255 octets.
    #[error("the subject is not 1 to 255 octets long")]
    Subject,
    /// The type has no match form of that version.
    #[error("the type has no match form of that version")]
    Form,
    /// A unique index cannot use this key: it is unknown, still standby, or retired.
    #[error("key {0} is neither primary nor active in this keyring")]
    Key(KeyId),
    /// A component's label of a compound index is not `[a-z][a-z0-9_.-]{0,62}`.
    #[error("a component's label is not [a-z][a-z0-9_.-]{{0,62}}")]
    Component,
    /// Two components of a compound index have one label.
    #[error("two components of the compound index have the same label")]
    RepeatedComponent,
    /// A compound index has more components than [`CompoundIndex::MOST_COMPONENTS`](crate::CompoundIndex::MOST_COMPONENTS).
    #[error("a compound index has at most 8 components")]
    Components,
    /// The components' match forms can be combined in more ways than [`CompoundIndex::MOST_FORMS`](crate::CompoundIndex::MOST_FORMS).
    #[error("the match forms of the components can be combined in more than 64 ways")]
    Combinations,
}

/// A text cannot be searched in an index of words. Carries nothing of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum SearchError {
    /// The text is not a name.
    #[error(transparent)]
    Name(FieldError),
    /// The text has several words, as names are split: search each of them.
    #[error("the text has several words: search each of them")]
    SeveralWords,
    /// The word is shorter than the prefixes of the index.
    #[error("the word is shorter than the {0} characters that the index needs")]
    TooShort(PrefixLength),
}

impl SearchError {
    /// The message in French; `Display` is in English.
    ///
    /// ```
    /// use greffe_cipher::SearchError;
    /// assert_eq!(SearchError::SeveralWords.in_french(), "le texte a plusieurs mots\u{a0}: cherchez chacun d’eux");
    /// ```
    #[must_use]
    pub fn in_french(&self) -> String {
        match self {
            Self::Name(error) => error.in_french(),
            Self::SeveralWords => {
                "le texte a plusieurs mots\u{a0}: cherchez chacun d’eux".to_owned()
            }
            Self::TooShort(least) => {
                format!("le mot est plus court que les {least} caractères qu’il faut à l’index")
            }
        }
    }
}

/// A plan of indexes cannot be assessed. Names fields and indexes, which are your team's labels.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// A table without rows leaks nothing and finds nothing.
    #[error("the plan has no rows")]
    NoRows,
    /// Fewer rows are expected than there are.
    #[error("the plan expects fewer rows than there are")]
    Shrinks,
    /// Two fields have one label.
    #[error("the field `{0}` stands twice in the plan")]
    RepeatedField(String),
    /// Two indexes have one name.
    #[error("the index `{0}` stands twice in the plan")]
    RepeatedIndex(String),
    /// An index is over a field that the plan does not have.
    #[error("an index is over the field `{0}`, which is not in the plan")]
    UnknownField(String),
    /// A compound index is over no field, or over one twice.
    #[error("the index `{0}` is over no field, or over one field twice")]
    Components(String),
}

/// An audit cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum AuditError {
    /// More distinct values than the audit may hold in memory.
    #[error("more than {0} distinct values: raise the limit, or audit a sample of the rows")]
    TooManyValues(usize),
}

/// Octets or a text are not a token of the wanted type. Says nothing about keys: that is [`OpenError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// No token marker: probably plaintext.
    #[error("not a token")]
    NotAToken,
    /// The text form is not spelled in the one way that is allowed.
    #[error("the token's text is not canonical")]
    Text,
    /// The length does not fit the header.
    #[error("the token's length is wrong")]
    Length,
    /// An unknown padding class.
    #[error("the token's padding class is unknown")]
    Padding,
    /// An unknown suite.
    #[error("the token's suite is unknown")]
    Suite,
    /// The form belongs to another type, or its version is 0.
    #[error("the token holds another type of value")]
    Form,
    /// An unknown kind of index.
    #[error("the index token is of another kind")]
    Kind,
    /// Key id 0.
    #[error("the token names no key")]
    Key,
    /// An index token has bits beyond those that its index stores.
    #[error("the index token's unused bits are not zero")]
    UnusedBits,
    /// The tokens of a set are not sorted, or one stands twice.
    #[error("the tokens of the set are not sorted, or one stands twice")]
    Order,
}

/// A token cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The keyring does not hold the key: another keyring, or a destroyed key.
    #[error("key {0} is not in this keyring")]
    UnknownKey(KeyId),
    /// The key is retired: it opens nothing any more.
    #[error("key {0} is retired")]
    RetiredKey(KeyId),
    /// The column does not use the token's suite.
    #[error("the column does not use this suite")]
    Suite,
    /// A version of the form that this release does not know.
    #[error("the token's form version is unknown")]
    Form,
    /// The token was not made by this key for this context, or was altered. Which of them is deliberately not said.
    #[error("the token cannot be opened")]
    Refused,
}

/// A row of a column that is being encrypted for the first time cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum MigrationError {
    /// It begins like a token and is none, or is no text.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// It is a token that does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It is in clear, and no value of the type.
    #[error(transparent)]
    Value(#[from] FieldError),
    /// It is in clear, and the time in which that is read is over.
    #[error("the column may no longer hold plaintext")]
    Ended,
}

/// A keyring cannot be read, or a change of it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum KeyringError {
    /// The octets are not a keyring file: not the JSON of the format.
    #[error("not a keyring file")]
    NotAKeyring,
    /// A later or unknown format.
    #[error("the keyring's format is unknown")]
    Format,
    /// An enveloped keyring: its data key must be unwrapped by whoever wrapped it.
    #[error("the keyring is enveloped: a service must unwrap its key")]
    Enveloped,
    /// The wrapper's name, or what it wrapped, cannot stand in a file.
    #[error("the wrapper's name or what it wrapped cannot stand in a keyring file")]
    Wrapper,
    /// Sealed with another key-encryption key.
    #[error("the keyring was sealed with another key-encryption key")]
    WrongKeyEncryptionKey,
    /// The right key-encryption key is named, but the sealed part does not open: the file was altered.
    #[error("the keyring was altered")]
    Altered,
    /// The sealed part opens but breaks the format.
    #[error("the keyring's sealed part is malformed")]
    Contents,
    /// Older than the generation that the host remembers: a rolled back file.
    #[error("the keyring has generation {found}, but generation {remembered} was seen before")]
    Generation {
        /// The file's generation.
        found: u64,
        /// The highest generation seen before.
        remembered: u64,
    },
    /// The generation cannot grow further.
    #[error("the keyring's generation cannot grow further")]
    GenerationExhausted,
    /// A key does not match its key-check value: a wrong or damaged key.
    #[error("key {0} does not match its key-check value")]
    CheckValue(KeyId),
    /// The id stands twice.
    #[error("key {0} stands twice in the keyring")]
    DuplicateKey(KeyId),
    /// Not exactly one key is primary.
    #[error("a keyring has exactly one primary key, this one has {0}")]
    Primaries(usize),
    /// No such key.
    #[error("key {0} is not in this keyring")]
    UnknownKey(KeyId),
    /// The imported key is the one that the keyring holds under this id already.
    #[error("the same key stands in the keyring already, as key {0}")]
    DuplicateMaster(KeyId),
    /// Generations count from 1.
    #[error("a keyring's generation is never 0")]
    ZeroGeneration,
    /// The key's state does not allow the step.
    #[error("key {id} is {state}, which does not allow this step")]
    State {
        /// The key.
        id: KeyId,
        /// Its state.
        state: KeyState,
    },
    /// An instance may still hold an older keyring.
    #[error(
        "an instance reports generation {reported}, but {wanted} must have been loaded everywhere"
    )]
    NotSeenEverywhere {
        /// The lowest generation that an instance reports.
        reported: u64,
        /// The generation that all must have.
        wanted: u64,
    },
    /// The proof is about another key of this id, or about another generation of the keyring: a key was added, promoted, retired or made active again since.
    #[error("the proof is about another keyring")]
    Proof,
    /// A backup that holds the key's rows has not expired, or nobody knows when it will.
    #[error("the last backup that holds the key's rows is not known to have expired")]
    BackupNotExpired,
    /// Key id 0.
    #[error("a key id is never 0")]
    ZeroKeyId,
}
