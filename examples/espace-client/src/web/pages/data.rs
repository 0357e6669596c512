//! My data: everything about the person, as one package.

use axum::extract::State;
use axum::response::Response;
use greffe_sqlx::Backend;
use maud::{Markup, html};

use crate::web::language::PageLang;
use crate::web::layout::{Page, form_token};
use crate::web::packages;
use crate::web::refusal::Refusal;
use crate::web::service::Shared;
use crate::web::visitor::{Session, Submitted};

/// What is in the package, and the button.
pub(crate) async fn show<C: Backend>(
    State(service): State<Shared<C>>,
    PageLang(lang): PageLang,
    session: Session,
) -> Result<Markup, Refusal> {
    let content = html! {
        p.lead {
            (lang.pick(
                "Un seul fichier, fait à l’instant, avec tout ce que ce service conserve sur vous.",
                "One file, made on the spot, with everything that this service keeps about you.",
            ))
        }
        ul {
            li { (lang.pick("une page à lire hors ligne, avec les informations de l’art.\u{a0}15 RGPD\u{a0};", "a page to read offline, with the information of Art. 15 GDPR;")) }
            li { (lang.pick("toutes vos données, en JSON et en CSV\u{a0};", "all your data, as JSON and CSV;")) }
            li { (lang.pick("à part, celles que vous pouvez porter ailleurs (art.\u{a0}20 RGPD)\u{a0};", "apart, those that you can take elsewhere (Art. 20 GDPR);")) }
            li { (lang.pick("la liste de ce qui est complet, absent ou masqué, et pourquoi\u{a0};", "the list of what is complete, missing or hidden, and why;")) }
            li { (lang.pick("une empreinte de chaque fichier.", "a checksum of each file.")) }
        }
        p #what-is-missing {
            (lang.pick(
                "Ce que d’autres systèmes de l’organisme conservent peut manquer\u{a0}: le fichier le nomme. Votre demande reste alors en cours, et quelqu’un y répond dans un mois au plus\u{a0}; elle est dans ",
                "What other systems of the organisation keep can be missing: the file names it. Your request then stays open, and somebody answers it within one month; it stands in ",
            ))
            a href={ "/" (lang.tag()) "/requests" } { (lang.pick("vos demandes", "your requests")) }
            (lang.pick(
                ". Ce qui porterait atteinte aux droits d’autrui n’y est pas (art.\u{a0}15(4) RGPD).",
                ". What would harm other people’s rights is not in it (Art. 15(4) GDPR).",
            ))
        }
        form #export-form.panel method="post" action={ "/" (lang.tag()) "/data" } {
            (form_token(&session.token))
            p {
                (lang.pick(
                    "Le téléchargement est enregistré comme une demande d’accès et de portabilité. Gardez le fichier en lieu sûr\u{a0}: il contient vos données en clair.",
                    "The download is recorded as a request for access and portability. Keep the file in a safe place: it holds your data in the clear.",
                ))
            }
            button.primary #export-submit type="submit" { (lang.pick("Télécharger mes données (ZIP)", "Download my data (ZIP)")) }
        }
    };
    let page = Page {
        lang,
        path: "/data",
        title: lang.pick("Mes données", "My data"),
        session: Some(&session.token),
        public: &service.public,
    };
    Ok(page.with(&content))
}

/// The package.
pub(crate) async fn download<C: Backend>(
    State(service): State<Shared<C>>,
    Submitted { session, lang, .. }: Submitted,
) -> Result<Response, Refusal> {
    packages::send(&service, session.person, lang).await
}
