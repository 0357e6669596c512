//! The tables of the page: the data as their language writes them, what is cut and where, and what each field is.

use greffe_export::{
    Attachment, Attachments, Kind, NotPortable, Provenance, Record, Records, SourceFailure, Value,
};
use greffe_terms::{DataCategory, Lang, Text};

use crate::fixture::{day, field};
use crate::page_parts::{has, page, provided};

/// A source of so many columns and rows.
fn grid(
    columns: usize,
    rows: usize,
) -> Records<impl Iterator<Item = Result<Record, SourceFailure>>> {
    let fields = (0..columns).map(|column| provided(&format!("c{column}"), Kind::Integer));
    let row = move |row| Ok((0..columns).map(|_| Value::Integer(row)).collect());
    let rows = i64::try_from(rows).unwrap();
    Records::new("grid", fields.collect(), (0..rows).map(row))
}

#[test]
fn a_wide_source_and_a_single_record_are_shown_record_by_record() {
    const RECORD: &str = "<tbody class=\"record\">";
    let shown = |columns, rows| page(Lang::Fr, |package| package.source(grid(columns, rows)));
    for (columns, rows, records) in [
        (7, 2, 0),
        (7, 1, 1),
        (1, 1, 1),
        (8, 1, 1),
        (8, 3, 3),
        (9, 2, 2),
    ] {
        let page = shown(columns, rows);
        assert_eq!(
            page.matches(RECORD).count(),
            records,
            "{columns} columns, {rows} rows"
        );
        let captions = page.matches("<caption>").count();
        assert_eq!(
            captions,
            if rows > 1 { records } else { 0 },
            "{columns} {rows}"
        );
    }
    has(&shown(8, 3), "<caption>Enregistrement 3</caption>");
    // A listing of one file is a table all the same.
    let file = [Ok(Attachment::of_bytes("a.txt", "text/plain", b"x"))];
    let page = page(Lang::Fr, |package| {
        package.attachments(Attachments::new(
            "scans",
            provided("scan", Kind::Text),
            file,
        ))
    });
    assert!(!page.contains(RECORD));
    has(&page, "<th scope=\"col\">Nom</th>");
    has(
        &page,
        "<td dir=\"auto\"><a href=\"files/scans/a.txt\">files/scans/a.txt</a></td>",
    );
}

#[test]
fn values_are_written_as_their_language_writes_them() {
    let fields = || {
        vec![
            provided("word", Kind::Text),
            provided("count", Kind::Integer),
            provided("price", Kind::Decimal),
            provided("on", Kind::Date),
            provided("at", Kind::Instant),
            provided("sure", Kind::Boolean),
        ]
    };
    let instant = "2026-03-09T07:05:00Z"
        .parse::<chrono::DateTime<chrono::Utc>>()
        .unwrap();
    let row = vec![
        Value::from(""),
        Value::from(-12),
        Value::Decimal("1204.50".parse().unwrap()),
        Value::from(day(3, 9)),
        Value::Instant(instant),
        Value::from(true),
    ];
    let nulls = vec![Value::Null; 6];
    for (lang, cells, null) in [
        (
            Lang::Fr,
            [
                "<td dir=\"auto\"><span class=\"note\">texte vide</span></td>",
                "<td dir=\"auto\" class=\"number\">-12</td>",
                "<td dir=\"auto\" class=\"number\">1204,50</td>",
                "<td dir=\"auto\"><time datetime=\"2026-03-09\">09/03/2026</time></td>",
                "<td dir=\"auto\"><time datetime=\"2026-03-09T07:05:00Z\">09/03/2026 07:05:00\u{a0}UTC</time></td>",
                "<td dir=\"auto\">oui</td>",
            ],
            "non renseigné",
        ),
        (
            Lang::En,
            [
                "<td dir=\"auto\"><span class=\"note\">empty text</span></td>",
                "<td dir=\"auto\" class=\"number\">-12</td>",
                "<td dir=\"auto\" class=\"number\">1204.50</td>",
                "<td dir=\"auto\"><time datetime=\"2026-03-09\">9\u{a0}Mar\u{a0}2026</time></td>",
                "<td dir=\"auto\"><time datetime=\"2026-03-09T07:05:00Z\">9\u{a0}Mar\u{a0}2026 07:05:00\u{a0}UTC</time></td>",
                "<td dir=\"auto\">yes</td>",
            ],
            "not recorded",
        ),
    ] {
        let rows = [row.clone(), nulls.clone()];
        let page = page(lang, |package| {
            package.source(Records::whole("a", fields(), rows))
        });
        let lines: Vec<&str> = page
            .split("<tr>")
            .filter(|line| line.contains("<td dir"))
            .collect();
        let line: String = lines[0].split('\n').collect();
        has(&line, &cells.concat());
        assert_eq!(lines[1].matches(null).count(), 6);
        has(&page, "<th scope=\"col\" class=\"number\">count</th>");
        has(&page, "<th scope=\"col\">word</th>");
    }
}

