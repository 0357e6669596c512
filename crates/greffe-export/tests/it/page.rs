//! The page: readable offline, harmless whatever the data, and honest about what is missing.

use greffe_export::{
    DueDates, Field, Kind, MemorySink, Provenance, Records, Refusal, RefusalReason, Right,
    SourceFailure, Stated, Value,
};
use greffe_terms::{Citation, DataCategory, Lang, Text};

use crate::fixture::{both, day, field, information, package, request, text, texts};

fn page(build: impl FnOnce(greffe_export::Package<'_>) -> greffe_export::Package<'_>) -> String {
    let request = both();
    let mut bag = MemorySink::new();
    let _ = build(package(&request)).write_folder(&mut bag).unwrap();
    text(&bag, "data/index.html")
}

/// Everything before the list of contents: what a reader sees first.
fn first_screen(page: &str) -> &str {
    let body = page.split_once("<body>").unwrap().1;
    body.split_once("id=\"contents\"").unwrap().0
}

#[test]
fn a_failing_source_is_on_the_first_page() {
    for (lang, failed, missing) in [
        (
            Lang::Fr,
            "le système concerné ne répondait pas",
            "n’ont pas été jointes",
        ),
        (Lang::En, "the system did not answer", "were not included"),
    ] {
        let fields = vec![field("text", Kind::Text, Provenance::Provided, "account")];
        let broken = Records::new("tickets", fields, [Err(SourceFailure::Unavailable)])
            .labelled("Vos tickets", "Your tickets");
        let page = page(|package| package.source(broken).expected(["logs"]).language(lang));
        let first = first_screen(&page);
        for words in [
            lang.pick("Ce dossier est incomplet", "This package is incomplete"),
            lang.pick("Vos tickets", "Your tickets"),
            failed,
            missing,
        ] {
            assert!(first.contains(words), "{words:?} is not in {first}");
        }
    }
    assert!(!page(|package| package.source(texts("a", &["x"]))).contains("incomplet"));
}

#[test]
fn a_page_promises_no_day_that_has_passed() {
    let due = |strict| DueDates {
        strict,
        lenient: strict,
    };
    for (strict, promised) in [(day(3, 16), true), (day(3, 15), false)] {
        let request = both().due_by(due(strict));
        let mut bag = MemorySink::new();
        let _ = package(&request)
            .expected(["logs"])
            .write_folder(&mut bag)
            .unwrap();
        let page = text(&bag, "data/index.html");
        assert_eq!(
            first_screen(&page).contains("Nous vous enverrons"),
            promised
        );
    }
}

#[test]
fn a_part_that_is_refused_is_not_shown_as_the_whole_right() {
    let mut request = request(&[Right::Access, Right::Erasure]);
    request.collect(day(3, 4)).unwrap();
    request.review(day(3, 5)).unwrap();
    let invoices = Refusal::new(RefusalReason::LegalObligation, Text::plain("comptabilité"))
        .about(Text::plain("Factures"))
        .kept_until(day(12, 31));
    request
        .grant_partly(Right::Erasure, [invoices], day(3, 6))
        .unwrap();
    let mut bag = MemorySink::new();
    let _ = package(&request).write_folder(&mut bag).unwrap();
    let page = text(&bag, "data/index.html");
    assert!(page.contains("Effacement – Factures"));
    assert!(page.contains("comptabilité (jusqu’au 31\u{a0}décembre 2026)"));
}

#[test]
fn nothing_is_fetched_and_nothing_runs() {
    for lang in Lang::ALL {
        let page = page(|package| package.source(texts("a", &["x"])).language(lang)).to_lowercase();
        for forbidden in [
            "http://",
            "https://",
            "//",
            "<script",
            "<link",
            "<iframe",
            "<img",
            "<object",
            "src=",
            "url(",
            "@import",
            "javascript:",
            " onload",
            " onclick",
        ] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        assert!(page.contains("default-src 'none'"));
        for href in page.split("href=\"").skip(1) {
            let target = href.split('"').next().unwrap();
            assert!(
                target.starts_with('#')
                    || target.starts_with("access/")
                    || target.starts_with("portability/"),
                "{target}"
            );
        }
    }
}

const HOSTILE: &str = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&<!--</td></table>";

#[test]
fn hostile_texts_never_become_markup() {
    let hostile = Text::plain(HOSTILE);
    let mut information = information();
    information.controller.name = hostile.clone();
    information.controller.address = Some(HOSTILE.to_owned());
    information.recipients = Stated::Nothing;
    information.origins.push(hostile.clone());
    for purpose in &mut information.purposes {
        purpose.name = hostile.clone();
    }
    let fields = vec![
        Field::new(
            HOSTILE,
            DataCategory::Identity,
            Provenance::ThirdParty,
            "account".parse().unwrap(),
        )
        .from_origin(hostile.clone()),
        Field::new(
            "list",
            DataCategory::Identity,
            Provenance::Provided,
            "account".parse().unwrap(),
        )
        .labelled(HOSTILE, HOSTILE)
        .of_kind(Kind::List),
    ];
    let source = Records::whole(
        HOSTILE,
        fields,
        [vec![Value::from(HOSTILE), Value::from(vec![HOSTILE])]],
    );
    let request = both();
    let mut bag = MemorySink::new();
    let _ = greffe_export::Package::for_request(&request, information)
        .addressed_to(HOSTILE)
        .source(source)
        .refused("x", hostile.clone(), greffe_terms::Citation::new(HOSTILE))
        .label("x", hostile)
        .dated(day(3, 16))
        .write_folder(&mut bag)
        .unwrap();
    let page = text(&bag, "data/index.html");
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("<!--"));
    let open = |tag: &str| page.matches(&format!("<{tag}")).count();
    for tag in ["table", "td>", "section", "article", "ul"] {
        let tag = tag.trim_end_matches('>');
        assert_eq!(
            page.matches(&format!("<{tag} ")).count() + page.matches(&format!("<{tag}>")).count(),
            page.matches(&format!("</{tag}>")).count(),
            "{tag}"
        );
    }
    assert_eq!(open("h1"), 1);
}

