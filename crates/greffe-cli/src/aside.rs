//! Where something is made before it has its name: a folder beside it, which bears a mark. One that bears none is somebody else's, and stays as it is.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use greffe::document::Words;
use greffe::terms::Lang;

use crate::input::Unusable;
use crate::refusal::{Refusal, of_system};

/// A file in each such folder, locked while it is in use. Nothing in a package has a name that begins with a dot.
const MARK: &str = ".greffe-part";

/// A folder of ours, which goes with all that is still in it, whatever happens on the way.
pub(crate) struct Aside {
    folder: PathBuf,
    /// The mark: it is locked for as long as it is open.
    _lock: File,
}

/// Why there is none.
pub(crate) enum NoAside {
    /// Something is there that is not ours.
    Taken(PathBuf),
    /// Another run writes there.
    InUse(PathBuf),
    /// The system refused.
    Failed(io::Error),
}

impl Aside {
    /// The folder `OUT.WHAT`, in a folder that is there. What a run left that was killed is taken away first.
    pub(crate) fn of(out: &Path, what: &str) -> Result<Self, NoAside> {
        let folder = beside(out, what);
        match new_folder(&folder, false) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if !is_ours(&folder)? {
                    return Err(NoAside::Taken(folder));
                }
            }
            made => made?,
        }
        // One in which no mark can be made is not left behind, where it is empty.
        let lock = locked(&folder.join(MARK)).inspect_err(|_| drop(fs::remove_dir(&folder)))?;
        let Some(lock) = lock else {
            return Err(NoAside::InUse(folder));
        };
        // From here on it is ours to take away.
        let aside = Self {
            folder,
            _lock: lock,
        };
        empty(&aside.folder)?;
        Ok(aside)
    }

    /// Where a file or folder of that name is made.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// The mark goes last: a run that is killed on the way leaves a folder that the next one takes for what it is.
impl Drop for Aside {
    fn drop(&mut self) {
        let _ = empty(&self.folder)
            .and_then(|()| fs::remove_file(self.path(MARK)))
            .and_then(|()| fs::remove_dir(&self.folder));
    }
}

/// Takes away all that is in the folder but the mark.
fn empty(folder: &Path) -> io::Result<()> {
    for entry in folder.read_dir()? {
        let entry = entry?;
        if entry.file_name() == MARK {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// The mark, locked; `None` where another run has it. Where the file system knows no locks it is not locked.
fn locked(mark: &Path) -> io::Result<Option<File>> {
    let file = match private(mark) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            File::options().read(true).write(true).open(mark)?
        }
        made => made?,
    };
    let is_held = matches!(file.try_lock(), Err(TryLockError::WouldBlock));
    // The run that had it may have ended meanwhile, and taken it away.
    Ok((!is_held && is_at(&file, mark)?).then_some(file))
}

/// Whether the file still is what has this name.
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    let (open, named) = match path.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        named => (file.metadata()?, named?),
    };
    #[cfg(unix)]
    let of = |about: &fs::Metadata| {
        use std::os::unix::fs::MetadataExt;
        (about.dev(), about.ino())
    };
    #[cfg(not(unix))]
    let of = |about: &fs::Metadata| about.created().ok();
    Ok(of(&open) == of(&named))
}

/// Whether the folder bears the mark. An empty one is what a run left that was killed before it made the mark, or holds nothing that could be lost.
fn is_ours(folder: &Path) -> io::Result<bool> {
    if !folder.symlink_metadata()?.is_dir() {
        return Ok(false);
    }
    let is_marked = folder.join(MARK).symlink_metadata();
    Ok(is_marked.is_ok_and(|mark| mark.is_file()) || folder.read_dir()?.next().is_none())
}

impl NoAside {
    /// What to say, and of which place: the folder that is in the way, or that which could not be written.
    pub(crate) fn said(&self, written: &Path, lang: Lang) -> (PathBuf, String) {
        match self {
            Self::Taken(folder) => (folder.clone(), TAKEN.in_language(lang).to_owned()),
            Self::InUse(folder) => (folder.clone(), IN_USE.in_language(lang).to_owned()),
            Self::Failed(error) => (written.to_owned(), of_system(error.kind(), lang)),
        }
    }

    /// The refusal of an option or a file.
    pub(crate) fn refusal(self, place: &str) -> Refusal {
        match self {
            Self::Taken(folder) => Refusal::of(folder.display().to_string(), TAKEN),
            Self::InUse(folder) => Refusal::of(folder.display().to_string(), IN_USE),
            Self::Failed(error) => Refusal::of(place, Unusable::Unwritten(error.kind())),
        }
    }
}

