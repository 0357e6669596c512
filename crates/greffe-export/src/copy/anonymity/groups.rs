//! Records that are the same after generalisation, counted; from the counts come the test and the copy.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveDate;

use super::{AnonymityTest, InTenThousand, Inference, Thresholds};

/// The cells of a generalised record.
pub(crate) type Cells = Vec<Option<String>>;

/// Whose each value is of one sensitive field, in one group.
type Seen<'g> = BTreeMap<Option<&'g str>, Heads>;

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
        let classes = self.heads_by(&self.quasi);
        let seen: Vec<_> = self
            .sensitive
            .iter()
            .map(|(at, _)| self.seen(*at))
            .collect();
        let stays = |class: &Vec<&Option<String>>, heads: &Heads| {
            let all = heads.count();
            all >= thresholds.persons
                && seen
                    .iter()
                    .filter_map(|field| field.get(class))
                    .all(|seen| {
                        let values = u64::try_from(seen.len()).unwrap_or(u64::MAX);
                        values >= thresholds.values && (thresholds.values < 2 || !tells(seen, all))
                    })
        };
        let kept: BTreeSet<Cells> = classes
            .iter()
            .filter(|(class, heads)| stays(class, heads))
            .map(|(class, _)| class.iter().map(|cell| (*cell).clone()).collect())
            .collect();
        drop((classes, seen));
        let mut different = std::mem::take(&mut self.different);
        different.retain(|cells, _| kept.contains(&self.class_of(cells)));
        self.different = different;
    }

    /// For each group, whose each value of a column is.
    fn seen(&self, column: usize) -> BTreeMap<Vec<&Option<String>>, Seen<'_>> {
        let mut classes: BTreeMap<_, Seen<'_>> = BTreeMap::new();
        for (cells, group) in &self.different {
            let class = self.quasi.iter().filter_map(|at| cells.get(*at)).collect();
            let value = cells.get(column).and_then(Option::as_deref);
            let seen: &mut Seen<'_> = classes.entry(class).or_default();
            seen.entry(value)
                .and_modify(|heads| heads.join(&group.heads))
                .or_insert_with(|| group.heads.clone());
        }
        classes
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
        let persons = self.heads_by(&self.quasi);
        let telling: BTreeSet<Cells> = self
            .seen(column)
            .into_iter()
            .filter(|(class, seen)| {
                persons
                    .get(class)
                    .is_some_and(|all| tells(seen, all.count()))
            })
            .map(|(class, _)| class.into_iter().cloned().collect())
            .collect();
        let mut found = Inference {
            field: field.to_owned(),
            values: u64::MAX,
            determined: InTenThousand::default(),
            most_likely: InTenThousand::default(),
            distance: InTenThousand::default(),
        };
        let mut determined = 0_u128;
        for (name, class) in &classes {
            let size: u128 = class.values().copied().map(u128::from).sum();
            let values = u64::try_from(class.len()).unwrap_or(u64::MAX);
            found.values = found.values.min(values);
            if telling.contains(name) {
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

/// Whether a group tells a value of everyone in it: it has no other, or none of its persons is without it.
fn tells(seen: &Seen<'_>, persons: u64) -> bool {
    let of_all =
        |(value, heads): (&Option<&str>, &Heads)| value.is_some() && heads.count() >= persons;
    seen.len() == 1 || seen.iter().any(of_all)
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
