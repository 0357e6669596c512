//! What pages say of the organisation and of one kind of data, in each edition.

use greffe_register::Register;
use greffe_register::render::{Html, Markdown};
use greffe_terms::Lang;

fn page(lang: Lang, organisation: &str, processing: &str) -> String {
    Markdown::new(lang).render(&register(organisation, processing))
}

fn public_page(lang: Lang, organisation: &str, processing: &str) -> String {
    Markdown::new(lang)
        .public_extract()
        .render(&register(organisation, processing))
}

fn register(organisation: &str, processing: &str) -> Register {
    let text = format!(
        "organisation = {{ name = \"A\", {organisation} }}\nprocessing = [{{ ref = \"P\", name = \"N\", {processing} }}]"
    );
    Register::from_toml(&text).unwrap()
}

#[test]
fn a_closing_reads_as_people_say_it() {
    for (closing, fr, en) in [
        ("12-31", "31 décembre", "31 December"),
        ("03-01", "1er mars", "1 March"),
        ("02-29", "29 février", "29 February"),
        (
            "02-end",
            "le dernier jour de février",
            "the last day of February",
        ),
        (
            "last-saturday-of-08",
            "le dernier samedi d’août",
            "the last Saturday of August",
        ),
        (
            "saturday-nearest-end-of-01",
            "le samedi le plus proche de la fin de janvier",
            "the Saturday nearest to the end of January",
        ),
        (
            "monday-nearest-end-of-10",
            "le lundi le plus proche de la fin d’octobre",
            "the Monday nearest to the end of October",
        ),
    ] {
        let organisation = format!("fiscal_year = {{ end = \"{closing}\" }}");
        let page = |lang| page(lang, &organisation, "");
        let fr = format!("- **Clôture de l’exercice**\u{a0}: {fr}\n");
        assert!(page(Lang::Fr).contains(&fr), "{fr}");
        let en = format!("- **Fiscal year closes on**: {en}\n");
        assert!(page(Lang::En).contains(&en), "{en}");
    }
}

#[test]
fn years_out_of_the_rule_stand_below_the_closing() {
    let organisation = "fiscal_year = { end = \"06-30\", previous_end = \"12-31\", exceptional = [{ start = 2025-01-01, end = 2026-06-30 }] }";
    let en = "30 June · before that: 31 December · exceptional year from 1 January 2025 to 30 June 2026\n";
    assert!(page(Lang::En, organisation, "").contains(en));
    let fr = "30 juin · auparavant\u{a0}: 31 décembre · exercice exceptionnel du 1er janvier 2025 au 30 juin 2026\n";
    assert!(page(Lang::Fr, organisation, "").contains(fr));
}

#[test]
fn the_zone_is_told_where_it_does_not_go_without_saying() {
    let zone = |zone: &str| page(Lang::Fr, &format!("zone = \"{zone}\""), "");
    assert!(zone("America/Cayenne").contains("- **Fuseau horaire**\u{a0}: America/Cayenne\n"));
    assert!(!zone("Europe/Paris").contains("Fuseau horaire"));
}

#[test]
fn where_data_are_held_is_no_row_of_a_public_extract() {
    let organisation = "location = \"Rennes\", country = \"CH\"";
    let page = page(Lang::En, organisation, "");
    assert!(page.contains("- **Where data are held**: Rennes\n"));
    let public = public_page(Lang::En, organisation, "");
    assert!(!public.contains("Where data are held") && public.contains("- **Country**: "));
}

#[test]
fn absences_within_what_is_known_keep_their_words() {
    let shown = |[none, not_applicable]: [&str; 2], [organisation, data]: [&str; 2]| {
        for (code, words) in [("none", none), ("not_applicable", not_applicable)] {
            let organisation = organisation.replace('?', code);
            let data = format!(
                "data = [{{ category = \"identity\", fields = [\"iban\"], {} }}]",
                data.replace('?', code)
            );
            let public = public_page(Lang::En, &organisation, &data);
            for page in [page(Lang::En, &organisation, &data), public] {
                assert!(page.contains(words), "{words}: {page}");
            }
        }
    };
    shown(
        [
            "x@y.example · Name: None",
            "x@y.example · Name: Not applicable",
        ],
        ["dpo = { name = \"?\", contact = \"x@y.example\" }", ""],
    );
    shown(
        ["Rep · Contact: None", "Rep · Contact: Not applicable"],
        ["representative = { name = \"Rep\", contact = \"?\" }", ""],
    );
    shown(
        ["IBAN · Source: None", "IBAN · Source: Not applicable"],
        ["", "source = \"?\""],
    );
    shown(
        ["| None: IBAN", "| Not applicable: IBAN"],
        ["", "detail = \"?\""],
    );
    // Nothing is said of what nobody filled in.
    let silent = page(
        Lang::En,
        "representative = { name = \"Rep\" }",
        "data = [{ category = \"identity\", fields = [\"iban\"] }]",
    );
    assert!(!silent.contains("Contact: ") && !silent.contains("Source: "));
}

#[test]
fn how_code_finds_and_seals_data_stays_in_the_house() {
    let processing = "data = [{ category = \"economic\", fields = [\"iban\"], sealed = [{ field = \"iban\", type = \"bytes\" }], held_in = [\"customers\"], records = [\"link_clicked\"], retention = { keep = \"P1Y\", after = \"recorded\", readers = [\"Litigation\"], effect = [\"files\"] } }]";
    let page = page(Lang::En, "", processing);
    let public = public_page(Lang::En, "", processing);
    for internal in [
        "IBAN (encrypted: bytes)",
        "Held in: `customers`",
        "Only record of: `link_clicked`",
        "Read by: Litigation · Reaches: files",
    ] {
        assert!(page.contains(internal), "{page}");
    }
    for internal in ["encrypted", "customers", "link_clicked", "Litigation"] {
        assert!(!public.contains(internal), "{internal}");
    }
    let elsewhere = self::page(
        Lang::Fr,
        "",
        "data = [{ category = \"economic\", held_in = \"elsewhere\" }]",
    );
    assert!(elsewhere.contains("Détenues par aucun service de l’organisme"));
}

#[test]
fn a_notice_names_its_purposes() {
    let text = "organisation = { name = \"A\" }\nprocessing = [{ ref = \"P\", name = \"N\", purpose = [{ id = \"news\", name = \"Newsletter\", channels = [\"email\"], consent = { minimum_notice = 3 } }] }]\nnotice = [{ id = \"n\", version = 3, purposes = [\"news\"] }]";
    let register = Register::from_toml(text).unwrap();
    let page = Html::new(Lang::En).render(&register);
    let with_id = "Newsletter<div class=\"note\"><code>news</code></div>";
    assert!(page.contains(&format!("<td>{with_id}</td>")));
    assert!(page.contains(&format!("<th scope=\"row\">{with_id}")));
    assert!(page.contains("Channels: "));
    assert!(page.contains("Consent, given since version 3 of the notice"));
    let public = Html::new(Lang::En).public_extract().render(&register);
    assert!(public.contains("<td>Newsletter</td>") && !public.contains("<code>news</code>"));
}
