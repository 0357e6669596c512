//! What is missing, and why: what failed before anything else, then everything that the package does not have.

use greffe_terms::Lang;

use crate::completeness::{SourceOutcome, SourceStatement, Tree};
use crate::request::Outcome;
use crate::{Portability, Right};

use super::Page;
use super::first::label;
use super::markup::{Html, count, esc, long_date};

/// What failed, before anything else.
pub(crate) fn gaps(html: &mut Html, page: &Page<'_>) {
    if page.completeness.is_complete() {
        return;
    }
    html.tag("<section class=\"alert\" id=\"incomplete\">");
    html.put(format_args!(
        "<h2>{}</h2>",
        html.pick("Ce dossier est incomplet", "This package is incomplete")
    ));
    if page.completeness.gaps().next().is_some() {
        sources_that_remain(html, page);
    }
    portability_that_remains(html, page);
    html.tag("</section>");
}

/// The sources that are missing or broken, and by when the person hears of them.
fn sources_that_remain(html: &mut Html, page: &Page<'_>) {
    let lang = page.lang;
    html.paragraph(html.pick(
        "Nous n’avons pas encore pu y mettre tout ce que vous avez demandé. Il reste\u{a0}:",
        "We could not yet put in it everything that you asked for. What remains:",
    ));
    html.tag("<ul>");
    for source in page.completeness.gaps() {
        html.put(format_args!(
            "<li><strong>{}</strong> {}</li>",
            esc(label(source, lang)),
            esc(&remains(page, source))
        ));
    }
    html.tag("</ul>");
    // A day that has passed is no promise.
    let due = page.request.due().filter(|due| page.day <= due.strict);
    let due = due.map(|due| long_date(due.strict, lang));
    html.paragraph(&match (due, lang) {
        (Some(day), Lang::Fr) => format!(
            "Nous vous enverrons ce que ces sources contiennent sur vous, ou vous dirons qu’elles ne contiennent rien, au plus tard le {day}."
        ),
        (Some(day), Lang::En) => format!(
            "You will get what these sources hold about you, or our word that they hold nothing, by {day}."
        ),
        (None, Lang::Fr) => {
            "Nous vous devons ce que ces sources contiennent sur vous, ou notre parole qu’elles ne contiennent rien.".to_owned()
        }
        (None, Lang::En) => {
            "We owe you what these sources hold about you, or our word that they hold nothing.".to_owned()
        }
    });
}

/// The sources of which nobody knows whether their data are portable. The fields are in `completeness.json`; the person reads which data
/// are meant, and that nothing of the copy is missing for it.
fn portability_that_remains(html: &mut Html, page: &Page<'_>) {
    let lang = page.lang;
    let Some(sources) = undecided(page) else {
        return;
    };
    html.paragraph(&lang.pick(
        format!(
            "Portabilité\u{a0}: la base légale n’est pas précisée pour {sources}. Nous ne savons donc pas encore lesquelles de ces données \
             vous pouvez emporter ailleurs, et vous le dirons. Rien n’en manque pour autant dans la copie de vos données."
        ),
        format!(
            "Portability: the legal basis is not stated for {sources}. So we do not know yet which of these data you can take elsewhere, \
             and will tell you. Nothing of them is missing from the copy of your data for all that."
        ),
    ));
}

