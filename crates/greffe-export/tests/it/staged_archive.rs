//! The archive of a staged folder: written after it, and as safe from a machine that dies.

use std::cell::RefCell;
use std::io::{self, Cursor, Write};

use greffe_export::ExportError;

use crate::fixture::both;
use crate::staged::{Disk, FOREVER, sample, undisturbed};

#[test]
fn the_archive_of_a_staged_folder_has_the_bytes_of_one_that_is_written_at_once() {
    let request = both();
    let mut at_once = Cursor::new(Vec::new());
    let done = sample(&request, &|_| ()).write_zip(&mut at_once).unwrap();
    let (files, _) = undisturbed();
    for left in [FOREVER, 3_000, 20_000, 60_000] {
        let disk = Disk::default();
        disk.reboot(left);
        let mut zip = Cursor::new(Vec::new());
        let mut first = sample(&request, &|_| ()).write_staged_zip(&mut disk.clone(), &mut zip);
        if first.is_err() {
            zip = Cursor::new(Vec::new());
            disk.reboot(FOREVER);
            first = sample(&request, &|_| ()).write_staged_zip(&mut disk.clone(), &mut zip);
        }
        assert_eq!(first.unwrap(), done);
        assert!(zip.into_inner() == *at_once.get_ref());
        assert!(disk.files() == files, "the folder is a bag");
    }
}

#[test]
fn a_machine_that_dies_while_the_archive_is_written_loses_nothing() {
    struct Dead;
    impl Write for Dead {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    impl io::Seek for Dead {
        fn seek(&mut self, _: io::SeekFrom) -> io::Result<u64> {
            Ok(0)
        }
    }
    let request = both();
    let disk = Disk::default();
    disk.reboot(FOREVER);
    let read = RefCell::new(Vec::new());
    let note = |place| read.borrow_mut().push(place);
    sample(&request, &note)
        .write_staged_zip(&mut disk.clone(), Dead)
        .unwrap_err();
    read.take();
    let mut zip = Cursor::new(Vec::new());
    let _ = sample(&request, &note)
        .write_staged_zip(&mut disk.clone(), &mut zip)
        .unwrap();
    assert!(read.take().is_empty(), "every source was whole");
    let mut at_once = Cursor::new(Vec::new());
    let _ = sample(&request, &|_| ()).write_zip(&mut at_once).unwrap();
    assert!(zip == at_once);
}

#[test]
fn an_archive_that_did_not_reach_safety_is_written_again_without_reading_a_source() {
    let request = both();
    let disk = Disk::default();
    disk.reboot(FOREVER);
    let mut lost = Cursor::new(Vec::new());
    let failed = sample(&request, &|_| ())
        .write_staged_zip_then(&mut disk.clone(), &mut lost, || {
            Err(io::ErrorKind::StorageFull.into())
        })
        .unwrap_err();
    assert!(matches!(
        failed,
        ExportError::Write {
            kind: io::ErrorKind::StorageFull,
            ..
        }
    ));
    let read = RefCell::new(Vec::new());
    let mut zip = Cursor::new(Vec::new());
    let _ = sample(&request, &|place| read.borrow_mut().push(place))
        .write_staged_zip_then(&mut disk.clone(), &mut zip, || Ok(()))
        .unwrap();
    assert!(read.take().is_empty(), "every source was whole");
    assert!(zip == lost, "the same archive");
    assert!(disk.files() == undisturbed().0, "the folder is a bag");
}