/// The one cell of a source of one value, in a table of two rows.
fn cell(kind: Kind, value: Value) -> String {
    let fields = vec![provided("word", kind)];
    let rows = [vec![value], vec![Value::Null]];
    let page = page(Lang::Fr, |package| {
        package.source(Records::whole("a", fields, rows))
    });
    let (_, rest) = page.split_once("<td dir=\"auto\">").unwrap();
    rest.split("</td>").next().unwrap().to_owned()
}

const CUT: &str = "… <span class=\"note\">(texte coupé ici, entier dans le fichier)</span>";

#[test]
fn a_text_is_cut_behind_four_hundred_letters_and_not_before() {
    let text = |letters: usize| Value::from("é".repeat(letters));
    for letters in [1, 399, 400] {
        assert_eq!(cell(Kind::Text, text(letters)), "é".repeat(letters));
    }
    let cut = format!("<bdi>{}</bdi>{CUT}", "é".repeat(400));
    assert_eq!(cell(Kind::Text, text(401)), cut);
}

#[test]
fn a_list_is_cut_behind_as_many_letters_and_items() {
    let list = |items: &[Value]| cell(Kind::List, Value::List(items.to_vec()));
    let (one, two) = ("a".repeat(199), "b".repeat(199));
    // Each item takes a letter of its own.
    let filled = [Value::from(one.as_str()), Value::from(two.as_str())];
    assert_eq!(list(&filled), format!("{one}<br>{two}"));
    let more = [&filled[..], &[Value::from(7)]].concat();
    assert_eq!(list(&more), format!("{one}<br>{two}<br><bdi></bdi>{CUT}"));
    let longer = [Value::from(one.as_str()), Value::from("b".repeat(200))];
    assert_eq!(list(&longer), format!("{one}<br><bdi>{two}</bdi>{CUT}"));
    let numbers = |count: usize| vec![Value::from(7); count];
    assert_eq!(list(&numbers(400)), vec!["7"; 400].join("<br>"));
    assert_eq!(
        list(&numbers(401)),
        format!("{}<br><bdi></bdi>{CUT}", vec!["7"; 400].join("<br>"))
    );
    assert_eq!(list(&[]), "<span class=\"note\">liste vide</span>");
}

#[test]
fn what_each_field_is_stands_below_its_data() {
    for (lang, title, other) in [
        (
            Lang::Fr,
            "<h4>À propos de ces données</h4>",
            "peut concerner une autre personne",
        ),
        (
            Lang::En,
            "<h4>About these data</h4>",
            "may concern another person",
        ),
    ] {
        let adviser = field("adviser", Kind::Text, Provenance::ThirdParty, "account")
            .labelled("Conseiller", "Adviser")
            .also_for("news".parse().unwrap())
            .from_origin(Text::plain("Banque du Port"))
            .about_someone_else();
        let fields = vec![adviser, provided("word", Kind::Text)];
        let row = vec![Value::from("x"), Value::from("y")];
        let page = page(lang, |package| {
            package.source(Records::whole("a", fields, [row]))
        });
        has(&page, title);
        let category = DataCategory::Identity.label(lang);
        has(
            &page,
            &format!(
                "<tr><th scope=\"row\">{} ({other})</th><td>{category}</td><td>{} – Banque du Port</td><td>account, news</td><td>{}</td></tr>",
                lang.pick("Conseiller", "Adviser"),
                Provenance::ThirdParty.label(lang),
                NotPortable::ThirdParty.label(lang),
            ),
        );
        has(
            &page,
            &format!(
                "<tr><th scope=\"row\">word</th><td>{category}</td><td>{}</td><td>account</td><td>{}</td></tr>",
                Provenance::Provided.label(lang),
                lang.pick("oui", "yes"),
            ),
        );
    }
}
