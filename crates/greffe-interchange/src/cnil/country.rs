//! Countries as the form spells them.

use super::label::words;

const COUNTRIES: &str = include_str!("countries.tsv");

fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    COUNTRIES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
}

/// The code of a country that is called so or given as its code.
pub(super) fn code_of(name: &str) -> Option<&'static str> {
    let wanted = words(name);
    all()
        .find(|(code, known)| *code == name.trim() || words(known) == wanted)
        .map(|(code, _)| code)
}

/// What the form calls a country; its code where the form does not know it.
pub(super) fn name_of(code: &str) -> &str {
    all()
        .find(|(known, _)| *known == code)
        .map_or(code, |(_, name)| name)
}
