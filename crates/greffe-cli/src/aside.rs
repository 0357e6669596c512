//! Where something is made before it has its name: a folder beside it, which bears a mark. One that bears none is somebody else's, and stays as it is.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use greffe::document::Words;
use greffe::terms::Lang;

use crate::input::Unusable;
use crate::refusal::{Refusal, of_system};

/// A file in each such folder. Nothing in a package has a name that begins with a dot.
const MARK: &str = ".greffe-part";

/// A folder of ours, which goes with all that is still in it, whatever happens on the way.
pub(crate) struct Aside(PathBuf);

/// Why there is none.
pub(crate) enum NoAside {
    /// Something is there that is not ours.
    Taken(PathBuf),
    /// The system refused.
    Failed(io::Error),
}

impl Aside {
    /// The folder `OUT.WHAT`. One that a run left that was killed is taken away first.
    pub(crate) fn of(out: &Path, what: &str) -> Result<Self, NoAside> {
        let folder = beside(out, what);
        if folder.symlink_metadata().is_ok() {
            if !is_ours(&folder)? {
                return Err(NoAside::Taken(folder));
            }
            fs::remove_dir_all(&folder)?;
        }
        private_folder(&folder)?;
        // From here on it is ours to take away.
        let aside = Self(folder);
        private(&aside.path(MARK))?;
        Ok(aside)
    }

    /// Where a file or folder of that name is made.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
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
            Self::Failed(error) => (written.to_owned(), of_system(error.kind(), lang)),
        }
    }

    /// The refusal of an option or a file.
    pub(crate) fn refusal(self, place: &str) -> Refusal {
        match self {
            Self::Taken(folder) => Refusal::of(folder.display().to_string(), TAKEN),
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
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

const TAKEN: Words = Words::new(
    "n’a pas été créé par greffe et reste tel quel\u{a0}: déplacez-le, ou choisissez un autre nom de sortie",
    "was not made by greffe and is left as it is: move it away, or name another output",
);

#[cfg(test)]
mod tests {
    use super::{Aside, MARK, NoAside};

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
