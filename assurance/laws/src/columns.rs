//! What a column holds while it is first encrypted, and what is searched for in it.

use greffe::cipher::{
    ColumnAudit, Context, IndexBits, IndexToken, KeyId, Keyring, MasterKey, MigrationError,
    PersonName, PlaintextFallback, Stored, TokenSet, looks_like_token,
};

use crate::marker::{assert_silent, marked};

/// The last second of the fallback.
const END: u64 = 1_790_000_000;

/// A stored row is a token, a value in clear, or refused by name; never does a token that is damaged pass for a value. An audit counts it, whatever it is, and the
/// words of a name are found by themselves.
pub fn stored_column(data: &[u8]) {
    let fallback = PlaintextFallback::<PersonName>::until(END);
    match fallback.read(data, END) {
        Ok(Stored::Sealed(token)) => {
            assert!(token.as_bytes() == data || token.to_text().as_bytes() == data);
        }
        Ok(Stored::InClear(name)) => {
            let text = std::str::from_utf8(data).expect("a value in clear is text");
            assert!(!looks_like_token(text));
            assert_eq!(
                fallback.read(data, END + 1).err(),
                Some(MigrationError::Ended)
            );
            let canonical = fallback.canonical(data, END).expect("it was read before");
            let canonical = canonical.map_or_else(|| text.to_owned(), |c| c.expose().to_owned());
            assert_eq!(canonical, name.expose());
            assert!(
                fallback.canonical(canonical.as_bytes(), END) == Ok(None),
                "canonical twice"
            );
            finds_its_own_words(&name);
        }
        Err(error) => assert_silent(&error),
    }
    if let Ok(text) = std::str::from_utf8(data)
        && let Err(error) = fallback.read(marked(text).as_bytes(), END)
    {
        assert_silent(&error);
    }
    let mut audit = ColumnAudit::new();
    audit.add(data).expect("one value");
    audit.add(data).expect("the same");
    let report = audit.report().expect("two rows");
    assert_eq!((report.rows, report.values.distinct), (2, 1));
    if let Ok(set) = serde_json::from_slice::<TokenSet>(data) {
        let again = serde_json::to_vec(&set).expect("texts");
        assert_eq!(
            serde_json::from_slice::<TokenSet>(&again).expect("a set"),
            set
        );
        let tokens: Vec<IndexToken> = set.into_iter().collect();
        assert!(tokens.is_sorted_by(|a, b| a.as_bytes() < b.as_bytes()));
    }
}

fn finds_its_own_words(name: &PersonName) {
    let id = KeyId::new(7).expect("an id");
    let keyring = Keyring::single(id, 0, MasterKey::from_bytes([3; 32]));
    let cipher = keyring
        .cipher(Context::new("people", "name"))
        .expect("a context");
    let words = cipher
        .name_tokens("words", IndexBits::FULL)
        .expect("a label");
    let words = words.accept_equality_leakage("a fuzz target");
    let stored = words.tokens(name);
    assert!(!stored.is_empty(), "a name has a word");
    let asked: TokenSet = words.lookup_each(name).into_iter().flatten().collect();
    assert_eq!(asked, stored);
    for word in name.expose().split(' ') {
        match words.lookup(word) {
            Ok(tokens) => {
                let found = tokens.iter().any(|token| stored.contains(token));
                assert_eq!(found, words.confirms(name, word) == Ok(true));
            }
            Err(error) => assert_silent(&error),
        }
    }
}
