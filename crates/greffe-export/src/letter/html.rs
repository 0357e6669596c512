//! The letter as one HTML file.

use super::{Body, Letter};
use crate::page::markup::{Html, esc};

pub(super) fn html(letter: &Letter) -> String {
    let mut html = Html::new(letter.lang);
    html.tag("<!DOCTYPE html>");
    html.put(format_args!("<html lang=\"{}\">", letter.lang.tag()));
    html.tag("<head>\n<meta charset=\"utf-8\">");
    // Even if a text slipped through as markup, nothing could be fetched or run.
    html.tag(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">",
    );
    html.tag("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.put(format_args!("<title>{}</title>", esc(letter.subject())));
    html.put(format_args!("<style>\n{STYLE}</style>"));
    html.tag("</head>\n<body>\n<header>");
    address(
        &mut html,
        "sender",
        letter.sender.iter().map(String::as_str),
    );
    if let Some(addressee) = &letter.addressee {
        address(&mut html, "addressee", addressee.lines());
    }
    html.put(format_args!(
        "<p class=\"date\"><time datetime=\"{}\">{}</time></p>",
        letter.dated,
        esc(&letter.day())
    ));
    html.tag("</header>\n<main>");
    html.put(format_args!("<h1>{}</h1>", esc(letter.subject())));
    for passage in &letter.passages {
        match &passage.body {
            Body::Paragraph(text) => html.paragraph(text),
            Body::List(items) => {
                html.tag("<ul>");
                for item in items {
                    html.put(format_args!("<li>{}</li>", esc(item)));
                }
                html.tag("</ul>");
            }
        }
    }
    html.tag("</main>\n</body>\n</html>");
    html.finish()
}

fn address<'t>(html: &mut Html, class: &'static str, lines: impl Iterator<Item = &'t str>) {
    let lines: Vec<String> = lines.map(|line| esc(line).to_string()).collect();
    html.put(format_args!(
        "<address class=\"{class}\">{}</address>",
        lines.join("<br>")
    ));
}

const STYLE: &str = "\
html { font: 100%/1.55 Georgia, \"Noto Serif\", \"Liberation Serif\", serif; color: #1c2430; background: #fff; }
body { max-width: 42rem; margin: 0 auto; padding: 2.5rem 1.5rem; }
address { font-style: normal; margin-bottom: 1.5rem; }
.addressee { margin-left: 50%; }
h1 { font-size: 1.3rem; line-height: 1.3; margin: 2rem 0 1.25rem; }
li { margin: .4rem 0; overflow-wrap: anywhere; }
@media print { body { padding: 0; } }
";
