//! How much is measured.

/// How many people there are, and how often each thing is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// People in each table.
    pub people: u32,
    /// Lookups of each kind.
    pub lookups: u32,
    /// Rounds among which lookups and rows to purge are dealt out: samples of each figure.
    pub rounds: u32,
    /// Rows of a batch, which is a transaction.
    pub batch: u32,
    /// Out of which people are made.
    pub seed: u64,
}

impl Size {
    /// For figures to be published.
    pub const FULL: Self = Self {
        people: 100_000,
        lookups: 20_000,
        rounds: 10,
        batch: 500,
        seed: 8,
    };

    /// To see that all of it runs and agrees.
    pub const SMOKE: Self = Self {
        people: 300,
        lookups: 40,
        rounds: 2,
        batch: 50,
        seed: 8,
    };
}
