//! Places in a source as byte offsets.

use std::ops::Range;

use syn::spanned::Spanned;

use crate::list::Place;

/// A source and where its lines begin.
pub(crate) struct Text<'a> {
    pub(crate) source: &'a str,
    lines: Vec<usize>,
}

impl<'a> Text<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        let ends = source
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0)
            .chain(ends.map(|(at, _)| at + 1))
            .collect();
        Self { source, lines }
    }

    pub(crate) fn offset(&self, place: Place) -> usize {
        let line = self.lines[place.line - 1];
        let rest = &self.source[line..];
        line + rest
            .char_indices()
            .nth(place.column - 1)
            .map_or(rest.len(), |(at, _)| at)
    }

    pub(crate) fn range(&self, node: &impl Spanned) -> Range<usize> {
        let span = node.span();
        let place = |at: proc_macro2::LineColumn| Place {
            line: at.line,
            column: at.column + 1,
        };
        self.offset(place(span.start()))..self.offset(place(span.end()))
    }
}
