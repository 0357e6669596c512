//! Every check of the gate as a page that people read.

use greffe_document::Words;
use greffe_terms::Lang;

use super::checks;
use crate::lint::table_in_markdown;

/// Every check of the gate as a page of Markdown. `DRIFT.md` beside this crate is this page in English.
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

const TITLE: Words = Words::new(
    "Les contrôles des écarts entre registre, code et base",
    "The checks of drift between register, code and database",
);
const PARAGRAPHS: &[Words] = &[
    Words::new(
        "Une **erreur**\u{a0}: ce que le code ou la base fait n’est pas ce que dit le registre. Un **avertissement**\u{a0}: l’écart est moindre, ou l’on ne peut savoir s’il y en a un parce que le registre se tait. Une **info**\u{a0}: ce qui mérite d’être connu. Le contrôle passe quand il ne reste ni erreur ni avertissement.",
        "An **error**: what the code or the database does is not what the register says. A **warning**: the drift is milder, or whether there is one is undetermined because the register is silent. An **info**: what is worth knowing. The gate is passed where neither an error nor a warning is left.",
    ),
    Words::new(
        "La gravité d’un contrôle est la plus grande de ses constats. Les lieux\u{a0}: un chemin du registre, `table[customers].column[iban]`, `job[FAC-01/economic]`, `site[www.helianthe.example].tracker[basket]`\u{a0}; `job` et `site` seuls quand le code n’en dit rien. `[[allow]]` admet un constat avec son motif, jusqu’à une date\u{a0}: voir `FORMAT.md`. Une admission échue ou sans objet est un constat GRF-R191 ou GRF-R190, comme pour le registre.",
        "The severity of a check is the gravest of its findings. Places are a path of the register, `table[customers].column[iban]`, `job[FAC-01/economic]`, `site[www.helianthe.example].tracker[basket]`; `job` and `site` alone where the code says nothing of them. `[[allow]]` accepts a finding with a reason, up to a date: see `FORMAT.md`. An allowance that has lapsed or covers nothing is a finding GRF-R191 or GRF-R190, as for the register.",
    ),
];
