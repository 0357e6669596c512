//! Changes as tables in Markdown.

use greffe_terms::Lang;

use super::{Change, Changes, Direction};

pub(super) fn write(changes: &Changes, lang: Lang) -> String {
    let mut out = String::new();
    out.push_str(lang.pick(
        "## Changements du registre\n",
        "## Changes of the register\n",
    ));
    if changes.is_empty() {
        out.push_str(lang.pick("\nAucun.\n", "\nNone.\n"));
    }
    for direction in Direction::ALL {
        let those: Vec<_> = changes
            .iter()
            .filter(|change| change.direction() == direction)
            .collect();
        if those.is_empty() {
            continue;
        }
        out.push_str(&format!(
            "\n### {} ({})\n\n",
            heading(direction, lang),
            those.len()
        ));
        out.push_str(lang.pick(
            "| Changement | Où | Avant | Après | Textes | À faire |\n",
            "| Change | Where | Before | After | Law | To do |\n",
        ));
        out.push_str("| --- | --- | --- | --- | --- | --- |\n");
        for change in those {
            row(&mut out, change, lang);
        }
    }
    out
}

fn heading(direction: Direction, lang: Lang) -> &'static str {
    let (fr, en) = match direction {
        Direction::Wider => ("Plus large pour les personnes", "Wider for the persons"),
        Direction::Undetermined => ("À examiner", "To be looked at"),
        Direction::Neutral => ("Neutre", "Neutral"),
        Direction::Stricter => ("Plus strict", "Stricter"),
    };
    lang.pick(fr, en)
}

fn row(out: &mut String, change: &Change, lang: Lang) {
    let law: Vec<_> = change
        .kind()
        .citations()
        .map(|law| law.label(lang))
        .collect();
    let mut what = escaped(change.kind().label(lang));
    if change.kind().is_defect() {
        what = format!("**{what}**");
    }
    // Paths hold keys, references and numbers only, and so does code.
    let place = match change.place(lang) {
        "" => format!("`{}`", change.path()),
        place => format!("{}<br>`{}`", escaped(place), change.path()),
    };
    let cells = [
        what,
        place,
        change.before(lang).map(escaped).unwrap_or_default(),
        change.after(lang).map(escaped).unwrap_or_default(),
        escaped(&law.join(lang.pick("\u{a0}; ", "; "))),
        escaped(&change.duties_in_words(lang)),
    ];
    out.push_str(&format!("| {} |\n", cells.join(" | ")));
}

/// A text of the register as Markdown shows it, whatever it holds: on one line, and neither markup, a link nor a cell's end.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // GitHub makes links of what looks like an address of the web, written out or from `www.` on.
            ':' if chars.peek() == Some(&'/') => out.push_str("\\:"),
            '.' if ends_with_www(&out) => out.push_str("\\."),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '@' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn ends_with_www(out: &str) -> bool {
    let end = out.as_bytes().last_chunk::<3>();
    end.is_some_and(|end| end.eq_ignore_ascii_case(b"www"))
}
