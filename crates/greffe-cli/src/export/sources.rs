//! The description of sources: which files hold what about the person, and what their fields mean.

use std::path::{Path, PathBuf};

use greffe::document::{Faults, Node, TableReader, Words};
use greffe::export::{Field, Kind, Provenance};
use greffe::terms::{Citation, DataCategory, Lang, PurposeId, Text};

use super::attachments::{self, DescribedFiles};
use super::redactions::{self, Decision};
use crate::input::{Unusable, document};
use crate::refusal::Refusal;

/// What a description says.
pub(super) struct Description {
    /// The file that says it.
    pub(super) file: PathBuf,
    pub(super) sources: Vec<Described>,
    pub(super) attachments: Vec<DescribedFiles>,
    pub(super) decisions: Vec<Decision>,
    pub(super) refused: Vec<RefusedSource>,
    pub(super) expected: Vec<String>,
}

/// One source, and the file that it lies in.
pub(super) struct Described {
    pub(super) name: String,
    pub(super) file: PathBuf,
    pub(super) label: Option<Text>,
    pub(super) automated: bool,
    pub(super) fields: Vec<Field>,
}

/// A source that is not given, and why.
pub(super) struct RefusedSource {
    pub(super) name: String,
    pub(super) reason: Text,
    pub(super) law: Citation,
}

/// Reads a description; of a folder, its `sources.toml`. Files are named from where it stands.
pub(super) fn open(path: &Path) -> Result<Description, Refusal> {
    let file = if path.is_dir() {
        path.join("sources.toml")
    } else {
        path.to_owned()
    };
    let refused = |why: Unusable| Refusal::of(file.display().to_string(), why);
    let document = document(&file, false).map_err(refused)?;
    let folder = file.parent().unwrap_or(Path::new(""));
    let read = document.read_with(NO_SOURCE, |root, faults| {
        description(root, &file, folder, faults)
    });
    read.map_err(|report| Refusal::of(file.display().to_string(), report))
}

fn description(
    root: &Node,
    file: &Path,
    folder: &Path,
    faults: &mut Faults,
) -> Option<Description> {
    let mut table = TableReader::open(root, faults)?;
    // Whoever has nothing but files needs no table of records.
    let files = table.optional("attachments");
    let sources = match (files, table.optional("source")) {
        (None, None) => return faults.missing(root, "source"),
        (_, sources) => sources,
    };
    let described = sources
        .map(|node| node.list_of(faults, |node, faults| source(node, folder, faults)))
        .unwrap_or_default();
    let files = files.map(|node| {
        node.list_of(faults, |node, faults| {
            attachments::described(node, folder, faults)
        })
    });
    let mut decisions = Vec::new();
    if let Some(node) = table.optional("redaction") {
        for one in node.list(faults).unwrap_or_default() {
            decisions.extend(redactions::described(one, &described, &decisions, faults));
        }
    }
    let refused = table.optional("refused");
    let refused = refused.map(|node| node.list_of(faults, refusal));
    let expected = table.optional("expected");
    let expected = expected
        .map(|node| node.list_of(faults, |name, faults| name.text(faults).map(str::to_owned)));
    table.finish(faults);
    Some(Description {
        file: file.to_owned(),
        sources: described,
        attachments: files.unwrap_or_default(),
        decisions,
        refused: refused.unwrap_or_default(),
        expected: expected.unwrap_or_default(),
    })
}

fn source(node: &Node, folder: &Path, faults: &mut Faults) -> Option<Described> {
    let mut table = TableReader::open(node, faults)?;
    let name = table
        .required("name", faults)
        .and_then(|name| name.text(faults));
    let file = table.required("file", faults);
    let file = file.and_then(|node| {
        let file = folder.join(node.text(faults)?);
        let known = file
            .extension()
            .is_some_and(|end| end == "ndjson" || end == "csv");
        if known {
            Some(file)
        } else {
            faults.invalid(node, FORMAT)
        }
    });
    let label = table
        .optional("label")
        .and_then(|label| text(label, faults));
    let automated = table
        .optional("automated")
        .and_then(|truth| truth.boolean(faults));
    let listed = table.required("field", faults);
    let fields = listed
        .map(|node| node.list_of(faults, field))
        .unwrap_or_default();
    if let Some(node) = listed {
        let mut names: Vec<_> = fields.iter().map(Field::name).collect();
        names.sort_unstable();
        let twins = names.windows(2).any(|pair| pair.first() == pair.last());
        if fields.is_empty() || twins {
            let _: Option<()> = faults.contradiction(node, FIELDS);
        }
    }
    table.finish(faults);
    Some(Described {
        name: name?.to_owned(),
        file: file?,
        label,
        automated: automated.unwrap_or(true),
        fields,
    })
}

