//! The TOML of the guide: the register in its parts, fragments of it, policies, dependencies.

use greffe::consent::Policy;
use greffe::document::Document;
use greffe::register::Register;
use greffe::register::lint::Severity;
use greffe::terms::Lang;

use crate::page::{Block, blocks};
use crate::{chapters, read, root};

/// Whether a test below, or one of the command's, looks at the block.
pub(crate) fn is_known(block: &Block) -> bool {
    match block.file.as_deref() {
        Some("register.toml" | "Cargo.toml" | "consent.toml" | "sources.toml") => true,
        Some(_) => false,
        None => block.content.starts_with("retention = "),
    }
}

/// The TOML blocks of all chapters, of that file or of none.
fn of(file: Option<&str>) -> Vec<String> {
    let pages = chapters().into_iter();
    let all = pages.flat_map(|(_, text)| blocks(&text));
    let those = all.filter(|block| block.language == "toml" && block.file.as_deref() == file);
    those.map(|block| block.content).collect()
}

#[test]
fn the_parts_of_the_register_are_the_file_and_the_linter_has_nothing_against_it() {
    let file = read(root().join("docs/register.toml"));
    assert_eq!(of(Some("register.toml")).join("\n"), file);
    let register = Register::from_toml(&file).unwrap();
    let findings = register.lint_at("2026-11-26".parse().unwrap());
    assert!(
        findings.worst() < Some(Severity::Warning),
        "{}",
        findings.in_language(Lang::En)
    );
    assert_eq!(register.rules().count(), 4);
}

#[test]
fn every_fragment_is_a_rule_of_a_register_without_error() {
    let fragments = of(None);
    assert!(fragments.len() >= 5);
    for fragment in fragments {
        let text = format!(
            "[organisation]\nname = \"Atelier Hélianthe\"\n[[processing]]\nref = \"FAC-01\"\nname = \"Billing\"\n[[processing.data]]\ncategory = \"economic\"\n{fragment}"
        );
        let register = Register::from_toml(&text).unwrap_or_else(|why| panic!("{fragment}{why}"));
        let findings = register.lint();
        let of_rules = findings
            .iter()
            .filter(|finding| finding.severity() == Severity::Error)
            .filter(|finding| finding.path().contains("retention"));
        assert_eq!(
            of_rules.count(),
            0,
            "{fragment}{}",
            findings.in_language(Lang::En)
        );
        assert!(
            !register
                .retention("FAC-01/economic")
                .unwrap()
                .in_words(Lang::En)
                .is_empty()
        );
    }
}

#[test]
fn every_policy_is_one() {
    let policies = of(Some("consent.toml"));
    assert!(!policies.is_empty());
    for policy in policies {
        let policy = Policy::from_toml(&policy).unwrap();
        assert!(policy.purpose("newsletter").is_some());
    }
}

#[test]
fn what_a_service_depends_on_is_there_with_its_features() {
    let dependencies = of(Some("Cargo.toml"));
    assert!(!dependencies.is_empty());
    for text in dependencies {
        let document = Document::from_toml(&text).unwrap();
        assert!(document.find("dependencies.greffe.path").is_some());
        for line in text.lines().filter(|line| line.contains("path = ")) {
            let name = line.split(" = ").next().unwrap();
            let path = line.split('"').nth(1).unwrap();
            let folder = path.strip_prefix("../greffe/").expect("beside a clone");
            let manifest = read(root().join(folder).join("Cargo.toml"));
            assert!(manifest.contains(&format!("name = \"{name}\"")), "{line}");
            if line.contains("features") {
                assert!(
                    manifest.contains("\nsqlite = [") && manifest.contains("\npostgres = ["),
                    "{line}"
                );
            }
        }
    }
}
