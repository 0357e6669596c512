//! The journal of a staged export: which export it is, and which of its sources are whole.
//!
//! It lies in `staging/` beside the bag, and is gone once the bag is whole. `begun.json` says which export this is; `1.json`, `2.json` … say what came of each
//! source, once its files were whole.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use crate::bundle::{BagSource, Stage, digest_of};
use crate::{ExportError, StagedPart};

use super::step::Step;

/// What must be the same for an export to go on.
pub(crate) struct Begun {
    pub(crate) request: String,
    pub(crate) dated: String,
    pub(crate) language: &'static str,
    pub(crate) packages: Vec<&'static str>,
    pub(crate) sources: Vec<String>,
    /// The SHA-256 of everything that the package would say without a record.
    pub(crate) contents: String,
}

impl Begun {
    fn to_json(&self) -> Json {
        json!({
            "format": FORMAT,
            "request": self.request,
            "dated": self.dated,
            "language": self.language,
            "packages": self.packages,
            "sources": self.sources,
            "contents": self.contents,
        })
    }
}

/// Begins, or finds what an earlier run left: the sources that are whole, in order. Everything else of that run is taken away.
pub(crate) fn open(stage: &mut impl Stage, begun: &Begun) -> Result<Vec<Step>, ExportError> {
    let present: BTreeSet<String> = stage.paths().map_err(stage_error)?.into_iter().collect();
    let expected = begun.to_json();
    if !present.contains(BEGUN) {
        if !present.is_empty() {
            return Err(ExportError::Staged {
                part: StagedPart::NotAStage,
            });
        }
        put(stage, BEGUN, &expected)?;
        return Ok(Vec::new());
    }
    let found: Option<Map<String, Json>> = serde_json::from_slice(&read(stage, BEGUN)?).ok();
    let Some(found) = found else {
        // The very first file was cut off, so that nothing came after it.
        if present.len() > 1 {
            return Err(ExportError::Staged {
                part: StagedPart::NotAStage,
            });
        }
        stage.remove(BEGUN).map_err(stage_error)?;
        put(stage, BEGUN, &expected)?;
        return Ok(Vec::new());
    };
    if let Some((_, part)) = PARTS
        .iter()
        .find(|(key, _)| found.get(*key) != expected.get(*key))
    {
        return Err(ExportError::Staged { part: *part });
    }
    let steps = whole_steps(stage, begun, &present)?;
    clear(stage, &steps, &present)?;
    Ok(steps)
}

/// Notes that a source is whole; `number` counts from 1.
pub(crate) fn note(stage: &mut impl Stage, number: usize, step: &Step) -> Result<(), ExportError> {
    put(stage, &path_of(number), &step.to_json())
}

/// The bag is whole. The last source goes first: whatever a crash leaves goes on from there.
pub(crate) fn end(stage: &mut impl Stage, sources: usize) -> Result<(), ExportError> {
    for number in (1..=sources).rev() {
        stage.remove(&path_of(number)).map_err(stage_error)?;
    }
    stage.remove(BEGUN).map_err(stage_error)
}

/// The first sources, up to one that is not noted as whole or whose files are not what was noted.
fn whole_steps(
    stage: &mut impl Stage,
    begun: &Begun,
    present: &BTreeSet<String>,
) -> Result<Vec<Step>, ExportError> {
    let mut steps = Vec::new();
    for (index, source) in begun.sources.iter().enumerate() {
        let path = path_of(index + 1);
        if !present.contains(&path) {
            break;
        }
        let Some(step) = Step::read(&read(stage, &path)?) else {
            break;
        };
        let is_there = |entry: &crate::bundle::Entry, stage: &mut _| {
            present.contains(&entry.path)
                && digest_of(stage, &entry.path).is_ok_and(|digest| digest == entry.sha256)
        };
        if step.source != *source
            || !step.is_of_its_files()
            || !step.entries.iter().all(|entry| is_there(entry, stage))
        {
            break;
        }
        steps.push(step);
    }
    Ok(steps)
}

/// Takes away what is not of a whole source. What no export writes is not touched: the folder is somebody's.
fn clear(
    stage: &mut impl Stage,
    steps: &[Step],
    present: &BTreeSet<String>,
) -> Result<(), ExportError> {
    let mut kept: BTreeSet<String> = (1..=steps.len()).map(path_of).collect();
    kept.insert(BEGUN.to_owned());
    let files = steps.iter().flat_map(|step| &step.entries);
    kept.extend(files.map(|entry| entry.path.clone()));
    let stray: Vec<&String> = present.difference(&kept).collect();
    let is_ours = |path: &&&String| {
        ["data/", FOLDER]
            .iter()
            .any(|folder| path.starts_with(folder))
            || TAG_FILES.contains(&path.as_str())
    };
    if !stray.iter().all(|path| is_ours(&path)) {
        return Err(ExportError::Staged {
            part: StagedPart::NotAStage,
        });
    }
    for path in stray {
        stage.remove(path).map_err(stage_error)?;
    }
    Ok(())
}

fn put(stage: &mut impl Stage, path: &str, json: &Json) -> Result<(), ExportError> {
    let mut file = stage.create(path).map_err(stage_error)?;
    let written = file.write_all(json.to_string().as_bytes());
    let flushed = written.and_then(|()| file.flush());
    flushed
        .and_then(|()| stage.finish(path, file))
        .map_err(stage_error)
}

fn read(stage: &mut impl BagSource, path: &str) -> Result<Vec<u8>, ExportError> {
    let mut bytes = Vec::new();
    let read = stage.read(path, &mut |reader| {
        bytes.clear();
        reader.read_to_end(&mut bytes).map(|_| ())
    });
    read.map_err(stage_error)?;
    Ok(bytes)
}

fn path_of(number: usize) -> String {
    format!("{FOLDER}{number}.json")
}

/// Paths of a stage may be personal: a file's name may be a person's.
fn stage_error(error: io::Error) -> ExportError {
    ExportError::write("the staged folder", &error)
}

// The version of the crate is part of it: another one may write other bytes.
const FORMAT: &str = concat!("greffe-staging-1 of ", env!("CARGO_PKG_VERSION"));
const FOLDER: &str = "staging/";
const BEGUN: &str = "staging/begun.json";
const TAG_FILES: [&str; 7] = [
    "LISEZMOI.txt",
    "README.txt",
    "bagit.txt",
    "bag-info.txt",
    crate::bundle::MANIFEST,
    crate::bundle::TAG_MANIFEST,
    crate::bundle::SIGNATURE,
];

/// What is compared, and what an operator is told differs.
const PARTS: [(&str, StagedPart); 7] = [
    ("format", StagedPart::Format),
    ("request", StagedPart::Request),
    ("dated", StagedPart::Date),
    ("language", StagedPart::Language),
    ("packages", StagedPart::Packages),
    ("sources", StagedPart::Sources),
    ("contents", StagedPart::Contents),
];
