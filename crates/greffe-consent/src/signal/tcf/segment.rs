//! The kinds of segments.

use crate::codes::codes;

codes! {
    /// A kind of segment of a TC string. Segments stand between dots.
    Segment, "segment", {
        /// The choices themselves; always first.
        Core = "core", "segment principal", "core segment";
        /// The vendors that were shown to the person. Mandatory since TCF 2.3.
        DisclosedVendors = "disclosed_vendors", "segment des fournisseurs présentés", "segment of disclosed vendors";
        /// The vendors that could use bases outside the framework. Retired with TCF 2.1; read, and without effect.
        AllowedVendors = "allowed_vendors", "segment des fournisseurs admis", "segment of allowed vendors";
        /// The publisher's own purposes.
        PublisherTc = "publisher_tc", "segment de l’éditeur", "publisher segment";
    }
}

impl Segment {
    /// The kind that the first three bits of a segment after the core name.
    pub(super) const fn of_type(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::DisclosedVendors),
            2 => Some(Self::AllowedVendors),
            3 => Some(Self::PublisherTc),
            _ => None,
        }
    }
}
