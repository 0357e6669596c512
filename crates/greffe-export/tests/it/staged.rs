//! An export that is killed goes on from the last source that was whole, and ends with the bytes of one that was not.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write};
use std::rc::Rc;

use greffe_export::{
    Attachment, Attachments, BagSource, Decimal, Done, ExportError, Kind, MemorySink, Package,
    Provenance, Records, Redaction, Request, Right, Sink, SourceFailure, Stage, StagedPart, Value,
    verify_bag,
};
use greffe_terms::{Citation, Lang, Text};
use proptest::prelude::*;

use crate::fixture::{both, day, field, package, texts};

/// A folder on a disk that a machine dies on: every operation and every byte costs one, and once nothing is left nothing works any more. What was
/// written until then stays, files that were cut off too.
#[derive(Clone, Default)]
pub(crate) struct Disk {
    pub(crate) files: Rc<RefCell<BTreeMap<String, Vec<u8>>>>,
    pub(crate) left: Rc<Cell<usize>>,
}

pub(crate) const FOREVER: usize = usize::MAX / 2;

impl Disk {
    fn spend(&self, cost: usize) -> io::Result<usize> {
        let left = self.left.get();
        self.left.set(left.saturating_sub(cost));
        if left == 0 {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        Ok(left.min(cost))
    }

    pub(crate) fn reboot(&self, left: usize) {
        self.left.set(left);
    }

    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        self.files.borrow().clone()
    }

    fn file(&self, path: &str) -> Vec<u8> {
        self.files.borrow()[path].clone()
    }

    fn put(&self, path: &str, bytes: &[u8]) {
        self.files
            .borrow_mut()
            .insert(path.to_owned(), bytes.to_vec());
    }
}

pub(crate) struct DiskFile {
    disk: Disk,
    path: String,
}

impl Write for DiskFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.disk.spend(bytes.len())?;
        let mut files = self.disk.files.borrow_mut();
        let file = files.get_mut(&self.path).unwrap();
        file.extend_from_slice(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for Disk {
    type File = DiskFile;

    fn create(&mut self, path: &str) -> io::Result<DiskFile> {
        self.spend(1)?;
        let before = self.files.borrow_mut().insert(path.to_owned(), Vec::new());
        assert!(before.is_none(), "a path is created once");
        Ok(DiskFile {
            disk: self.clone(),
            path: path.to_owned(),
        })
    }

    fn finish(&mut self, _: &str, _: DiskFile) -> io::Result<()> {
        self.spend(1).map(|_| ())
    }

    fn discard(&mut self, path: &str, _: DiskFile) -> io::Result<()> {
        self.remove(path)
    }
}

impl BagSource for Disk {
    fn paths(&mut self) -> io::Result<Vec<String>> {
        self.spend(1)?;
        Ok(self.files.borrow().keys().cloned().collect())
    }

    fn read(
        &mut self,
        path: &str,
        read: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>,
    ) -> io::Result<()> {
        self.spend(1)?;
        let bytes = self.files.borrow().get(path).cloned();
        read(&mut bytes.ok_or(io::ErrorKind::NotFound)?.as_slice())
    }
}

impl Stage for Disk {
    fn remove(&mut self, path: &str) -> io::Result<()> {
        self.spend(1)?;
        self.files.borrow_mut().remove(path).unwrap();
        Ok(())
    }
}

/// What an attachment's content does at its end.
struct Breaking(Cursor<Vec<u8>>);

impl Read for Breaking {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self.0.read(bytes)? {
            0 => Err(io::ErrorKind::TimedOut.into()),
            read => Ok(read),
        }
    }
}

const RECORDS: usize = 7;

