//! Registers that differ have pages that differ: what a register says is on the page of who keeps it.

use std::collections::{BTreeMap, BTreeSet};

use greffe_register::Register;
use greffe_register::render::{Html, Markdown};
use greffe_terms::Lang;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::Value;

use super::generated::registers;

/// How often each place is changed and how often removed, in different registers: what shows of one kind of record may not of another.
const TRIES: u32 = 3;

/// Enough that every key of the format stands in several.
const REGISTERS: usize = 40;

/// Every value below, by pointer.
fn places(value: &Value, at: &str, out: &mut Vec<String>) {
    let mut below = |key: &str, inner| {
        let at = format!("{at}/{key}");
        places(inner, &at, out);
        out.push(at);
    };
    match value {
        Value::Object(entries) => entries.iter().for_each(|(key, inner)| below(key, inner)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, inner)| below(&index.to_string(), inner)),
        _ => {}
    }
}

/// The place with `*` for what the register chooses.
fn pattern(at: &str) -> String {
    let steps = at.split('/').map(|step| {
        let is_chosen = step.bytes().all(|byte| byte.is_ascii_digit()) && !step.is_empty();
        if is_chosen { "*" } else { step }
    });
    steps.collect::<Vec<_>>().join("/")
}

fn without(register: &Value, at: &str) -> Value {
    let mut register = register.clone();
    let (parent, key) = at.rsplit_once('/').unwrap();
    match register.pointer_mut(parent).unwrap() {
        Value::Object(entries) => drop(entries.remove(key)),
        Value::Array(items) => drop(items.remove(key.parse().unwrap())),
        _ => panic!("a place is below a table or a list"),
    }
    register
}

fn with(register: &Value, at: &str, value: &Value) -> Value {
    let mut register = register.clone();
    *register.pointer_mut(at).unwrap() = value.clone();
    register
}

/// What a page in this language says of a text, by itself or by language.
fn words(value: &Value, lang: Lang) -> Option<&str> {
    let other = if lang == Lang::Fr { Lang::En } else { Lang::Fr };
    match value {
        Value::String(words) => Some(words),
        Value::Object(texts) => [lang, other]
            .iter()
            .find_map(|lang| texts.get(lang.tag())?.as_str()),
        _ => None,
    }
}

/// Whether two registers say the same words here, one of them in another language: Markdown has no mark for that.
fn differ_by_language(registers: [&Value; 2], at: &str, lang: Lang) -> bool {
    let text = ["/fr", "/en"].iter().find_map(|end| at.strip_suffix(end));
    let [one, other] = registers.map(|register| words(register.pointer(text?)?, lang));
    one.is_some() && one == other
}

/// A register, and what of it is changed or removed.
struct Case<'v> {
    register: &'v Value,
    at: &'v str,
    pattern: &'v str,
}

#[derive(Default)]
struct Told {
    /// How often a place was changed (`true`) or removed.
    tries: BTreeMap<(bool, String), u32>,
    /// Places of which a page does not tell.
    silent: BTreeSet<String>,
}

impl Told {
    /// `None` where it was tried often enough.
    fn compare(&mut self, case: &Case<'_>, read: &Register, new: Option<&Value>) -> Option<()> {
        let tries = (new.is_some(), case.pattern.to_owned());
        let tries = self.tries.entry(tries).or_default();
        if *tries == TRIES {
            return None;
        }
        let other = match new {
            Some(new) => with(case.register, case.at, new),
            None => without(case.register, case.at),
        };
        // Not every one is a register, nor another.
        let Ok(read_other) = Register::from_json(&other.to_string()) else {
            return Some(());
        };
        if read_other == *read {
            return Some(());
        }
        *tries += 1;
        let is_french = case.at.ends_with("/fr");
        let lang = if is_french { Lang::Fr } else { Lang::En };
        let [html, other_html] = [read, &read_other].map(|one| Html::new(lang).render(one));
        if html == other_html {
            self.silent.insert(format!("HTML: {}", case.pattern));
        }
        let [page, other_page] = [read, &read_other].map(|one| Markdown::new(lang).render(one));
        if page == other_page && !differ_by_language([case.register, &other], case.at, lang) {
            self.silent.insert(format!("Markdown: {}", case.pattern));
        }
        Some(())
    }
}

#[test]
fn what_is_changed_or_removed_shows_on_the_page() {
    let mut runner = TestRunner::deterministic();
    let made = (0..REGISTERS).map(|_| registers().new_tree(&mut runner).unwrap().current());
    let made: Vec<_> = made
        .map(|register| {
            let mut all = Vec::new();
            places(&register, "", &mut all);
            let all = all.into_iter().map(|at| (pattern(&at), at));
            (all.collect::<Vec<_>>(), register)
        })
        .collect();
    // A leaf is changed for what the same leaf is elsewhere.
    let mut leaves: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for (all, register) in &made {
        for (pattern, at) in all {
            let value = register.pointer(at).unwrap();
            let known = leaves.entry(pattern).or_default();
            if !value.is_array() && !value.is_object() && !known.contains(&value) {
                known.push(value);
            }
        }
    }
    let mut told = Told::default();
    for (all, register) in &made {
        let read = Register::from_json(&register.to_string()).unwrap();
        for (pattern, at) in all {
            let case = Case {
                register,
                at,
                pattern,
            };
            told.compare(&case, &read, None);
            let value = register.pointer(at).unwrap();
            if value.is_array() || value.is_object() {
                continue;
            }
            for other in leaves[pattern.as_str()]
                .iter()
                .filter(|other| **other != value)
            {
                if told.compare(&case, &read, Some(other)).is_none() {
                    break;
                }
            }
        }
    }
    assert!(told.silent.is_empty(), "{:#?}", told.silent);
    assert!(told.tries.len() > 500, "{}", told.tries.len());
}
