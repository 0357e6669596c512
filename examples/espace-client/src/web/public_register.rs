//! The public extract of the register, rendered once when the service starts: it changes only with the register.

use chrono::NaiveDate;
use greffe::register::Register;
use greffe::register::render::Html;
use greffe::terms::Lang;

/// The extract as pages and as JSON.
pub(crate) struct PublicRegister {
    fr: String,
    en: String,
    /// The stylesheet of the pages.
    pub(crate) style: String,
    /// The extract as data.
    pub(crate) json: String,
    /// The organisation that keeps it.
    name: (String, String),
    /// Its postal address, as far as the register says.
    address: Option<(String, String)>,
    /// Where to write about data, as far as the register says.
    contact: Option<(String, String)>,
    /// How to reach the data-protection officer, as far as the register says.
    officer: Option<(String, String)>,
}

impl PublicRegister {
    /// Of this register, as it stands on this day.
    pub(crate) fn of(register: &Register, today: NaiveDate) -> Self {
        let page = |lang| {
            Html::new(lang)
                .public_extract()
                .dated(today)
                .render(register)
        };
        let (fr, style) = taken_apart(&page(Lang::Fr));
        let (en, _) = taken_apart(&page(Lang::En));
        let organisation = register.organisation();
        let both = |text: &greffe::terms::Text| {
            (
                text.in_language(Lang::Fr).to_owned(),
                text.in_language(Lang::En).to_owned(),
            )
        };
        Self {
            fr,
            en,
            style,
            json: register.public_extract().to_json(),
            name: both(&organisation.name),
            address: organisation.address.known().map(both),
            contact: organisation.contact.known().map(both),
            officer: organisation
                .dpo
                .known()
                .and_then(|officer| officer.contact.known())
                .map(both),
        }
    }

    /// What stands in the body of the page.
    pub(crate) fn body(&self, lang: Lang) -> &str {
        lang.pick(&self.fr, &self.en)
    }

    /// The organisation's name.
    pub(crate) fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.name.0, &self.name.1)
    }

    /// The organisation's postal address.
    pub(crate) fn address(&self, lang: Lang) -> Option<&str> {
        said(self.address.as_ref(), lang)
    }

    /// Where to write about data.
    pub(crate) fn contact(&self, lang: Lang) -> Option<&str> {
        said(self.contact.as_ref(), lang)
    }

    /// How to reach the data-protection officer (Art. 38(4) GDPR).
    pub(crate) fn officer(&self, lang: Lang) -> Option<&str> {
        said(self.officer.as_ref(), lang)
    }

    /// Where somebody writes who cannot ask on a page: where data are dealt with, else to the officer, else by post.
    pub(crate) fn where_to_write(&self, lang: Lang) -> Option<&str> {
        self.contact(lang)
            .or_else(|| self.officer(lang))
            .or_else(|| self.address(lang))
    }
}

fn said(text: Option<&(String, String)>, lang: Lang) -> Option<&str> {
    let (fr, en) = text?;
    Some(lang.pick(fr, en))
}

/// The body of a rendered page, and its stylesheet: both go into pages of this service, whose policy takes no style from within a page.
fn taken_apart(page: &str) -> (String, String) {
    let between = |start: &str, end: &str| {
        let (_, rest) = page.split_once(start)?;
        Some(rest.rsplit_once(end)?.0.to_owned())
    };
    let body = between("<body id=\"top\">", "</body>").unwrap_or_default();
    // Its own link past the bar would come after ours.
    let body = match body.split_once("</a>") {
        Some((skip, rest)) if skip.contains("class=\"skip\"") => rest.to_owned(),
        _ => body,
    };
    let style = page
        .split_once("<style>")
        .and_then(|(_, rest)| rest.split_once("</style>"));
    (
        body,
        style.map(|(style, _)| style.to_owned()).unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rendered_page_comes_apart_into_a_body_without_style_and_a_stylesheet() {
        let register = Register::from_toml(
            "organisation = { name = \"Atelier Hélianthe\", contact = \"donnees@helianthe.example\" }\n\
             processing = [{ ref = \"A\", name = \"Billing\" }, { ref = \"B\", name = \"Litigation\", public = false }]",
        )
        .unwrap();
        let public = PublicRegister::of(&register, "2026-11-26".parse().unwrap());
        for lang in [Lang::Fr, Lang::En] {
            let body = public.body(lang);
            assert!(body.contains("Billing") && body.contains("<main id=\"content\">"));
            assert!(!body.contains("Litigation"));
            assert!(
                !body.contains("<style") && !body.contains(" style=") && !body.contains("<script")
            );
        }
        assert!(public.style.contains("prefers-color-scheme: dark"));
        assert!(public.json.contains("Billing") && !public.json.contains("Litigation"));
        assert_eq!(public.contact(Lang::En), Some("donnees@helianthe.example"));
    }

    #[test]
    fn who_cannot_ask_on_a_page_is_told_the_best_place_that_the_register_names() {
        let told = |organisation: &str| {
            let register = Register::from_toml(&format!(
                "organisation = {{ name = \"A\", {organisation} }}"
            ))
            .unwrap();
            let public = PublicRegister::of(&register, "2026-11-26".parse().unwrap());
            public.where_to_write(Lang::Fr).map(str::to_owned)
        };
        let post = "address = \"1 rue A\"";
        let officer = "dpo = { contact = \"dpo@a.example\" }";
        let contact = "contact = \"donnees@a.example\"";
        assert_eq!(told(post).as_deref(), Some("1 rue A"));
        assert_eq!(
            told(&format!("{post}, {officer}")).as_deref(),
            Some("dpo@a.example")
        );
        assert_eq!(
            told(&format!("{post}, {officer}, {contact}")).as_deref(),
            Some("donnees@a.example")
        );
    }
}