/// Everything that a source can be: whole, failing, hidden in part, empty, of files one of which fails, refused, expected. `at` is told of every record.
pub(crate) fn sample<'a>(request: &'a Request, at: &'a dyn Fn(usize)) -> Package<'a> {
    let fields = vec![
        field("name", Kind::Text, Provenance::Provided, "account"),
        field("amount", Kind::Decimal, Provenance::Observed, "account"),
        field("day", Kind::Date, Provenance::Inferred, "news"),
        field("tags", Kind::List, Provenance::Provided, "invoicing"),
    ];
    let row = |place: i64| {
        vec![
            Value::from(format!("=né\u{301}e {place}")),
            Value::from(format!("-{place}.50").parse::<Decimal>().unwrap()),
            Value::from(day(4, 2)),
            Value::from(vec![Value::from("a"), Value::Null, Value::from(place)]),
        ]
    };
    let rows = (0..3).map(move |place| {
        at(place);
        Ok(row(i64::try_from(place).unwrap()))
    });
    let failing = (3..6).map(move |place| {
        at(place);
        if place == 5 {
            Err(SourceFailure::TimedOut)
        } else {
            Ok(row(i64::try_from(place).unwrap()))
        }
    });
    let files = (0..2).map(move |place| {
        at(6);
        if place == 0 {
            Ok(Attachment::new(
                "é.ogg",
                "audio/ogg",
                Breaking(Cursor::new(vec![7; 300])),
            ))
        } else {
            Ok(Attachment::new("e\u{301}.OGG", "audio/ogg", &b"whole"[..]))
        }
    });
    let content = field("recording", Kind::Text, Provenance::Provided, "account");
    package(request)
        .source(Records::new("Customers", fields.clone(), rows))
        .source(Records::whole("empty", fields.clone(), []))
        .source(Records::new("customers", fields, failing))
        .attachments(Attachments::new("recordings", content, files))
        .source(texts("last", &["x", "y"]))
        .refused(
            "letters",
            Text::plain("secret"),
            Citation::from_static("GDPR 15(4)"),
        )
        .expected(["never given"])
        .redacted(
            Redaction::new(
                "r1",
                "Customers",
                "name",
                Text::plain("others"),
                day(3, 5),
                "DPO",
            )
            .where_record(|record| record[0] == Value::from("=né\u{301}e 1")),
        )
        .redacted(Redaction::new(
            "r2",
            "customers",
            "tags",
            Text::plain("others"),
            day(3, 5),
            "DPO",
        ))
        .rows_shown(2)
}

pub(crate) fn undisturbed() -> (BTreeMap<String, Vec<u8>>, Done) {
    let request = both();
    let mut bag = MemorySink::new();
    let done = sample(&request, &|_| ()).write_folder(&mut bag).unwrap();
    let files = bag
        .files()
        .map(|(path, bytes)| (path.to_owned(), bytes.to_vec()));
    (files.collect(), done)
}

pub(crate) fn staged(disk: &Disk) -> Result<Done, ExportError> {
    let request = both();
    sample(&request, &|_| ()).write_staged(&mut disk.clone())
}

#[test]
fn a_staged_export_has_the_bytes_of_one_that_is_written_at_once() {
    let disk = Disk::default();
    disk.reboot(FOREVER);
    let (files, done) = undisturbed();
    assert_eq!(staged(&disk).unwrap(), done);
    assert!(disk.files() == files);
}

#[test]
fn killed_at_any_record_it_goes_on_and_ends_with_the_same_bytes() {
    let (files, done) = undisturbed();
    for victim in 0..RECORDS {
        let disk = Disk::default();
        disk.reboot(FOREVER);
        let request = both();
        let kill = |place| {
            if place == victim {
                disk.reboot(0);
            }
        };
        assert!(
            sample(&request, &kill)
                .write_staged(&mut disk.clone())
                .is_err(),
            "record {victim}"
        );
        assert!(
            !disk.files().contains_key("tagmanifest-sha256.txt"),
            "half an export is no bag"
        );
        disk.reboot(FOREVER);
        assert_eq!(staged(&disk).unwrap(), done, "record {victim}");
        assert!(disk.files() == files, "record {victim}");
    }
}

#[test]
fn killed_at_any_operation_or_byte_it_goes_on_and_ends_with_the_same_bytes() {
    let (files, done) = undisturbed();
    let whole = Disk::default();
    whole.reboot(FOREVER);
    let _ = staged(&whole).unwrap();
    let cost = FOREVER - whole.left.get();
    // A stride that is coprime with the sizes of blocks; each of the first and last operations.
    let places = (0..cost).step_by(97).chain(0..120).chain(cost - 120..cost);
    for left in places {
        let disk = Disk::default();
        disk.reboot(left);
        assert!(staged(&disk).is_err(), "dies after {left} of {cost}");
        disk.reboot(FOREVER);
        let after = staged(&disk).unwrap_or_else(|error| panic!("after {left} of {cost}: {error}"));
        assert_eq!(after, done, "after {left} of {cost}");
        assert!(disk.files() == files, "after {left} of {cost}");
    }
}

