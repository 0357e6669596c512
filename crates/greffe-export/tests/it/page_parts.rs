//! The parts of the page, in both languages: who asks, what is inside, what is missing, the rights.

use greffe_export::{
    Art15Information, Asker, Attachment, Attachments, Field, Kind, MemorySink, Package, Power,
    PowerEvidence, Provenance, Record, Records, Redaction, Request, Right, SourceFailure, Value,
};
use greffe_terms::{Citation, Lang, LegalBasis, SpecialCondition, Text};

use crate::fixture::{both, day, field, information, package, request, text, texts};

pub(crate) fn page_of(
    request: &Request,
    lang: Lang,
    build: impl FnOnce(Package<'_>) -> Package<'_>,
) -> String {
    let mut bag = MemorySink::new();
    let package = build(package(request)).language(lang);
    let _ = package.write_folder(&mut bag).unwrap();
    text(&bag, "data/index.html")
}

pub(crate) fn page(lang: Lang, build: impl FnOnce(Package<'_>) -> Package<'_>) -> String {
    page_of(&both(), lang, build)
}

pub(crate) fn has(page: &str, part: &str) {
    assert!(page.contains(part), "{part}\nis not in\n{page}");
}

pub(crate) fn provided(name: &str, kind: Kind) -> Field {
    field(name, kind, Provenance::Provided, "account")
}

/// A source of numbered notes, which fails at its end or not.
fn notes(
    name: &'static str,
    count: i64,
    failure: Option<SourceFailure>,
) -> Records<impl Iterator<Item = Result<Record, SourceFailure>>> {
    let rows = (0..count).map(|place| Ok(vec![Value::from(place)]));
    let fields = vec![provided("note", Kind::Integer)];
    Records::new(name, fields, rows.chain(failure.map(Err)))
        .labelled(&format!("Vos {name}"), &format!("Your {name}"))
}

/// The line of a source in the list of contents.
fn line<'p>(page: &'p str, label: &str) -> &'p str {
    let lines = page
        .split("<tr>")
        .filter(|line| line.contains("<span class=\"state "));
    let mut ours = lines.filter(|line| line.contains(&format!(">{label}<")));
    ours.next()
        .unwrap_or_else(|| panic!("{label}\nis not in\n{page}"))
}

#[test]
fn each_source_is_listed_with_its_count_and_its_state() {
    for lang in Lang::ALL {
        let page = page(lang, |package| {
            package
                .source(notes("notes", 1_204, None))
                .source(notes("lists", 100, None))
                .source(notes("drafts", 0, None))
                .source(notes("mails", 1, Some(SourceFailure::TimedOut)))
                .source(notes("calls", 0, Some(SourceFailure::TimedOut)))
                .refused(
                    "letters",
                    Text::plain("others"),
                    Citation::from_static("GDPR 15(4)"),
                )
                .expected(["logs"])
        });
        let thousand = lang.pick("1\u{202f}204", "1,204");
        for (fr, en, count, code, state) in [
            (
                "Vos notes",
                "Your notes",
                thousand,
                "included",
                lang.pick("Inclus", "Included"),
            ),
            (
                "Vos lists",
                "Your lists",
                "100",
                "included",
                lang.pick("Inclus", "Included"),
            ),
            (
                "Vos drafts",
                "Your drafts",
                "0",
                "empty",
                lang.pick("Aucune donnée", "No data"),
            ),
            (
                "Vos mails",
                "Your mails",
                "1",
                "failed",
                lang.pick("Incomplet", "Incomplete"),
            ),
            (
                "Vos calls",
                "Your calls",
                "–",
                "failed",
                lang.pick("Incomplet", "Incomplete"),
            ),
            (
                "letters",
                "letters",
                "–",
                "refused",
                lang.pick("Non communiqué", "Withheld"),
            ),
            (
                "logs",
                "logs",
                "–",
                "missing",
                lang.pick("Manquant", "Missing"),
            ),
        ] {
            let expected = format!(
                "</th><td class=\"number\">{count}</td><td><span class=\"state {code}\">{state}</span></td><td>"
            );
            has(line(&page, lang.pick(fr, en)), &expected);
        }
    }
    let portability = request(&[Right::Portability]);
    let scores = || {
        let fields = vec![field(
            "score",
            Kind::Integer,
            Provenance::Inferred,
            "account",
        )];
        Records::whole("scores", fields, [vec![Value::from(1)]])
    };
    for lang in Lang::ALL {
        let page = page_of(&portability, lang, |package| {
            package.source(scores()).source(notes("notes", 1, None))
        });
        let nothing = lang.pick("Rien de portable", "Nothing portable");
        has(
            line(&page, "scores"),
            &format!(
                "<td class=\"number\">–</td><td><span class=\"state not_portable\">{nothing}</span>"
            ),
        );
    }
}

