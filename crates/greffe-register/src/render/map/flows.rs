//! From a register to the flows of its data.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use greffe_terms::{Lang, RecipientKind};

use super::{abroad, organisation};
use crate::lint::{is_in_the_area, judged_country};
use crate::{Country, Processing, Register, Stated, Transfer, Who};

/// Records up to which each is drawn by itself. Beyond, those that share persons and recipients stand together.
const ALONE: usize = 40;

/// Ends that one row has at most on either side; the rest is counted.
const ENDS: usize = 24;

/// The flows of a register, in the words of a language.
#[derive(Debug)]
pub(in super::super) struct Map<'r> {
    pub(super) rows: Vec<Row<'r>>,
    pub(super) subjects: Vec<End<'r>>,
    pub(super) recipients: Vec<End<'r>>,
    /// Whether rows are groups of records.
    pub(super) is_grouped: bool,
}

/// A processing activity, or several of which the flows are the same.
#[derive(Debug)]
pub(super) struct Row<'r> {
    /// Where the row is one record.
    pub(super) record: Option<&'r Processing>,
    pub(super) name: Cow<'r, str>,
    pub(super) categories: Vec<&'static str>,
    /// Places in [`Map::subjects`], each once.
    pub(super) subjects: Vec<usize>,
    /// Places in [`Map::recipients`], each once.
    pub(super) recipients: Vec<usize>,
    /// That there is none, or that nobody said; `None` where there are some.
    pub(super) no_subject: Option<&'static str>,
    pub(super) no_recipient: Option<&'static str>,
}

/// Where flows begin or end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct End<'r> {
    pub(super) name: Cow<'r, str>,
    kind: Option<RecipientKind>,
    country: Option<Country>,
    /// Whether data leave the European Economic Area to get there, or what its law reaches (Art. 44 GDPR: an international organisation, wherever its seat is).
    pub(super) is_abroad: bool,
    is_organisation: bool,
    /// Whether it stands for a blank in the register.
    pub(super) is_unknown: bool,
}

impl<'r> Map<'r> {
    pub(in super::super) fn of(register: &'r Register, lang: Lang) -> Self {
        let mut ends = Ends {
            lang,
            subjects: Interned::default(),
            recipients: Interned::default(),
        };
        let processings = register.processings();
        let is_grouped = processings.len() > ALONE;
        let rows = if is_grouped {
            groups(processings, &mut ends)
        } else {
            let mut flows = Flows::default();
            let rows = processings.iter().map(|one| {
                flows.read(one, &mut ends);
                flows.row(one, lang)
            });
            rows.collect()
        };
        let (rows, subjects, recipients) = within_bounds(rows, ends);
        Self {
            rows,
            subjects,
            recipients,
            is_grouped,
        }
    }
}

/// Everything that flows begin or end at, each once.
struct Ends<'r> {
    lang: Lang,
    subjects: Interned<'r>,
    recipients: Interned<'r>,
}

#[derive(Default)]
struct Interned<'r> {
    ends: Vec<End<'r>>,
    /// The places of the ends of a name; they are few, and nearly always one.
    by_name: HashMap<Cow<'r, str>, Vec<usize>>,
}

impl<'r> Interned<'r> {
    fn place(&mut self, end: End<'r>) -> usize {
        let places = self.by_name.get(&end.name).into_iter().flatten();
        let mut known = places.filter(|place| self.ends.get(**place) == Some(&end));
        if let Some(place) = known.next() {
            return *place;
        }
        let place = self.ends.len();
        self.by_name
            .entry(end.name.clone())
            .or_default()
            .push(place);
        self.ends.push(end);
        place
    }
}

/// The flows of one processing, read into memory that is used again.
#[derive(Default)]
struct Flows {
    subjects: Vec<usize>,
    recipients: Vec<usize>,
}

impl Flows {
    fn read<'r>(&mut self, processing: &'r Processing, ends: &mut Ends<'r>) {
        self.subjects.clear();
        subjects(processing, ends, &mut self.subjects);
        distinct(&mut self.subjects);
        self.recipients.clear();
        recipients(processing, ends, &mut self.recipients);
        distinct(&mut self.recipients);
    }

    fn row<'r>(&self, processing: &'r Processing, lang: Lang) -> Row<'r> {
        let no_subject = self.subjects.is_empty();
        let is_asked = |(_, stated): (_, &Stated<_>)| *stated != Stated::NotApplicable;
        let no_recipient = self.recipients.is_empty().then(|| {
            if processing.recipients.by_kind().any(is_asked) {
                lang.pick("Néant", "None")
            } else {
                lang.pick("Sans objet", "Not applicable")
            }
        });
        let mut categories = Vec::new();
        add_categories(&mut categories, processing, lang);
        Row {
            record: Some(processing),
            name: processing.name.in_language(lang).into(),
            categories,
            subjects: self.subjects.clone(),
            recipients: self.recipients.clone(),
            no_subject: no_subject.then(|| absence(&processing.subjects, lang)),
            no_recipient,
        }
    }
}

