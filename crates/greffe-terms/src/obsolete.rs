//! Provisions that documents still cite although they are no longer in force.

use std::borrow::Cow;

use crate::{Citation, DatedTable, Lang, day};

/// A provision that documents still cite although it is no longer in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Obsolete {
    citation: &'static str,
    since: &'static str,
    ended: Ended,
    replaced_by: &'static str,
}

/// How a provision ended; the word that a French reader expects depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// Repealed.
    Repealed,
    /// Never repealed, but without legal value.
    WithoutValue,
    /// A court annulled it.
    Annulled,
    /// Its text stands under another number.
    Renumbered,
}

impl Ended {
    fn of(code: &str) -> Option<Self> {
        match code {
            "repealed" => Some(Self::Repealed),
            "without_value" => Some(Self::WithoutValue),
            "annulled" => Some(Self::Annulled),
            "renumbered" => Some(Self::Renumbered),
            _ => None,
        }
    }

    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Repealed => ("abrogé depuis le", "not in force since"),
            Self::WithoutValue => ("sans valeur juridique depuis le", "not in force since"),
            Self::Annulled => ("annulé depuis le", "annulled since"),
            Self::Renumbered => ("renuméroté depuis le", "renumbered since"),
        }
    }
}

impl Obsolete {
    /// The provision; `NS-*` for a text of a family of which every one ended, where the table has no row of its own for it.
    #[must_use]
    pub const fn citation(&self) -> &'static str {
        self.citation
    }

    /// The day from which it no longer applies (ISO 8601).
    #[must_use]
    pub const fn since(&self) -> &'static str {
        self.since
    }

    /// What to cite in its place, in one line; [`Obsolete::replacements`] has each by itself.
    #[must_use]
    pub const fn replaced_by(&self) -> &'static str {
        self.replaced_by
    }

    /// Each provision to cite in its place; at least one.
    pub fn replacements(&self) -> impl Iterator<Item = Citation> + use<> {
        self.replaced_by.split("; ").map(Citation::from_static)
    }

    /// Since when, and what to cite: `abrogé depuis le 1er octobre 2016, voir C. civ. 1366`.
    #[must_use]
    pub fn remark(&self, lang: Lang) -> String {
        let since = day::day_in_words(self.since, lang).unwrap_or_else(|| self.since.to_owned());
        let (fr, en) = self.ended.words();
        let ended = lang.pick(fr, en);
        let labels: Vec<_> = self.replacements().map(|law| law.label(lang)).collect();
        let labels = labels.join(lang.pick(" ; ", "; "));
        format!("{ended} {since}, {} {labels}", lang.pick("voir", "see"))
    }
}

/// Every provision of the table, in the order of the file.
pub fn provisions() -> impl Iterator<Item = Obsolete> {
    TABLE.lines().filter_map(row)
}

/// The table with its day and its sources.
#[must_use]
pub const fn table() -> DatedTable {
    TABLE
}

/// The row of a citation, with or without a date or a paragraph behind it; of its family where it has none of its own.
pub(crate) fn find(citation: &str) -> Option<Obsolete> {
    let citation = canonical(citation);
    let mut of_family = None;
    for line in TABLE.lines() {
        let Some((known, _)) = line.split_once('\t') else {
            continue;
        };
        if let Some(family) = known.strip_suffix('*') {
            let number = citation.strip_prefix(family);
            if number.is_some_and(starts_with_number) {
                of_family = row(line);
            }
        } else if citation.strip_prefix(known).is_some_and(ends_here) {
            return row(line);
        }
    }
    of_family
}

fn row(line: &'static str) -> Option<Obsolete> {
    let [citation, since, ended, replaced_by] = DatedTable::cells(line)?;
    Some(Obsolete {
        citation,
        since,
        ended: Ended::of(ended)?,
        replaced_by,
    })
}

/// Whether what follows a known provision leaves it what it is: `1316-1, al. 2` and not `1316-10`.
fn ends_here(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-')
}

/// Three digits and no more.
fn starts_with_number(rest: &str) -> bool {
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    digits == 3 && rest.get(digits..).is_some_and(ends_here)
}

/// The citation as the table writes it: `norme simplifiée n° 48` is `NS-048`, `directive 95/46/CE` is `95/46/EC`.
fn canonical(citation: &str) -> Cow<'_, str> {
    if let Some(numbered) = in_family(citation) {
        return numbered.into();
    }
    if let Some((_, known)) = NAMES.iter().find(|(name, _)| citation.starts_with(name)) {
        return (*known).into();
    }
    let act = ACTS.iter().find_map(|word| citation.strip_prefix(word));
    match act {
        Some(act) => {
            let letters = [("/CE", "/EC"), ("/UE", "/EU"), ("(UE)", "(EU)")];
            let english = letters
                .iter()
                .fold(act.to_owned(), |act, (fr, en)| act.replace(fr, en));
            english.into()
        }
        None => citation.into(),
    }
}

/// The citation with its family's letters and three digits, where it is one of a family.
fn in_family(citation: &str) -> Option<String> {
    let (family, rest) = FAMILIES.iter().find_map(|(written, family)| {
        let rest = citation.strip_prefix(written)?;
        Some((family, rest))
    })?;
    let rest = rest.trim_start_matches([' ', '-', '\u{a0}', 'n', '°', 'o']);
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    // A longer number is none of a family's.
    let (number, behind) = rest.split_at_checked(digits).filter(|_| digits <= 3)?;
    let number: u16 = number.parse().ok()?;
    Some(format!("{family}-{number:03}{behind}"))
}

/// How families of texts are written, and their letters.
const FAMILIES: &[(&str, &str)] = &[
    ("NS", "NS"),
    ("norme simplifiée", "NS"),
    ("AU", "AU"),
    ("autorisation unique", "AU"),
    ("DI", "DI"),
    ("dispense", "DI"),
];

/// What decisions are called.
const NAMES: &[(&str, &str)] = &[
    ("Privacy Shield", "(EU) 2016/1250"),
    ("Safe Harbo", "2000/520/EC"),
];

/// What stands before the number of an act of the Union.
const ACTS: &[&str] = &["directive ", "Directive ", "décision ", "Decision "];

const TABLE: DatedTable = DatedTable::new(include_str!("../data/obsolete.tsv"));
