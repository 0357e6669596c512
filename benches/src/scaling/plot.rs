//! The same figures as a picture: nanoseconds an operation over rows, both by powers of ten.
//!
//! One SVG file that asks for nothing from elsewhere. It takes the colours of light or dark surroundings; an area has a colour, a work of it a
//! mark and a dash of its own, so that nobody has to tell colours apart. `title` and `desc` say what it shows; the table beside it says it all.

use std::fmt::Write as _;

use super::table::grouped;
use super::{AREAS, Point, Series};

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 600.0;
/// Where the axes are.
const LEFT: f64 = 78.0;
const RIGHT: f64 = 640.0;
const TOP: f64 = 64.0;
const BOTTOM: f64 = 536.0;
/// Where the legend begins, and how far its lines are apart.
const LEGEND: f64 = 672.0;
const LINE: f64 = 22.0;

const TITLE: &str = "What a row costs as rows grow in number";

const STYLE: &str = "\
svg { --ground: #ffffff; --ink: #1b1f24; --faint: #d5d9de; --soft: #4b535d;
  --c0: #0b5cad; --c1: #b3400e; --c2: #17702f; --c3: #7a3aa8; --c4: #8a6100; }
@media (prefers-color-scheme: dark) { svg { --ground: #14181d; --ink: #eceff3; --faint: #39414b; --soft: #b3bcc7;
  --c0: #6db3ff; --c1: #ff9a66; --c2: #6fd38b; --c3: #d0a2f7; --c4: #e6bd55; } }
text { font-family: system-ui, sans-serif; font-size: 13px; fill: var(--ink); }
.head { font-size: 17px; font-weight: 600; } .soft { fill: var(--soft); } .area { font-weight: 600; }
.end { text-anchor: end; } .middle { text-anchor: middle; }
.ground { fill: var(--ground); } .grid { stroke: var(--faint); stroke-width: 1; } .axis { stroke: var(--soft); stroke-width: 1; }
.curve { fill: none; stroke-width: 2; stroke-linejoin: round; } .mark { fill: var(--ground); stroke-width: 2; }
.a0 { stroke: var(--c0); } .a1 { stroke: var(--c1); } .a2 { stroke: var(--c2); } .a3 { stroke: var(--c3); } .a4 { stroke: var(--c4); }
.d1 { stroke-dasharray: 7 4; } .d2 { stroke-dasharray: 2 4; } .d3 { stroke-dasharray: 10 4 2 4; }
";

/// The picture of all series; `None` where there is nothing to show.
#[must_use]
pub fn svg(all: &[Series]) -> Option<String> {
    let points = || all.iter().flat_map(|series| &series.points);
    let x = Axis::over(points().map(|point| f64::from(point.rows)), (LEFT, RIGHT))?;
    let y = Axis::over(points().map(Point::nanoseconds), (BOTTOM, TOP))?;
    let mut text = String::new();
    // Writing into a string never fails.
    let _ = write!(
        text,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" role=\"img\" \
         aria-labelledby=\"title desc\">\n<title id=\"title\">{TITLE}</title>\n<desc id=\"desc\">{}</desc>\n<style>{STYLE}</style>\n\
         <rect class=\"ground\" width=\"{WIDTH}\" height=\"{HEIGHT}\"/>\n<text class=\"head\" x=\"{LEFT}\" y=\"32\">{TITLE}</text>\n",
        escaped(&description(all)),
    );
    axes(&mut text, &x, &y);
    let mut legend = Legend::default();
    for series in all {
        let look = legend.look(series.area);
        curve(&mut text, series, look, (&x, &y));
        legend.entry(&mut text, series, look);
    }
    text.push_str("</svg>\n");
    Some(text)
}

/// One sentence a series, for who does not see it.
fn description(all: &[Series]) -> String {
    let mut text = String::from(
        "Nanoseconds an operation over the number of rows, both axes by powers of ten.",
    );
    for series in all {
        if let (Some(first), Some(last)) = (series.points.first(), series.points.last()) {
            let _ = write!(
                text,
                " {}, {}: {} at {} rows, {} at {}.",
                series.area,
                series.name,
                duration(first.nanoseconds()),
                grouped(first.rows),
                duration(last.nanoseconds()),
                grouped(last.rows),
            );
        }
    }
    text
}

/// Powers of ten along a line of the picture.
struct Axis {
    exponents: Vec<i32>,
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Axis {
    /// From the power of ten at or below the least value to the one at or above the greatest.
    fn over(values: impl Iterator<Item = f64>, (from, to): (f64, f64)) -> Option<Self> {
        let logarithms: Vec<f64> = values
            .map(f64::log10)
            .filter(|log| log.is_finite())
            .collect();
        let least = logarithms.iter().copied().reduce(f64::min)?;
        let greatest = logarithms.iter().copied().reduce(f64::max)?;
        let all = -3..=12_i32;
        let first = all
            .clone()
            .rfind(|exponent| f64::from(*exponent) <= least)?;
        let last = all
            .clone()
            .find(|exponent| f64::from(*exponent) >= greatest && *exponent > first)?;
        Some(Self {
            exponents: (first..=last).collect(),
            low: first.into(),
            high: last.into(),
            from,
            to,
        })
    }

    fn place(&self, value: f64) -> f64 {
        let share = (value.log10() - self.low) / (self.high - self.low);
        self.from + share * (self.to - self.from)
    }

    /// Each power with its place.
    fn marks(&self) -> impl Iterator<Item = (f64, f64)> {
        self.exponents.iter().map(|exponent| {
            let value = 10_f64.powi(*exponent);
            (value, self.place(value))
        })
    }
}

fn axes(text: &mut String, x: &Axis, y: &Axis) {
    for (value, at) in y.marks() {
        let (label, below) = (duration(value), at + 4.5);
        let _ = writeln!(
            text,
            "<line class=\"grid\" x1=\"{LEFT}\" y1=\"{at:.1}\" x2=\"{RIGHT}\" y2=\"{at:.1}\"/>\
             <text class=\"end\" x=\"{:.1}\" y=\"{below:.1}\">{label}</text>",
            LEFT - 8.0,
        );
    }
    for (value, at) in x.marks() {
        let label = format!("{value:.0}");
        let label = label.parse().map(grouped).unwrap_or(label);
        let _ = writeln!(
            text,
            "<line class=\"grid\" x1=\"{at:.1}\" y1=\"{TOP}\" x2=\"{at:.1}\" y2=\"{BOTTOM}\"/>\
             <text class=\"middle\" x=\"{at:.1}\" y=\"{:.1}\">{label}</text>",
            BOTTOM + 20.0,
        );
    }
    let _ = writeln!(
        text,
        "<line class=\"axis\" x1=\"{LEFT}\" y1=\"{TOP}\" x2=\"{LEFT}\" y2=\"{BOTTOM}\"/>\
         <line class=\"axis\" x1=\"{LEFT}\" y1=\"{BOTTOM}\" x2=\"{RIGHT}\" y2=\"{BOTTOM}\"/>\n\
         <text class=\"soft\" x=\"{LEFT}\" y=\"{:.1}\">time an operation (logarithmic)</text>\n\
         <text class=\"soft middle\" x=\"{:.1}\" y=\"{:.1}\">rows (logarithmic)</text>",
        TOP - 12.0,
        f64::midpoint(LEFT, RIGHT),
        BOTTOM + 44.0,
    );
}

/// How a series is drawn: the area's colour, its own dash and mark.
#[derive(Clone, Copy)]
struct Look {
    colour: usize,
    own: usize,
}

fn curve(text: &mut String, series: &Series, look: Look, (x, y): (&Axis, &Axis)) {
    let place = |point: &Point| (x.place(f64::from(point.rows)), y.place(point.nanoseconds()));
    let along = series.points.iter().map(place);
    let along: Vec<_> = along.map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let Look { colour, own } = look;
    let _ = writeln!(
        text,
        "<g><polyline class=\"curve a{colour} d{own}\" points=\"{}\"/>",
        along.join(" ")
    );
    for point in &series.points {
        let (x, y) = place(point);
        let said = format!(
            "{}, {}: {} rows, {}",
            series.area,
            series.name,
            grouped(point.rows),
            duration(point.nanoseconds())
        );
        let _ = writeln!(text, "{}", mark(look, (x, y), Some(&said)));
    }
    text.push_str("</g>\n");
}

/// A circle, a square, a triangle or a diamond.
fn mark(look: Look, (x, y): (f64, f64), said: Option<&str>) -> String {
    let Look { colour, own } = look;
    let shape = match own % 4 {
        0 => format!("M{:.1} {y:.1}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", x - 4.0),
        1 => format!("M{:.1} {:.1}h7v7h-7z", x - 3.5, y - 3.5),
        2 => format!("M{x:.1} {:.1}l4.5 8h-9z", y - 5.0),
        _ => format!("M{x:.1} {:.1}l5 5l-5 5l-5 -5z", y - 5.0),
    };
    said.map_or_else(
        || format!("<path class=\"mark a{colour}\" d=\"{shape}\"/>"),
        |said| {
            format!(
                "<path class=\"mark point a{colour}\" d=\"{shape}\"><title>{}</title></path>",
                escaped(said)
            )
        },
    )
}

/// A list of series under the names of their areas.
#[derive(Default)]
struct Legend {
    area: Option<&'static str>,
    of_area: usize,
    lines: f64,
}

impl Legend {
    fn look(&mut self, area: &'static str) -> Look {
        if self.area == Some(area) {
            self.of_area += 1;
        } else {
            self.of_area = 0;
        }
        let colour = AREAS.iter().position(|(name, _)| *name == area);
        Look {
            colour: colour.unwrap_or(0),
            own: self.of_area,
        }
    }

    fn entry(&mut self, text: &mut String, series: &Series, look: Look) {
        if self.area != Some(series.area) {
            // Half a line between areas.
            self.lines += if self.area.is_none() { 0.0 } else { 0.5 };
            self.area = Some(series.area);
            let at = TOP + self.lines * LINE + 4.5;
            let _ = writeln!(
                text,
                "<text class=\"area\" x=\"{LEGEND}\" y=\"{at:.1}\">{}</text>",
                escaped(series.area)
            );
            self.lines += 1.0;
        }
        let at = TOP + self.lines * LINE;
        let Look { colour, own } = look;
        let _ = writeln!(
            text,
            "<line class=\"curve a{colour} d{own}\" x1=\"{LEGEND}\" y1=\"{at:.1}\" x2=\"{:.1}\" y2=\"{at:.1}\"/>{}\
             <text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            LEGEND + 40.0,
            mark(look, (LEGEND + 20.0, at), None),
            LEGEND + 50.0,
            at + 4.5,
            escaped(series.name),
        );
        self.lines += 1.0;
    }
}

/// In the unit that gives the fewest digits.
fn duration(nanoseconds: f64) -> String {
    let (number, unit) = match nanoseconds {
        n if n >= 999.5e6 => (n / 1e9, "s"),
        n if n >= 999.5e3 => (n / 1e6, "ms"),
        n if n >= 999.5 => (n / 1e3, "µs"),
        n => (n, "ns"),
    };
    let digits = match number {
        n if n >= 9.95 || n.fract() < 0.005 => 0,
        n if n >= 0.995 => 1,
        _ => 2,
    };
    format!("{number:.digits$} {unit}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn an_axis_goes_from_power_to_power() {
        let axis = Axis::over([20.0, 3_000.0].into_iter(), (0.0, 300.0)).unwrap();
        let marks: Vec<_> = axis
            .marks()
            .map(|(value, at)| (value.round(), at.round()))
            .collect();
        assert_eq!(
            marks,
            [
                (10.0, 0.0),
                (100.0, 100.0),
                (1_000.0, 200.0),
                (10_000.0, 300.0)
            ]
        );
        // A single value has an axis too.
        let single = Axis::over([100.0].into_iter(), (0.0, 10.0)).unwrap();
        assert_eq!(single.exponents, [2, 3]);
        assert!(Axis::over(std::iter::empty(), (0.0, 1.0)).is_none());
    }

    #[test]
    fn times_bear_the_unit_that_suits_them() {
        let all = [0.1, 0.16, 1.0, 7.46, 100.0, 999.9, 1e4, 2.5e6, 1e9].map(duration);
        assert_eq!(
            all,
            [
                "0.10 ns", "0.16 ns", "1 ns", "7.5 ns", "100 ns", "1.0 µs", "10 µs", "2.5 ms",
                "1 s"
            ]
        );
    }

    #[test]
    fn nothing_of_a_name_is_markup() {
        assert_eq!(escaped("<a & \"b\">"), "&lt;a &amp; &quot;b&quot;&gt;");
    }
}
