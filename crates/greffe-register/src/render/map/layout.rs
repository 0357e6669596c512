//! Where everything stands. Deterministic: the same register gives the same drawing.
//!
//! Three columns: persons, processing activities, recipients. A drawing that grows higher than a page of paper goes on in a next one,
//! with the ends that it needs; so lines stay short enough to follow.

use greffe_terms::Lang;

use super::flows::{End, Map, Row};
use super::letters::{Face, wrapped};

/// Units across.
pub(super) const WIDTH: u32 = 960;
/// Sizes of letters.
pub(super) const NAME: u32 = 13;
pub(super) const SMALL: u32 = 11;
const STRONG: Face = Face {
    size: NAME,
    is_bold: true,
};
const PLAIN: Face = Face {
    size: NAME,
    is_bold: false,
};
const FINE: Face = Face {
    size: SMALL,
    is_bold: false,
};
/// Around the text of a box.
pub(super) const INSET: u32 = 9;

const SUBJECTS: Column = Column { x: 2, width: 190 };
const ROWS: Column = Column { x: 300, width: 330 };
const RECIPIENTS: Column = Column { x: 738, width: 220 };
const GAP: u32 = 14;
/// Above the boxes, for the names of the columns.
const TOP: u32 = 34;
/// The height of a drawing that fits a page of paper beside nothing else.
const HIGHEST: u32 = 1180;

#[derive(Clone, Copy)]
struct Column {
    x: u32,
    width: u32,
}

/// One drawing.
#[derive(Default)]
pub(super) struct Sheet<'m> {
    pub(super) height: u32,
    pub(super) subjects: Vec<Box<'m>>,
    pub(super) rows: Vec<Box<'m>>,
    pub(super) recipients: Vec<Box<'m>>,
    pub(super) lines: Vec<Line>,
}

/// A box with text.
pub(super) struct Box<'m> {
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) name: Vec<String>,
    pub(super) small: Vec<String>,
    pub(super) of: Of<'m>,
}

/// What a box stands for.
#[derive(Clone, Copy)]
pub(super) enum Of<'m> {
    Row,
    End(&'m End<'m>),
}

/// A flow between the right side of one box and the left side of another.
pub(super) struct Line {
    pub(super) from: (u32, u32),
    pub(super) to: (u32, u32),
    pub(super) is_abroad: bool,
}

impl Box<'_> {
    const fn middle(&self) -> u32 {
        self.y + self.height / 2
    }

    /// Where the `index`th of `count` lines meets the box's side.
    fn port(&self, index: usize, count: usize) -> u32 {
        let share = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (index, count) = (share(index) + 1, share(count) + 1);
        self.y + self.height.saturating_mul(index) / count
    }
}

/// The ends of a row on one side.
type Ends = for<'a> fn(&'a Row<'_>) -> &'a [usize];

/// The names of the columns stand at these places.
pub(super) const fn columns() -> [u32; 3] {
    [SUBJECTS.x, ROWS.x, RECIPIENTS.x]
}

pub(super) fn sheets<'m>(map: &'m Map<'m>, lang: Lang) -> Vec<Sheet<'m>> {
    let mut sheets = Vec::new();
    let mut rows: Vec<&Row<'_>> = Vec::new();
    for row in &map.rows {
        rows.push(row);
        if rows.len() > 1 && height(map, &rows, lang) > HIGHEST {
            rows.pop();
            sheets.push(sheet(map, &rows, lang));
            rows = vec![row];
        }
    }
    if !rows.is_empty() {
        sheets.push(sheet(map, &rows, lang));
    }
    sheets
}

/// Of the highest column.
fn height(map: &Map<'_>, rows: &[&Row<'_>], lang: Lang) -> u32 {
    let row_boxes: Vec<_> = rows.iter().map(|row| row_box(row, lang)).collect();
    let subjects = end_boxes(
        &map.subjects,
        &places(rows, |row| &row.subjects),
        SUBJECTS,
        lang,
    );
    let recipients = end_boxes(
        &map.recipients,
        &places(rows, |row| &row.recipients),
        RECIPIENTS,
        lang,
    );
    [row_boxes, subjects, recipients]
        .iter()
        .map(|boxes| stacked_height(boxes))
        .max()
        .unwrap_or_default()
}

