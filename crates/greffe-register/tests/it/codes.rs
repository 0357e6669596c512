//! The codes of the law's terms: a reader of FORMAT.md, or of an error, learns every one of them.

use greffe_register::Register;
use greffe_terms::{
    Channel, DataCategory, Lang, LegalBasis, SensitiveCategory, SpecialCondition, TransferTool,
};

/// The line of FORMAT.md that lists the codes of a place, as they stand there.
fn listed(place: &str) -> Vec<&'static str> {
    let section = include_str!("../../FORMAT.md")
        .split("\n## ")
        .find(|section| section.starts_with("Codes\n"))
        .unwrap();
    let line = section
        .lines()
        .find(|line| line.starts_with(&format!("| {place} |")))
        .unwrap();
    let codes = line.rsplit(" | ").next().unwrap();
    codes.split('`').skip(1).step_by(2).collect()
}

/// The codes that an error names for a value that is none of them.
fn expected(lines: &str, lang: Lang) -> Vec<String> {
    let text = format!(
        "organisation = {{ name = \"A\" }}\n[[processing]]\nref = \"A\"\nname = \"A\"\n{lines}"
    );
    let error = Register::from_toml(&text).unwrap_err().in_language(lang);
    let (_, codes) = error
        .split_once(lang.pick("parmi ", "out of "))
        .unwrap_or_else(|| panic!("{error}"));
    let codes = codes.split('`').skip(1).step_by(2);
    codes.map(ToOwned::to_owned).collect()
}

#[track_caller]
fn are_told(codes: Vec<&'static str>, place: &str, lines: &str) {
    assert_eq!(listed(place), codes);
    for lang in Lang::ALL {
        assert_eq!(expected(lines, lang), codes);
    }
}

#[test]
fn the_format_and_the_errors_list_every_code() {
    are_told(
        DataCategory::ALL.iter().map(|term| term.code()).collect(),
        "`category` of data, `not_processed`",
        "data = [{ category = \"x\" }]",
    );
    are_told(
        LegalBasis::ALL.iter().map(|term| term.code()).collect(),
        "`basis` of a purpose",
        "purpose = [{ id = \"p\", basis = \"x\" }]",
    );
    are_told(
        Channel::ALL.iter().map(|term| term.code()).collect(),
        "`channels` of a purpose",
        "purpose = [{ id = \"p\", channels = [\"x\"] }]",
    );
    are_told(
        SensitiveCategory::ALL
            .iter()
            .map(|term| term.code())
            .collect(),
        "`category` of `sensitive`",
        "sensitive = [{ category = \"x\" }]",
    );
    are_told(
        SpecialCondition::ALL
            .iter()
            .map(|term| term.code())
            .collect(),
        "`condition` of `sensitive`",
        "sensitive = [{ category = \"health\", condition = \"x\" }]",
    );
    are_told(
        TransferTool::ALL.iter().map(|term| term.code()).collect(),
        "`tool` of a transfer",
        "transfers = [{ tool = \"x\" }]",
    );
}
