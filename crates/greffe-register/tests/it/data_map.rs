//! The data map: which data of which processing go to whom.

use greffe_register::Register;
use greffe_register::render::{Html, Markdown};
use greffe_terms::Lang;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::generated::registers;

fn register(count: usize) -> Register {
    let record = |n: usize| {
        let abroad = if n.is_multiple_of(5) {
            json!([{ "name": "Atlantic Mail Inc.", "country": "US" }])
        } else {
            json!("none")
        };
        json!({
            "ref": format!("T-{n:03}"),
            "name": format!("A processing activity with the number {n} and a name that asks for a second line"),
            "subjects": ["customers", format!("Persons of group {}", n % 7)],
            "data": [{ "category": "identity" }, { "category": "economic" }],
            "recipients": {
                "internal": [format!("Department {}", n % 6)],
                "processor": [format!("Antidisestablishmentarianismwithoutanyspace{}", n % 11)],
                "third_country": abroad,
            },
        })
    };
    let records: Vec<Value> = (0..count).map(record).collect();
    let document = json!({ "organisation": { "name": "A" }, "processing": records });
    Register::from_json(&document.to_string()).unwrap()
}

struct Rect {
    x: u32,
    y: u32,
    width: u32,
    height: u32,
    texts: Vec<(u32, u32)>,
}

/// The drawings of a page, each with its height and its boxes.
fn drawings(page: &str) -> Vec<(u32, Vec<Rect>)> {
    let drawings = page.split("<svg ").skip(1);
    drawings
        .map(|from| {
            let svg = from.split_once("</svg>").unwrap().0;
            let size = svg.split_once("viewBox=\"0 0 960 ").unwrap().1;
            let height = size.split_once('"').unwrap().0.parse().unwrap();
            let boxes = svg.split("<rect").skip(1).map(|rect| {
                let (rect, texts) = rect.split_once("/>").unwrap();
                let texts = texts.split_once("</g>").unwrap().0;
                let texts = texts.split("<text").skip(1);
                Rect {
                    x: number(rect, "x"),
                    y: number(rect, "y"),
                    width: number(rect, "width"),
                    height: number(rect, "height"),
                    texts: texts
                        .map(|text| (number(text, "x"), number(text, "y")))
                        .collect(),
                }
            });
            (height, boxes.collect())
        })
        .collect()
}

fn number(tag: &str, name: &str) -> u32 {
    let (_, from) = tag.split_once(&format!(" {name}=\"")).unwrap();
    from.split_once('"').unwrap().0.parse().unwrap()
}

fn nothing_overlaps(page: &str) {
    for (height, boxes) in drawings(page) {
        for (n, one) in boxes.iter().enumerate() {
            assert!(one.x + one.width <= 960 && one.y + one.height <= height);
            for other in &boxes[n + 1..] {
                let apart = one.x + one.width <= other.x
                    || other.x + other.width <= one.x
                    || one.y + one.height <= other.y
                    || other.y + other.height <= one.y;
                assert!(apart);
            }
            assert!(!one.texts.is_empty());
            for (x, y) in &one.texts {
                assert!(*x > one.x && *y > one.y + 10 && *y < one.y + one.height);
            }
            assert!(one.texts.windows(2).all(|pair| pair[1].1 >= pair[0].1 + 13));
        }
    }
}

#[test]
fn no_label_overlaps_whatever_the_number_of_records() {
    for count in [1, 2, 7, 40, 41, 100] {
        let page = Html::new(Lang::Fr).render(&register(count));
        assert!(!drawings(&page).is_empty());
        nothing_overlaps(&page);
    }
}

#[test]
fn a_drawing_fits_a_page_of_paper() {
    let page = Html::new(Lang::En).render(&register(40));
    let drawings = drawings(&page);
    assert!(drawings.len() > 1);
    for (height, _) in drawings {
        // The height of A4 without margins, where 960 units are its width without them.
        assert!(height < 1290, "{height}");
    }
}

#[test]
fn up_to_forty_records_have_a_box_each_and_more_stand_in_groups() {
    let rows = |count| {
        let page = Html::new(Lang::En).render(&register(count));
        (page.matches("<g class=\"row\">").count(), page)
    };
    assert_eq!(rows(40).0, 40);
    let (boxes, page) = rows(2_000);
    assert!(boxes <= 40, "{boxes}");
    assert!(page.contains("processing activities</text>"));
}

#[test]
fn a_register_without_records_has_no_map() {
    let page = Html::new(Lang::En).render(&register(0));
    assert!(!page.contains("<svg") && !page.contains("id=\"map\""));
}

#[test]
fn the_map_has_a_title_a_description_and_the_same_in_a_table() {
    let register = register(3);
    let html = Html::new(Lang::En).render(&register);
    assert!(html.contains("role=\"img\" aria-labelledby=\"map-1-title map-1-desc\""));
    assert!(html.contains("<title id=\"map-1-title\">Data map</title>"));
    let markdown = Markdown::new(Lang::En).render(&register);
    assert!(!markdown.contains("svg"));
    for said in [
        "Atlantic Mail Inc. (outside the EEA, United States)",
        "Department 2",
        "Persons of group 1",
        "Economic and financial information",
    ] {
        let table = html.split_once("<details>").unwrap().1;
        assert!(table.contains(said), "{said}");
        assert!(markdown.contains(said), "{said}");
    }
}