impl From<io::Error> for NoAside {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

/// `R-1.zip` becomes `R-1.zip.staging`, and so does `R-1.zip/`.
pub(crate) fn beside(out: &Path, what: &str) -> PathBuf {
    let mut name = out.components().as_path().as_os_str().to_owned();
    name.push(".");
    name.push(what);
    name.into()
}

/// A new file that only its owner can read.
pub(crate) fn private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A folder, and those above it, that only their owner can enter.
pub(crate) fn private_folder(path: &Path) -> io::Result<()> {
    new_folder(path, true)
}

fn new_folder(path: &Path, with_those_above: bool) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(with_those_above);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

const TAKEN: Words = Words::new(
    "n’a pas été créé par greffe et reste tel quel\u{a0}: déplacez-le, ou choisissez un autre nom de sortie",
    "was not made by greffe and is left as it is: move it away, or name another output",
);

const IN_USE: Words = Words::new(
    "une autre commande greffe y écrit\u{a0}: attendez qu’elle finisse, ou choisissez un autre nom de sortie",
    "another greffe command writes there: wait for it to end, or name another output",
);

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::{Aside, MARK, NoAside, empty, is_at, private};

    #[test]
    fn what_bears_no_mark_stays_and_what_bears_it_goes() {
        let folder = tempfile::tempdir().expect("a folder");
        let (out, part) = (folder.path().join("a"), folder.path().join("a.part"));
        std::fs::create_dir(&part).expect("a folder");
        std::fs::write(part.join("mine"), "mine").expect("a file");
        assert!(matches!(Aside::of(&out, "part"), Err(NoAside::Taken(path)) if path == part));
        assert!(part.join("mine").is_file());
        std::fs::write(part.join(MARK), "").expect("a file");
        let aside = Aside::of(&out, "part").ok().expect("a folder");
        assert!(part.is_dir() && !part.join("mine").exists());
        drop(aside);
        assert!(!part.exists());
    }

    #[test]
    fn what_another_run_writes_to_stays_until_it_ends() {
        let folder = tempfile::tempdir().expect("a folder");
        let (out, part) = (folder.path().join("a"), folder.path().join("a.part"));
        let first = Aside::of(&out, "part").ok().expect("a folder");
        std::fs::write(first.path("archive"), "half").expect("a file");
        for _ in 0..2 {
            assert!(matches!(Aside::of(&out, "part"), Err(NoAside::InUse(path)) if path == part));
        }
        let half = std::fs::read_to_string(first.path("archive"));
        assert_eq!(half.ok().as_deref(), Some("half"));
        drop(first);
        assert!(!part.exists());
        assert!(Aside::of(&out, "part").is_ok());
    }

    #[test]
    fn the_mark_goes_last() {
        let folder = tempfile::tempdir().expect("a folder");
        for inside in ["a/b", "z"] {
            std::fs::create_dir_all(folder.path().join(inside)).expect("a folder");
        }
        for file in [MARK, ".a", "a/b/c", "~"] {
            std::fs::write(folder.path().join(file), "").expect("a file");
        }
        empty(folder.path()).expect("a folder");
        let left = folder.path().read_dir().expect("a folder");
        let left: Vec<_> = left.flatten().map(|entry| entry.file_name()).collect();
        assert_eq!(left, [MARK]);
    }

    #[test]
    fn a_mark_that_was_taken_away_meanwhile_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let mark = folder.path().join(MARK);
        let before = private(&mark).expect("a file");
        assert!(is_at(&before, &mark).is_ok_and(|is_it| is_it));
        std::fs::remove_file(&mark).expect("a file");
        assert!(is_at(&before, &mark).is_ok_and(|is_it| !is_it));
        std::thread::sleep(std::time::Duration::from_millis(20));
        let after = private(&mark).expect("a file");
        assert!(is_at(&before, &mark).is_ok_and(|is_it| !is_it));
        assert!(is_at(&after, &mark).is_ok_and(|is_it| is_it));
    }

    #[test]
    fn a_folder_that_is_not_there_is_not_made() {
        let folder = tempfile::tempdir().expect("a folder");
        let missed = Aside::of(&folder.path().join("mistyped").join("a"), "part");
        let not_found = |error: &std::io::Error| error.kind() == ErrorKind::NotFound;
        assert!(matches!(missed, Err(NoAside::Failed(error)) if not_found(&error)));
        assert_eq!(folder.path().read_dir().map_or(9, Iterator::count), 0);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_never_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mine, part) = (folder.path().join("mine"), folder.path().join("a.part"));
        std::fs::create_dir(&mine).expect("a folder");
        std::fs::write(mine.join(MARK), "").expect("a file");
        std::os::unix::fs::symlink(&mine, &part).expect("a link");
        let taken = Aside::of(&folder.path().join("a"), "part");
        assert!(matches!(taken, Err(NoAside::Taken(_))));
        assert!(mine.join(MARK).is_file());
    }
}
