//! Writes what `cargo xtask bags` has other programs judge: `bags write FOLDER`, `bags killed FOLDER RECORD`, `bags large FOLDER`. Everybody in it is invented.
//!
//! `killed` dies at a record as if the machine had lost power; `write` on the same folder goes on. `large` writes an archive with an attachment of more than
//! 4 GiB, which takes no room on the disk, for it is all zeros.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, TimeZone, Utc};
use greffe_export::{
    Art15Information, Attachment, Attachments, BagSource, Contact, Decimal, Field, Kind, Package,
    Provenance, PurposeInformation, Records, Redaction, Request, Right, SigningKey, Sink, Stage,
    Value,
};
use greffe_terms::{Citation, DataCategory, Lang, LegalBasis, Text};

type Failure = Box<dyn Error>;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || {
        arguments
            .next()
            .ok_or("bags write|killed|large FOLDER [RECORD]")
    };
    let (task, folder) = (next()?, PathBuf::from(next()?));
    fs::create_dir_all(&folder)?;
    match task.as_str() {
        "write" => write(&folder, u64::MAX),
        "killed" => write(&folder, next()?.parse()?),
        "large" => large(&folder),
        _ => Err("no such task".into()),
    }
}

/// A signed package for both rights in French, as folder and archive, and one for portability alone in English, signed with a shared key.
fn write(folder: &Path, dies_at: u64) -> Result<(), Failure> {
    let (request, key) = (
        request(&[Right::Access, Right::Portability])?,
        SigningKey::ed25519(&[7; 32]),
    );
    let zip = File::create(folder.join("french.zip"))?;
    let package = package(&request, dies_at)?.signed_with(&key);
    let _ = package.write_staged_zip(&mut Folder(folder.join("french")), zip)?;

    let (request, key) = (
        self::request(&[Right::Portability])?,
        SigningKey::hmac_sha256("desk-2026", &[9; 32])?,
    );
    let package = self::package(&request, u64::MAX)?
        .signed_with(&key)
        .language(Lang::En);
    let zip = File::create(folder.join("english.zip"))?;
    let _ = package.write_staged_zip(&mut Folder(folder.join("english")), zip)?;
    Ok(())
}

fn large(folder: &Path) -> Result<(), Failure> {
    let request = request(&[Right::Access])?;
    // One byte more than a ZIP without its 64-bit form can say.
    let zeros = io::repeat(0).take((1 << 32) + 1);
    let content = field("recording", Kind::Text, Provenance::Provided, "account")?;
    let files = [Ok(Attachment::new("recording.wav", "audio/wav", zeros))];
    let package = Package::for_request(&request, information()?)
        .attachments(Attachments::new("recordings", content, files))
        .dated(day(3, 16)?);
    let spool = || -> io::Result<Sparse> { tempfile::tempfile().map(Sparse) };
    let done = package.write_zip_with(File::create(folder.join("large.zip"))?, spool)?;
    println!("{} bytes of payload", done.payload_bytes());
    Ok(())
}

/// A folder on disk, which survives a crash: the crate itself does no I/O.
struct Folder(PathBuf);

impl Sink for Folder {
    type File = File;

    fn create(&mut self, path: &str) -> io::Result<File> {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&self.0))?;
        File::create_new(path)
    }

    fn finish(&mut self, _path: &str, file: File) -> io::Result<()> {
        file.sync_all()
    }

    fn discard(&mut self, path: &str, _file: File) -> io::Result<()> {
        fs::remove_file(self.0.join(path))
    }
}

impl BagSource for Folder {
    fn paths(&mut self) -> io::Result<Vec<String>> {
        let (mut paths, mut folders) = (Vec::new(), vec![self.0.clone()]);
        while let Some(folder) = folders.pop() {
            let entries = match fs::read_dir(&folder) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                entries => entries?,
            };
            for entry in entries {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let inside = path.strip_prefix(&self.0).map_err(io::Error::other)?;
                    let parts = inside
                        .components()
                        .map(|part| part.as_os_str().to_string_lossy());
                    paths.push(parts.collect::<Vec<_>>().join("/"));
                }
            }
        }
        Ok(paths)
    }

    fn read(
        &mut self,
        path: &str,
        read: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>,
    ) -> io::Result<()> {
        read(&mut File::open(self.0.join(path))?)
    }
}

