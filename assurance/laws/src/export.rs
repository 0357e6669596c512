//! What leaves the house: cells and file names.

use std::collections::HashSet;
use std::path::{Component, Path};

use greffe::export::{CsvCell, CsvFile, CsvRows, SafeNames, Value, guarded, unguarded};

/// Every text comes back out of its cell, and no cell is a formula or empty.
pub fn csv_guard(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let cell = guarded(text);
    assert_eq!(unguarded(&cell), text);
    let first = cell.chars().next().expect("an empty cell means null");
    assert!(
        !"=+-@\t\r\n\0＝＋－＠".contains(first),
        "a spreadsheet runs {first:?}"
    );
    // What is not seen may be dropped on the way; what then comes first must not be a formula either.
    let unseen = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')
    };
    let seen = cell.trim_start_matches(unseen).chars().next();
    assert!(
        seen.is_none_or(|letter| !"=+-@＝＋－＠".contains(letter)),
        "a spreadsheet runs {seen:?}"
    );
    assert!(cell.len() <= text.len() + 1);
    // A guarded cell that is exported once more comes back as often as it was guarded.
    assert_eq!(unguarded(&guarded(&cell)), cell);
    // And in a file, between others: quotes, separators and line ends change nothing.
    let mut rows = CsvRows::new(["a", "b", "c"], Vec::new()).expect("a header");
    let record = [Value::text("x"), Value::text(text), Value::Null];
    rows.write(&record).expect("a row");
    let file = rows.into_inner().expect("a file");
    let mut read = CsvFile::open(file.as_slice()).expect("a file that was written");
    let cells = read.next().expect("a row").expect("a whole row");
    assert!(
        matches!(&cells[1], CsvCell::Text(back) if *back == text),
        "a cell came back another"
    );
    assert!(matches!(&cells[2], CsvCell::Null) && read.next().is_none());
}

/// The lines of the input, claimed in turn, get names that are safe, and none twice.
pub fn file_names(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut folder = SafeNames::new();
    let mut taken = HashSet::new();
    for given in text.split('\n').take(64) {
        let name = folder.claim(given);
        assert!(
            taken.insert(name.to_ascii_lowercase()),
            "one file over another"
        );
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        assert!(name.bytes().all(plain), "{name}");
        assert!(
            name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
                && !name.ends_with('.')
        );
        assert!(!name.contains(".."));
        let mut parts = Path::new(&name).components();
        assert!(
            matches!(parts.next(), Some(Component::Normal(_))) && parts.next().is_none(),
            "{name} leaves the folder"
        );
        // Systems that compose, decompose or fold letters have nothing to do: two names differ in more than that.
        assert!(name.is_ascii());
        assert!((1..=84).contains(&name.len()), "{} bytes", name.len());
        let stem = name
            .split('.')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let devices = [
            "con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt0", "conin", "clock",
        ];
        assert!(!devices.contains(&stem.as_str()), "{name} is a device");
        assert_eq!(SafeNames::new().claim(given), SafeNames::new().claim(given));
        let safe = SafeNames::new().claim(given);
        assert_eq!(
            SafeNames::new().claim(&safe).trim_start_matches('_'),
            safe.trim_start_matches('_'),
            "a safe name is not safe"
        );
    }
}
