//! Writes HTML. Markup is fixed text of the program; everything else goes through escaping.

pub(super) mod escape;

use std::collections::HashMap;
use std::fmt::Write;

use greffe_terms::Lang;

use super::map::{self, Map};
use super::part::{Anchor, Part, TableShape, Writer};

/// An HTML page in the making.
pub(super) struct HtmlWriter {
    lang: Lang,
    out: String,
    /// Where the table of contents goes.
    contents_at: usize,
    /// Sections with their headings, as HTML.
    contents: Vec<(&'static str, String)>,
    /// Where the heading of the section that was just opened begins.
    heading_of: Option<&'static str>,
    heading_at: usize,
    /// How many regions there are of each name.
    regions: HashMap<String, usize>,
}

impl HtmlWriter {
    /// A page with this title, the longer one for the browser's bar. `size` is about how long it gets, in bytes.
    pub(super) fn new(lang: Lang, title: &str, size: usize) -> Self {
        let mut out = String::with_capacity(size);
        out.push_str("<!DOCTYPE html>\n<html lang=\"");
        out.push_str(lang.tag());
        out.push_str("\">\n<head>\n<meta charset=\"utf-8\">\n");
        out.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n");
        out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
        escape::push(&mut out, title);
        out.push_str("</title>\n<style>\n");
        out.push_str(include_str!("style.css"));
        out.push_str("</style>\n</head>\n<body id=\"top\">\n<a class=\"skip\" href=\"#content\">");
        out.push_str(lang.pick("Aller au contenu", "Skip to the content"));
        out.push_str("</a>\n");
        Self {
            lang,
            out,
            contents_at: 0,
            contents: Vec::new(),
            heading_of: None,
            heading_at: 0,
            regions: HashMap::new(),
        }
    }

    #[inline]
    fn push(&mut self, markup: &'static str) {
        self.out.push_str(markup);
    }

    /// An attribute's value, or any text.
    fn escaped(&mut self, text: &str) {
        escape::push(&mut self.out, text);
    }

    fn open_table(&mut self, shape: TableShape<'_>) {
        if is_wide(shape) {
            // Wide tables scroll within themselves on a narrow screen, by keyboard too.
            self.push("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"");
            self.escaped(shape.caption);
            self.number_of_its_name(shape.caption);
            self.push("\">");
        }
        self.push(if shape.is_matrix {
            "<table class=\"matrix\">"
        } else {
            "<table>"
        });
        self.caption(shape.caption);
    }

    /// From the second region of a name on, which one it is: a screen reader lists them by their names.
    fn number_of_its_name(&mut self, caption: &str) {
        let times = self.regions.entry(caption.to_owned()).or_insert(0_usize);
        *times += 1;
        if *times > 1 {
            let _ = write!(self.out, " ({times})");
        }
    }

    fn caption(&mut self, caption: &str) {
        self.push("<caption>");
        self.escaped(caption);
        self.push("</caption>");
    }

    fn open_link(&mut self, anchor: Anchor<'_>) {
        match anchor {
            Anchor::Record(processing) => {
                self.push("<a href=\"#p-");
                self.escaped(processing.reference.as_str());
                self.push("\">");
            }
            Anchor::Screening(id) => {
                self.push("<a href=\"#dpia-");
                self.escaped(id);
                self.push("\">");
            }
            Anchor::Contents(_) => self.push("<a href=\"#contents\">"),
        }
    }

    /// The table of contents: links to the sections, which are known only at the end.
    fn table_of_contents(&self) -> String {
        let mut nav = String::from("<nav class=\"toc\" aria-labelledby=\"toc\">\n<h2 id=\"toc\">");
        nav.push_str(self.lang.pick("Sommaire", "On this page"));
        nav.push_str("</h2>\n<ul>\n");
        for (id, heading) in &self.contents {
            nav.push_str("<li><a href=\"#");
            nav.push_str(id);
            nav.push_str("\">");
            nav.push_str(heading);
            nav.push_str("</a></li>\n");
        }
        nav.push_str("</ul>\n</nav>\n");
        nav
    }
}

/// Tables of more columns do not fit on a telephone.
const fn is_wide(shape: TableShape<'_>) -> bool {
    shape.columns > 3
}

impl Writer for HtmlWriter {
    fn open(&mut self, part: Part<'_>) {
        match part {
            Part::Head => self.push("<header>\n"),
            Part::Title => self.push("<h1>"),
            Part::Organisation => self.push("<p class=\"organisation\">"),
            Part::Content => {
                self.contents_at = self.out.len();
                self.push("<main id=\"content\">\n");
            }
            Part::Foot => self.push("<footer>\n"),
            Part::Section(id) => {
                self.push("<section id=\"");
                self.push(id);
                self.push("\">\n");
                self.heading_of = Some(id);
            }
            Part::Record(processing) => {
                self.push("<section class=\"record\" id=\"p-");
                self.escaped(processing.reference.as_str());
                self.push("\">\n");
            }
            Part::Heading => {
                self.push("<h2>");
                self.heading_at = self.out.len();
            }
            Part::Subheading => self.push("<h3>"),
            Part::Screening(id) => {
                self.push("<h3 id=\"dpia-");
                self.escaped(id);
                self.push("\">");
            }
            Part::Paragraph => self.push("<p>"),
            Part::Back => self.push("<p class=\"top\">"),
            Part::Details(summary) => {
                self.push("<details><summary>");
                self.escaped(summary);
                self.push("</summary>\n");
            }
            Part::Facts(caption) => {
                self.push("<table class=\"facts\">");
                self.caption(caption);
                self.push("<tbody>\n");
            }
            Part::Table(shape) => self.open_table(shape),
            Part::TableHead => self.push("<thead><tr>"),
            Part::ColumnHeader => self.push("<th scope=\"col\">"),
            Part::Fact | Part::Row => self.push("<tr>"),
            Part::FactName | Part::RowHeader => self.push("<th scope=\"row\">"),
            Part::FactValue | Part::Cell => self.push("<td>"),
            Part::List => self.push("<ul>"),
            Part::Item => self.push("<li>"),
            Part::Note => self.push("<div class=\"note\">"),
            Part::Below => self.push("<div class=\"fields\">"),
            Part::Aside => self.push("<span class=\"article\">"),
            Part::Reference => self.push("<span class=\"ref\">"),
            Part::Foreign(Lang::Fr) => self.push("<span lang=\"fr\">"),
            Part::Foreign(Lang::En) => self.push("<span lang=\"en\">"),
            Part::Day(date) => {
                // Writing into a string cannot fail.
                let _ = write!(self.out, "<time datetime=\"{date}\">");
            }
            Part::Unknown => self.push("<span class=\"unknown\">"),
            Part::Link(anchor) => self.open_link(anchor),
        }
    }

