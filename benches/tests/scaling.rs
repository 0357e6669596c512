//! The program `scaling` on few rows: it runs, its table has a line and its picture a point for every size of every work.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use std::collections::BTreeMap;
use std::process::{Command, Output};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Works of each area, and rows of each size at `--largest 10000`.
const EXPECTED: &[(&str, usize, &[&str])] = &[
    ("retention", 3, &["1,000", "10,000"]),
    ("cipher", 3, &["1,000", "10,000"]),
    ("consent", 4, &["1,000", "10,000"]),
    ("export", 1, &["1,000", "10,000"]),
    ("register", 3, &["10", "100"]),
];

fn scaling(arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_scaling");
    Command::new(program).args(arguments).output().unwrap()
}

/// The cells of each line, by area and work.
fn works(table: &str) -> BTreeMap<(String, String), Vec<Vec<String>>> {
    let mut works = BTreeMap::<_, Vec<_>>::new();
    for line in table.lines().filter(|line| line.starts_with('|')).skip(2) {
        let cells: Vec<_> = line.trim_matches('|').split('|').collect();
        let cells: Vec<String> = cells.iter().map(|cell| cell.trim().to_owned()).collect();
        assert_eq!(cells.len(), 8, "{line}");
        let work = (cells[0].clone(), cells[1].clone());
        works.entry(work).or_default().push(cells);
    }
    works
}

#[test]
fn every_size_of_every_work_has_a_line_and_a_point() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("scaling.svg");
    let output = scaling(&["--largest", "10000", "--svg", file.to_str().unwrap()]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("profile "), "{text}");

    let works = works(&text);
    for (area, count, sizes) in EXPECTED {
        let of_area = works.iter().filter(|((name, _), _)| name == area);
        let of_area: Vec<_> = of_area.collect();
        assert_eq!(of_area.len(), *count, "{area}");
        for ((_, work), lines) in of_area {
            let found: Vec<_> = lines.iter().map(|cells| cells[2].as_str()).collect();
            assert_eq!(found, *sizes, "{work}");
            let ratios: Vec<f64> = lines
                .iter()
                .map(|cells| cells[7].parse().unwrap())
                .collect();
            assert_eq!(ratios[0], 1.0, "{work}");
            for (cells, ratio) in lines.iter().zip(ratios) {
                let number = |cell: usize| cells[cell].replace(',', "").parse::<f64>().unwrap();
                assert!(
                    ratio > 0.0 && number(5) > 0.0 && number(6) > 0.0,
                    "{cells:?}"
                );
                // What a pass takes is what its operations take, but for rounding.
                let together = number(6) * number(3) / 1e9;
                assert!((together / number(5) - 1.0).abs() < 0.02, "{cells:?}");
                let of_first = number(6) / lines[0][6].parse::<f64>().unwrap();
                assert!(
                    (of_first / ratio - 1.0).abs() < 0.05 || (of_first - ratio).abs() < 0.02,
                    "{cells:?}"
                );
            }
        }
    }
    assert_eq!(
        works.len(),
        EXPECTED.iter().map(|(_, count, _)| count).sum::<usize>()
    );

    let points: usize = works.values().map(Vec::len).sum();
    let picture = Picture::read(&std::fs::read_to_string(file).unwrap());
    assert_eq!(picture.points.len(), points);
    assert_eq!(picture.curves, works.len());
    for (area, work) in works.keys() {
        for cells in &works[&(area.clone(), work.clone())] {
            let said = format!("{area}, {work}: {} rows, ", cells[2]);
            let of_it = picture
                .points
                .iter()
                .filter(|point| point.starts_with(&said));
            assert_eq!(of_it.count(), 1, "{said}");
        }
        assert!(
            picture.texts.iter().any(|text| text == work),
            "no legend of {work}"
        );
    }
    assert!(!picture.title.is_empty() && picture.description.contains("rows"));
    assert!(picture.texts.iter().any(|text| text.starts_with("rows")));
    assert!(
        picture
            .texts
            .iter()
            .any(|text| text.starts_with("time an operation"))
    );
}

/// What a reader of XML finds in the picture.
#[derive(Default)]
struct Picture {
    title: String,
    description: String,
    /// The title of each mark of a point.
    points: Vec<String>,
    curves: usize,
    texts: Vec<String>,
}

impl Picture {
    fn read(xml: &str) -> Self {
        let attribute = |start: &BytesStart<'_>, name: &str| {
            let found = start.try_get_attribute(name).unwrap()?;
            Some(String::from_utf8(found.value.to_vec()).unwrap())
        };
        let mut picture = Self::default();
        // Names of the open elements, each with its class.
        let mut open: Vec<(String, String)> = Vec::new();
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = true;
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) => {
                    let name = String::from_utf8(start.name().as_ref().to_vec()).unwrap();
                    // Nothing is fetched from elsewhere.
                    assert!(!["script", "image", "use", "foreignObject"].contains(&name.as_str()));
                    open.push((name, attribute(&start, "class").unwrap_or_default()));
                }
                Event::Empty(start) => {
                    assert!(!open.is_empty());
                    picture.curves += usize::from(start.name().as_ref() == b"polyline");
                    for name in [
                        "cx", "cy", "x", "y", "x1", "y1", "x2", "y2", "width", "height",
                    ] {
                        if let Some(value) = attribute(&start, name) {
                            assert!(value.parse::<f64>().unwrap().is_finite());
                        }
                    }
                }
                Event::Text(text) => {
                    let text = text.decode().unwrap().into_owned();
                    picture.take(&open, text.trim());
                }
                Event::End(_) => {
                    open.pop().unwrap();
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert!(open.is_empty(), "{open:?}");
        assert!(!xml.contains("NaN") && !xml.contains("inf"), "{xml}");
        assert!(!xml.contains("url(") && !xml.contains("href"), "{xml}");
        picture
    }

    fn take(&mut self, open: &[(String, String)], text: &str) {
        let within = open.len().checked_sub(2).map(|place| &open[place]);
        match open.last().map(|(name, _)| name.as_str()) {
            Some("title") if within.is_some_and(|(_, class)| class.contains("point")) => {
                self.points.push(text.to_owned());
            }
            Some("title") => self.title = text.to_owned(),
            Some("desc") => self.description = text.to_owned(),
            Some("text") => self.texts.push(text.to_owned()),
            _ => {}
        }
    }
}

#[test]
fn what_is_not_understood_ends_with_two() {
    for arguments in [
        &["--largest", "10"][..],
        &["--largest", "many"],
        &["--largest"],
        &["--fast"],
        &["astrology"],
    ] {
        let output = scaling(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains("usage: scaling"), "{error}");
    }
}

#[test]
fn a_picture_that_cannot_be_written_is_a_failure() {
    let output = scaling(&[
        "register",
        "--largest",
        "1000",
        "--svg",
        "/nowhere/scaling.svg",
    ]);
    assert_eq!(output.status.code(), Some(1));
}