fn add_categories(categories: &mut Vec<&'static str>, processing: &Processing, lang: Lang) {
    for entry in &processing.data {
        let label = entry.category.label(lang);
        if !categories.contains(&label) {
            categories.push(label);
        }
    }
}

fn absence<T>(stated: &Stated<T>, lang: Lang) -> &'static str {
    match stated {
        Stated::NotApplicable => lang.pick("Sans objet", "Not applicable"),
        Stated::None | Stated::Known(_) => lang.pick("Néant", "None"),
        Stated::Unknown => unknown(lang),
    }
}

fn unknown(lang: Lang) -> &'static str {
    lang.pick("Non renseigné", "Not stated")
}

fn subjects<'r>(processing: &'r Processing, ends: &mut Ends<'r>, places: &mut Vec<usize>) {
    let lang = ends.lang;
    if processing.subjects.is_unknown() {
        places.push(ends.subjects.place(End::unknown(lang)));
    }
    for subject in processing.subjects.known().into_iter().flatten() {
        let name = match &subject.who {
            Who::Kind(kind) => kind.label(lang),
            Who::Other(text) => text.in_language(lang),
        };
        places.push(ends.subjects.place(End::named(name)));
    }
}

fn recipients<'r>(processing: &'r Processing, ends: &mut Ends<'r>, places: &mut Vec<usize>) {
    let lang = ends.lang;
    let transfers = transfers_by_name(processing, lang);
    let (mut names_abroad, mut countries_abroad) = (HashSet::new(), Vec::new());
    for (kind, stated) in processing.recipients.by_kind() {
        for recipient in stated.known().into_iter().flatten() {
            let name = recipient.name.in_language(lang);
            let transfer = transfers.get(name);
            let (country, is_abroad) = where_it_is(transfer, kind, recipient.country);
            if is_abroad {
                names_abroad.insert(name);
                if !countries_abroad.contains(&country) {
                    countries_abroad.push(country);
                }
            }
            let end = End {
                kind: Some(kind),
                country,
                is_abroad,
                is_organisation: transfer.is_some_and(|transfer| is_to_organisation(transfer)),
                ..End::named(name)
            };
            places.push(ends.recipients.place(end));
        }
    }
    for transfer in processing.transfers.known().into_iter().flatten() {
        let name = transfer
            .recipient
            .as_ref()
            .map(|name| name.in_language(lang));
        let is_drawn = match name {
            Some(name) => names_abroad.contains(name),
            None => countries_abroad.contains(&transfer.country),
        };
        if is_drawn || judged_country(transfer).is_some_and(is_in_the_area) {
            continue;
        }
        let end = End {
            kind: Some(RecipientKind::ThirdCountry),
            country: transfer.country,
            is_abroad: true,
            is_organisation: is_to_organisation(transfer),
            is_unknown: name.is_none(),
            ..End::named(name.unwrap_or(unknown(lang)))
        };
        places.push(ends.recipients.place(end));
    }
    // Third countries are a matter of transfers. Of the others, one kind that is blank leaves the question open.
    let mut kinds = processing.recipients.by_kind();
    let is_open =
        kinds.any(|(kind, stated)| stated.is_unknown() && kind != RecipientKind::ThirdCountry);
    if places.is_empty() && is_open {
        places.push(ends.recipients.place(End::unknown(lang)));
    }
}

/// The first transfer to each recipient that is named.
fn transfers_by_name(processing: &Processing, lang: Lang) -> HashMap<&str, &Transfer> {
    let mut by_name = HashMap::new();
    for transfer in processing.transfers.known().into_iter().flatten() {
        if let Some(name) = &transfer.recipient {
            by_name.entry(name.in_language(lang)).or_insert(transfer);
        }
    }
    by_name
}

/// The country of a recipient and whether data leave the European Economic Area; a transfer to it says so as well.
fn where_it_is(
    transfer: Option<&&Transfer>,
    kind: RecipientKind,
    country: Option<Country>,
) -> (Option<Country>, bool) {
    let country = country.or_else(|| transfer.and_then(|transfer| transfer.country));
    let is_abroad = match country {
        Some(country) => {
            !is_in_the_area(country)
                || transfer.is_some_and(|transfer| is_to_organisation(transfer))
        }
        None => kind == RecipientKind::ThirdCountry || transfer.is_some(),
    };
    (country, is_abroad)
}

fn is_to_organisation(transfer: &Transfer) -> bool {
    transfer.international_organisation == Some(true)
}

impl<'r> End<'r> {
    fn named(name: impl Into<Cow<'r, str>>) -> Self {
        Self {
            name: name.into(),
            kind: None,
            country: None,
            is_abroad: false,
            is_organisation: false,
            is_unknown: false,
        }
    }

