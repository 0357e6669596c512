//! What the page tells of the processing itself (Art. 15(1) and (2)).

use greffe_export::{AutomatedDecision, MemorySink, Package, Stated, TransferInformation};
use greffe_terms::{Lang, Text, TransferTool};

use crate::fixture::{both, day, information, text};
use crate::page_parts::{has, page};

#[test]
fn each_part_of_the_information_has_its_title_and_its_law_and_says_what_is_not_stated() {
    for (lang, laws, titles, unstated) in [
        (
            Lang::Fr,
            "RGPD, art. ",
            [
                "Pourquoi",
                "Quelles catégories de données",
                "Qui les reçoit",
                "Combien de temps",
                "D’où elles viennent, si ce n’est de vous",
                "Décisions automatisées",
                "Hors de l’Espace économique européen",
            ],
            "Notre registre ne le précise pas encore\u{a0}; nous vous devons cette information.",
        ),
        (
            Lang::En,
            "GDPR, Art. ",
            [
                "Why",
                "Which categories of data",
                "Who receives them",
                "For how long",
                "Where they come from, if not from you",
                "Automated decisions",
                "Outside the European Economic Area",
            ],
            "Our register does not state it yet; we owe you this information.",
        ),
    ] {
        let page = page(lang, |package| package);
        let articles = [
            "15(1)(a)", "15(1)(b)", "15(1)(c)", "15(1)(d)", "15(1)(g)", "15(1)(h)", "15(2)",
        ];
        for (title, article) in titles.into_iter().zip(articles) {
            has(
                &page,
                &format!("<h3>{title} <span class=\"law\">{laws}{article}</span></h3>"),
            );
        }
        has(
            &page,
            lang.pick(
                "<h3>Qui en est responsable</h3>",
                "<h3>Who is responsible for them</h3>",
            ),
        );
        // The basis of each purpose, and one that is not known.
        for article in ["6(1)(a)", "6(1)(b)", "6(1)(c)"] {
            has(
                &page,
                &format!(" <span class=\"law\">{laws}{article}</span></td>"),
            );
        }
        has(&page, &format!("<td>{unstated}</td>"));
        let silent = format!("<p class=\"unstated\">{unstated}</p>");
        assert_eq!(
            page.matches(&silent).count(),
            6,
            "of all parts but the purposes"
        );
    }
}

#[test]
fn automated_decisions_and_transfers_are_told_with_their_logic_and_their_safeguard() {
    let stated = |lang: Lang| {
        let mut information = information();
        information.automated_decisions = Stated::These(vec![AutomatedDecision {
            what: Text::plain("Credit <limit>"),
            logic: Text::plain("By the bills of a year."),
            consequences: Text::plain("Beyond it you pay at once."),
        }]);
        let to = |recipient: &str, country: &str, tool| TransferInformation {
            recipient: Text::plain(recipient),
            country: Text::plain(country),
            tool,
        };
        information.transfers = Stated::These(vec![
            to("Northgate & Sons", "Canada", Some(TransferTool::Adequacy)),
            to("Kestrel Hosting", "Brazil", None),
        ]);
        let request = both();
        let package = Package::for_request(&request, information).dated(day(3, 16));
        let mut bag = MemorySink::new();
        let _ = package.language(lang).write_folder(&mut bag).unwrap();
        text(&bag, "data/index.html")
    };
    for (lang, tool, article, unstated) in [
        (
            Lang::Fr,
            "Décision d’adéquation",
            "RGPD, art. 45",
            "garantie non précisée",
        ),
        (
            Lang::En,
            "Adequacy decision",
            "GDPR, Art. 45",
            "safeguard not stated",
        ),
    ] {
        let page = stated(lang);
        has(
            &page,
            "<li><strong>Credit &lt;limit&gt;</strong> – By the bills of a year. Beyond it you pay at once.</li>",
        );
        has(
            &page,
            &format!(
                "<li><strong>Northgate &amp; Sons</strong>, Canada – {tool} <span class=\"law\">{article}</span></li>"
            ),
        );
        has(
            &page,
            &format!("<li><strong>Kestrel Hosting</strong>, Brazil – {unstated}</li>"),
        );
    }
}
