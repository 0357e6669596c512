//! What went wrong in other exporters. Each is a test of its own; some are met in full elsewhere, as the names tell.

use std::io::{self, Read, Write};

use greffe_export::{
    Attachment, Attachments, Kind, MemorySink, Pages, Provenance, Records, SafeNames, Sink,
    SourceFailure, SourceOutcome, SourcePage, SuspensionReason, Value, unguarded, verify_bag,
};
use greffe_terms::Lang;
use proptest::prelude::*;

use crate::fixture::{both, cells, day, field, json, lines, package, text, texts};

/// Mastodon, Discourse: an attachment that is missing is logged and passed over.
#[test]
fn an_attachment_that_is_missing_is_never_passed_over() {
    struct Gone;
    impl Read for Gone {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::NotFound.into())
        }
    }
    let content = field("photo", Kind::Text, Provenance::Provided, "account");
    let files = [
        Ok(Attachment::new("gone.jpg", "image/jpeg", Gone)),
        Ok(Attachment::new("here.jpg", "image/jpeg", &b"jpg"[..])),
    ];
    let request = both();
    let mut bag = MemorySink::new();
    let done = package(&request)
        .attachments(Attachments::new("photos", content, files))
        .write_folder(&mut bag)
        .unwrap();
    assert!(!done.completeness().is_complete());
    let listing = lines(&bag, "data/access/photos.ndjson");
    assert_eq!(
        (&listing[0]["name"], &listing[0]["path"]),
        (&"gone.jpg".into(), &serde_json::Value::Null)
    );
    assert_eq!(listing.len(), 2, "the next one is there");
    assert!(text(&bag, "data/index.html").contains("Ce dossier est incomplet"));
    assert_eq!(json(&bag, "data/completeness.json")["complete"], false);
}

/// WordPress: keys are labels in the language of whoever exports.
#[test]
fn keys_are_never_translated_labels() {
    let request = both();
    let write = |lang| {
        let email = field("email", Kind::Text, Provenance::Provided, "account")
            .labelled("Adresse", "Address");
        let mut bag = MemorySink::new();
        let source = Records::whole(
            "customers",
            vec![email],
            [vec![Value::from("a@exemple.example")]],
        )
        .labelled("Clients", "Customers");
        let _ = package(&request)
            .source(source)
            .language(lang)
            .write_folder(&mut bag)
            .unwrap();
        bag
    };
    let (fr, en) = (write(Lang::Fr), write(Lang::En));
    for path in [
        "data/access/customers.ndjson",
        "data/access/customers.csv",
        "data/portability/customers.ndjson",
    ] {
        assert_eq!(fr.file(path).unwrap(), en.file(path).unwrap(), "{path}");
    }
    assert_eq!(cells(&fr, "data/access/customers.csv")[0], ["email"]);
    let keys = |json: &serde_json::Value| {
        let mut keys = Vec::new();
        collect_keys(json, &mut keys);
        keys
    };
    for path in ["data/completeness.json", "data/datapackage.json"] {
        assert_eq!(keys(&json(&fr, path)), keys(&json(&en, path)), "{path}");
    }
}