#[test]
fn a_source_that_is_whole_is_not_read_again() {
    let read = RefCell::new(Vec::new());
    let disk = Disk::default();
    disk.reboot(FOREVER);
    let request = both();
    let kill = |place| {
        read.borrow_mut().push(place);
        if place == 6 {
            disk.reboot(0);
        }
    };
    sample(&request, &kill)
        .write_staged(&mut disk.clone())
        .unwrap_err();
    assert_eq!(read.take(), [0, 1, 2, 3, 4, 5, 6]);
    disk.reboot(FOREVER);
    let note = |place| read.borrow_mut().push(place);
    let _ = sample(&request, &note)
        .write_staged(&mut disk.clone())
        .unwrap();
    assert_eq!(
        read.take(),
        [6, 6],
        "the two files of the source that was cut off"
    );
}

#[test]
fn a_file_that_the_disk_lost_has_its_source_read_again() {
    let disk = Disk::default();
    disk.reboot(FOREVER);
    let request = both();
    let kill = |place| {
        if place == 6 {
            disk.reboot(0);
        }
    };
    sample(&request, &kill)
        .write_staged(&mut disk.clone())
        .unwrap_err();
    disk.put("data/access/customers-2.csv", b"zeros that a crash left");
    disk.reboot(FOREVER);
    let (files, done) = undisturbed();
    assert_eq!(staged(&disk).unwrap(), done);
    assert!(disk.files() == files);
}

#[test]
fn what_another_export_began_is_refused_by_name_and_left_as_it_is() {
    let request_of = |id: &str, rights: &[Right]| {
        let mut request = rights[1..].iter().fold(
            Request::received(id.parse().unwrap(), rights[0], day(3, 2)),
            |request, right| request.also(*right),
        );
        request.scope(day(3, 3)).unwrap();
        request
    };
    let (access, both) = (request_of("R-1", &[Right::Access]), both());
    let other = request_of("R-2", &[Right::Access, Right::Portability]);
    let disk = Disk::default();
    disk.reboot(FOREVER);
    let kill = |place| {
        if place == 4 {
            disk.reboot(0);
        }
    };
    sample(&both, &kill)
        .write_staged(&mut disk.clone())
        .unwrap_err();
    let before = disk.files();
    let quiet = |_| ();
    let cases = [
        (sample(&other, &quiet), StagedPart::Request),
        (sample(&both, &quiet).dated(day(3, 17)), StagedPart::Date),
        (
            sample(&both, &quiet).language(Lang::En),
            StagedPart::Language,
        ),
        (sample(&access, &quiet), StagedPart::Packages),
        (
            sample(&both, &quiet).source(texts("more", &["x"])),
            StagedPart::Sources,
        ),
        (
            sample(&both, &quiet).addressed_to("Camille"),
            StagedPart::Contents,
        ),
        (sample(&both, &quiet).rows_shown(3), StagedPart::Contents),
        (
            sample(&both, &quiet).expected(["another"]),
            StagedPart::Contents,
        ),
    ];
    for (package, part) in cases {
        disk.reboot(FOREVER);
        let refused = package.write_staged(&mut disk.clone()).unwrap_err();
        assert_eq!(refused, ExportError::Staged { part });
        assert!(disk.files() == before, "{part:?}");
    }
    let begun = String::from_utf8(disk.file("staging/begun.json")).unwrap();
    disk.put(
        "staging/begun.json",
        begun
            .replace("greffe-staging-1", "greffe-staging-0")
            .as_bytes(),
    );
    let refused = staged(&disk).unwrap_err();
    assert_eq!(
        refused,
        ExportError::Staged {
            part: StagedPart::Format
        }
    );
    assert_eq!(
        refused.in_language(Lang::En),
        "the export under way in this folder was begun by another version"
    );
    assert_eq!(
        refused.in_language(Lang::Fr),
        "l’export en cours dans ce dossier a été commencé par une autre version"
    );
}

