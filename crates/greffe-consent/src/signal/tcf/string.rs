//! A TC string: its core segment and the segments that may follow.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::NaiveDate;
use data_encoding::BASE64URL_NOPAD;

use super::bits::{Bits, Misread};
use super::core_segment::{Core, VERSION};
use super::{PublisherTc, Restriction, Segment, TcStringError, TcStringFault, VendorIds};
use crate::VendorId;

/// The longest text that is read, in characters.
const LONGEST: usize = 65_536;

/// What a consent dialogue recorded of one person's choices, for one service. See the [module](super) for what is refused.
///
/// Numbers of purposes, special features and vendors count from 1; what a field has no bit for is answered with `false`.
/// `Debug` shows the version and the kinds of segments.
#[derive(Clone)]
pub struct TcString {
    pub(super) core: Core,
    disclosed: Option<VendorIds>,
    allowed: Option<VendorIds>,
    publisher: Option<PublisherTc>,
}

impl TcString {
    /// Reads a TC string.
    ///
    /// # Errors
    ///
    /// [`TcStringError`] where the text is not wholly what the specification says, with the segment and the bit. A string that is
    /// refused grants nothing.
    pub fn parse(text: &str) -> Result<Self, TcStringError> {
        if text.len() > LONGEST {
            let (bit, fault) = (0, TcStringFault::TooLong);
            return Err(TcStringError::of(1, None, Misread { bit, fault }));
        }
        let mut segments = (1..).zip(text.split('.'));
        let (number, first) = segments.next().unwrap_or((1, ""));
        let core = read_core(first)
            .map_err(|misread| TcStringError::of(number, Some(Segment::Core), misread))?;
        let mut tc = Self {
            core,
            disclosed: None,
            allowed: None,
            publisher: None,
        };
        for (number, segment) in segments {
            let mut kind = None;
            tc.read_segment(segment, &mut kind)
                .map_err(|misread| TcStringError::of(number, kind, misread))?;
        }
        Ok(tc)
    }

    /// Reads a segment after the core, and tells its kind even where the rest of it is wrong.
    fn read_segment(&mut self, text: &str, kind: &mut Option<Segment>) -> Result<(), Misread> {
        let bytes = bytes_of(text)?;
        let mut bits = Bits::of(&bytes);
        let found = Segment::of_type(bits.small(3)?).ok_or(Misread {
            bit: 0,
            fault: TcStringFault::UnknownSegment,
        })?;
        *kind = Some(found);
        if self.segments().any(|segment| segment == found) {
            let fault = TcStringFault::SegmentTwice;
            return Err(Misread { bit: 0, fault });
        }
        match found {
            Segment::DisclosedVendors => self.disclosed = Some(VendorIds::read(&mut bits)?),
            Segment::AllowedVendors => self.allowed = Some(VendorIds::read(&mut bits)?),
            Segment::PublisherTc => self.publisher = Some(PublisherTc::read(&mut bits)?),
            // The core has no kind among the first three bits of a later segment.
            Segment::Core => {}
        }
        bits.only_zeros_are_left()
    }

    /// The version of the encoding: 2, for all of TCF 2.0 to 2.3. They differ by [`policy_version`](Self::policy_version).
    #[must_use]
    pub const fn version(&self) -> u8 {
        VERSION
    }

    /// The segments that the string has, the core first.
    pub fn segments(&self) -> impl Iterator<Item = Segment> {
        [
            (Segment::Core, true),
            (Segment::DisclosedVendors, self.disclosed.is_some()),
            (Segment::AllowedVendors, self.allowed.is_some()),
            (Segment::PublisherTc, self.publisher.is_some()),
        ]
        .into_iter()
        .filter_map(|(segment, is_there)| is_there.then_some(segment))
    }

    /// The day in UTC on which the string was created. Since TCF 2.2 the same as [`last_updated_day`](Self::last_updated_day).
    #[must_use]
    pub const fn created_day(&self) -> NaiveDate {
        self.core.created
    }

    /// The day in UTC on which the choices were last changed.
    ///
    /// The field counts tenths of seconds, but since TCF 2.2 it holds 00:00 UTC of the day, so that the time cannot serve to recognise
    /// a person. The choice was made at some instant of that day: `[00:00, 24:00)` in UTC. Where an instant is needed, take the end of
    /// the day for a consent and its beginning for a refusal. An older string may hold more; it is not kept.
    #[must_use]
    pub const fn last_updated_day(&self) -> NaiveDate {
        self.core.last_updated
    }

    /// The consent dialogue that wrote the string, by its number in IAB Europe's list.
    #[must_use]
    pub const fn cmp_id(&self) -> u16 {
        self.core.cmp_id
    }

    /// The dialogue's own version.
    #[must_use]
    pub const fn cmp_version(&self) -> u16 {
        self.core.cmp_version
    }

    /// The dialogue's screen on which the choice was made, by its own numbers.
    #[must_use]
    pub const fn consent_screen(&self) -> u8 {
        self.core.consent_screen
    }

    /// The language of the dialogue, in two small letters (ISO 639-1).
    #[must_use]
    pub fn consent_language(&self) -> &str {
        self.core.consent_language.as_str()
    }

