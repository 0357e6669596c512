//! Draws the map. Its colours are the page's.

use std::fmt::Write;

use greffe_terms::Lang;

use super::super::html::escape;
use super::flows::Map;
use super::layout::{
    Box, INSET, Line, NAME, Of, SMALL, Sheet, WIDTH, columns, line_height, sheets,
};

/// Writes the drawings, each a figure of its own.
pub(in super::super) fn draw(out: &mut String, map: &Map<'_>, lang: Lang) {
    let sheets = sheets(map, lang);
    let count = sheets.len();
    for (index, sheet) in sheets.iter().enumerate() {
        // Writing into a string cannot fail, here and below.
        let _ = figure(out, sheet, (index + 1, count), lang);
    }
}

fn figure(
    out: &mut String,
    sheet: &Sheet<'_>,
    (number, count): (usize, usize),
    lang: Lang,
) -> std::fmt::Result {
    let height = sheet.height;
    // A region that scrolls within itself on a narrow screen is reached by keyboard.
    out.push_str(
        "<figure class=\"map\"><div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"",
    );
    title(out, number, count, lang)?;
    write!(
        out,
        "\"><svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"map-{number}-title map-{number}-desc\">\n<title id=\"map-{number}-title\">"
    )?;
    title(out, number, count, lang)?;
    write!(out, "</title>\n<desc id=\"map-{number}-desc\">")?;
    description(out, sheet, lang)?;
    out.push_str("</desc>\n");
    let names = lang.pick(
        ["Personnes", "Traitements et données", "Destinataires"],
        ["Persons", "Processing and data", "Recipients"],
    );
    for (x, name) in columns().iter().zip(names) {
        writeln!(
            out,
            "<text class=\"column\" x=\"{x}\" y=\"18\">{name}</text>"
        )?;
    }
    for line in &sheet.lines {
        curve(out, line)?;
    }
    for one in sheet
        .subjects
        .iter()
        .chain(&sheet.rows)
        .chain(&sheet.recipients)
    {
        boxed(out, one)?;
    }
    out.push_str("</svg></div>");
    let leaves = |one: &Box<'_>| matches!(one.of, Of::End(end) if end.is_abroad);
    if sheet.recipients.iter().any(leaves) {
        out.push_str("<figcaption>");
        out.push_str(lang.pick(
            "En tirets\u{a0}: données qui sortent de l’Espace économique européen (EEE).",
            "Dashed: data that leave the European Economic Area (EEA).",
        ));
        out.push_str("</figcaption>");
    }
    out.push_str("</figure>\n");
    Ok(())
}

fn title(out: &mut String, number: usize, count: usize, lang: Lang) -> std::fmt::Result {
    out.push_str(lang.pick("Carte des données", "Data map"));
    if count > 1 {
        write!(out, ", {number}/{count}")?;
    }
    Ok(())
}

fn description(out: &mut String, sheet: &Sheet<'_>, lang: Lang) -> std::fmt::Result {
    let (subjects, rows, recipients) = (
        sheet.subjects.len(),
        sheet.rows.len(),
        sheet.recipients.len(),
    );
    match lang {
        Lang::Fr => write!(
            out,
            "Nombre de catégories de personnes\u{a0}: {subjects}\u{a0}; de traitements\u{a0}: {rows}\u{a0}; de destinataires\u{a0}: {recipients}. Le tableau qui suit dit la même chose."
        ),
        Lang::En => write!(
            out,
            "Categories of persons: {subjects}; processing activities: {rows}; recipients: {recipients}. The table below says the same."
        ),
    }
}

fn curve(out: &mut String, line: &Line) -> std::fmt::Result {
    let ((x1, y1), (x2, y2)) = (line.from, line.to);
    let middle = u32::midpoint(x1, x2);
    let class = if line.is_abroad {
        "flow abroad"
    } else {
        "flow"
    };
    writeln!(
        out,
        "<path class=\"{class}\" d=\"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}\"/>"
    )
}

fn boxed(out: &mut String, one: &Box<'_>) -> std::fmt::Result {
    let class = match one.of {
        Of::Row => "row",
        Of::End(end) if end.is_unknown && end.is_abroad => "end abroad blank",
        Of::End(end) if end.is_unknown => "end blank",
        Of::End(end) if end.is_abroad => "end abroad",
        Of::End(_) => "end",
    };
    let (x, y, width, height) = (one.x, one.y, one.width, one.height);
    write!(
        out,
        "<g class=\"{class}\"><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"4\"/>"
    )?;
    let mut base = y + INSET;
    for (lines, size, class) in [(&one.name, NAME, "name"), (&one.small, SMALL, "small")] {
        for line in lines {
            base += line_height(size);
            write!(
                out,
                "<text class=\"{class}\" x=\"{}\" y=\"{}\">",
                x + INSET,
                base - 4
            )?;
            escape::push(out, line);
            out.push_str("</text>");
        }
    }
    out.push_str("</g>\n");
    Ok(())
}