impl Stage for Folder {
    fn remove(&mut self, path: &str) -> io::Result<()> {
        let path = self.0.join(path);
        fs::remove_file(&path)?;
        // A folder that is empty now goes with its last file; one that is not stays.
        let _ = path.parent().map(fs::remove_dir);
        Ok(())
    }
}

/// A temporary file in which zeros take no room.
struct Sparse(File);

impl Write for Sparse {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.iter().any(|byte| *byte != 0) {
            return self.0.write(bytes);
        }
        let over = i64::try_from(bytes.len()).map_err(io::Error::other)?;
        let end = self.0.seek(SeekFrom::Current(over))?;
        self.0.set_len(end)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Read for Sparse {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.0.read(bytes)
    }
}

impl Seek for Sparse {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

fn day(month: u32, day: u32) -> Result<NaiveDate, Failure> {
    NaiveDate::from_ymd_opt(2026, month, day).ok_or_else(|| "no such day".into())
}

fn request(rights: &[Right]) -> Result<Request, Failure> {
    let (first, others) = rights.split_first().ok_or("no right")?;
    let request = Request::received("R-2026-17".parse()?, *first, day(3, 2)?);
    let mut request = others
        .iter()
        .fold(request, |request, right| request.also(*right));
    request.scope(day(3, 3)?)?;
    Ok(request)
}

fn information() -> Result<Art15Information, Failure> {
    let mut information = Art15Information::new(Contact {
        name: Text::plain("Atelier Hélianthe <\"& fils\">"),
        address: Some("dpo@helianthe.example".to_owned()),
    });
    for (id, basis) in [
        ("account", LegalBasis::Contract),
        ("invoicing", LegalBasis::LegalObligation),
    ] {
        information.purposes.push(PurposeInformation::new(
            id.parse()?,
            Text::plain(id),
            Some(basis),
        ));
    }
    Ok(information)
}

fn field(name: &str, kind: Kind, provenance: Provenance, purpose: &str) -> Result<Field, Failure> {
    Ok(Field::new(name, DataCategory::Identity, provenance, purpose.parse()?).of_kind(kind))
}

/// Texts that a reader of CSV, JSON or HTML stumbles over.
const TEXTS: &[&str] = &[
    "",
    "Ada",
    "=1+1",
    "+33 1",
    "-5",
    "@x",
    "\tx",
    "\rx",
    "\nx",
    "\0x",
    " =1",
    "'",
    "''=1",
    "[redacted r1]",
    "[redacted ",
    "a,b;c\td",
    "\"quoted\"",
    "a\r\nb",
    "a\nb\r",
    "\r",
    "\n",
    "é e\u{301}",
    "＝1",
    "🎻",
    "\u{202e}evil",
    "\u{feff}bom",
    "</script><b>&amp;",
    "\u{1}\u{1f}\u{7f}",
    "\\u0041",
    "null",
    "true",
    "1e5",
    "-0",
    "007",
    "2026-03-16",
    "  spaces  ",
    "\u{2028}\u{2029}",
    "https://tracker.example/x.gif",
    "<img src=//tracker.example>",
];

fn package(request: &Request, dies_at: u64) -> Result<Package<'_>, Failure> {
    let fields = vec![
        field("text", Kind::Text, Provenance::Provided, "account")?.labelled("Texte", "Text"),
        field("=whole", Kind::Integer, Provenance::Provided, "account")?,
        field(
            "exact \"n\"",
            Kind::Decimal,
            Provenance::Observed,
            "account",
        )?,
        field("truth", Kind::Boolean, Provenance::Inferred, "account")?,
        field("day", Kind::Date, Provenance::Provided, "invoicing")?,
        field("instant", Kind::Instant, Provenance::Provided, "account")?,
        field("list", Kind::List, Provenance::Provided, "account")?,
        field(
            "number of someone else",
            Kind::Text,
            Provenance::Provided,
            "account",
        )?
        .about_someone_else(),
    ];
    let rows = (0_u64..3_000).map(move |place| {
        if place == dies_at {
            std::process::abort();
        }
        Ok(row(place))
    });
    let quiet = vec![field("text", Kind::Text, Provenance::Provided, "account")?];
    let more = (0_u64..500).map(move |place| {
        if place + 3_000 == dies_at {
            std::process::abort();
        }
        Ok(vec![text_of(place)])
    });
    let names = [
        "../../etc/passwd",
        "Été.txt",
        "E\u{301}te\u{301}.txt",
        "ete.TXT",
        "NUL",
        "a\r\nb.txt",
        "bagit.txt",
        "",
    ];
    let files = names.map(|name| Ok(Attachment::new(name, "text/plain", name.as_bytes())));
    let letters = field("letter", Kind::Text, Provenance::Provided, "account")?;
    let about_others = Text::new(
        Some("d'autres personnes".to_owned()),
        Some("other people".to_owned()),
    );
    let reason = || {
        about_others
            .clone()
            .unwrap_or_else(|| Text::plain("other people"))
    };
    Ok(Package::for_request(request, information()?)
        .addressed_to("Camille <Exemple>")
        .source(Records::new("../Clients é", fields, rows).labelled("Vos <données>", "Your <data>"))
        .attachments(Attachments::new("letters", letters, files))
        .source(Records::new("CLIENTS e", quiet.clone(), more))
        .source(Records::whole("empty", quiet, []))
        .refused("reports", reason(), Citation::from_static("GDPR 15(4)"))
        .expected(["never given"])
        .redacted(
            Redaction::new(
                "r1",
                "../Clients é",
                "number of someone else",
                reason(),
                day(3, 10)?,
                "DPO",
            )
            .where_record(
                |record| matches!(record.get(1), Some(Value::Integer(number)) if number % 3 == 0),
            ),
        )
        .dated(day(3, 16)?))
}