    /// The version of the Global Vendor List that the dialogue showed.
    #[must_use]
    pub const fn vendor_list_version(&self) -> u16 {
        self.core.vendor_list_version
    }

    /// The version of the policies: 2 for TCF 2.0 and 2.1, 4 for 2.2, 5 for 2.3.
    #[must_use]
    pub const fn policy_version(&self) -> u8 {
        self.core.policy_version
    }

    /// Whether the choices are for one service or group. A string of global scope is invalid today, and allows nothing.
    #[must_use]
    pub const fn is_service_specific(&self) -> bool {
        self.core.is_service_specific
    }

    /// Whether the dialogue used stacks or texts of its own.
    #[must_use]
    pub const fn uses_non_standard_stacks(&self) -> bool {
        self.core.uses_non_standard_texts
    }

    /// Whether the person opted in to a special feature, such as 1, precise location.
    #[must_use]
    pub const fn special_feature_opt_in(&self, feature: u8) -> bool {
        self.core.special_features.contains(feature)
    }

    /// Whether the person consents to the purpose. Not enough by itself: see [`allows`](Self::allows).
    #[must_use]
    pub const fn consents_to(&self, purpose: u8) -> bool {
        self.core.consents.contains(purpose)
    }

    /// Whether legitimate interests in the purpose were shown and not objected to.
    #[must_use]
    pub const fn purpose_li(&self, purpose: u8) -> bool {
        self.core.li.contains(purpose)
    }

    /// Whether purpose 1 was left out of the dialogue, as where the publisher's country asks for no consent to it.
    #[must_use]
    pub const fn purpose_one_treatment(&self) -> bool {
        self.core.purpose_one_treatment
    }

    /// The country whose law the publisher goes by, in two capitals (ISO 3166-1). `AA` where the dialogue did not set it.
    #[must_use]
    pub fn publisher_country(&self) -> &str {
        self.core.publisher_country.as_str()
    }

    /// Whether the person consents to the vendor. Not enough by itself: see [`allows`](Self::allows).
    #[must_use]
    pub fn vendor_consent(&self, vendor: u16) -> bool {
        self.core.vendor_consents.contains(vendor)
    }

    /// Whether the vendor's legitimate interests were shown and not objected to.
    #[must_use]
    pub fn vendor_li(&self, vendor: u16) -> bool {
        self.core.vendor_li.contains(vendor)
    }

    /// The vendors that the person consents to.
    #[must_use]
    pub const fn vendors_with_consent(&self) -> &VendorIds {
        &self.core.vendor_consents
    }

    /// The vendors whose legitimate interests were shown and not objected to.
    #[must_use]
    pub const fn vendors_with_li(&self) -> &VendorIds {
        &self.core.vendor_li
    }

    /// Whether the vendor was shown to the person; `None` where the string does not say.
    ///
    /// Before TCF 2.3 strings did not have to say, and the answer stays undetermined. Strings last updated on or after 28 February 2026
    /// have to: with `None`, such a one allows nothing.
    #[must_use]
    pub fn vendor_is_disclosed(&self, vendor: u16) -> Option<bool> {
        Some(self.disclosed_vendors()?.contains(vendor))
    }

    /// The vendors that were shown to the person, where the string says.
    #[must_use]
    pub const fn disclosed_vendors(&self) -> Option<&VendorIds> {
        self.disclosed.as_ref()
    }

    /// The vendors that could use bases outside the framework: retired with TCF 2.1, and without effect here.
    #[must_use]
    pub const fn allowed_vendors(&self) -> Option<&VendorIds> {
        self.allowed.as_ref()
    }

    /// The publisher's own purposes, where the string has them.
    #[must_use]
    pub const fn publisher_tc(&self) -> Option<&PublisherTc> {
        self.publisher.as_ref()
    }

    /// The publisher's restriction of the purpose for the vendor. Where two different ones are stated, [`Restriction::NotAllowed`].
    #[must_use]
    pub fn restriction(&self, purpose: u8, vendor: u16) -> Option<Restriction> {
        self.core.restrictions.of(purpose, vendor)
    }

    /// The publisher's restrictions of some vendors, by purpose and vendor.
    pub(crate) fn restrictions_among(
        &self,
        vendors: &BTreeSet<VendorId>,
    ) -> BTreeMap<(u8, VendorId), Restriction> {
        self.core.restrictions.among(vendors)
    }
}

/// Shows the version and the kinds of segments, and nothing of the person.
impl fmt::Debug for TcString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TcString")
            .field("version", &self.version())
            .field("segments", &self.segments().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

fn read_core(text: &str) -> Result<Core, Misread> {
    let bytes = bytes_of(text)?;
    let mut bits = Bits::of(&bytes);
    let core = Core::read(&mut bits)?;
    bits.only_zeros_are_left()?;
    Ok(core)
}

fn bytes_of(text: &str) -> Result<Vec<u8>, Misread> {
    BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|error| {
        // A character that does not belong there says more than a length that it spoils.
        let foreign = text.bytes().position(|byte| !is_base64url(byte));
        Misread {
            bit: foreign.unwrap_or(error.position) * 6,
            fault: match foreign {
                Some(_) => TcStringFault::NotBase64Url,
                None => TcStringFault::NotCanonical,
            },
        }
    })
}

const fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}
