//! The anonymised copy: written only if its test is passed.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hasher};

use chrono::NaiveDate;
use serde_json::json;

use crate::bundle::{BagInfo, BagWriter};
use crate::{Kind, SafeNames, Sink, Source, SourceFailure, Value};

use super::anonymity::{AnonymityTest, Groups, Heads, Thresholds};
use super::error::CopyError;
use super::generalisation::{Generalisation, Role};
use super::label::{Label, resource};
use super::table::Table;

/// Whose the records of a source are. Groups are counted in persons: ten records of one person are a group of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Persons {
    /// Every record is another person's: a table of customers.
    OnePerRecord,
    /// The field of that name, which is dropped, says whose a record is: a table of orders.
    InField(String),
}

/// An anonymised copy of one source under way.
///
/// It reads the source once and keeps what is different after generalisation, with counts: memory grows with the number of different coarse
/// records ([`different_at_most`](Self::different_at_most)) and, with [`Persons::InField`], by some 16 octets for each person in each of them, not
/// with the records. The copy is written out of those counts, in the order of its values, so that the order of the source tells nothing.
///
/// It takes no key and has no tokens: a pseudonym is no anonymity. Two copies of one source may be joined by someone; the test is about one.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_export::{
///     Anonymisation, AnonymisedCopy, Field, Generalisation, MemorySink, Persons, Provenance, Records, Role, Value,
/// };
/// use greffe_terms::DataCategory;
///
/// let field = |name: &str| Field::new(name, DataCategory::Identity, Provenance::Provided, "account".parse().unwrap());
/// let rows = (0..40).map(|n| vec![Value::from(format!("3500{n}")), Value::from(if n % 2 == 0 { "monthly" } else { "yearly" })]);
/// let customers = Records::whole("customers", vec![field("postcode"), field("plan")], rows);
/// let day = NaiveDate::from_ymd_opt(2026, 11, 26).ok_or("no such day")?;
/// let roles = [
///     ("postcode", Role::QuasiIdentifier(Generalisation::Prefix { letters: 2.try_into()? })),
///     ("plan", Role::Sensitive(Generalisation::Kept { reason: "two values".into() })),
/// ];
///
/// let mut folder = MemorySink::new();
/// match AnonymisedCopy::new(customers, roles, Persons::OnePerRecord, day).write_folder(&mut folder)? {
///     Anonymisation::Anonymised(done) => assert_eq!(done.test().smallest_group(), 40),
///     Anonymisation::Failed(test) => panic!("{}", String::from_utf8(test.to_json())?),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct AnonymisedCopy<'a> {
    source: Box<dyn Source + 'a>,
    roles: Vec<(String, Role)>,
    persons: Persons,
    day: NaiveDate,
    thresholds: Thresholds,
    organisation: String,
    limit: usize,
    as_counts: bool,
}

/// What came of it. There is no third thing: a copy whose test fails does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "the test may have failed, and then nothing was written"]
pub enum Anonymisation {
    /// The test is passed, and the copy is written.
    Anonymised(Anonymised),
    /// The test failed, and nothing was written. Its record says where.
    Failed(AnonymityTest),
}

/// An anonymised copy that is written, and passed its test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anonymised {
    test: AnonymityTest,
    manifest_sha256: String,
}

impl Anonymised {
    /// The test, as `data/anonymity-test.json` records it.
    #[must_use]
    pub const fn test(&self) -> &AnonymityTest {
        &self.test
    }

    /// The SHA-256 of `manifest-sha256.txt`, in hexadecimal.
    #[must_use]
    pub fn manifest_sha256(&self) -> &str {
        &self.manifest_sha256
    }
}

/// Different coarse records that are kept at most until [`AnonymisedCopy::different_at_most`] says otherwise.
const DIFFERENT_AT_MOST: usize = 1_000_000;

/// What a column of the copy is called that holds counts.
const COUNT: &str = "greffe:count";