#[test]
fn a_journal_that_names_other_files_than_its_own_is_not_believed() {
    let (files, done) = undisturbed();
    // The journal of the recordings, and of the first customers.
    for (journal, from, to) in [
        (
            "staging/4.json",
            "{\"link\":\"files/",
            "{\"link\":\"https://x.example/",
        ),
        (
            "staging/4.json",
            "{\"link\":\"files/",
            "{\"link\":\"javascript:x",
        ),
        (
            "staging/1.json",
            "\"path\":\"access/",
            "\"path\":\"//x.example/",
        ),
        (
            "staging/1.json",
            "\"path\":\"data/access/",
            "\"path\":\"access/",
        ),
    ] {
        let disk = Disk::default();
        disk.reboot(FOREVER);
        let mut left = 40_000;
        while !disk.files().contains_key(journal) {
            let disk = disk.clone();
            disk.files.borrow_mut().clear();
            disk.reboot(left);
            let _ = staged(&disk);
            left -= 100;
        }
        let before = String::from_utf8(disk.file(journal)).unwrap();
        let tampered = before.replace(from, to);
        assert_ne!(before, tampered, "{journal} {from}");
        disk.put(journal, tampered.as_bytes());
        disk.reboot(FOREVER);
        assert_eq!(staged(&disk).unwrap(), done, "{to}");
        assert!(disk.files() == files, "{to}");
    }
}

/// A folder in which the machine died once the first sources were whole.
fn begun() -> Disk {
    let disk = Disk::default();
    disk.reboot(FOREVER);
    let request = both();
    let kill = |place| {
        if place == 6 {
            disk.reboot(0);
        }
    };
    let died = sample(&request, &kill).write_staged(&mut disk.clone());
    died.unwrap_err();
    disk.reboot(FOREVER);
    disk
}

#[test]
fn a_journal_of_other_fields_or_decisions_is_not_believed() {
    for list in ["\"redacted\":[", "\"hidden\":["] {
        let disk = begun();
        let journal = String::from_utf8(disk.file("staging/1.json")).unwrap();
        assert!(journal.contains(list), "{journal}");
        let longer = journal.replacen(list, &format!("{list}7,"), 1);
        disk.put("staging/1.json", longer.as_bytes());
        let part = StagedPart::Contents;
        assert_eq!(
            staged(&disk).unwrap_err(),
            ExportError::Staged { part },
            "{list}"
        );
    }
}

#[test]
fn a_journal_that_was_cut_off_at_its_start_begins_anew_only_where_nothing_else_is() {
    let (files, done) = undisturbed();
    let disk = Disk::default();
    disk.reboot(FOREVER);
    disk.put("staging/begun.json", b"{\"format\":");
    assert_eq!(staged(&disk).unwrap(), done);
    assert!(disk.files() == files);

    let disk = begun();
    disk.put("staging/begun.json", b"{\"format\":");
    let before = disk.files();
    let part = StagedPart::NotAStage;
    assert_eq!(staged(&disk).unwrap_err(), ExportError::Staged { part });
    assert!(disk.files() == before);
}

#[test]
fn a_folder_of_somebody_else_is_never_touched() {
    let refused = ExportError::Staged {
        part: StagedPart::NotAStage,
    };
    let disk = Disk::default();
    disk.reboot(FOREVER);
    disk.put("letters/to my sister.txt", b"...");
    let before = disk.files();
    assert_eq!(staged(&disk).unwrap_err(), refused);
    assert!(disk.files() == before);

    let disk = Disk::default();
    disk.reboot(FOREVER);
    let _ = staged(&disk).unwrap();
    let whole = disk.files();
    assert_eq!(staged(&disk).unwrap_err(), refused, "a bag that is whole");
    assert!(disk.files() == whole);

    let disk = Disk::default();
    disk.reboot(4000);
    staged(&disk).unwrap_err();
    disk.put("notes.txt", b"put here since");
    let before = disk.files();
    disk.reboot(FOREVER);
    assert_eq!(staged(&disk).unwrap_err(), refused);
    assert!(disk.files() == before);
}

#[test]
fn a_stage_that_fails_names_no_path() {
    let disk = Disk::default();
    let refused = staged(&disk).unwrap_err();
    assert!(
        refused
            .to_string()
            .starts_with("cannot write the staged folder: "),
        "{refused}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn killed_again_and_again_it_ends_with_the_same_bytes(deaths in prop::collection::vec(0_usize..60_000, 1..6)) {
        let (files, done) = undisturbed();
        let disk = Disk::default();
        let mut ended = None;
        for left in deaths {
            disk.reboot(left);
            if let Ok(done) = staged(&disk) {
                ended = Some(done);
                break;
            }
        }
        disk.reboot(FOREVER);
        let last = match ended {
            Some(done) => done,
            None => staged(&disk).unwrap(),
        };
        prop_assert_eq!(last, done);
        prop_assert!(disk.files() == files);
        let mut bag = MemorySink::new();
        for (path, bytes) in files {
            bag.put(&path, bytes);
        }
        prop_assert!(verify_bag(&mut bag).unwrap().is_intact());
    }
}