#[test]
fn a_page_says_its_language_and_its_tables_say_their_headers() {
    for lang in Lang::ALL {
        let page = page(|package| package.source(texts("a", &["x", "y"])).language(lang));
        assert!(page.contains(&format!("<html lang=\"{}\">", lang.tag())));
        for head in page
            .split("<th")
            .skip(1)
            .filter(|head| !head.starts_with("ead"))
        {
            assert!(
                head.starts_with(" scope=\"col\"") || head.starts_with(" scope=\"row\""),
                "a header without scope: {}",
                head.chars().take(20).collect::<String>()
            );
        }
        assert_eq!(page.matches("<h1>").count(), 1);
        assert!(page.find("<h2").unwrap() < page.find("<h3").unwrap());
    }
}

#[test]
fn the_person_learns_who_when_their_rights_and_where_to_complain() {
    for (lang, words) in [
        (
            Lang::Fr,
            [
                "Atelier Hélianthe",
                "2\u{a0}mars 2026",
                "Camille Exemple",
                "Effacement",
                "www.cnil.fr/plaintes",
                "saisir un tribunal",
            ],
        ),
        (
            Lang::En,
            [
                "Atelier Hélianthe",
                "2\u{a0}March 2026",
                "Camille Exemple",
                "Erasure",
                "www.cnil.fr/plaintes",
                "go to court",
            ],
        ),
    ] {
        let page = page(|package| package.addressed_to("Camille Exemple").language(lang));
        for word in words {
            assert!(page.contains(word), "{word}");
        }
    }
}

#[test]
fn what_the_register_does_not_state_is_not_passed_off_as_none() {
    let silent = page(|package| package);
    assert!(silent.contains("Notre registre ne le précise pas"));
    assert!(!silent.contains("ne quittent pas l’Espace économique européen"));
    let mut information = information();
    information.transfers = Stated::Nothing;
    let request = both();
    let mut bag = MemorySink::new();
    let done = greffe_export::Package::for_request(&request, information)
        .dated(day(3, 16))
        .write_folder(&mut bag)
        .unwrap();
    assert!(text(&bag, "data/index.html").contains("ne quittent pas l’Espace économique européen"));
    let unstated: Vec<&str> = done
        .completeness()
        .unstated()
        .iter()
        .map(|law| law.as_str())
        .collect();
    assert_eq!(
        unstated,
        [
            "GDPR 15(1)(b)",
            "GDPR 15(1)(c)",
            "GDPR 15(1)(d)",
            "GDPR 15(1)(g)",
            "GDPR 15(1)(h)"
        ]
    );
}

