//! What is to be done upon a breach, out of its record: pure functions that read no clock.
//!
//! | function | answers |
//! | --- | --- |
//! | [`notification_deadline`], [`notification_status`] | by when the authority must know, Art. 33(1) GDPR, and how that stands at an instant |
//! | [`notification_contents`], [`notification_draft`] | what Art. 33(3) asks for and what is missing, and the notice itself, in phases (33(4)) |
//! | [`persons_notice`] | whether the persons must be told, Art. 34, and why |
//! | [`severity`], [`severity_flags`] | how severe the breach is by ENISA's method |
//! | [`concerns_as_controller`], [`concerns_as_processor`] | which duties of Art. 33 are the organisation's |
//!
//! ```
//! use greffe_register::{Register, breach};
//! use greffe_terms::Lang;
//!
//! let register = Register::from_toml(r#"
//!     organisation = { name = "Atelier Hélianthe", dpo = "none" }
//!     [[breach]]
//!     id = "2026-01"
//!     aware = 2026-03-02T09:30:00+01:00
//!     gravity = "important"
//! "#)?;
//! let record = &register.breaches().items()[0];
//! let now = "2026-03-04T20:00:00Z".parse()?;
//! let status = breach::notification_status(&register, record, now)?;
//! assert_eq!(status.in_words(Lang::En), "12 h 30 min left to notify the authority");
//! assert_eq!(breach::persons_notice(record).outcome(), breach::PersonsNoticeOutcome::Required);
//! assert!(!breach::notification_contents(&register, record).is_complete());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod clock;
mod contents;
mod draft;
mod persons;
mod role;
mod severity;

pub use clock::{
    NotificationDeadline, NotificationStatus, notification_deadline, notification_status,
};
pub use contents::{
    NotificationContents, NotificationItem, NotificationPoint, notification_contents,
};
pub use draft::{NoticeKind, notification_draft};
pub use persons::{PersonsNotice, PersonsNoticeOutcome, PersonsNoticeReason, persons_notice};
pub use role::{concerns_as_controller, concerns_as_processor};
pub use severity::{Quarters, Severity, SeverityFlag, SeverityLevel, severity, severity_flags};
