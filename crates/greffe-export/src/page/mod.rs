//! The page that the person reads: one offline HTML file, in their language, without script and without any request.

mod first;
mod information;
pub(crate) mod markup;
mod missing;
mod rights;
mod tables;

use chrono::NaiveDate;
use greffe_terms::Lang;

use crate::completeness::{Completeness, Tree};
use crate::package::pass::Report;
use crate::{Art15Information, Request};

pub(crate) use markup::long_date;
use markup::{Html, esc};

/// Everything that the page and the statements beside it are made of.
pub(crate) struct Page<'p> {
    pub(crate) request: &'p Request,
    pub(crate) information: &'p Art15Information,
    pub(crate) completeness: &'p Completeness,
    pub(crate) reports: &'p [Report],
    pub(crate) trees: &'p [Tree],
    pub(crate) addressee: Option<&'p str>,
    pub(crate) lang: Lang,
    pub(crate) day: NaiveDate,
}

impl Page<'_> {
    fn organisation(&self) -> &str {
        self.information.controller.name.in_language(self.lang)
    }

    fn has_access(&self) -> bool {
        self.trees.contains(&Tree::Access)
    }
}

/// The whole of `index.html`.
pub(crate) fn html(page: &Page<'_>) -> String {
    let mut html = Html::new(page.lang);
    let title = html.pick("Vos données personnelles", "Your personal data");
    html.tag("<!DOCTYPE html>");
    html.put(format_args!("<html lang=\"{}\">", page.lang.tag()));
    html.tag("<head>\n<meta charset=\"utf-8\">");
    // Even if a text slipped through as markup, nothing could be fetched or run.
    html.tag(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">",
    );
    html.tag("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.tag("<meta name=\"referrer\" content=\"no-referrer\">");
    html.put(format_args!(
        "<title>{} – {}</title>",
        esc(title),
        esc(page.organisation())
    ));
    html.put(format_args!("<style>\n{STYLE}</style>"));
    html.tag("</head>\n<body>");
    let skip = html.pick("Aller au contenu", "Skip to the content");
    html.put(format_args!("<a class=\"skip\" href=\"#main\">{skip}</a>"));
    first::header(&mut html, page, title);
    html.tag("<main id=\"main\">");
    missing::gaps(&mut html, page);
    first::facts(&mut html, page);
    first::contents(&mut html, page);
    missing::missing(&mut html, page);
    rights::rights(&mut html, page);
    if page.has_access() {
        information::information(&mut html, page);
    }
    tables::sources(&mut html, page);
    first::files(&mut html, page);
    html.tag("</main>");
    first::footer(&mut html, page);
    html.tag("</body>\n</html>");
    html.finish()
}

/// The text file at the top of the bag that says what to open.
pub(crate) fn read_me(page: &Page<'_>) -> (&'static str, String) {
    let organisation = page.organisation();
    match page.lang {
        Lang::Fr => (
            "LISEZMOI.txt",
            format!(
                "Vos données personnelles – {organisation}\n\n\
                 Ouvrez le fichier «\u{a0}data/index.html\u{a0}» dans votre navigateur\u{a0}: il explique tout le reste.\n\
                 Les autres fichiers de ce premier niveau servent à vérifier que rien n’a été modifié.\n"
            ),
        ),
        Lang::En => (
            "README.txt",
            format!(
                "Your personal data – {organisation}\n\n\
                 Open the file \"data/index.html\" in your browser: it explains all the rest.\n\
                 The other files at this level serve to check that nothing was changed.\n"
            ),
        ),
    }
}

const STYLE: &str = include_str!("style.css");
