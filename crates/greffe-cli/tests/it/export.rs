use std::fs;
use std::path::PathBuf;
use std::process::Output;

use tempfile::TempDir;

use crate::shell::{MARKER, greffe, json, text, words};

const REGISTER: &str = r#"
organisation = { name = "Atelier Hélianthe", contact = "dpo@helianthe.example" }
[[processing]]
ref = "CRM-01"
name = "Customers"
purpose = [{ id = "account", basis = "contract" }]
"#;

pub(crate) const SOURCES: &str = r#"
expected = ["customers", "visits"]
[[source]]
name = "customers"
label = { fr = "Clients", en = "Customers" }
file = "customers.ndjson"
[[source.field]]
name = "email"
category = "identity"
provenance = "provided"
purpose = "account"
label = { fr = "Adresse", en = "Address" }
[[source.field]]
name = "balance"
kind = "decimal"
category = "economic"
provenance = "inferred"
purpose = ["account"]
[[source.field]]
name = "tags"
kind = "list"
category = "other"
provenance = "observed"
purpose = "account"

[[source]]
name = "visits"
file = "visits.csv"
field = [
    { name = "day", kind = "date", category = "connection", provenance = "observed", purpose = "account" },
    { name = "note", category = "other", provenance = "third_party", purpose = "account", origin = "the shop" },
]

[[refused]]
name = "reports"
reason = "their secrecy protects other people"
law = "GDPR 15(4)"
"#;

pub(crate) const CUSTOMERS: &str = "{\"email\":\"=ada@exemple.example\",\"balance\":-12.50,\"tags\":[\"a\",null,2]}\n\n{\"balance\":\"7\",\"email\":null}\n";
pub(crate) const VISITS: &str = "note,day\r\n'twas,2026-03-01\r\n\"two\nlines\",\r\n";

pub(crate) const PRIVATE: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";
pub(crate) const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n";

pub(crate) struct Desk(TempDir);

