//! Laws of the pages in HTML and in Markdown: text comes out as text, all of it that may, and nothing that may not.

use greffe_register::Register;
use greffe_register::render::{Csv, Html, Markdown};
use greffe_terms::Lang;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser};
use serde_json::{Value, json};

use super::generated::registers;
use super::html_page::{HtmlPage, one_space};

/// Everything that dialects of Markdown add. Smart punctuation only draws quotes otherwise, and metadata stand at the top, where we write.
fn dialect() -> Options {
    Options::all()
        - Options::ENABLE_SMART_PUNCTUATION
        - Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        - Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
}

/// The markup of a page, and its text.
fn read_markdown(page: &str) -> (Vec<String>, String) {
    let (mut markup, mut text) = (Vec::new(), String::new());
    for event in Parser::new_ext(page, dialect()) {
        match event {
            Event::Text(words) => text.push_str(&words),
            Event::Code(words) => {
                markup.push("code".to_owned());
                text.push_str(&words);
            }
            Event::SoftBreak => text.push(' '),
            other => {
                // Targets of links are made of headings, so of texts; that they are links is what counts.
                let other = format!("{other:?}");
                markup.push(other.split(['{', '(']).take(2).collect());
                text.push(' ');
            }
        }
    }
    (markup, one_space(&text))
}

/// A register that has a text at each kind of place: headings, facts, cells, bullets, small print, the map.
fn with_text(text: &str) -> Register {
    let document = json!({
        "organisation": { "name": text, "address": text, "certifications": [text, text] },
        "processing": [{
            "ref": "A-1",
            "name": { "fr": text },
            "subjects": [text, "customers"],
            "software": [text, { "en": text }],
            "purpose": [{ "id": "p", "name": text, "basis": "contract", "justification": text }],
            "data": [{ "category": "identity", "detail": text, "fields": ["iban"] }],
            "recipients": {
                "internal": [{ "name": text, "what": text, "note": text }, text],
                "third_country": [{ "name": text, "country": "US" }]
            },
            "transfers": [{ "recipient": text, "country": "US", "document": text, "assessment": text }],
            "measures": { "access": [text, text] }
        }],
        "site": [{ "name": "www.a.example" }],
        "tracker": [{ "site": "www.a.example", "name": "_ga|`", "storage": "cookie", "provider": text, "purposes": [text, text] }],
        "contract": [{ "id": "c", "party": text, "party_is": "processor", "note": text }]
    });
    Register::from_json(&document.to_string()).unwrap()
}

