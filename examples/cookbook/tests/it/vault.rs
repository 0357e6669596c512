//! The key provider over HTTP: what goes well, and all that may not. No message, no file shows the token.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Output;
use std::time::{Duration, Instant};

use cookbook::vault_stub::{Mood, VaultStub};
use tempfile::TempDir;

use crate::{err, out, program};

const TOKEN: &str = "hvs.Marker-4711";

/// A service's folder: a token, and the keyring that it made when all was well.
struct Desk(TempDir);

impl Desk {
    fn empty() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        fs::write(desk.path("token"), format!("{TOKEN}\n")).unwrap();
        desk
    }

    fn with_keyring() -> Self {
        let desk = Self::empty();
        let stub = VaultStub::start(TOKEN, Mood::Fine).unwrap();
        let output = desk.start(&stub.url());
        assert!(output.status.success(), "{}", err(&output));
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn start(&self, address: &str) -> Output {
        self.start_behind(address, "")
    }

    /// Starts where the environment names a proxy for everything.
    fn start_behind(&self, address: &str, proxy: &str) -> Output {
        let (token, keyring) = (self.path("token"), self.path("keys.json"));
        let arguments = [address, token.to_str().unwrap(), keyring.to_str().unwrap()];
        let mut command = program("vault_keys");
        for name in ["ALL_PROXY", "HTTP_PROXY", "all_proxy", "http_proxy"] {
            command.env(name, proxy);
        }
        let output = command.args(arguments).output().unwrap();
        let said = out(&output) + &err(&output);
        assert!(!said.contains("Marker-4711"), "{said}");
        output
    }

    /// Starts against a service in that mood; it must fail, and leave the keyring as it was.
    fn refused(&self, stub: &VaultStub) -> String {
        let before = fs::read(self.path("keys.json")).ok();
        let output = self.start(&stub.url());
        assert_eq!(output.status.code(), Some(1), "{}", out(&output));
        assert_eq!(fs::read(self.path("keys.json")).ok(), before);
        assert!(!out(&output).contains("sealed and opened"));
        err(&output)
    }
}

fn stub(mood: Mood) -> VaultStub {
    VaultStub::start(TOKEN, mood).unwrap()
}

#[test]
fn a_keyring_is_made_and_opened_again_by_another_process() {
    let desk = Desk::with_keyring();
    let stub = stub(Mood::Fine);
    let output = desk.start(&stub.url());
    assert!(
        out(&output)
            .contains("keyring of generation 1 with 1 key(s)\nsealed and opened: FR•• •••• 2606\n")
    );
    assert!(!out(&output).contains("a new one is made"));
    let file = fs::read_to_string(desk.path("keys.json")).unwrap();
    assert!(
        file.contains("\"kek\": \"vault/transit/greffe\"") && !file.contains("Marker-4711"),
        "{file}"
    );
}

#[test]
fn a_wrong_token_is_refused_at_once_and_not_shown() {
    let desk = Desk::with_keyring();
    let stub = VaultStub::start("hvs.another", Mood::Fine).unwrap();
    let said = desk.refused(&stub);
    assert!(
        said.ends_with(
            "because: the key service does not accept the token, or not for this key (status 403)\n"
        ),
        "{said}"
    );
    assert_eq!(stub.asked(), 1);
}

#[test]
fn a_token_file_that_is_missing_is_told_from_a_wrong_token() {
    let desk = Desk::with_keyring();
    fs::remove_file(desk.path("token")).unwrap();
    let stub = stub(Mood::Fine);
    let said = desk.refused(&stub);
    assert!(
        said.contains("because: the token's file cannot be read: entity not found"),
        "{said}"
    );
    assert_eq!(stub.asked(), 0);
}

#[test]
fn a_service_that_is_sealed_twice_is_asked_a_third_time() {
    let desk = Desk::with_keyring();
    let stub = stub(Mood::Unavailable(2));
    let output = desk.start(&stub.url());
    assert!(output.status.success(), "{}", err(&output));
    assert!(stub.asked() >= 3);
}

#[test]
fn a_service_that_stays_sealed_is_asked_three_times_and_no_more() {
    let desk = Desk::with_keyring();
    let stub = stub(Mood::Unavailable(usize::MAX));
    let said = desk.refused(&stub);
    assert!(
        said.ends_with("because: the key service refused (status 503)\n"),
        "{said}"
    );
    assert_eq!(stub.asked(), 3);
}

#[test]
fn a_service_that_does_not_answer_is_given_up_in_time() {
    let desk = Desk::with_keyring();
    let stub = stub(Mood::Slow(Duration::from_secs(2)));
    let started = Instant::now();
    let said = desk.refused(&stub);
    assert!(
        said.ends_with("because: the key service did not answer within 1500 ms\n"),
        "{said}"
    );
    assert!(started.elapsed() < Duration::from_secs(30));
}