fn text_of(place: u64) -> Value {
    let index = usize::try_from(place).unwrap_or(0);
    let (first, second) = (
        TEXTS.get(index % TEXTS.len()),
        TEXTS.get(index / TEXTS.len() % TEXTS.len()),
    );
    let both = [first, second]
        .into_iter()
        .flatten()
        .copied()
        .collect::<Vec<_>>();
    Value::text(if place < 40 {
        both.first().copied().unwrap_or_default().to_owned()
    } else {
        both.concat()
    })
}

fn row(place: u64) -> Vec<Value> {
    let number = i64::try_from(place).unwrap_or(0);
    let decimal: Option<Decimal> = format!("-{number}.{:03}", number * 7 % 1000).parse().ok();
    let absent = |column: u64, value: Value| {
        if place % (column + 7) == 3 {
            Value::Null
        } else {
            value
        }
    };
    vec![
        absent(0, text_of(place)),
        absent(
            1,
            Value::from(if place.is_multiple_of(5) {
                i64::MIN
            } else {
                number
            }),
        ),
        absent(2, Value::from(decimal)),
        absent(3, Value::from(place.is_multiple_of(2))),
        absent(
            4,
            Value::from(NaiveDate::from_ymd_opt(
                1900 + i32::try_from(place % 200).unwrap_or(0),
                2,
                28,
            )),
        ),
        absent(
            5,
            Value::from(Utc.timestamp_millis_opt(number * 86_400_123).single()),
        ),
        absent(
            6,
            Value::List(vec![
                text_of(place),
                Value::Null,
                Value::from(number),
                Value::from(true),
            ]),
        ),
        absent(7, text_of(place + 1)),
    ]
}
