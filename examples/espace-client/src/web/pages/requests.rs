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
use crate::web::pages::elsewhere;
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
                    "Ici, votre identité est déjà établie\u{a0}: aucun justificatif ne vous sera demandé. La réponse est gratuite.",
                    "Here your identity is established: no further proof is asked of you. The answer is free of charge.",
                ))
            }
            (what_to_expect(lang))
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
        (elsewhere::section(&service.public, lang))
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
                            td data-state=(standing.state) {
                                (state(standing, lang))
                                @for because in &standing.refused_because { p.note { (because) } }
                            }
                            td {
                                @match standing.due {
                                    Some(due) => { time datetime=(due) { (date_in_words(due, lang)) } " (" (standing.due_by) ")" }
                                    None => { (closed(standing, lang)) }
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

/// What stands in the place of the due day once nothing is owed any more.
fn closed(standing: &Standing, lang: Lang) -> &'static str {
    match standing.state {
        "withdrawn" => lang.pick("Plus de réponse due", "No answer due any more"),
        _ => lang.pick("Réponse donnée", "Answered"),
    }
}

/// How long an answer may take, and what a refusal comes with (Art. 12(3) and (4) GDPR).
fn what_to_expect(lang: Lang) -> Markup {
    html! {
        p #what-to-expect {
            (lang.pick(
                "La réponse vient dans un mois au plus. Pour une demande complexe, ce délai peut être prolongé de deux mois\u{a0}: vous le saurez, avec le motif, dans le premier mois. Si nous refusons, en tout ou en partie, nous vous disons pourquoi dans le mois\u{a0}; vous pouvez alors adresser une réclamation à la CNIL et saisir le juge (art.\u{a0}12, 77 et 79 RGPD).",
                "The answer comes within one month. For a complex request two more months can be taken: you will know it, with the reason, within the first month. If we refuse, in whole or in part, we tell you why within the month; you can then lodge a complaint with the CNIL, the French authority, and go to court (Art. 12, 77 and 79 GDPR).",
            ))
            " "
            (lang.pick("Ce que nous gardons de votre demande, et combien de temps, est dit dans le ", "What we keep of your request, and for how long, stands in the "))
            a href={ "/" (lang.tag()) "/register" } { (lang.pick("registre public", "public register")) } "."
        }
    }
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
                (right.citation().label(lang)) ". " (when(right, lang))
            }
            @if let Some(limits) = limits(right, lang) {
                p #right-limits.note { (limits) }
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

/// By when something happens.
fn when(right: Right, lang: Lang) -> &'static str {
    match right {
        Right::WithdrawConsent => lang.pick(
            "L’effet est immédiat\u{a0}; ce qui a été fait auparavant reste licite.",
            "It takes effect at once; what was done before stays lawful.",
        ),
        Right::Objection => lang.pick(
            "Contre la prospection, l’effet est immédiat. Pour le reste, la réponse est due dans un délai d’un mois (art.\u{a0}12(3) RGPD).",
            "Against direct marketing it takes effect at once. For the rest the answer is due within one month (Art. 12(3) GDPR).",
        ),
        _ => lang.pick(
            "La réponse est due dans un délai d’un mois (art.\u{a0}12(3) RGPD).",
            "The answer is due within one month (Art. 12(3) GDPR).",
        ),
    }
}

/// How far a right goes, to whoever is about to use it: what nobody should find out from a refusal.
fn limits(right: Right, lang: Lang) -> Option<&'static str> {
    let (fr, en) = match right {
        Right::Access => (
            "La copie ne dit rien d’autrui\u{a0}: ce qui porterait atteinte aux droits d’autres personnes est masqué, et la réponse le signale (art.\u{a0}15(4) RGPD).",
            "The copy says nothing of others: what would harm other people’s rights is hidden, and the answer says so (Art. 15(4) GDPR).",
        ),
        Right::Erasure => (
            "Restent les données que la loi impose de garder, comme la comptabilité, et celles qu’exige une action en justice, entre autres (art.\u{a0}17(3) RGPD). La réponse dit lesquelles et jusqu’à quand\u{a0}; le registre public dit les durées.",
            "Data stay that the law orders to be kept, such as accounts, or that a legal claim needs, among others (Art. 17(3) GDPR). The answer says which and until when; the public register says the periods.",
        ),
        Right::Restriction => (
            "Pendant ce temps, vos données sont gardées et ne servent plus qu’avec votre accord, pour une action en justice ou pour protéger autrui. Vous serez prévenu avant que cela cesse (art.\u{a0}18(3) RGPD).",
            "Meanwhile your data are kept and used only with your agreement, for legal claims or to protect others. You will be told before it ends (Art. 18(3) GDPR).",
        ),
        Right::Portability => (
            "Ce droit vise les données que vous avez fournies, traitées par ordinateur parce que vous y avez consenti ou qu’un contrat le demande. Pour avoir toutes vos données, demandez l’accès.",
            "This right is about data that you provided, processed by computer because you agreed or because a contract needs it. To have all your data, ask for access.",
        ),
        Right::Objection => (
            "N’écrivez pas ici ce qui tient à votre situation\u{a0}: nous vous le demanderons par un moyen sûr. En attendant, vous pouvez aussi demander la limitation (art.\u{a0}18(1)(d) RGPD).",
            "Do not write here what your situation is: we will ask you in a safe way. In the meantime you can also ask for restriction (Art. 18(1)(d) GDPR).",
        ),
        _ => return None,
    };
    Some(lang.pick(fr, en))
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
