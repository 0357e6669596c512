//! Several texts in one cell: the text itself, then a line `Label : text` for each of the others.

/// The cell's text.
pub(super) fn joined<'t>(
    text: &str,
    others: impl IntoIterator<Item = (&'t str, Option<String>)>,
) -> String {
    let mut cell = text.to_owned();
    for (label, other) in others {
        if let Some(other) = other {
            cell.push_str(&format!("\n{label} : {other}"));
        }
    }
    cell
}

/// The text of a cell and what its last lines say under these labels. A line without one of them, or with one that was there, is the text's.
pub(super) fn split<'l>(cell: &str, labels: &[&'l str]) -> (String, Vec<(&'l str, String)>) {
    let mut lines: Vec<&str> = cell.split('\n').collect();
    let mut found: Vec<(&str, String)> = Vec::new();
    while lines.len() > 1 {
        let Some((label, other)) = lines.last().and_then(|line| labelled(line, labels)) else {
            break;
        };
        if found.iter().any(|(known, _)| *known == label) {
            break;
        }
        found.push((label, other));
        _ = lines.pop();
    }
    found.reverse();
    (lines.join("\n").trim().to_owned(), found)
}

fn labelled<'l>(line: &str, labels: &[&'l str]) -> Option<(&'l str, String)> {
    let (before, after) = line.split_once(':')?;
    let label = labels
        .iter()
        .find(|label| super::label::same(label, before))?;
    let after = after.trim();
    (!after.is_empty()).then(|| (*label, after.to_owned()))
}