#[test]
fn a_service_that_is_not_there_is_said_to_be_unreachable() {
    let desk = Desk::with_keyring();
    let port = TcpListener::bind(("127.0.0.1", 0))
        .unwrap()
        .local_addr()
        .unwrap();
    let output = desk.start(&format!("http://{port}"));
    assert_eq!(output.status.code(), Some(1));
    assert!(
        err(&output).ends_with("because: the key service cannot be reached\n"),
        "{}",
        err(&output)
    );
}

#[test]
fn an_answer_that_breaks_off_and_a_short_key_are_no_keys() {
    let desk = Desk::with_keyring();
    let truncated = stub(Mood::Truncated);
    let said = desk.refused(&truncated);
    assert!(
        said.ends_with("because: the answer of the key service is none of Transit\n"),
        "{said}"
    );
    assert_eq!(truncated.asked(), 1);
    let said = desk.refused(&stub(Mood::ShortKey));
    assert!(
        said.ends_with(
            "because: the key service unwrapped something that is no key of 32 octets\n"
        ),
        "{said}"
    );
}

#[test]
fn the_token_does_not_follow_a_redirect() {
    let desk = Desk::with_keyring();
    let elsewhere = stub(Mood::Fine);
    let stub = stub(Mood::Redirect(elsewhere.url()));
    let said = desk.refused(&stub);
    assert!(said.ends_with("because: the key service sends elsewhere (status 307), and the token does not go along\n"), "{said}");
    assert_eq!((stub.asked(), elsewhere.asked()), (1, 0));
}

#[test]
fn no_keyring_is_left_behind_where_the_service_refuses_the_first_time() {
    let desk = Desk::empty();
    for mood in [
        Mood::Truncated,
        Mood::ShortKey,
        Mood::Unavailable(usize::MAX),
    ] {
        desk.refused(&stub(mood));
        // The lock that a writer takes stays; it is empty.
        assert!(!desk.path("keys.json").exists());
        let held = fs::read_dir(desk.0.path())
            .unwrap()
            .map(|entry| entry.unwrap());
        let held = held.filter(|entry| entry.metadata().unwrap().len() > 0);
        assert_eq!(
            held.map(|entry| entry.file_name()).collect::<Vec<_>>(),
            ["token"]
        );
    }
}

#[test]
fn another_key_of_the_service_does_not_open_the_file() {
    let desk = Desk::with_keyring();
    let path = desk.path("keys.json");
    let file = fs::read_to_string(&path).unwrap();
    fs::write(
        &path,
        file.replace("vault/transit/greffe", "vault/transit/other"),
    )
    .unwrap();
    let said = desk.refused(&stub(Mood::Fine));
    assert!(!said.contains("because: the key service"), "{said}");
}

#[test]
fn a_proxy_of_the_environment_never_sees_the_token() {
    let (desk, stub, proxy) = (
        Desk::with_keyring(),
        self::stub(Mood::Fine),
        self::stub(Mood::Fine),
    );
    let output = desk.start_behind(&stub.url(), &proxy.url());
    assert!(output.status.success(), "{}", err(&output));
    assert_eq!(proxy.asked(), 0);
}

#[test]
fn an_address_that_is_none_or_wants_tls_is_told_from_a_service_that_is_away() {
    let desk = Desk::with_keyring();
    let stub = stub(Mood::Fine);
    for address in [
        stub.url().replace("http:", "https:"),
        "vault helianthe".to_owned(),
    ] {
        let said = err(&desk.start(&address));
        assert!(
            said.contains("because: the address of the key service is none, or wants TLS"),
            "{said}"
        );
    }
}

#[test]
fn neither_token_nor_key_goes_to_another_machine_without_tls() {
    let desk = Desk::with_keyring();
    for address in [
        "http://192.0.2.1:8200",
        "http://127.0.0.1@192.0.2.1:8200",
        "http://[2001:db8::1]:8200",
        "http://127.0.0.1.example.invalid:8200",
    ] {
        let said = err(&desk.start(address));
        assert!(
            said.ends_with(
                "because: the key service is on another machine, and its address wants no TLS\n"
            ),
            "{address}: {said}"
        );
    }
}

#[test]
fn a_token_file_of_two_lines_is_not_sent() {
    let desk = Desk::with_keyring();
    fs::write(desk.path("token"), format!("{TOKEN}\nhvs.another\n")).unwrap();
    let stub = stub(Mood::Fine);
    let said = desk.refused(&stub);
    assert!(
        said.ends_with("because: the token's file cannot be read: invalid data\n"),
        "{said}"
    );
    assert_eq!(stub.asked(), 0);
}