    fn close(&mut self, part: Part<'_>) {
        match part {
            Part::Head => self.push("</header>\n"),
            Part::Title => self.push("</h1>\n"),
            Part::Organisation | Part::Paragraph | Part::Back => self.push("</p>\n"),
            Part::Content => self.push("</main>\n"),
            Part::Foot => self.push("</footer>\n"),
            Part::Section(_) | Part::Record(_) => self.push("</section>\n"),
            Part::Heading => {
                if let Some(id) = self.heading_of.take() {
                    let heading = self.out.get(self.heading_at..).unwrap_or_default();
                    self.contents.push((id, heading.to_owned()));
                }
                self.push("</h2>\n");
            }
            Part::Subheading | Part::Screening(_) => self.push("</h3>\n"),
            Part::Details(_) => self.push("</details>\n"),
            Part::Facts(_) => self.push("</tbody></table>\n"),
            Part::Table(shape) => {
                self.push("</tbody></table>");
                self.push(if is_wide(shape) { "</div>\n" } else { "\n" });
            }
            Part::TableHead => self.push("</tr></thead><tbody>\n"),
            Part::Fact | Part::Row => self.push("</tr>\n"),
            Part::ColumnHeader | Part::FactName | Part::RowHeader => self.push("</th>"),
            Part::FactValue | Part::Cell => self.push("</td>"),
            Part::List => self.push("</ul>"),
            Part::Item => self.push("</li>"),
            Part::Note | Part::Below => self.push("</div>"),
            Part::Aside | Part::Reference | Part::Foreign(_) | Part::Unknown => {
                self.push("</span>");
            }
            Part::Day(_) => self.push("</time>"),
            Part::Link(_) => self.push("</a>"),
        }
    }

    fn text(&mut self, text: &str) {
        self.escaped(text);
    }

    fn code(&mut self, code: &str) {
        self.push("<code>");
        self.escaped(code);
        self.push("</code>");
    }

    fn map(&mut self, map: &Map<'_>) {
        map::svg::draw(&mut self.out, map, self.lang);
    }

    fn finish(mut self: Box<Self>) -> String {
        let contents = self.table_of_contents();
        self.out.insert_str(self.contents_at, &contents);
        self.push("</body>\n</html>\n");
        self.out
    }
}
