//! A loaded file.

use crate::fault::{Fault, Faults, LocatedFault, Place, Report};
use crate::find::{ItemNames, Labels};
use crate::{DocumentError, Node, Words, json_source, toml_source};

/// How much a document may hold. Both limits are checked before or while the tree is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of the document; 32 MiB unless told.
    pub bytes: usize,
    /// Values (tables, lists and scalars); a million unless told. In TOML the limit is on an upper
    /// bound that is counted before parsing: the bytes `= , [ { .` wherever they stand, plus one; and
    /// there may be three times as many words, signs and line ends, comments and empty lines included.
    pub values: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 32 << 20,
            values: 1_000_000,
        }
    }
}

/// A TOML or JSON document as a tree.
#[derive(Debug, Clone)]
pub struct Document {
    root: Node,
    lines: Option<LineIndex>,
}

impl Document {
    /// Reads TOML within the default limits.
    ///
    /// # Errors
    /// See [`DocumentError`]; the text is never repeated.
    pub fn from_toml(text: &str) -> Result<Self, DocumentError> {
        Self::from_toml_bytes(text.as_bytes(), Limits::default())
    }

    /// Reads JSON within the default limits.
    ///
    /// # Errors
    /// See [`DocumentError`]; the text is never repeated.
    pub fn from_json(text: &str) -> Result<Self, DocumentError> {
        Self::from_json_bytes(text.as_bytes(), Limits::default())
    }

    /// Reads TOML out of bytes.
    ///
    /// # Errors
    /// See [`DocumentError`].
    pub fn from_toml_bytes(bytes: &[u8], limits: Limits) -> Result<Self, DocumentError> {
        let text = checked_text(bytes, limits)?;
        toml_source::check_size(text, limits)?;
        let lines = LineIndex::of(text);
        let root = toml_source::read(text, &lines)?;
        Ok(Self {
            root: root.numbered(),
            lines: Some(lines),
        })
    }

    /// Reads JSON out of bytes.
    ///
    /// # Errors
    /// See [`DocumentError`].
    pub fn from_json_bytes(bytes: &[u8], limits: Limits) -> Result<Self, DocumentError> {
        let text = checked_text(bytes, limits)?;
        let root = json_source::read(text, limits)?;
        Ok(Self {
            root: root.numbered(),
            lines: None,
        })
    }

    /// The outermost table.
    #[must_use]
    pub const fn root(&self) -> &Node {
        &self.root
    }

