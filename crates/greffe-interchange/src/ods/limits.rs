//! Budgets for files from anywhere.

/// What a file may cost. Every number is checked before the memory is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OdsLimits {
    /// Bytes of the archive.
    pub archive_bytes: usize,
    /// Entries of the archive.
    pub entries: usize,
    /// Bytes of one entry once unpacked.
    pub entry_bytes: u64,
    /// Bytes of all entries once unpacked.
    pub total_bytes: u64,
    /// How many times larger than packed an entry of more than a mebibyte may be once unpacked. Deflate reaches 1032.
    pub ratio: u64,
    /// Elements within elements.
    pub depth: usize,
    /// Row and cell elements. A repeated row or cell is one: repeats are never expanded. A record of the CNIL's form has about 500, so that the
    /// default holds 1,000 records, as many as fit into the default of `entry_bytes`. For 5,000 both have to be raised fivefold, and reading
    /// takes more than a gigabyte.
    pub cells: usize,
}

impl Default for OdsLimits {
    /// 16 MiB of archive, 1000 entries, 64 MiB an entry, 128 MiB in all, 250 times, 64 levels, 500,000 rows and cells.
    fn default() -> Self {
        Self {
            archive_bytes: 16 << 20,
            entries: 1000,
            entry_bytes: 64 << 20,
            total_bytes: 128 << 20,
            ratio: 250,
            depth: 64,
            cells: 500_000,
        }
    }
}

/// Rows of a sheet, repeats counted: what every program for spreadsheets reads.
pub(super) const MAX_ROWS: u32 = 1 << 20;

/// Columns of a sheet, repeats counted.
pub(super) const MAX_COLUMNS: u32 = 1 << 14;

/// Attributes of one element.
pub(super) const MAX_ATTRIBUTES: usize = 128;

/// From here on the ratio counts, in bytes once unpacked: small files of blanks pack well and harm nobody.
pub(super) const RATIO_FROM: u64 = 1 << 20;
