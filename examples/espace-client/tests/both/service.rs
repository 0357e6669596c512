//! The host as an operator runs it: a home, a database, commands.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use greffe::cipher::{Context, Iban, Keyring};
use greffe::retention::{Certificate, Plan, RowKey};
use greffe_keys::{FileAccess, FileKeys, KekSource};
use greffe_sqlx::{Backend as _, SealedColumn, Statement};
use serde_json::Value;

use super::{Place, Rows, TABLES};
use crate::people::Person;

/// The day of all tests that do not say another.
pub(crate) const TODAY: &str = "2026-11-23";

pub(crate) struct Service<P> {
    pub(crate) place: P,
    home: tempfile::TempDir,
    register: String,
}

impl<P: Place> Service<P> {
    /// With nothing.
    pub(crate) fn bare(place: P, register: &str) -> Self {
        Self {
            place,
            home: tempfile::tempdir().unwrap(),
            register: register.to_owned(),
        }
    }

    /// With keys and empty tables.
    pub(crate) fn migrated(place: P, register: &str) -> Self {
        let service = Self::bare(place, register);
        service.done(&["migrate"]);
        service
    }

    /// With people.
    pub(crate) fn filled(place: P, register: &str, people: u32) -> Self {
        let service = Self::migrated(place, register);
        service.done(&["fill", "--people", &people.to_string()]);
        service
    }

    /// The same under another register.
    pub(crate) fn keeping(mut self, register: &str) -> Self {
        self.register = register.to_owned();
        self
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// A command of the host, with its home, register and day; a later `--today` overrides.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        self.command_on(arguments, TODAY)
    }

    pub(crate) fn command_on(&self, arguments: &[&str], today: &str) -> Command {
        let register = crate::registers_folder().join(format!("{}.toml", self.register));
        let mut command = Command::new(env!("CARGO_BIN_EXE_espace-client"));
        command.args(arguments).arg("--home").arg(self.home());
        command
            .arg("--register")
            .arg(register)
            .args(["--today", today]);
        command.env("DATABASE_URL", self.place.url());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// What a command says in JSON, after it ended well.
    pub(crate) fn done(&self, arguments: &[&str]) -> Value {
        self.done_on(arguments, TODAY)
    }

    pub(crate) fn done_on(&self, arguments: &[&str], today: &str) -> Value {
        let output = self
            .command_on(arguments, today)
            .arg("--json")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            output.status.success(),
            "{arguments:?}: {said}{}",
            String::from_utf8_lossy(&output.stdout)
        );
        json(&output)
    }

    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        command
            .arg("--json")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Starts a command and kills it, as `kill -9` does, at some point of its way; whether it was still under way.
    pub(crate) fn killed_after(&self, arguments: &[&str], delay: Duration) -> bool {
        let mut child = self.start(arguments);
        std::thread::sleep(delay);
        let was_running = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        was_running
    }

    pub(crate) fn plans(&self) -> Vec<Plan> {
        serde_json::from_slice(&std::fs::read(self.home().join("plan.json")).unwrap()).unwrap()
    }

    /// The certificates that are kept outside the database, after their chain was verified.
    pub(crate) fn certificates(&self) -> Vec<Certificate> {
        let text =
            std::fs::read_to_string(self.home().join("certificates.jsonl")).unwrap_or_default();
        let chain = text.lines().map(|line| serde_json::from_str(line).unwrap());
        let chain: Vec<Certificate> = chain.collect();
        Certificate::verify_chain(&chain).unwrap();
        chain
    }

    pub(crate) fn keyring(&self) -> Keyring {
        keyring_of(&self.home().join("keys"))
    }

    /// Opens every IBAN and compares it with the person's; how many there are.
    pub(crate) async fn every_iban_opens(&self) -> usize {
        let mut db = self.place.connect().await;
        let rows = db
            .rows(Statement::new("SELECT id, iban FROM customers"))
            .await
            .unwrap();
        let keyring = self.keyring();
        let context = Context::new("customers", "iban").tenant("espace-client");
        let ibans = keyring.cipher(context).unwrap().deterministic::<Iban>();
        for row in &rows {
            let stored: SealedColumn<Iban> = row.get("iban").unwrap();
            let opened = ibans.open(&stored.0).unwrap();
            let person = Person::number(row.get("id").unwrap());
            assert_eq!(opened.expose(), person.iban);
        }
        rows.len()
    }
}

/// The keys of a home.
pub(crate) fn keyring_of(keys: &Path) -> Keyring {
    let kek = KekSource::File(keys.join("kek"));
    let provider = FileKeys::open_with(keys.join("keys.json"), &kek, FileAccess::OwnerOnly);
    Keyring::from_provider(&provider.unwrap()).unwrap()
}

/// The last line of what a command printed.
pub(crate) fn json(output: &Output) -> Value {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    serde_json::from_str(text.lines().last().unwrap()).unwrap()
}

/// The rows that plans choose.
pub(crate) fn selected(plans: &[Plan]) -> Rows {
    let mut rows = Rows::new();
    for plan in plans {
        let table = TABLES
            .into_iter()
            .find(|table| *table == plan.table())
            .unwrap();
        let keys = plan.selected().iter().map(|row| match row.key() {
            RowKey::Integer(number) => *number,
            _ => panic!("keys are numbers"),
        });
        let keys: BTreeSet<i64> = keys.collect();
        assert!(rows.insert(table, keys).is_none(), "one plan a table");
    }
    rows
}

/// What remains of rows when others went.
pub(crate) fn without(rows: &Rows, gone: &Rows) -> Rows {
    let mut left = rows.clone();
    for (table, keys) in gone {
        let of_table = left.get_mut(table).unwrap();
        for key in keys {
            assert!(of_table.remove(key), "{table} never had {key}");
        }
    }
    left
}

/// Where the demo leaves things.
pub(crate) fn registers() -> PathBuf {
    crate::registers_folder()
}
