//! The information of Art. 15(1) and (2). What the register does not state is shown as not stated.

use greffe_terms::{Citation, Lang};

use crate::{Art15Information, Stated};

use super::Page;
use super::markup::{Html, esc};
use super::rights::reachable;

pub(crate) fn information(html: &mut Html, page: &Page<'_>) {
    let lang = page.lang;
    let info = page.information;
    html.section(
        "information",
        html.pick(
            "Comment vos données sont utilisées",
            "How your data are used",
        ),
    );

    part(
        html,
        ("Qui en est responsable", "Who is responsible for them"),
        "",
    );
    html.paragraph(&reachable(&info.controller, lang));

    part(html, ("Pourquoi", "Why"), "GDPR 15(1)(a)");
    if info.purposes.is_empty() {
        unstated(html);
    } else {
        html.wide("", html.pick("Finalités", "Purposes"));
        html.put(format_args!(
            "<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead><tbody>",
            html.pick("Finalité", "Purpose"),
            html.pick("Base légale", "Legal basis"),
        ));
        for purpose in &info.purposes {
            let basis = match purpose.basis {
                Some(basis) => format!(
                    "{} <span class=\"law\">{}</span>",
                    esc(basis.label(lang)),
                    esc(&article(basis.article(), lang))
                ),
                None => not_stated(lang).to_owned(),
            };
            html.put(format_args!(
                "<tr><th scope=\"row\">{}</th><td>{basis}</td></tr>",
                esc(purpose.name.in_language(lang)),
            ));
        }
        html.tag("</tbody></table></div>");
    }
    partly(html, info, "GDPR 15(1)(a)");

    part(
        html,
        ("Quelles catégories de données", "Which categories of data"),
        "GDPR 15(1)(b)",
    );
    let categories = info.categories.iter().map(|one| match &one.detail {
        Some(detail) => format!(
            "{} – {}",
            esc(one.category.label(lang)),
            esc(detail.in_language(lang))
        ),
        None => esc(one.category.label(lang)).to_string(),
    });
    list(html, categories);
    partly(html, info, "GDPR 15(1)(b)");

    part(
        html,
        ("Qui les reçoit", "Who receives them"),
        "GDPR 15(1)(c)",
    );
    stated(
        html,
        &info.recipients,
        ("Personne d’autre.", "Nobody else."),
        |one| {
            format!(
                "{} <span class=\"law\">{}</span>",
                esc(one.name.in_language(lang)),
                esc(one.kind.label(lang))
            )
        },
    );
    partly(html, info, "GDPR 15(1)(c)");

    part(html, ("Combien de temps", "For how long"), "GDPR 15(1)(d)");
    let periods = info.retention.iter().map(|one| {
        let laws: Vec<String> = one
            .citations
            .iter()
            .map(|law| law.label_with_status(lang))
            .collect();
        let law = if laws.is_empty() {
            String::new()
        } else {
            format!(" <span class=\"law\">{}</span>", esc(&laws.join(", ")))
        };
        format!(
            "<strong>{}</strong> – {}{law}",
            esc(one.what.in_language(lang)),
            esc(one.period.in_language(lang))
        )
    });
    list(html, periods);
    partly(html, info, "GDPR 15(1)(d)");

    part(
        html,
        (
            "D’où elles viennent, si ce n’est de vous",
            "Where they come from, if not from you",
        ),
        "GDPR 15(1)(g)",
    );
    let none = (
        "Toutes viennent de vous ou de votre utilisation du service.",
        "All come from you or your use of the service.",
    );
    stated(html, &info.origins, none, |origin| {
        esc(origin.in_language(lang)).to_string()
    });
    partly(html, info, "GDPR 15(1)(g)");

    part(
        html,
        ("Décisions automatisées", "Automated decisions"),
        "GDPR 15(1)(h)",
    );
    let none = (
        "Aucune décision n’est prise par un automate seul.",
        "No decision is taken by a machine alone.",
    );
    stated(html, &info.automated_decisions, none, |one| {
        format!(
            "<strong>{}</strong> – {} {}",
            esc(one.what.in_language(lang)),
            esc(one.logic.in_language(lang)),
            esc(one.consequences.in_language(lang)),
        )
    });
    partly(html, info, "GDPR 15(1)(h)");

    part(
        html,
        (
            "Hors de l’Espace économique européen",
            "Outside the European Economic Area",
        ),
        "GDPR 15(2)",
    );
    let none = (
        "Vos données ne quittent pas l’Espace économique européen.",
        "Your data do not leave the European Economic Area.",
    );
    stated(html, &info.transfers, none, |one| {
        let safeguard = match one.tool {
            Some(tool) => format!(
                "{} <span class=\"law\">{}</span>",
                esc(tool.label(lang)),
                esc(&article(tool.article(), lang)),
            ),
            None => lang
                .pick("garantie non précisée", "safeguard not stated")
                .to_owned(),
        };
        format!(
            "<strong>{}</strong>, {} – {safeguard}",
            esc(one.recipient.in_language(lang)),
            esc(one.country.in_language(lang)),
        )
    });
    partly(html, info, "GDPR 15(2)");

    html.tag("</section>");
}

fn part(html: &mut Html, (fr, en): (&'static str, &'static str), law: &'static str) {
    let title = html.pick(fr, en);
    if law.is_empty() {
        html.put(format_args!("<h3>{}</h3>", esc(title)));
    } else {
        let law = Citation::from_static(law).label(html.lang());
        html.put(format_args!(
            "<h3>{} <span class=\"law\">{}</span></h3>",
            esc(title),
            esc(&law)
        ));
    }
}

fn article(article: &str, lang: Lang) -> String {
    Citation::new(&format!("GDPR {article}")).label(lang)
}

/// A list of escaped items; an empty one was not stated.
fn list(html: &mut Html, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    if items.is_empty() {
        return unstated(html);
    }
    html.tag("<ul>");
    for item in items {
        html.put(format_args!("<li>{item}</li>"));
    }
    html.tag("</ul>");
}

fn stated<T>(
    html: &mut Html,
    what: &Stated<T>,
    (fr, en): (&'static str, &'static str),
    shown: impl Fn(&T) -> String,
) {
    match what {
        Stated::Unstated => unstated(html),
        Stated::Nothing => html.paragraph(html.pick(fr, en)),
        Stated::These(items) => list(html, items.iter().map(shown)),
    }
}

/// That what stands above may not be all, where some of the register is silent.
fn partly(html: &mut Html, info: &Art15Information, law: &'static str) {
    if info.partly_stated.contains(&Citation::from_static(law)) {
        let text = html.pick(
            "Pour une partie des traitements, notre registre ne le précise pas encore\u{a0}; nous vous devons cette information.",
            "For some of the processing our register does not state it yet; we owe you this information.",
        );
        html.put(format_args!("<p class=\"unstated\">{text}</p>"));
    }
}

fn unstated(html: &mut Html) {
    let text = not_stated(html.lang());
    html.put(format_args!("<p class=\"unstated\">{text}</p>"));
}

const fn not_stated(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => {
            "Notre registre ne le précise pas encore\u{a0}; nous vous devons cette information."
        }
        Lang::En => "Our register does not state it yet; we owe you this information.",
    }
}
