//! The pages that the demo leaves, opened in headless Chromium with the network off.

use std::path::Path;
use std::process::Command;

use crate::builds;
use crate::command::{Outcome, fresh_folder, must_succeed, output_of, root};

/// Makes the pages in both languages, opens each, and reads the tree that the browser made of it.
pub(crate) fn run() -> Outcome {
    let folder = fresh_folder("browser")?;
    let built = builds::of_features()?;
    let service = built.program("examples/espace-client", "bin", "espace-client")?;
    for lang in ["fr", "en"] {
        let out = folder.join(lang);
        output_of(
            Command::new(service)
                .args(["demo", "--people", "200", "--lang", lang, "--out"])
                .arg(&out)
                .current_dir(root()),
        )?;
        must_succeed(
            Command::new("unzip")
                .arg("-qo")
                .arg(out.join("export.zip"))
                .arg("-d")
                .arg(&out),
        )?;
        let export = find(&out, "index.html").ok_or("the export has no index.html")?;
        for page in [out.join("register.html"), export] {
            open(&page, lang, &folder)?;
        }
    }
    eprintln!("   screenshots in {}", folder.display());
    Ok(())
}

fn open(page: &Path, lang: &str, folder: &Path) -> Outcome {
    let name = format!(
        "{}-{lang}.png",
        page.file_stem().unwrap_or_default().to_string_lossy()
    );
    let picture = folder.join(name);
    let url = format!("file://{}", page.display());
    let profile = fresh_folder("chromium-profile")?;
    let chromium = |arguments: &[&str]| {
        let mut command = Command::new("chromium");
        command
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
            ])
            .args([
                "--disable-background-networking",
                "--disable-component-update",
            ])
            .args([
                "--disable-sync",
                "--disable-quic",
                "--host-resolver-rules=MAP * ~NOTFOUND",
            ])
            .arg(format!("--user-data-dir={}", profile.display()))
            .args(arguments)
            .arg(&url);
        command
    };
    let tree = output_of(&mut chromium(&["--dump-dom"]))?;
    let shown = page.display();
    for wanted in [
        &format!("<html lang=\"{lang}\""),
        "<h1",
        "<main",
        "scope=\"col\"",
        "<title>",
    ] {
        if !tree.contains(wanted) {
            return Err(format!("{shown}: the page has no `{wanted}`"));
        }
    }
    for unwanted in [
        "<script",
        "src=\"http",
        "href=\"http://",
        "@import",
        "url(http",
    ] {
        if tree.contains(unwanted) {
            return Err(format!("{shown}: the page has `{unwanted}`"));
        }
    }
    let screenshot = format!("--screenshot={}", picture.display());
    output_of(&mut chromium(&[
        &screenshot,
        "--window-size=1100,1600",
        "--hide-scrollbars",
    ]))?;
    match std::fs::metadata(&picture) {
        Ok(file) if file.len() > 10_000 => Ok(()),
        _ => Err(format!("{shown}: the screenshot is missing or empty")),
    }
}

fn find(folder: &Path, name: &str) -> Option<std::path::PathBuf> {
    let mut entries: Vec<_> = std::fs::read_dir(folder)
        .ok()?
        .filter_map(Result::ok)
        .map(|e| e.path())
        .collect();
    entries.sort();
    let here = entries
        .iter()
        .find(|path| path.file_name().is_some_and(|found| found == name))
        .cloned();
    here.or_else(|| {
        entries
            .iter()
            .filter(|path| path.is_dir())
            .find_map(|path| find(path, name))
    })
}
