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
            footer { (self.whom_to_turn_to()) }
        };
        document(lang, self.title, name, "/assets/style.css", &body)
    }

    /// A page whose content brings its own heading and landmarks: the rendered register.
    pub(crate) fn around(&self, content: &str) -> Markup {
        let body = html! {
            a.skip href="#content" { (self.lang.pick("Aller au contenu", "Skip to the content")) }
            (self.bar())
            (PreEscaped(content))
            aside.remedies aria-label=(self.lang.pick("À qui s’adresser", "Whom to turn to")) { (self.whom_to_turn_to()) }
        };
        let name = self.public.name(self.lang);
        document(self.lang, self.title, name, "/assets/register.css", &body)
    }

    /// Who answers for the data, their officer, the authority and the court (Art. 13(1)(a) and (b), 13(2)(d), 77 and 79 GDPR).
    fn whom_to_turn_to(&self) -> Markup {
        let lang = self.lang;
        html! {
            p {
                (self.public.name(lang))
                @if let Some(address) = self.public.address(lang) { ", " (address) }
            }
            @if let Some(contact) = self.public.contact(lang) {
                p { (lang.pick("Écrire au sujet de vos données\u{a0}: ", "Write about your data: ")) (contact) }
            }
            @if let Some(officer) = self.public.officer(lang) {
                p { (lang.pick("Délégué à la protection des données\u{a0}: ", "Data-protection officer: ")) (officer) }
            }
            p {
                (lang.pick(
                    "Si vous estimez que vos droits ne sont pas respectés, vous pouvez adresser une réclamation à la CNIL (www.cnil.fr/plaintes, ou 3\u{a0}place de Fontenoy, TSA\u{a0}80715, 75334\u{a0}Paris Cedex\u{a0}07) et saisir le juge.",
                    "If you consider that your rights are not respected, you can lodge a complaint with the French authority, the CNIL (www.cnil.fr/plaintes, or 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07, France), and go to court.",
                ))
            }
        }
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
            p {
                (lang.pick(
                    "Si cela vous empêche d’exercer un droit, écrivez-nous\u{a0}: l’adresse est dans le ",
                    "If this keeps you from exercising a right, write to us: the address is in the ",
                ))
                a href={ "/" (tag) "/register" } { (lang.pick("registre public", "public register")) } "."
            }
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
