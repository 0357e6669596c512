//! Writes HTML. Markup is fixed text of the program; everything else goes through escaping.

use std::fmt::Write;

use chrono::NaiveDate;
use greffe_terms::{Lang, Text};

use crate::{Stated, day};

/// A page in the making.
pub(super) struct Page {
    lang: Lang,
    out: String,
}

impl Page {
    pub(super) fn new(lang: Lang) -> Self {
        Self {
            lang,
            out: String::with_capacity(16 * 1024),
        }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    pub(super) const fn lang(&self) -> Lang {
        self.lang
    }

    /// Markup. It is `'static`, so nothing out of a register can come in unescaped.
    pub(super) fn markup(&mut self, markup: &'static str) {
        self.out.push_str(markup);
    }

    /// Escaped text.
    pub(super) fn say(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\'' => self.out.push_str("&#39;"),
                _ => self.out.push(c),
            }
        }
    }

    /// One of two fixed texts.
    pub(super) fn words(&mut self, fr: &'static str, en: &'static str) {
        let words = self.lang.pick(fr, en);
        self.say(words);
    }

    pub(super) fn number(&mut self, number: impl std::fmt::Display) {
        // Writing into a string cannot fail.
        let _ = write!(self.out, "{number}");
    }

    /// A text of the register; marked with its language where it was not translated.
    pub(super) fn text(&mut self, text: &Text) {
        if text.is_given_in(self.lang) {
            self.say(text.in_language(self.lang));
        } else {
            self.markup(self.lang.pick("<span lang=\"en\">", "<span lang=\"fr\">"));
            self.say(text.in_language(self.lang));
            self.markup("</span>");
        }
    }

    /// A date as people read it.
    pub(super) fn date(&mut self, date: NaiveDate) {
        self.markup("<time datetime=\"");
        self.number(date);
        self.markup("\">");
        let words = day::in_words(date, self.lang);
        self.say(&words);
        self.markup("</time>");
    }

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
        self.markup("<span class=\"unknown\">");
        self.words("Non renseigné", "Not stated");
        self.markup("</span>");
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

    /// A bullet list; a single item stands alone.
    pub(super) fn list<T>(&mut self, items: &[T], mut show: impl FnMut(&mut Self, &T)) {
        if let [only] = items {
            return show(self, only);
        }
        self.markup("<ul>");
        for item in items {
            self.markup("<li>");
            show(self, item);
            self.markup("</li>");
        }
        self.markup("</ul>");
    }

    /// Items in one line.
    pub(super) fn line<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut show: impl FnMut(&mut Self, T),
    ) {
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                self.markup(", ");
            }
            show(self, item);
        }
    }

    pub(super) fn heading(&mut self, fr: &'static str, en: &'static str) {
        self.markup("<h3>");
        self.words(fr, en);
        self.markup("</h3>\n");
    }

    /// Opens a section with its heading of the second level.
    pub(super) fn open_section(&mut self, id: &'static str, fr: &'static str, en: &'static str) {
        self.markup("<section id=\"");
        self.markup(id);
        self.markup("\">\n<h2>");
        self.words(fr, en);
        self.markup("</h2>\n");
    }

    pub(super) fn close_section(&mut self) {
        self.markup("</section>\n");
    }

    /// A table of two columns: what, and its value. The caption is for who cannot see the heading above.
    pub(super) fn facts(
        &mut self,
        fr: &'static str,
        en: &'static str,
        rows: impl FnOnce(&mut Self),
    ) {
        self.markup("<table class=\"facts\">");
        self.caption(fr, en);
        self.markup("<tbody>\n");
        rows(self);
        self.markup("</tbody></table>\n");
    }

    /// A row of [`Page::facts`].
    pub(super) fn fact(
        &mut self,
        fr: &'static str,
        en: &'static str,
        show: impl FnOnce(&mut Self),
    ) {
        self.markup("<tr><th scope=\"row\">");
        self.words(fr, en);
        self.markup("</th><td>");
        show(self);
        self.markup("</td></tr>\n");
    }

    fn caption(&mut self, fr: &'static str, en: &'static str) {
        self.markup("<caption>");
        self.words(fr, en);
        self.markup("</caption>");
    }

    /// A table with this caption and these column headers.
    pub(super) fn table(
        &mut self,
        (fr, en): (&'static str, &'static str),
        headers: &[(&'static str, &'static str)],
        rows: impl FnOnce(&mut Self),
    ) {
        self.markup("<table>");
        self.caption(fr, en);
        self.markup("<thead><tr>");
        for (fr, en) in headers {
            self.markup("<th scope=\"col\">");
            self.words(fr, en);
            self.markup("</th>");
        }
        self.markup("</tr></thead><tbody>\n");
        rows(self);
        self.markup("</tbody></table>\n");
    }

    /// A row; its first cell is the row's header.
    pub(super) fn row(&mut self, header: impl FnOnce(&mut Self), cells: impl FnOnce(&mut Self)) {
        self.markup("<tr><th scope=\"row\">");
        header(self);
        self.markup("</th>");
        cells(self);
        self.markup("</tr>\n");
    }

    pub(super) fn cell(&mut self, show: impl FnOnce(&mut Self)) {
        self.markup("<td>");
        show(self);
        self.markup("</td>");
    }

    /// Something said below, in small.
    pub(super) fn note(&mut self, show: impl FnOnce(&mut Self)) {
        self.markup("<div class=\"note\">");
        show(self);
        self.markup("</div>");
    }

    pub(super) fn yes_or_no(&mut self, truth: bool) {
        if truth {
            self.words("oui", "yes");
        } else {
            self.words("non", "no");
        }
    }
}