#[test]
fn the_files_of_a_source_are_linked_by_package_and_format() {
    for (lang, label, all, portable, sheet) in [
        (
            Lang::Fr,
            "Vos notes",
            "Tout\u{a0}:",
            "Portable\u{a0}:",
            "tableur (CSV)",
        ),
        (
            Lang::En,
            "Your notes",
            "All:",
            "Portable:",
            "spreadsheet (CSV)",
        ),
    ] {
        let page = page(lang, |package| package.source(notes("notes", 2, None)));
        let links = |folder: &str, package: &str| {
            let link = |ending: &str, format: &str| {
                let heard = package.trim_end_matches(':').trim_end();
                format!(
                    "<a href=\"{folder}/notes.{ending}\" aria-label=\"{label}, {heard}, {format}\">{format}</a>"
                )
            };
            format!(
                "<span class=\"package\">{package}</span> {}, {}",
                link("csv", sheet),
                link("ndjson", "NDJSON")
            )
        };
        let both = format!(
            "<td>{}<br>{}</td>",
            links("access", all),
            links("portability", portable)
        );
        has(line(&page, label), &both);
    }
}

#[test]
fn every_link_within_the_page_has_its_place() {
    let page = page(Lang::Fr, |package| {
        package
            .source(notes("notes", 1, None))
            .source(notes("drafts", 0, None))
            .source(notes("mails", 2, None))
    });
    let links: Vec<&str> = page
        .split("href=\"#")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert!(
        links.contains(&"source-1") && links.contains(&"source-3"),
        "{links:?}"
    );
    for link in links {
        has(&page, &format!("id=\"{link}\""));
    }
    has(
        line(&page, "Vos mails"),
        "<a href=\"#source-3\">Vos mails</a>",
    );
}

#[test]
fn the_first_lines_say_what_is_answered_and_the_last_what_the_page_is() {
    let portability = request(&[Right::Portability]);
    for (lang, access, portable, nothing, last) in [
        (
            Lang::Fr,
            "Voici la copie des données vous concernant que détient Atelier Hélianthe, en réponse à votre demande du 2\u{a0}mars 2026.",
            "Voici les données que vous avez fournies à Atelier Hélianthe, en réponse à votre demande de portabilité du 2\u{a0}mars 2026.",
            "Atelier Hélianthe répond à votre demande de portabilité du 2\u{a0}mars 2026. Aucune donnée n’est portable, pour ces raisons\u{a0}: ",
            "<footer><p>Dossier R-1 établi le 16\u{a0}mars 2026. Cette page se lit hors ligne et ne transmet rien à personne.",
        ),
        (
            Lang::En,
            "This is the copy of the data that Atelier Hélianthe holds about you, in answer to your request of 2\u{a0}March 2026.",
            "These are the data that you provided to Atelier Hélianthe, in answer to your request for portability of 2\u{a0}March 2026.",
            "Atelier Hélianthe answers your request for portability of 2\u{a0}March 2026. No data is portable because ",
            "<footer><p>Package R-1 made on 16\u{a0}March 2026. This page reads offline and sends nothing to anyone.",
        ),
    ] {
        let whole = page(lang, |package| package.source(texts("a", &["x"])));
        has(&whole, &format!("<p class=\"lead\">{access}</p>"));
        has(&whole, last);
        let some = page_of(&portability, lang, |package| {
            package.source(texts("a", &["x"]))
        });
        has(&some, &format!("<p class=\"lead\">{portable}</p>"));
        let none = page_of(&portability, lang, |package| package);
        has(&none, &format!("<p class=\"lead\">{nothing}"));
    }
}

