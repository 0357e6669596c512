//! Consents: the policy that the register and the service's own notice make, and what people chose.

use greffe::RegisterExt as _;
use greffe::consent::{Notice, NoticeShown, Policy, Purpose, WordingDigest};
use greffe::register::Register;
use greffe::terms::{LegalBasis, PurposeId};

use crate::error::HostError;

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

fn refused(error: &dyn std::error::Error) -> HostError {
    HostError::refused("consent", error)
}

fn parse<T: std::str::FromStr>(text: &str) -> Result<T, HostError> {
    text.parse().map_err(|_| HostError::Defect)
}
