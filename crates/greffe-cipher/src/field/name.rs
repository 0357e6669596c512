//! Names of people, as they are written.

use std::fmt;
use std::str::FromStr;

use super::clean::{Text, as_text};
use super::private::{Form, Octets, Seal};
use super::{Field, FieldType, Guessable};
use crate::error::{FieldError, Problem};
use crate::unicode;
use crate::wiped::Wiped;

/// Longest name in octets.
const LONGEST: usize = 1024;

/// A person's name (*nom*, *prénom*, or both), as its bearer writes it.
///
/// Stored: NFC, runs of white space as one space, trimmed. Compared: without case, diacritics, apostrophes, dots, spaces and
/// hyphens, so that "Jean-Pierre D'Œuvre" is found as "jean pierre doeuvre". Names repeat: deterministic tokens of
/// them need an acknowledgement ([`Guessable`]).
///
/// ```
/// use greffe_cipher::PersonName;
/// let name: PersonName = " Anne-Lise   Hélie ".parse()?;
/// assert_eq!(name.expose(), "Anne-Lise Hélie");
/// assert_eq!(name.mask(), "A••• H•••");
/// # Ok::<(), greffe_cipher::FieldError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct PersonName(Text);

impl PersonName {
    /// The name in its storage form. The one way to the value in clear.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The first character of the first and of the last word; words of one or two characters are wholly hidden.
    #[must_use]
    pub fn mask(&self) -> String {
        let hide = |word: &str| match word.chars().next() {
            Some(first) if word.chars().nth(2).is_some() => format!("{first}•••"),
            _ => "•••".to_owned(),
        };
        match self.0.split_once(' ') {
            None => hide(&self.0),
            Some((first, rest)) => format!(
                "{} {}",
                hide(first),
                hide(rest.rsplit(' ').next().unwrap_or(rest))
            ),
        }
    }
}

impl PersonName {
    /// The words of the match form of that version, in their order; nothing if there is none of that version.
    pub(crate) fn words(&self, version: u8) -> Option<Vec<Wiped<String>>> {
        let owned = |token: &str| Wiped::new(token.to_owned());
        (version == 1).then(|| tokens(&plain(&self.0)).map(owned).collect())
    }
}

impl FromStr for PersonName {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        parse(text)
            .map(Self)
            .map_err(|problem| FieldError::new(FieldType::PersonName, problem))
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(..)")
    }
}

impl Field for PersonName {
    const TYPE: FieldType = FieldType::PersonName;
    type Leakage = Guessable;

    fn mask(&self) -> String {
        Self::mask(self)
    }
}

impl Form for PersonName {
    fn storage(&self, _: Seal) -> &[u8] {
        self.0.as_bytes()
    }

    fn matching(&self, version: u8, _: Seal) -> Option<Octets> {
        if version != 1 {
            return None;
        }
        let plain = plain(&self.0);
        let mut out = Wiped::new(Vec::with_capacity(plain.len()));
        for token in tokens(&plain) {
            out.extend_from_slice(token.as_bytes());
        }
        Some(out)
    }

    /// The grammar of version 1 rests on committed tables only, so it is the parser itself: stored text is its own form.
    fn from_storage(version: u8, octets: Octets, _: Seal) -> Option<Self> {
        let text = as_text(octets)?;
        let again = parse(&text).ok()?;
        (version == 1 && *again == *text).then_some(Self(again))
    }
}

fn parse(text: &str) -> Result<Text, Problem> {
    // Bounded before any table is asked; runs of spaces are the only thing that shrinks much.
    if text.len() > 16 * LONGEST {
        return Err(Problem::Length);
    }
    if !unicode::is_assigned(text) {
        return Err(Problem::Unassigned);
    }
    let composed = unicode::nfc(text);
    let mut out = Wiped::new(String::with_capacity(composed.len()));
    for word in composed
        .split(unicode::is_white_space)
        .filter(|word| !word.is_empty())
    {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    if out.is_empty() {
        return Err(Problem::Empty);
    }
    if out.len() > LONGEST {
        return Err(Problem::Length);
    }
    if !out.chars().all(admitted) {
        return Err(Problem::Character);
    }
    if tokens(&plain(&out)).next().is_none() {
        return Err(Problem::Empty);
    }
    Ok(out)
}

fn admitted(c: char) -> bool {
    match c {
        '\u{200C}' | '\u{200D}' => true,
        '~' => false,
        c => !unicode::is_control_or_format(c) && !unicode::is_private_use(c),
    }
}

/// The words of the match form, version 1, out of a [`plain`] name.
fn tokens(plain: &str) -> impl Iterator<Item = &str> {
    plain
        .split([' ', '-', '\u{2010}', '\u{2011}'])
        .filter(|token| !token.is_empty())
}

/// A name folded, without diacritics, apostrophes and dots, in NFC: its words are still apart.
fn plain(name: &str) -> Text {
    let folded = unicode::fold(&unicode::nfd(name));
    let mut plain = Wiped::new(String::with_capacity(folded.len().saturating_mul(2)));
    for c in folded.chars() {
        match c {
            '\u{300}'..='\u{36F}'
            | '\u{200C}'
            | '\u{200D}'
            | '\''
            | '\u{2019}'
            | '\u{2BC}'
            | '.' => {}
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'þ' => plain.push_str("th"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ı' => plain.push('i'),
            c => plain.push(c),
        }
    }
    unicode::nfc(&plain)
}
