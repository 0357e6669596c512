//! The page that the demo prints: one block a step, in the reader's language.

use std::fmt::Write as _;

use greffe::terms::Lang;

/// Text that grows step by step.
#[derive(Debug)]
pub(crate) struct Page {
    lang: Lang,
    steps: usize,
    text: String,
}

/// Adds a line in the page's language: the French words, the English words, then what both quote.
macro_rules! say {
    ($page:expr, $fr:literal, $en:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        let line = match $page.lang() {
            greffe::terms::Lang::Fr => format!($fr $(, $name = $value)*),
            greffe::terms::Lang::En => format!($en $(, $name = $value)*),
        };
        $page.line(&line);
    }};
}
pub(super) use say;

/// A number with its noun. French takes the singular for 0 and 1, English for 1 only.
pub(crate) fn counted(count: usize, lang: Lang, fr: (&str, &str), en: (&str, &str)) -> String {
    let noun = match lang {
        Lang::Fr if count < 2 => fr.0,
        Lang::Fr => fr.1,
        Lang::En if count == 1 => en.0,
        Lang::En => en.1,
    };
    format!("{count} {noun}")
}

impl Page {
    /// An empty page.
    pub(crate) const fn new(lang: Lang) -> Self {
        Self {
            lang,
            steps: 0,
            text: String::new(),
        }
    }

    /// The reader's language.
    pub(crate) const fn lang(&self) -> Lang {
        self.lang
    }

    /// Begins a step.
    pub(crate) fn step(&mut self, fr: &str, en: &str) {
        self.steps += 1;
        let title = format!("{}. {}", self.steps, self.lang.pick(fr, en));
        let rule = "─".repeat(title.chars().count());
        self.text.push_str(&format!("\n{title}\n{rule}\n"));
    }

    /// Adds a line of the step, wrapped so that a terminal shows it whole.
    pub(crate) fn line(&mut self, text: &str) {
        for (index, part) in wrapped(text, 108).into_iter().enumerate() {
            let indent = if index == 0 { "  " } else { "      " };
            // Writing to a String cannot fail.
            let _ = writeln!(self.text, "{indent}{part}");
        }
    }

    /// Adds a title above everything.
    pub(crate) fn title(&mut self, text: &str) {
        let _ = writeln!(self.text, "{text}\n{}", "═".repeat(text.chars().count()));
    }

    /// The whole page.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }
}

/// Breaks a text at spaces so that no part is longer than `width` characters, unless a word is.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut parts = Vec::new();
    for line in text.lines() {
        let indent: String = line.chars().take_while(|c| *c == ' ').collect();
        let mut current = indent.clone();
        // At spaces that may break alone: French sets its signs behind others.
        for word in line.split(' ').filter(|word| !word.is_empty()) {
            let length = current.chars().count() + word.chars().count() + 1;
            if length > width && current.trim() != "" {
                parts.push(std::mem::replace(&mut current, indent.clone()));
            }
            if current.trim() != "" {
                current.push(' ');
            }
            current.push_str(word);
        }
        parts.push(current);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_has_the_singular_for_none_and_one() {
        let errors = |count, lang| counted(count, lang, ("erreur", "erreurs"), ("error", "errors"));
        assert_eq!(errors(0, Lang::Fr), "0 erreur");
        assert_eq!(errors(1, Lang::Fr), "1 erreur");
        assert_eq!(errors(2, Lang::Fr), "2 erreurs");
        assert_eq!(errors(0, Lang::En), "0 errors");
        assert_eq!(errors(1, Lang::En), "1 error");
    }

    #[test]
    fn steps_are_numbered_and_long_lines_wrap_without_losing_a_word() {
        let mut page = Page::new(Lang::En);
        page.step("Un", "One");
        let long = "word ".repeat(60);
        page.line(&long);
        page.step("Deux", "Two");
        assert!(page.as_str().contains("\n1. One\n"));
        assert!(page.as_str().contains("\n2. Two\n"));
        assert!(
            page.as_str()
                .lines()
                .all(|line| line.chars().count() <= 115)
        );
        assert_eq!(page.as_str().matches("word").count(), 60);
    }
}