fn stacked_height(boxes: &[Box<'_>]) -> u32 {
    boxes.iter().map(|one| one.height + GAP).sum()
}

/// The ends of these rows, each once, in the order in which rows lead to them.
fn places(rows: &[&Row<'_>], of: Ends) -> Vec<usize> {
    let mut places = Vec::new();
    for row in rows {
        for place in of(row) {
            if !places.contains(place) {
                places.push(*place);
            }
        }
    }
    places
}

fn row_box<'m>(row: &Row<'_>, lang: Lang) -> Box<'m> {
    let room = ROWS.width - 2 * INSET;
    let name = match row.record {
        Some(record) => wrapped(
            &format!("{} {}", record.reference, row.name),
            STRONG,
            room,
            3,
        ),
        None => wrapped(&row.name, STRONG, room, 3),
    };
    let categories = row.categories.iter();
    let mut small: Vec<_> = categories
        .flat_map(|label| wrapped(label, FINE, room, 2))
        .collect();
    if small.is_empty() {
        let unknown = lang.pick("Données\u{a0}: non renseigné", "Data: not stated");
        small.push(unknown.to_owned());
    }
    for (side, none) in [
        (lang.pick("Personnes\u{a0}: ", "Persons: "), row.no_subject),
        (
            lang.pick("Destinataires\u{a0}: ", "Recipients: "),
            row.no_recipient,
        ),
    ] {
        small.extend(none.map(|words| format!("{side}{words}")));
    }
    boxed(ROWS, name, small, Of::Row)
}

fn end_boxes<'m>(
    ends: &'m [End<'m>],
    places: &[usize],
    column: Column,
    lang: Lang,
) -> Vec<Box<'m>> {
    let room = column.width - 2 * INSET;
    let found = places.iter().filter_map(|place| ends.get(*place));
    let boxes = found.map(|end| {
        let name = wrapped(&end.name, PLAIN, room, 4);
        let small = wrapped(&end.details(lang), FINE, room, 2);
        boxed(column, name, small, Of::End(end))
    });
    boxes.collect()
}

fn boxed<'m>(column: Column, name: Vec<String>, small: Vec<String>, of: Of<'m>) -> Box<'m> {
    let count = |lines: &Vec<String>| u32::try_from(lines.len()).unwrap_or_default();
    let height = count(&name) * line_height(NAME) + count(&small) * line_height(SMALL);
    Box {
        x: column.x,
        y: 0,
        width: column.width,
        height: height + 2 * INSET,
        name,
        small,
        of,
    }
}

/// From one base line to the next.
pub(super) const fn line_height(size: u32) -> u32 {
    size + 4
}

fn sheet<'m>(map: &'m Map<'m>, rows: &[&Row<'_>], lang: Lang) -> Sheet<'m> {
    let height = TOP + height(map, rows, lang);
    let mut row_boxes: Vec<_> = rows.iter().map(|row| row_box(row, lang)).collect();
    spread(&mut row_boxes, height);
    let of_subjects = places(rows, |row| &row.subjects);
    let of_recipients = places(rows, |row| &row.recipients);
    let (of_subjects, subjects) = {
        let boxes = end_boxes(&map.subjects, &of_subjects, SUBJECTS, lang);
        beside(
            &row_boxes,
            rows,
            |row| &row.subjects,
            of_subjects,
            boxes,
            height,
        )
    };
    let (of_recipients, recipients) = {
        let boxes = end_boxes(&map.recipients, &of_recipients, RECIPIENTS, lang);
        beside(
            &row_boxes,
            rows,
            |row| &row.recipients,
            of_recipients,
            boxes,
            height,
        )
    };
    let mut lines = Vec::new();
    join(
        &mut lines,
        &row_boxes,
        rows,
        |row| &row.subjects,
        &of_subjects,
        &subjects,
        true,
    );
    join(
        &mut lines,
        &row_boxes,
        rows,
        |row| &row.recipients,
        &of_recipients,
        &recipients,
        false,
    );
    Sheet {
        height,
        subjects,
        rows: row_boxes,
        recipients,
        lines,
    }
}

