//! Every check as a table that people read.

use std::fmt::Write;

use greffe_document::Words;
use greffe_terms::Lang;

use super::{Check, checks};

/// Every check as a page of Markdown: id, severity, provisions, what it finds and how to mend it. `LINT.md` beside this crate is this page in English.
#[must_use]
pub fn list_in_markdown(lang: Lang) -> String {
    let mut page = format!("# {}\n\n", TITLE.in_language(lang));
    for paragraph in PARAGRAPHS {
        page.push_str(paragraph.in_language(lang));
        page.push_str("\n\n");
    }
    page.push_str(&table_in_markdown(checks(), lang));
    page
}

/// Checks as a table.
pub(crate) fn table_in_markdown(
    checks: impl Iterator<Item = &'static Check>,
    lang: Lang,
) -> String {
    let mut page = String::from(HEAD.in_language(lang));
    page.push_str("\n| --- | --- | --- | --- | --- |\n");
    for check in checks {
        let law: Vec<_> = check.citations().map(|law| law.label(lang)).collect();
        // Writing into a text cannot fail.
        let _ = writeln!(
            page,
            "| {}{} | {} | {} | {} | {} |",
            check.id(),
            if check.needs_the_day() { " *" } else { "" },
            check.severity().label(lang),
            law.join(lang.pick("\u{a0}; ", "; ")),
            check.message(lang),
            check.hint(lang).replace('|', "\\|"),
        );
    }
    page
}

const TITLE: Words = Words::new("Les contrôles du registre", "The checks of the register");
const HEAD: Words = Words::new(
    "| id | gravité | texte | constat | conseil |",
    "| id | severity | provision | what is found | how to mend it |",
);
const PARAGRAPHS: &[Words] = &[
    Words::new(
        "Une **erreur**\u{a0}: la loi est enfreinte à la lecture du registre (il y manque ce qu’il doit contenir lui-même, art. 30(1) et (2), 33(5) et 49(6) du RGPD, ou un fait indiqué est interdit), ou ce qui est écrit ne peut être vrai. Un **avertissement**\u{a0}: ce que la loi demande n’est pas indiqué et peut pourtant être fait (dont ce que l’art. 30 demande «\u{a0}le cas échéant\u{a0}» ou «\u{a0}dans la mesure du possible\u{a0}»), ou ce qui est indiqué n’est pas sûr sans autre explication (ce qu’écartent les autorités, ce que seuls des mots révèlent). Une **info**\u{a0}: une bonne pratique, ou ce qui mérite d’être connu.",
        "An **error**: the law is broken on the face of the register (it lacks what it must hold itself, Art. 30(1) and (2), 33(5) and 49(6) GDPR, or tells a fact that is forbidden), or what is written cannot be true. A **warning**: what the law asks for is not told, although it may be done (as well as what Art. 30 asks “where applicable” or “where possible”), or what is told is unsound unless there is more to it (what authorities refuse, what only words give away). An **info**: good practice, or worth knowing.",
    ),
    Words::new(
        "La gravité d’un contrôle est la plus grande de ses constats. Ce qui dépend du rôle ou du jour est un avertissement tant qu’on ne les connaît pas, et rien n’est une erreur dans une fiche en projet ou archivée.",
        "The severity of a check is the gravest of its findings. What depends on the role or on the day is a warning while these are not known, and nothing is an error in a record that is a draft or archived.",
    ),
    Words::new(
        "Les contrôles marqués d’un astérisque comparent une date avec le jour et ne tournent que si on le donne. Ceux qui s’en tiennent à des mots (finalité vague, mineurs, anonymat, conditions d’utilisation) peuvent se tromper\u{a0}: `[[allow]]` admet un constat avec son motif, voir `FORMAT.md`.",
        "Checks with an asterisk compare a date with today and run only where the day is given. Those that go by words (vague purpose, minors, anonymity, terms of use) can be wrong: `[[allow]]` accepts a finding with a reason, see `FORMAT.md`.",
    ),
];
