//! One register as every format writes it.

use chrono::NaiveDate;
use greffe_register::Register;
use greffe_register::render::{Csv, Html, Markdown};
use greffe_terms::Lang;

fn register() -> Register {
    Register::from_toml(include_str!("../data/rendered.toml")).unwrap()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()
}

/// The stylesheet has tests of its own.
fn without_style(page: &str) -> String {
    let (head, from) = page.split_once("<style>").unwrap();
    let (_, body) = from.split_once("</style>").unwrap();
    format!("{head}{body}")
}

#[test]
fn one_register_in_html() {
    let page = Html::new(Lang::Fr).dated(day()).render(&register());
    insta::assert_snapshot!("rendered.fr.html", without_style(&page));
}

#[test]
fn one_register_in_markdown() {
    for lang in Lang::ALL {
        let page = Markdown::new(lang).dated(day()).render(&register());
        insta::assert_snapshot!(format!("rendered.{}.md", lang.tag()), page);
    }
}

#[test]
fn one_register_in_csv() {
    // One line ending, so that no tool of whoever reviews the snapshot changes it.
    let table = Csv::new(Lang::En).render(&register()).replace("\r\n", "\n");
    insta::assert_snapshot!("rendered.en.csv", table);
}

#[test]
fn the_public_extract_of_one_register() {
    let extract = register().public_extract();
    insta::assert_snapshot!("rendered.public.json", extract.to_json());
    let page = Markdown::new(Lang::En).public_extract().render(&register());
    insta::assert_snapshot!("rendered.public.en.md", page);
}
