//! Bundles that were damaged, forged, or are none at all.

use std::collections::BTreeMap;
use std::io::{self, Cursor};
use std::sync::OnceLock;

use greffe::export::{
    Art15Information, Attachment, Attachments, BagSource, Contact, Field, Kind, MemorySink,
    Package, Provenance, PurposeInformation, Records, Request, Right, SigningKey, Value,
    Verification, VerifyingKey, ZipBag, verify_bag, verify_signed_bag, verify_signed_zip,
    verify_zip,
};
use greffe::terms::{DataCategory, Lang, LegalBasis, Text};

use crate::choices::Choices;

// RFC 8410, 10.3: a key of an example, and of nobody.
const PRIVATE: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";

/// Every file of a bag.
type Files = BTreeMap<String, Vec<u8>>;

/// One bundle, as a folder and as an archive.
struct Whole {
    folder: MemorySink,
    files: Files,
    archive: Vec<u8>,
    key: VerifyingKey,
}

fn whole() -> &'static Whole {
    static WHOLE: OnceLock<Whole> = OnceLock::new();
    WHOLE.get_or_init(|| {
        let key = SigningKey::from_pem(PRIVATE).expect("a key");
        let mut folder = MemorySink::new();
        let _ = packed(&key, |package| {
            package.write_folder(&mut folder).expect("a folder")
        });
        let mut archive = Cursor::new(Vec::new());
        let _ = packed(&key, |package| {
            package.write_zip(&mut archive).expect("an archive")
        });
        let files = folder.files();
        let files: Files = files
            .map(|(path, bytes)| (path.to_owned(), bytes.to_vec()))
            .collect();
        Whole {
            files,
            folder,
            archive: archive.into_inner(),
            key: key.verifying_key(),
        }
    })
}

fn packed<T>(key: &SigningKey, write: impl FnOnce(Package<'_>) -> T) -> T {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 4).expect("a day");
    let mut request = Request::received("R-1".parse().expect("an id"), Right::Access, day)
        .also(Right::Portability);
    request.scope(day).expect("a step");
    let purpose = || "account".parse().expect("a purpose");
    let controller = Contact {
        name: Text::plain("Atelier Hélianthe"),
        address: None,
    };
    let mut information = Art15Information::new(controller);
    information.purposes.push(PurposeInformation::new(
        purpose(),
        Text::plain("Account"),
        Some(LegalBasis::Contract),
    ));
    let field = |name: &str| {
        Field::new(
            name,
            DataCategory::Identity,
            Provenance::Provided,
            purpose(),
        )
    };
    let fields = vec![field("email"), field("score").of_kind(Kind::Integer)];
    let rows = [
        vec![Value::from("=ada@example.org"), Value::from(7)],
        vec![Value::Null, Value::from(8)],
    ];
    let sound: &[u8] = b"OggS\0\0sound";
    let calls = Attachments::new(
        "calls",
        field("call"),
        [Ok(Attachment::new("../1.ogg", "audio/ogg", sound))],
    );
    let package = Package::for_request(&request, information)
        .source(Records::whole("customers", fields, rows))
        .attachments(calls)
        .language(Lang::En)
        .dated(day)
        .signed_with(key);
    write(package)
}

/// No bytes make the check panic, and none that are not the bundle's are said to be intact.
///
/// The first byte of the input says what it is: an archive as it stands, a folder as it stands, or changes of a good archive or folder.
pub fn bundle_verify(data: &[u8]) {
    let (kind, rest) = data
        .split_first()
        .map_or((0, data), |(first, rest)| (first % 4, rest));
    match kind {
        0 => of_archive(rest.to_vec()),
        1 => of_listing(rest),
        2 => of_archive(changed(&whole().archive, &mut Choices::new(rest))),
        _ => of_folder(rest),
    }
}

/// An archive that is said to be intact has nothing in it but a bag whose bytes all count.
fn of_archive(bytes: Vec<u8>) {
    let whole = whole();
    let is_ours = bytes == whole.archive;
    let found = verify_zip(Cursor::new(bytes.as_slice()));
    let signed = verify_signed_zip(Cursor::new(bytes.as_slice()), &whole.key);
    assert_eq!(
        found.is_ok(),
        signed.is_ok(),
        "a key changed what can be read"
    );
    let (Ok(found), Ok(signed)) = (found, signed) else {
        assert!(!is_ours, "a good archive cannot be read");
        return;
    };
    assert!(
        found.is_intact() || !signed.is_intact(),
        "a signature mended a bag"
    );
    assert!(!is_ours || signed.is_intact());
    told(&found);
    if found.is_intact() || signed.is_intact() {
        let mut bag =
            ZipBag::open(Cursor::new(bytes.as_slice())).expect("an archive that was read before");
        let files = contents(&mut bag).expect("a bag that was read before");
        let archive = zip::ZipArchive::new(Cursor::new(bytes.as_slice()));
        let archive = archive.expect("an archive that was read before");
        let names = archive.file_names_raw();
        assert_eq!(
            names.filter(|name| !name.ends_with(b"/")).count(),
            files.len(),
            "two entries are one file, or one is none"
        );
        judged(&files, &found, &signed);
    }
}

/// A folder out of text: a path, a colon, and what the file holds, a line each; the bag's own first file is there.
fn of_listing(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut folder = MemorySink::new();
    folder.put("bagit.txt", whole().files["bagit.txt"].clone());
    for line in text.split('\n').take(32) {
        let (path, content) = line.split_once(':').unwrap_or((line, ""));
        folder.put(path, content.replace('|', "\n").into_bytes());
    }
    settled(folder);
}

/// Changes of a good folder.
fn of_folder(data: &[u8]) {
    let mut choices = Choices::new(data);
    let mut folder = whole().folder.clone();
    for _ in 0..8 {
        if choices.is_at_end() {
            break;
        }
        let paths: Vec<String> = folder.files().map(|(path, _)| path.to_owned()).collect();
        if paths.is_empty() {
            break;
        }
        let path = choices.one_of(&paths).clone();
        match choices.byte() % 5 {
            0 => {
                let bytes = folder.file(&path).unwrap_or_default();
                let bytes = changed(bytes, &mut choices);
                folder.put(&path, bytes);
            }
            1 => {
                folder.remove(&path);
            }
            2 => {
                let bytes = folder.remove(&path).unwrap_or_default();
                folder.put(&another(&path, &mut choices), bytes);
            }
            3 => {
                let other = choices.one_of(&paths).clone();
                let (one, two) = (folder.remove(&path), folder.remove(&other));
                folder.put(&path, two.unwrap_or_default());
                folder.put(&other, one.unwrap_or_default());
            }
            _ => without_a_line(&mut folder, &path, &mut choices),
        }
    }
    settled(folder);
}

/// A line taken out of a manifest, or another file's line put in its place.
fn without_a_line(folder: &mut MemorySink, path: &str, choices: &mut Choices<'_>) {
    let text = String::from_utf8_lossy(folder.file(path).unwrap_or_default()).into_owned();
    let mut lines: Vec<&str> = text.lines().collect();
    if lines.is_empty() {
        return;
    }
    let place = usize::from(choices.byte()) % lines.len();
    if choices.yes() {
        lines[place] = lines[usize::from(choices.byte()) % lines.len()];
    } else {
        lines.remove(place);
    }
    folder.put(path, (lines.join("\n") + "\n").into_bytes());
}

fn another(path: &str, choices: &mut Choices<'_>) -> String {
    match choices.byte() % 5 {
        0 => format!("../{path}"),
        1 => format!("data/{path}"),
        2 => path.to_uppercase(),
        3 => path.replace('/', "\\"),
        _ => format!("{path}{}", char::from(choices.byte())),
    }
}

/// Bytes with some of them set, cut off, taken out, put in or copied.
fn changed(bytes: &[u8], choices: &mut Choices<'_>) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=choices.byte() % 6 {
        let place = usize::from(choices.number()) % bytes.len().max(1);
        match choices.byte() % 6 {
            0 => bytes.truncate(place),
            1 => bytes.insert(place.min(bytes.len()), choices.byte()),
            2 if place < bytes.len() => {
                bytes.remove(place);
            }
            3 => {
                let end = (place + usize::from(choices.byte())).min(bytes.len());
                let part = bytes.get(place..end).unwrap_or_default().to_vec();
                let to = usize::from(choices.number()) % (bytes.len() + 1);
                bytes.splice(to..to, part);
            }
            _ => {
                if let Some(byte) = bytes.get_mut(place) {
                    *byte = choices.byte();
                }
            }
        }
    }
    bytes
}

