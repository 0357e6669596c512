//! The one pass over a source, from which both packages and the page's rows come.

use std::collections::HashSet;
use std::io::Write;

use crate::bundle::BagWriter;
use crate::completeness::{FieldStatement, SourceOutcome, SourceStatement, Tree};
use crate::{
    Art15Information, ExportError, Field, Portability, Record, Redaction, SafeNames, Sink, Source,
    SourceFailure, Value,
};

use super::columns::{TreeFiles, Written};

/// What the page shows of a source.
pub(crate) struct Report {
    pub(crate) statement: SourceStatement,
    pub(crate) rows: Vec<Vec<Shown>>,
}

impl Report {
    pub(crate) fn without_rows(statement: SourceStatement) -> Self {
        Self {
            statement,
            rows: Vec::new(),
        }
    }
}

/// A cell of the page.
pub(crate) enum Shown {
    Value(Value),
    /// A text too long for the page, cut; the file has all of it.
    Cut(String),
    Redacted(String),
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
    pub(crate) fn into_hidden(self) -> Vec<u64> {
        self.hidden
    }

    /// Reads a source to its end, or to its failure, and closes its files.
    pub(crate) fn read<S: Sink>(
        &mut self,
        bag: &mut BagWriter<'_, S>,
        mut source: Box<dyn Source + '_>,
    ) -> Result<Report, ExportError> {
        let fields = source.fields().to_vec();
        let stem = self.names.claim(source.name());
        let mut statement = SourceStatement {
            name: source.name().to_owned(),
            label: source.label(),
            outcome: SourceOutcome::Empty,
            records: 0,
            fields: self.field_statements(&fields, source.is_automated()),
            file_stem: Some(stem.clone()),
            files: Vec::new(),
        };
        if !are_distinct(&fields) {
            statement.outcome = SourceOutcome::Failed(SourceFailure::NoFields);
            return Ok(Report::without_rows(statement));
        }

        let decisions = self.decisions_for(&statement.name, &fields);
        let mut files: Option<Vec<TreeFiles<S::File>>> = None;
        let mut rows = Vec::new();
        while let Some(next) = source.next_record() {
            let record =
                match next.and_then(|record| checked(record, &fields, statement.records + 1)) {
                    Ok(record) => record,
                    Err(failure) => {
                        statement.outcome = SourceOutcome::Failed(failure);
                        break;
                    }
                };
            let hiding: Vec<Option<usize>> = decisions
                .iter()
                .map(|of_field| self.hiding(of_field, &record))
                .collect();
            let cells: Vec<Written<'_>> = record
                .iter()
                .zip(&hiding)
                .map(|(value, hidden)| self.written(value, *hidden))
                .collect();
            let open = match &mut files {
                Some(open) => open,
                None => files.insert(self.open(bag, &stem, &statement.fields, &fields)?),
            };
            for tree in open {
                tree.write(&cells)?;
            }
            drop(cells);

            statement.records += 1;
            self.count(&hiding, &mut statement.fields);
            if rows.len() < self.rows_shown {
                rows.push(self.shown(record, &hiding));
            }
        }
        for tree in files.unwrap_or_default() {
            statement.files.extend(tree.finish(bag)?);
        }
        if matches!(statement.outcome, SourceOutcome::Empty) && statement.records > 0 {
            statement.outcome = SourceOutcome::Included;
        }
        Ok(Report { statement, rows })
    }

    fn field_statements(&self, fields: &[Field], automated: bool) -> Vec<FieldStatement> {
        let state = |field: &Field| FieldStatement {
            portability: Portability::of(field, automated, self.information),
            field: field.clone(),
            redacted: 0,
        };
        fields.iter().map(state).collect()
    }

    /// For each field, the decisions that may hide its values, by their place.
    fn decisions_for(&self, source: &str, fields: &[Field]) -> Vec<Vec<usize>> {
        let about = |field: &Field| {
            let decisions = self.redactions.iter().enumerate();
            let ours = decisions.filter(|(_, d)| d.source() == source && d.field() == field.name());
            ours.map(|(place, _)| place).collect()
        };
        fields.iter().map(about).collect()
    }

    /// The first decision that hides a field's value in this record.
    fn hiding(&self, of_field: &[usize], record: &Record) -> Option<usize> {
        let applies = |place: &usize| {
            self.redactions
                .get(*place)
                .is_some_and(|d| d.applies_to(record))
        };
        of_field.iter().copied().find(applies)
    }

    fn written<'r>(&'r self, value: &'r Value, hidden: Option<usize>) -> Written<'r> {
        match hidden.and_then(|place| self.redactions.get(place)) {
            Some(decision) => Written::Redacted(decision.id()),
            None => Written::Value(value),
        }
    }

    fn count(&mut self, hiding: &[Option<usize>], fields: &mut [FieldStatement]) {
        for (field, hidden) in fields.iter_mut().zip(hiding) {
            if let Some(count) = hidden.and_then(|place| self.hidden.get_mut(place)) {
                *count += 1;
                field.redacted += 1;
            }
        }
    }

    fn shown(&self, record: Record, hiding: &[Option<usize>]) -> Vec<Shown> {
        let cells = record.into_iter().zip(hiding);
        cells
            .map(|(value, hidden)| {
                match (hidden.and_then(|place| self.redactions.get(place)), value) {
                    (Some(decision), _) => Shown::Redacted(decision.id().to_owned()),
                    (None, Value::Text(text)) if text.chars().nth(LETTERS_SHOWN).is_some() => {
                        Shown::Cut(text.chars().take(LETTERS_SHOWN).collect())
                    }
                    (None, value) => Shown::Value(value),
                }
            })
            .collect()
    }

    /// Opens the files of a source: at its first record, so that a source without data leaves no empty file.
    fn open<S: Sink>(
        &self,
        bag: &mut BagWriter<'_, S>,
        stem: &str,
        statements: &[FieldStatement],
        fields: &[Field],
    ) -> Result<Vec<TreeFiles<S::File>>, ExportError>
    where
        S::File: Write,
    {
        let mut open = Vec::new();
        for tree in self.trees {
            let goes_in = |statement: &FieldStatement| {
                *tree == Tree::Access || statement.portability.is_portable()
            };
            let columns = statements
                .iter()
                .enumerate()
                .filter(|(_, statement)| goes_in(statement));
            let columns: Vec<usize> = columns.map(|(place, _)| place).collect();
            if !columns.is_empty() {
                open.push(TreeFiles::create(bag, *tree, stem, fields, columns)?);
            }
        }
        Ok(open)
    }
}

// Letters of a text that the page shows; the files have all of them.
const LETTERS_SHOWN: usize = 400;

/// A record whose values fit its fields; nothing of it is written otherwise.
fn checked(record: Record, fields: &[Field], place: u64) -> Result<Record, SourceFailure> {
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
fn are_distinct(fields: &[Field]) -> bool {
    let mut names = HashSet::new();
    !fields.is_empty() && fields.iter().all(|field| names.insert(field.name()))
}