#[test]
fn what_is_stated_for_some_of_the_processing_is_not_passed_off_as_all() {
    let mut information = information();
    information.transfers = Stated::Nothing;
    information.partly_stated = vec![Citation::from_static("GDPR 15(1)(a)")];
    let request = both();
    let mut bag = MemorySink::new();
    let done = greffe_export::Package::for_request(&request, information)
        .dated(day(3, 16))
        .write_folder(&mut bag)
        .unwrap();
    let page = text(&bag, "data/index.html");
    assert_eq!(page.matches("Pour une partie des traitements").count(), 1);
    let unstated = done.completeness().unstated();
    assert!(unstated.iter().any(|law| law.as_str() == "GDPR 15(1)(a)"));
    assert!(!unstated.iter().any(|law| law.as_str() == "GDPR 15(2)"));
}

#[test]
fn a_long_source_shows_its_first_records_and_points_to_the_file() {
    let many: Vec<String> = (0..1204).map(|number| format!("value-{number};")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let page = page(|package| package.source(texts("a", &many)).rows_shown(10));
    assert!(page.contains("Les 10 premiers enregistrements sur 1\u{202f}204"));
    assert!(page.contains("value-9;") && !page.contains("value-10;"));
    assert!(page.contains("href=\"access/a.csv\""));
}

#[test]
fn portability_alone_shows_what_is_portable_alone() {
    let fields = vec![
        field("mine", Kind::Text, Provenance::Provided, "account"),
        field("score", Kind::Text, Provenance::Inferred, "account"),
    ];
    let source = Records::whole(
        "a",
        fields,
        [vec![
            Value::from("provided-value"),
            Value::from("inferred-value"),
        ]],
    );
    let request = request(&[greffe_export::Right::Portability]);
    let mut bag = MemorySink::new();
    let _ = package(&request)
        .source(source)
        .write_folder(&mut bag)
        .unwrap();
    for (path, bytes) in bag.files() {
        assert!(
            !bytes.windows(14).any(|part| part == b"inferred-value"),
            "{path}"
        );
    }
    assert!(text(&bag, "data/index.html").contains("provided-value"));
}

#[test]
fn control_and_odd_characters_cannot_break_the_page() {
    let page = page(|package| package.source(texts("a", &["a\0b\u{1b}c\u{ffff}", "\u{202e}abc"])));
    assert!(page.contains("a\u{fffd}b\u{fffd}c\u{fffd}"));
    assert!(!page.contains('\0'));
}

#[test]
fn a_source_of_which_nothing_is_portable_is_not_said_to_have_been_read() {
    for (lang, read, why) in [
        (Lang::Fr, "lues jusqu’au bout", "calculée par nous"),
        (Lang::En, "was read to its end", "computed by us"),
    ] {
        let score = field("score", Kind::Text, Provenance::Inferred, "account");
        let request = request(&[Right::Portability]);
        let mut bag = MemorySink::new();
        let _ = package(&request)
            .source(texts("a", &["x"]))
            .source(Records::whole(
                "scores",
                vec![score],
                [vec![Value::from("high")]],
            ))
            .language(lang)
            .write_folder(&mut bag)
            .unwrap();
        let page = text(&bag, "data/index.html");
        let missing = page.split_once("id=\"missing\"").unwrap().1;
        let missing = missing.split_once("</section>").unwrap().0;
        assert!(!missing.contains(read), "{missing}");
        assert!(
            missing.contains("scores") && missing.contains(why),
            "{missing}"
        );
    }
}

#[test]
fn a_long_text_in_a_list_is_cut_as_any_other_and_so_is_a_long_list() {
    let field = || vec![field("notes", Kind::List, Provenance::Provided, "account")];
    let long = "long ".repeat(10_000);
    let one = Value::from(vec![long.as_str(), "short"]);
    let many = Value::from(vec!["item"; 10_000]);
    let deep = Value::List(vec![Value::from(vec![long.as_str()])]);
    for value in [one, many, deep] {
        let source = Records::whole("a", field(), [vec![value.clone()], vec![value]]);
        let page = page(|package| package.source(source));
        assert!(page.len() < 40_000, "{} bytes", page.len());
        assert!(page.contains("entier dans le fichier"));
    }
}

#[test]
fn a_list_of_nothing_is_no_statement() {
    let mut about = information();
    about.recipients = Stated::These(Vec::new());
    assert!(
        about
            .unstated()
            .contains(&Citation::from_static("GDPR 15(1)(c)"))
    );
    about.recipients = Stated::Nothing;
    assert!(
        !about
            .unstated()
            .contains(&Citation::from_static("GDPR 15(1)(c)"))
    );
}
