//! Records that are the same after generalisation, counted; from the counts come the test and the copy.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveDate;

use super::{AnonymityTest, InTenThousand, Inference, Thresholds};

/// The cells of a generalised record.
pub(crate) type Cells = Vec<Option<String>>;

/// The values that were seen of each sensitive field.
type Seen = Vec<BTreeSet<Option<String>>>;

/// Whose records they are.
#[derive(Clone)]
pub(crate) enum Heads {
    /// Every record is another person's.
    Each(u64),
    /// Persons by a digest of 64 bits: two that meet count as one, which errs on the side of caution.
    Known(HashSet<u64>),
}

impl Heads {
    fn join(&mut self, other: &Self) {
        match (self, other) {
            (Self::Each(count), Self::Each(more)) => *count += more,
            (Self::Known(persons), Self::Known(more)) => persons.extend(more),
            // One source knows its persons, or does not.
            _ => {}
        }
    }

    fn count(&self) -> u64 {
        match self {
            Self::Each(count) => *count,
            Self::Known(persons) => u64::try_from(persons.len()).unwrap_or(u64::MAX),
        }
    }
}

struct Group {
    records: u64,
    heads: Heads,
}

/// Every different record of a copy, with how many there are.
pub(crate) struct Groups {
    /// The columns by which others may look for a person, by their place.
    quasi: Vec<usize>,
    /// The sensitive columns with their names.
    sensitive: Vec<(usize, String)>,
    columns: usize,
    different: BTreeMap<Cells, Group>,
}

impl Groups {
    pub(crate) const fn new(
        quasi: Vec<usize>,
        sensitive: Vec<(usize, String)>,
        columns: usize,
    ) -> Self {
        Self {
            quasi,
            sensitive,
            columns,
            different: BTreeMap::new(),
        }
    }

    /// Counts a record; `None` if it would be one too many different ones.
    pub(crate) fn add(&mut self, cells: Cells, head: Heads, limit: usize) -> Option<()> {
        if let Some(group) = self.different.get_mut(&cells) {
            group.records += 1;
            group.heads.join(&head);
            return Some(());
        }
        if self.different.len() >= limit {
            return None;
        }
        let group = Group {
            records: 1,
            heads: head,
        };
        self.different.insert(cells, group);
        Some(())
    }

