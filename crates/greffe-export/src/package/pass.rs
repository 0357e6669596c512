//! The one pass over a source, from which both packages and the page's rows come.

use std::collections::HashSet;
use std::io::Write;

use greffe_terms::Text;

use crate::bundle::BagWriter;
use crate::completeness::{FieldStatement, SourceOutcome, SourceStatement, Tree};
use crate::rows::Written;
use crate::{
    Art15Information, ExportError, Field, Portability, Record, Redaction, SafeNames, Sink, Source,
    SourceFailure, Value,
};

use super::columns::TreeFiles;
use super::step::Step;

/// What the page shows of a source.
pub(crate) struct Report {
    pub(crate) statement: SourceStatement,
    pub(crate) rows: Vec<Vec<Shown>>,
    /// Whether the records list attachments.
    pub(crate) is_listing: bool,
}

impl Report {
    pub(crate) fn without_rows(statement: SourceStatement) -> Self {
        Self {
            statement,
            rows: Vec::new(),
            is_listing: false,
        }
    }
}

/// A cell of the page.
#[derive(Clone)]
pub(crate) enum Shown {
    Value(Value),
    /// A text too long for the page, cut; the file has all of it.
    Cut(String),
    /// The path of an attachment.
    Link(String),
    Redacted(String),
}

/// A source under way.
pub(crate) struct Open<F: Write> {
    statement: SourceStatement,
    fields: Vec<Field>,
    stem: String,
    /// For each field, the decisions that may hide its values, by their place.
    decisions: Vec<Vec<usize>>,
    files: Option<Vec<TreeFiles<F>>>,
    rows: Vec<Vec<Shown>>,
    /// Which column the page shows as a link.
    pub(crate) path_column: Option<usize>,
}

impl<F: Write> Open<F> {
    /// Whether there is nothing to read: the fields make no sense, or none of them goes into the package.
    pub(crate) const fn is_settled(&self) -> bool {
        !matches!(self.statement.outcome, SourceOutcome::Empty)
    }

    pub(crate) fn stem(&self) -> &str {
        &self.stem
    }

    pub(crate) const fn records(&self) -> u64 {
        self.statement.records
    }

    pub(crate) fn fail(&mut self, failure: SourceFailure) {
        self.statement.outcome = SourceOutcome::Failed(failure);
    }

    /// What the package says of the source before any record.
    pub(crate) fn without_records(self) -> Report {
        Report {
            is_listing: self.path_column.is_some(),
            statement: self.statement,
            rows: self.rows,
        }
    }
}

/// What is the same for every source of a package.
pub(crate) struct Pass<'p> {
    trees: &'p [Tree],
    information: &'p Art15Information,
    redactions: &'p [Redaction<'p>],
    hidden: Vec<u64>,
    names: SafeNames,
    rows_shown: usize,
}

