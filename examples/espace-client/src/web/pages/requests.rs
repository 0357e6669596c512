//! My requests: one form for each right, and how what was asked stands.

use axum::extract::{Path, State};
use axum::response::Redirect;
use greffe::calendar::date_in_words;
use greffe::export::{ErasureGround, ObjectionGround, RestrictionGround, Right, Transmission};
use greffe::terms::Lang;
use greffe_sqlx::Backend;
use maud::{Markup, html};

use crate::web::language::PageLang;
use crate::web::layout::{Page, form_token};
use crate::web::refusal::Refusal;
use crate::web::rights::{self, CORRECTABLE, Standing};
use crate::web::service::{Service, Shared};
use crate::web::visitor::{Session, Submitted};
use crate::web::{consents, stores};

/// What was asked, and what can be.
pub(crate) async fn show<C: Backend>(
    State(service): State<Shared<C>>,
    PageLang(lang): PageLang,
    session: Session,
) -> Result<Markup, Refusal> {
    let mut db = service.connection().await?;
    let requests = stores::requests_of::<C>(&mut db, session.person.key).await?;
    let standings: Vec<Standing> = requests
        .iter()
        .map(|request| rights::standing(request, lang))
        .collect();
    let content = html! {
        section aria-labelledby="made-title" {
            h2 #made-title { (lang.pick("Demandes en cours et passées", "Requests, open and closed")) }
            @if standings.is_empty() {
                p #no-requests { (lang.pick("Vous n’avez encore rien demandé.", "You have not asked for anything yet.")) }
            } @else {
                (table(&standings, lang))
            }
        }
        section aria-labelledby="new-title" {
            h2 #new-title { (lang.pick("Faire une demande", "Make a request")) }
            p {
                (lang.pick(
                    "Votre identité est déjà établie\u{a0}: aucun justificatif ne vous sera demandé. La réponse est gratuite.",
                    "Your identity is established: no further proof is asked of you. The answer is free of charge.",
                ))
            }
            ul.cards {
                @for right in Right::ALL {
                    li.card {
                        h3 { a id={ "ask-" (right.code()) } href={ "/" (lang.tag()) "/requests/new/" (right.code()) } { (right.label(lang)) } }
                        p { (right.explained(lang)) }
                        p.note { (right.citation().label(lang)) }
                    }
                }
            }
        }
    };
    let page = Page {
        lang,
        path: "/requests",
        title: lang.pick("Mes demandes", "My requests"),
        session: Some(&session.token),
        public: &service.public,
    };
    Ok(page.with(&content))
}

