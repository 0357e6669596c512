//! The first page: who, when, what is inside.

use greffe_terms::Lang;

use crate::Asker;
use crate::completeness::{FileFormat, SourceOutcome, SourceStatement, Tree};

use super::Page;
use super::markup::{Html, count, esc, long_date};

pub(crate) fn header(html: &mut Html, page: &Page<'_>, title: &str) {
    let lang = page.lang;
    let received = long_date(page.request.received_on(), lang);
    let organisation = page.organisation();
    html.tag("<header>");
    html.put(format_args!(
        "<p class=\"organisation\">{}</p>",
        esc(organisation)
    ));
    html.put(format_args!("<h1>{}</h1>", esc(title)));
    let nothing = page.completeness.nothing_portable(lang);
    let lead = match (lang, page.has_access()) {
        (_, false) if nothing.is_some() => {
            let nothing = nothing.unwrap_or_default();
            lang.pick(
                format!(
                    "{organisation} répond à votre demande de portabilité du {received}. {nothing}."
                ),
                format!(
                    "{organisation} answers your request for portability of {received}. {nothing}."
                ),
            )
        }
        (Lang::Fr, true) => format!(
            "Voici la copie des données vous concernant que détient {organisation}, en réponse à votre demande du {received}."
        ),
        (Lang::Fr, false) => format!(
            "Voici les données que vous avez fournies à {organisation}, en réponse à votre demande de portabilité du {received}."
        ),
        (Lang::En, true) => {
            format!(
                "This is the copy of the data that {organisation} holds about you, in answer to your request of {received}."
            )
        }
        (Lang::En, false) => {
            format!(
                "These are the data that you provided to {organisation}, in answer to your request for portability of {received}."
            )
        }
    };
    html.put(format_args!("<p class=\"lead\">{}</p>", esc(&lead)));
    html.tag("</header>");
}

pub(crate) fn facts(html: &mut Html, page: &Page<'_>) {
    let lang = page.lang;
    let request = page.request;
    let rights: Vec<&str> = request.rights().map(|right| right.label(lang)).collect();
    let mut facts: Vec<(&str, String)> = Vec::new();
    if let Some(person) = page.addressee {
        facts.push((
            lang.pick("Personne concernée", "Person concerned"),
            person.to_owned(),
        ));
    }
    facts.push((
        lang.pick("Demande", "Request"),
        request.id().as_str().to_owned(),
    ));
    facts.push((
        lang.pick("Reçue le", "Received on"),
        long_date(request.received_on(), lang),
    ));
    if let Some(asker) = asker(request.asker(), lang) {
        facts.push((lang.pick("Faite par", "Made by"), asker.to_owned()));
    }
    facts.push((
        lang.pick("Droits exercés", "Rights exercised"),
        rights.join(", "),
    ));
    if let Some(due) = request.due() {
        facts.push((
            lang.pick("Réponse due le", "Answer due on"),
            long_date(due.strict, lang),
        ));
    }
    facts.push((
        lang.pick("Dossier établi le", "Package made on"),
        long_date(page.day, lang),
    ));
    html.tag("<dl class=\"facts\">");
    for (name, value) in facts {
        html.put(format_args!(
            "<div><dt>{}</dt><dd>{}</dd></div>",
            esc(name),
            esc(&value)
        ));
    }
    html.tag("</dl>");
}

const fn asker(asker: Asker, lang: Lang) -> Option<&'static str> {
    match asker {
        Asker::Person => None,
        other => Some(other.label(lang)),
    }
}

pub(crate) fn contents(html: &mut Html, page: &Page<'_>) {
    let lang = page.lang;
    html.section(
        "contents",
        html.pick("Ce que contient ce dossier", "What this package contains"),
    );
    html.wide(
        "",
        html.pick("Contenu du dossier", "Contents of the package"),
    );
    html.put(format_args!(
        "<thead><tr><th scope=\"col\">{}</th><th scope=\"col\" class=\"number\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>",
        html.pick("Données", "Data"),
        html.pick("Enregistrements", "Records"),
        html.pick("État", "State"),
        html.pick("Fichiers complets", "Complete files"),
    ));
    html.tag("<tbody>");
    for (index, report) in page.reports.iter().enumerate() {
        let source = &report.statement;
        let name = esc(label(source, lang));
        let name = if report.rows.is_empty() {
            name.to_string()
        } else {
            format!("<a href=\"#source-{}\">{name}</a>", index + 1)
        };
        html.put(format_args!(
            "<tr><th scope=\"row\">{name}</th><td class=\"number\">{}</td><td><span class=\"state {}\">{}</span></td><td>{}</td></tr>",
            if is_read(source) { count(source.records, lang) } else { "–".to_owned() },
            source.outcome.code(),
            state(&source.outcome, lang),
            file_links(source, lang),
        ));
    }
    html.tag("</tbody></table></div>");
    html.tag("</section>");
}