impl<'p> Pass<'p> {
    pub(crate) fn new(
        trees: &'p [Tree],
        information: &'p Art15Information,
        redactions: &'p [Redaction<'p>],
        rows_shown: usize,
    ) -> Self {
        Self {
            trees,
            information,
            redactions,
            hidden: vec![0; redactions.len()],
            names: SafeNames::new(),
            rows_shown,
        }
    }

    /// How many values each decision hid, in the decisions' order.
    pub(crate) fn hidden(&self) -> &[u64] {
        &self.hidden
    }

    /// How many more each decision hid since.
    pub(crate) fn hidden_since(&self, before: &[u64]) -> Vec<u64> {
        let counts = self.hidden.iter().zip(before);
        counts.map(|(now, before)| now - before).collect()
    }

    pub(crate) const fn trees(&self) -> &'p [Tree] {
        self.trees
    }

    /// Takes a source that an earlier run read, as that run left it; `None` where it is not this source that it read.
    pub(crate) fn resume<F: Write>(&mut self, open: Open<F>, step: Step) -> Option<Report> {
        let mut report = open.without_records();
        let fields = &mut report.statement.fields;
        if fields.len() != step.redacted.len() || self.hidden.len() != step.hidden.len() {
            return None;
        }
        for (field, redacted) in fields.iter_mut().zip(step.redacted) {
            field.redacted = redacted;
        }
        for (count, more) in self.hidden.iter_mut().zip(step.hidden) {
            *count += more;
        }
        report.statement.outcome = step.outcome;
        report.statement.records = step.records;
        report.statement.files = step.files;
        report.rows = step.rows;
        Some(report)
    }

    /// Reads a source to its end, or to its failure, and closes its files.
    pub(crate) fn read<S: Sink>(
        &mut self,
        bag: &mut BagWriter<'_, S>,
        mut source: Box<dyn Source + '_>,
    ) -> Result<Report, ExportError> {
        let mut open = self.begin_source(source.as_ref());
        while !open.is_settled() {
            let Some(next) = source.next_record() else {
                break;
            };
            match next.and_then(|record| checked(record, &open.fields, open.records() + 1)) {
                Ok(record) => self.take(bag, &mut open, record)?,
                Err(failure) => open.fail(failure),
            }
        }
        self.end(bag, open)
    }

    pub(crate) fn begin_source<F: Write>(&mut self, source: &(dyn Source + '_)) -> Open<F> {
        let fields = source.fields().to_vec();
        self.begin(source.name(), source.label(), fields, source.is_automated())
    }

    /// Starts a source: names its files, and settles which of its fields go where.
    pub(crate) fn begin<F: Write>(
        &mut self,
        name: &str,
        label: Text,
        fields: Vec<Field>,
        automated: bool,
    ) -> Open<F> {
        let stem = self.names.claim(name);
        let state = |field: &Field| FieldStatement {
            portability: Portability::of(field, automated, self.information),
            field: field.clone(),
            redacted: 0,
        };
        let statements: Vec<FieldStatement> = fields.iter().map(state).collect();
        let outcome = if !are_distinct(&fields) {
            SourceOutcome::Failed(SourceFailure::NoFields)
        } else if self
            .trees
            .iter()
            .all(|tree| columns(*tree, &statements).is_empty())
        {
            SourceOutcome::NotPortable
        } else {
            SourceOutcome::Empty
        };
        Open {
            decisions: fields
                .iter()
                .map(|field| self.decisions_about(name, field))
                .collect(),
            statement: SourceStatement {
                name: name.to_owned(),
                label,
                outcome,
                records: 0,
                fields: statements,
                file_stem: Some(stem.clone()),
                files: Vec::new(),
            },
            fields,
            stem,
            files: None,
            rows: Vec::new(),
            path_column: None,
        }
    }

    /// Writes one record that fits the fields.
    pub(crate) fn take<S: Sink>(
        &mut self,
        bag: &mut BagWriter<'_, S>,
        open: &mut Open<S::File>,
        record: Record,
    ) -> Result<(), ExportError> {
        let hiding: Vec<Option<usize>> = open
            .decisions
            .iter()
            .map(|about| self.hiding(about, &record))
            .collect();
        let cells: Vec<Written<'_>> = record
            .iter()
            .zip(&hiding)
            .map(|(value, hidden)| self.written(value, *hidden))
            .collect();
        // Files are created at the first record, so that a source without data leaves no empty ones.
        let files = match &mut open.files {
            Some(files) => files,
            None => open.files.insert(create(
                bag,
                self.trees,
                &open.stem,
                &open.statement.fields,
                &open.fields,
            )?),
        };
        for file in files {
            file.write(&cells)?;
        }
        drop(cells);

        open.statement.records += 1;
        for (field, hidden) in open.statement.fields.iter_mut().zip(&hiding) {
            // What is not in the package is not hidden in it.
            if !self.trees.iter().any(|tree| goes_into(*tree, field)) {
                continue;
            }
            if let Some(count) = hidden.and_then(|place| self.hidden.get_mut(place)) {
                *count += 1;
                field.redacted += 1;
            }
        }
        if open.rows.len() < self.rows_shown {
            let row = self.shown(record, &hiding, open.path_column);
            open.rows.push(row);
        }
        Ok(())
    }

    /// Closes a source's files.
    pub(crate) fn end<S: Sink>(
        &self,
        bag: &mut BagWriter<'_, S>,
        open: Open<S::File>,
    ) -> Result<Report, ExportError> {
        let mut statement = open.statement;
        for file in open.files.unwrap_or_default() {
            statement.files.extend(file.finish(bag)?);
        }
        if matches!(statement.outcome, SourceOutcome::Empty) && statement.records > 0 {
            statement.outcome = SourceOutcome::Included;
        }
        Ok(Report {
            statement,
            rows: open.rows,
            is_listing: open.path_column.is_some(),
        })
    }

    fn decisions_about(&self, source: &str, field: &Field) -> Vec<usize> {
        let decisions = self.redactions.iter().enumerate();
        let ours = decisions.filter(|(_, d)| d.source() == source && d.field() == field.name());
        ours.map(|(place, _)| place).collect()
    }

    /// The first decision that hides a field's value in this record.
    fn hiding(&self, about: &[usize], record: &Record) -> Option<usize> {
        let applies = |place: &usize| {
            self.redactions
                .get(*place)
                .is_some_and(|d| d.applies_to(record))
        };
        about.iter().copied().find(applies)
    }

    fn written<'r>(&'r self, value: &'r Value, hidden: Option<usize>) -> Written<'r> {
        match hidden.and_then(|place| self.redactions.get(place)) {
            Some(decision) => Written::Redacted(decision.id()),
            None => Written::Value(value),
        }
    }

    fn shown(
        &self,
        record: Record,
        hiding: &[Option<usize>],
        path_column: Option<usize>,
    ) -> Vec<Shown> {
        let show = |(column, (value, hidden)): (usize, (Value, &Option<usize>))| {
            let decision = hidden.and_then(|place| self.redactions.get(place));
            match (decision, value) {
                (Some(decision), _) => Shown::Redacted(decision.id().to_owned()),
                (None, Value::Text(path)) if path_column == Some(column) => Shown::Link(path),
                (None, Value::Text(text)) if text.chars().nth(LETTERS_SHOWN).is_some() => {
                    Shown::Cut(text.chars().take(LETTERS_SHOWN).collect())
                }
                (None, value) => Shown::Value(value),
            }
        };
        record
            .into_iter()
            .zip(hiding)
            .enumerate()
            .map(show)
            .collect()
    }
}

