//! My consents: how each stands, and the buttons to change it.

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Redirect, Response};
use greffe::consent::Event;
use greffe::terms::Lang;
use greffe_sqlx::Backend;
use maud::{Markup, html};

use crate::web::consents::{self, Choice, Standing, day, moment};
use crate::web::language::PageLang;
use crate::web::layout::{Page, form_token};
use crate::web::refusal::Refusal;
use crate::web::service::{Service, Shared};
use crate::web::stores;
use crate::web::visitor::{Session, Submitted};

/// Every purpose that consent is asked for.
pub(crate) async fn show<C: Backend>(
    State(service): State<Shared<C>>,
    PageLang(lang): PageLang,
    session: Session,
) -> Result<Markup, Refusal> {
    let mut db = service.connection().await?;
    let known = stores::choices_of::<C>(&mut db, session.person.key).await?;
    let standings = consents::standings(&service, session.person, &known, lang);
    let content = html! {
        p.lead {
            (lang.pick(
                "Rien n’est accepté à votre place. Vous pouvez changer d’avis à tout moment\u{a0}: l’effet est immédiat, et ce qui a été fait auparavant reste licite.",
                "Nothing is accepted on your behalf. You can change your mind at any time, with immediate effect; what was done before stays lawful.",
            ))
            " "
            (lang.pick("Ce que l’organisme fait des données est dit en détail dans le ", "What the organisation does with data stands in detail in the "))
            a href={ "/" (lang.tag()) "/register" } { (lang.pick("registre public", "public register")) } "."
        }
        @if standings.is_empty() {
            p #no-consents {
                (lang.pick(
                    "Aucun usage de vos données ne repose sur votre consentement.",
                    "No use of your data rests on your consent.",
                ))
            }
        }
        @for standing in &standings {
            (card(&service, standing, &session, lang))
        }
        @if service.dialogue.has_marketing() {
            (objection(&service, &known.shown, &session, lang))
        }
    };
    let page = Page {
        lang,
        path: "/consents",
        title: lang.pick("Mes consentements", "My consents"),
        session: Some(&session.token),
        public: &service.public,
    };
    Ok(page.with(&content))
}

