//! The data themselves: the first records of each source in a readable table, and what each field is.

use greffe_terms::Lang;

use crate::completeness::{FieldStatement, SourceStatement};
use crate::package::files::SHOWN_COLUMNS;
use crate::package::pass::{LETTERS_SHOWN, Report, Shown};
use crate::{Kind, Portability, Value};

use super::Page;
use super::first::{file_links, label};
use super::markup::{Html, count, esc, short_date, short_instant};

pub(crate) fn sources(html: &mut Html, page: &Page<'_>) {
    html.section("data", html.pick("Vos données", "Your data"));
    for (index, report) in page.reports.iter().enumerate() {
        if !report.rows.is_empty() {
            source(html, page, report, index + 1);
        }
    }
    html.tag("</section>");
}

fn source(html: &mut Html, page: &Page<'_>, report: &Report, number: usize) {
    let lang = page.lang;
    let statement = &report.statement;
    html.put(format_args!(
        "<article id=\"source-{number}\">\n<h3>{}</h3>",
        esc(label(statement, lang))
    ));
    let shown = u64::try_from(report.rows.len()).unwrap_or(u64::MAX);
    if shown < statement.records {
        let (shown, all) = (count(shown, lang), count(statement.records, lang));
        let text = match lang {
            Lang::Fr => format!(
                "Les {shown} premiers enregistrements sur {all}. Les fichiers complets les ont tous\u{a0}:"
            ),
            Lang::En => {
                format!("The first {shown} of {all} records. The complete files have all of them:")
            }
        };
        html.put(format_args!(
            "<p>{}<br>{}</p>",
            esc(&text),
            file_links(statement, lang)
        ));
    }
    let columns: Vec<usize> = columns(page, report);
    if (statement.records == 1 && !report.is_listing) || columns.len() > MAX_COLUMNS {
        for (index, row) in report.rows.iter().enumerate() {
            record(html, page, statement, &columns, (index, row));
        }
    } else {
        table(html, page, report, &columns);
    }
    // Every column of a listing means what the content means: one line says it.
    let meant = if report.is_listing {
        columns.get(1..2)
    } else {
        columns.get(..)
    };
    meaning(html, page, statement, meant.unwrap_or_default());
    html.tag("</article>");
}

// Columns that a page of paper holds; a wider source is shown record by record.
const MAX_COLUMNS: usize = 7;

/// The fields on the page: all for access, the portable ones where only portability was asked for.
fn columns(page: &Page<'_>, report: &Report) -> Vec<usize> {
    if report.is_listing {
        return SHOWN_COLUMNS.to_vec();
    }
    let goes_in = |field: &FieldStatement| page.has_access() || field.portability.is_portable();
    let fields = report.statement.fields.iter().enumerate();
    fields
        .filter(|(_, field)| goes_in(field))
        .map(|(place, _)| place)
        .collect()
}

fn table(html: &mut Html, page: &Page<'_>, report: &Report, columns: &[usize]) {
    let lang = page.lang;
    let statement = &report.statement;
    html.wide("", label(statement, lang));
    html.tag("<thead><tr>");
    for field in chosen(&statement.fields, columns) {
        let class = number_class(field.field.kind());
        html.put(format_args!(
            "<th scope=\"col\"{class}>{}</th>",
            esc(field.field.label().in_language(lang))
        ));
    }
    html.tag("</tr></thead>\n<tbody>");
    for row in &report.rows {
        html.tag("<tr>");
        for (cell, field) in chosen(row, columns).zip(chosen(&statement.fields, columns)) {
            let class = number_class(field.field.kind());
            html.put(format_args!(
                "<td dir=\"auto\"{class}>{}</td>",
                shown(cell, lang)
            ));
        }
        html.tag("</tr>");
    }
    html.tag("</tbody></table></div>");
}

fn record(
    html: &mut Html,
    page: &Page<'_>,
    statement: &SourceStatement,
    columns: &[usize],
    (index, row): (usize, &Vec<Shown>),
) {
    let lang = page.lang;
    let caption = match (lang, statement.records) {
        (_, 1) => label(statement, lang).to_owned(),
        (Lang::Fr, _) => format!("Enregistrement {}", index + 1),
        (Lang::En, _) => format!("Record {}", index + 1),
    };
    html.wide("", &caption);
    if statement.records > 1 {
        html.put(format_args!("<caption>{}</caption>", esc(&caption)));
    }
    html.tag("<tbody class=\"record\">");
    for (cell, field) in chosen(row, columns).zip(chosen(&statement.fields, columns)) {
        html.put(format_args!(
            "<tr><th scope=\"row\">{}</th><td dir=\"auto\">{}</td></tr>",
            esc(field.field.label().in_language(lang)),
            shown(cell, lang),
        ));
    }
    html.tag("</tbody></table></div>");
}

