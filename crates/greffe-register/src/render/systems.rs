//! Applications, platforms and the log of requests. They are not for the public.

use super::page::Page;
use crate::{Application, Platform, Register, RequestLogEntry};

pub(super) fn sections(page: &mut Page, register: &Register) {
    if !register.applications().is_empty() {
        page.open_section("applications", "Applications", "Applications");
        applications(page, register.applications());
        page.close_section();
    }
    if !register.platforms().is_empty() {
        page.open_section(
            "platforms",
            "Conformité des plateformes",
            "Compliance of platforms",
        );
        platforms(page, register.platforms());
        page.close_section();
    }
    let log = register.request_log();
    if !log.is_unknown() {
        page.open_section("request-log", "Journal des demandes", "Log of requests");
        match log.known() {
            Some(entries) => requests(page, entries),
            None => {
                page.paragraph(|page| page.absent(log));
            }
        }
        page.close_section();
    }
}

fn applications(page: &mut Page, applications: &[Application]) {
    let headers = [
        ("Application", "Application"),
        ("Usage", "Use"),
        ("Éditeur", "Provider"),
        ("Hébergement", "Hosting"),
        ("Traitements", "Processing activities"),
    ];
    page.table(("Applications", "Applications"), &headers, |page| {
        for application in applications {
            page.row(
                |page| page.text(&application.name),
                |page| {
                    for text in [
                        &application.what,
                        &application.provider,
                        &application.hosting,
                    ] {
                        page.cell(|page| page.optional(text.as_ref(), Page::text));
                    }
                    page.cell(|page| {
                        page.line(&application.processings, |page, reference| {
                            page.say(reference.as_str());
                        });
                    });
                },
            );
        }
    });
}

fn platforms(page: &mut Page, platforms: &[Platform]) {
    let headers = [
        ("Plateforme", "Platform"),
        ("Conformité", "Compliance"),
        ("Action prévue", "Planned action"),
        ("Remarque", "Note"),
    ];
    page.table(
        ("Conformité des plateformes", "Compliance of platforms"),
        &headers,
        |page| {
            for platform in platforms {
                page.row(
                    |page| page.text(&platform.name),
                    |page| {
                        page.cell(|page| compliance(page, platform));
                        page.cell(|page| action(page, platform));
                        page.cell(|page| {
                            if let Some(note) = &platform.note {
                                page.text(note);
                            }
                        });
                    },
                );
            }
        },
    );
}

fn compliance(page: &mut Page, platform: &Platform) {
    page.optional(platform.compliance, |page, share| {
        page.number(share);
        page.words("\u{202f}%", "%");
    });
    if let Some(day) = platform.assessed {
        page.note(|page| page.date(day));
    }
}

fn action(page: &mut Page, platform: &Platform) {
    page.optional(platform.action.as_ref(), Page::text);
    if let Some(day) = platform.due {
        page.note(|page| {
            page.words("Échéance\u{a0}: ", "Due: ");
            page.date(day);
        });
    }
}

fn requests(page: &mut Page, entries: &[RequestLogEntry]) {
    let lang = page.lang();
    let headers = [
        ("Numéro", "Number"),
        ("Reçue", "Received"),
        ("Droits", "Rights"),
        ("Prolongée", "Prolonged"),
        ("Réponse", "Answer"),
        ("Suite", "Outcome"),
    ];
    page.table(
        ("Journal des demandes", "Log of requests"),
        &headers,
        |page| {
            for entry in entries {
                page.row(
                    |page| page.say(&entry.id),
                    |page| {
                        page.cell(|page| {
                            page.date(entry.received);
                            if let Some(channel) = entry.channel {
                                page.note(|page| page.say(channel.label(lang)));
                            }
                        });
                        page.cell(|page| {
                            page.line(&entry.rights, |page, right| page.say(right.label(lang)));
                        });
                        page.cell(|page| {
                            if let Some(day) = entry.extended {
                                page.date(day);
                            }
                            for stop in &entry.suspended {
                                page.note(|page| {
                                    page.say(lang.pick("suspendue du ", "stopped from "));
                                    page.date(stop.asked);
                                    if let Some(day) = stop.answered {
                                        page.say(lang.pick(" au ", " to "));
                                        page.date(day);
                                    }
                                });
                            }
                        });
                        page.cell(|page| page.optional(entry.answered, Page::date));
                        page.cell(|page| {
                            page.optional(entry.outcome, |page, outcome| {
                                page.say(outcome.label(lang))
                            });
                            if let Some(reason) = &entry.reason {
                                page.note(|page| page.text(reason));
                            }
                        });
                    },
                );
            }
        },
    );
}
