//! Links of every page of the repository that lead to a file of it, and to a heading where they name one.

use std::fs;
use std::path::{Path, PathBuf};

use crate::page::{anchors, links};
use crate::{read, root};

/// Folders that hold what is built.
const BUILT: &[&str] = &["target", "node_modules", "demo-output"];

fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            if !name.starts_with('.') && !BUILT.contains(&&*name) {
                pages(&path, found);
            }
        } else if name.ends_with(".md") {
            found.push(path);
        }
    }
}

/// Why a link of a page leads nowhere.
fn broken(page: &Path, link: &str) -> Option<String> {
    let is_elsewhere = ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| link.starts_with(scheme));
    if is_elsewhere {
        return None;
    }
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = if path.is_empty() {
        page.to_owned()
    } else {
        page.parent()?.join(path)
    };
    if !target.exists() {
        return Some(format!("{}: no file at `{link}`", page.display()));
    }
    if anchor.is_empty() || target.extension()? != "md" {
        return None;
    }
    let is_there = anchors(&read(&target)).iter().any(|known| known == anchor);
    (!is_there).then(|| format!("{}: no heading at `{link}`", page.display()))
}

#[test]
fn every_link_leads_to_a_file_and_a_heading() {
    let mut found = Vec::new();
    pages(&root(), &mut found);
    assert!(found.len() > 30, "only {} pages were found", found.len());
    let mut nowhere = Vec::new();
    let mut followed = 0;
    for page in &found {
        for link in links(&read(page)) {
            followed += 1;
            nowhere.extend(broken(page, &link));
        }
    }
    assert!(followed > 100, "only {followed} links were found");
    assert!(nowhere.is_empty(), "{}", nowhere.join("\n"));
}

#[test]
fn a_link_that_leads_nowhere_is_found() {
    let page = root().join("README.md");
    for link in ["docs/none.md", "CHANGELOG.md#none", "#none"] {
        assert!(broken(&page, link).is_some(), "{link}");
    }
    for link in [
        "SECURITY.md#reporting",
        "#test-it",
        "crates",
        "https://greffe.example/none",
    ] {
        assert!(broken(&page, link).is_none(), "{link}");
    }
}
