//! Texts that ask for much.

use std::fmt::Write;

/// Stands as a value in every file; no message may repeat it.
pub(crate) const MARKER: &str = "Zéphyrine-Quatremère";

/// A file.
pub(crate) struct Input {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
}

type MadeRaw = (&'static str, fn() -> Vec<u8>);
type Made = (&'static str, fn() -> String);

fn made(inputs: &'static [Made]) -> impl Iterator<Item = Input> {
    inputs.iter().map(|(name, make)| Input {
        name,
        bytes: make().into_bytes(),
    })
}

/// What is hostile in any notation.
pub(crate) fn raw() -> impl Iterator<Item = Input> {
    let makers: [MadeRaw; 4] = [
        ("random bytes", || noise(1 << 20)),
        ("nothing but NUL, 32 MiB", || vec![0; 32 << 20]),
        ("a byte order mark and a NUL", || {
            b"\xEF\xBB\xBF{\0}".to_vec()
        }),
        ("larger than the limit", || vec![b' '; (32 << 20) + 1]),
    ];
    makers.into_iter().map(|(name, make)| Input {
        name,
        bytes: make(),
    })
}

/// Bytes in no order, the same ones every time.
pub(crate) fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend(state.to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}

pub(crate) fn many(count: usize, separator: &str, item: impl Fn(usize) -> String) -> String {
    let mut out = String::new();
    for number in 0..count {
        if number > 0 {
            out.push_str(separator);
        }
        out.push_str(&item(number));
    }
    out
}

pub(crate) fn toml() -> impl Iterator<Item = Input> {
    made(&[
        ("lists within lists", || "[".repeat(500_000)),
        ("a key of 900,000 parts", || {
            format!("a{} = 1", ".a".repeat(900_000))
        }),
        ("490,000 unknown keys", || {
            many(490_000, "\n", |n| format!("k{n} = 0"))
        }),
        ("490,000 unknown tables", || {
            many(490_000, "\n", |n| format!("[t{n}]"))
        }),
        ("a million values", || {
            format!("a = [{}]", many(999_000, ",", |_| "0".into()))
        }),
        ("20,000 records without a purpose", || {
            format!(
                "organisation = {{ name = '{MARKER}' }}\n{}",
                many(20_000, "\n", |n| format!(
                    "[[processing]]\nref = 'P{n}'\nname = '{MARKER}'"
                ))
            )
        }),
        ("50,000 records that refer to none", || {
            many(50_000, "\n", |n| {
                format!("[[notice]]\nid = 'n{n}'\nprocessing = ['{MARKER}{n}']")
            })
        }),
        ("a text of 31 MiB", || {
            format!("a = '{}'", MARKER.repeat((31 << 20) / MARKER.len()))
        }),
        ("a key of 31 MiB", || {
            format!("'{}' = 1", MARKER.repeat((31 << 20) / MARKER.len()))
        }),
        ("empty lines, 31 MiB", || "\n".repeat(31 << 20)),
        ("half a file", || {
            format!("organisation = {{ name = '{MARKER}")
        }),
    ])
}

pub(crate) fn json() -> impl Iterator<Item = Input> {
    made(&[
        ("lists within lists", || "[".repeat(16 << 20)),
        ("tables within tables", || "{\"a\":".repeat(4 << 20)),
        ("a million unknown keys", || {
            format!("{{{}}}", many(999_990, ",", |n| format!("\"k{n}\":0")))
        }),
        ("a million unknown keys that are no words", || {
            format!("{{{}}}", many(990_000, ",", |n| format!("\"é{n}\":0")))
        }),
        ("a million values", || {
            format!("[{}]", many(999_990, ",", |_| "0".into()))
        }),
        ("a million empty tables", || {
            format!("[{}]", many(999_990, ",", |_| "{}".into()))
        }),
        ("a million texts", || {
            format!("[{}]", many(999_990, ",", |_| format!("\"{MARKER}\"")))
        }),
        ("a million tables in a table", || {
            format!(
                "{{{}}}",
                many(499_990, ",", |n| format!("\"k{n}\":{{\"a\":0}}"))
            )
        }),
        ("more values than the limit", || {
            format!("[{}]", many(16_000_000, ",", |_| "0".into()))
        }),
        ("20,000 records without a purpose", || {
            let records = many(20_000, ",", |n| {
                format!("{{\"ref\":\"P{n}\",\"name\":\"{MARKER}\"}}")
            });
            format!("{{\"organisation\":{{\"name\":\"{MARKER}\"}},\"processing\":[{records}]}}")
        }),
        ("50,001 records", || {
            let records = many(50_001, ",", |n| {
                format!("{{\"ref\":\"P{n}\",\"name\":\"a\"}}")
            });
            format!("{{\"organisation\":{{\"name\":\"{MARKER}\"}},\"processing\":[{records}]}}")
        }),
        ("50,000 records", || {
            let records = many(50_000, ",", |n| {
                format!("{{\"ref\":\"P{n}\",\"name\":\"a\"}}")
            });
            format!("{{\"organisation\":{{\"name\":\"{MARKER}\"}},\"processing\":[{records}]}}")
        }),
        ("a record of 190,000 data", || {
            let data = many(190_000, ",", |n| {
                format!("{{\"category\":\"economic\",\"id\":\"d{n}\"}}")
            });
            format!(
                "{{\"organisation\":{{\"name\":\"a\"}},\"processing\":[{{\"ref\":\"P\",\"name\":\"a\",\"data\":[{data}]}}]}}"
            )
        }),
        ("190,000 trackers", || {
            let trackers = many(190_000, ",", |n| {
                format!("{{\"name\":\"t{n}\",\"party\":\"first\"}}")
            });
            format!("{{\"organisation\":{{\"name\":\"a\"}},\"tracker\":[{trackers}]}}")
        }),
        ("one purpose in 40,000 records", || {
            let records = many(40_000, ",", |n| {
                format!(
                    "{{\"ref\":\"P{n}\",\"name\":\"a\",\"purpose\":[{{\"id\":\"p\",\"basis\":\"contract\"}}]}}"
                )
            });
            format!("{{\"organisation\":{{\"name\":\"a\"}},\"processing\":[{records}]}}")
        }),
        ("a record of 190,000 purposes", || {
            let purposes = many(190_000, ",", |n| {
                format!("{{\"id\":\"p{n}\",\"name\":\"{MARKER}\"}}")
            });
            format!(
                "{{\"organisation\":{{\"name\":\"a\"}},\"processing\":[{{\"ref\":\"P\",\"name\":\"a\",\"purpose\":[{purposes}]}}]}}"
            )
        }),
        ("200,000 tables with a key twice", || {
            format!(
                "[{}]",
                many(200_000, ",", |n| format!("{{\"a\":0,\"a\":{n}}}"))
            )
        }),
        ("a text of 31 MiB", || {
            format!("{{\"a\":\"{}\"}}", MARKER.repeat((31 << 20) / MARKER.len()))
        }),
        ("a key of 31 MiB", || {
            format!("{{\"{}\":0}}", MARKER.repeat((31 << 20) / MARKER.len()))
        }),
        ("31 MiB of escapes", || {
            format!("{{\"a\":\"{}\"}}", "\\u0061".repeat((31 << 20) / 6))
        }),
        ("a number of 31 MiB", || {
            format!("{{\"a\":{}}}", "9".repeat(31 << 20))
        }),
        ("blanks, 31 MiB", || " ".repeat(31 << 20)),
        ("half a file", || {
            format!("{{\"organisation\":{{\"name\":\"{MARKER}")
        }),
    ])
}

/// A policy that has the key of Greffe's own, so that Greffe's own is worked out and compared with it.
const OUR_POLICY: &str = "policy: [{ fides_key: greffe_register }]\n";

pub(crate) fn yaml() -> impl Iterator<Item = Input> {
    made(&[
        ("lists within lists", || "[".repeat(16 << 20)),
        ("blocks within blocks", || {
            many(2_000, "\n", |n| format!("{}a:", " ".repeat(n)))
        }),
        ("aliases of aliases", || {
            let mut out = format!("a0: &a0 [{MARKER}]\n");
            for n in 1..60 {
                writeln!(
                    out,
                    "a{n}: &a{n} [{}]",
                    many(9, ", ", |_| format!("*a{}", n - 1))
                )
                .unwrap();
            }
            out
        }),
        ("a table that names itself", || "system: &a\n- *a\n".into()),
        ("20,000 aliases of one long text", || {
            format!(
                "a: &a {}\nb: [{}]\n",
                MARKER.repeat(100_000),
                many(20_000, ", ", |_| "*a".into())
            )
        }),
        ("9,000 anchors", || {
            many(9_000, "\n", |n| format!("k{n}: &a{n} {{ a: [0, 0, 0] }}"))
        }),
        ("unknown keys", || {
            many(299_000, "\n", |n| format!("k{n}: 0"))
        }),
        ("unknown keys that are no words", || {
            many(299_000, "\n", |n| format!("'{MARKER} {n}': 0"))
        }),
        ("599,000 values", || {
            format!("[{}]", many(599_000, ",", |_| "0".into()))
        }),
        ("599,000 values under an unknown key", || {
            format!("system: []\nz: [{}]", many(598_000, ",", |_| "0".into()))
        }),
        ("unknown keys in a system", || {
            format!(
                "system:\n- fides_key: a\n{}",
                many(298_000, "\n", |n| format!("  k{n}: 0"))
            )
        }),
        ("20,001 systems", || {
            format!(
                "system:\n{}",
                many(20_001, "\n", |_| format!("- fides_key: {MARKER}"))
            )
        }),
        ("20,000 systems", || {
            format!(
                "system:\n{}",
                many(20_000, "\n", |_| format!("- fides_key: {MARKER}"))
            )
        }),
        ("declarations of one name", || {
            format!(
                "system:\n- fides_key: a\n  privacy_declarations:\n{}",
                many(59_000, "\n", |n| format!(
                    "  - {{ name: a, data_use: essential, data_subjects: [s{n}] }}"
                ))
            )
        }),
        ("2,000 systems of 2,000 columns", || {
            let fields = many(2_000, "\n", |n| {
                format!("    - {{ name: f{n}, data_categories: [user.name] }}")
            });
            let systems = many(2_000, "\n", |n| {
                format!(
                    "- {{ fides_key: s{n}, dataset_references: [d], privacy_declarations: [] }}"
                )
            });
            format!(
                "dataset:\n- fides_key: d\n  collections:\n  - name: t\n    fields:\n{fields}\nsystem:\n{systems}"
            )
        }),
        (
            "400,000 systems that name a dataset that is not there",
            || {
                format!(
                    "system:\n- fides_key: a\n  dataset_references: [{}]",
                    many(400_000, ", ", |n| format!("d{n}"))
                )
            },
        ),
        ("our policy beside 200,000 categories", || {
            format!(
                "{OUR_POLICY}system:\n- fides_key: a\n  privacy_declarations:\n  - {{ data_use: essential, data_categories: [{}] }}",
                many(200_000, ", ", |n| format!("user.x{n}"))
            )
        }),
        ("our policy beside 60,000 uses of 150 categories", || {
            let categories = many(150, ", ", |n| format!("user.x{n}"));
            let declarations = many(60_000, "\n", |n| format!("  - {{ data_use: u{n} }}"));
            format!(
                "{OUR_POLICY}dataset:\n- fides_key: d\n  collections:\n  - name: t\n    fields:\n    - {{ name: f, data_categories: [{categories}] }}\n\
                 system:\n- fides_key: a\n  dataset_references: [d]\n  privacy_declarations:\n{declarations}"
            )
        }),
        ("20,000 policies of our key beside 50,000 persons", || {
            let persons = many(50_000, ", ", |n| format!("s{n}"));
            format!(
                "policy:\n{}\nsystem:\n- fides_key: a\n  privacy_declarations:\n  - {{ data_use: essential, data_categories: [user], data_subjects: [{persons}] }}",
                many(20_000, "\n", |_| "- { fides_key: greffe_register }".into())
            )
        }),
        ("30,000 purposes of one long head, each twice", || {
            let head = "h".repeat(56);
            let plain = many(30_000, "\n", |n| {
                format!("  - {{ name: {head}{n:06}, data_use: essential }}")
            });
            let named = many(30_000, "\n", |n| {
                format!("  - {{ name: 'N{n} [{head}{n:06}]', data_use: essential }}")
            });
            format!(
                "system:\n- fides_key: a\n  privacy_declarations:\n{plain}\n- fides_key: b\n  privacy_declarations:\n{named}"
            )
        }),
        ("a kept record of 44,000 purposes", || {
            let purposes = many(44_000, ",", |n| format!("{{\"id\":\"p{n}\"}}"));
            format!(
                "system:\n- fides_key: P\n  meta:\n    greffe_record: '{{\"ref\":\"P\",\"name\":\"a\",\"purpose\":[{purposes}]}}'"
            )
        }),
        ("a text of 31 MiB", || {
            format!("a: \"{}\"", MARKER.repeat((31 << 20) / MARKER.len()))
        }),
        ("a key of 31 MiB", || {
            format!("? \"{}\"\n: 0", MARKER.repeat((31 << 20) / MARKER.len()))
        }),
        ("comments, 31 MiB", || "#\n".repeat(31 << 19)),
        ("many documents", || "---\n".repeat(500_000)),
        ("a tag for a program", || {
            format!("!!python/object/apply:os.system [{MARKER}]")
        }),
        ("half a file", || {
            format!("system:\n- fides_key: \"{MARKER}")
        }),
    ])
}

pub(crate) fn json_ld() -> impl Iterator<Item = Input> {
    const PROCESS: &str = "\"@type\":\"https://w3id.org/dpv#Process\"";
    const DATA: &str = "https://w3id.org/dpv#hasPersonalData";
    made(&[
        ("a process of 599,000 keys", || {
            format!(
                "[{{{PROCESS},{}}}]",
                many(599_000, ",", |n| format!("\"k{n}\":0"))
            )
        }),
        ("a process of 599,000 keys that are no words", || {
            format!(
                "[{{{PROCESS},{}}}]",
                many(599_000, ",", |n| format!("\"{MARKER} {n}\":0"))
            )
        }),
        ("a process of 599,000 texts", || {
            format!(
                "[{{{PROCESS},\"a\":[{}]}}]",
                many(599_000, ",", |_| format!("\"{MARKER}\""))
            )
        }),
        ("a process that holds 119,000 nodes", || {
            format!(
                "[{{{PROCESS},\"{DATA}\":[{}]}}]",
                many(119_000, ",", |n| format!("{{\"@id\":\"urn:x:{n}\"}}"))
            )
        }),
        ("199,000 nodes under an unknown key", || {
            format!(
                "[{{{PROCESS},\"a\":[{}]}}]",
                many(199_000, ",", |n| format!("{{\"k{n}\":0}}"))
            )
        }),
        ("200,001 nodes", || {
            format!(
                "[{{{PROCESS},\"a\":[{}]}}]",
                many(200_001, ",", |_| "{}".into())
            )
        }),
        ("20,001 processes", || {
            format!("[{}]", many(20_001, ",", |_| format!("{{{PROCESS}}}")))
        }),
        ("20,000 processes", || {
            format!("[{}]", many(20_000, ",", |_| format!("{{{PROCESS}}}")))
        }),
        ("20,000 processes of one person", || {
            format!(
                "[{}]",
                many(20_000, ",", |n| format!(
                    "{{\"@id\":\"urn:x:p{n}\",{PROCESS},\"https://w3id.org/dpv#hasDataSubject\":{{\"@id\":\"urn:x:s\",\"http://www.w3.org/2000/01/rdf-schema#label\":\"{MARKER}\"}}}}"
                ))
            )
        }),
        ("a node that leads to itself 20,000 times", || {
            format!(
                "[{{\"@id\":\"urn:x:a\",{PROCESS},\"{DATA}\":[{}]}}]",
                many(20_000, ",", |_| "{\"@id\":\"urn:x:a\"}".into())
            )
        }),
        ("50,000 purposes of a process with 50,000 bases", || {
            let basis = "{\"@id\":\"https://w3id.org/dpv/legal/eu/gdpr#A6-1-a\"}";
            format!(
                "[{{{PROCESS},\"https://w3id.org/dpv#hasLegalBasis\":[{}],\"https://w3id.org/dpv#hasPurpose\":[{}]}}]",
                many(50_000, ",", |_| basis.into()),
                many(50_000, ",", |n| format!("{{\"@id\":\"urn:x:p{n}\"}}"))
            )
        }),
        ("sensitive data of six categories, 110,000 times", || {
            let pd = [
                "Race",
                "Genetic",
                "Biometric",
                "Health",
                "Sexual",
                "Criminal",
            ];
            let types = many(pd.len(), ",", |n| {
                format!("\"https://w3id.org/dpv/pd#{}\"", pd[n])
            });
            format!(
                "[{{{PROCESS},\"{DATA}\":[{}]}},{{\"@id\":\"urn:x:d\",\"@type\":[{types}]}}]",
                many(110_000, ",", |_| "{\"@id\":\"urn:x:d\"}".into())
            )
        }),
        ("2,000 processes of 2,000 data", || {
            let data = many(2_000, ",", |n| format!("{{\"@id\":\"urn:x:d{n}\"}}"));
            let processes = many(200, ",", |n| {
                format!("{{\"@id\":\"urn:x:p{n}\",{PROCESS},\"{DATA}\":[{data}]}}")
            });
            let nodes = many(2_000, ",", |n| {
                format!(
                    "{{\"@id\":\"urn:x:d{n}\",\"@type\":\"https://w3id.org/dpv/pd#Name\",\"http://www.w3.org/2000/01/rdf-schema#label\":\"{MARKER}\"}}"
                )
            });
            format!("[{processes},{nodes}]")
        }),
        ("30 nodes that lead to all 30", || {
            let all = many(30, ",", |n| format!("{{\"@id\":\"urn:x:n{n}\"}}"));
            format!(
                "[{}]",
                many(30, ",", |n| format!(
                    "{{\"@id\":\"urn:x:n{n}\",{PROCESS},\"https://w3id.org/dpv#hasPurpose\":[{all}],\"{DATA}\":[{all}],\"https://w3id.org/dpv#hasDataSubject\":[{all}]}}"
                ))
            )
        }),
        ("a kept register of 20,000 records", || {
            let record = |n| {
                format!(
                    "{{\"@id\":\"urn:x:p{n}\",{PROCESS},\"urn:greffe:terms#record\":\"{{\\\"ref\\\":\\\"p{n}\\\",\\\"name\\\":\\\"{MARKER}\\\"}}\"}}"
                )
            };
            format!("[{}]", many(20_000, ",", record))
        }),
        ("a kept record of 44,000 purposes", || {
            let purposes = many(44_000, ",", |n| format!("{{\\\"id\\\":\\\"p{n}\\\"}}"));
            format!(
                "[{{{PROCESS},\"urn:greffe:terms#record\":\"{{\\\"ref\\\":\\\"P\\\",\\\"name\\\":\\\"a\\\",\\\"purpose\\\":[{purposes}]}}\"}}]"
            )
        }),
        ("another context", || {
            format!("{{\"@context\":\"https://{MARKER}\",\"@graph\":[]}}")
        }),
    ])
}
