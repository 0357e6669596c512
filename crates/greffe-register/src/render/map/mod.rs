//! The data map: which data of which processing go to whom.
//!
//! `flows` reads it out of the register, `layout` says where everything stands, `svg` draws it, `table` says the same in words.

mod flows;
mod layout;
mod letters;
pub(super) mod svg;
mod table;

use greffe_terms::Lang;

use super::page::Page;
use super::part::Part;
use crate::Register;

pub(super) use flows::Map;

/// The section of the data map; none where there is no record to draw.
pub(super) fn section(page: &mut Page, register: &Register) {
    let map = Map::of(register, page.lang());
    if map.rows.is_empty() {
        return;
    }
    page.open_section("map", "Carte des données", "Data map");
    page.paragraph(|page| {
        let (fr, en) = intro(&map);
        page.words(fr, en);
    });
    page.map(&map);
    let summary = page
        .lang()
        .pick("La carte en tableau", "The map as a table");
    page.within(Part::Details(summary), |page| table::show(page, &map));
    page.close_section();
}

const fn intro(map: &Map<'_>) -> (&'static str, &'static str) {
    if map.is_grouped {
        (
            "Quelles données vont à qui. Les traitements qui concernent les mêmes personnes et servent les mêmes destinataires sont réunis.",
            "Which data go to whom. Processing activities that concern the same persons and serve the same recipients stand together.",
        )
    } else {
        (
            "Quelles données vont à qui\u{a0}: les personnes, les traitements avec leurs catégories de données, les destinataires.",
            "Which data go to whom: the persons, the processing activities with their categories of data, the recipients.",
        )
    }
}

/// What marks a recipient out of the European Economic Area.
fn abroad(lang: Lang) -> &'static str {
    lang.pick("hors EEE", "outside the EEA")
}

/// What marks an international organisation, to which data are transferred wherever it sits (Art. 44 GDPR).
fn organisation(lang: Lang) -> &'static str {
    lang.pick("organisation internationale", "international organisation")
}