fn card<C: Backend>(
    service: &Service<C>,
    standing: &Standing,
    session: &Session,
    lang: Lang,
) -> Markup {
    let id = &standing.purpose;
    let title = format!("purpose-{id}");
    html! {
        section.panel id={ "consent-" (id) } aria-labelledby=(title) {
            h2 id=(title) { (standing.name) }
            p.words { (standing.words) }
            p.state id={ "state-" (id) } data-reason=(standing.reason) {
                strong.badge.yes[standing.allowed].no[!standing.allowed] {
                    (if standing.allowed { lang.pick("Autorisé", "Allowed") } else { lang.pick("Non autorisé", "Not allowed") })
                }
                " " (reason(standing, lang))
                @if let Some(since) = standing.since {
                    " " (lang.pick("Depuis le ", "Since ")) (day(service, since, lang)) "."
                }
                @if let Some(until) = standing.until.filter(|_| standing.allowed) {
                    " " (lang.pick("Jusqu’au ", "Until ")) (day(service, until, lang)) "."
                }
            }
            form.choices method="post" action={ "/" (lang.tag()) "/consents" } {
                (form_token(&session.token))
                input type="hidden" name="purpose" value=(id);
                @for code in &standing.choices {
                    @if let Some(choice) = Choice::of_code(code) {
                        button id={ (code) "-" (id) } type="submit" name="choice" value=(code) aria-describedby=(title) { (choice.label(lang)) }
                    }
                }
            }
            @if !standing.history.is_empty() {
                details {
                    summary { (lang.pick("Historique et reçus", "History and receipts")) }
                    ul {
                        @for happened in &standing.history {
                            li {
                                (moment(service, happened.occurred, lang)) (lang.pick("\u{a0}: ", ": ")) (kind(happened.kind, lang))
                                @if happened.has_receipt {
                                    " " a href={ "/" (lang.tag()) "/consents/receipt/" (happened.event) } download="" {
                                        (lang.pick("Télécharger le reçu", "Download the receipt"))
                                        span.hidden { " " (lang.pick("de\u{a0}: ", "of: ")) (kind(happened.kind, lang)) ", " (moment(service, happened.occurred, lang)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Why, to the person themself; of what seldom happens, in the words of the decision.
fn reason(standing: &Standing, lang: Lang) -> String {
    let (fr, en) = match standing.reason {
        "consent_given" => ("Vous avez accepté.", "You agreed."),
        "no_consent" => ("Vous n’avez rien choisi.", "You have chosen nothing."),
        "not_confirmed" => (
            "Vous avez accepté, il reste à confirmer.",
            "You agreed; it remains to be confirmed.",
        ),
        "refused" => ("Vous avez refusé.", "You refused."),
        "withdrawn" => (
            "Vous avez retiré votre accord.",
            "You withdrew your agreement.",
        ),
        "expired" => ("Votre accord a expiré.", "Your agreement has expired."),
        "marketing_objection" => (
            "Votre opposition à la prospection est enregistrée.",
            "Your objection to direct marketing is on record.",
        ),
        _ => return format!("{}.", consents::capital(standing.reason_in_words)),
    };
    lang.pick(fr, en).to_owned()
}

/// What happened, in words.
fn kind(code: &str, lang: Lang) -> &'static str {
    let (fr, en) = match code {
        "requested" => ("demande de consentement", "consent was asked"),
        "given" => ("accord donné", "agreement given"),
        "renewed" => ("accord renouvelé", "agreement given anew"),
        "confirmed" => ("accord confirmé", "agreement confirmed"),
        "refused" => ("refus", "refusal"),
        "withdrawn" => ("accord retiré", "agreement withdrawn"),
        "objected" => ("opposition", "objection"),
        "expired" => ("accord expiré", "agreement expired"),
        _ => ("autre événement", "another event"),
    };
    lang.pick(fr, en)
}

fn objection<C: Backend>(
    service: &Service<C>,
    events: &[Event],
    session: &Session,
    lang: Lang,
) -> Markup {
    let objected = events
        .iter()
        .filter(|event| event.kind().code() == "objected")
        .map(Event::occurred)
        .max();
    html! {
        section #marketing-objection.panel aria-labelledby="marketing-title" {
            h2 #marketing-title { (lang.pick("Prospection commerciale", "Direct marketing")) }
            p {
                (lang.pick(
                    "Vous pouvez vous opposer à toute prospection, quelle que soit sa base, sans donner de raison (art.\u{a0}21(2) RGPD). Seul un accord que vous donneriez ensuite rouvrirait ce qu’il vise.",
                    "You can object to all direct marketing, whatever it rests on, without giving a reason (Art. 21(2) GDPR). Only an agreement that you give later would reopen what it is about.",
                ))
            }
            @if let Some(objected) = objected {
                p #marketing-objected {
                    (lang.pick("Votre opposition est enregistrée depuis le ", "Your objection has been on record since ")) (day(service, objected, lang))
                    (lang.pick(
                        ". Elle vaut pour toute prospection, sauf ce que vous avez accepté depuis.",
                        ". It holds for all direct marketing but what you have agreed to since.",
                    ))
                }
            }
            form.choices method="post" action={ "/" (lang.tag()) "/objection" } {
                (form_token(&session.token))
                button #object-marketing type="submit" { (lang.pick("Je m’oppose à la prospection", "I object to direct marketing")) }
            }
        }
    }
}

/// Records a choice.
pub(crate) async fn choose<C: Backend>(
    State(service): State<Shared<C>>,
    Submitted {
        session,
        lang,
        fields,
    }: Submitted,
) -> Result<Redirect, Refusal> {
    let purpose = fields
        .one("purpose")
        .ok_or(Refusal::Impossible("purpose"))?;
    let choice = fields.one("choice").and_then(Choice::of_code);
    let choice = choice.ok_or(Refusal::Impossible("choice"))?;
    let mut db = service.connection().await?;
    consents::choose::<C>(&service, &mut db, session.person, (purpose, choice), lang).await?;
    Ok(Redirect::to(&format!(
        "/{}/consents#consent-{purpose}",
        lang.tag()
    )))
}

/// The receipt of one event, as a file.
pub(crate) async fn receipt<C: Backend>(
    State(service): State<Shared<C>>,
    PageLang(lang): PageLang,
    session: Session,
    Path((_, event)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let mut db = service.connection().await?;
    let text = consents::receipt::<C>(&service, &mut db, session.person, &event, lang).await?;
    let headers = [
        (CONTENT_TYPE, "application/ld+json"),
        (
            CONTENT_DISPOSITION,
            "attachment; filename=\"consent-receipt.jsonld\"",
        ),
    ];
    Ok((headers, text).into_response())
}