#[test]
fn who_asks_for_another_is_named_and_the_person_is_not() {
    for (lang, by, who) in [
        (Lang::Fr, "Faite par", "un mandataire"),
        (Lang::En, "Made by", "a proxy"),
    ] {
        let asked = |asker: Asker| {
            let mut request =
                Request::received("R-1".parse().unwrap(), Right::Access, day(3, 2)).asked_by(asker);
            if asker == Asker::Proxy {
                request
                    .show_power(Power::shown_by(PowerEvidence::Mandate), day(3, 2))
                    .unwrap();
            }
            request.scope(day(3, 3)).unwrap();
            page_of(&request, lang, |package| package)
        };
        has(
            &asked(Asker::Proxy),
            &format!("<div><dt>{by}</dt><dd>{who}</dd></div>"),
        );
        assert!(!asked(Asker::Person).contains(by));
    }
}

#[test]
fn what_is_missing_of_records_and_of_files_is_told_apart() {
    let content = || provided("scan", Kind::Text);
    let files = |name: &'static str, count: usize| {
        let given = (0..count).map(|_| Ok(Attachment::of_bytes("a.txt", "text/plain", b"x")));
        Attachments::new(name, content(), given.chain([Err(SourceFailure::TimedOut)]))
    };
    for lang in Lang::ALL {
        let page = page(lang, |package| {
            package
                .attachments(files("scans", 3))
                .attachments(files("films", 0))
                .source(notes("mails", 2, Some(SourceFailure::TimedOut)))
                .source(notes("lists", 1, Some(SourceFailure::TimedOut)))
                .source(notes("calls", 0, Some(SourceFailure::TimedOut)))
                .expected(["logs"])
        });
        let failure = SourceFailure::TimedOut.label(lang);
        let semicolon = lang.pick("\u{a0}; ", "; ");
        for (name, words) in [
            (
                "scans",
                lang.pick(
                    "tous les fichiers ne sont pas dans ce dossier (fichiers nommés dans la liste\u{a0}: 3).",
                    "not every file is in this package (files that the list names: 3).",
                ),
            ),
            (
                lang.pick("Vos mails", "Your mails"),
                lang.pick(
                    "seuls les 2 premiers enregistrements sont dans ce dossier.",
                    "only the first 2 records are in this package.",
                ),
            ),
            (
                lang.pick("Vos lists", "Your lists"),
                lang.pick(
                    "seul le premier enregistrement est dans ce dossier.",
                    "only the first record is in this package.",
                ),
            ),
        ] {
            has(&page, &format!("<li><strong>{name}</strong> – {failure}{semicolon}{words}</li>"));
        }
        for name in ["films", lang.pick("Vos calls", "Your calls")] {
            has(
                &page,
                &format!("<li><strong>{name}</strong> – {failure}.</li>"),
            );
        }
        let absent = lang.pick(
            "– ces données n’ont pas été jointes.",
            "– these data were not included.",
        );
        has(&page, &format!("<li><strong>logs</strong> {absent}</li>"));
    }
}

#[test]
fn a_decision_is_on_the_page_once_it_hid_something() {
    let decision = |id: &str, from: i64| {
        let reason = Text::plain("others");
        let decision = Redaction::new(id, "notes", "note", reason, day(3, 5), "DPO");
        decision.where_record(move |record| matches!(record[0], Value::Integer(place) if place == from || place == from + 1))
    };
    for (lang, one, two, law) in [
        (
            Lang::Fr,
            "<strong>1 valeur masquée [r1]</strong> – others (décision du 5\u{a0}mars 2026, DPO)",
            "<strong>2 valeurs masquées [r2]</strong>",
            "RGPD, art. 15(4)",
        ),
        (
            Lang::En,
            "<strong>1 value hidden [r1]</strong> – others (decided on 5\u{a0}March 2026, DPO)",
            "<strong>2 values hidden [r2]</strong>",
            "GDPR, Art. 15(4)",
        ),
    ] {
        let page = page(lang, |package| {
            package
                .source(notes("notes", 6, None))
                .redacted(decision("r1", 5))
                .redacted(decision("r2", 1))
                .redacted(decision("r3", 9))
        });
        has(
            &page,
            &format!("{one} <span class=\"law\">{law}</span></li>"),
        );
        has(&page, two);
        assert!(!page.contains("[r3]"));
        let marker = lang.pick("valeur masquée", "hidden value");
        has(
            &page,
            &format!("<a class=\"redacted\" href=\"#missing\">{marker} [r1]</a>"),
        );
    }
}