    /// The value at a path such as `processing[FR-012].data[2].retention`. A bracket selects by `ref`, `id`, `name` or index from 1.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<&Node> {
        crate::find::find(&self.root, path)
    }

    /// Where a value stands.
    #[must_use]
    pub fn place_of(&self, node: &Node) -> Place {
        self.place(node.id(), None, &mut Labels::new(ItemNames::Technical))
    }

    /// Turns what readers noted into a report with places.
    ///
    /// # Errors
    /// The report, when there is at least one fault.
    pub fn locate(&self, faults: Faults) -> Result<(), Report> {
        if faults.is_empty() {
            Ok(())
        } else {
            Err(self.report(faults, ItemNames::Technical))
        }
    }

    fn report(&self, faults: Faults, names: ItemNames) -> Report {
        let more = faults.more();
        let mut labels = Labels::new(names);
        let mut faults: Vec<_> = faults.into_iter().collect();
        // Readers ask for keys in an order of their own; who mends the file goes through it from above.
        // Values are numbered as they stand in the document. A row is short, and its first fault is told: there the
        // exact one, which is met first, goes before that of the list around it.
        let is_file = matches!(names, ItemNames::Technical);
        if is_file {
            faults.sort_by_key(Fault::at);
        }
        let located = faults.into_iter().map(|fault| {
            let place = self.place(fault.at(), fault.offset(), &mut labels);
            LocatedFault::new(place, fault)
        });
        let mut located: Vec<_> = located.collect();
        // In TOML tables may stand in another order than their values in the tree; both sorts are stable.
        if is_file {
            located.sort_by_key(|fault| fault.place().line_and_column());
        }
        Report::new(located, more)
    }

    /// Reads the whole document with `read`, which notes what is wrong; `expected` says in both languages what the document should have been,
    /// for a reader that finds nothing and notes nothing.
    ///
    /// ```
    /// use greffe_document::{Document, Words};
    ///
    /// let document = Document::from_toml("name = 5")?;
    /// let name = document.read_with(Words::new("un nom", "a name"), |root, faults| {
    ///     root.child("name").and_then(|name| name.text(faults)).map(str::to_owned)
    /// });
    /// assert_eq!(name.unwrap_err().to_string(), "line 1, column 8: `name`: a text is expected");
    /// # Ok::<(), greffe_document::DocumentError>(())
    /// ```
    ///
    /// # Errors
    /// The report, when there is at least one fault or nothing was read.
    pub fn read_with<T>(
        &self,
        expected: Words,
        read: impl FnOnce(&Node, &mut Faults) -> Option<T>,
    ) -> Result<T, Report> {
        self.read_naming(ItemNames::Technical, expected, read)
    }

    /// The same for a document about one person, such as a row of facts or an event: places number the items of lists,
    /// for there a `ref` or an `id` is somebody's.
    ///
    /// ```
    /// use greffe_document::{Document, Words};
    ///
    /// let row = Document::from_json(r#"{ "cards": [{ "id": "4970101234567890" }] }"#)?;
    /// let read = row.read_row_with(Words::new("une ligne", "a row"), |root, faults| {
    ///     let cards = root.child("cards")?.items()?;
    ///     faults.missing::<()>(cards.first()?, "ends")
    /// });
    /// assert_eq!(read.unwrap_err().to_string(), "/cards/0: `cards[1]`: the key `ends` is missing");
    /// # Ok::<(), greffe_document::DocumentError>(())
    /// ```
    ///
    /// # Errors
    /// The report, when there is at least one fault or nothing was read.
    pub fn read_row_with<T>(
        &self,
        expected: Words,
        read: impl FnOnce(&Node, &mut Faults) -> Option<T>,
    ) -> Result<T, Report> {
        self.read_naming(ItemNames::Number, expected, read)
    }

    fn read_naming<T>(
        &self,
        names: ItemNames,
        expected: Words,
        read: impl FnOnce(&Node, &mut Faults) -> Option<T>,
    ) -> Result<T, Report> {
        let mut faults = Faults::new();
        let value = read(&self.root, &mut faults);
        if value.is_none() && faults.is_empty() {
            let _: Option<()> = faults.invalid(&self.root, expected);
        }
        match value {
            Some(value) if faults.is_empty() => Ok(value),
            _ => Err(self.report(faults, names)),
        }
    }

    fn place<'d>(&'d self, id: u32, offset: Option<u32>, labels: &mut Labels<'d>) -> Place {
        let (path, pointer, node) = crate::find::path_to(&self.root, id, labels);
        let offset = offset.unwrap_or_else(|| node.offset());
        match &self.lines {
            Some(lines) => {
                let (line, column) = lines.position(offset as usize);
                Place::in_toml(path, line, column)
            }
            None => Place::in_json(path, pointer),
        }
    }
}

/// A byte order mark, which some systems put before a text, is no part of it: places count from behind it.
fn checked_text(bytes: &[u8], limits: Limits) -> Result<&str, DocumentError> {
    if bytes.len() > limits.bytes || u32::try_from(bytes.len()).is_err() {
        return Err(DocumentError::TooLarge {
            limit: limits.bytes,
        });
    }
    let text = std::str::from_utf8(bytes).map_err(|e| DocumentError::NotUtf8 {
        offset: e.valid_up_to(),
    })?;
    Ok(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text))
}

/// Unicode 23.8; RFC 8259, 8.1 lets a reader of JSON pass over it.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// Byte offsets turned into lines and columns.
#[derive(Debug, Clone)]
pub(crate) struct LineIndex {
    starts: Vec<u32>,
    /// Offsets of bytes that continue a character: columns count characters.
    continuations: Vec<u32>,
}

impl LineIndex {
    pub(crate) fn of(text: &str) -> Self {
        let mut starts = vec![0];
        let mut continuations = Vec::new();
        // A text is shorter than 4 GiB: `checked_text` has seen to that.
        for (offset, byte) in (0_u32..).zip(text.bytes()) {
            match byte {
                b'\n' => starts.push(offset.saturating_add(1)),
                0x80..=0xBF => continuations.push(offset),
                _ => {}
            }
        }
        Self {
            starts,
            continuations,
        }
    }

    pub(crate) fn position(&self, offset: usize) -> (usize, usize) {
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self
            .starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(0);
        let before = self.continuations.partition_point(|&c| c < start);
        let until = self.continuations.partition_point(|&c| c < offset);
        (line, (offset - start) as usize - (until - before) + 1)
    }
}
