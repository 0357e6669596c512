//! The register as a page that people read.
//!
//! One HTML file: no script, no request to anywhere, headings and table headers for assistive technology, a style for paper.
//! Every text of the register is escaped.
//!
//! ```
//! use greffe_register::{Register, render::Html};
//! use greffe_terms::Lang;
//!
//! let register = Register::from_toml("organisation = { name = \"Pain & Sel\" }")?;
//! let page = Html::new(Lang::En).render(&register);
//! assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
//! assert!(page.contains("Pain &amp; Sel"));
//! # Ok::<(), greffe_register::RegisterError>(())
//! ```

mod breaches;
mod contracts;
mod data;
mod page;
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

use crate::Register;
use page::Page;

/// How to render a register as HTML.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Html {
    lang: Lang,
    is_public: bool,
    dated: Option<NaiveDate>,
}

impl Html {
    /// The whole register in this language.
    pub const fn new(lang: Lang) -> Self {
        Self {
            lang,
            is_public: false,
            dated: None,
        }
    }

    /// Leaves out what is not for the public: records with `public = false`, who answers for a processing, its security measures,
    /// storage and sealed fields, instructions and contracts, internal documents, applications and platforms, the log of requests, backups, the
    /// security assessment, breaches, and screenings for impact assessments.
    pub const fn public_extract(mut self) -> Self {
        self.is_public = true;
        self
    }

    /// Prints the day on which the page was made.
    pub const fn dated(mut self, day: NaiveDate) -> Self {
        self.dated = Some(day);
        self
    }

    /// The page.
    #[must_use]
    pub fn render(self, register: &Register) -> String {
        let mut page = Page::new(self.lang);
        surroundings::open(&mut page, register, self);
        for processing in self.processings(register) {
            processing::section(&mut page, processing, self.is_public);
        }
        web::sections(&mut page, register);
        if !self.is_public {
            contracts::section(&mut page, register);
            systems::sections(&mut page, register);
            security::sections(&mut page, register);
        }
        surroundings::close(&mut page, register, self);
        page.finish()
    }

    fn processings(self, register: &Register) -> impl Iterator<Item = &crate::Processing> {
        let processings = register.processings().iter();
        processings.filter(move |processing| processing.public || !self.is_public)
    }
}