fn field(node: &Node, faults: &mut Faults) -> Option<Field> {
    let mut table = TableReader::open(node, faults)?;
    let name = table
        .required("name", faults)
        .and_then(|name| name.text(faults));
    let kind = table.optional("kind").map(|node| kind(node, faults));
    let label = table.optional("label").and_then(|node| text(node, faults));
    let field = name.and_then(|name| meaning(name, &mut table, faults));
    table.finish(faults);
    let mut field = field?;
    if let Some(kind) = kind {
        field = field.of_kind(kind?);
    }
    Some(match label {
        Some(label) => field.labelled(label.in_language(Lang::Fr), label.in_language(Lang::En)),
        None => field,
    })
}

/// What a field, or the content of a file, means: its category, where it came from, what for, and of whom it speaks.
pub(super) fn meaning(
    name: &str,
    table: &mut TableReader<'_>,
    faults: &mut Faults,
) -> Option<Field> {
    let category = table.required("category", faults);
    let category: Option<DataCategory> = category.and_then(|node| node.parse(CATEGORY, faults));
    let provenance = table
        .required("provenance", faults)
        .and_then(|node| provenance(node, faults));
    let purposes = table.required("purpose", faults);
    let purposes = purposes
        .map(|node| purposes_of(node, faults))
        .unwrap_or_default();
    let origin = table.optional("origin").and_then(|node| text(node, faults));
    let someone = table
        .optional("about_someone_else")
        .and_then(|node| node.boolean(faults));
    let mut purposes = purposes.into_iter();
    let mut field = Field::new(name, category?, provenance?, purposes.next()?);
    field = purposes.fold(field, Field::also_for);
    if let Some(origin) = origin {
        field = field.from_origin(origin);
    }
    Some(if someone == Some(true) {
        field.about_someone_else()
    } else {
        field
    })
}

fn purposes_of(node: &Node, faults: &mut Faults) -> Vec<PurposeId> {
    if node.items().is_none() {
        return node.parse(PURPOSE, faults).into_iter().collect();
    }
    let purposes = node.list_of(faults, |node, faults| node.parse(PURPOSE, faults));
    if purposes.is_empty() {
        let _: Option<()> = faults.invalid(node, PURPOSE);
    }
    purposes
}

fn provenance(node: &Node, faults: &mut Faults) -> Option<Provenance> {
    let code = node.text(faults)?;
    let found = Provenance::ALL.into_iter().find(|one| one.code() == code);
    found.or_else(|| faults.invalid(node, PROVENANCE))
}

fn kind(node: &Node, faults: &mut Faults) -> Option<Kind> {
    Some(match node.text(faults)? {
        "text" => Kind::Text,
        "integer" => Kind::Integer,
        "decimal" => Kind::Decimal,
        "boolean" => Kind::Boolean,
        "date" => Kind::Date,
        "instant" => Kind::Instant,
        "list" => Kind::List,
        _ => return faults.invalid(node, KIND),
    })
}

fn refusal(node: &Node, faults: &mut Faults) -> Option<RefusedSource> {
    let mut table = TableReader::open(node, faults)?;
    let name = table
        .required("name", faults)
        .and_then(|name| name.text(faults));
    let reason = table
        .required("reason", faults)
        .and_then(|reason| text(reason, faults));
    let law = table
        .required("law", faults)
        .and_then(|law| law.text(faults));
    table.finish(faults);
    Some(RefusedSource {
        name: name?.to_owned(),
        reason: reason?,
        law: Citation::new(law?),
    })
}

/// Words for people: a text, or one a language.
pub(super) fn text(node: &Node, faults: &mut Faults) -> Option<Text> {
    if let Some(text) = node.as_text() {
        return Some(Text::plain(text));
    }
    let mut table = TableReader::open(node, faults)?;
    let mut word = |key| {
        let node = table.optional(key)?;
        node.text(faults).map(str::to_owned)
    };
    let (fr, en) = (word("fr"), word("en"));
    table.finish(faults);
    Text::new(fr, en).or_else(|| faults.invalid(node, WORDS))
}

const NO_SOURCE: Words = Words::new("aucune source n’est décrite", "no source is described");
const FORMAT: Words = Words::new("un fichier .ndjson ou .csv", "a file .ndjson or .csv");
const FIELDS: Words = Words::new(
    "une source a des champs, chacun une seule fois",
    "a source has fields, each once",
);
const CATEGORY: Words = Words::new(
    "une catégorie de données\u{a0}: `identity`, `personal_life`, `professional_life`, `economic`, `connection`, `location`, `internet`, `nir` ou `other`",
    "a category of data: `identity`, `personal_life`, `professional_life`, `economic`, `connection`, `location`, `internet`, `nir` or `other`",
);
const PURPOSE: Words = Words::new("l’identifiant d’une finalité", "the id of a purpose");
const PROVENANCE: Words = Words::new(
    "`provided`, `observed`, `inferred` ou `third_party`",
    "`provided`, `observed`, `inferred` or `third_party`",
);
const KIND: Words = Words::new(
    "`text`, `integer`, `decimal`, `boolean`, `date`, `instant` ou `list`",
    "`text`, `integer`, `decimal`, `boolean`, `date`, `instant` or `list`",
);
const WORDS: Words = Words::new(
    "un texte, ou { fr = …, en = … }",
    "a text, or { fr = …, en = … }",
);
