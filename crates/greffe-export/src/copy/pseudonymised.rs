//! The pseudonymised copy: personal data still, and it says so.

use std::io::Write;

use chrono::NaiveDate;
use serde_json::json;

use crate::bundle::{BagInfo, BagWriter};
use crate::{Field, Kind, SafeNames, Sink, Source};

use super::error::CopyError;
use super::key::CopyKey;
use super::label::{Label, resource};
use super::pseudonym::{Fate, Pseudonym};
use super::table::{Table, TableFile};
use super::treatment::Treatment;

/// A pseudonymised copy under way (Art. 4(5) GDPR): sources, and a treatment for each of their fields.
///
/// One pass, in constant memory. The same sources, key and day give the same bytes.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_export::{CopyKey, Field, Kind, MemorySink, Provenance, PseudonymisedCopy, Records, Treatment, Value};
/// use greffe_terms::DataCategory;
///
/// let field = |name: &str| Field::new(name, DataCategory::Identity, Provenance::Provided, "account".parse().unwrap());
/// let customers = Records::whole("customers", vec![field("email")], [vec![Value::from("ada@helianthe.example")]]);
/// let day = NaiveDate::from_ymd_opt(2026, 11, 26).ok_or("no such day")?;
///
/// let mut folder = MemorySink::new();
/// let done = PseudonymisedCopy::new(CopyKey::new([7; 32]), day)
///     .source(customers, [("email", Treatment::email("contact"))])
///     .write_folder(&mut folder)?;
/// assert_eq!(done.sources()[0].records(), 1);
/// let rows = String::from_utf8(folder.file("data/pseudonymised/customers.ndjson").ok_or("no file")?.to_vec())?;
/// assert!(rows.ends_with("@pseudonym.invalid\"}\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct PseudonymisedCopy<'a> {
    key: CopyKey,
    day: NaiveDate,
    organisation: String,
    sources: Vec<Given<'a>>,
}

struct Given<'a> {
    source: Box<dyn Source + 'a>,
    treatments: Vec<(String, Treatment)>,
}

impl<'a> PseudonymisedCopy<'a> {
    /// A copy under that key, dated.
    #[must_use]
    pub const fn new(key: CopyKey, day: NaiveDate) -> Self {
        Self {
            key,
            day,
            organisation: String::new(),
            sources: Vec::new(),
        }
    }

    /// The same copy, which names whose it is.
    #[must_use]
    pub fn of_organisation(mut self, name: impl Into<String>) -> Self {
        self.organisation = name.into();
        self
    }

    /// The same copy with a source, and what becomes of each of its fields.
    #[must_use]
    pub fn source<N: Into<String>>(
        mut self,
        source: impl Source + 'a,
        treatments: impl IntoIterator<Item = (N, Treatment)>,
    ) -> Self {
        let named = treatments.into_iter();
        self.sources.push(Given {
            source: Box::new(source),
            treatments: named.map(|(name, one)| (name.into(), one)).collect(),
        });
        self
    }

    /// Writes the copy as a bag: `data/pseudonymised`, `data/datapackage.json` and `PERSONAL-DATA.txt`.
    ///
    /// # Errors
    /// [`CopyError`]. Treatments are checked before the first byte is written.
    pub fn write_folder<S: Sink>(self, sink: &mut S) -> Result<PseudonymisedDone, CopyError> {
        let mut ready = Vec::new();
        for given in self.sources {
            if ready
                .iter()
                .any(|other: &Ready<'_>| other.source.name() == given.source.name())
            {
                return Err(CopyError::SourceTwice {
                    source: given.source.name().to_owned(),
                });
            }
            ready.push(given.ready(&self.key)?);
        }
        let mut bag = BagWriter::new(sink);
        let mut names = SafeNames::new();
        let mut sources = Vec::new();
        let mut resources = Vec::new();
        for one in ready {
            let stem = names.claim(one.source.name());
            let (treated, files) = one.write(&mut bag, &stem)?;
            resources.extend(files.iter().map(|file| treated.resource(file)));
            sources.push(treated);
        }
        let label = Label::Pseudonymised;
        let package = label.datapackage(self.day, resources, json!({}));
        bag.put("data/datapackage.json", &package)?;
        let (name, text) = label.read_me();
        bag.put(name, text.as_bytes())?;
        let totals = bag.seal(&BagInfo {
            signed_with: None,
            organisation: &self.organisation,
            identifier: label.code(),
            day: self.day,
        })?;
        Ok(PseudonymisedDone {
            sources,
            manifest_sha256: totals.manifest_sha256,
        })
    }
}

impl<'a> Given<'a> {
    fn ready(self, key: &CopyKey) -> Result<Ready<'a>, CopyError> {
        let source = self.source.name().to_owned();
        let fields = self.source.fields().to_vec();
        crate::package::pass::are_distinct(&fields)
            .then_some(())
            .ok_or_else(|| CopyError::Source {
                source: source.clone(),
                failure: crate::SourceFailure::NoFields,
            })?;
        let place_of = |name: &str| fields.iter().position(|field| field.name() == name);
        if let Some((stray, _)) = self
            .treatments
            .iter()
            .find(|(name, _)| place_of(name).is_none())
        {
            return Err(CopyError::NoSuchField {
                source,
                field: stray.clone(),
            });
        }
        let mut columns = Vec::new();
        for field in &fields {
            let (source, name) = (source.clone(), field.name().to_owned());
            let mut said = self.treatments.iter().filter(|(of, _)| of == field.name());
            let treatment = match (said.next(), said.next()) {
                (None, _) => {
                    return Err(CopyError::Untreated {
                        source,
                        field: name,
                    });
                }
                (Some(_), Some(_)) => {
                    return Err(CopyError::TreatedTwice {
                        source,
                        field: name,
                    });
                }
                (Some((_, treatment)), None) => treatment,
            };
            let pseudonym = Pseudonym::new(treatment, key, place_of)
                .filter(|_| treatment.fits(field.kind()))
                .ok_or(CopyError::Unfit {
                    source,
                    field: name,
                })?;
            columns.push(pseudonym);
        }
        let statements = fields.iter().map(|field| {
            let said = self
                .treatments
                .iter()
                .find(|(of, _)| of == field.name())
                .map(|(_, treatment)| treatment.clone());
            TreatedField {
                name: field.name().to_owned(),
                kind: field.kind(),
                treatment: said.unwrap_or(Treatment::Removed),
                formless: 0,
                withheld: 0,
            }
        });
        Ok(Ready {
            treated: TreatedSource {
                name: source,
                records: 0,
                fields: statements.collect(),
            },
            source: self.source,
            columns,
            fields,
        })
    }
}