fn table(standings: &[Standing], lang: Lang) -> Markup {
    let caption = lang.pick("Vos demandes", "Your requests");
    html! {
        div.wide role="region" tabindex="0" aria-label=(caption) {
            table #requests {
                caption { (caption) }
                thead {
                    tr {
                        th scope="col" { (lang.pick("Demande", "Request")) }
                        th scope="col" { (lang.pick("Droit", "Right")) }
                        th scope="col" { (lang.pick("Reçue le", "Received on")) }
                        th scope="col" { (lang.pick("État", "State")) }
                        th scope="col" { (lang.pick("Réponse due au plus tard le", "Answer due by")) }
                    }
                }
                tbody {
                    @for standing in standings {
                        tr id=(standing.id) {
                            th scope="row" { (standing.id) }
                            td { (standing.rights_in_words.join(", ")) }
                            td { time datetime=(standing.received) { (date_in_words(standing.received, lang)) } }
                            td data-state=(standing.state) { (state(standing, lang)) }
                            td {
                                @match standing.due {
                                    Some(due) => { time datetime=(due) { (date_in_words(due, lang)) } " (" (standing.due_by) ")" }
                                    None => { (lang.pick("Réponse donnée", "Answered")) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Where a request stands, to the person themself: through which hands it goes until it is answered says them nothing.
fn state(standing: &Standing, lang: Lang) -> String {
    if standing.is_open {
        return lang
            .pick("En cours de traitement", "Being answered")
            .to_owned();
    }
    consents::capital(standing.state_in_words)
}

/// The form of one right.
pub(crate) async fn form<C: Backend>(
    State(service): State<Shared<C>>,
    PageLang(lang): PageLang,
    session: Session,
    Path((_, right)): Path<(String, String)>,
) -> Result<Markup, Refusal> {
    let known = Right::ALL.into_iter().find(|known| known.code() == right);
    let right = known.ok_or(Refusal::NotFound)?;
    let path = format!("/requests/new/{}", right.code());
    let content = html! {
        p.lead { (right.explained(lang)) }
        form #request-form.panel method="post" action={ "/" (lang.tag()) "/requests" } {
            (form_token(&session.token))
            input type="hidden" name="right" value=(right.code());
            (particulars(&service, right, lang))
            p.note {
                (right.citation().label(lang)) ". "
                (lang.pick(
                    "La réponse est due dans un délai d’un mois (art.\u{a0}12(3) RGPD).",
                    "The answer is due within one month (Art. 12(3) GDPR).",
                ))
            }
            button.primary #request-submit type="submit" { (lang.pick("Envoyer la demande", "Send the request")) }
        }
        p { a href={ "/" (lang.tag()) "/requests" } { (lang.pick("Revenir sans rien demander", "Go back without asking")) } }
    };
    let page = Page {
        lang,
        path: &path,
        title: right.label(lang),
        session: Some(&session.token),
        public: &service.public,
    };
    Ok(page.with(&content))
}

fn particulars<C: Backend>(service: &Service<C>, right: Right, lang: Lang) -> Markup {
    match right {
        Right::Access => html! {
            p {
                (lang.pick("Pour recevoir la copie tout de suite\u{a0}: ", "To receive the copy at once: "))
                a href={ "/" (lang.tag()) "/data" } { (lang.pick("mes données", "my data")) } "."
            }
        },
        Right::WithdrawConsent => {
            let purposes = service.dialogue.asked().iter();
            let boxes = purposes.map(|asked| (asked.id.as_str(), asked.name.in_language(lang)));
            let legend = lang.pick(
                "Quels accords retirez-vous\u{202f}? Sans choix de votre part\u{a0}: tous.",
                "Which agreements do you withdraw? Without a choice of yours: all of them.",
            );
            checkboxes(legend, boxes)
        }
        Right::Rectification => {
            let boxes = CORRECTABLE
                .iter()
                .map(|(field, fr, en)| (*field, lang.pick(*fr, *en)));
            let legend = lang.pick(
                "Qu’est-ce qui est à corriger\u{202f}?",
                "What is to be corrected?",
            );
            html! {
                (checkboxes(legend, boxes))
                p.note {
                    (lang.pick(
                        "N’écrivez pas ici les nouvelles valeurs\u{a0}: nous vous les demanderons par un moyen sûr.",
                        "Do not write the new values here: we will ask you for them in a safe way.",
                    ))
                }
            }
        }
        Right::Erasure => {
            let options = ErasureGround::ALL.iter().map(|g| (g.code(), g.label(lang)));
            let legend = lang.pick(
                "Pour quelle raison\u{202f}? (facultatif)",
                "For which reason? (optional)",
            );
            radios(legend, options, false)
        }
        Right::Restriction => {
            let options = RestrictionGround::ALL
                .iter()
                .map(|g| (g.code(), g.label(lang)));
            radios(
                lang.pick("Pour quelle raison\u{202f}?", "For which reason?"),
                options,
                true,
            )
        }
        Right::Portability => {
            let options = Transmission::ALL.iter().map(|g| (g.code(), g.label(lang)));
            let legend = lang.pick(
                "À qui envoyer les données\u{202f}? (facultatif)",
                "To whom should the data go? (optional)",
            );
            radios(legend, options, false)
        }
        Right::Objection => {
            let options = ObjectionGround::ALL
                .iter()
                .map(|g| (g.code(), g.label(lang)));
            radios(
                lang.pick(
                    "À quoi vous opposez-vous\u{202f}?",
                    "What do you object to?",
                ),
                options,
                true,
            )
        }
        _ => html! {},
    }
}

fn checkboxes<'b>(legend: &str, boxes: impl Iterator<Item = (&'b str, &'b str)>) -> Markup {
    html! {
        fieldset {
            legend { (legend) }
            @for (value, label) in boxes {
                p.option {
                    input type="checkbox" id={ "about-" (value) } name="about" value=(value);
                    label for={ "about-" (value) } { (label) }
                }
            }
        }
    }
}

fn radios<'o>(
    legend: &str,
    options: impl Iterator<Item = (&'o str, &'o str)>,
    required: bool,
) -> Markup {
    html! {
        fieldset {
            legend { (legend) }
            @for (value, label) in options {
                p.option {
                    input type="radio" id={ "ground-" (value) } name="ground" value=(value) required[required];
                    label for={ "ground-" (value) } { (consents::capital(label)) }
                }
            }
        }
    }
}

/// Records a request.
pub(crate) async fn ask<C: Backend>(
    State(service): State<Shared<C>>,
    Submitted {
        session,
        lang,
        fields,
    }: Submitted,
) -> Result<Redirect, Refusal> {
    let asked = rights::Asked {
        right: fields.one("right").unwrap_or_default().to_owned(),
        ground: fields.one("ground").map(str::to_owned),
        about: fields.all("about").map(str::to_owned).collect(),
    };
    let mut db = service.connection().await?;
    let request = rights::receive::<C>(&service, &mut db, session.person, &asked).await?;
    let id = request.id().as_str();
    Ok(Redirect::to(&format!("/{}/requests#{id}", lang.tag())))
}

/// Records an objection to direct marketing, as a request that is granted at once.
pub(crate) async fn object<C: Backend>(
    State(service): State<Shared<C>>,
    Submitted { session, lang, .. }: Submitted,
) -> Result<Redirect, Refusal> {
    let asked = rights::Asked {
        right: Right::Objection.code().to_owned(),
        ground: Some(ObjectionGround::Marketing.code().to_owned()),
        about: Vec::new(),
    };
    let mut db = service.connection().await?;
    rights::receive::<C>(&service, &mut db, session.person, &asked).await?;
    Ok(Redirect::to(&format!(
        "/{}/consents#marketing-objection",
        lang.tag()
    )))
}
