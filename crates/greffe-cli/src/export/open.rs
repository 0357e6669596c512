//! `greffe export open FILE --out DIR [--key FILE] [--identity FILE]`: unpacks a package that is intact, and nothing else.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use greffe::document::Words;
use greffe::export::{BagSource, SafeNames, Sink, Stage, Verification, VerifyingKey, ZipBag};

use super::folder::{Folder, sync_name};
use super::{key, read, verify};
use crate::aside::Aside;
use crate::input::Unusable;
use crate::output::{Answer, Output};
use crate::refusal::{Reason, Refusal};

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe export open R-2026-17.zip --out R-2026-17\n\
    The archive is verified first: one that differs from its manifests is not unpacked (exit status 1). Nothing is written outside of --out, and nothing overwritten.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The archive
    #[arg(value_name = "FILE")]
    archive: PathBuf,
    /// The folder to unpack into, new or empty
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The key that it must be signed with
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// The file of the secret key (`AGE-SECRET-KEY-1…`) that opens an encrypted archive
    #[cfg(feature = "age")]
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase")]
    identity: Option<PathBuf>,
    /// The file that holds the passphrase of an encrypted archive
    #[cfg(feature = "age")]
    #[arg(long, value_name = "FILE")]
    passphrase: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

/// Unpacks, or says why not.
pub(crate) fn run(options: &Options) -> ExitCode {
    options.output.give(options.answer())
}

impl Options {
    fn answer(&self) -> Result<Answer, Refusal> {
        let key = self.key.as_deref().map(key::verifying).transpose()?;
        let failed = |error: io::Error| Refusal::of("--out", Unusable::Unreadable(error.kind()));
        if !Folder(self.out.clone()).paths().map_err(failed)?.is_empty() {
            return Err(Refusal::of("--out", NOT_EMPTY));
        }
        let decrypted = self.decrypted()?;
        let archive = decrypted
            .as_ref()
            .map_or(&*self.archive, |plain| &plain.archive);
        let place = archive.display().to_string();
        let file = File::open(archive)
            .map_err(|error| Refusal::of(place.clone(), Unusable::Unreadable(error.kind())))?;
        let mut found = read::found_in(&file, archive, key.as_ref())?;
        if found.verification.is_intact() {
            found.verification = self.unpacked(&file, &place, key.as_ref())?;
        }
        Ok(verify::said(&found, self.output))
    }

    /// Unpacks beside the folder, which appears under its name whole, or not at all.
    fn unpacked(
        &self,
        file: &File,
        place: &str,
        key: Option<&VerifyingKey>,
    ) -> Result<Verification, Refusal> {
        let failed = |error: io::Error| Refusal::of("--out", Unusable::Unwritten(error.kind()));
        let aside = Aside::of(&self.out, "part").map_err(|why| why.refusal("--out"))?;
        let part = aside.path("unpacked");
        let unpacked = unpack(file, place, &mut Folder(part.clone()), key)?;
        if unpacked.is_intact() {
            put_in_place(&part, &self.out).map_err(failed)?;
        }
        Ok(unpacked)
    }

    #[cfg(not(feature = "age"))]
    fn decrypted(&self) -> Result<Option<Plain>, Refusal> {
        Ok(None)
    }

    /// The archive in clear, beside the folder, for as long as it is unpacked.
    #[cfg(feature = "age")]
    fn decrypted(&self) -> Result<Option<Plain>, Refusal> {
        use greffe::export::{Identity, decrypt};

        let (option, identity) = match (&self.identity, &self.passphrase) {
            (Some(file), _) => ("--identity", Identity::key(&text(file)?)),
            (None, Some(file)) => (
                "--passphrase",
                Identity::passphrase(first_line(file)?.as_str()),
            ),
            (None, None) => return Ok(None),
        };
        let identity = identity.map_err(|why| Refusal::of(option, why))?;
        let refused = |error: io::Error| {
            let why = Unusable::Unreadable(error.kind());
            Refusal::of(self.archive.display().to_string(), why)
        };
        let from = File::open(&self.archive).map_err(refused)?;
        let aside = Aside::of(&self.out, "zip.part").map_err(|why| why.refusal("--out"))?;
        let archive = aside.path("archive");
        let to = crate::aside::private(&archive)
            .map_err(|error| Refusal::of("--out", Unusable::Unwritten(error.kind())))?;
        let plain = Plain {
            archive,
            _aside: aside,
        };
        match decrypt(io::BufReader::new(from), &to, &identity) {
            Ok(_) => Ok(Some(plain)),
            Err(why) => Err(Refusal::of(self.archive.display().to_string(), why)),
        }
    }
}

/// The folder of that name may be there, and is empty then: `remove_dir` refuses any other.
fn put_in_place(part: &Path, out: &Path) -> io::Result<()> {
    match fs::remove_dir(out) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => fs::rename(part, out)?,
    }
    sync_name(out)
}