fn settled(mut folder: MemorySink) {
    let found = verify_bag(&mut folder).expect("a folder in memory can be read");
    let signed =
        verify_signed_bag(&mut folder, &whole().key).expect("a folder in memory can be read");
    assert!(
        found.is_intact() || !signed.is_intact(),
        "a signature mended a bag"
    );
    told(&found);
    told(&signed);
    let files = folder.files();
    let files: Files = files
        .map(|(path, bytes)| (path.to_owned(), bytes.to_vec()))
        .collect();
    judged(&files, &found, &signed);
}

/// What may be intact: with the signature the bundle alone, byte for byte; without one a bag that says of each of its files what it is.
fn judged(files: &Files, found: &Verification, signed: &Verification) {
    let ours = &whole().files;
    // Of a message and a key there is one signature, and it can be written in one way.
    if signed.is_intact() {
        assert!(files == ours, "a changed bundle is signed by us");
    }
    assert!(
        *files != *ours || signed.is_intact(),
        "the bundle itself is not intact"
    );
    if !found.is_intact() {
        return;
    }
    // Nobody can find a digest: as long as the manifest is ours, so is the payload.
    let payload = |files: &Files| -> Files {
        let kept = files.iter().filter(|(path, _)| path.starts_with("data/"));
        kept.map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect()
    };
    let manifest = "manifest-sha256.txt";
    if files.get(manifest) == ours.get(manifest) {
        assert!(
            payload(files) == payload(ours),
            "a changed payload is intact"
        );
    }
    let listed = files
        .get(manifest)
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let listed = listed.expect("an intact bag has a manifest");
    for path in payload(files).keys() {
        assert!(
            listed.contains(path.as_str()),
            "a file that no manifest lists is intact"
        );
    }
    for path in files.keys() {
        assert!(
            path.split('/').all(|part| !part.is_empty() && part != ".."),
            "a path leaves the bag"
        );
    }
}

/// Every difference has words, a code and, but for two of one name and signatures, its path.
fn told(found: &Verification) {
    for difference in found.differences() {
        for lang in Lang::ALL {
            assert!(!difference.in_language(lang).is_empty());
        }
        assert!(!difference.code().is_empty());
    }
}

fn contents(bag: &mut impl BagSource) -> io::Result<Files> {
    let mut files = Files::new();
    for path in bag.paths()? {
        let mut bytes = Vec::new();
        bag.read(&path, &mut |reader| {
            bytes.clear();
            reader.read_to_end(&mut bytes).map(|_| ())
        })?;
        files.insert(path, bytes);
    }
    Ok(files)
}