/// A source whose every field has its treatment.
struct Ready<'a> {
    source: Box<dyn Source + 'a>,
    fields: Vec<Field>,
    columns: Vec<Pseudonym>,
    treated: TreatedSource,
}

impl Ready<'_> {
    fn write<S: Sink>(
        mut self,
        bag: &mut BagWriter<'_, S>,
        stem: &str,
    ) -> Result<(TreatedSource, Vec<TableFile>), CopyError>
    where
        S::File: Write,
    {
        let names: Vec<&str> = self.fields.iter().map(Field::name).collect();
        let mut table = Table::create(bag, Label::Pseudonymised.code(), stem, &names)?;
        while let Some(next) = self.source.next_record() {
            let place = self.treated.records + 1;
            let record = next
                .and_then(|record| crate::package::pass::checked(record, &self.fields, place))
                .map_err(|failure| CopyError::Source {
                    source: self.treated.name.clone(),
                    failure,
                })?;
            let mut row = Vec::with_capacity(record.len());
            let columns = self.columns.iter().zip(&mut self.treated.fields);
            for (value, (column, field)) in record.iter().zip(columns) {
                let (token, fate) = column.of(value, &record);
                match fate {
                    Fate::Treated => {}
                    Fate::Formless => field.formless += 1,
                    Fate::Withheld => field.withheld += 1,
                }
                row.push(token);
            }
            table.write(&row)?;
            self.treated.records = place;
        }
        let files = table.finish(bag)?;
        Ok((self.treated, files))
    }
}

/// A pseudonymised copy that is written. It is personal data; no anonymised copy can be made of it here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PseudonymisedDone {
    sources: Vec<TreatedSource>,
    manifest_sha256: String,
}

impl PseudonymisedDone {
    /// The sources, in the order in which they were given.
    #[must_use]
    pub fn sources(&self) -> &[TreatedSource] {
        &self.sources
    }

    /// The SHA-256 of `manifest-sha256.txt`, in hexadecimal.
    #[must_use]
    pub fn manifest_sha256(&self) -> &str {
        &self.manifest_sha256
    }
}

/// What became of a source in a pseudonymised copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreatedSource {
    name: String,
    records: u64,
    fields: Vec<TreatedField>,
}

impl TreatedSource {
    /// The name that the host gave.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many records it has: as many as the source.
    #[must_use]
    pub const fn records(&self) -> u64 {
        self.records
    }

    /// Its fields.
    #[must_use]
    pub fn fields(&self) -> &[TreatedField] {
        &self.fields
    }

    fn resource(&self, file: &TableFile) -> serde_json::Value {
        let fields: Vec<_> = self.fields.iter().map(TreatedField::described).collect();
        resource(file, &self.name, &fields)
    }
}

/// What became of a field in a pseudonymised copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreatedField {
    name: String,
    kind: Kind,
    treatment: Treatment,
    formless: u64,
    withheld: u64,
}

impl TreatedField {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The treatment.
    #[must_use]
    pub const fn treatment(&self) -> &Treatment {
        &self.treatment
    }

    /// How many values were not of the form that the treatment is for (an address without `@`), so that a plain token stands for them.
    #[must_use]
    pub const fn formless(&self) -> u64 {
        self.formless
    }

    /// How many values became null because nothing could stand for them: a day in a record that names no person.
    #[must_use]
    pub const fn withheld(&self) -> u64 {
        self.withheld
    }

    fn described(&self) -> (&str, Kind, serde_json::Value) {
        let mut said = self.treatment.described();
        if let Some(said) = said.as_object_mut() {
            said.insert("formless".to_owned(), json!(self.formless));
            said.insert("withheld".to_owned(), json!(self.withheld));
        }
        (&self.name, self.kind, said)
    }
}
