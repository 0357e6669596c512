//! Notices, sites with their trackers, collection modes.

use std::collections::HashMap;

use greffe_terms::PurposeId;

use super::page::Page;
use crate::{CollectionMode, CollectionNotice, Lifetime, Purpose, Register, Site, Tracker};

pub(super) fn sections(page: &mut Page, register: &Register, is_public: bool) {
    notices(page, register, is_public);
    sites(page, register);
    modes(page, register.collection_modes());
}

/// The purposes of a register by their ids.
type Named<'r> = HashMap<&'r PurposeId, &'r Purpose>;

fn notices(page: &mut Page, register: &Register, is_public: bool) {
    if register.notices().is_empty() {
        return;
    }
    let named: Named<'_> = register.purposes().map(|one| (&one.id, one)).collect();
    page.open_section("notices", "Mentions d’information", "Notices");
    let headers = [
        ("Mention", "Notice"),
        ("Version", "Version"),
        ("Publiée le", "Published on"),
        ("Finalités", "Purposes"),
        ("Emplacement", "Place"),
        ("Texte", "Wording"),
    ];
    page.table(("Mentions d’information", "Notices"), &headers, |page| {
        for notice in register.notices() {
            page.row(
                |page| page.say(&notice.id),
                |page| {
                    page.cell(|page| page.number(notice.version));
                    page.cell(|page| page.optional(notice.published, Page::date));
                    page.cell(|page| purposes(page, &named, notice, is_public));
                    page.cell(|page| place(page, notice));
                    page.cell(|page| page.stated(&notice.wording, Page::text));
                },
            );
        }
    });
    page.close_section();
}

/// The purposes that a notice tells of, as the records name them; with their ids, as the records have them.
fn purposes(page: &mut Page, named: &Named<'_>, notice: &CollectionNotice, is_public: bool) {
    if notice.purposes.is_empty() {
        return page.unknown();
    }
    page.list(&notice.purposes, |page, id| {
        match named.get(id).and_then(|purpose| purpose.name.as_ref()) {
            Some(name) => {
                page.text(name);
                if !is_public {
                    page.note(|page| page.code(id.as_str()));
                }
            }
            None => page.say(id.as_str()),
        }
    });
}

fn place(page: &mut Page, notice: &CollectionNotice) {
    if notice.place.is_some() || notice.url.is_none() {
        page.optional(notice.place.as_ref(), Page::text);
    }
    if let Some(url) = &notice.url {
        page.note(|page| page.code(url));
    }
}

fn sites(page: &mut Page, register: &Register) {
    if register.sites().is_empty() {
        return;
    }
    page.open_section("trackers", "Sites et traceurs", "Websites and trackers");
    let mut by_site: HashMap<&str, Vec<&Tracker>> = HashMap::new();
    for tracker in register.trackers() {
        by_site.entry(&tracker.site).or_default().push(tracker);
    }
    for site in register.sites() {
        page.subheading(|page| page.say(&site.name));
        if let Some(is_easy) = site.refuse_as_easy {
            page.paragraph(|page| refusal(page, is_easy));
        }
        let of_site = by_site.get(site.name.as_str());
        trackers(page, site, of_site.map_or(&[], Vec::as_slice));
    }
    page.close_section();
}

fn refusal(page: &mut Page, is_easy: bool) {
    if is_easy {
        page.words(
            "Les traceurs se refusent aussi facilement qu’ils s’acceptent.",
            "Trackers are refused as easily as they are accepted.",
        );
    } else {
        page.words(
            "Les traceurs se refusent moins facilement qu’ils ne s’acceptent.",
            "Trackers are refused less easily than they are accepted.",
        );
    }
}

fn trackers(page: &mut Page, site: &Site, of_site: &[&Tracker]) {
    if of_site.is_empty() {
        page.paragraph(|page| {
            if site.says_no_tracker {
                page.words("Aucun traceur.", "No tracker.");
            } else {
                page.unknown();
            }
        });
        return;
    }
    let headers = [
        ("Traceur", "Tracker"),
        ("Nature", "Kind"),
        ("Finalités", "Purposes"),
        ("Consentement", "Consent"),
        ("Durée", "Lifetime"),
    ];
    let caption = page.lang().pick("Traceurs du site", "Trackers of the site");
    page.named_table(&format!("{caption} {}", site.name), &headers, |page| {
        for tracker in of_site {
            page.row(
                |page| tracker_name(page, tracker),
                |page| tracker_cells(page, tracker),
            );
        }
    });
}

fn tracker_name(page: &mut Page, tracker: &Tracker) {
    page.code(&tracker.name);
    if !tracker.active {
        page.note(|page| page.words("inactif", "not in use"));
    }
}

fn tracker_cells(page: &mut Page, tracker: &Tracker) {
    let lang = page.lang();
    page.cell(|page| {
        page.say(&tracker.kind_in_words(lang));
        if let Some(provider) = &tracker.provider {
            page.note(|page| page.text(provider));
        }
        if !tracker.keys.is_empty() {
            page.note(|page| page.line(&tracker.keys, |page, key| page.say(key)));
        }
    });
    page.cell(|page| {
        if tracker.purposes.is_empty() {
            return page.unknown();
        }
        page.list(&tracker.purposes, Page::text);
    });
    page.cell(|page| {
        page.optional(tracker.consent, |page, need| page.say(need.label(lang)));
        if let Some(exemption) = &tracker.exemption {
            page.note(|page| page.text(exemption));
        }
    });
    page.cell(|page| page.optional(tracker.lifetime.as_ref(), lifetime));
}

fn lifetime(page: &mut Page, lifetime: &Lifetime) {
    let lang = page.lang();
    match lifetime {
        Lifetime::Session => page.words("jusqu’à la fin de la session", "until the session’s end"),
        Lifetime::Fixed(period) => page.say(&period.in_language(lang)),
        Lifetime::Set { default, by } => {
            page.say(&default.in_language(lang));
            page.words(" sauf durée fixée par ", " unless set by ");
            page.say(by.label(lang));
        }
    }
}

fn modes(page: &mut Page, modes: &[CollectionMode]) {
    if modes.is_empty() {
        return;
    }
    page.open_section("modes", "Modes de collecte", "Collection modes");
    let headers = [
        ("Mode", "Mode"),
        ("Cookie", "Cookie"),
        ("Stockage local", "Local storage"),
        ("Consentement", "Consent"),
        ("Données collectées", "Data collected"),
        ("Modules", "Modules"),
        ("Repli probabiliste", "Probabilistic fallback"),
    ];
    page.table(
        ("Modes de collecte", "Collection modes"),
        &headers,
        |page| {
            for mode in modes {
                page.row(|page| page.text(&mode.name), |page| mode_cells(page, mode));
            }
        },
    );
    page.close_section();
}

fn mode_cells(page: &mut Page, mode: &CollectionMode) {
    let lang = page.lang();
    for answer in [mode.cookie, mode.local_storage] {
        page.cell(|page| page.optional(answer, Page::yes_or_no));
    }
    page.cell(|page| page.optional(mode.consent, |page, need| page.say(need.label(lang))));
    page.cell(|page| page.stated(&mode.collects, |page, texts| page.list(texts, Page::text)));
    page.cell(|page| {
        if mode.modules.is_empty() {
            return page.say("–");
        }
        page.line(&mode.modules, Page::text);
    });
    page.cell(|page| {
        page.optional(mode.probabilistic, Page::yes_or_no);
        if let Some(exemption) = &mode.exemption {
            page.note(|page| page.text(exemption));
        }
    });
}
