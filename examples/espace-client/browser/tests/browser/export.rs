//! The package with everything about a person, downloaded and verified.

use std::process::Command;

use crate::browser::Browser;
use crate::service::Service;

#[tokio::test(flavor = "multi_thread")]
async fn the_package_is_downloaded_and_the_command_verifies_it() {
    let service = Service::start();
    let greffe = std::env::var_os("GREFFE").expect("GREFFE: run through `cargo xtask web`");
    for (token, lang) in ["fr", "en"].into_iter().enumerate() {
        let browser = Browser::start(lang).await;
        browser.log_in(&service, token, lang).await;
        browser
            .open(&format!("{}/{lang}/data", service.address))
            .await;
        browser.find("#export-submit").await.click().await.unwrap();
        let archive = browser.downloaded(".zip").await;
        let verified = Command::new(&greffe)
            .args(["export", "verify"])
            .arg(&archive)
            .output()
            .unwrap();
        let said = String::from_utf8(verified.stdout).unwrap();
        assert!(said.starts_with("Intact: "), "{said}");
        // 1: the register names stores of others, whose rows this service does not have. Nothing else may be missing.
        assert_eq!(verified.status.code(), Some(1), "{said}");
        let missing = said
            .lines()
            .filter(|line| line.starts_with("incomplete: the source"));
        assert!(
            missing.clone().count() > 0 && missing.clone().all(|line| line.ends_with("(missing)")),
            "{said}"
        );

        // The page inside opens with the network off, and has no serious finding.
        let folder = tempfile::tempdir().unwrap();
        let unpacked = Command::new("unzip")
            .arg("-qo")
            .arg(&archive)
            .arg("-d")
            .arg(folder.path())
            .status()
            .unwrap();
        assert!(unpacked.success());
        let page = find(folder.path(), "index.html");
        browser.requests().await;
        browser.open(&format!("file://{}", page.display())).await;
        assert_eq!(
            browser.attribute("html", "lang").await.as_deref(),
            Some(lang)
        );
        crate::accessibility::check(&browser, "the page of the package").await;
        assert!(
            browser
                .requests()
                .await
                .iter()
                .all(|asked| asked.starts_with("file://"))
        );

        // The download is a request, and was answered.
        browser
            .open(&format!("{}/{lang}/requests", service.address))
            .await;
        assert_eq!(browser.count("#requests tbody tr").await, 1);
    }
}

fn find(folder: &std::path::Path, name: &str) -> std::path::PathBuf {
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|found| found == name) {
                return path;
            }
        }
    }
    panic!("no {name} in the package");
}
