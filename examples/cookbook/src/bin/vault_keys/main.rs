//! A key provider over HTTP: the keyring is a file, and a service like Vault's Transit engine keeps the key that seals it.
//!
//! `cargo run -p cookbook --bin vault_keys -- --stub`, or with `ADDRESS TOKEN_FILE KEYRING_FILE` against a service of yours.
//!
//! The service is asked when a process starts, and never for a row: all derivation happens in the process.

mod transit;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use cookbook::vault_stub::{Mood, VaultStub};
use greffe::calendar::Utc;
use greffe::cipher::{Context, Iban, Keyring, Sealed};
use greffe_keys::{EnvelopedKeys, FileAccess};

use transit::VaultTransit;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["--stub"] => with_stub(),
        [address, token, keyring] => start(address, Path::new(token), Path::new(keyring)).map(drop),
        _ => Err("usage: vault_keys --stub | ADDRESS TOKEN_FILE KEYRING_FILE".into()),
    };
    let Err(error) = done else {
        return ExitCode::SUCCESS;
    };
    // The whole chain: what went wrong, then what the service did.
    eprintln!("vault_keys: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        eprintln!("  because: {cause}");
        source = cause.source();
    }
    ExitCode::FAILURE
}

/// What a service does when it starts.
fn start(address: &str, token: &Path, file: &Path) -> Result<Sealed<Iban>, Box<dyn Error>> {
    let vault = VaultTransit::new(address, "greffe", token);
    println!("keys are wrapped by {vault:?}");
    let keys = if file.exists() {
        EnvelopedKeys::open(file, vault, FileAccess::OwnerOnly)?
    } else {
        println!("no keyring yet: a new one is made");
        let now = u64::try_from(Utc::now().timestamp())?;
        EnvelopedKeys::create(file, vault, now)?
    };
    let keyring = Keyring::from_provider(&keys)?;
    let (generation, count) = (keyring.generation(), keyring.keys().count());
    println!("keyring of generation {generation} with {count} key(s)");

    let ibans = keyring
        .cipher(Context::new("customers", "iban"))?
        .deterministic::<Iban>();
    let sealed = ibans.seal(&"FR14 2004 1010 0505 0001 3M02 606".parse()?);
    println!("sealed and opened: {}", ibans.open(&sealed)?.mask());
    Ok(sealed)
}

/// The same twice against a service of our own: once a keyring is made, then a process starts again.
fn with_stub() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let (token, keyring) = (folder.path().join("token"), folder.path().join("keys.json"));
    fs::write(&token, "hvs.of-the-stub\n")?;
    let stub = VaultStub::start("hvs.of-the-stub", Mood::Fine)?;
    let first = start(&stub.url(), &token, &keyring)?;
    println!("-- and when the service starts again:");
    let second = start(&stub.url(), &token, &keyring)?;
    println!("the same token both times: {}", first == second);
    println!("the key service was asked {} times", stub.asked());
    Ok(())
}
