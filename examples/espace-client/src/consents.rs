//! Consents: the policy that the register and the service's own notice make, and what people chose.

use std::io::BufWriter;

use greffe::RegisterExt as _;
use greffe::consent::{
    Event, Ledger, Notice, NoticeShown, PersonKey, Policy, Purpose, WordingDigest,
};
use greffe::register::Register;
use greffe::terms::{LegalBasis, PurposeId};
use greffe_sqlx::{Backend, ConsentStore, ConsentStoreError};

use crate::error::HostError;
use crate::home::Home;

/// The words that the person reads; their digest is kept with the consent.
pub(crate) const WORDING: &str =
    "I agree to receive the newsletter by e-mail. I can withdraw at any time.";
/// The service's own notice, in its first version.
const NOTICE: &str = "espace-client-preferences";

/// What the service asks consent for.
#[derive(Debug)]
pub(crate) struct Asked {
    /// When what is allowed.
    pub(crate) policy: Policy,
    /// What the person is asked.
    pub(crate) purpose: PurposeId,
    /// Whether the register has that purpose; else it is the service's own.
    pub(crate) is_of_register: bool,
}

/// The register's purposes as a policy, and the first of them that rests on consent. The service adds its own notice, which a register seldom holds
/// word for word, and a purpose of its own where no purpose of the register rests on consent.
pub(crate) fn asked(register: &Register) -> Result<Asked, HostError> {
    let mut builder = register.consent_policy().map_err(|error| refused(&error))?;
    let of_register = register
        .purposes()
        .find(|purpose| purpose.rests_on(LegalBasis::Consent));
    let is_of_register = of_register.is_some();
    let purpose = match of_register {
        Some(purpose) => purpose.id.clone(),
        None => {
            let own: PurposeId = parse("espace-client-news")?;
            builder = builder.purpose(Purpose::new(own.clone(), [LegalBasis::Consent]).marketing());
            own
        }
    };
    let notice =
        Notice::new(parse(NOTICE)?, 1, [purpose.clone()]).worded(WordingDigest::of(WORDING));
    let policy = builder
        .notice(notice)
        .build()
        .map_err(|error| refused(&error))?;
    Ok(Asked {
        policy,
        purpose,
        is_of_register,
    })
}

/// The notice as it was shown to the person.
pub(crate) fn notice_shown() -> Result<NoticeShown, HostError> {
    Ok(NoticeShown::new(parse(NOTICE)?, 1).worded(WordingDigest::of(WORDING)))
}

/// The file that is kept outside.
const OUTSIDE: &str = "consents.jsonl";
/// The name of the service's ledger.
const LEDGER: &str = "espace-client";

/// The ledger of the service.
pub(crate) fn ledger<C: Backend>(db: &mut C) -> Result<ConsentStore<'_, C>, HostError> {
    Ok(ConsentStore::new(db, parse(LEDGER)?))
}

/// The same, inside a transaction.
pub(crate) fn ledger_within<C: Backend>(db: &mut C) -> Result<ConsentStore<'_, C>, HostError> {
    Ok(ConsentStore::within(db, parse(LEDGER)?))
}

/// The name of the service's ledger.
pub(crate) const fn name_of_ledger() -> &'static str {
    LEDGER
}

/// What this person chose, in its order: enough for an export of theirs.
pub(crate) async fn consents_of<C: Backend>(
    db: &mut C,
    person: [u8; 16],
) -> Result<Ledger, HostError> {
    let mut own = Ledger::new();
    for event in ledger(db)?
        .history_of(PersonKey::from_bytes(person))
        .await?
    {
        own.append(event).map_err(|error| refused(&error))?;
    }
    Ok(own)
}

/// Records a choice. The same one a second time changes nothing.
pub(crate) async fn record<C: Backend>(db: &mut C, event: &Event) -> Result<(), HostError> {
    ledger(db)?.append(event).await?;
    Ok(())
}

/// Writes the ledger down outside the database: a restored one has lost the latest choices.
pub(crate) async fn keep_outside<C: Backend>(db: &mut C, home: &Home) -> Result<u64, HostError> {
    let path = home.file(OUTSIDE);
    let folder = home.path();
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(HostError::file(folder))?;
    let lines = ledger(db)?
        .export(BufWriter::new(file.as_file_mut()))
        .await?;
    crate::files::persist(file, &path)?;
    Ok(lines)
}

/// What is kept outside the database, if anything is.
pub(crate) fn outside(home: &Home) -> Result<Option<Ledger>, HostError> {
    let path = home.file(OUTSIDE);
    let text = match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        text => text.map_err(HostError::file(&path))?,
    };
    let kept = Ledger::from_json_lines(&text).map_err(|error| refused(&error))?;
    Ok(Some(kept))
}

/// What was put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PutBack {
    /// How many choices that were lost.
    pub(crate) choices: u64,
    /// How many choices that had come back, although they were forgotten since the backup, and are forgotten again.
    pub(crate) forgotten: u64,
    /// Whether the database now has all that was kept.
    pub(crate) is_whole: bool,
}

/// Puts the choices back that the database has lost, and forgets again those that were forgotten since the backup. It does not have all that was kept where
/// other choices were recorded since the restore: somebody must look.
pub(crate) async fn put_back<C: Backend>(db: &mut C, home: &Home) -> Result<PutBack, HostError> {
    let mut back = PutBack {
        choices: 0,
        forgotten: 0,
        is_whole: true,
    };
    let Some(kept) = outside(home)? else {
        return Ok(back);
    };
    let mut ledger = ledger(db)?;
    match ledger.follow(&kept).await {
        Ok(followed) => {
            (back.choices, back.forgotten) = (followed.appended, followed.forgotten);
            return Ok(back);
        }
        Err(ConsentStoreError::OtherChain) => back.is_whole = false,
        Err(error) => return Err(error.into()),
    }
    // Behind the others, so that none is lost.
    for (event, _) in kept.entries() {
        match ledger.append(event).await {
            Ok(appended) => back.choices += u64::from(appended.is_new),
            Err(ConsentStoreError::Append(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(back)
}

impl From<ConsentStoreError> for HostError {
    fn from(error: ConsentStoreError) -> Self {
        match error {
            ConsentStoreError::Store(error) => Self::Store(error),
            // Its texts name positions and nothing else.
            error => refused(&error),
        }
    }
}

/// What a crate refused of consents, for the operator.
pub(crate) fn refused(error: &dyn std::error::Error) -> HostError {
    HostError::refused("consent", error)
}

fn parse<T: std::str::FromStr>(text: &str) -> Result<T, HostError> {
    text.parse().map_err(|_| HostError::Defect)
}
