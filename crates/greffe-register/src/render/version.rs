//! The register's own version.

use super::page::Page;
use crate::RegisterVersion;

/// The note is for who keeps the register: it stays out of a public extract.
pub(super) fn section(page: &mut Page, version: &RegisterVersion, is_public: bool) {
    page.open_section("version", "Version du registre", "Version of the register");
    page.facts("Version du registre", "Version of the register", |page| {
        page.fact("Numéro", "Number", |page| {
            page.say(&version.number);
            if let Some(note) = version.note.as_ref().filter(|_| !is_public) {
                page.note(|page| page.text(note));
            }
        });
        page.fact(
            "En vigueur depuis le",
            "In force since",
            |page| match version.date {
                Some(day) => page.date(day),
                None => page.unknown(),
            },
        );
        page.fact("Version précédente", "Version before", |page| {
            page.stated(&version.previous, |page, number| page.say(number));
        });
    });
    page.close_section();
}
