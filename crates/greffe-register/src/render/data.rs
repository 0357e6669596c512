//! The data of one processing, and how long they are kept.

use super::page::Page;
use crate::{DataEntry, Processing, Retention, field_label};

pub(super) fn data(page: &mut Page, processing: &Processing, is_public: bool) {
    let lang = page.lang();
    page.heading("Données et durées de conservation", "Data and retention");
    if processing.data.is_empty() {
        page.paragraph(Page::unknown);
    } else {
        let headers = [
            ("Catégorie", "Category"),
            ("Données", "Data"),
            ("Conservation", "Retention"),
        ];
        page.table(
            ("Données et durées de conservation", "Data and retention"),
            &headers,
            |page| {
                for entry in &processing.data {
                    page.row(
                        |page| category(page, entry, is_public),
                        |page| {
                            page.cell(|page| details(page, entry, is_public));
                            page.cell(|page| retention(page, entry));
                        },
                    );
                }
            },
        );
    }
    page.facts(
        "Données sensibles ou non traitées",
        "Sensitive data, and data not processed",
        |page| {
            page.fact("Données sensibles", "Sensitive data", |page| {
                sensitive(page, processing)
            });
            if !processing.not_processed.is_empty() {
                page.fact("Données non traitées", "Data not processed", |page| {
                    page.list(&processing.not_processed, |page, category| {
                        page.say(category.label(lang));
                    });
                });
            }
        },
    );
}

/// The category, with the last part of the rule's address, by which code names it.
fn category(page: &mut Page, entry: &DataEntry, is_public: bool) {
    let label = entry.category.label(page.lang());
    page.say(label);
    if !is_public {
        page.note(|page| {
            page.code(&entry.id);
        });
    }
}

fn details(page: &mut Page, entry: &DataEntry, is_public: bool) {
    let lang = page.lang();
    if entry.detail.known().is_some() || entry.fields.is_empty() {
        page.stated(&entry.detail, Page::text);
    }
    if !entry.fields.is_empty() {
        page.below(|page| {
            page.line(&entry.fields, |page, field| {
                page.say(&field_label(field, lang));
                let sealed = entry.sealed.iter().any(|sealed| sealed.field == *field);
                if sealed && !is_public {
                    page.words(" (chiffré)", " (encrypted)");
                }
            });
        });
    }
    if let Some(source) = entry.source.known() {
        page.note(|page| page.say(source.label(lang)));
    }
    match entry.mandatory {
        Some(true) => page.note(|page| page.words("obligatoires", "mandatory")),
        Some(false) => page.note(|page| page.words("facultatives", "optional")),
        None => {}
    }
    if let Some(caveat) = &entry.caveat {
        page.note(|page| page.text(caveat));
    }
}

fn retention(page: &mut Page, entry: &DataEntry) {
    let lang = page.lang();
    match &entry.retention {
        Retention::Unknown => page.unknown(),
        Retention::Unstated => page.unsaid("Durée non précisée", "Length not told"),
        Retention::Rule(rule) => {
            let words = rule.in_words(lang);
            page.say(&capitalised(&words));
            if !rule.law().is_empty() {
                page.note(|page| {
                    page.line(rule.law(), |page, law| {
                        page.say(&law.label_with_status(lang))
                    })
                });
            }
            if let Some(note) = rule.note() {
                page.note(|page| page.text(note));
            }
        }
    }
}

fn sensitive(page: &mut Page, processing: &Processing) {
    let lang = page.lang();
    page.stated(&processing.sensitive, |page, sensitive| {
        page.list(sensitive, |page, data| {
            page.say(data.category.label(lang));
            if let Some(condition) = data.condition {
                page.words("\u{a0}: ", ": ");
                page.say(condition.label(lang));
                page.article(condition.article());
            }
        });
    });
    if let Some(note) = &processing.sensitive_note {
        page.note(|page| page.text(note));
    }
}

/// A sentence's first letter, for a cell that begins with it. French and English letters only grow by their own case.
fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
