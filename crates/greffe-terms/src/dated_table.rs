//! Tables of law as text files: dated, with their sources, one row a line.

/// A table of law as a text file that was taken into the program: `#` lines say what it is, the others are rows of cells between tabs.
///
/// The head names the day up to which the table is known (`# as of: 2026-02-09`), the columns (`# columns: country age …`) and each
/// source (`# source: …`). A reform is a new row, not a change of code.
///
/// ```
/// use greffe_terms::DatedTable;
///
/// const NUMBERS: DatedTable = DatedTable::new("# as of: 2026-02-09\n# columns: id number\n# source: an act\na\t1\nb\t2\n");
/// assert_eq!(NUMBERS.as_of(), "2026-02-09");
/// assert_eq!(NUMBERS.sources().collect::<Vec<_>>(), ["an act"]);
/// assert!(NUMBERS.rows().eq([["a", "1"], ["b", "2"]]));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedTable(&'static str);

impl DatedTable {
    /// The table of this text.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self(text)
    }

    /// The day up to which the table is known (ISO 8601); empty where the head does not tell it.
    #[must_use]
    pub fn as_of(self) -> &'static str {
        self.head("# as of: ").next().unwrap_or_default()
    }

    /// The names of the columns.
    pub fn columns(self) -> impl Iterator<Item = &'static str> {
        self.head("# columns: ").flat_map(str::split_whitespace)
    }

    /// Where the rows come from.
    pub fn sources(self) -> impl Iterator<Item = &'static str> {
        self.head("# source: ")
    }

    /// The rows as they are written.
    pub fn lines(self) -> impl Iterator<Item = &'static str> {
        let lines = self.0.lines();
        lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
    }

    /// The rows of exactly `N` cells, in the order of the file. A test of every table counts them against [`DatedTable::lines`].
    pub fn rows<const N: usize>(self) -> impl Iterator<Item = [&'static str; N]> {
        self.lines().filter_map(Self::cells)
    }

    /// The cells of one row; `None` unless there are exactly `N`.
    #[must_use]
    pub fn cells<const N: usize>(line: &'static str) -> Option<[&'static str; N]> {
        let mut parts = line.split('\t');
        let mut cells = [""; N];
        for cell in &mut cells {
            *cell = parts.next()?;
        }
        parts.next().is_none().then_some(cells)
    }

    fn head(self, key: &'static str) -> impl Iterator<Item = &'static str> {
        self.0
            .lines()
            .filter_map(move |line| line.strip_prefix(key))
    }
}
