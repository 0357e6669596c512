//! Every check as a table that people read.

use std::fmt::Write;

use greffe_document::Words;
use greffe_terms::Lang;

use super::checks;

/// Every check as a page of Markdown: id, severity, provisions, what it finds and how to mend it. `LINT.md` beside this crate is this page in English.
#[must_use]
pub fn list_in_markdown(lang: Lang) -> String {
    let mut page = format!("# {}\n\n", TITLE.in_language(lang));
    for paragraph in PARAGRAPHS {
        page.push_str(paragraph.in_language(lang));
        page.push_str("\n\n");
    }
    page.push_str(HEAD.in_language(lang));
    page.push_str("\n| --- | --- | --- | --- | --- |\n");
    for check in checks() {
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
        "Une **erreur** est un devoir légal que le registre, tel qu’il est écrit, ne remplit pas\u{a0}; un **avertissement**, ce que demandent la pratique ou une autorité, ou la loi «\u{a0}dans la mesure du possible\u{a0}» (art. 30(1)(f) et (g) du RGPD)\u{a0}; une **info** mérite d’être connue. Ce qui dépend du rôle est un avertissement tant que la fiche ne le dit pas, et rien n’est une erreur dans une fiche en projet ou archivée.",
        "An **error** is a duty of the law that the register, as it is written, does not meet; a **warning** is what practice or an authority asks for, or the law where possible (Art. 30(1)(f) and (g) GDPR); an **info** is worth knowing. What depends on the role is a warning while the record does not say it, and nothing is an error in a record that is a draft or archived.",
    ),
    Words::new(
        "Les contrôles marqués d’un astérisque comparent une date avec le jour et ne tournent que si on le donne. Ceux qui s’en tiennent à des mots (finalité vague, mineurs, anonymat, conditions d’utilisation) peuvent se tromper\u{a0}: `[[allow]]` admet un constat avec son motif, voir `FORMAT.md`.",
        "Checks with an asterisk compare a date with today and run only where the day is given. Those that go by words (vague purpose, minors, anonymity, terms of use) can be wrong: `[[allow]]` accepts a finding with a reason, see `FORMAT.md`.",
    ),
];
