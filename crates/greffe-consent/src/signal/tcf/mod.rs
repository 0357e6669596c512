//! TC strings of IAB Europe's Transparency and Consent Framework, versions 2.0 to 2.3: what a consent dialogue recorded for
//! advertising vendors, in one line of text.
//!
//! ```
//! use greffe_consent::signal::tcf::{Refusal, TcString};
//! use greffe_terms::LegalBasis;
//!
//! // The person agreed to purpose 1; vendor 2 was shown to them, and agreed to.
//! let tc = TcString::parse("CQg5uUAQg5uUAAHABAFRCxFgAIAAAAAAAAqIABEAAAAA.IABE")?;
//! assert_eq!(tc.last_updated_day().to_string(), "2026-03-11");
//! assert!(tc.consents_to(1) && tc.vendor_consent(2));
//! assert_eq!(tc.vendor_is_disclosed(2), Some(true));
//! assert!(tc.allows(1, 2, LegalBasis::Consent));
//! assert_eq!(tc.refusal(2, 2, LegalBasis::Consent), Some(Refusal::Purpose));
//!
//! let error = TcString::parse("CQg5uUAQg5uUAAHABAFRCxFg").unwrap_err();
//! assert_eq!(error.to_string(), "core segment, bit 140: the segment ends before its field");
//! # Ok::<(), greffe_consent::signal::tcf::TcStringError>(())
//! ```
//!
//! | module | what |
//! | --- | --- |
//! | `allows` | the whole conjunction of the specification, and its first part that fails |
//! | `bits` | the bits of a segment |
//! | `core_segment` | the fields of the core segment |
//! | `error` | what is wrong with a string, and where |
//! | `framework` | what the framework fixed, with the day from which it holds |
//! | `publisher` | the publisher's own purposes |
//! | `purposes` | sets of purposes |
//! | `restriction` | what the publisher forbids its vendors |
//! | `segment` | the kinds of segments |
//! | `string` | the string |
//! | `vendors` | sets of vendors |
//!
//! # What is refused
//!
//! Some consent dialogues write what the specification does not. Each of these is an error when the string is parsed, and so never a grant:
//!
//! | deviation | why it is refused |
//! | --- | --- |
//! | `=` at the end, `+` and `/`, spaces, percent escapes | the alphabet is base64url without padding; another one tells of a string changed on its way |
//! | characters that are not whole bytes, bits left over in the last character | the reference encoder fills up to 24 bits, others to 8; a string cut in the middle looks so |
//! | bits that are set behind the last field | fields of a version that is not known here |
//! | version 1, or any but 2 | TCF 1 ended in 2020, and its purposes are others |
//! | a segment twice, an unknown kind, a second core | which of the two holds is not said |
//! | ranges that run backwards, overlap, are out of order, or go over the maximum that the field states | the set has two readings |
//! | vendor 0, a restriction for a purpose outside 1 to 24 or of the undefined kind 3 | nothing has these numbers |
//! | language or country that are no letters | a field is out of place |
//! | last updated before created | one of the two is wrong |
//! | more than 65,536 characters | the four sets of vendors at their largest take 44,000 |
//!
//! These are read as they are, because they have one meaning only: zero bits behind the last field, of any number; a range of one vendor; a
//! stated maximum above the highest vendor; a restriction without vendors; segments after the core in any order (the specification
//! says so); the segment of allowed vendors, which TCF 2.1 retired with out-of-band bases and which counts for nothing.
//!
//! These are read, and then [`TcString::allows`] nothing: global scope, a policy version that is outdated or not known here, a missing segment
//! of disclosed vendors from the day on which it became mandatory.
//!
//! # Memory and time
//!
//! Bits stay bits and ranges stay ranges, so that what is kept grows with the text and not with what it announces: the 62 bits that say
//! "1 to 65535" take 4 bytes, a restriction 6 bytes a range. Parsing is linear in the text.
//!
//! A TC string is personal data (CJEU, 7 March 2024, C-604/22): no error repeats any of it, and `Debug` shows which segments there are.

mod allows;
mod bits;
mod core_segment;
mod error;
mod framework;
mod publisher;
mod purposes;
mod restriction;
mod segment;
mod string;
mod vendors;

pub use allows::Refusal;
pub use error::{TcStringError, TcStringFault};
pub(crate) use framework::{TERMINAL, needs_consent};
pub use publisher::PublisherTc;
pub use restriction::Restriction;
pub use segment::Segment;
pub use string::TcString;
pub use vendors::VendorIds;
