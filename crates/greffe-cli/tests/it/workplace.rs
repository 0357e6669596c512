//! A folder with every file that the examples of `--help` name, and the shell that runs them there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use greffe::cipher::{KeyId, Keyring, KeyringError, MasterKey};
use greffe::consent::Ledger;
use greffe_keys::{FileKeys, KekSource, SystemGenerator};
use tempfile::TempDir;

use crate::consent::{ANNE, PAUL, POLICY, given, withdrawn};
use crate::export::{CUSTOMERS, PRIVATE, PUBLIC, SOURCES, VISITS};
use crate::export_request::reviewed;
use crate::register_convert::form;
use crate::shell::text;

/// The key that the examples name.
const KEY: &str = "0a1b2c3d";

pub(crate) const REGISTER: &str = r#"
organisation = { name = "Atelier Hélianthe", contact = "dpo@helianthe.example", fiscal_year = { end = "12-31" } }
[[processing]]
ref = "CRM-01"
name = { fr = "Clients", en = "Customers" }
purpose = [{ id = "account", basis = "contract" }]
[[processing]]
ref = "LOG-01"
name = { fr = "Journaux", en = "Logs" }
data = [{ category = "connection", retention = { keep = "P1Y", after = "recorded" } }]
[[processing]]
ref = "FAC-01"
name = { fr = "Facturation", en = "Billing" }
data = [{ category = "economic", retention = { keep = "P10Y", after = { fiscal_close = "last_operation" }, law = ["C. com. L123-22"] } }]
"#;

const LOGS: &str = "{\"key\": 1, \"events\": {\"recorded\": \"2024-11-22\"}}\n{\"key\": 2, \"events\": {\"recorded\": \"2026-11-23\"}}\n";
pub(crate) const IBANS: &str = "FR1420041010050500013M02606\nDE89370400440532013000\n";

pub(crate) struct Workplace(TempDir);

impl Workplace {
    /// With what any command may need, and what that one needs beside it: `field seal`.
    pub(crate) fn of(command: &str) -> Self {
        let place = Self::new();
        match command {
            "field open" | "field rotate" | "field audit" => place.seal(),
            "export verify" | "export open" => place.pack(),
            "register convert" => {
                place.done("greffe register convert --to ods --form blank.ods --output register.ods register.toml");
            }
            "key create" => {
                place.remove("keys.json");
                place.remove("kek");
            }
            "key export" => place.safe(),
            "key import" => {
                place.safe();
                place.done("greffe key export --keyring keys.json --kek-file kek --under safe/kek --to safe/escrow.json");
                place.remove("keys.json");
                place.remove("kek");
            }
            "key promote" | "key discard" => place.change(standby),
            "key retire" => place.change(active),
            "key destroy" | "key reactivate" => place.change(|keyring, rng| {
                active(keyring, rng)?;
                keyring.retire_without_proof(KeyId::from_hex(KEY).unwrap())
            }),
            _ => {}
        }
        place
    }

