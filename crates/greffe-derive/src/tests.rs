//! Errors: what they say and where they point. What the derive accepts is tested from outside.
#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice)]

use crate::expand::implementation;
use crate::row::Row;

/// The errors with the source text to which each points.
fn errors(source: &str) -> Vec<(String, String)> {
    let error = match Row::read(source.parse().unwrap()) {
        Ok(_) => panic!("it is accepted: {source}"),
        Err(error) => error,
    };
    let each = error.into_iter().map(|error| {
        let range = error.span().byte_range();
        // Places in texts parsed in one thread follow each other; lines and columns begin anew.
        let (start, length) = (error.span().start(), range.len());
        let line = source.lines().nth(start.line - 1).unwrap();
        let pointed: String = line.chars().skip(start.column).collect();
        (pointed.chars().take(length).collect(), error.to_string())
    });
    each.collect()
}

fn error(source: &str) -> (String, String) {
    let [only] = <[_; 1]>::try_from(errors(source)).unwrap();
    only
}

fn customers(field: &str) -> String {
    format!(
        "#[personal(processing = \"FAC-01\", table = \"customers\")] struct Row {{\n{field}\n}}"
    )
}

#[test]
fn a_field_without_a_word_is_an_error_at_its_name_and_each_is_told() {
    let told = errors(&customers(
        "name: String,\n#[personal(none = \"x\")] id: i64,\niban: Vec<u8>",
    ));
    let places: Vec<_> = told.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(places, ["name", "iban"]);
    assert_eq!(
        told[0].1,
        "say what this column holds: `#[personal(category = \"…\")]`, or `#[personal(none = \"reason\")]` if it holds no personal data"
    );
}

#[test]
fn what_is_missing_is_said_where_it_would_stand() {
    for (source, place, said) in [
        ("struct Row { }", "Row", "say in which table"),
        (
            "#[personal(processing = \"A\")] struct Row { }",
            "Row",
            "say in which table",
        ),
        (
            "#[personal(table = \"t\")] struct Row { #[personal(category = \"economic\")] a: i64 }",
            "\"economic\"",
            "say which processing uses these data",
        ),
        (
            &customers("#[personal(processing = \"A\")] a: i64"),
            "a",
            "say the category",
        ),
        (
            &customers("#[personal(plain)] a: i64"),
            "a",
            "say the category",
        ),
        (
            &customers("#[personal(category = \"x\")] #[personal(processing = \"A\")] a: i64"),
            "a",
            "say the category",
        ),
    ] {
        let (found, message) = error(source);
        assert_eq!(found, place, "{source}");
        assert!(message.starts_with(said), "{source}: {message}");
    }
}

#[test]
fn what_contradicts_itself_is_refused() {
    for (source, place, said) in [
        (
            customers("#[personal(none = \"r\", category = \"x\")] a: i64"),
            "\"r\"",
            "`none` says",
        ),
        (
            customers("#[personal(none = \"r\")] #[personal(category = \"x\")] a: i64"),
            "\"r\"",
            "`none` says",
        ),
        (
            customers("#[personal(none = \"r\", plain)] a: i64"),
            "\"r\"",
            "`none` says",
        ),
        (
            customers("#[sqlx(skip)] #[personal(category = \"x\")] a: i64"),
            "a",
            "sqlx skips",
        ),
        (
            customers("#[sqlx(flatten)] #[personal(category = \"x\")] a: Other"),
            "a",
            "the type of this field",
        ),
        (
            customers("#[personal(category = \"x\", category = \"y\")] a: i64"),
            "category",
            "this is said already",
        ),
        (
            customers("#[personal(none = \" \")] a: i64"),
            "\" \"",
            "this says nothing",
        ),
        (
            customers("#[personal(sealed = \"x\")] a: i64"),
            "sealed",
            "on a field `category`",
        ),
        (
            "#[personal(table = \"t\", none = \"r\", processing = \"A\")] struct Row {}".to_owned(),
            "\"A\"",
            "a table without",
        ),
        (
            "#[personal(table = \"t\", none = \"r\")] struct Row { #[personal(category = \"x\")] a: i64 }".to_owned(),
            "\"x\"",
            "the type says",
        ),
        (
            "#[personal(table = \"t\", none = \"r\")] struct Row { #[personal(categroy = \"x\")] a: i64 }".to_owned(),
            "categroy",
            "on a field `category`",
        ),
        (
            customers("#[personal(category = \"x\", field = \"f\")] #[personal(category = \"y\", field = \"g\")] a: i64"),
            "\"g\"",
            "this is said already",
        ),
        (
            customers("#[personal(category = \"x\", column = \"f\")] #[personal(category = \"y\", column = \"g\")] a: i64"),
            "\"g\"",
            "this is said already",
        ),
        (
            "#[personal(tabel = \"t\")] struct Row {}".to_owned(),
            "tabel",
            "on a type `table`",
        ),
        (
            "#[personal(table = \"t\")] enum Row {}".to_owned(),
            "Row",
            "rows are a struct",
        ),
        (
            "#[personal(table = \"t\")] struct Row(i64);".to_owned(),
            "Row",
            "the fields have no names",
        ),
    ] {
        let (found, message) = error(&source);
        assert_eq!(found, place, "{source}");
        assert!(message.starts_with(said), "{source}: {message}");
    }
}

#[test]
fn the_same_source_gives_the_same_code() {
    let source = customers(
        "#[personal(category = \"x\")] a: Sealed<Iban>, #[sqlx(default, try_from = \"i64\", rename = \"c\")] #[personal(none = \"r\")] b: u8",
    );
    let code = || implementation(&Row::read(source.parse().unwrap()).ok().unwrap()).to_string();
    assert_eq!(code(), code());
    assert!(
        code().contains("without_personal_data (\"c\" , \"r\")"),
        "{}",
        code()
    );
}
