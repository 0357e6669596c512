//! What a person's browser or device says of their choices, in formats that others laid down.
//!
//! | module | what |
//! | --- | --- |
//! | [`tcf`] | TC strings of IAB Europe's Transparency and Consent Framework |
//!
//! A signal that is unknown, broken or contradicts itself is an error or a refusal, never a grant.

pub mod tcf;
