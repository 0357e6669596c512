//! Writes Markdown: headings, bullets, tables with pipes, no HTML. It is read on GitHub, GitLab and wikis, and as plain text.

mod anchors;
mod escape;
mod slug;

use greffe_terms::Lang;

use super::map::Map;
use super::part::{Anchor, Part, Writer};
use anchors::Anchors;
use escape::Column;

/// A Markdown page in the making.
pub(super) struct MarkdownWriter {
    lang: Lang,
    out: String,
    column: Column,
    /// What goes before the next text, if there is one.
    pending: &'static str,
    /// Whether the value that is open said something yet.
    has_content: bool,
    in_cell: bool,
    /// Bullets that are open.
    depth: usize,
    /// Whether the last thing in this value was a list, below which no line goes on.
    after_list: bool,
    /// What is open of which nothing is written.
    muted: usize,
    /// Columns of the table that is open.
    columns: usize,
    /// Where the last heading begins.
    heading_at: usize,
    heading_end: usize,
    anchors: Anchors,
}

impl MarkdownWriter {
    pub(super) fn new(lang: Lang, size: usize) -> Self {
        Self {
            lang,
            out: String::with_capacity(size),
            column: Column::Start,
            pending: "",
            has_content: false,
            in_cell: false,
            depth: 0,
            after_list: false,
            muted: 0,
            columns: 0,
            heading_at: 0,
            heading_end: 0,
            anchors: Anchors::default(),
        }
    }

    /// Markup of ours.
    fn push(&mut self, markup: &str) {
        self.flush();
        self.out.push_str(markup);
    }

    fn flush(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        if !pending.is_empty() {
            self.trim();
            self.out.push_str(pending);
            self.column = Column::Middle;
        }
    }

    /// Nobody sees spaces at the end of a line, and two of them break it.
    fn trim(&mut self) {
        let end = self.out.trim_end_matches(' ').len();
        self.out.truncate(end);
    }

    fn open_block(&mut self, markup: &str) {
        self.push(markup);
        self.column = Column::Start;
    }

    fn close_block(&mut self, markup: &str) {
        self.pending = "";
        self.after_list = false;
        self.trim();
        self.out.push_str(markup);
        self.column = Column::Start;
    }

    fn open_heading(&mut self, level: &str) {
        self.open_block(level);
        self.heading_at = self.out.len();
        self.anchors.open();
    }

    fn close_heading(&mut self) {
        self.trim();
        self.anchors.close();
        self.heading_end = self.out.len();
        self.close_block("\n\n");
    }

    /// A caption is worth its line where the heading above says something else.
    fn caption(&mut self, caption: &str) {
        let heading = self.out.get(self.heading_at..self.heading_end);
        if heading == Some(caption) {
            return;
        }
        self.push("**");
        self.text(caption);
        self.push("**");
        self.close_block("\n\n");
    }

    fn open_value(&mut self) {
        self.has_content = false;
        self.after_list = false;
        self.pending = "";
    }

    fn bullet(&mut self) {
        self.pending = "";
        self.trim();
        self.out.push('\n');
        for _ in 0..self.depth {
            self.out.push_str("  ");
        }
        self.out.push_str("- ");
        self.column = Column::Start;
    }

    /// What is said below goes on in the same line, behind a dot.
    fn open_note(&mut self, separator: &'static str) {
        if self.after_list {
            self.bullet();
            self.after_list = false;
        } else if self.has_content {
            self.pending = separator;
        }
    }

    /// The anchor of a record below is not known yet: it comes in at the end.
    fn close_link(&mut self, anchor: Anchor<'_>) {
        self.push("](#");
        match anchor {
            Anchor::Record(processing) => {
                let reference = processing.reference.as_str().to_owned();
                self.anchors.links.push((self.out.len(), reference));
            }
            Anchor::Contents(heading) => self.out.push_str(&slug::of(heading)),
            Anchor::Screening(_) => {}
        }
        self.out.push(')');
        self.column = Column::Middle;
    }

    fn close_list(&mut self) {
        if self.in_cell {
            return;
        }
        self.after_list = self.depth > 0;
        if self.depth == 0 {
            self.close_block("\n\n");
        }
    }

    fn open_item(&mut self) {
        self.after_list = false;
        if self.in_cell {
            if self.has_content {
                self.pending = self.lang.pick("\u{a0}; ", "; ");
            }
        } else {
            self.bullet();
        }
    }
}