    /// The different records in the order of their cells, which says nothing of the source's order, and how many of each.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&Cells, u64)> {
        self.different
            .iter()
            .map(|(cells, group)| (cells, group.records))
    }

    fn records(&self) -> u64 {
        self.different.values().map(|group| group.records).sum()
    }

    /// Persons of each combination of values in these columns.
    fn heads_by(&self, columns: &[usize]) -> BTreeMap<Vec<&Option<String>>, Heads> {
        let mut found: BTreeMap<Vec<&Option<String>>, Heads> = BTreeMap::new();
        for (cells, group) in &self.different {
            let projected = columns.iter().filter_map(|at| cells.get(*at)).collect();
            found
                .entry(projected)
                .and_modify(|heads| heads.join(&group.heads))
                .or_insert_with(|| group.heads.clone());
        }
        found
    }

    fn smallest(&self) -> u64 {
        let classes = self.heads_by(&self.quasi);
        classes.values().map(Heads::count).min().unwrap_or(0)
    }

    fn class_of(&self, cells: &Cells) -> Cells {
        let quasi = self.quasi.iter();
        quasi.filter_map(|at| cells.get(*at).cloned()).collect()
    }

    /// Takes out the groups that are too small or too alike, and measures what is left.
    pub(crate) fn test(
        &mut self,
        source: &str,
        day: NaiveDate,
        thresholds: Thresholds,
    ) -> AnonymityTest {
        let (read, smallest_before) = (self.records(), self.smallest());
        self.suppress(thresholds);
        let records = self.records();
        let classes = self.heads_by(&self.quasi);
        let groups = u64::try_from(classes.len()).unwrap_or(u64::MAX);
        let persons: u64 = classes.values().map(Heads::count).sum();
        let smallest = self.smallest();
        AnonymityTest {
            source: source.to_owned(),
            day,
            thresholds,
            read,
            suppressed: read - records,
            records,
            groups,
            smallest_before,
            smallest,
            singled_out: self.singled_out(thresholds.known_fields),
            linked: InTenThousand::of(1, u128::from(smallest)),
            linked_in_the_mean: InTenThousand::of(u128::from(groups), u128::from(persons)),
            inferences: self
                .sensitive
                .iter()
                .map(|(column, field)| self.inference(*column, field))
                .collect(),
        }
    }

    fn suppress(&mut self, thresholds: Thresholds) {
        let mut classes: BTreeMap<Cells, (Heads, Seen)> = BTreeMap::new();
        for (cells, group) in &self.different {
            let values = self.sensitive.iter();
            let values = values.map(|(at, _)| cells.get(*at).cloned().flatten());
            match classes.get_mut(&self.class_of(cells)) {
                Some((heads, seen)) => {
                    heads.join(&group.heads);
                    seen.iter_mut().zip(values).for_each(|(seen, value)| {
                        seen.insert(value);
                    });
                }
                None => {
                    let seen = values.map(|value| BTreeSet::from([value])).collect();
                    classes.insert(self.class_of(cells), (group.heads.clone(), seen));
                }
            }
        }
        let stays = |(heads, seen): &(Heads, Seen)| {
            let values = seen
                .iter()
                .map(|seen| u64::try_from(seen.len()).unwrap_or(u64::MAX));
            heads.count() >= thresholds.persons
                && values.into_iter().all(|values| values >= thresholds.values)
        };
        let mut kept = std::mem::take(&mut self.different);
        kept.retain(|cells, _| classes.get(&self.class_of(cells)).is_some_and(stays));
        self.different = kept;
    }

    /// For 1, 2, … known fields, the share of persons whom the worst choice of them singles out.
    fn singled_out(&self, known: usize) -> Vec<InTenThousand> {
        let measure = |fields| {
            let shares = choices(self.columns, fields).into_iter().map(|columns| {
                let heads = self.heads_by(&columns);
                let all: u64 = heads.values().map(Heads::count).sum();
                let alone = heads.values().filter(|heads| heads.count() == 1).count();
                InTenThousand::of(u128::try_from(alone).unwrap_or(u128::MAX), u128::from(all))
            });
            shares.max().unwrap_or_default()
        };
        (1..=known.min(self.columns)).map(measure).collect()
    }

    fn inference(&self, column: usize, field: &str) -> Inference {
        let mut overall: BTreeMap<Option<&str>, u64> = BTreeMap::new();
        let mut classes: BTreeMap<Cells, BTreeMap<Option<&str>, u64>> = BTreeMap::new();
        for (cells, group) in &self.different {
            let value = cells.get(column).and_then(Option::as_deref);
            let class = classes.entry(self.class_of(cells)).or_default();
            *class.entry(value).or_default() += group.records;
            *overall.entry(value).or_default() += group.records;
        }
        let all = u128::from(self.records());
        let mut found = Inference {
            field: field.to_owned(),
            values: u64::MAX,
            determined: InTenThousand::default(),
            most_likely: InTenThousand::default(),
            distance: InTenThousand::default(),
        };
        let mut determined = 0_u128;
        for class in classes.values() {
            let size: u128 = class.values().copied().map(u128::from).sum();
            let values = u64::try_from(class.len()).unwrap_or(u64::MAX);
            found.values = found.values.min(values);
            if values == 1 {
                determined += size;
            }
            let most = class.values().copied().max().unwrap_or(0);
            found.most_likely = found
                .most_likely
                .max(InTenThousand::of(u128::from(most), size));
            // Half the sum of |share in the group − share of all|, over a common denominator.
            let apart = overall.iter().map(|(value, count)| {
                let here = u128::from(class.get(value).copied().unwrap_or(0));
                (here * all).abs_diff(u128::from(*count) * size)
            });
            let distance = InTenThousand::of(apart.sum(), 2 * all * size);
            found.distance = found.distance.max(distance);
        }
        if classes.is_empty() {
            found.values = 0;
        }
        found.determined = InTenThousand::of(determined, all);
        found
    }
}

/// Every choice of so many out of the first `all` numbers.
fn choices(all: usize, chosen: usize) -> Vec<Vec<usize>> {
    if chosen == 0 {
        return vec![Vec::new()];
    }
    let mut found = Vec::new();
    for last in (0..all).rev() {
        for mut rest in choices(last, chosen - 1) {
            rest.push(last);
            found.push(rest);
        }
    }
    found
}
