//! The register as people read it: a page in HTML, a page in Markdown, a table in CSV.
//!
//! | type | what |
//! | --- | --- |
//! | [`Html`] | one file: no script, no request to anywhere, headings and table headers for assistive technology, a map of who gets which data, a style for paper and for dark screens |
//! | [`Markdown`] | the same sections for a repository or a wiki, without HTML |
//! | [`Csv`] | one row a category of data, for a spreadsheet |
//!
//! Sections speak to a page in the register's terms; writers turn that into a format. Whatever a text of the register holds comes out as
//! text. Each format has a public extract, which is made from [`Register::public_extract`] and so cannot hold what that leaves out.
//!
//! ```
//! use greffe_register::{Register, render::{Html, Markdown}};
//! use greffe_terms::Lang;
//!
//! let register = Register::from_toml("organisation = { name = \"Pain & Sel\" }")?;
//! let page = Html::new(Lang::En).render(&register);
//! assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
//! assert!(page.contains("Pain &amp; Sel"));
//! let page = Markdown::new(Lang::En).render(&register);
//! assert!(page.starts_with("# Register of processing activities\n"));
//! assert!(page.contains("Pain \\& Sel"));
//! # Ok::<(), greffe_register::RegisterError>(())
//! ```

mod allowances;
mod assessment;
mod breaches;
mod closing;
mod contracts;
mod csv;
mod data;
mod dpia;
mod edition;
mod html;
mod map;
mod markdown;
mod organisation;
mod page;
mod part;
mod parties;
mod processing;
mod security;
mod sharing;
mod surroundings;
mod systems;
mod version;
mod web;

use chrono::NaiveDate;
use greffe_terms::Lang;

pub use self::csv::{Csv, CsvColumn};
use crate::Register;
use edition::Edition;
use html::HtmlWriter;
use markdown::MarkdownWriter;
use page::Page;

/// How to render a register as HTML.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Html(Edition);

impl Html {
    /// The whole register in this language.
    pub const fn new(lang: Lang) -> Self {
        Self(Edition::whole(lang))
    }

    /// Leaves out what is not for the public, as [`Register::public_extract`] does.
    pub const fn public_extract(mut self) -> Self {
        self.0.is_public = true;
        self
    }

    /// Prints the day on which the page was made.
    pub const fn dated(mut self, day: NaiveDate) -> Self {
        self.0.dated = Some(day);
        self
    }

    /// The page.
    #[must_use]
    pub fn render(self, register: &Register) -> String {
        let register = self.0.of(register);
        let size = 24 * 1024 + 3072 * register.processings().len();
        let writer = HtmlWriter::new(self.0.lang, &self.0.title(&register), size);
        let mut page = Page::new(self.0.lang, writer);
        self.0.show(&mut page, &register);
        page.finish()
    }
}

/// How to render a register as Markdown (CommonMark with the tables of GitHub's dialect).
///
/// There is no HTML in it, no picture and no mark for a text in another language: Markdown has none of its own. The data map is a table.
/// Links between parts use the anchors that GitHub and GitLab give to headings.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Markdown(Edition);

impl Markdown {
    /// The whole register in this language.
    pub const fn new(lang: Lang) -> Self {
        Self(Edition::whole(lang))
    }

    /// Leaves out what is not for the public, as [`Register::public_extract`] does.
    pub const fn public_extract(mut self) -> Self {
        self.0.is_public = true;
        self
    }

    /// Prints the day on which the page was made.
    pub const fn dated(mut self, day: NaiveDate) -> Self {
        self.0.dated = Some(day);
        self
    }

    /// The page.
    #[must_use]
    pub fn render(self, register: &Register) -> String {
        let register = self.0.of(register);
        let size = 8 * 1024 + 2048 * register.processings().len();
        let writer = MarkdownWriter::new(self.0.lang, size);
        let mut page = Page::new(self.0.lang, writer);
        self.0.show(&mut page, &register);
        page.finish()
    }
}