#[test]
fn only_data_that_leave_the_area_are_dashed() {
    let page = |recipients: &str, transfers: &str| {
        let text = format!(
            "organisation = {{ name = \"A\" }}\nprocessing = [{{ ref = \"A\", name = \"A\", recipients = {recipients}, transfers = {transfers} }}]"
        );
        Html::new(Lang::En).render(&Register::from_toml(&text).unwrap())
    };
    let dashed = |page: &str| page.matches("class=\"flow abroad\"").count();
    let none = "\"none\"";
    for (recipients, transfers, expected) in [
        (
            "{ processor = [{ name = \"B\", country = \"DE\" }] }",
            none,
            0,
        ),
        (
            "{ processor = [{ name = \"B\", country = \"CN\" }] }",
            none,
            1,
        ),
        ("{ third_country = [\"B\"] }", none, 1),
        (
            "{ processor = [\"B\"] }",
            "[{ recipient = \"B\", country = \"US\" }]",
            1,
        ),
        (
            "{ processor = [\"B\"] }",
            "[{ recipient = \"C\", country = \"US\" }]",
            1,
        ),
        (
            "{ third_country = [{ name = \"B\", country = \"US\" }] }",
            "[{ country = \"US\" }]",
            1,
        ),
        // An organisation is beyond the Union's law wherever its seat is.
        (
            "{}",
            "[{ recipient = \"C\", country = \"FR\", international_organisation = true }]",
            1,
        ),
        (
            "{ third_country = [{ name = \"C\", country = \"FR\" }] }",
            "[{ recipient = \"C\", international_organisation = true }]",
            1,
        ),
        (
            "{}",
            "[{ recipient = \"C\", country = \"FR\", international_organisation = false }]",
            0,
        ),
    ] {
        assert_eq!(
            dashed(&page(recipients, transfers)),
            expected,
            "{recipients} {transfers}"
        );
    }
}

#[test]
fn an_organisation_is_called_one_in_the_map() {
    let text = "organisation = { name = \"A\" }\nprocessing = [{ ref = \"A\", name = \"A\", transfers = [{ recipient = \"C\", country = \"FR\", international_organisation = true }] }]";
    let page = Html::new(Lang::En).render(&Register::from_toml(text).unwrap());
    assert!(page.contains("C (international organisation, France)"));
}

#[test]
fn absences_are_told_apart_in_the_map() {
    let page = |line: &str| {
        let text = format!(
            "organisation = {{ name = \"A\" }}\nprocessing = [{{ ref = \"A\", name = \"A\"{line} }}]"
        );
        Html::new(Lang::Fr).render(&Register::from_toml(&text).unwrap())
    };
    let unknown = page("");
    assert_eq!(unknown.matches("<g class=\"end blank\">").count(), 2);
    assert!(unknown.contains(">Données\u{a0}: non renseigné</text>"));
    let none = page(
        ", subjects = \"none\", recipients = { internal = \"none\", external = \"none\", processor = \"none\", partner = \"none\" }",
    );
    assert!(!none.contains("<g class=\"end"));
    assert!(none.contains(">Personnes\u{a0}: Néant</text>"));
    assert!(none.contains(">Destinataires\u{a0}: Néant</text>"));
    // One kind that nobody filled in leaves the question open.
    let open = page(", subjects = \"not_applicable\", recipients = { internal = \"none\" }");
    assert_eq!(open.matches("<g class=\"end blank\">").count(), 1);
    assert!(open.contains(">Personnes\u{a0}: Sans objet</text>"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn generated_registers_have_a_map_without_overlap(document in registers()) {
        let register = Register::from_json(&document.to_string()).unwrap();
        for lang in Lang::ALL {
            let page = Html::new(lang).render(&register);
            nothing_overlaps(&page);
            prop_assert_eq!(&page, &Html::new(lang).render(&register));
        }
    }
}

#[test]
fn a_record_of_very_many_persons_and_recipients_is_drawn_in_time() {
    let many = |word: &str| -> Vec<String> { (0..60_000).map(|n| format!("{word} {n}")).collect() };
    let to: Vec<_> = many("Recipient")
        .into_iter()
        .map(|to| json!({ "recipient": to, "country": "US" }))
        .collect();
    let document = json!({ "organisation": { "name": "A" }, "processing": [{
        "ref": "A", "name": "A", "subjects": many("Group"), "transfers": to,
        "recipients": { "processor": many("Recipient") },
    }] });
    let register = Register::from_json(&document.to_string()).unwrap();
    let start = std::time::Instant::now();
    let page = Html::new(Lang::En).render(&register);
    assert!(page.contains("and 59977 others"));
    // Every recipient looked up among all transfers would be billions of comparisons.
    assert!(start.elapsed().as_secs() < 60);
}