/// Whether a number of records means anything.
const fn is_read(source: &SourceStatement) -> bool {
    matches!(
        source.outcome,
        SourceOutcome::Included | SourceOutcome::Empty
    ) || source.records > 0
}

const fn state(outcome: &SourceOutcome, lang: Lang) -> &'static str {
    let (fr, en) = match outcome {
        SourceOutcome::Included => ("Inclus", "Included"),
        SourceOutcome::Empty => ("Aucune donnée", "No data"),
        SourceOutcome::NotPortable => ("Rien de portable", "Nothing portable"),
        SourceOutcome::Refused { .. } => ("Non communiqué", "Withheld"),
        SourceOutcome::Failed(_) => ("Incomplet", "Incomplete"),
        SourceOutcome::Missing => ("Manquant", "Missing"),
    };
    match lang {
        Lang::Fr => fr,
        Lang::En => en,
    }
}

/// Links to the files of a source, a line for each package; the source's name is in a link's label for those who hear the page.
pub(crate) fn file_links(source: &SourceStatement, lang: Lang) -> String {
    let mut lines = Vec::new();
    for tree in [Tree::Access, Tree::Portability] {
        let package = match tree {
            Tree::Access => lang.pick("Tout", "All"),
            Tree::Portability => lang.pick("Portable", "Portable"),
        };
        let mut links = Vec::new();
        for format in [FileFormat::Csv, FileFormat::Ndjson] {
            let files = source
                .files
                .iter()
                .filter(|file| file.tree == tree && file.format == format);
            links.extend(files.map(|file| {
                let format = match format {
                    FileFormat::Csv => lang.pick("tableur (CSV)", "spreadsheet (CSV)"),
                    FileFormat::Ndjson => "NDJSON",
                };
                let heard = esc(label(source, lang)).to_string();
                format!(
                    "<a href=\"{}\" aria-label=\"{heard}, {package}, {format}\">{format}</a>",
                    esc(&file.path)
                )
            }));
        }
        if !links.is_empty() {
            let colon = lang.pick("\u{a0}:", ":");
            lines.push(format!(
                "<span class=\"package\">{package}{colon}</span> {}",
                links.join(", ")
            ));
        }
    }
    lines.join("<br>")
}

pub(crate) fn files(html: &mut Html, page: &Page<'_>) {
    html.section(
        "files",
        html.pick(
            "Lire et réutiliser les fichiers",
            "Reading and reusing the files",
        ),
    );
    html.paragraph(html.pick(
        "Les fichiers CSV s’ouvrent avec un tableur. Une apostrophe placée au début d’une cellule de texte empêche le tableur de l’exécuter comme une formule\u{a0}: elle ne fait pas partie de vos données. Les fichiers NDJSON contiennent les valeurs exactes, une ligne par enregistrement, pour un autre logiciel.",
        "CSV files open in a spreadsheet. An apostrophe at the start of a text cell keeps the spreadsheet from running it as a formula: it is not part of your data. NDJSON files hold the exact values, one line for each record, for other software.",
    ));
    if !page.completeness.is_empty(Tree::Portability) {
        html.paragraph(html.pick(
            "Le dossier «\u{a0}portability\u{a0}» contient ce que vous avez fourni vous-même et que vous pouvez transmettre à un autre organisme.",
            "The folder “portability” holds what you provided yourself and may pass on to another organisation.",
        ));
    }
    html.tag("</section>");
}

pub(crate) fn footer(html: &mut Html, page: &Page<'_>) {
    let day = long_date(page.day, page.lang);
    let text = match page.lang {
        Lang::Fr => format!(
            "Dossier {} établi le {day}. Cette page se lit hors ligne et ne transmet rien à personne. Elle contient des données personnelles\u{a0}: gardez-la en lieu sûr.",
            page.request.id().as_str()
        ),
        Lang::En => format!(
            "Package {} made on {day}. This page reads offline and sends nothing to anyone. It holds personal data: keep it in a safe place.",
            page.request.id().as_str()
        ),
    };
    html.put(format_args!("<footer><p>{}</p></footer>", esc(&text)));
}

pub(crate) fn label(source: &SourceStatement, lang: Lang) -> &str {
    source.label.in_language(lang)
}