/// What each field is: where it came from, what for, whether it is portable.
fn meaning(html: &mut Html, page: &Page<'_>, statement: &SourceStatement, columns: &[usize]) {
    let lang = page.lang;
    html.put(format_args!(
        "<h4>{}</h4>",
        html.pick("À propos de ces données", "About these data")
    ));
    let name = match lang {
        Lang::Fr => format!("À propos de {}", label(statement, lang)),
        Lang::En => format!("About {}", label(statement, lang)),
    };
    html.wide(" class=\"meaning\"", &name);
    html.put(format_args!(
        "<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>",
        html.pick("Donnée", "Field"),
        html.pick("Catégorie", "Category"),
        html.pick("Provenance", "Provenance"),
        html.pick("Utilisée pour", "Used for"),
        html.pick("Portable", "Portable"),
    ));
    for one in chosen(&statement.fields, columns) {
        let field = &one.field;
        let origin = field
            .origin()
            .map(|origin| format!(" – {}", origin.in_language(lang)))
            .unwrap_or_default();
        let purposes = field
            .purposes()
            .iter()
            .map(|id| match page.information.purpose(id) {
                Some(purpose) => purpose.name.in_language(lang),
                None => id.as_str(),
            });
        let portable = match one.portability {
            Portability::Portable => lang.pick("oui", "yes"),
            Portability::NotPortable(reason) => reason.label(lang),
        };
        let someone_else = match (field.is_about_someone_else(), lang) {
            (false, _) => "",
            (true, Lang::Fr) => " (peut concerner une autre personne)",
            (true, Lang::En) => " (may concern another person)",
        };
        html.put(format_args!(
            "<tr><th scope=\"row\">{}{someone_else}</th><td>{}</td><td>{}{}</td><td>{}</td><td>{portable}</td></tr>",
            esc(field.label().in_language(lang)),
            esc(field.category().label(lang)),
            esc(field.provenance().label(lang)),
            esc(&origin),
            esc(&purposes.collect::<Vec<_>>().join(", ")),
        ));
    }
    html.tag("</tbody></table></div>");
}

fn chosen<'c, T>(of: &'c [T], columns: &'c [usize]) -> impl Iterator<Item = &'c T> {
    columns.iter().filter_map(|column| of.get(*column))
}

const fn number_class(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer | Kind::Decimal => " class=\"number\"",
        _ => "",
    }
}

/// A cell as HTML.
fn shown(cell: &Shown, lang: Lang) -> String {
    match cell {
        Shown::Value(value) => shown_value(value, lang, &mut { LETTERS_SHOWN }),
        Shown::Cut(text) => cut(text, lang),
        Shown::Link(path) => format!("<a href=\"{0}\">{0}</a>", esc(path)),
        Shown::Redacted(id) => format!(
            "<a class=\"redacted\" href=\"#missing\">{} [{}]</a>",
            lang.pick("valeur masquée", "hidden value"),
            esc(id),
        ),
    }
}

/// What is left of a text, and that the file has the rest.
fn cut(text: &str, lang: Lang) -> String {
    format!(
        "<bdi>{}</bdi>… <span class=\"note\">({})</span>",
        esc(text),
        lang.pick(
            "texte coupé ici, entier dans le fichier",
            "cut here, whole in the file"
        ),
    )
}

/// A list, item by item, until there is no room for more letters: an item takes one of them at least.
fn shown_list(items: &[Value], lang: Lang, room: &mut usize) -> String {
    let mut shown = Vec::new();
    for item in items {
        if *room == 0 {
            shown.push(cut("", lang));
            break;
        }
        *room -= 1;
        if let Value::Text(text) = item {
            let letters = text.chars().count();
            if letters > *room {
                let start: String = text.chars().take(*room).collect();
                *room = 0;
                shown.push(cut(&start, lang));
                break;
            }
            *room -= letters;
        }
        shown.push(shown_value(item, lang, room));
    }
    shown.join("<br>")
}

fn shown_value(value: &Value, lang: Lang, room: &mut usize) -> String {
    match value {
        Value::Null => format!(
            "<span class=\"note\">{}</span>",
            lang.pick("non renseigné", "not recorded")
        ),
        Value::Text(text) if text.is_empty() => format!(
            "<span class=\"note\">{}</span>",
            lang.pick("texte vide", "empty text")
        ),
        Value::Text(text) => esc(text).to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => match lang {
            Lang::Fr => number.as_str().replace('.', ","),
            Lang::En => number.as_str().to_owned(),
        },
        Value::Boolean(true) => lang.pick("oui", "yes").to_owned(),
        Value::Boolean(false) => lang.pick("non", "no").to_owned(),
        Value::Date(day) => short_date(*day, lang),
        Value::Instant(instant) => short_instant(*instant, lang),
        Value::List(items) => {
            if items.is_empty() {
                format!(
                    "<span class=\"note\">{}</span>",
                    lang.pick("liste vide", "empty list")
                )
            } else {
                shown_list(items, lang, room)
            }
        }
    }
}
