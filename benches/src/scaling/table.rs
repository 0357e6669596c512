//! The table, in Markdown: read as it is, and pasted as it is.

use std::fmt::Write as _;

use super::Series;
use super::point::Point;

/// A line a point, then why some series end early.
#[must_use]
pub fn table(all: &[Series]) -> String {
    let mut text = String::from(
        "| area | work | rows | operations | passes | seconds a pass | ns an operation | to the first |\n\
         | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for series in all {
        for point in &series.points {
            text.push_str(&line(series, point));
        }
    }
    let mut said = Vec::new();
    for (area, why) in all.iter().filter_map(|s| Some((s.area, s.bound?))) {
        if !said.contains(&why) {
            said.push(why);
            // Writing into a string never fails.
            let _ = write!(text, "\n{area}: {why}.\n");
        }
    }
    text
}

fn line(series: &Series, point: &Point) -> String {
    format!(
        "| {} | {} | {} | {} | {} | {} | {} | {:.2} |\n",
        series.area,
        series.name,
        grouped(point.rows),
        grouped(point.operations),
        point.passes,
        figure(point.seconds),
        figure(point.nanoseconds()),
        series.ratio(point),
    )
}

/// Digits in threes.
pub(super) fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Three digits that count.
fn figure(number: f64) -> String {
    match number {
        n if n >= 100.0 => format!("{n:.0}"),
        n if n >= 10.0 => format!("{n:.1}"),
        n if n >= 1.0 => format!("{n:.2}"),
        n if n >= 0.1 => format!("{n:.3}"),
        n if n >= 0.01 => format!("{n:.4}"),
        n if n >= 0.001 => format!("{n:.5}"),
        n => format!("{n:.7}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_at_a_glance() {
        let all = [7, 1_000, 45_000, 10_000_000].map(grouped);
        assert_eq!(all, ["7", "1,000", "45,000", "10,000,000"]);
    }

    #[test]
    fn a_line_says_what_a_row_costs_and_what_that_is_to_the_first() {
        let point = |rows, seconds| Point {
            rows,
            operations: rows,
            passes: 3,
            seconds,
        };
        let series = Series {
            points: vec![point(1_000, 0.000_02), point(10_000, 0.000_3)],
            ..Series::new("area", "work").bounded("that is enough")
        };
        let text = table(&[series.clone(), series]);
        assert!(
            text.contains("| area | work | 1,000 | 1,000 | 3 | 0.0000200 | 20.0 | 1.00 |\n"),
            "{text}"
        );
        assert!(
            text.contains("| area | work | 10,000 | 10,000 | 3 | 0.0003000 | 30.0 | 1.50 |\n"),
            "{text}"
        );
        assert_eq!(text.matches("area: that is enough.").count(), 1);
    }
}