    fn unknown(lang: Lang) -> Self {
        Self {
            is_unknown: true,
            ..Self::named(unknown(lang))
        }
    }

    /// What kind it is and where: `sous-traitant, hors EEE, États-Unis`. Empty where there is nothing to say.
    pub(super) fn details(&self, lang: Lang) -> String {
        // That a recipient is in a third country is what `abroad` says.
        let kind = self
            .kind
            .filter(|kind| *kind != RecipientKind::ThirdCountry);
        let kind = kind.map(|kind| kind.label(lang));
        let abroad = self.is_abroad.then(|| {
            if self.is_organisation {
                organisation(lang)
            } else {
                abroad(lang)
            }
        });
        let country = self.country.as_ref().map(|country| country.label(lang));
        let details: Vec<_> = [kind, abroad, country].into_iter().flatten().collect();
        details.join(", ")
    }
}

/// Each place once, where it comes first.
fn distinct(places: &mut Vec<usize>) {
    if places.len() > 1 {
        let mut known = HashSet::with_capacity(places.len());
        places.retain(|place| known.insert(*place));
    }
}

/// Records whose persons and recipients are the same stand together, the most frequent first; what is left makes the last group.
fn groups<'r>(processings: &'r [Processing], ends: &mut Ends<'r>) -> Vec<Row<'r>> {
    let lang = ends.lang;
    let mut groups: Vec<(usize, Row<'_>)> = Vec::new();
    let mut places: HashMap<Vec<usize>, usize> = HashMap::new();
    let (mut flows, mut key) = (Flows::default(), Vec::new());
    for processing in processings {
        flows.read(processing, ends);
        flows.subjects.sort_unstable();
        flows.recipients.sort_unstable();
        key.clear();
        key.extend_from_slice(&flows.subjects);
        // Keeps the two sides of a key apart.
        key.push(usize::MAX);
        key.extend_from_slice(&flows.recipients);
        let known = places.get(&key).and_then(|place| groups.get_mut(*place));
        match known {
            Some((count, group)) => {
                *count += 1;
                add_categories(&mut group.categories, processing, lang);
            }
            None => {
                places.insert(key.clone(), groups.len());
                groups.push((1, flows.row(processing, lang)));
            }
        }
    }
    // The sort is stable: groups of one size keep the order of the file.
    groups.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let rest = groups.split_off(groups.len().min(ALONE - 1));
    let mut rows: Vec<_> = groups
        .into_iter()
        .map(|(count, row)| counted(count, row, lang))
        .collect();
    rows.extend(merged(rest, lang));
    rows
}

fn counted(count: usize, mut row: Row<'_>, lang: Lang) -> Row<'_> {
    if count > 1 {
        row.record = None;
        let words = lang.pick("traitements", "processing activities");
        row.name = format!("{count} {words}").into();
    }
    row
}

fn merged(rest: Vec<(usize, Row<'_>)>, lang: Lang) -> Option<Row<'_>> {
    let count = rest.iter().map(|(count, _)| count).sum();
    let rows = rest.into_iter().map(|(_, row)| row);
    let mut all = rows.reduce(|mut all, row| {
        for label in row.categories {
            if !all.categories.contains(&label) {
                all.categories.push(label);
            }
        }
        all.subjects.extend(row.subjects);
        all.recipients.extend(row.recipients);
        all
    })?;
    for places in [&mut all.subjects, &mut all.recipients] {
        places.sort_unstable();
        places.dedup();
    }
    if !all.subjects.is_empty() {
        all.no_subject = None;
    }
    if !all.recipients.is_empty() {
        all.no_recipient = None;
    }
    Some(counted(count, all, lang))
}

/// Counts the ends of a row that are too many to draw.
fn within_bounds<'r>(
    mut rows: Vec<Row<'r>>,
    mut ends: Ends<'r>,
) -> (Vec<Row<'r>>, Vec<End<'r>>, Vec<End<'r>>) {
    let lang = ends.lang;
    for row in &mut rows {
        bound(&mut row.subjects, &mut ends.subjects, lang);
        bound(&mut row.recipients, &mut ends.recipients, lang);
    }
    (rows, ends.subjects.ends, ends.recipients.ends)
}

fn bound(places: &mut Vec<usize>, all: &mut Interned<'_>, lang: Lang) {
    if places.len() <= ENDS {
        return;
    }
    // One that is abroad is never among those that are only counted while one that is not has a box.
    places.sort_by_key(|place| !all.ends.get(*place).is_some_and(|end| end.is_abroad));
    let rest = places.split_off(ENDS - 1);
    let mut rest_of_ends = rest.iter().filter_map(|place| all.ends.get(*place));
    let is_abroad = rest_of_ends.any(|end| end.is_abroad);
    let words = lang.pick(
        format!("et {} autres", rest.len()),
        format!("and {} others", rest.len()),
    );
    places.push(all.place(End {
        is_abroad,
        ..End::named(words)
    }));
}