/// The names of the sources of which nobody knows whether their data are portable.
fn undecided(page: &Page<'_>) -> Option<String> {
    if !page.trees.contains(&Tree::Portability) {
        return None;
    }
    let is_undecided = |source: &&SourceStatement| {
        !matches!(source.outcome, SourceOutcome::Empty) && source.undecided().next().is_some()
    };
    let sources = page
        .reports
        .iter()
        .map(|report| &report.statement)
        .filter(is_undecided);
    let names: Vec<&str> = sources.map(|source| label(source, page.lang)).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// What is missing of a source. Of files the list is whole as far as it goes, and the files themselves are not.
fn remains(page: &Page<'_>, source: &SourceStatement) -> String {
    let lang = page.lang;
    let mut reports = page.reports.iter();
    let is_listing =
        reports.any(|report| report.is_listing && report.statement.name == source.name);
    match &source.outcome {
        SourceOutcome::Failed(failure) if is_listing && source.records > 0 => {
            let (failure, listed) = (failure.label(lang), count(source.records, lang));
            lang.pick(
                format!("– {failure}\u{a0}; tous les fichiers ne sont pas dans ce dossier (fichiers nommés dans la liste\u{a0}: {listed})."),
                format!("– {failure}; not every file is in this package (files that the list names: {listed})."),
            )
        }
        _ => gap(source, lang),
    }
}

fn gap(source: &SourceStatement, lang: Lang) -> String {
    match (&source.outcome, source.records) {
        (SourceOutcome::Failed(failure), 0) => format!("– {}.", failure.label(lang)),
        (SourceOutcome::Failed(failure), records) => {
            let kept = count(records, lang);
            let failure = failure.label(lang);
            match (lang, records) {
                (Lang::Fr, 1) => format!(
                    "– {failure}\u{a0}; seul le premier enregistrement est dans ce dossier."
                ),
                (Lang::Fr, _) => format!(
                    "– {failure}\u{a0}; seuls les {kept} premiers enregistrements sont dans ce dossier."
                ),
                (Lang::En, 1) => format!("– {failure}; only the first record is in this package."),
                (Lang::En, _) => {
                    format!("– {failure}; only the first {kept} records are in this package.")
                }
            }
        }
        _ => lang
            .pick(
                "– ces données n’ont pas été jointes.",
                "– these data were not included.",
            )
            .to_owned(),
    }
}

pub(crate) fn missing(html: &mut Html, page: &Page<'_>) {
    let lang = page.lang;
    html.section(
        "missing",
        html.pick("Ce qui manque, et pourquoi", "What is missing, and why"),
    );
    let mut items = Vec::new();
    for right in page.request.rights() {
        for refusal in page
            .request
            .outcome(right)
            .map(Outcome::refusals)
            .unwrap_or_default()
        {
            let laws: Vec<String> = refusal
                .citations()
                .iter()
                .map(|law| law.label(lang))
                .collect();
            let part = refusal.part().map(|part| part.in_language(lang));
            let what = match part {
                Some(part) => format!("{} – {part}", right.label(lang)),
                None => right.label(lang).to_owned(),
            };
            let mut why = format!(
                "{}. {}",
                refusal.reason().label(lang),
                refusal.explanation().in_language(lang)
            );
            if let Some(until) = refusal.last_day() {
                let until = long_date(until, lang);
                why.push_str(
                    &lang.pick(format!(" (jusqu’au {until})"), format!(" (until {until})")),
                );
            }
            items.push(item(&what, &why, &laws.join(", ")));
        }
    }
    if let Some(nothing) = page.completeness.nothing_portable(lang) {
        items.push(item(
            Right::Portability.label(lang),
            &format!("{nothing}."),
            &Right::Portability.citation().label(lang),
        ));
    }
    if let Some(sources) = undecided(page) {
        let law = Right::Portability.citation().label(lang);
        let why = lang.pick("base légale non précisée", "legal basis not stated");
        let why = lang.pick(
            format!("{why}\u{a0}: {sources}."),
            format!("{why}: {sources}."),
        );
        items.push(item(Right::Portability.label(lang), &why, &law));
    }
    for source in &page.completeness.sources {
        match &source.outcome {
            SourceOutcome::Refused { reason, citation } => {
                items.push(item(
                    label(source, lang),
                    reason.in_language(lang),
                    &citation.label(lang),
                ));
            }
            SourceOutcome::Failed(_) | SourceOutcome::Missing => {
                items.push(format!(
                    "<li><strong>{}</strong> {}</li>",
                    esc(label(source, lang)),
                    esc(&remains(page, source))
                ));
            }
            SourceOutcome::NotPortable => items.push(not_portable(source, lang)),
            SourceOutcome::Included | SourceOutcome::Empty => {}
        }
    }
    for redaction in page
        .completeness
        .redactions
        .iter()
        .filter(|redaction| redaction.count > 0)
    {
        let hidden = count(redaction.count, lang);
        let what = match (lang, redaction.count) {
            (Lang::Fr, 1) => format!("1 valeur masquée [{}]", redaction.id),
            (Lang::Fr, _) => format!("{hidden} valeurs masquées [{}]", redaction.id),
            (Lang::En, 1) => format!("1 value hidden [{}]", redaction.id),
            (Lang::En, _) => format!("{hidden} values hidden [{}]", redaction.id),
        };
        let decided = long_date(redaction.decided_on, lang);
        let why = match lang {
            Lang::Fr => format!(
                "{} (décision du {decided}, {})",
                redaction.reason.in_language(lang),
                redaction.decided_by
            ),
            Lang::En => format!(
                "{} (decided on {decided}, {})",
                redaction.reason.in_language(lang),
                redaction.decided_by
            ),
        };
        items.push(item(&what, &why, &redaction.citation.label(lang)));
    }
    if items.is_empty() {
        html.paragraph(html.pick(
            "Rien\u{a0}: toutes les sources de données connues ont été lues jusqu’au bout, et aucune valeur n’a été masquée.",
            "Nothing: every known source of data was read to its end, and no value was hidden.",
        ));
    } else {
        html.tag("<ul>");
        for item in items {
            html.put(format_args!("{item}"));
        }
        html.tag("</ul>");
    }
    html.tag("</section>");
}

/// A source that was not read, for only portable data were asked for and nothing of it is.
fn not_portable(source: &SourceStatement, lang: Lang) -> String {
    let mut why: Vec<&str> = Vec::new();
    for field in &source.fields {
        if let Portability::NotPortable(reason) = field.portability
            && !why.contains(&reason.label(lang))
        {
            why.push(reason.label(lang));
        }
    }
    let portable = lang.pick("portable\u{a0}? ", "portable? ");
    let why = format!("{portable}{}.", why.join(lang.pick("\u{a0}; ", "; ")));
    let law = Right::Portability.citation().label(lang);
    item(label(source, lang), &why, &law)
}

fn item(what: &str, why: &str, law: &str) -> String {
    format!(
        "<li><strong>{}</strong> – {} <span class=\"law\">{}</span></li>",
        esc(what),
        esc(why),
        esc(law)
    )
}