/// Stacks boxes over the whole height.
fn spread(boxes: &mut [Box<'_>], height: u32) {
    let count = u32::try_from(boxes.len()).unwrap_or(u32::MAX).max(1);
    let free = (height - TOP).saturating_sub(stacked_height(boxes));
    let mut y = TOP;
    for one in boxes {
        one.y = y + free / count / 2;
        y += one.height + GAP + free / count;
    }
}

/// Places ends near the rows that they belong to, without overlap: in the order of the mean of these rows, pushed down where boxes meet,
/// then up where the last one stands out.
fn beside<'m>(
    row_boxes: &[Box<'_>],
    rows: &[&Row<'_>],
    of: Ends,
    places: Vec<usize>,
    boxes: Vec<Box<'m>>,
    height: u32,
) -> (Vec<usize>, Vec<Box<'m>>) {
    let wished = |place: &usize| {
        let beside = rows.iter().zip(row_boxes);
        let middles = beside.filter(|(row, _)| of(row).contains(place));
        let (sum, count) = middles.fold((0, 0), |(sum, count), (_, one)| {
            (sum + one.middle(), count + 1)
        });
        sum / count.max(1)
    };
    let mut ends: Vec<_> = places
        .into_iter()
        .zip(boxes)
        .map(|(place, one)| (wished(&place), place, one))
        .collect();
    ends.sort_by_key(|(wished, place, _)| (*wished, *place));
    // Ends that all rows share would crowd in the middle: each stands halfway between there and an even share of the height.
    let share = (height - TOP) / u32::try_from(ends.len()).unwrap_or(u32::MAX).max(1);
    let mut even = TOP + share / 2;
    for (wished, _, _) in &mut ends {
        *wished = u32::midpoint(*wished, even);
        even += share;
    }
    let mut free = TOP;
    for (wished, _, one) in &mut ends {
        one.y = wished.saturating_sub(one.height / 2).max(free);
        free = one.y + one.height + GAP;
    }
    let mut limit = height;
    for (_, _, one) in ends.iter_mut().rev() {
        one.y = one.y.min(limit.saturating_sub(one.height + GAP));
        limit = one.y;
    }
    ends.into_iter().map(|(_, place, one)| (place, one)).unzip()
}

/// Draws the lines between rows and ends. Where several meet a side, they meet it in the order of their other ends.
fn join(
    lines: &mut Vec<Line>,
    row_boxes: &[Box<'_>],
    rows: &[&Row<'_>],
    of: Ends,
    places: &[usize],
    ends: &[Box<'_>],
    is_left: bool,
) {
    let position = |place: &usize| places.iter().position(|other| other == place);
    for (row, row_box) in rows.iter().zip(row_boxes) {
        let mut met: Vec<_> = of(row).iter().filter_map(position).collect();
        met.sort_unstable();
        for (index, at) in met.iter().enumerate() {
            let Some(end) = ends.get(*at) else { continue };
            let place = places.get(*at);
            let sharing = rows
                .iter()
                .filter(|other| place.is_some_and(|place| of(other).contains(place)));
            let count = sharing.clone().count();
            let nth = sharing
                .take_while(|other| !std::ptr::eq(**other, *row))
                .count();
            let (near, far) = (row_box.port(index, met.len()), end.port(nth, count));
            let is_abroad = matches!(end.of, Of::End(end) if end.is_abroad);
            lines.push(if is_left {
                Line {
                    from: (end.x + end.width, far),
                    to: (row_box.x, near),
                    is_abroad,
                }
            } else {
                Line {
                    from: (row_box.x + row_box.width, near),
                    to: (end.x, far),
                    is_abroad,
                }
            });
        }
    }
}
