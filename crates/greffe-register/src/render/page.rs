//! Builds a page out of parts and text. Sections speak to it in the register's terms and know no format.

use std::fmt::{self, Write};

use chrono::NaiveDate;
use greffe_terms::{Lang, Text};

use super::part::{Anchor, Part, TableShape, Writer};
use crate::{Processing, Stated, day};

/// A page in the making.
pub(super) struct Page {
    lang: Lang,
    writer: Box<dyn Writer>,
}

/// Whole.
impl Page {
    pub(super) fn new(lang: Lang, writer: impl Writer + 'static) -> Self {
        Self {
            lang,
            writer: Box::new(writer),
        }
    }

    pub(super) fn finish(self) -> String {
        self.writer.finish()
    }

    pub(super) const fn lang(&self) -> Lang {
        self.lang
    }

    pub(super) fn open(&mut self, part: Part<'_>) {
        self.writer.open(part);
    }

    pub(super) fn close(&mut self, part: Part<'_>) {
        self.writer.close(part);
    }

    /// Opens a part, shows what is in it, closes it.
    pub(super) fn within(&mut self, part: Part<'_>, show: impl FnOnce(&mut Self)) {
        self.open(part);
        show(self);
        self.close(part);
    }

    pub(super) fn map(&mut self, map: &super::map::Map<'_>) {
        self.writer.map(map);
    }
}

/// Inline.
impl Page {
    /// Text, whatever it holds.
    pub(super) fn say(&mut self, text: &str) {
        self.writer.text(text);
    }

    /// One of two fixed texts.
    pub(super) fn words(&mut self, fr: &'static str, en: &'static str) {
        self.say(self.lang.pick(fr, en));
    }

    pub(super) fn number(&mut self, number: impl fmt::Display) {
        // The adapter takes everything.
        let _ = write!(Saying(self), "{number}");
    }

    /// A name in code.
    pub(super) fn code(&mut self, code: &str) {
        self.writer.code(code);
    }

    /// A text of the register; marked with its language where it was not translated.
    pub(super) fn text(&mut self, text: &Text) {
        let words = text.in_language(self.lang);
        if text.is_given_in(self.lang) {
            self.say(words);
        } else {
            let other = self.lang.pick(Lang::En, Lang::Fr);
            self.within(Part::Foreign(other), |page| page.say(words));
        }
    }

    /// A date as people read it.
    pub(super) fn date(&mut self, date: NaiveDate) {
        let words = day::in_words(date, self.lang);
        self.within(Part::Day(date), |page| page.say(&words));
    }

    /// ` Art. 6(1)(b)`, in small, behind what rests on it.
    pub(super) fn article(&mut self, article: &str) {
        self.say(" ");
        self.within(Part::Aside, |page| {
            page.words("art. ", "Art. ");
            page.say(article);
        });
    }

    /// The reference of a processing, which leads to its record.
    pub(super) fn link_to(&mut self, processing: &Processing) {
        self.within(Part::Link(Anchor::Record(processing)), |page| {
            page.say(processing.reference.as_str());
        });
    }

    pub(super) fn yes_or_no(&mut self, truth: bool) {
        if truth {
            self.words("oui", "yes");
        } else {
            self.words("non", "no");
        }
    }

    /// Items in one line.
    pub(super) fn line<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut show: impl FnMut(&mut Self, T),
    ) {
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                self.say(", ");
            }
            show(self, item);
        }
    }
}

/// Absences.
impl Page {
    /// The words for an absence.
    pub(super) fn absent<T>(&mut self, stated: &Stated<T>) {
        match stated {
            Stated::Unknown => self.unknown(),
            Stated::None => self.words("Néant", "None"),
            Stated::NotApplicable => self.words("Sans objet", "Not applicable"),
            Stated::Known(_) => {}
        }
    }

    pub(super) fn unknown(&mut self) {
        self.unsaid("Non renseigné", "Not stated");
    }

    /// Words of their own for something that nobody filled in.
    pub(super) fn unsaid(&mut self, fr: &'static str, en: &'static str) {
        self.within(Part::Unknown, |page| page.words(fr, en));
    }

    /// A value or the words for its absence.
    pub(super) fn stated<T>(&mut self, stated: &Stated<T>, show: impl FnOnce(&mut Self, &T)) {
        match stated {
            Stated::Known(value) => show(self, value),
            absent => self.absent(absent),
        }
    }

    pub(super) fn optional<T>(&mut self, value: Option<T>, show: impl FnOnce(&mut Self, T)) {
        match value {
            Some(value) => show(self, value),
            None => self.unknown(),
        }
    }
}

