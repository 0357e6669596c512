//! What is not for the public: backups, security assessment, breaches, impact screenings.

use super::page::Page;
use super::{assessment, breaches, dpia};
use crate::Register;

pub(super) fn sections(page: &mut Page, register: &Register) {
    backups(page, register);
    if let Some(assessment) = register.security() {
        assessment::section(page, assessment);
    }
    breaches::section(page, register);
    dpia::section(page, register);
}

fn backups(page: &mut Page, register: &Register) {
    let lang = page.lang();
    if register.backups().is_empty() {
        return;
    }
    page.open_section("backups", "Sauvegardes", "Backups");
    let headers = [
        ("Série", "Series"),
        ("Fréquence", "Every"),
        ("Conservation", "Kept for"),
    ];
    page.table(
        ("Séries de sauvegardes", "Backup series"),
        &headers,
        |page| {
            for series in register.backups() {
                page.row(
                    |page| page.say(&series.name),
                    |page| {
                        for period in [series.every, series.keep] {
                            page.cell(|page| {
                                page.optional(period, |page, period| {
                                    page.say(&period.in_language(lang));
                                });
                            });
                        }
                    },
                );
            }
        },
    );
    page.close_section();
}
