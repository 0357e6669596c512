//! The data of one processing, and how long they are kept.

use greffe_retention::{Effect, Rule};

use super::page::Page;
use crate::{DataEntry, HeldIn, Processing, Retention, field_label};

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
                            page.cell(|page| retention(page, entry, is_public));
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
    if !entry.detail.is_unknown() || entry.fields.is_empty() {
        page.stated(&entry.detail, Page::text);
    }
    if !entry.fields.is_empty() {
        page.below(|page| {
            page.line(&entry.fields, |page, field| {
                page.say(&field_label(field, lang));
                let sealed = entry.sealed.iter().find(|sealed| sealed.field == *field);
                if let Some(sealed) = sealed.filter(|_| !is_public) {
                    page.words(" (chiffré\u{a0}: ", " (encrypted: ");
                    page.say(sealed.kind.label(lang));
                    page.say(")");
                }
            });
        });
    }
    match entry.source.known() {
        Some(source) => page.note(|page| page.say(source.label(lang))),
        None if entry.source.is_unknown() => {}
        None => page.note(|page| {
            page.words("Origine\u{a0}: ", "Source: ");
            page.absent(&entry.source);
        }),
    }
    match entry.mandatory {
        Some(true) => page.note(|page| page.words("obligatoires", "mandatory")),
        Some(false) => page.note(|page| page.words("facultatives", "optional")),
        None => {}
    }
    if let Some(caveat) = &entry.caveat {
        page.note(|page| page.text(caveat));
    }
    if !is_public {
        held(page, entry);
    }
}

/// Where code finds the data, and of what they are the only record.
fn held(page: &mut Page, entry: &DataEntry) {
    match &entry.held_in {
        HeldIn::Unknown => {}
        HeldIn::Elsewhere => page.note(|page| {
            page.words(
                "Détenues par aucun service de l’organisme",
                "Held by no service of the organisation",
            );
        }),
        HeldIn::Labels(labels) => page.note(|page| {
            page.words("Détenues dans\u{a0}: ", "Held in: ");
            page.line(labels, |page, label| page.code(label));
        }),
    }
    if !entry.records.is_empty() {
        page.note(|page| {
            page.words("Seule trace de\u{a0}: ", "Only record of: ");
            page.line(&entry.records, |page, event| page.code(event.code()));
        });
    }
}

fn retention(page: &mut Page, entry: &DataEntry, is_public: bool) {
    let lang = page.lang();
    match &entry.retention {
        Retention::Unknown => page.unknown(),
        Retention::Unstated => page.unsaid("Durée non précisée", "Length not told"),
        Retention::Rule(rule) => {
            let words = rule.in_words(lang);
            page.say(&capitalised(&words));
            if !is_public {
                stages(page, rule);
            }
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

/// Who still reads the data in each stage and what its end reaches; the rule's own words say when that is.
fn stages(page: &mut Page, rule: &Rule) {
    let is_one = rule.stages().len() == 1;
    let number = |page: &mut Page, number: usize| {
        if !is_one {
            page.words(" (étape ", " (stage ");
            page.number(number);
            page.say(")");
        }
        page.words("\u{a0}: ", ": ");
    };
    for (n, stage) in (1_usize..).zip(rule.stages()) {
        if !stage.readers().is_empty() {
            page.note(|page| {
                page.words("Accès", "Read by");
                number(page, n);
                page.line(stage.readers(), Page::text);
            });
        }
        if !stage.effect().is_empty() {
            page.note(|page| {
                page.words("Effet sur", "Reaches");
                number(page, n);
                page.line(stage.effect(), |page, effect| match effect {
                    Effect::Database => page.words("base de données", "database"),
                    Effect::Files => page.words("fichiers", "files"),
                    other => page.code(other.code()),
                });
            });
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