fn collect_keys(json: &serde_json::Value, keys: &mut Vec<String>) {
    match json {
        serde_json::Value::Object(object) => {
            for (key, value) in object {
                keys.push(key.clone());
                collect_keys(value, keys);
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect_keys(item, keys)),
        _ => (),
    }
}

/// Templates that load fonts from a third party tell it who was sent an export.
#[test]
fn no_external_reference_is_in_the_page() {
    let request = both();
    let mut bag = MemorySink::new();
    let hostile =
        "https://tracker.example/<img src=//tracker.example/x.gif> url(//tracker.example) @import";
    let content = field("letter", Kind::Text, Provenance::Provided, "account");
    let _ = package(&request)
        .source(texts("a", &[hostile]))
        .attachments(Attachments::new(
            "//tracker.example",
            content,
            [Ok(Attachment::new(
                "https://tracker.example/a.png",
                "image/png",
                &b"x"[..],
            ))],
        ))
        .addressed_to(hostile)
        .write_folder(&mut bag)
        .unwrap();
    let page = text(&bag, "data/index.html");
    let references = [
        "src=", "href=", "srcset=", "action=", "data=", "poster=", "url(", "@import",
    ];
    let ours = [
        "#",
        "files/",
        "access/",
        "portability/",
        "completeness.json",
        "datapackage.json",
    ];
    let mut links = 0;
    // Texts of a person are escaped: what begins with `<` is markup.
    for tag in page
        .split('<')
        .skip(1)
        .filter_map(|tag| tag.split('>').next())
    {
        for reference in references {
            for target in tag.split(reference).skip(1) {
                let target = target.trim_start_matches('"');
                assert!(
                    ours.iter().any(|inside| target.starts_with(inside)),
                    "{tag}"
                );
                links += 1;
            }
        }
    }
    assert!(links > 4, "{links} links");
    let style = page
        .split("<style>")
        .nth(1)
        .and_then(|rest| rest.split("</style>").next());
    let style = style.unwrap();
    assert!(!style.contains("url(") && !style.contains("@import"));
    assert!(
        page.contains("default-src 'none'"),
        "and the page forbids itself to fetch"
    );
}

/// A list in a CSV file as a language's repr: `['a', 'b']`.
#[test]
fn a_list_in_csv_is_json_and_no_languages_repr() {
    let request = both();
    let mut bag = MemorySink::new();
    let field = field("tags", Kind::List, Provenance::Provided, "account");
    let list = vec![
        Value::from("l'été"),
        Value::Null,
        Value::from(true),
        Value::from("a\"b, c"),
    ];
    let _ = package(&request)
        .source(Records::whole("s", vec![field], [vec![Value::from(list)]]))
        .write_folder(&mut bag)
        .unwrap();
    let cell = &cells(&bag, "data/access/s.csv")[1][0];
    assert_eq!(cell, r#"["l'été",null,true,"a\"b, c"]"#);
    let back: serde_json::Value = serde_json::from_str(cell).unwrap();
    assert_eq!(back, lines(&bag, "data/access/s.ndjson")[0]["tags"]);
}

/// A page that a service sends again duplicates its records.
#[test]
fn a_page_that_is_replayed_duplicates_nothing_and_one_that_never_came_is_said() {
    let page = |number: u64| {
        let record = |place: u64| vec![Value::text(format!("{number}.{place}"))];
        Ok(SourcePage::new(number, vec![record(1), record(2)]))
    };
    let fields = || vec![field("text", Kind::Text, Provenance::Provided, "account")];
    let request = both();
    let write = |pages: Vec<Result<SourcePage, SourceFailure>>| {
        let mut bag = MemorySink::new();
        let done = package(&request)
            .source(Pages::new("s", fields(), pages))
            .write_folder(&mut bag)
            .unwrap();
        (bag, done.completeness().sources()[0].outcome().clone())
    };
    let (once, outcome) = write(vec![page(1), page(2), page(3)]);
    assert_eq!(outcome, SourceOutcome::Included);
    let (replayed, _) = write(vec![
        page(1),
        page(1),
        page(2),
        page(1),
        page(2),
        page(3),
        page(3),
    ]);
    assert!(once == replayed);

    let (bag, outcome) = write(vec![page(1), page(3)]);
    assert_eq!(
        outcome,
        SourceOutcome::Failed(SourceFailure::MissingPage { page: 2 })
    );
    assert_eq!(lines(&bag, "data/access/s.ndjson").len(), 2);
    assert_eq!(
        json(&bag, "data/completeness.json")["sources"][0]["missing_page"],
        2
    );
    assert!(text(&bag, "data/index.html").contains("une partie des données n"));
}

#[test]
fn a_host_that_counts_pages_from_nought_loses_none_in_silence() {
    let fields = vec![field("text", Kind::Text, Provenance::Provided, "account")];
    let page = |number: u64| Ok(SourcePage::new(number, vec![vec![Value::from("x")]]));
    let request = both();
    let done = package(&request)
        .source(Pages::new("s", fields, [page(0), page(1)]))
        .write_folder(&mut MemorySink::new())
        .unwrap();
    assert!(!done.completeness().is_complete());
}

/// A channel closes when its sender dies, and the last pages never come: neither looks like an end.
#[test]
fn a_source_that_breaks_off_before_its_end_is_a_gap() {
    let fields = || vec![field("text", Kind::Text, Provenance::Provided, "account")];
    let record = |text: &str| Some(Ok(vec![Value::from(text)]));
    let request = both();
    let mut bag = MemorySink::new();
    let page = SourcePage::new(1, vec![vec![Value::from("a")]]);
    let done = package(&request)
        .source(Records::fed("whole", fields(), [record("a"), None]))
        .source(Records::fed("cut", fields(), [record("a"), record("b")]))
        .source(Records::fed("empty", fields(), [None]))
        .source(Records::fed("never", fields(), []))
        .source(Pages::new("pages", fields(), [Ok(page)]).of_pages(3))
        .write_folder(&mut bag)
        .unwrap();
    let sources = done.completeness().sources();
    let found: Vec<_> = sources
        .iter()
        .map(|source| (source.name(), source.outcome().code(), source.records()))
        .collect();
    assert_eq!(
        found,
        [
            ("whole", "included", 1),
            ("cut", "failed", 2),
            ("empty", "empty", 0),
            ("never", "failed", 0),
            ("pages", "failed", 1)
        ]
    );
    assert_eq!(
        *sources[4].outcome(),
        SourceOutcome::Failed(SourceFailure::MissingPage { page: 2 })
    );
}

/// An account that is suspended cannot export: the right does not depend on it.
#[test]
fn an_account_that_is_suspended_exports_and_so_does_a_request_whose_clock_is_stopped() {
    let fields = || {
        vec![
            field("status", Kind::Text, Provenance::Observed, "account"),
            field("name", Kind::Text, Provenance::Provided, "account"),
        ]
    };
    let mut request = both();
    request
        .suspend(day(3, 4), SuspensionReason::Clarification)
        .unwrap();
    assert!(request.is_suspended());
    let mut bag = MemorySink::new();
    let rows = [vec![Value::from("suspended"), Value::from("Camille")]];
    let done = package(&request)
        .source(Records::whole("accounts", fields(), rows))
        .write_folder(&mut bag)
        .unwrap();
    assert!(done.completeness().is_complete());
    for tree in ["access", "portability"] {
        assert_eq!(
            lines(&bag, &format!("data/{tree}/accounts.ndjson"))[0]["name"],
            "Camille"
        );
    }
}

/// NFC and NFD twins break manifests, since one system takes them for two files and another for one.
#[test]
fn nfc_nfd_and_case_twins_break_no_manifest() {
    let names = [
        "\u{c9}t\u{e9}.txt",
        "E\u{301}te\u{301}.txt",
        "\u{e9}T\u{e9}.TXT",
        "ete.txt",
        "\u{212b}.txt",
        "\u{c5}.txt",
    ];
    let content = field("letter", Kind::Text, Provenance::Provided, "account");
    let files = names.map(|name| Ok(Attachment::new(name, "text/plain", name.as_bytes())));
    let request = both();
    let mut bag = MemorySink::new();
    let _ = package(&request)
        .attachments(Attachments::new("letters", content, files))
        .write_folder(&mut bag)
        .unwrap();
    assert!(verify_bag(&mut bag).unwrap().is_intact());
    let listing = lines(&bag, "data/access/letters.ndjson");
    for (name, line) in names.iter().zip(&listing) {
        assert_eq!(line["name"], **name, "the given name is kept to the byte");
        let path = line["path"].as_str().unwrap();
        assert!(path.is_ascii());
        assert_eq!(bag.file(&format!("data/{path}")).unwrap(), name.as_bytes());
    }
    let paths: std::collections::HashSet<String> = listing
        .iter()
        .map(|line| line["path"].as_str().unwrap().to_lowercase())
        .collect();
    assert_eq!(paths.len(), names.len());
}

/// Every hostile name at once, as names of sources and of files: nothing leaves the bag, nothing is overwritten, every name is mapped.
#[test]
fn hostile_names_of_sources_and_files_stay_in_the_bag() {
    let long = "é".repeat(4_000);
    let names = [
        "../../etc/passwd",
        "/etc/shadow",
        "C:\\Windows\\win.ini",
        "..",
        "",
        "a\0b",
        "NUL",
        "com1.txt",
        "a\u{202e}gpj.exe",
        "bagit.txt",
        "manifest-sha256.txt",
        "signature.txt",
        "index.html",
        "staging",
        "%0a",
        "a\r\nb",
        "~root",
        "-rf",
        "$(id)",
        long.as_str(),
    ];
    let content = field("letter", Kind::Text, Provenance::Provided, "account");
    let request = both();
    let mut bag = MemorySink::new();
    let mut package = package(&request);
    for (place, name) in names.iter().enumerate() {
        let text = place.to_string();
        let files = names.map(|name| Ok(Attachment::new(name, "text/plain", name.as_bytes())));
        package = if place % 2 == 0 {
            package.source(texts(name, &[text.as_str()]))
        } else {
            package.attachments(Attachments::new(*name, content.clone(), files))
        };
    }
    let done = package.write_folder(&mut bag).unwrap();
    assert!(done.completeness().is_complete());
    assert!(verify_bag(&mut bag).unwrap().is_intact());
    for (path, _) in bag.files() {
        let safe = |part: &str| {
            !part.is_empty()
                && part != ".."
                && part.len() <= 120
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        };
        assert!(path.split('/').all(safe), "{path}");
    }
    let sources = json(&bag, "data/completeness.json");
    let given: Vec<&str> = sources["sources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|source| source["name"].as_str().unwrap())
        .collect();
    assert_eq!(given, names);
}

/// The whole export held in memory. The bag is written to a place that keeps nothing, in blocks of a bounded length, while records come one by one; what
/// the process takes is measured by `examples/ten_million.rs`.
#[test]
fn an_export_is_never_held_whole_in_memory() {
    use std::cell::Cell;
    use std::rc::Rc;
    /// Counts what was written, and keeps nothing.
    struct Counting(Rc<Cell<u64>>);
    impl Write for Counting {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            assert!(bytes.len() <= 128 * 1024, "{} bytes at once", bytes.len());
            self.0.set(self.0.get() + bytes.len() as u64);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    impl Sink for Counting {
        type File = Self;
        fn create(&mut self, _: &str) -> io::Result<Self> {
            Ok(Self(Rc::clone(&self.0)))
        }
        fn finish(&mut self, _: &str, _: Self) -> io::Result<()> {
            Ok(())
        }
    }
    let written = Rc::new(Cell::new(0));
    // How much was pulled from the source and is not written yet.
    let waiting = Rc::new(Cell::new(0_u64));
    let (pulled, most) = (Rc::new(Cell::new(0_u64)), Rc::clone(&waiting));
    let (seen, out) = (Rc::clone(&pulled), Rc::clone(&written));
    let rows = (0..20_000_u64).map(move |place| {
        let text = format!("{place:0>500}");
        seen.set(seen.get() + 4 * text.len() as u64);
        most.set(most.get().max(seen.get().saturating_sub(out.get())));
        vec![Value::Text(text)]
    });
    let request = both();
    let fields = vec![field("text", Kind::Text, Provenance::Provided, "account")];
    let done = package(&request)
        .source(Records::whole("s", fields, rows))
        .write_folder(&mut Counting(Rc::clone(&written)))
        .unwrap();
    assert!(done.payload_bytes() > 40_000_000);
    assert!(waiting.get() < 1_000_000, "{} bytes waited", waiting.get());
}

proptest! {
    /// The guard that cannot be undone: whatever a text is, and however often it was guarded before.
    #[test]
    fn the_csv_guard_is_undone_for_every_text(text in "['=+@\\-\t\r\n\0,;\"  ＝＋a]{0,12}", times in 1_usize..4) {
        let mut guarded = text.clone();
        for _ in 0..times {
            guarded = greffe_export::guarded(&guarded).into_owned();
        }
        let mut back = guarded.as_str();
        for _ in 0..times {
            back = unguarded(back);
        }
        prop_assert_eq!(back, text.as_str());
    }

    /// Twins of every kind: no two names of a folder become one, in any case or normal form.
    #[test]
    fn twins_never_become_one_name(name in "[a-zé]{1,6}(\\.[a-z]{1,3})?") {
        use unicode_normalization::UnicodeNormalization;
        let mut folder = SafeNames::new();
        let twins = [name.nfc().collect::<String>(), name.nfd().collect(), name.to_uppercase(), name.clone()];
        let safe: std::collections::HashSet<String> = twins.iter().map(|twin| folder.claim(twin).to_lowercase()).collect();
        prop_assert_eq!(safe.len(), twins.len());
    }
}
