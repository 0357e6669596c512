//! The frame of every page.

use greffe::terms::Lang;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::public_register::PublicRegister;
use super::refusal::Refusal;
use super::token::Token;

/// The places that the navigation names: path, French, English.
const PLACES: &[(&str, &str, &str)] = &[
    ("", "Accueil", "Home"),
    ("/consents", "Mes consentements", "My consents"),
    ("/requests", "Mes demandes", "My requests"),
    ("/data", "Mes données", "My data"),
    ("/register", "Registre public", "Public register"),
];

/// A page in the making.
pub(crate) struct Page<'p> {
    /// Its language.
    pub(crate) lang: Lang,
    /// Its path behind the language, such as `/consents`.
    pub(crate) path: &'p str,
    /// Its title.
    pub(crate) title: &'p str,
    /// The token of whoever is logged in.
    pub(crate) session: Option<&'p Token>,
    /// Whose service it is.
    pub(crate) public: &'p PublicRegister,
}

impl Page<'_> {
    /// The whole page around its content, whose only `h1` is the title.
    pub(crate) fn with(&self, content: &Markup) -> Markup {
        let lang = self.lang;
        let name = self.public.name(lang);
        let body = html! {
            a.skip href="#content" { (lang.pick("Aller au contenu", "Skip to the content")) }
            (self.bar())
            main #content tabindex="-1" {
                h1 { (self.title) }
                (content)
            }
            footer {
                p {
                    (name)
                    @if let Some(contact) = self.public.contact(lang) {
                        " · " (lang.pick("Écrire au sujet de vos données\u{a0}: ", "Write about your data: ")) (contact)
                    }
                }
                p {
                    (lang.pick(
                        "Si vous estimez que vos droits ne sont pas respectés, vous pouvez adresser une réclamation à la CNIL (www.cnil.fr).",
                        "If you consider that your rights are not respected, you can lodge a complaint with the CNIL (www.cnil.fr).",
                    ))
                }
            }
        };
        document(lang, self.title, name, "/assets/style.css", &body)
    }

    /// A page whose content brings its own heading and landmarks: the rendered register.
    pub(crate) fn around(&self, content: &str) -> Markup {
        let body = html! {
            a.skip href="#content" { (self.lang.pick("Aller au contenu", "Skip to the content")) }
            (self.bar())
            (PreEscaped(content))
        };
        let name = self.public.name(self.lang);
        document(self.lang, self.title, name, "/assets/register.css", &body)
    }

    fn bar(&self) -> Markup {
        let lang = self.lang;
        let tag = lang.tag();
        let other = lang.pick(Lang::En, Lang::Fr);
        html! {
            nav.bar aria-label=(lang.pick("Espace de confidentialité", "Privacy centre")) {
                div.inside {
                    p.service { (self.public.name(lang)) }
                    ul {
                        @for (path, fr, en) in PLACES {
                            li {
                                a href={ "/" (tag) (path) } aria-current=[(self.path == *path).then_some("page")] { (lang.pick(*fr, *en)) }
                            }
                        }
                    }
                    div.who {
                        a #switch-language href={ "/" (other.tag()) (self.path) } lang=(other.tag()) hreflang=(other.tag()) { (other.pick("Français", "English")) }
                        @match self.session {
                            Some(token) => {
                                form #logout-form method="post" action={ "/" (tag) "/logout" } {
                                    (form_token(token))
                                    button #logout type="submit" { (lang.pick("Se déconnecter", "Log out")) }
                                }
                            }
                            None => a #login href={ "/" (tag) "/login" } { (lang.pick("S’identifier", "Log in")) }
                        }
                    }
                }
            }
        }
    }
}

/// The secret that a form of this session bears.
pub(crate) fn form_token(token: &Token) -> Markup {
    html! { input type="hidden" name="form" value=(token.form_token()); }
}

/// The page of a refusal. It knows neither session nor register: it is there even where nothing else is.
pub(crate) fn refusal(refusal: Refusal, lang: Lang) -> Markup {
    let tag = lang.tag();
    let title = lang.pick("Cela n’a pas abouti", "This did not work");
    let body = html! {
        main #content tabindex="-1" {
            h1 { (title) }
            p #refusal role="alert" { (refusal.in_language(lang)) }
            p { a href={ "/" (tag) } { (lang.pick("Retour à l’accueil", "Back to the home page")) } }
        }
    };
    document(lang, title, "espace-client", "/assets/style.css", &body)
}

fn document(lang: Lang, title: &str, name: &str, style: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · " (name) }
                link rel="icon" type="image/svg+xml" href="/assets/icon.svg";
                link rel="stylesheet" href=(style);
                link rel="stylesheet" href="/assets/bar.css";
            }
            body #top { (body) }
        }
    }
}
