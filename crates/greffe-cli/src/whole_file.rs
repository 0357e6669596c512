//! Files that appear whole, or not at all: whoever stops a command (Ctrl-C, a full disk) finds what was there before.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a file, in the place of one that is there, which keeps its mode. What is no file (a pipe, `/dev/stdout`) is written to.
pub(crate) fn replace(file: &Path, octets: &[u8]) -> io::Result<()> {
    let before = match fs::metadata(file) {
        Ok(about) if !about.is_file() => {
            let mut open = File::options().write(true).open(file)?;
            return open.write_all(octets).and_then(|()| open.flush());
        }
        Ok(about) => Some(about.permissions()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    // A link stays one: what it leads to is replaced.
    let file = match before {
        Some(_) => file.canonicalize()?,
        None => file.to_owned(),
    };
    let part = beside(&file);
    // One that is there was left by a run that was stopped.
    let written = File::create(&part).and_then(|mut open| {
        before.map_or(Ok(()), |mode| open.set_permissions(mode))?;
        open.write_all(octets)?;
        open.sync_all()
    });
    let written = written.and_then(|()| fs::rename(&part, &file));
    written.inspect_err(|_| drop(fs::remove_file(&part)))
}

/// `register.ods` becomes `register.ods.part`.
fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

#[cfg(test)]
mod tests {
    use super::replace;

    #[test]
    fn what_is_there_is_replaced_whole_and_nothing_stays_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a");
        std::fs::write(
            folder.path().join("a.part"),
            "left by a run that was stopped",
        )
        .expect("a file");
        for octets in [&b"first"[..], b"2"] {
            replace(&file, octets).expect("written");
            assert_eq!(std::fs::read(&file).ok().as_deref(), Some(octets));
        }
        assert_eq!(folder.path().read_dir().map_or(0, Iterator::count), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_a_mode_stays_what_it_was() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let folder = tempfile::tempdir().expect("a folder");
        let (file, link) = (folder.path().join("a"), folder.path().join("b"));
        std::fs::write(&file, "first").expect("a file");
        std::fs::set_permissions(&file, PermissionsExt::from_mode(0o640)).expect("a mode");
        symlink(&file, &link).expect("a link");
        replace(&link, b"second").expect("written");
        assert!(
            link.symlink_metadata()
                .is_ok_and(|about| about.is_symlink())
        );
        assert_eq!(std::fs::read(&file).ok().as_deref(), Some(&b"second"[..]));
        assert_eq!(
            file.metadata()
                .map_or(0, |about| about.permissions().mode() & 0o777),
            0o640
        );
    }
}
