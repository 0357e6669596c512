//! Wrapped keys of persons.

use greffe::cipher::{
    KeyId, Keyring, MasterKey, Subject, SubjectVault, WrappedSubjectKey, looks_like_token,
};

use crate::marker::assert_silent;

/// The one key that was ever wrapped under the master of this target.
const WRAPPED: &[u8] = include_bytes!("../../../fuzz/corpus/subject_key/wrapped.bin");

fn vault(tenant: Option<&[u8]>) -> SubjectVault {
    let id = KeyId::new(0x0102_0304).expect("an id");
    let keyring = Keyring::single(id, 0, MasterKey::from_bytes([6; 32]));
    keyring.subject_vault(tenant).expect("a tenant")
}

/// A wrapped key is read from bytes or from its one text, gives both back exactly, and unwraps only where it is what wrapping gave.
pub fn subject_key(data: &[u8]) {
    if let Ok(wrapped) = WrappedSubjectKey::from_bytes(data) {
        assert_eq!(wrapped.as_bytes(), data);
        let text = wrapped.to_text();
        assert!(looks_like_token(&text) && text.is_ascii());
        assert_eq!(text.parse().as_ref(), Ok(&wrapped));
        unwraps_only_what_was_wrapped(&wrapped);
    }
    if let Ok(text) = std::str::from_utf8(data) {
        match WrappedSubjectKey::from_text(text) {
            Ok(wrapped) => {
                assert_eq!(wrapped.to_text(), text, "two texts of one wrapped key");
                unwraps_only_what_was_wrapped(&wrapped);
            }
            Err(error) => assert_silent(&error),
        }
    }
    // The same bytes as edits of the wrapped key: place, octet, place, octet.
    let mut edited = WRAPPED.to_vec();
    for edit in data.chunks_exact(2).take(4) {
        let at = usize::from(edit[0]) % edited.len();
        edited[at] = edit[1];
    }
    if let Ok(wrapped) = WrappedSubjectKey::from_bytes(&edited) {
        unwraps_only_what_was_wrapped(&wrapped);
    }
    // The same bytes as a person: only one is the right one.
    if let Ok(person) = Subject::new(data) {
        let wrapped = WrappedSubjectKey::from_bytes(WRAPPED).expect("the wrapped key");
        let opened = vault(Some(b"acme")).unwrap(&person, &wrapped);
        assert_eq!(opened.is_ok(), data == b"ana", "another person's key");
    }
}

fn unwraps_only_what_was_wrapped(wrapped: &WrappedSubjectKey) {
    let ana = Subject::new("ana").expect("a subject");
    match vault(Some(b"acme")).unwrap(&ana, wrapped) {
        Ok(key) => {
            assert_eq!(wrapped.as_bytes(), WRAPPED, "an altered key was accepted");
            assert_eq!(key.generation(), wrapped.generation());
        }
        Err(error) => assert_silent(&error),
    }
    assert!(vault(None).unwrap(&ana, wrapped).is_err());
}
