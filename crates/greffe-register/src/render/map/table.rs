//! The map in words, for who cannot see it or reads a format without pictures.

use super::super::page::Page;
use super::flows::{End, Map, Row};

pub(super) fn show(page: &mut Page, map: &Map<'_>) {
    let headers = [
        ("Traitement", "Processing activity"),
        ("Personnes", "Persons"),
        ("Données", "Data"),
        ("Destinataires", "Recipients"),
    ];
    page.table(
        ("Quelles données vont à qui", "Which data go to whom"),
        &headers,
        |page| {
            for row in &map.rows {
                page.row(
                    |page| name(page, row),
                    |page| {
                        page.cell(|page| ends(page, &map.subjects, &row.subjects, row.no_subject));
                        page.cell(|page| {
                            if row.categories.is_empty() {
                                return page.unknown();
                            }
                            page.line(&row.categories, |page, label| page.say(label));
                        });
                        page.cell(|page| {
                            ends(page, &map.recipients, &row.recipients, row.no_recipient);
                        });
                    },
                );
            }
        },
    );
}

fn name(page: &mut Page, row: &Row<'_>) {
    if let Some(record) = row.record {
        page.link_to(record);
        page.say(" ");
    }
    page.say(&row.name);
}

fn ends(page: &mut Page, all: &[End<'_>], places: &[usize], none: Option<&'static str>) {
    if let Some(words) = none {
        return page.say(words);
    }
    let found: Vec<_> = places.iter().filter_map(|place| all.get(*place)).collect();
    page.list(&found, |page, end| {
        if end.is_unknown {
            page.unknown();
        } else {
            page.say(&end.name);
        }
        let details = end.details(page.lang());
        if !details.is_empty() {
            page.say(" (");
            page.say(&details);
            page.say(")");
        }
    });
}
