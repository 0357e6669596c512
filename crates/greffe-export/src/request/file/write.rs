//! From a request to JSON.

use greffe_terms::{Lang, Text};
use serde_json::{Map, Value as Json, json};

use super::FORMAT;
use crate::json_file::pretty;
use crate::request::{
    DatedEvent, Event, Fee, Particulars, Refusal, Request, Right, WithdrawnConsent,
};

pub(super) fn json(request: &Request) -> String {
    let rights: Vec<&str> = request.rights().map(Right::code).collect();
    let mut file = table(json!({
        "format": FORMAT,
        "id": request.id.as_str(),
        "rights": rights,
        "received": request.received.to_string(),
        "asker": request.asker.code(),
        "clock": request.clock.code(),
        "events": request.log.iter().map(event).collect::<Vec<_>>(),
    }));
    if let Some(posted) = request.posted {
        file.insert("posted".to_owned(), json!(posted.to_string()));
    }
    if let Some(evidence) = request.evidence {
        file.insert("evidence".to_owned(), json!(evidence.code()));
    }
    if let Some(due) = request.due {
        let due = json!({ "strict": due.strict.to_string(), "lenient": due.lenient.to_string() });
        file.insert("due".to_owned(), due);
    }
    pretty(Json::Object(file))
}

fn event(entry: &DatedEvent) -> Json {
    let mut written = table(content(&entry.event));
    written.insert("on".to_owned(), json!(entry.on.to_string()));
    if let Some(evidence) = entry.evidence {
        written.insert("evidence".to_owned(), json!(evidence.code()));
    }
    Json::Object(written)
}

fn content(event: &Event) -> Json {
    match event {
        Event::Reached(state) => json!({ "event": "reached", "state": state.code() }),
        Event::Specified(particulars) => specified(particulars),
        Event::PowerShown(power) => with(
            json!({ "event": "power_shown", "document": power.evidence.code(), "may_receive": power.may_receive }),
            "until",
            power.valid_until.map(|until| json!(until.to_string())),
        ),
        Event::IdentityAsked(question) => with(
            json!({ "event": "identity_asked", "means": question.means.code() }),
            "doubt",
            question.doubt.map(|doubt| json!(doubt.code())),
        ),
        Event::IdentityCopyDeleted => json!({ "event": "identity_copy_deleted" }),
        Event::Granted(right) => json!({ "event": "granted", "right": right.code() }),
        Event::PartlyGranted(right, refusals) => {
            json!({ "event": "partly_granted", "right": right.code(), "refusals": all(refusals) })
        }
        Event::Refused(right, refusals) => {
            json!({ "event": "refused", "right": right.code(), "refusals": all(refusals) })
        }
        Event::Withdrawn(right) => with(
            json!({ "event": "withdrawn" }),
            "right",
            right.map(|right| json!(right.code())),
        ),
        Event::FeeAnnounced(right, fee) => announced(*right, fee),
        Event::FeeAgreed(right) => json!({ "event": "fee_agreed", "right": right.code() }),
        Event::FeeWaived(right) => json!({ "event": "fee_waived", "right": right.code() }),
        Event::Extended(reason) => json!({ "event": "extended", "reason": reason.code() }),
        Event::Suspended(reason) => json!({ "event": "suspended", "reason": reason.code() }),
        Event::Resumed => json!({ "event": "resumed" }),
        Event::Forwarded(to) => json!({ "event": "forwarded", "to": to.code() }),
        Event::RecipientsNamed(right, recipients) => json!({
            "event": "recipients_named",
            "right": right.code(),
            "recipients": recipients.iter().map(words).collect::<Vec<_>>(),
        }),
        Event::RecipientNoticed(right, place, result) => json!({
            "event": "recipient_noticed",
            "right": right.code(),
            "place": place,
            "result": result.code(),
        }),
        Event::RecipientsAsked => json!({ "event": "recipients_asked" }),
        Event::RecipientsDisclosed => json!({ "event": "recipients_disclosed" }),
    }
}

fn specified(particulars: &Particulars) -> Json {
    let right = particulars.right().code();
    let said = match particulars {
        Particulars::Consent(WithdrawnConsent::Every) => json!("every"),
        Particulars::Consent(WithdrawnConsent::For(purposes)) => {
            json!(purposes.iter().map(|id| id.as_str()).collect::<Vec<_>>())
        }
        Particulars::Rectification(fields) => {
            json!(fields.iter().map(|name| name.as_str()).collect::<Vec<_>>())
        }
        Particulars::Erasure(ground) => json!(ground.code()),
        Particulars::Restriction(ground) => json!(ground.code()),
        Particulars::Portability(to) => json!(to.code()),
        Particulars::Objection(ground) => json!(ground.code()),
    };
    json!({ "event": "specified", "right": right, "particulars": said })
}

fn announced(right: Right, fee: &Fee) -> Json {
    let written = json!({
        "event": "fee_announced",
        "right": right.code(),
        "ground": fee.ground.code(),
        "cents": fee.cents,
        "explanation": words(&fee.explanation),
        "costs": words(&fee.costs),
    });
    let demonstration = fee.demonstration.as_ref().map(words);
    with(written, "demonstration", demonstration)
}

fn all(refusals: &[Refusal]) -> Vec<Json> {
    refusals.iter().map(refusal).collect()
}

fn refusal(refusal: &Refusal) -> Json {
    let citations: Vec<&str> = refusal.citations.iter().map(|law| law.as_str()).collect();
    let written = json!({
        "reason": refusal.reason.code(),
        "explanation": words(&refusal.explanation),
        "citations": citations,
    });
    let written = with(
        written,
        "demonstration",
        refusal.demonstration.as_ref().map(words),
    );
    let written = with(written, "about", refusal.about.as_ref().map(words));
    let until = refusal.kept_until.map(|until| json!(until.to_string()));
    with(written, "kept_until", until)
}

fn words(text: &Text) -> Json {
    let given = Lang::ALL
        .into_iter()
        .filter(|lang| text.is_given_in(*lang))
        .map(|lang| (lang.tag().to_owned(), json!(text.in_language(lang))));
    Json::Object(given.collect())
}

fn with(json: Json, key: &str, value: Option<Json>) -> Json {
    let mut written = table(json);
    if let Some(value) = value {
        written.insert(key.to_owned(), value);
    }
    Json::Object(written)
}

fn table(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(table) => table,
        _ => Map::new(),
    }
}
