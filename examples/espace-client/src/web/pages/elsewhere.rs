//! Where to turn who has no account, or asks for somebody else: no right depends on a page.

use greffe::terms::Lang;
use maud::{Markup, html};

use crate::web::public_register::PublicRegister;

/// Rights without an account, of a child, by a proxy, after a death.
pub(crate) fn section(public: &PublicRegister, lang: Lang) -> Markup {
    html! {
        section aria-labelledby="elsewhere-title" {
            h2 #elsewhere-title { (lang.pick("Sans compte, ou pour quelqu’un d’autre", "Without an account, or for somebody else")) }
            p {
                (lang.pick(
                    "Vos droits ne dépendent pas de cet espace. Pour les exercer autrement, ",
                    "Your rights do not depend on this privacy centre. To exercise them in another way, ",
                ))
                @match public.where_to_write(lang) {
                    Some(place) => { (lang.pick("écrivez à\u{a0}: ", "write to: ")) (place) }
                    None => { (lang.pick("écrivez-nous", "write to us")) }
                }
                (lang.pick(
                    ". Dites ce que vous demandez\u{a0}; la réponse est gratuite et due dans un mois (art.\u{a0}12 RGPD).",
                    ". Say what you ask for; the answer is free of charge and due within a month (Art. 12 GDPR).",
                ))
            }
            ul {
                li {
                    (lang.pick(
                        "Pour un enfant\u{a0}: ses parents, ou qui exerce l’autorité parentale, peuvent demander pour lui\u{a0}; il peut aussi écrire lui-même.",
                        "For a child: the parents, or whoever holds parental authority, can ask; a child can also write.",
                    ))
                }
                li {
                    (lang.pick(
                        "Pour quelqu’un qui vous en a chargé\u{a0}: joignez son mandat, qui dit pour quoi et si vous pouvez recevoir la réponse.",
                        "For somebody who asked you to: enclose the mandate, which says for what and whether you may receive the answer.",
                    ))
                }
                li {
                    (lang.pick(
                        "Pour une personne décédée\u{a0}: qui est désigné par ses directives, ou à défaut ses héritiers, peut demander ce que l’art.\u{a0}85 de la loi Informatique et Libertés prévoit, comme la clôture d’un compte.",
                        "For somebody who has died: whoever their directives name, or else their heirs, can ask for what Art. 85 of the French data-protection act provides, such as closing an account.",
                    ))
                }
                li {
                    (lang.pick(
                        "Pour après votre propre décès\u{a0}: vous pouvez nous confier des directives sur vos données, et les changer à tout moment (même article).",
                        "For the time after your own death: you can leave us directives about your data, and change them at any time (same article).",
                    ))
                }
            }
        }
    }
}