impl<'a> AnonymisedCopy<'a> {
    /// A copy of a source, with a role for each of its fields, dated.
    #[must_use]
    pub fn new<N: Into<String>>(
        source: impl Source + 'a,
        roles: impl IntoIterator<Item = (N, Role)>,
        persons: Persons,
        day: NaiveDate,
    ) -> Self {
        let roles = roles.into_iter();
        Self {
            source: Box::new(source),
            roles: roles.map(|(name, role)| (name.into(), role)).collect(),
            persons,
            day,
            thresholds: Thresholds::default(),
            organisation: String::new(),
            limit: DIFFERENT_AT_MOST,
            as_counts: false,
        }
    }

    /// The same copy, which must keep these.
    #[must_use]
    pub const fn thresholds(mut self, thresholds: Thresholds) -> Self {
        self.thresholds = thresholds;
        self
    }

    /// The same copy, which names whose it is.
    #[must_use]
    pub fn of_organisation(mut self, name: impl Into<String>) -> Self {
        self.organisation = name.into();
        self
    }

    /// The same copy of at most so many different records.
    #[must_use]
    pub const fn different_at_most(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// The same copy as a table of counts: each different record once, with how many there are.
    #[must_use]
    pub const fn as_counts(mut self) -> Self {
        self.as_counts = true;
        self
    }

    /// Reads the source, tests, and writes the copy as a bag if the test is passed: `data/anonymised`, `data/anonymity-test.json`,
    /// `data/datapackage.json` and `ANONYMISED.txt`.
    ///
    /// # Errors
    /// [`CopyError`]. A failed test is no error: it is the result.
    pub fn write_folder<S: Sink>(mut self, sink: &mut S) -> Result<Anonymisation, CopyError> {
        let plan = self.plan()?;
        let mut groups = self.read(&plan)?;
        let test = groups.test(self.source.name(), self.day, self.thresholds);
        if !test.is_passed() {
            return Ok(Anonymisation::Failed(test));
        }
        let mut bag = BagWriter::new(sink);
        let label = Label::Anonymised;
        let mut names: Vec<&str> = plan.columns.iter().map(|c| c.name.as_str()).collect();
        if self.as_counts {
            names.push(COUNT);
        }
        let stem = SafeNames::new().claim(self.source.name());
        let mut table = Table::create(&mut bag, label.code(), &stem, &names)?;
        for (cells, count) in groups.rows() {
            let mut row: Vec<Value> = cells.iter().cloned().map(Value::from).collect();
            if self.as_counts {
                row.push(i64::try_from(count).map_or(Value::Null, Value::Integer));
                table.write(&row)?;
                continue;
            }
            for _ in 0..count {
                table.write(&row)?;
            }
        }
        let files = table.finish(&mut bag)?;
        let mut fields: Vec<_> = plan
            .columns
            .iter()
            .map(|column| (column.name.as_str(), Kind::Text, column.described()))
            .collect();
        if self.as_counts {
            fields.push((COUNT, Kind::Integer, json!({ "code": "count" })));
        }
        let resources = files
            .iter()
            .map(|file| resource(file, self.source.name(), &fields))
            .collect();
        bag.put("data/anonymity-test.json", &test.to_json())?;
        let more = json!({ "greffe:test": "anonymity-test.json" });
        bag.put(
            "data/datapackage.json",
            &label.datapackage(self.day, resources, more),
        )?;
        let (name, text) = label.read_me();
        bag.put(name, text.as_bytes())?;
        let totals = bag.seal(&BagInfo {
            signed_with: None,
            organisation: &self.organisation,
            identifier: label.code(),
            day: self.day,
        })?;
        Ok(Anonymisation::Anonymised(Anonymised {
            test,
            manifest_sha256: totals.manifest_sha256,
        }))
    }

    /// What becomes of every field, before the first record is read.
    fn plan(&self) -> Result<Plan, CopyError> {
        let source = || self.source.name().to_owned();
        let fields = self.source.fields();
        if !crate::package::pass::are_distinct(fields) {
            return Err(CopyError::Source {
                source: source(),
                failure: SourceFailure::NoFields,
            });
        }
        let place_of = |name: &str| fields.iter().position(|field| field.name() == name);
        if let Some((stray, _)) = self.roles.iter().find(|(name, _)| place_of(name).is_none()) {
            return Err(CopyError::NoSuchField {
                source: source(),
                field: stray.clone(),
            });
        }
        let mut plan = Plan::default();
        for (place, field) in fields.iter().enumerate() {
            let name = || field.name().to_owned();
            let mut said = self.roles.iter().filter(|(of, _)| of == field.name());
            let role = match (said.next(), said.next()) {
                (None, _) => {
                    return Err(CopyError::Untreated {
                        source: source(),
                        field: name(),
                    });
                }
                (Some(_), Some(_)) => {
                    return Err(CopyError::TreatedTwice {
                        source: source(),
                        field: name(),
                    });
                }
                (Some((_, role)), None) => role,
            };
            let is_person = self.persons == Persons::InField(name());
            if is_person {
                plan.person = Some(place);
            }
            let (sensitive, generalisation) = match role {
                Role::Dropped => continue,
                Role::QuasiIdentifier(generalisation) => (false, generalisation),
                Role::Sensitive(generalisation) => (true, generalisation),
            };
            // Who a person is can never be in the copy, and a field called like the counts would hide them.
            if is_person || !generalisation.fits(field.kind()) || field.name() == COUNT {
                return Err(CopyError::Unfit {
                    source: source(),
                    field: name(),
                });
            }
            plan.columns.push(Column {
                name: name(),
                place,
                sensitive,
                generalisation: generalisation.clone(),
            });
        }
        match &self.persons {
            Persons::InField(name) if plan.person.is_none() => Err(CopyError::NoSuchField {
                source: source(),
                field: name.clone(),
            }),
            _ => Ok(plan),
        }
    }

    fn read(&mut self, plan: &Plan) -> Result<Groups, CopyError> {
        let fields = self.source.fields().to_vec();
        let name = self.source.name().to_owned();
        let of_role = |sensitive| {
            let columns = plan.columns.iter().enumerate();
            columns.filter(move |(_, column)| column.sensitive == sensitive)
        };
        let mut groups = Groups::new(
            of_role(false).map(|(place, _)| place).collect(),
            of_role(true)
                .map(|(place, column)| (place, column.name.clone()))
                .collect(),
            plan.columns.len(),
        );
        let mut place = 0;
        while let Some(next) = self.source.next_record() {
            place += 1;
            let record = next
                .and_then(|record| crate::package::pass::checked(record, &fields, place))
                .map_err(|failure| CopyError::Source {
                    source: name.clone(),
                    failure,
                })?;
            let cells = plan.columns.iter().map(|column| {
                let value = record.get(column.place)?;
                column.generalisation.of(value)
            });
            let head = match plan.person.and_then(|place| record.get(place)) {
                Some(who) => Heads::Known(HashSet::from([digest(who)])),
                None => Heads::Each(1),
            };
            groups
                .add(cells.collect(), head, self.limit)
                .ok_or_else(|| CopyError::TooManyDifferent {
                    source: name.clone(),
                    limit: self.limit,
                })?;
        }
        Ok(groups)
    }
}

/// The same for the same value in every run; records that name nobody are one person's, which errs on the side of caution.
fn digest(person: &Value) -> u64 {
    let mut who = Vec::new();
    person.write_json(&mut who);
    let mut hasher = DefaultHasher::new();
    hasher.write(&who);
    hasher.finish()
}

/// What becomes of the fields of a source.
#[derive(Default)]
struct Plan {
    columns: Vec<Column>,
    /// Which field says whose a record is, by its place.
    person: Option<usize>,
}

struct Column {
    name: String,
    /// Its place in a record.
    place: usize,
    sensitive: bool,
    generalisation: Generalisation,
}

impl Column {
    fn described(&self) -> serde_json::Value {
        let mut said = self.generalisation.described();
        if let Some(said) = said.as_object_mut() {
            let role = if self.sensitive {
                "sensitive"
            } else {
                "quasi_identifier"
            };
            said.insert("role".to_owned(), json!(role));
        }
        said
    }
}
