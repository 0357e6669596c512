//! Values of the register in words.

use std::str::FromStr;

use chrono::NaiveDate;
use greffe_calendar::Period;
use greffe_retention::Rule;
use greffe_terms::{
    Channel, Citation, DataCategory, Lang, LegalBasis, Role, SensitiveCategory, SpecialCondition,
    Text, TransferTool,
};

use crate::write::Json;
use crate::{
    ConsentNeed, CountedFrom, DataSource, DpiaDecision, DpoKind, IdentityDocument, Party,
    RequestChannel, Right, SealedType, Status, SubjectKind, TrackerStorage, day, field_label,
};

/// A value in words, in both languages. `pattern` is that of its place.
pub(super) fn in_words(pattern: &str, value: &Json<'_>) -> Option<Text> {
    let [fr, en] = match rule_at(pattern, value) {
        Some(rule) => Lang::ALL.map(|lang| rule.in_words(lang)),
        None => Lang::ALL.map(|lang| spoken(pattern, value, lang)),
    };
    Text::new(Some(fr), Some(en))
}

pub(super) fn spoken(pattern: &str, value: &Json<'_>, lang: Lang) -> String {
    match value {
        Json::Flag(flag) => flag_in_words(*flag, lang).to_owned(),
        Json::Number(number) => number.to_string(),
        Json::Text(text) => text_in_words(pattern, text, lang),
        Json::List(items) => {
            let items: Vec<_> = items
                .iter()
                .map(|item| spoken(pattern, item, lang))
                .collect();
            items.join(", ")
        }
        Json::Object(_) if value.is_text() => {
            let words = value.words();
            words.map_or_else(String::new, |words| words.in_language(lang).to_owned())
        }
        Json::Object(entries) => name(pattern, value, lang).unwrap_or_else(|| {
            let parts: Vec<_> = entries
                .iter()
                .map(|(key, value)| {
                    format!("{key} {}", spoken(&format!("{pattern}.{key}"), value, lang))
                })
                .collect();
            parts.join(", ")
        }),
        // Trees that are compared hold none of these.
        Json::Date(_) | Json::Instant(_) | Json::Rule(_) => String::new(),
    }
}

fn rule_at(pattern: &str, value: &Json<'_>) -> Option<Rule> {
    pattern.ends_with(".retention").then(|| rule(value))?
}

/// The rule that a table of the file is.
pub(super) fn rule(value: &Json<'_>) -> Option<Rule> {
    value.entries()?;
    Rule::from_json(&serde_json::to_string(value).ok()?).ok()
}

/// What an item of a list is called, or the table of a key.
pub(super) fn name(pattern: &str, item: &Json<'_>, lang: Lang) -> Option<String> {
    let told = |key: &str| {
        let value = item.child(key)?;
        Some(spoken(&format!("{pattern}.{key}"), value, lang))
    };
    if let Some(reference) = told("ref") {
        return Some(match told("name") {
            Some(name) => format!("{reference} ({name})"),
            None => reference,
        });
    }
    if let (Some(id), Some(version)) = (told("id"), told("version")) {
        let version_word = lang.pick("version", "version");
        return Some(format!("{id}, {version_word} {version}"));
    }
    if let (Some(recipient), Some(country)) = (told("recipient"), told("country")) {
        return Some(format!("{recipient} ({country})"));
    }
    let named = ["name", "category"].into_iter().find_map(told);
    if let (Some(name), Some(id)) = (&named, item.text_of("id"))
        && item
            .text_of("category")
            .is_some_and(|category| category != id)
    {
        return Some(format!("{name} ({id})"));
    }
    named.or_else(|| NAMES.iter().copied().find_map(told))
}

const NAMES: &[&str] = &[
    "id",
    "party",
    "who",
    "field",
    "title",
    "scope",
    "what",
    "recipient",
    "country",
    "check",
    "framework",
    "number",
    "default",
    "kind",
];

fn text_in_words(pattern: &str, text: &str, lang: Lang) -> String {
    match text {
        "none" => return lang.pick("aucun", "none").to_owned(),
        "not_applicable" => return lang.pick("sans objet", "not applicable").to_owned(),
        "unstated" => {
            return lang
                .pick("durée non précisée", "no length stated")
                .to_owned();
        }
        _ => {}
    }
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d")
        && text.len() == 10
    {
        return day::in_words(date, lang);
    }
    let whole = pattern.trim_end_matches("[]");
    let key = whole.rsplit_once('.').map_or(whole, |(_, key)| key);
    coded(pattern, key, text, lang).unwrap_or_else(|| text.to_owned())
}

macro_rules! label {
    ($kind:ty, $text:ident, $lang:ident) => {
        <$kind>::from_str($text)
            .ok()
            .map(|code| code.label($lang).to_string())
    };
}

fn coded(pattern: &str, key: &str, text: &str, lang: Lang) -> Option<String> {
    match key {
        "basis" => label!(LegalBasis, text, lang),
        "category" | "not_processed" => {
            label!(DataCategory, text, lang).or_else(|| label!(SensitiveCategory, text, lang))
        }
        "condition" => label!(SpecialCondition, text, lang),
        "tool" => label!(TransferTool, text, lang),
        "role" => label!(Role, text, lang),
        "status" => label!(Status, text, lang),
        "subjects" | "who" => label!(SubjectKind, text, lang),
        "source" => label!(DataSource, text, lang),
        "channels" if pattern.starts_with("requests") => label!(RequestChannel, text, lang),
        "channels" => label!(Channel, text, lang),
        "rights" => label!(Right, text, lang),
        "identity_document" => label!(IdentityDocument, text, lang),
        "counted_from" => label!(CountedFrom, text, lang),
        "decision" => label!(DpiaDecision, text, lang),
        "kind" => label!(DpoKind, text, lang),
        "consent" => label!(ConsentNeed, text, lang),
        "storage" if pattern.starts_with("tracker") => label!(TrackerStorage, text, lang),
        "party" if pattern.starts_with("tracker") => label!(Party, text, lang),
        "type" => label!(SealedType, text, lang),
        "fields" | "sealed" | "field" => Some(field_label(text, lang).into_owned()),
        "law" => Some(Citation::new(text).label(lang)),
        "lifetime" if text == "session" => Some(lang.pick("la session", "the session").to_owned()),
        "validity" | "delay" | "keep" | "every" | "lifetime" | "within" | "default"
        | "duration" | "authority_within" | "clients_within" => {
            let period = Period::from_str(text).ok()?;
            Some(period.in_language(lang))
        }
        _ => None,
    }
}

fn flag_in_words(flag: bool, lang: Lang) -> &'static str {
    if flag {
        lang.pick("oui", "yes")
    } else {
        lang.pick("non", "no")
    }
}
