//! The IBAN registry's data file, read, and numbers made after it.

/// One row of `tables/iban-registry.tsv`.
pub(crate) struct Country {
    pub(crate) code: &'static str,
    /// How many characters of which kind: `n`, `a`, `c`.
    pub(crate) parts: Vec<(u32, char)>,
    /// Of the whole IBAN.
    pub(crate) length: usize,
    /// As the registry prints it, in its electronic format.
    pub(crate) example: &'static str,
}

pub(crate) fn countries() -> Vec<Country> {
    include_str!("../../tables/iban-registry.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let [code, bban, length, _, example] = columns[..] else {
                panic!("five columns: {line}");
            };
            Country {
                code,
                parts: parts(bban),
                length: length.parse().unwrap(),
                example,
            }
        })
        .collect()
}

/// "4!n4!a" as counts and kinds.
fn parts(structure: &str) -> Vec<(u32, char)> {
    let mut out = Vec::new();
    let mut count = String::new();
    for c in structure.chars() {
        match c {
            '0'..='9' => count.push(c),
            '!' => {}
            kind => {
                assert!("nac".contains(kind), "{structure}");
                out.push((count.parse().unwrap(), kind));
                count.clear();
            }
        }
    }
    out
}