#[test]
fn the_sources_of_which_nobody_knows_the_basis_are_named_and_no_others() {
    let of = |name: &'static str, purpose: &str, rows: usize| {
        let fields = vec![field("text", Kind::Text, Provenance::Provided, purpose)];
        Records::whole(name, fields, vec![vec![Value::from("x")]; rows])
    };
    let build = |package: Package<'_>| -> String {
        let mut bag = MemorySink::new();
        let _ = package
            .source(of("known", "account", 1))
            .source(of("doubtful", "unclear", 1))
            .source(of("nothing", "unclear", 0))
            .write_folder(&mut bag)
            .unwrap();
        text(&bag, "data/index.html")
    };
    let request = both();
    let french = build(package(&request));
    has(
        &french,
        "base légale non précisée\u{a0}: doubtful. <span class=\"law\">RGPD, art. 20</span>",
    );
    has(
        &french,
        "la base légale n’est pas précisée pour doubtful. Nous",
    );
    let english = build(package(&request).language(Lang::En));
    has(
        &english,
        "legal basis not stated: doubtful. <span class=\"law\">GDPR, Art. 20</span>",
    );
}

/// The rights that the page names, where the purposes have these bases.
fn rights(bases: &[(LegalBasis, Option<SpecialCondition>)]) -> Vec<Right> {
    let mut stated = information();
    let purpose = stated.purposes[0].clone();
    stated.purposes = bases
        .iter()
        .map(|(basis, special)| {
            let mut purpose = purpose.clone();
            (purpose.basis, purpose.special) = (Some(*basis), *special);
            purpose
        })
        .collect();
    let request = both();
    let mut bag = MemorySink::new();
    let package = Package::for_request(&request, stated).dated(day(3, 16));
    let _ = package.write_folder(&mut bag).unwrap();
    let page = text(&bag, "data/index.html");
    let named = |right: &Right| page.contains(&format!("<dt>{} <span", right.label(Lang::Fr)));
    Right::ALL.into_iter().filter(named).collect()
}

#[test]
fn a_right_is_named_where_a_basis_gives_it_or_no_purpose_is_stated() {
    let without = |left_out: &[Right]| -> Vec<Right> {
        let kept = Right::ALL
            .into_iter()
            .filter(|right| !left_out.contains(right));
        kept.collect()
    };
    let (withdrawal, portability) = (Right::WithdrawConsent, Right::Portability);
    let explicit = Some(SpecialCondition::ExplicitConsent);
    assert_eq!(rights(&[]), without(&[]));
    assert_eq!(rights(&[(LegalBasis::Consent, None)]), without(&[]));
    assert_eq!(
        rights(&[(LegalBasis::Contract, None)]),
        without(&[withdrawal])
    );
    assert_eq!(
        rights(&[(LegalBasis::LegalObligation, None)]),
        without(&[withdrawal, portability])
    );
    assert_eq!(
        rights(&[(LegalBasis::LegalObligation, explicit)]),
        without(&[])
    );
    let mixed = [
        (LegalBasis::LegalObligation, None),
        (LegalBasis::Consent, None),
    ];
    assert_eq!(rights(&mixed), without(&[]));
}

#[test]
fn whom_to_write_to_is_named_once_with_the_address_that_is_known() {
    let written = |address: Option<&str>| {
        let mut stated: Art15Information = information();
        stated.controller.address = address.map(str::to_owned);
        let request = both();
        let mut bag = MemorySink::new();
        let package = Package::for_request(&request, stated).dated(day(3, 16));
        let _ = package.write_folder(&mut bag).unwrap();
        text(&bag, "data/index.html")
    };
    for (address, who) in [
        (
            Some("dpo@helianthe.example"),
            "Atelier Hélianthe, dpo@helianthe.example",
        ),
        (Some("Atelier Hélianthe"), "Atelier Hélianthe"),
        (None, "Atelier Hélianthe"),
    ] {
        let page = written(address);
        has(&page, &format!("<p>Écrivez à {who}. C’est gratuit.</p>"));
        has(&page, &format!("<p>{who}</p>"));
    }
}