/// Blocks.
impl Page {
    /// Opens a section with its heading of the second level.
    pub(super) fn open_section(&mut self, id: &'static str, fr: &'static str, en: &'static str) {
        self.open(Part::Section(id));
        self.within(Part::Heading, |page| page.words(fr, en));
    }

    pub(super) fn close_section(&mut self) {
        // The id says nothing any more.
        self.close(Part::Section(""));
    }

    pub(super) fn heading(&mut self, fr: &'static str, en: &'static str) {
        self.subheading(|page| page.words(fr, en));
    }

    /// A heading of the third level, out of the register.
    pub(super) fn subheading(&mut self, show: impl FnOnce(&mut Self)) {
        self.within(Part::Subheading, show);
    }

    pub(super) fn paragraph(&mut self, show: impl FnOnce(&mut Self)) {
        self.within(Part::Paragraph, show);
    }

    /// A bullet list; a single item stands alone.
    pub(super) fn list<T>(&mut self, items: &[T], mut show: impl FnMut(&mut Self, &T)) {
        if let [only] = items {
            return show(self, only);
        }
        self.within(Part::List, |page| {
            for item in items {
                page.within(Part::Item, |page| show(page, item));
            }
        });
    }

    /// Something said below, in small.
    pub(super) fn note(&mut self, show: impl FnOnce(&mut Self)) {
        self.within(Part::Note, show);
    }

    /// Something said below.
    pub(super) fn below(&mut self, show: impl FnOnce(&mut Self)) {
        self.within(Part::Below, show);
    }
}

/// Tables.
impl Page {
    /// Names and values: what, and what is said about it. The caption is for who cannot see the heading above.
    pub(super) fn facts(
        &mut self,
        fr: &'static str,
        en: &'static str,
        rows: impl FnOnce(&mut Self),
    ) {
        self.within(Part::Facts(self.lang.pick(fr, en)), rows);
    }

    /// A row of [`Page::facts`].
    pub(super) fn fact(
        &mut self,
        fr: &'static str,
        en: &'static str,
        show: impl FnOnce(&mut Self),
    ) {
        self.fact_named(self.lang.pick(fr, en), show);
    }

    /// A row of [`Page::facts`] whose name is a term's label.
    pub(super) fn fact_named(&mut self, name: &str, show: impl FnOnce(&mut Self)) {
        self.within(Part::Fact, |page| {
            page.within(Part::FactName, |page| page.say(name));
            page.within(Part::FactValue, show);
        });
    }

    /// A table with this caption and these column headers.
    pub(super) fn table(
        &mut self,
        caption: (&'static str, &'static str),
        headers: &[(&'static str, &'static str)],
        rows: impl FnOnce(&mut Self),
    ) {
        let caption = self.lang.pick(caption.0, caption.1);
        self.shaped_table(caption, headers, false, rows);
    }

    /// A table of which the page has several, with a caption that names this one.
    pub(super) fn named_table(
        &mut self,
        caption: &str,
        headers: &[(&'static str, &'static str)],
        rows: impl FnOnce(&mut Self),
    ) {
        self.shaped_table(caption, headers, false, rows);
    }

    /// A table of counts.
    pub(super) fn matrix(
        &mut self,
        caption: (&'static str, &'static str),
        headers: &[(&'static str, &'static str)],
        rows: impl FnOnce(&mut Self),
    ) {
        let caption = self.lang.pick(caption.0, caption.1);
        self.shaped_table(caption, headers, true, rows);
    }

    fn shaped_table(
        &mut self,
        caption: &str,
        headers: &[(&'static str, &'static str)],
        is_matrix: bool,
        rows: impl FnOnce(&mut Self),
    ) {
        let shape = TableShape {
            caption,
            columns: headers.len(),
            is_matrix,
        };
        self.within(Part::Table(shape), |page| {
            page.within(Part::TableHead, |page| {
                for (fr, en) in headers {
                    page.within(Part::ColumnHeader, |page| page.words(fr, en));
                }
            });
            rows(page);
        });
    }

    /// A row; its first cell is the row's header.
    pub(super) fn row(&mut self, header: impl FnOnce(&mut Self), cells: impl FnOnce(&mut Self)) {
        self.within(Part::Row, |page| {
            page.within(Part::RowHeader, header);
            cells(page);
        });
    }

    pub(super) fn cell(&mut self, show: impl FnOnce(&mut Self)) {
        self.within(Part::Cell, show);
    }
}

/// Numbers pass through the writer like any text: `+` begins a list in Markdown.
struct Saying<'p>(&'p mut Page);

impl Write for Saying<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.say(text);
        Ok(())
    }
}
