//! A page of Markdown as its reader sees it: blocks, headings, links.

use std::collections::BTreeMap;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// A fenced block.
pub(crate) struct Block {
    /// What follows the fence: `rust`, `toml`.
    pub(crate) language: String,
    /// The file that the paragraph above says it is: a name in backticks and a colon, and nothing else.
    pub(crate) file: Option<String>,
    pub(crate) content: String,
}

fn parser(page: &str) -> Parser<'_> {
    Parser::new_ext(page, Options::ENABLE_TABLES)
}

/// The fenced blocks, in order. One without a fence has no language.
pub(crate) fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut above: Vec<Event<'_>> = Vec::new();
    let mut open: Option<Block> = None;
    for event in parser(page) {
        match event {
            Event::Start(Tag::Paragraph) => above.clear(),
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                let file = match above.as_slice() {
                    [
                        Event::Code(name),
                        Event::Text(colon),
                        Event::End(TagEnd::Paragraph),
                    ] if &**colon == ":" => Some(name.to_string()),
                    _ => None,
                };
                open = Some(Block {
                    language,
                    file,
                    content: String::new(),
                });
            }
            Event::End(TagEnd::CodeBlock) => {
                blocks.extend(open.take());
                above.clear();
            }
            Event::Text(text) if open.is_some() => {
                if let Some(block) = &mut open {
                    block.content.push_str(&text);
                }
            }
            other => above.push(other),
        }
    }
    blocks
}

/// The headings of a level and their texts.
pub(crate) fn headings(page: &str) -> Vec<(u8, String)> {
    let mut headings: Vec<(u8, String)> = Vec::new();
    let mut is_open = false;
    for event in parser(page) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                headings.push((level as u8, String::new()));
                is_open = true;
            }
            Event::End(TagEnd::Heading(_)) => is_open = false,
            Event::Text(text) | Event::Code(text) if is_open => {
                if let Some((_, heading)) = headings.last_mut() {
                    heading.push_str(&text);
                }
            }
            _ => {}
        }
    }
    headings
}

/// What a link may name of a page, as code hosts make it of headings: lower case, hyphens for spaces, no other punctuation, numbered where one comes twice.
pub(crate) fn anchors(page: &str) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let headings = headings(page).into_iter().map(|(_, heading)| {
        let lower = heading.to_lowercase();
        let kept = lower
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        let kept = kept.map(|c| if c == ' ' { '-' } else { c });
        let anchor: String = kept.collect();
        let times = seen.entry(anchor.clone()).or_default();
        *times += 1;
        match *times {
            1 => anchor,
            more => format!("{anchor}-{}", more - 1),
        }
    });
    headings.collect()
}

/// What a page says in code: in its blocks and in backticks.
pub(crate) fn code_of(page: &str) -> String {
    let spans = parser(page).filter_map(|event| match event {
        Event::Code(code) => Some(code.into_string() + "\n"),
        _ => None,
    });
    let blocks = blocks(page).into_iter().map(|block| block.content);
    spans.chain(blocks).collect()
}

/// Where the links and pictures of a page lead.
pub(crate) fn links(page: &str) -> Vec<String> {
    parser(page)
        .filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                Some(dest_url.into_string())
            }
            _ => None,
        })
        .collect()
}

#[test]
fn a_page_is_read_as_its_reader_sees_it() {
    let page = "# A `b` c: d\n\n`x.toml`:\n```toml\na = 1\n```\n\nsee [e](f.md#g) and `h`:\n```sh\nls\n```\n## A b c d\n";
    let blocks = blocks(page);
    let seen: Vec<_> = blocks
        .iter()
        .map(|block| (&*block.language, block.file.as_deref(), &*block.content))
        .collect();
    assert_eq!(
        seen,
        [("toml", Some("x.toml"), "a = 1\n"), ("sh", None, "ls\n")]
    );
    assert_eq!(anchors(page), ["a-b-c-d", "a-b-c-d-1"]);
    assert_eq!(links(page), ["f.md#g"]);
}
