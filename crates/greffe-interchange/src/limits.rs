//! What a document in another format may ask for.

use greffe_document::{Limits, Node, Value};

/// What reading a fides manifest or DPV may cost. The defaults read 10,000 plain records in DPV and 5,000 in fides, where keys are counted
/// too, or some thousand that say all they can; the largest registers that organisations keep have a few thousand records. What is
/// hostile in one way ends within a second and 256 MB: `tests/limits` measures it. What is large in every way at once takes more: 10,000 records
/// in DPV, each kept whole beside its terms, take 450 MB and two to three seconds; hold fewer `records` and `kept` where that is too much.
///
/// Fewer values than [`Limits`] grants a register in Greffe's own format, since each one here becomes several on its way: the document's, the
/// node's, the register's, and what is reported of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportLimits {
    /// Bytes of the document; 32 MiB unless told.
    pub bytes: usize,
    /// Values (tables, lists, keys in YAML, scalars); 600,000 unless told.
    pub values: usize,
    /// Tables of DPV: nodes, and texts with their language; 200,000 unless told. A plain record has fifteen.
    pub tables: usize,
    /// Records: systems of fides, processes of DPV; 20,000 unless told.
    pub records: usize,
    /// Nodes of DPV and columns of fides datasets, each as often as something refers to it: what is said once and referred to often would be
    /// many times as large in a register; 120,000 unless told. A plain record takes nine nodes.
    pub readings: usize,
    /// Tables of the records that Greffe had kept beside the terms; 45,000 unless told. A plain record has four, one that says all it can thirty.
    pub kept: usize,
}

impl Default for ImportLimits {
    fn default() -> Self {
        Self {
            bytes: 32 << 20,
            values: 600_000,
            tables: 200_000,
            records: 20_000,
            readings: 120_000,
            kept: 45_000,
        }
    }
}

impl ImportLimits {
    /// What Greffe itself has just written is as large as it is.
    pub(crate) const NONE: Self = Self {
        bytes: usize::MAX,
        values: usize::MAX,
        tables: usize::MAX,
        records: usize::MAX,
        readings: usize::MAX,
        kept: usize::MAX,
    };

    /// Those that a document of any notation has.
    pub(crate) fn of_document(self) -> Limits {
        let mut limits = Limits::default();
        (limits.bytes, limits.values) = (self.bytes, self.values);
        limits
    }

    /// Refuses more records than are allowed.
    pub(crate) fn check_records(self, records: usize) -> Result<(), crate::ImportError> {
        let limit = self.records;
        if records > limit {
            return Err(crate::ImportError::TooManyRecords { limit });
        }
        Ok(())
    }
}

/// Refuses a value of more tables, itself included; `left` is how many there may be.
pub(crate) fn spend_tables(
    root: &Node,
    left: &mut usize,
    limit: usize,
) -> Result<(), crate::ImportError> {
    let spent = left.checked_sub(tables(root));
    *left = spent.ok_or(crate::ImportError::TooManyTables { limit })?;
    Ok(())
}

/// Notations bound how deep they nest.
fn tables(node: &Node) -> usize {
    match node.value() {
        Value::Table(entries) => {
            let below: usize = entries.iter().map(|entry| tables(entry.node())).sum();
            below.saturating_add(1)
        }
        Value::List(items) => items.iter().map(tables).sum(),
        _ => 0,
    }
}