// Letters of a text, or of all texts of a list, that the page shows; the files have all of them.
pub(crate) const LETTERS_SHOWN: usize = 400;

/// The fields that go into a tree, by their place.
fn columns(tree: Tree, statements: &[FieldStatement]) -> Vec<usize> {
    let columns = statements
        .iter()
        .enumerate()
        .filter(|(_, statement)| goes_into(tree, statement));
    columns.map(|(place, _)| place).collect()
}

fn goes_into(tree: Tree, statement: &FieldStatement) -> bool {
    tree == Tree::Access || statement.portability.is_portable()
}

fn create<S: Sink>(
    bag: &mut BagWriter<'_, S>,
    trees: &[Tree],
    stem: &str,
    statements: &[FieldStatement],
    fields: &[Field],
) -> Result<Vec<TreeFiles<S::File>>, ExportError> {
    let mut files = Vec::new();
    for tree in trees {
        let columns = columns(*tree, statements);
        if !columns.is_empty() {
            files.push(TreeFiles::create(bag, *tree, stem, fields, columns)?);
        }
    }
    Ok(files)
}

/// A record whose values fit its fields; nothing of it is written otherwise.
pub(crate) fn checked(
    record: Record,
    fields: &[Field],
    place: u64,
) -> Result<Record, SourceFailure> {
    if record.len() != fields.len() {
        return Err(SourceFailure::WrongLength {
            record: place,
            values: record.len(),
            fields: fields.len(),
        });
    }
    let misfit =
        |(value, field): (&Value, &Field)| value.kind().is_some_and(|kind| kind != field.kind());
    match record.iter().zip(fields).position(misfit) {
        Some(field) => Err(SourceFailure::WrongKind {
            record: place,
            field: field + 1,
        }),
        None => Ok(record),
    }
}

/// Whether there are fields, and no two of one name.
pub(crate) fn are_distinct(fields: &[Field]) -> bool {
    let mut names = HashSet::new();
    !fields.is_empty() && fields.iter().all(|field| names.insert(field.name()))
}