/// Words between which stands what formats take for markup.
fn texts() -> impl Strategy<Value = String> {
    let sign = prop_oneof![
        4 => prop::sample::select(vec![
            "*", "**", "_", "`", "```", "[", "]", "(", ")", "[x](http://a.example)", "![", "<b>", "</td>", "<!--", "&amp;", "&#60;",
            "|", "||", "#", "##", "-", "- ", "+ ", "* ", "1. ", "12) ", "=", "===", "---", "~~", "~", "$", "$$", "^", "{#a}", "> ",
            "\\", "\\|", "\n", "\n\n", "\n    ", "\t", " ", "  ", "\r\n", ":", ": ", "[^1]", "[ ] ", "[[a]]", "www.", "https://",
            "a@b.example", "\"", "'", "'>", "\" onload=\"", "]]>", "--", "…", "\u{a0}", "\u{2028}", "\0", "\u{1}", "\u{7f}", "::", "|-|",
        ]).prop_map(str::to_owned),
        2 => "[a-zé0-9]{1,4}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(sign, 1..9)
        .prop_map(|signs| signs.concat())
        .prop_filter("a text says something", |text| {
            one_space(text)
                .chars()
                .any(|letter| !letter.is_whitespace())
        })
}

/// What a page shows for a text.
fn shown(text: &str) -> String {
    let text = one_space(text);
    let shown = text.chars().map(|letter| match letter {
        '\0'..='\u{1f}' | '\u{7f}' => '\u{fffd}',
        letter => letter,
    });
    shown.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn any_text_comes_out_of_markdown_as_text(text in texts()) {
        let (register, plain) = (with_text(&text), with_text("word"));
        for lang in Lang::ALL {
            let page = Markdown::new(lang).render(&register);
            let (markup, said) = read_markdown(&page);
            let (expected, _) = read_markdown(&Markdown::new(lang).render(&plain));
            prop_assert_eq!(markup, expected, "{}", page);
            prop_assert!(said.matches(&shown(&text)).count() > 15, "{}\n{}", said, page);
        }
    }

    #[test]
    fn any_text_comes_out_of_html_as_text(text in texts()) {
        let (register, plain) = (with_text(&text), with_text("word"));
        for lang in Lang::ALL {
            let page = Html::new(lang).render(&register);
            let read = HtmlPage::read(&page);
            prop_assert!(read.is_ok(), "{:?}\n{}", read.err(), page);
            let read = read.unwrap();
            let expected = HtmlPage::read(&Html::new(lang).render(&plain)).unwrap();
            // Labels in the map are of as many lines as they need.
            let outside_the_map = |tags: Vec<String>| -> Vec<String> {
                tags.into_iter().filter(|tag| !tag.ends_with("text")).collect()
            };
            prop_assert_eq!(outside_the_map(read.tags.clone()), outside_the_map(expected.tags));
            prop_assert!(read.text().matches(&shown(&text)).count() > 15, "{}", page);
        }
    }

    #[test]
    fn generated_registers_render_well_formed(document in registers()) {
        let register = Register::from_json(&document.to_string()).unwrap();
        for lang in Lang::ALL {
            for html in [Html::new(lang), Html::new(lang).public_extract()] {
                let page = html.render(&register);
                let read = HtmlPage::read(&page);
                prop_assert!(read.is_ok(), "{:?}\n{}", read.err(), page);
            }
        }
    }

    #[test]
    fn pages_hold_every_text_that_they_may_and_no_other(document in registers()) {
        let (document, markers) = marked(document);
        let register = Register::from_json(&document.to_string()).unwrap();
        for lang in Lang::ALL {
            let whole = [
                Html::new(lang).render(&register),
                Markdown::new(lang).render(&register),
            ];
            let extract = [
                Html::new(lang).public_extract().render(&register),
                Markdown::new(lang).public_extract().render(&register),
            ];
            let table = Csv::new(lang).public_extract().render(&register);
            let json = register.public_extract().to_json();
            for marker in &markers {
                // What is allowed of the linter's findings is the linter's to print.
                if marker.path.starts_with("allow.") {
                    prop_assert!(!json.contains(&marker.text));
                    continue;
                }
                let is_shown = marker.lang.is_none_or(|of| of == lang);
                for page in &whole {
                    prop_assert!(!is_shown || page.contains(&marker.text), "{:?}", (&marker.path, marker.lang, lang));
                }
                for page in &extract {
                    prop_assert_eq!(page.contains(&marker.text), is_shown && !marker.is_internal, "{:?}", (&marker.path, marker.lang, lang));
                }
                prop_assert!(!(marker.is_internal && table.contains(&marker.text)), "{:?}", (&marker.path, marker.lang, lang));
                prop_assert_eq!(json.contains(&marker.text), !marker.is_internal, "{:?}", (&marker.path, marker.lang, lang));
            }
        }
    }

    #[test]
    fn a_public_extract_is_a_register_and_has_nothing_left_to_leave_out(document in registers()) {
        let register = Register::from_json(&document.to_string()).unwrap();
        let extract = register.public_extract();
        prop_assert!(extract.public_extract() == extract);
        prop_assert!(Register::from_json(&extract.to_json()).unwrap() == extract);
        prop_assert!(extract.processings().iter().all(|processing| processing.public));
        prop_assert!(extract.sealed_fields().next().is_none());
    }
}

/// A text of the register that occurs once.
struct Marker {
    text: String,
    path: String,
    /// The language of the pages that show it; `None` where both do.
    lang: Option<Lang>,
    is_internal: bool,
}

/// Puts a text of its own in place of every text of the generator.
fn marked(mut document: Value) -> (Value, Vec<Marker>) {
    hide_notices(&mut document);
    let mut markers = Vec::new();
    mark(&mut document, &mut Vec::new(), false, &mut markers);
    // The note to ourselves is no key of the format.
    for notice in notices(&mut document) {
        notice.as_object_mut().unwrap().remove("internal");
    }
    (document, markers)
}

fn notices(document: &mut Value) -> impl Iterator<Item = &mut Value> {
    let notices = document.get_mut("notice").and_then(Value::as_array_mut);
    notices.into_iter().flatten()
}

/// Notes at a notice that it speaks of purposes of internal records alone.
fn hide_notices(document: &mut Value) {
    let records = document.get("processing").and_then(Value::as_array);
    let records = records.into_iter().flatten();
    let public = records.filter(|record| record.get("public") != Some(&json!(false)));
    let purposes = public.flat_map(|record| record.get("purpose").and_then(Value::as_array));
    let kept: Vec<_> = purposes
        .flatten()
        .map(|purpose| purpose["id"].clone())
        .collect();
    for notice in notices(document) {
        let named = notice["purposes"].as_array().unwrap();
        let is_internal = !named.is_empty() && !named.iter().any(|id| kept.contains(id));
        notice["internal"] = json!(is_internal);
    }
}

fn mark(value: &mut Value, path: &mut Vec<String>, is_internal: bool, markers: &mut Vec<Marker>) {
    let is_internal = is_internal || is_internal_at(path, value);
    match value {
        Value::Object(entries) => {
            let languages: Vec<_> = entries.keys().cloned().collect();
            for (key, value) in entries {
                path.push(key.clone());
                mark(value, path, is_internal, markers);
                path.pop();
                if languages.len() == 2 && languages == ["en", "fr"] && value.is_string() {
                    let of = if key == "fr" { Lang::Fr } else { Lang::En };
                    if let Some(last) = markers.iter_mut().rev().find(|last| value == &last.text) {
                        last.lang = Some(of);
                    }
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                mark(item, path, is_internal, markers);
            }
        }
        Value::String(text) if is_a_text(text) => {
            *text = format!("Mark{}q", markers.len());
            markers.push(Marker {
                text: text.clone(),
                path: path.join("."),
                lang: None,
                is_internal,
            });
        }
        _ => {}
    }
}

/// The texts of the generator are none of the format's codes.
fn is_a_text(text: &str) -> bool {
    [
        "Facturation",
        "Été comme hiver",
        "a \"quoted\" <b>word</b> & more",
        "two\nlines\ttabbed",
        "back\\slash 'single'",
        "日本語 🦀",
        "trailing space ",
    ]
    .contains(&text)
}

/// What the public does not see, told apart from the extract's own list.
fn is_internal_at(path: &[String], value: &Value) -> bool {
    let path: Vec<_> = path.iter().map(String::as_str).collect();
    match path.as_slice() {
        [
            "contract" | "application" | "platform" | "request" | "security" | "breach"
            | "breach_procedure" | "dpia",
        ]
        | ["version", "note"]
        | ["processing", "purpose", "balancing"]
        | ["processing", "data", "retention", "note"]
        | ["organisation", "dpo_note" | "establishments" | "location"]
        | [
            "processing",
            "author" | "responsible" | "software" | "storage" | "measures" | "instructions"
            | "sensitive_note",
        ]
        | [
            "processing",
            "clients",
            "contact" | "representative" | "dpo" | "record",
        ]
        | ["processing", "transfers", "assessment"] => true,
        ["processing", "documents"] => {
            value.is_object() && value.get("internal") != Some(&json!(false))
        }
        ["notice"] => value.get("internal") == Some(&json!(true)),
        ["processing"] => value.get("public") == Some(&json!(false)),
        _ => false,
    }
}

#[test]
fn code_that_markdown_cannot_hold_as_code_is_text() {
    let page = Markdown::new(Lang::En).render(&with_text("word"));
    assert!(page.contains("\n| \\_ga\\|\\` |"), "{page}");
}

#[test]
fn records_whose_headings_read_alike_have_links_of_their_own() {
    // `FAC.01` and `FAC01` make one anchor; GitHub numbers the second of them, and passes over a heading that has that number.
    let record = |reference, name| format!("{{ ref = \"{reference}\", name = \"{name}\" }}");
    let records = [
        record("FAC.01", "Billing"),
        record("FAC01", "Billing-1"),
        record("FAC-01", "Billing"),
        record("FAC01.", "Billing"),
        record("FAC0.1", "Billing"),
    ];
    let text = format!(
        "organisation = {{ name = \"A\" }}\nprocessing = [{}]\n[[dpia]]\nscope = \"S\"\nprocessings = [\"FAC01.\"]",
        records.join(", ")
    );
    let page = Markdown::new(Lang::En).render(&Register::from_toml(&text).unwrap());
    for link in [
        "| [FAC.01](#fac01-billing) |",
        "| [FAC01](#fac01-billing-1) |",
        "| [FAC-01](#fac-01-billing) |",
        "| [FAC01.](#fac01-billing-2) |",
        "| [FAC0.1](#fac01-billing-3) |",
        "**Processing activities**: [FAC01.](#fac01-billing-2)\n",
    ] {
        assert!(page.contains(link), "{link}: {page}");
    }
}

#[test]
fn links_of_markdown_lead_to_the_headings_of_records() {
    let text = "organisation = { name = \"A\" }\nprocessing = [{ ref = \"FAC-01\", name = \"Facturation & paiements (2026)\" }]";
    let page = Markdown::new(Lang::Fr).render(&Register::from_toml(text).unwrap());
    assert!(page.contains("[FAC-01](#fac-01-facturation--paiements-2026)"));
    assert!(page.contains("\n## FAC-01 Facturation \\& paiements (2026)\n"));
}

/// GitHub keeps letters, what Unicode counts among them, marks, decimal digits and what joins words; `²` and `½` are none of these.
#[test]
fn an_anchor_has_the_characters_that_github_keeps() {
    for (name, anchor) in [
        ("Surfaces en m²", "a-surfaces-en-m"),
        ("½ ① ₂ ৴", "a----"),
        // Decomposed, as some systems hand names over.
        ("Re\u{301}union", "a-re\u{301}union"),
        ("Étage Ⅻ, n° 3", "a-étage-ⅻ-n-3"),
        ("١٢ 𝟏", "a-١٢-𝟏"),
        ("a‿b＿c", "a-a‿b＿c"),
        ("Ⓔ", "a-ⓔ"),
        ("no\u{a0}break – dash", "a-nobreak--dash"),
    ] {
        let text = format!(
            "organisation = {{ name = \"A\" }}\nprocessing = [{{ ref = \"A\", name = \"{name}\" }}]"
        );
        let page = Markdown::new(Lang::Fr).render(&Register::from_toml(&text).unwrap());
        assert!(
            page.contains(&format!("[A](#{anchor})")),
            "{anchor}: {page}"
        );
    }
}
