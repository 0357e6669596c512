//! Building HTML: everything that is not markup goes through `esc`.

use std::fmt::{self, Write as _};

use chrono::{DateTime, NaiveDate, Utc};
use greffe_terms::{Lang, day_in_words};

use crate::value::rfc3339;

/// A page under way.
pub(crate) struct Html {
    out: String,
    lang: Lang,
}

impl Html {
    pub(crate) fn new(lang: Lang) -> Self {
        Self {
            out: String::new(),
            lang,
        }
    }

    /// Adds markup; texts in it are wrapped in `esc`.
    pub(crate) fn put(&mut self, markup: fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.out.write_fmt(markup);
        self.out.push('\n');
    }

    /// Adds markup that is known when the program is written.
    pub(crate) fn tag(&mut self, markup: &'static str) {
        self.out.push_str(markup);
        self.out.push('\n');
    }

    /// A paragraph.
    pub(crate) fn paragraph(&mut self, text: &str) {
        self.put(format_args!("<p>{}</p>", esc(text)));
    }

    /// A heading of the second level, with its anchor.
    pub(crate) fn section(&mut self, id: &'static str, title: &str) {
        self.put(format_args!(
            "<section id=\"{id}\">\n<h2>{}</h2>",
            esc(title)
        ));
    }

    /// Opens a table that may be wider than the screen: its frame is named, and can be scrolled with the keyboard too.
    pub(crate) fn wide(&mut self, attributes: &'static str, name: &str) {
        self.put(format_args!(
            "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"{}\"><table{attributes}>",
            esc(name)
        ));
    }

    /// The text of the page's language.
    pub(crate) fn pick(&self, fr: &'static str, en: &'static str) -> &'static str {
        self.lang.pick(fr, en)
    }

    pub(crate) const fn lang(&self) -> Lang {
        self.lang
    }

    pub(crate) fn finish(self) -> String {
        self.out
    }
}

/// A text, made harmless in an element or a quoted attribute.
pub(crate) const fn esc(text: &str) -> Escaped<'_> {
    Escaped(text)
}

pub(crate) struct Escaped<'t>(&'t str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\n' | '\t' => f.write_char(letter)?,
                // HTML has no place for these; the replacement shows that something stood there.
                other if other.is_control() || is_noncharacter(other) => {
                    f.write_char('\u{fffd}')?
                }
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

fn is_noncharacter(letter: char) -> bool {
    let code = u32::from(letter);
    (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe
}

/// `1er octobre 2026`, `1 October 2026`.
pub(crate) fn long_date(day: NaiveDate, lang: Lang) -> String {
    let iso = day.to_string();
    // The number stays with its month.
    day_in_words(&iso, lang).map_or(iso, |words| words.replacen(' ', "\u{a0}", 1))
}

/// `01/10/2026`, `1 Oct 2026`, as a `time` element.
pub(crate) fn short_date(day: NaiveDate, lang: Lang) -> String {
    let text = match lang {
        Lang::Fr => day.format("%d/%m/%Y"),
        Lang::En => day.format("%-d\u{a0}%b\u{a0}%Y"),
    };
    format!("<time datetime=\"{day}\">{text}</time>")
}

/// A date and a time of day in UTC, as a `time` element.
pub(crate) fn short_instant(instant: DateTime<Utc>, lang: Lang) -> String {
    let text = match lang {
        Lang::Fr => instant.format("%d/%m/%Y %H:%M:%S"),
        Lang::En => instant.format("%-d\u{a0}%b\u{a0}%Y %H:%M:%S"),
    };
    format!(
        "<time datetime=\"{}\">{text}\u{a0}UTC</time>",
        rfc3339(instant)
    )
}

/// `1 204`, `1,204`.
pub(crate) fn count(number: u64, lang: Lang) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(lang.pick('\u{202f}', ','));
        }
        text.push(digit);
    }
    text
}
