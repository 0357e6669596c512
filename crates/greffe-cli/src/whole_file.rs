//! Files that appear whole, or not at all: whoever stops a command (Ctrl-C, a full disk) finds what was there before.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use crate::aside::{Aside, NoAside};

/// Writes a file, in the place of one that is there, which keeps its mode. What is no file (a pipe, `/dev/stdout`) is written to.
pub(crate) fn replace(file: &Path, octets: &[u8]) -> Result<(), NoAside> {
    let before = match fs::metadata(file) {
        Ok(about) if !about.is_file() => {
            let mut open = File::options().write(true).open(file)?;
            return Ok(open.write_all(octets).and_then(|()| open.flush())?);
        }
        Ok(about) => Some(about.permissions()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    // A link stays one: what it leads to is replaced.
    let file = match before {
        Some(_) => file.canonicalize()?,
        None => file.to_owned(),
    };
    let aside = Aside::of(&file, "part")?;
    let part = aside.path("file");
    let mut open = File::create_new(&part)?;
    before.map_or(Ok(()), |mode| open.set_permissions(mode))?;
    open.write_all(octets)?;
    open.sync_all()?;
    Ok(fs::rename(&part, &file)?)
}

#[cfg(test)]
mod tests {
    use super::replace;

    #[test]
    fn what_is_there_is_replaced_whole_and_nothing_stays_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a");
        for octets in [&b"first"[..], b"2"] {
            assert!(replace(&file, octets).is_ok());
            assert_eq!(std::fs::read(&file).ok().as_deref(), Some(octets));
        }
        assert_eq!(folder.path().read_dir().map_or(0, Iterator::count), 1);
    }

    #[test]
    fn a_file_of_somebody_elses_beside_it_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, theirs) = (folder.path().join("a"), folder.path().join("a.part"));
        std::fs::write(&theirs, "theirs").expect("a file");
        assert!(replace(&file, b"mine").is_err());
        assert_eq!(std::fs::read(&theirs).ok().as_deref(), Some(&b"theirs"[..]));
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
        assert!(replace(&link, b"second").is_ok());
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