/// Copies every file of the bag, and verifies what was copied: the archive may have been written to since it was verified. What is not intact is
/// taken away again.
fn unpack(
    file: &File,
    place: &str,
    folder: &mut Folder,
    key: Option<&VerifyingKey>,
) -> Result<Verification, Refusal> {
    let failed = |error: io::Error| Refusal::of("--out", Unusable::Unwritten(error.kind()));
    let mut bag = ZipBag::open(file).map_err(|why| Refusal::of(place, why))?;
    let paths = bag.paths().map_err(failed)?;
    if !paths.iter().all(|path| is_safe(path)) {
        return Err(Refusal::of(place, Reason::Said(UNSAFE)));
    }
    for path in &paths {
        let mut file = folder.create(path).map_err(failed)?;
        let copied = bag.read(path, &mut |reader| io::copy(reader, &mut file).map(|_| ()));
        copied
            .and_then(|()| folder.finish(path, file))
            .map_err(failed)?;
    }
    let verification = read::folder(folder, key).map_err(|why| Refusal::of("--out", why))?;
    if !verification.is_intact() {
        for path in &paths {
            folder.remove(path).map_err(failed)?;
        }
    }
    Ok(verification)
}

/// Whether a path is one that a package has: parts of ASCII letters, digits, `.`, `_` and `-`, none of which leads anywhere else or is a
/// device of Windows, which a safe name has an underscore before.
fn is_safe(path: &str) -> bool {
    path.split('/').all(|part| {
        let plain = part
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        let is_device = !part.starts_with('_') && SafeNames::new().claim(part).starts_with('_');
        plain && !part.is_empty() && !part.starts_with('.') && !part.ends_with('.') && !is_device
    })
}

/// A file in clear, which goes when it is no longer needed.
struct Plain {
    archive: PathBuf,
    _aside: Aside,
}

#[cfg(feature = "age")]
fn text(file: &Path) -> Result<zeroize::Zeroizing<String>, Refusal> {
    let place = file.display().to_string();
    let octets = crate::input::octets(file).map_err(|why| Refusal::of(place.clone(), why))?;
    let text = String::from_utf8(octets).map_err(|_| Refusal::of(place, Reason::Said(NOT_UTF8)))?;
    Ok(zeroize::Zeroizing::new(text))
}

/// A passphrase: the first line of a file.
#[cfg(feature = "age")]
pub(super) fn first_line(file: &Path) -> Result<zeroize::Zeroizing<String>, Refusal> {
    let text = text(file)?;
    let line = text.lines().next().unwrap_or_default();
    Ok(zeroize::Zeroizing::new(line.to_owned()))
}

const NOT_EMPTY: Words = Words::new(
    "le dossier n’est pas vide\u{a0}: rien n’est écrasé",
    "the folder is not empty: nothing is overwritten",
);
const UNSAFE: Words = Words::new(
    "un nom de fichier de l’archive n’est pas de ceux qu’un dossier peut recevoir",
    "a name of a file in the archive is not one that a folder can take",
);
#[cfg(feature = "age")]
const NOT_UTF8: Words = Words::new("ce n’est pas de l’UTF-8", "it is not UTF-8");

#[cfg(test)]
mod tests {
    use std::io::Write;

    use greffe::export::{MemorySpool, Sink, ZipSink};

    use super::{Folder, is_safe, unpack};

    #[test]
    fn an_archive_that_was_changed_since_it_was_verified_leaves_nothing_behind() {
        let day = "2026-11-26".parse().unwrap_or_default();
        let place = tempfile::tempdir().expect("a folder");
        let file = tempfile::tempfile().expect("a file");
        let mut zip = ZipSink::new(&file, MemorySpool::default(), "bag", day);
        for path in ["bagit.txt", "data/access/a.csv"] {
            let mut entry = zip.create(path).expect("an entry");
            entry.write_all(b"forged").expect("bytes");
            zip.finish(path, entry).expect("an entry");
        }
        zip.end().expect("an archive");
        let out = place.path().join("out");
        let found = unpack(&file, "x.zip", &mut Folder(out.clone()), None).expect("a folder");
        assert!(!found.is_intact());
        assert_eq!(out.read_dir().map_or(0, Iterator::count), 0);
    }

    #[test]
    fn a_path_that_leads_anywhere_else_is_not_unpacked() {
        assert!(is_safe("data/files/recordings/ete-2.OGG") && is_safe("_NUL.txt"));
        for path in [
            "../x",
            "/etc/passwd",
            "data/../../x",
            "data//x",
            "",
            ".",
            "data/..",
            "C:x",
            "a\\b",
            "a\0b",
            ".ssh/key",
            "data/x.",
            "é",
            "a b",
            "data/NUL",
            "con.txt",
        ] {
            assert!(!is_safe(path), "{path}");
        }
    }
}
