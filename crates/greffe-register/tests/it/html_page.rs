//! Reads a page of HTML back, more strictly than a browser does: whatever is not well formed is a fault.

use std::collections::HashSet;

/// A page that is well formed.
pub(crate) struct HtmlPage {
    /// Opening tags and closing ones (`/p`), in order.
    pub(crate) tags: Vec<String>,
    /// Attributes of all elements: element, name, value.
    pub(crate) attributes: Vec<(String, String, String)>,
    /// The texts between tags, outside `style`, decoded.
    pub(crate) texts: Vec<String>,
}

const VOID: [&str; 1] = ["meta"];
/// What a paragraph, a heading or a run of text may hold.
const PHRASING: [&str; 4] = ["span", "code", "time", "a"];

impl HtmlPage {
    pub(crate) fn read(page: &str) -> Result<Self, String> {
        let mut read = Self {
            tags: Vec::new(),
            attributes: Vec::new(),
            texts: Vec::new(),
        };
        let mut open: Vec<String> = Vec::new();
        let mut rest = page
            .strip_prefix("<!DOCTYPE html>\n")
            .ok_or("no document type")?;
        while let Some(at) = rest.find('<') {
            let (text, from_tag) = rest.split_at(at);
            if open.last().is_none_or(|name| name != "style") {
                read.texts.push(decoded(text)?);
            }
            let (tag, after) = from_tag
                .strip_prefix('<')
                .and_then(|tag| tag.split_once('>'))
                .ok_or("a tag without end")?;
            read.tag(tag, &mut open)?;
            rest = after;
        }
        if !open.is_empty() || !rest.trim().is_empty() {
            return Err(format!("open at the end: {open:?}"));
        }
        read.links_lead_somewhere()?;
        Ok(read)
    }

    fn tag(&mut self, tag: &str, open: &mut Vec<String>) -> Result<(), String> {
        if let Some(name) = tag.strip_prefix('/') {
            self.tags.push(tag.to_owned());
            return match open.pop() {
                Some(opened) if opened == name => Ok(()),
                opened => Err(format!("{opened:?} closed by {name}")),
            };
        }
        let (tag, closes_itself) = match tag.strip_suffix('/') {
            Some(tag) => (tag, true),
            None => (tag, false),
        };
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(format!("a tag {name}"));
        }
        let holds_text_only = open.iter().any(|name| {
            matches!(
                name.as_str(),
                "p" | "h1" | "h2" | "h3" | "span" | "code" | "a" | "time" | "caption"
            )
        });
        if holds_text_only && !PHRASING.contains(&name) {
            return Err(format!("{name} in {open:?}"));
        }
        self.attributes(name, attributes)?;
        self.tags.push(name.to_owned());
        if !closes_itself && !VOID.contains(&name) {
            open.push(name.to_owned());
        }
        Ok(())
    }

    fn attributes(&mut self, element: &str, attributes: &str) -> Result<(), String> {
        let mut rest = attributes;
        let mut names = HashSet::new();
        while !rest.is_empty() {
            let (name, value) = rest.split_once("=\"").ok_or(format!("attribute {rest}"))?;
            let (value, after) = value.split_once('"').ok_or(format!("attribute {rest}"))?;
            if !names.insert(name.to_owned()) {
                return Err(format!("{name} twice"));
            }
            self.attributes
                .push((element.to_owned(), name.to_owned(), decoded(value)?));
            rest = match after.strip_prefix(' ') {
                Some(after) => after,
                None if after.is_empty() => after,
                None => return Err(format!("after an attribute: {after}")),
            };
        }
        Ok(())
    }

    fn links_lead_somewhere(&self) -> Result<(), String> {
        let mut ids = HashSet::new();
        for id in self.values("id") {
            if !ids.insert(id) {
                return Err(format!("id {id} twice"));
            }
        }
        for target in self.values("href") {
            let known = target.strip_prefix('#').is_some_and(|id| ids.contains(id));
            if !known {
                return Err(format!("a link to {target}"));
            }
        }
        for label in self
            .values("aria-labelledby")
            .flat_map(|ids| ids.split(' '))
        {
            if !ids.contains(label) {
                return Err(format!("a label {label}"));
            }
        }
        Ok(())
    }

    /// The values of an attribute, on any element.
    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        let found = self
            .attributes
            .iter()
            .filter(move |(_, found, _)| found == name);
        found.map(|(_, _, value)| value.as_str())
    }

    /// All text, with one space for any white space.
    pub(crate) fn text(&self) -> String {
        one_space(&self.texts.concat())
    }
}

/// White space as a browser shows it.
pub(crate) fn one_space(text: &str) -> String {
    let words = text.split(|letter: char| letter.is_ascii_whitespace() || letter == '\u{b}');
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn decoded(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((plain, entity)) = rest.split_once('&') {
        out.push_str(plain);
        let (name, after) = entity.split_once(';').ok_or("a bare ampersand")?;
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#39" => '\'',
            _ => return Err(format!("entity {name}")),
        });
        rest = after;
    }
    out.push_str(rest);
    if out.contains(|letter: char| letter.is_ascii_control() && !letter.is_ascii_whitespace()) {
        return Err("a control character".to_owned());
    }
    Ok(out)
}
