//! axe-core, run in the page.

use serde_json::Value;

use crate::browser::Browser;

/// Fails on every finding that axe-core calls serious or critical; prints the others.
pub(crate) async fn check(browser: &Browser, page: &str) {
    let axe = std::env::var_os("AXE_CORE").expect("AXE_CORE: run through `cargo xtask web`");
    let axe = std::fs::read_to_string(axe).unwrap();
    // The pages forbid scripts; the driver's own are not theirs.
    browser.client.execute(&axe, Vec::new()).await.unwrap();
    let run = "const done = arguments[arguments.length - 1]; \
               axe.run(document, {resultTypes: ['violations', 'incomplete']}).then(done, error => done({error: String(error)}));";
    let result = browser.client.execute_async(run, Vec::new()).await.unwrap();
    let violations = result["violations"]
        .as_array()
        .unwrap_or_else(|| panic!("axe-core on {page}: {result}"));
    // A page on which nothing was examined has no findings either.
    assert!(
        result["passes"]
            .as_array()
            .is_none_or(|passes| !passes.is_empty()),
        "axe-core examined nothing on {page}"
    );
    let mut serious = Vec::new();
    for violation in violations {
        let impact = violation["impact"].as_str().unwrap_or_default();
        let nodes = violation["nodes"].as_array().into_iter().flatten();
        let places: Vec<&str> = nodes.filter_map(|node| node["html"].as_str()).collect();
        let said = format!(
            "{impact}: {} ({})\n{}",
            text(&violation["help"]),
            text(&violation["id"]),
            places.join("\n")
        );
        if matches!(impact, "serious" | "critical") {
            serious.push(said);
        } else {
            eprintln!("axe-core on {page}, {said}");
        }
    }
    assert!(
        serious.is_empty(),
        "axe-core on {page}:\n{}",
        serious.join("\n")
    );
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
