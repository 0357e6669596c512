//! What is wrong with a TC string, and where: never what stands there.

use std::fmt;

use greffe_terms::Lang;

use super::Segment;
use super::bits::Misread;
use crate::codes::codes;

/// Why a TC string is refused. The string itself is personal data and is not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TcStringError {
    number: usize,
    segment: Option<Segment>,
    bit: usize,
    fault: TcStringFault,
}

codes! {
    /// The sorts of faults.
    TcStringFault, "fault of a TC string", {
        /// Longer than 65,536 characters.
        TooLong = "too_long", "le texte est trop long", "the text is too long";
        /// A character outside the URL-safe base64 alphabet; padding too.
        NotBase64Url = "not_base64url", "un caractère n’est pas de l’alphabet base64url sans remplissage", "a character is not of the base64url alphabet without padding";
        /// The characters are not whole bytes, or the last one holds bits beyond them.
        NotCanonical = "not_canonical", "les caractères ne forment pas des octets entiers", "the characters are not whole bytes";
        /// The segment ends within a field.
        Truncated = "truncated", "le segment finit avant son champ", "the segment ends before its field";
        /// Another version than 2.
        UnknownVersion = "unknown_version", "la version n’est pas 2", "the version is not 2";
        /// A segment after the core that is none of the kinds 1 to 3.
        UnknownSegment = "unknown_segment", "la sorte du segment est inconnue", "the kind of the segment is unknown";
        /// A kind of segment stands twice.
        SegmentTwice = "segment_twice", "cette sorte de segment figure deux fois", "this kind of segment stands twice";
        /// Language or country are no letters.
        NotLetters = "not_letters", "la langue ou le pays n’est pas fait de lettres", "language or country are no letters";
        /// Last updated before it was created.
        UpdatedBeforeCreated = "updated_before_created", "la mise à jour précède la création", "the last update lies before the creation";
        /// A vendor has the number 0.
        VendorZero = "vendor_zero", "un fournisseur a le numéro 0", "a vendor has the number 0";
        /// A range of vendors ends before it begins.
        RangeBackwards = "range_backwards", "une plage de fournisseurs va à rebours", "a range of vendors runs backwards";
        /// A range of vendors begins before the one before it has ended.
        RangeOverlaps = "range_overlaps", "une plage de fournisseurs ne suit pas la précédente", "a range of vendors does not follow the one before it";
        /// A vendor above the maximum that the field itself states.
        RangeOverMaximum = "range_over_maximum", "une plage de fournisseurs dépasse le maximum annoncé", "a range of vendors goes over the stated maximum";
        /// A restriction for a purpose outside 1 to 24.
        UnknownPurpose = "unknown_purpose", "une restriction vise une finalité inconnue", "a restriction is for an unknown purpose";
        /// A restriction of the undefined kind 3.
        UnknownRestriction = "unknown_restriction", "une restriction est d’une sorte inconnue", "a restriction is of an unknown kind";
        /// Bits are set behind the last field.
        TrailingBits = "trailing_bits", "des bits suivent le dernier champ", "bits are set behind the last field";
    }
}

impl TcStringError {
    pub(super) const fn of(number: usize, segment: Option<Segment>, misread: Misread) -> Self {
        Self {
            number,
            segment,
            bit: misread.bit,
            fault: misread.fault,
        }
    }

    /// Which segment, counted from 1.
    #[must_use]
    pub const fn number(&self) -> usize {
        self.number
    }

    /// What kind of segment, where it got as far as to tell.
    #[must_use]
    pub const fn segment(&self) -> Option<Segment> {
        self.segment
    }

    /// The bit of the segment at which the field begins that is wrong, counted from 0.
    #[must_use]
    pub const fn bit(&self) -> usize {
        self.bit
    }

    /// What is wrong.
    #[must_use]
    pub const fn fault(&self) -> TcStringFault {
        self.fault
    }

    /// The message for a person.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let Self { number, bit, .. } = self;
        let segment = match self.segment {
            Some(segment) => segment.label(lang).to_owned(),
            None => format!("segment {number}"),
        };
        let what = self.fault.label(lang);
        lang.pick(
            format!("{segment}, bit {bit}\u{a0}: {what}"),
            format!("{segment}, bit {bit}: {what}"),
        )
    }
}

impl fmt::Display for TcStringError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

impl std::error::Error for TcStringError {}
