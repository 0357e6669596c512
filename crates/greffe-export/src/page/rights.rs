//! The person's rights, how to use them, and how to complain.

use greffe_terms::{Lang, LegalBasis, SpecialCondition};

use crate::{Contact, PurposeInformation, Right};

use super::Page;
use super::markup::{Html, esc};

pub(crate) fn rights(html: &mut Html, page: &Page<'_>) {
    let lang = page.lang;
    html.section("rights", html.pick("Vos droits", "Your rights"));
    html.tag("<dl class=\"list\">");
    for right in named_rights(page) {
        html.put(format_args!(
            "<div><dt>{} <span class=\"law\">{}</span></dt><dd>{}</dd></div>",
            esc(right.label(lang)),
            esc(&right.citation().label(lang)),
            esc(right.explained(lang)),
        ));
    }
    html.tag("</dl>");

    html.put(format_args!(
        "<h3>{}</h3>",
        html.pick("Les exercer", "Using them")
    ));
    let information = page.information;
    let to = information
        .officer
        .as_ref()
        .unwrap_or(&information.controller);
    let who = reachable(to, lang);
    let text = match (lang, information.officer.is_some()) {
        (Lang::Fr, true) => {
            format!("Écrivez au délégué à la protection des données\u{a0}: {who}. C’est gratuit.")
        }
        (Lang::Fr, false) => format!("Écrivez à {who}. C’est gratuit."),
        (Lang::En, true) => {
            format!("Write to the data-protection officer: {who}. It is free of charge.")
        }
        (Lang::En, false) => format!("Write to {who}. It is free of charge."),
    };
    html.paragraph(&text);

    let authority = &information.authority;
    html.put(format_args!(
        "<h3>{}</h3>",
        html.pick("Réclamer", "Complaining")
    ));
    html.paragraph(html.pick(
        "Si cette réponse ne vous convient pas, vous pouvez adresser gratuitement une réclamation à l’autorité de contrôle, et saisir un tribunal.",
        "If you are not satisfied with this answer, you may complain to the supervisory authority, free of charge, and go to court.",
    ));
    html.put(format_args!(
        "<address><strong>{}</strong><br>{}<br>{}</address>",
        esc(authority.name.in_language(lang)),
        esc(&authority.address),
        esc(&authority.site),
    ));
    html.tag("</section>");
}

/// A name with its address.
pub(crate) fn reachable(contact: &Contact, lang: Lang) -> String {
    let name = contact.name.in_language(lang);
    match contact.address.as_deref() {
        Some(address) if address != name => format!("{name}, {address}"),
        _ => name.to_owned(),
    }
}

/// The rights that Art. 15(1)(e) has the page name, where the bases of the purposes allow them.
fn named_rights(page: &Page<'_>) -> Vec<Right> {
    let purposes = &page.information.purposes;
    // Where no purpose is stated, no right is left out for want of a basis.
    let any =
        |holds: fn(&PurposeInformation) -> bool| purposes.is_empty() || purposes.iter().any(holds);
    let applies = |right: &Right| match right {
        Right::WithdrawConsent => any(|purpose| {
            purpose.basis == Some(LegalBasis::Consent)
                || purpose.special == Some(SpecialCondition::ExplicitConsent)
        }),
        Right::Portability => any(PurposeInformation::is_portable),
        Right::Access
        | Right::Rectification
        | Right::Erasure
        | Right::Restriction
        | Right::Objection => true,
    };
    Right::ALL.into_iter().filter(applies).collect()
}
