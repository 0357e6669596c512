//! The bytes: manifests that an independent hash confirms, the same bytes on every run, and a check that names every difference.

use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

use greffe_export::{
    Difference, ExportError, Kind, MemorySink, MemorySpool, Package, Provenance, Records, Request,
    Sink, Value, VerifyError, ZipSink, verify_bag, verify_zip,
};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use crate::fixture::{both, day, field, package, text, texts};

fn sample(request: &Request) -> Package<'_> {
    package(request)
        .source(texts("a", &["x", "=y", "é"]))
        .source(texts("b", &["z"]))
        .expected(["c"])
}

fn bag() -> MemorySink {
    let request = both();
    let mut bag = MemorySink::new();
    let _ = sample(&request).write_folder(&mut bag).unwrap();
    bag
}

fn zip() -> Vec<u8> {
    let request = both();
    let mut bytes = Cursor::new(Vec::new());
    let _ = sample(&request).write_zip(&mut bytes).unwrap();
    bytes.into_inner()
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[test]
fn manifests_list_every_file_with_its_sha256() {
    let bag = bag();
    for (manifest, wanted) in [
        ("manifest-sha256.txt", true),
        ("tagmanifest-sha256.txt", false),
    ] {
        let listed = text(&bag, manifest);
        let expected: String = bag
            .files()
            .filter(|(path, _)| {
                path.starts_with("data/") == wanted && *path != "tagmanifest-sha256.txt"
            })
            .map(|(path, bytes)| format!("{}  {path}\n", sha256(bytes)))
            .collect();
        assert_eq!(listed, expected);
    }
    let (bytes, files) = bag
        .files()
        .filter(|(path, _)| path.starts_with("data/"))
        .fold((0, 0), |(b, f), (_, bytes)| (b + bytes.len(), f + 1));
    assert!(text(&bag, "bag-info.txt").contains(&format!("Payload-Oxum: {bytes}.{files}\n")));
    assert_eq!(
        text(&bag, "bagit.txt"),
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    );
}

#[test]
fn done_tells_what_the_manifest_tells() {
    let request = both();
    let mut bag = MemorySink::new();
    let done = sample(&request).write_folder(&mut bag).unwrap();
    assert_eq!(
        done.manifest_sha256(),
        sha256(bag.file("manifest-sha256.txt").unwrap())
    );
    let payload = bag.files().filter(|(path, _)| path.starts_with("data/"));
    assert_eq!(
        done.payload_bytes(),
        payload.map(|(_, bytes)| bytes.len() as u64).sum::<u64>()
    );
}

#[test]
fn two_runs_give_the_same_bytes() {
    assert!(bag() == bag());
    assert!(zip() == zip());
}

#[test]
fn the_zip_holds_the_folder_byte_for_byte() {
    let bag = bag();
    let mut archive = zip::ZipArchive::new(Cursor::new(zip())).unwrap();
    assert_eq!(archive.len(), bag.files().count());
    for (path, bytes) in bag.files() {
        let mut entry = archive.by_name(&format!("export-R-1/{path}")).unwrap();
        let mut found = Vec::new();
        entry.read_to_end(&mut found).unwrap();
        assert_eq!(found, bytes, "{path}");
        let when = entry.last_modified().unwrap();
        assert_eq!(
            (when.year(), when.month(), when.day()),
            (2026, 3, 16),
            "ZIP times are a parameter"
        );
    }
}

#[test]
fn spools_on_disk_and_in_memory_give_the_same_archive() {
    let request = both();
    let mut on_disk = Cursor::new(Vec::new());
    let _ = sample(&request)
        .write_zip_with(&mut on_disk, tempfile::tempfile)
        .unwrap();
    assert!(on_disk.into_inner() == zip());
}

#[test]
fn a_whole_bag_verifies() {
    let mut bag = bag();
    let result = verify_bag(&mut bag).unwrap();
    assert!(result.is_intact(), "{:?}", result.differences());
    assert_eq!(
        result.files(),
        bag.files().count() - 1,
        "everything but the tag manifest itself"
    );
    assert!(verify_zip(Cursor::new(zip())).unwrap().is_intact());
}

#[test]
fn every_difference_is_named() {
    let path = |path: &str| path.to_owned();
    let mut changed = bag();
    changed.put("data/access/a.csv", b"other".to_vec());
    changed.remove("data/access/b.csv");
    changed.put("data/extra.txt", Vec::new());
    changed.put("note.txt", Vec::new());
    assert_eq!(
        verify_bag(&mut changed).unwrap().differences(),
        [
            Difference::Missing {
                path: path("data/access/b.csv")
            },
            Difference::Unlisted {
                path: path("data/extra.txt")
            },
            Difference::Unlisted {
                path: path("note.txt")
            },
            Difference::Changed {
                path: path("data/access/a.csv")
            },
        ]
    );
}

#[test]
fn a_rewritten_manifest_is_found_by_the_tag_manifest() {
    let mut bag = bag();
    let manifest = text(&bag, "manifest-sha256.txt");
    let other = sha256(b"other");
    let line = manifest
        .lines()
        .find(|line| line.ends_with("access/a.csv"))
        .unwrap();
    bag.put("data/access/a.csv", b"other".to_vec());
    bag.put(
        "manifest-sha256.txt",
        manifest
            .replace(line, &format!("{other}  data/access/a.csv"))
            .into_bytes(),
    );
    assert_eq!(
        verify_bag(&mut bag).unwrap().differences(),
        [Difference::Changed {
            path: "manifest-sha256.txt".to_owned()
        }]
    );
}

#[test]
fn broken_manifest_lines_and_escaping_paths_are_named() {
    let mut bag = bag();
    let manifest = format!(
        "{}nonsense\n{}  data/../../x\n",
        text(&bag, "manifest-sha256.txt"),
        sha256(b"")
    );
    let lines = manifest.lines().count();
    bag.put("manifest-sha256.txt", manifest.into_bytes());
    bag.remove("bagit.txt");
    let result = verify_bag(&mut bag).unwrap();
    for line in [lines - 1, lines] {
        assert!(result.differences().contains(&Difference::BadLine {
            path: "manifest-sha256.txt".to_owned(),
            line
        }));
    }
    assert!(result.differences().contains(&Difference::NotABag {
        path: "bagit.txt".to_owned()
    }));
}

#[test]
fn the_declaration_of_a_bag_may_end_its_lines_as_any_system_does() {
    let verified = |written: &str| {
        let mut bag = bag();
        bag.put("bagit.txt", written.as_bytes().to_vec());
        let tags = text(&bag, "tagmanifest-sha256.txt");
        let lines = tags.lines().map(|line| match line.split_once("  ") {
            Some((_, path @ "bagit.txt")) => format!("{}  {path}\n", sha256(written.as_bytes())),
            _ => format!("{line}\n"),
        });
        let lines: String = lines.collect();
        bag.put("tagmanifest-sha256.txt", lines.into_bytes());
        verify_bag(&mut bag).unwrap().is_intact()
    };
    let declared = text(&bag(), "bagit.txt");
    assert!(verified(&declared));
    assert!(verified(&declared.replace('\n', "\r\n")));
    assert!(verified(&declared.replace('\n', "\r")));
    assert!(!verified(&declared.replace("1.0", "1.1")));
    assert!(!verified(&declared.replace('\n', " ")));
}

#[test]
fn a_path_that_leads_elsewhere_on_some_system_is_no_path() {
    let paths = ["data/..\\..\\x", "data/x.csv:hidden", "data/\\\\host\\x"];
    // Windows leaves out blanks at either end of a name, and points behind.
    let trimmed = [
        "data/.. /x",
        "data/ ../x",
        "data/.../x",
        "data/. .",
        "data/ ",
    ];
    let paths = paths.into_iter().chain(trimmed);
    for path in paths.chain(["C:x", "..\\x", ".. /x"]) {
        let mut bag = bag();
        bag.put(path, b"x".to_vec());
        let of_payload = ("manifest-sha256.txt", path.starts_with("data/"));
        let manifest = if of_payload.1 {
            of_payload.0
        } else {
            "tagmanifest-sha256.txt"
        };
        let listed = format!("{}{}  {path}\n", text(&bag, manifest), sha256(b"x"));
        let line = listed.lines().count();
        bag.put(manifest, listed.into_bytes());
        let differences = verify_bag(&mut bag).unwrap();
        let bad = Difference::BadLine {
            path: manifest.to_owned(),
            line,
        };
        assert!(differences.differences().contains(&bad), "{path}");
    }
}

/// RFC 8493, 2.1.3: LF, CR and the percent sign are written `%0A`, `%0D` and `%25` in a manifest, and nothing else is.
#[test]
fn the_escapes_of_a_manifest_are_read_as_the_rfc_has_them() {
    let verified = |file: &str, written: &str| {
        let mut bag = bag();
        bag.put(file, b"x".to_vec());
        let manifest = text(&bag, "manifest-sha256.txt");
        let manifest = format!("{manifest}{}  {written}\n", sha256(b"x"));
        bag.put("manifest-sha256.txt", manifest.clone().into_bytes());
        let tags = text(&bag, "tagmanifest-sha256.txt");
        let lines = tags.lines().map(|line| match line.split_once("  ") {
            Some((_, path @ "manifest-sha256.txt")) => {
                format!("{}  {path}\n", sha256(manifest.as_bytes()))
            }
            _ => format!("{line}\n"),
        });
        let lines: String = lines.collect();
        bag.put("tagmanifest-sha256.txt", lines.into_bytes());
        verify_bag(&mut bag).unwrap().is_intact()
    };
    assert!(verified("data/100%.txt", "data/100%25.txt"));
    assert!(verified("data/a\nb", "data/a%0Ab"));
    assert!(verified("data/a\rb", "data/a%0db"));
    assert!(verified("data/%41", "data/%41"));
    assert!(verified("data/%0A", "data/%250A"));
    assert!(!verified("data/a%0Ab", "data/a%0Ab"));
}

#[test]
fn what_is_no_zip_is_said_so() {
    assert_eq!(
        verify_zip(Cursor::new(b"not a zip".to_vec())),
        Err(VerifyError::NotAZip)
    );
    let whole = zip();
    assert_eq!(
        verify_zip(Cursor::new(whole[..whole.len() / 2].to_vec())),
        Err(VerifyError::NotAZip)
    );
}

/// A disk that is full after so many bytes.
pub(crate) struct SmallDisk {
    pub(crate) bytes: Cursor<Vec<u8>>,
    room: usize,
}

impl SmallDisk {
    pub(crate) fn of(room: usize) -> Self {
        Self {
            bytes: Cursor::new(Vec::new()),
            room,
        }
    }
}

impl Write for SmallDisk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.get_ref().len() + bytes.len() > self.room {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for SmallDisk {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

#[test]
fn a_disk_that_fills_up_never_leaves_what_looks_like_an_export() {
    let whole = zip().len();
    for room in (0..whole).step_by(97) {
        let request = both();
        let mut disk = SmallDisk::of(room);
        let error = sample(&request).write_zip(&mut disk).unwrap_err();
        assert!(
            matches!(
                error,
                ExportError::Write {
                    kind: io::ErrorKind::StorageFull,
                    ..
                }
            ),
            "{error:?}"
        );
        assert_eq!(
            verify_zip(disk.bytes),
            Err(VerifyError::NotAZip),
            "after {room} bytes"
        );
    }
}

#[test]
fn a_disk_that_fills_up_at_any_byte_is_an_error_and_no_archive() {
    let write = |room: usize| {
        let mut disk = SmallDisk::of(room);
        let mut zip = ZipSink::new(&mut disk, MemorySpool::default(), "bag", day(3, 16)).stored();
        let result = ["bagit.txt", "data/a", "data/b"]
            .into_iter()
            .try_for_each(|path| {
                let mut file = zip.create(path)?;
                file.write_all(path.as_bytes())?;
                zip.finish(path, file)
            });
        let result = result.and_then(|()| zip.end().map(|_| ()));
        (result, disk.bytes)
    };
    let (whole, bytes) = write(usize::MAX);
    whole.unwrap();
    for room in 0..bytes.get_ref().len() {
        let (result, bytes) = write(room);
        assert_eq!(
            result.unwrap_err().kind(),
            io::ErrorKind::StorageFull,
            "after {room} bytes"
        );
        assert_eq!(
            verify_zip(bytes),
            Err(VerifyError::NotAZip),
            "after {room} bytes"
        );
    }
}

#[test]
fn a_file_that_outgrows_its_memory_is_named() {
    let fields = vec![field("text", Kind::Text, Provenance::Provided, "account")];
    let endless = Records::new(
        "large",
        fields,
        std::iter::repeat_with(|| Ok(vec![Value::text("x".repeat(1000))])).take(1000),
    );
    let request = both();
    let mut bytes = Cursor::new(Vec::new());
    let error = package(&request)
        .source(texts("small", &["x"]))
        .source(endless)
        .write_zip_with(&mut bytes, MemorySpool::with_limit(200_000))
        .unwrap_err();
    assert!(
        !bytes.get_ref().is_empty(),
        "the small source was written before"
    );
    assert_eq!(verify_zip(bytes), Err(VerifyError::NotAZip));
    assert_eq!(
        error,
        ExportError::OutgrewMemory {
            place: "data/access/large.ndjson".to_owned(),
            limit: 200_000
        }
    );
}

/// A sink that notes how much a caller hands it at once, and keeps nothing.
#[derive(Default)]
struct Meter {
    largest: usize,
    files: usize,
}

struct Metered {
    largest: usize,
}

impl Write for Metered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.largest = self.largest.max(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for Meter {
    type File = Metered;

    fn create(&mut self, _path: &str) -> io::Result<Metered> {
        Ok(Metered { largest: 0 })
    }

    fn finish(&mut self, path: &str, file: Metered) -> io::Result<()> {
        if path.starts_with("data/access/") {
            self.largest = self.largest.max(file.largest);
            self.files += 1;
        }
        Ok(())
    }
}

/// A full disk, whose files keep back what they are given, as a caller's buffer does. CSV files fit: they flush by themselves.
struct Disk;

struct Full {
    fits: bool,
}

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.fits {
            return Ok(bytes.len());
        }
        Err(io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for Disk {
    type File = io::BufWriter<Full>;

    fn create(&mut self, path: &str) -> io::Result<io::BufWriter<Full>> {
        let fits = path.ends_with(".csv");
        Ok(io::BufWriter::with_capacity(1024 * 1024, Full { fits }))
    }

    fn finish(&mut self, _path: &str, file: io::BufWriter<Full>) -> io::Result<()> {
        // What dropping it does when nothing waits any more.
        let _ = file.into_parts();
        Ok(())
    }
}

#[test]
fn what_a_sinks_own_buffer_cannot_write_is_an_error() {
    let request = both();
    let error = sample(&request).write_folder(&mut Disk).unwrap_err();
    assert!(
        matches!(
            error,
            ExportError::Write {
                kind: io::ErrorKind::StorageFull,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn records_stream_in_blocks_however_many_there_are() {
    let fields = vec![field("text", Kind::Text, Provenance::Inferred, "account")];
    let many = Records::new(
        "many",
        fields,
        (0..20_000).map(|n| Ok(vec![Value::text(format!("record {n}"))])),
    );
    let request = both();
    let mut meter = Meter::default();
    let done = package(&request)
        .source(many)
        .write_folder(&mut meter)
        .unwrap();
    assert_eq!(done.completeness().sources()[0].records(), 20_000);
    assert_eq!(meter.files, 2);
    assert!(
        meter.largest <= 64 * 1024,
        "{} bytes at once",
        meter.largest
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn one_changed_byte_anywhere_is_found(file in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), flip in 1_u8..=255) {
        let mut bag = bag();
        let (path, mut bytes) = {
            let files: Vec<_> = bag.files().filter(|(_, bytes)| !bytes.is_empty()).collect();
            let (path, bytes) = file.get(&files);
            ((*path).to_owned(), bytes.to_vec())
        };
        let place = at.index(bytes.len());
        bytes[place] ^= flip;
        // Hexadecimal digests read the same in upper case.
        prop_assume!(!bytes.eq_ignore_ascii_case(bag.file(&path).unwrap()));
        bag.put(&path, bytes);
        prop_assert!(!verify_bag(&mut bag).unwrap().is_intact(), "{} at {}", path, place);
    }

    #[test]
    fn a_damaged_archive_never_panics_and_never_passes_for_whole(at in any::<prop::sample::Index>(), flip in 1_u8..=255) {
        let whole = zip();
        let mut bytes = whole.clone();
        let place = at.index(bytes.len());
        bytes[place] ^= flip;
        // Dates and the like are not in the manifest: what verifies must unpack to the same files.
        if verify_zip(Cursor::new(&bytes)).is_ok_and(|result| result.is_intact()) {
            prop_assert_eq!(unpacked(&bytes), unpacked(&whole));
        }
    }
}

fn unpacked(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let mut files: Vec<_> = (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (entry.name().unwrap().into_owned(), bytes)
        })
        .collect();
    files.sort();
    // The tag manifest is what nothing else vouches for; a signature will.
    files.retain(|(path, _)| !path.ends_with("tagmanifest-sha256.txt"));
    files
}