    pub(crate) fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        let events = given(1, ANNE) + &given(2, PAUL) + &withdrawn(3, PAUL);
        let id = "0123456789abcdef0123456789abcdef";
        let events = events.replacen(&format!("{:032}", 1), id, 1);
        let ledger = Ledger::from_event_lines(&events).unwrap();
        let mut request = reviewed();
        let day: greffe::calendar::NaiveDate = "2026-03-06".parse().unwrap();
        request.grant(greffe::export::Right::Access, day).unwrap();
        request
            .grant(greffe::export::Right::Portability, day)
            .unwrap();
        for (name, content) in [
            ("register.toml", REGISTER),
            ("old.toml", REGISTER),
            ("new.toml", &REGISTER.replace("P1Y", "P6M")),
            ("proposed.toml", &REGISTER.replace("P1Y", "P6M")),
            ("logs.jsonl", LOGS),
            ("bad.jsonl", &format!("none\n{LOGS}")),
            ("consent.toml", POLICY),
            ("events.jsonl", &events),
            ("ledger.jsonl", &ledger.to_json_lines()),
            ("head.txt", &ledger.head().to_string()),
            ("list.txt", &format!("{ANNE}\n{PAUL}\n")),
            ("ibans.txt", IBANS),
            ("persons.txt", "17\n18\n"),
            ("export/sources.toml", SOURCES),
            ("export/customers.ndjson", CUSTOMERS),
            ("export/visits.csv", VISITS),
            ("R-2026-17.json", &request.to_json()),
            ("key.pem", PRIVATE),
            ("key.pub.pem", PUBLIC),
            // What a database answers.
            ("bin/psql", "#!/bin/sh\ncat tokens.txt\n"),
        ] {
            place.put(name, content);
        }
        executable(&place.path("bin/psql"));
        fs::copy(form(), place.path("blank.ods")).unwrap();
        let kek = KekSource::generate_file(place.path("kek")).unwrap();
        FileKeys::create(place.path("keys.json"), &kek, 1_750_000_000).unwrap();
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn put(&self, name: &str, content: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// A line of a shell, `greffe` in it the command under test, in that folder.
    pub(crate) fn shell(&self, line: &str) -> Command {
        let mut shell = Command::new("sh");
        let path = std::env::var("PATH").unwrap_or_default();
        let greffe = Path::new(env!("CARGO_BIN_EXE_greffe")).parent().unwrap();
        shell
            .args(["-c", line])
            .current_dir(self.0.path())
            .env(
                "PATH",
                format!("{}:{}:{path}", self.path("bin").display(), greffe.display()),
            )
            .env("GREFFE_KEK_FILE", "kek")
            .stdin(Stdio::null());
        shell
    }

    pub(crate) fn run(&self, line: &str) -> Output {
        self.shell(line).output().unwrap()
    }

    #[track_caller]
    pub(crate) fn done(&self, line: &str) -> String {
        let output = self.run(line);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{line}: {}",
            text(&output.stderr)
        );
        text(&output.stdout)
    }

    fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).unwrap();
    }

    fn seal(&self) {
        let column = "--keyring keys.json --table customers --column iban --type iban";
        let tokens = self.done(&format!("greffe field seal {column} < ibans.txt"));
        self.put("tokens.txt", &tokens);
        self.put("old.txt", &tokens);
    }

    fn pack(&self) {
        self.done("greffe export build --request R-2026-17.json --sources export/ --register register.toml --out R-2026-17.zip --sign key.pem");
    }

    fn safe(&self) {
        fs::create_dir(self.path("safe")).unwrap();
        KekSource::generate_file(self.path("safe/kek")).unwrap();
    }

    fn change(
        &self,
        change: impl FnOnce(&mut Keyring, &mut SystemGenerator) -> Result<(), KeyringError>,
    ) {
        let kek = KekSource::File(self.path("kek"));
        let access = greffe_keys::FileAccess::OwnerOnly;
        let keys = FileKeys::open_with(self.path("keys.json"), &kek, access);
        keys.unwrap().change(change).unwrap();
    }
}

fn standby(keyring: &mut Keyring, rng: &mut SystemGenerator) -> Result<(), KeyringError> {
    keyring.import(
        KeyId::from_hex(KEY).unwrap(),
        1_760_000_000,
        MasterKey::generate(rng),
    )
}

/// The key that the examples name, once another one seals: generation 5.
fn active(keyring: &mut Keyring, rng: &mut SystemGenerator) -> Result<(), KeyringError> {
    standby(keyring, rng)?;
    keyring.promote(KeyId::from_hex(KEY).unwrap())?;
    let next = keyring.add(1_770_000_000, rng)?;
    keyring.promote(next)
}

#[cfg(unix)]
fn executable(file: &Path) {
    use std::os::unix::fs::PermissionsExt;

    fs::set_permissions(file, PermissionsExt::from_mode(0o755)).unwrap();
}

#[cfg(not(unix))]
fn executable(_: &Path) {}
