//! How much of a register goes into another format.

/// How much of a register an export carries. The loss report is the same for both: it says what a reader of the other format alone loses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Extent {
    /// What the other format has terms for, and nothing else.
    Terms,
    /// That, and each record whole in an extension of Greffe's own, which other readers ignore: importing it gives the same register
    /// back, and what was changed in the other format's terms meanwhile is taken over.
    #[default]
    Whole,
}
