//! The parts of a page, between the sections that say them and the writers that write them.

use chrono::NaiveDate;
use greffe_terms::Lang;

use crate::Processing;

/// A part of a page that opens and closes. Parts nest as the variants below say; everything in between is text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part<'p> {
    /// Title and organisation.
    Head,
    /// The page's own heading, in [`Part::Head`].
    Title,
    /// Who keeps the register, in [`Part::Head`].
    Organisation,
    /// Everything between head and foot.
    Content,
    /// The last lines.
    Foot,
    /// A section under an anchor of its own.
    Section(&'static str),
    /// The section of one processing activity.
    Record(&'p Processing),
    /// Heading of the second level: a section's, a record's.
    Heading,
    /// Heading of the third level.
    Subheading,
    /// The same, under the id of a screening for an impact assessment.
    Screening(&'p str),
    /// Block of running text.
    Paragraph,
    /// The way back to the contents, for a screen.
    Back,
    /// What opens on demand; its words are the summary.
    Details(&'static str),
    /// Names and values; its words are the caption.
    Facts(&'static str),
    /// One [`Part::FactName`] and one [`Part::FactValue`].
    Fact,
    /// What a fact is about.
    FactName,
    /// What is said about it.
    FactValue,
    /// A table: [`Part::TableHead`], then rows.
    Table(TableShape<'p>),
    /// [`Part::ColumnHeader`]s.
    TableHead,
    /// The header of a column.
    ColumnHeader,
    /// One [`Part::RowHeader`], then cells.
    Row,
    /// The first cell of a row.
    RowHeader,
    /// Any other cell.
    Cell,
    /// Bullets.
    List,
    /// One bullet.
    Item,
    /// Said below, in small.
    Note,
    /// Said below.
    Below,
    /// In small, in the same line.
    Aside,
    /// A reference before a name.
    Reference,
    /// Text in another language than the page's.
    Foreign(Lang),
    /// A date in words.
    Day(NaiveDate),
    /// The words for something that nobody filled in.
    Unknown,
    /// The words of a link.
    Link(Anchor<'p>),
}

/// What a table looks like.
#[derive(Debug, Clone, Copy)]
pub(super) struct TableShape<'p> {
    /// What the table is called. Two tables of a page that scroll have two names, by which a screen reader tells them apart.
    pub(super) caption: &'p str,
    pub(super) columns: usize,
    /// Whether the cells are counts.
    pub(super) is_matrix: bool,
}

/// Where a link leads, within the page.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor<'p> {
    /// To the section of a processing activity.
    Record(&'p Processing),
    /// To the screening of this id. Markdown, whose anchors are the words of headings, has no such links.
    Screening(&'p str),
    /// To the list of processing activities, under this heading.
    Contents(&'static str),
}

/// A format that pages are written in. Whatever reaches [`Writer::text`] or [`Writer::code`] comes out as text, never as markup.
pub(super) trait Writer {
    fn open(&mut self, part: Part<'_>);

    /// Closes what was opened last.
    fn close(&mut self, part: Part<'_>);

    /// Text, of the register or of the program.
    fn text(&mut self, text: &str);

    /// Text of a machine: a name in code.
    fn code(&mut self, code: &str);

    /// A picture of what a table beside it says as well; left out where a format has no pictures.
    fn map(&mut self, map: &super::map::Map<'_>);

    /// The written page.
    fn finish(self: Box<Self>) -> String;
}
