//! The stylesheet of the page, as a reader of weak sight meets it.

use std::collections::HashMap;

use greffe_register::Register;
use greffe_register::render::Html;
use greffe_terms::Lang;

fn stylesheet() -> String {
    let register = Register::from_toml("organisation = { name = \"A\" }").unwrap();
    let page = Html::new(Lang::En).render(&register);
    let (_, from) = page.split_once("<style>").unwrap();
    from.split_once("</style>").unwrap().0.to_owned()
}

/// The colours of each scheme: light, dark, paper.
fn schemes(sheet: &str) -> Vec<HashMap<String, [f64; 3]>> {
    let blocks = sheet.split(":root {").skip(1);
    let blocks = blocks.map(|block| block.split_once('}').unwrap().0);
    blocks
        .map(|block| {
            let colours = block
                .split(';')
                .filter_map(|line| line.trim().split_once(": #"));
            colours
                .map(|(name, hex)| (name.to_owned(), rgb(hex)))
                .collect()
        })
        .collect()
}

fn rgb(hex: &str) -> [f64; 3] {
    let number = u32::from_str_radix(hex, 16).unwrap();
    assert_eq!(hex.len(), 6, "{hex}");
    let [_, red, green, blue] = number.to_be_bytes();
    [red, green, blue].map(|part| f64::from(part) / 255.0)
}

/// Relative luminance, WCAG 2.2.
fn luminance(colour: [f64; 3]) -> f64 {
    let [r, g, b] = colour.map(|part| {
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn black_on_white_has_the_highest_contrast() {
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
    assert!((contrast(rgb("767676"), [1.0; 3]) - 4.54).abs() < 0.01);
}

#[test]
fn text_stands_out_in_each_scheme_as_success_criterion_1_4_3_asks() {
    let schemes = schemes(&stylesheet());
    assert_eq!(schemes.len(), 3);
    for scheme in schemes {
        for ground in ["--paper", "--band"] {
            for text in ["--ink", "--quiet", "--accent", "--alert"] {
                let found = contrast(scheme[text], scheme[ground]);
                assert!(found >= 4.5, "{text} on {ground}: {found:.2}");
            }
            // Lines that mean something, and the mark of focus: criterion 1.4.11.
            for line in ["--flow", "--alert", "--accent", "--focus"] {
                let found = contrast(scheme[line], scheme[ground]);
                assert!(found >= 3.0, "{line} on {ground}: {found:.2}");
            }
        }
        let found = contrast(scheme["--on-fill"], scheme["--fill"]);
        assert!(found >= 4.5, "head of a table: {found:.2}");
    }
}

#[test]
fn every_colour_is_one_of_a_scheme() {
    let sheet = stylesheet();
    for line in sheet.lines().filter(|line| !line.trim().starts_with("--")) {
        assert!(!line.contains(": #") && !line.contains(" #f"), "{line}");
        for named in ["white", "black", "grey", "rgb(", "hsl("] {
            assert!(!line.contains(&format!(": {named}")), "{line}");
        }
    }
    for used in sheet.split("var(").skip(1) {
        let name = used.split(')').next().unwrap();
        assert!(
            schemes(&sheet)
                .iter()
                .all(|scheme| scheme.contains_key(name)),
            "{name}"
        );
    }
}

#[test]
fn the_page_knows_paper_dark_screens_and_narrow_ones() {
    let sheet = stylesheet();
    for rule in [
        "@media print",
        "@media (prefers-color-scheme: dark)",
        "@media (max-width: 40rem)",
        "@media (prefers-reduced-motion: reduce)",
        "thead { display: table-header-group;",
        "break-inside: avoid",
    ] {
        assert!(sheet.contains(rule), "{rule}");
    }
}