impl Desk {
    pub(crate) fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        for (name, text) in [
            ("register.toml", REGISTER),
            ("sources.toml", SOURCES),
            ("customers.ndjson", CUSTOMERS),
            ("visits.csv", VISITS),
            ("key.pem", PRIVATE),
            ("key.pub.pem", PUBLIC),
        ] {
            desk.put(name, text);
        }
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn shown(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    pub(crate) fn put(&self, name: &str, content: &str) {
        fs::write(self.path(name), content).unwrap();
    }

    pub(crate) fn build(&self, out: &str, more: &[&str]) -> Output {
        let (sources, register, out) =
            (self.shown(""), self.shown("register.toml"), self.shown(out));
        let mut arguments = vec![
            "export",
            "build",
            "--request",
            "R-2026-17",
            "--received",
            "2026-03-02",
            "--dated",
            "2026-03-16",
            "--sources",
            &sources,
            "--register",
            &register,
            "--out",
            &out,
            "--format",
            "json",
        ];
        arguments.extend(more);
        greffe(&arguments, "")
    }

    pub(crate) fn run(&self, command: &str, package: &str, more: &[&str]) -> Output {
        let package = self.shown(package);
        let mut arguments = vec!["export", command, &package];
        arguments.extend(more);
        greffe(&arguments, "")
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }
}

#[test]
fn a_package_is_built_from_files_verified_and_opened() {
    let desk = Desk::new();
    let built = json(
        &desk.build("out.zip", &["--sign", &desk.shown("key.pem")]),
        0,
    );
    assert_eq!(built["complete"], true);
    assert_eq!(
        built["sources"][0],
        serde_json::json!({ "name": "customers", "outcome": "included", "records": 2 })
    );
    assert!(!desk.path("out.zip.staging").exists() && !desk.path("out.zip.part").exists());

    let key = desk.shown("key.pub.pem");
    let verified = json(
        &desk.run("verify", "out.zip", &["--key", &key, "--format", "json"]),
        0,
    );
    assert_eq!(
        (
            &verified["intact"],
            &verified["complete"],
            &verified["signature"]
        ),
        (&true.into(), &true.into(), &"valid".into())
    );
    let unchecked = words(&desk.run("verify", "out.zip", &["--lang", "fr"]), 0);
    assert!(
        unchecked.starts_with("Intact\u{a0}: ") && unchecked.contains("signature non vérifiée"),
        "{unchecked}"
    );

    words(
        &desk.run(
            "open",
            "out.zip",
            &["--out", &desk.shown("opened"), "--key", &key],
        ),
        0,
    );
    assert_eq!(
        desk.read("opened/data/access/customers.ndjson"),
        "{\"email\":\"=ada@exemple.example\",\"balance\":\"-12.50\",\"tags\":[\"a\",null,2]}\n{\"email\":null,\"balance\":\"7\",\"tags\":null}\n"
    );
    assert_eq!(
        desk.read("opened/data/access/visits.ndjson"),
        "{\"day\":\"2026-03-01\",\"note\":\"'twas\"}\n{\"day\":null,\"note\":\"two\\nlines\"}\n"
    );
    assert!(
        desk.read("opened/data/index.html")
            .contains("Atelier Hélianthe")
    );
    assert!(desk.path("opened/data/portability/visits.csv").exists());
    words(&desk.run("verify", "opened", &["--key", &key]), 0);
    let twice = desk.run("open", "out.zip", &["--out", &desk.shown("opened")]);
    assert_eq!(twice.status.code(), Some(2), "nothing is overwritten");
}

#[test]
fn a_folder_and_an_archive_hold_the_same_and_two_runs_give_the_same_bytes() {
    let desk = Desk::new();
    for out in ["one.zip", "two.zip", "folder"] {
        json(&desk.build(out, &[]), 0);
    }
    assert!(fs::read(desk.path("one.zip")).unwrap() == fs::read(desk.path("two.zip")).unwrap());
    words(
        &desk.run("open", "one.zip", &["--out", &desk.shown("opened")]),
        0,
    );
    for path in [
        "data/index.html",
        "data/completeness.json",
        "tagmanifest-sha256.txt",
    ] {
        assert_eq!(
            desk.read(&format!("folder/{path}")),
            desk.read(&format!("opened/{path}")),
            "{path}"
        );
    }
    assert!(!desk.path("folder/staging").exists());
    let again = json(&desk.build("folder", &[]), 2);
    assert!(
        again["error"]
            .as_str()
            .unwrap()
            .contains("holds something else than an export under way")
    );
    json(&desk.build("one.zip", &[]), 2);
}

#[test]
fn a_build_that_was_cut_off_goes_on_and_one_of_another_request_does_not() {
    let desk = Desk::new();
    json(&desk.build("whole", &[]), 0);
    // What a crash leaves: the beginning, a source without its note, half a file.
    fs::create_dir_all(desk.path("cut/staging")).unwrap();
    fs::create_dir_all(desk.path("cut/data/access")).unwrap();
    let other = desk.run("verify", "cut", &[]);
    assert_eq!(other.status.code(), Some(1), "half an export is no bag");
    desk.put("cut/data/access/customers.ndjson", "{\"ema");
    desk.put("cut/staging/begun.json", "{\"form");
    let refused = json(&desk.build("cut", &[]), 2);
    assert!(
        refused["error"]
            .as_str()
            .unwrap()
            .starts_with("--out: the folder holds something else"),
        "a torn beginning has nothing after it"
    );
    fs::remove_file(desk.path("cut/data/access/customers.ndjson")).unwrap();
    json(&desk.build("cut", &[]), 0);
    assert_eq!(
        desk.read("cut/tagmanifest-sha256.txt"),
        desk.read("whole/tagmanifest-sha256.txt")
    );
}

#[test]
fn what_is_missing_is_named_with_exit_status_1() {
    let desk = Desk::new();
    desk.put(
        "sources.toml",
        &SOURCES.replace("expected = [", "expected = [\"calls\", "),
    );
    assert_eq!(json(&desk.build("out.zip", &[]), 1)["complete"], false);
    let verified = json(&desk.run("verify", "out.zip", &["--format", "json"]), 1);
    assert_eq!(
        (&verified["intact"], &verified["complete"]),
        (&true.into(), &false.into())
    );
    assert_eq!(
        verified["gaps"][0]["text"],
        "incomplete: the source `calls` (missing)"
    );
}

#[test]
fn every_difference_is_named_and_nothing_of_it_is_unpacked() {
    let desk = Desk::new();
    json(&desk.build("bag", &["--sign", &desk.shown("key.pem")]), 0);
    desk.put("bag/data/access/visits.csv", "forged");
    fs::remove_file(desk.path("bag/data/access/customers.csv")).unwrap();
    desk.put("bag/data/more.txt", "x");
    let verified = json(&desk.run("verify", "bag", &["--format", "json"]), 1);
    let found = verified["differences"].as_array().unwrap();
    let found: Vec<_> = found
        .iter()
        .map(|one| (one["kind"].as_str().unwrap(), one["path"].as_str().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            ("missing", "data/access/customers.csv"),
            ("unlisted", "data/more.txt"),
            ("changed", "data/access/visits.csv")
        ]
    );
    assert_eq!(verified["gaps"][0]["kind"], "file");
    let french = words(&desk.run("verify", "bag", &["--lang", "fr"]), 1);
    assert!(
        french.contains("`data/access/visits.csv` a été modifié"),
        "{french}"
    );

    json(&desk.build("plain.zip", &[]), 0);
    let unsigned = words(
        &desk.run(
            "open",
            "plain.zip",
            &[
                "--out",
                &desk.shown("no"),
                "--key",
                &desk.shown("key.pub.pem"),
            ],
        ),
        1,
    );
    assert!(unsigned.contains("the bag is not signed"), "{unsigned}");
    assert!(!desk.path("no").exists());
    desk.put(
        "other.key",
        &format!("hmac-sha256 desk {}\n", "0f".repeat(32)),
    );
    let other = words(
        &desk.run("verify", "bag", &["--key", &desk.shown("other.key")]),
        1,
    );
    assert!(
        other.contains("signed with the key `21fe31dfa154a261`, not with `desk`"),
        "{other}"
    );
}

#[test]
fn files_that_cannot_be_used_are_refused_by_line_before_anything_is_written() {
    let cases = [
        (
            "customers.ndjson",
            format!("{{\"email\":\"a\"}}\n{{\"email\":\"{MARKER}\"\n"),
            "line 2: it is no JSON object",
        ),
        (
            "customers.ndjson",
            format!("{{\"{MARKER}\":1}}\n"),
            "line 1: a key is not in the description",
        ),
        (
            "customers.ndjson",
            format!("{{\"email\":\"a\",\"email\":\"{MARKER}\"}}\n"),
            "line 1: a key is given twice",
        ),
        (
            "customers.ndjson",
            format!("{{\"balance\":\"{MARKER}\"}}\n"),
            "line 1: `balance`: a decimal number without an exponent is expected",
        ),
        (
            "customers.ndjson",
            "{\"balance\":1e400}\n".to_owned(),
            "line 1: `balance`: a decimal number",
        ),
        (
            "customers.ndjson",
            "{\"tags\":{\"a\":1}}\n".to_owned(),
            "line 1: `tags`: a JSON list is expected",
        ),
        (
            "customers.ndjson",
            "[".repeat(100_000),
            "line 1: it is no JSON object",
        ),
        (
            "visits.csv",
            format!("day,note,{MARKER}\n"),
            "line 1: the header must have the fields of the description",
        ),
        (
            "visits.csv",
            "day\n".to_owned(),
            "line 1: the header must have",
        ),
        (
            "visits.csv",
            format!("day,note\n{MARKER},x\n"),
            "line 2: `day`: a day that exists is expected",
        ),
        (
            "visits.csv",
            format!("day,note\n2026-01-01,\"{MARKER}\n"),
            "line 2: a quote is never closed",
        ),
        (
            "visits.csv",
            format!("day,note\n2026-01-01,x,{MARKER}\n"),
            "line 2: 3 cells for 2 columns",
        ),
        (
            "visits.csv",
            String::new(),
            "line 1: the file has no header",
        ),
    ];
    for (file, content, expected) in cases {
        let desk = Desk::new();
        desk.put(file, &content);
        let refused = desk.build("out.zip", &[]);
        let error = json(&refused, 2)["error"].as_str().unwrap().to_owned();
        assert!(
            error.contains(&format!("{file}: {expected}")),
            "{expected}: {error}"
        );
        assert!(!error.contains(MARKER) && !text(&refused.stderr).contains(MARKER));
        assert!(!desk.path("out.zip").exists() && !desk.path("out.zip.staging").exists());
    }
    let desk = Desk::new();
    fs::remove_file(desk.path("visits.csv")).unwrap();
    assert!(
        json(&desk.build("out.zip", &[]), 2)["error"]
            .as_str()
            .unwrap()
            .contains("visits.csv: no such file")
    );
}

#[test]
fn a_description_is_refused_by_place_without_its_values() {
    let cases = [
        (
            "category = \"economic\"",
            format!("category = \"{MARKER}\""),
            "a category of data: `identity`, `personal_life`, ",
        ),
        (
            "provenance = \"inferred\"",
            format!("provenance = \"{MARKER}\""),
            "`provided`, `observed`, `inferred` or `third_party` is expected",
        ),
        (
            "kind = \"decimal\"",
            "kind = \"float\"".to_owned(),
            "`decimal`, `boolean`, `date`, `instant` or `list` is expected",
        ),
        (
            "file = \"visits.csv\"",
            format!("file = \"{MARKER}.xls\""),
            "a file .ndjson or .csv is expected",
        ),
        (
            "name = \"balance\"",
            "name = \"email\"".to_owned(),
            "a source has fields, each once",
        ),
        ("origin = ", "orgin = ".to_owned(), "unknown key `orgin`"),
        ("law = \"GDPR 15(4)\"", String::new(), "`law` is missing"),
    ];
    for (old, new, expected) in cases {
        let desk = Desk::new();
        desk.put("sources.toml", &SOURCES.replace(old, &new));
        let error = json(&desk.build("out.zip", &[]), 2)["error"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(
            error.contains("sources.toml: line ") && error.contains(expected),
            "{expected}: {error}"
        );
        assert!(!error.contains(MARKER), "{error}");
    }
}

#[test]
fn keys_that_cannot_be_used_are_not_repeated() {
    let desk = Desk::new();
    for content in [
        MARKER.to_owned(),
        format!("hmac-sha256 desk {MARKER}"),
        format!("hmac-sha256 {MARKER} 00"),
        PUBLIC.to_owned(),
    ] {
        desk.put("bad.key", &content);
        let refused = desk.build("out.zip", &["--sign", &desk.shown("bad.key")]);
        assert!(
            !json(&refused, 2)["error"]
                .as_str()
                .unwrap()
                .contains(MARKER)
        );
        assert!(!text(&refused.stderr).contains(MARKER));
    }
}

#[test]
fn an_archive_that_is_none_or_leads_elsewhere_is_not_opened() {
    let desk = Desk::new();
    desk.put("no.zip", "no archive");
    let refused = desk.run("open", "no.zip", &["--out", &desk.shown("opened")]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("not a readable ZIP file"));
    assert!(!desk.path("opened").exists());
    #[cfg(unix)]
    {
        json(&desk.build("bag", &[]), 0);
        fs::remove_file(desk.path("bag/data/access/visits.csv")).unwrap();
        std::os::unix::fs::symlink("/etc/hostname", desk.path("bag/data/access/visits.csv"))
            .unwrap();
        let verified = json(&desk.run("verify", "bag", &["--format", "json"]), 1);
        assert_eq!(
            verified["differences"][0]["kind"], "changed",
            "a link is not followed"
        );
    }
}

#[test]
fn the_public_half_of_a_key_verifies_and_the_message_says_so() {
    let desk = Desk::new();
    json(
        &desk.build("out.zip", &["--sign", &desk.shown("key.pem")]),
        0,
    );
    let refused = desk.run("verify", "out.zip", &["--key", &desk.shown("key.pem")]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("a public Ed25519 key"));
    let refused = desk.build("no.zip", &["--sign", &desk.shown("key.pub.pem")]);
    assert!(text(&refused.stderr).contains("a private Ed25519 key"));
}
