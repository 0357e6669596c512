//! Who keeps the register.

use super::closing;
use super::edition::Edition;
use super::page::Page;
use crate::{Country, Dpo, Establishment, FiscalYearTerms, Organisation, Representative};

pub(super) fn section(page: &mut Page, organisation: &Organisation, edition: Edition) {
    page.open_section("organisation", "Organisme", "Organisation");
    page.facts(
        "Organisme qui tient le registre",
        "Organisation that keeps the register",
        |page| {
            reached(page, organisation);
            officer(page, organisation, edition.is_public);
            if !organisation.representative.is_unknown() {
                page.fact(
                    "Représentant dans l’Union",
                    "Representative in the Union",
                    |page| {
                        page.stated(&organisation.representative, representative);
                    },
                );
            }
            if !organisation.establishments.is_empty() && !edition.is_public {
                page.fact("Établissements", "Establishments", |page| {
                    page.list(&organisation.establishments, establishment);
                });
            }
            if let Some(is_public_authority) = organisation.public_authority {
                page.fact(
                    "Autorité ou organisme public",
                    "Public authority or body",
                    |page| page.yes_or_no(is_public_authority),
                );
            }
            page.fact("Site", "Website", |page| {
                page.stated(&organisation.website, Page::text)
            });
            if !edition.is_public {
                page.fact("Lieu des données", "Where data are held", |page| {
                    page.stated(&organisation.location, Page::text);
                });
            }
            if !organisation.certifications.is_empty() {
                page.fact("Certifications", "Certifications", |page| {
                    page.list(&organisation.certifications, Page::text);
                });
            }
            time(page, organisation);
            if let Some(day) = edition.dated {
                page.fact("Édition du", "Issued on", |page| page.date(day));
            }
        },
    );
    page.close_section();
}

fn reached(page: &mut Page, organisation: &Organisation) {
    page.fact("Adresse", "Address", |page| {
        page.stated(&organisation.address, Page::text)
    });
    if let Some(country) = organisation.country {
        page.fact("Pays", "Country", |page| {
            page.say(country.label(page.lang()))
        });
    }
    page.fact(
        "Contact pour les données personnelles",
        "Contact for personal data",
        |page| {
            page.stated(&organisation.contact, Page::text);
        },
    );
}

fn officer(page: &mut Page, organisation: &Organisation, is_public: bool) {
    page.fact(
        "Délégué à la protection des données",
        "Data-protection officer",
        |page| {
            page.stated(&organisation.dpo, |page, dpo| {
                name_and_contact(page, dpo, is_public);
                if let Some(day) = dpo.designated {
                    page.note(|page| {
                        page.words("désigné le ", "designated on ");
                        page.date(day);
                    });
                }
            });
            if let Some(note) = organisation.dpo_note.as_ref().filter(|_| !is_public) {
                page.note(|page| page.text(note));
            }
        },
    );
}

fn name_and_contact(page: &mut Page, dpo: &Dpo, is_public: bool) {
    if let Some(name) = dpo.name.known() {
        page.text(name);
        page.say(", ");
    }
    page.stated(&dpo.contact, Page::text);
    if let Some(kind) = dpo.kind {
        page.say(" (");
        page.say(kind.label(page.lang()));
        page.say(")");
    }
    if dpo.name.is_unknown() {
        // Art. 30(1)(a) wants the name beside the contact; Art. 37(7) has the contact alone published.
        if !is_public {
            page.note(|page| page.words("nom non renseigné", "name not stated"));
        }
    } else if dpo.name.known().is_none() {
        page.note(|page| {
            page.words("Nom\u{a0}: ", "Name: ");
            page.absent(&dpo.name);
        });
    }
}

fn representative(page: &mut Page, one: &Representative) {
    page.text(&one.name);
    in_country(page, one.country);
    if !one.contact.is_unknown() {
        page.note(|page| {
            page.words("Contact\u{a0}: ", "Contact: ");
            page.stated(&one.contact, Page::text);
        });
    }
}

fn establishment(page: &mut Page, one: &Establishment) {
    page.text(&one.name);
    in_country(page, one.country);
    if let Some(address) = &one.address {
        page.note(|page| page.text(address));
    }
    if let Some(note) = &one.note {
        page.note(|page| page.text(note));
    }
}

fn in_country(page: &mut Page, country: Option<Country>) {
    if let Some(country) = country {
        page.say(" (");
        page.say(country.label(page.lang()));
        page.say(")");
    }
}

/// By what the organisation counts: its fiscal years, and its zone where that is not the one that goes without saying.
fn time(page: &mut Page, organisation: &Organisation) {
    if let Some(terms) = &organisation.fiscal_year {
        page.fact("Clôture de l’exercice", "Fiscal year closes on", |page| {
            fiscal_year(page, terms);
        });
    }
    if organisation.zone != Organisation::DEFAULT_ZONE {
        page.fact("Fuseau horaire", "Time zone", |page| {
            page.say(organisation.zone.name());
        });
    }
}

fn fiscal_year(page: &mut Page, terms: &FiscalYearTerms) {
    let lang = page.lang();
    page.say(&closing::in_words(terms.end, lang));
    if let Some(earlier) = terms.previous_end {
        page.note(|page| {
            page.words("auparavant\u{a0}: ", "before that: ");
            page.say(&closing::in_words(earlier, lang));
        });
    }
    for year in &terms.exceptional {
        page.note(|page| {
            page.words("exercice exceptionnel du ", "exceptional year from ");
            page.date(year.start());
            page.words(" au ", " to ");
            page.date(year.end());
        });
    }
}