impl Writer for MarkdownWriter {
    fn open(&mut self, part: Part<'_>) {
        if self.muted > 0 {
            return;
        }
        match part {
            Part::Title => self.open_heading("# "),
            Part::Heading => self.open_heading("## "),
            Part::Subheading | Part::Screening(_) => self.open_heading("### "),
            Part::Foot => self.open_block("---\n\n"),
            Part::Back => self.muted += 1,
            Part::Fact => self.open_block("- "),
            // Only the program's own words are set in bold: what begins or ends with a space cannot be.
            Part::FactName => self.push("**"),
            Part::FactValue => {
                self.open_value();
                self.depth += 1;
            }
            Part::Table(shape) => {
                self.columns = shape.columns;
                self.caption(shape.caption);
            }
            Part::TableHead | Part::Row => self.push("|"),
            Part::ColumnHeader | Part::RowHeader | Part::Cell => {
                self.open_value();
                self.in_cell = true;
                self.open_block(" ");
            }
            Part::Item => {
                self.open_item();
                self.depth += 1;
            }
            Part::Note => self.open_note(" · "),
            Part::Below => self.open_note(self.lang.pick("\u{a0}: ", ": ")),
            Part::Unknown => {
                self.push("*");
                self.column = Column::Middle;
            }
            Part::Link(Anchor::Screening(_)) => {}
            Part::Link(_) => self.push("["),
            Part::Record(processing) => self.anchors.record(processing),
            Part::Head
            | Part::Organisation
            | Part::Content
            | Part::Section(_)
            | Part::Paragraph
            | Part::Details(_)
            | Part::Facts(_)
            | Part::List
            | Part::Aside
            | Part::Reference
            | Part::Foreign(_)
            | Part::Day(_) => {}
        }
    }

    fn close(&mut self, part: Part<'_>) {
        if self.muted > 0 && !matches!(part, Part::Back) {
            return;
        }
        match part {
            Part::Title | Part::Heading | Part::Subheading | Part::Screening(_) => {
                self.close_heading();
            }
            Part::Organisation | Part::Paragraph => self.close_block("\n\n"),
            Part::Back => self.muted -= 1,
            Part::Facts(_) | Part::Table(_) | Part::Fact | Part::Row => self.close_block("\n"),
            Part::FactName => {
                self.trim();
                self.push(self.lang.pick("**\u{a0}: ", "**: "));
                self.column = Column::Start;
            }
            Part::FactValue => {
                self.depth -= 1;
                self.pending = "";
            }
            Part::TableHead => {
                self.close_block("\n|");
                for _ in 0..self.columns {
                    self.out.push_str(" --- |");
                }
                self.out.push('\n');
            }
            Part::ColumnHeader | Part::RowHeader | Part::Cell => {
                self.in_cell = false;
                self.close_block(" |");
            }
            Part::List => self.close_list(),
            Part::Item => {
                if self.column == Column::Start && !self.in_cell {
                    // A bullet without text under a line of text would make a heading of it.
                    self.push("–");
                }
                self.depth -= 1;
                self.pending = "";
            }
            Part::Unknown => {
                self.push("*");
                self.has_content = true;
            }
            Part::Link(Anchor::Screening(_)) => {}
            Part::Link(anchor) => self.close_link(anchor),
            Part::Head
            | Part::Content
            | Part::Foot
            | Part::Section(_)
            | Part::Record(_)
            | Part::Details(_)
            | Part::Note
            | Part::Below
            | Part::Aside
            | Part::Reference
            | Part::Foreign(_)
            | Part::Day(_) => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.muted > 0 || text.is_empty() {
            return;
        }
        self.flush();
        if self.after_list {
            self.bullet();
            self.after_list = false;
        }
        escape::push(&mut self.out, &mut self.column, text);
        self.anchors.text(text);
        self.has_content = true;
    }

    /// Code that holds what ends a span or a cell is written as text.
    fn code(&mut self, code: &str) {
        let is_plain = |letter: char| {
            !matches!(letter, '`' | '|' | '\\') && !letter.is_whitespace() && !letter.is_control()
        };
        if code.is_empty() || !code.chars().all(is_plain) {
            return self.text(code);
        }
        self.push("`");
        self.out.push_str(code);
        self.out.push('`');
        self.column = Column::Middle;
        self.has_content = true;
    }

    /// The table beside it says the same.
    fn map(&mut self, _: &Map<'_>) {}

    fn finish(mut self: Box<Self>) -> String {
        let end = self.out.trim_end().len();
        self.out.truncate(end);
        self.out.push('\n');
        self.anchors.linked(&self.out)
    }
}
