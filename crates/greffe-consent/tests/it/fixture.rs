//! One policy, and a short way to write events.

use chrono::{DateTime, NaiveDate, Utc};
use greffe_calendar::{Period, zone};
use greffe_consent::signal::tcf::TcString;
use greffe_consent::signal::{Signal, TcChoices};
use greffe_consent::*;
use greffe_terms::{Channel, LegalBasis, PurposeId};

use crate::tcf_encoder::Draft;

pub(crate) fn id(text: &str) -> PurposeId {
    text.parse().unwrap()
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn person() -> PersonKey {
    PersonKey::from_bytes([7; 16])
}

pub(crate) fn event_id(number: u8) -> EventId {
    let mut bytes = [0; 16];
    bytes[15] = number;
    EventId::from_bytes(bytes)
}

/// An erasure on 26 November 2026, filed under a number.
pub(crate) fn erasure() -> Erasure {
    let decision = "requests/2026-014".parse().unwrap();
    Erasure::new(at("2026-11-26T10:00:00Z"), decision).unwrap()
}

pub(crate) fn notice(name: &str, version: u32, purposes: &[&str]) -> Notice {
    Notice::new(
        name.parse().unwrap(),
        version,
        purposes.iter().map(|p| id(p)),
    )
}

/// The controller of the cases: an imaginary bookshop in Paris.
pub(crate) fn builder() -> PolicyBuilder {
    let consent = |name: &str| Purpose::new(id(name), [LegalBasis::Consent]);
    Policy::in_zone(zone::parse("Europe/Paris").unwrap())
        .purpose(
            consent("newsletter")
                .marketing()
                .channels([Channel::Email])
                .validity(Period::months(6)),
        )
        .purpose(
            consent("club")
                .marketing()
                .channels([Channel::Email])
                .double_opt_in(),
        )
        .purpose(consent("advice"))
        .purpose(consent("survey"))
        .purpose(consent("readers").minimum_notice(2))
        .purpose(
            consent("almanac")
                .marketing()
                .channels([Channel::Email])
                .campaign(Campaign::new(day("2026-03-01"), day("2026-04-01"))),
        )
        .purpose(consent("tag"))
        .purpose(consent("multitag"))
        .purpose(consent("audience"))
        .purpose(consent("audience-heatmap").child_of(id("audience")))
        .purpose(consent("audience-replay").child_of(id("audience")))
        .purpose(Purpose::new(id("invoice"), [LegalBasis::Contract]))
        .purpose(
            Purpose::new(id("archive"), [LegalBasis::LegalObligation])
                .under_restriction(RestrictionGround::LegalClaims),
        )
        .purpose(
            Purpose::new(id("vault"), [LegalBasis::LegalObligation])
                .under_restriction(RestrictionGround::Storage),
        )
        .purpose(
            Purpose::new(id("witness"), [LegalBasis::LegitimateInterests])
                .under_restriction(RestrictionGround::ProtectionOfOthers),
        )
        .purpose(
            Purpose::new(id("outbreak"), [LegalBasis::PublicTask])
                .under_restriction(RestrictionGround::PublicInterest),
        )
        .purpose(Purpose::new(id("census"), [LegalBasis::PublicTask]))
        .purpose(
            consent("digest")
                .double_opt_in()
                .validity(Period::months(6)),
        )
        .purpose(consent("poll"))
        .purpose(consent("research"))
        .purpose(consent("research-panel").child_of(id("research")))
        .purpose(consent("research-panel-diary").child_of(id("research-panel")))
        .purpose(Purpose::new(
            id("call-stats"),
            [LegalBasis::LegitimateInterests],
        ))
        .purpose(
            Purpose::new(id("call-stats-detail"), [LegalBasis::LegitimateInterests])
                .child_of(id("call-stats")),
        )
        .purpose(
            Purpose::new(id("offers"), [LegalBasis::LegitimateInterests])
                .marketing()
                .soft_opt_in(),
        )
        .purpose(Purpose::new(
            id("mixed"),
            [LegalBasis::LegitimateInterests, LegalBasis::Contract],
        ))
        .purpose(Purpose::new(
            id("swap"),
            [LegalBasis::Contract, LegalBasis::Consent],
        ))
        .purpose(Purpose::new(id("unstated"), []))
        .purpose(Purpose::without_personal_data(id("counter")))
        .notice(notice(
            "letter",
            1,
            &["newsletter", "club", "almanac", "offers", "swap"],
        ))
        .notice(notice("account", 1, &["advice", "readers"]))
        .notice(notice(
            "account",
            2,
            &["advice", "readers", "survey", "call-stats"],
        ))
        .notice(notice(
            "site",
            1,
            &["tag", "multitag", "audience", "audience-heatmap"],
        ))
        .notice(notice("ballot", 1, &["poll"]).worded(WordingDigest::of("agreed")))
        .notice(notice(
            "panel",
            1,
            &[
                "digest",
                "research",
                "research-panel",
                "research-panel-diary",
            ],
        ))
        .notice(notice("panel", 2, &["research", "research-panel"]))
        .notice(notice("panel", 3, &["research", "research-panel-diary"]))
        .notice(notice("calls", 1, &["call-stats", "call-stats-detail"]))
}

pub(crate) fn policy() -> Policy {
    builder().build().unwrap()
}

/// `kind purposes occurred[~recorded] key=value…`, with `+` between purposes and the kind's provenance unless `by=` says another.
pub(crate) fn event(number: u8, text: &str) -> Event {
    event_if_any(number, text).unwrap()
}

/// The same; none of a `tc_string` that allows nothing to anybody, for a host records no such string.
fn event_if_any(number: u8, text: &str) -> Option<Event> {
    let mut words = text.split(' ');
    let kind = words.next().unwrap();
    let named = words.next().unwrap();
    let times = words.next().unwrap();
    let keys: Vec<(&str, &str)> = words.map(|word| word.split_once('=').unwrap()).collect();
    let key = |name: &str| {
        keys.iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| *value)
    };
    let (occurred, recorded) = times.split_once('~').unwrap_or((times, times));
    let purposes = match named {
        "all" | "-" => Scope::All,
        _ => Scope::only(named.split('+').map(id)),
    };
    let act = key("act").unwrap_or("ticked_box").parse().unwrap();
    let shown = || {
        let (name, version) = key("notice").unwrap_or("letter@1").split_once('@').unwrap();
        let mut shown = NoticeShown::new(name.parse().unwrap(), version.parse().unwrap());
        if let Some(words) = key("words") {
            shown = shown.worded(WordingDigest::of(words));
        }
        shown
    };
    let consent = || {
        let consent = Consent::new(act, shown(), named.split('+').map(id));
        let consent = match key("expires") {
            Some(end) => consent.expiring(at(end)),
            None => consent,
        };
        match key("vendors") {
            Some(list) => consent.to_vendors(vendors(list)),
            None => consent,
        }
    };
    let (usual, kind) = match kind {
        "requested" => ("operator", Kind::Requested { purposes }),
        "given" => ("person", Kind::Given(consent())),
        "renewed" => ("person", Kind::Renewed(consent())),
        "refused" => ("person", Kind::Refused { purposes }),
        "withdrawn" => ("person", Kind::Withdrawn { purposes }),
        "confirmed" => ("person", Kind::Confirmed { act, purposes }),
        "expired" => ("operator", Kind::Expired { purposes }),
        "objected" => {
            let to = key("to").unwrap().parse().unwrap();
            ("person", Kind::Objected { to, purposes })
        }
        "grounds_decided" => {
            let prevails = key("for").unwrap().parse().unwrap();
            ("operator", Kind::GroundsDecided { prevails, purposes })
        }
        "restricted" => ("person", Kind::Restricted { purposes }),
        "unrestricted" => ("operator", Kind::Unrestricted { purposes }),
        "sale_recorded" => {
            let refusal_offered = key("refusal_offered").unwrap().parse().unwrap();
            let sale = key("sale").unwrap_or("paid").parse().unwrap();
            (
                "operator",
                Kind::SaleRecorded {
                    refusal_offered,
                    sale,
                    purposes,
                },
            )
        }
        "imported" => {
            let state = key("state").unwrap().parse().unwrap();
            ("import", Kind::Imported { state, purposes })
        }
        "parent_authorised" => {
            let evidence = key("evidence").unwrap_or("signed_form").parse().unwrap();
            let holder = key("holder").unwrap_or("1").parse().unwrap();
            let authorisation = Authorisation::new(consent(), evidence).by_holder(holder);
            ("parent", Kind::ParentAuthorised(authorisation))
        }
        "notice_published" => {
            let published = Kind::NoticePublished(shown());
            ("operator", published)
        }
        "died" => ("operator", Kind::Died),
        "vendors_refused" => {
            let vendors = vendors(key("vendors").unwrap()).collect();
            ("person", Kind::VendorsRefused { vendors, purposes })
        }
        "gpc" => {
            let value = key("value").unwrap_or("true").parse().unwrap();
            let signal = Signal::GlobalPrivacyControl(value);
            ("signal", Kind::SignalReceived(signal))
        }
        "tc" => {
            let numbers = |name| key(name).into_iter().flat_map(|list| list.split('+'));
            let purposes = |name| numbers(name).map(|n| n.parse().unwrap());
            let ids = |name| vendors(key(name).unwrap_or_default());
            let mut choices = TcChoices::new(day(key("day").unwrap()))
                .granting(purposes("purposes"))
                .not_objecting(purposes("interests"))
                .vendors(ids("vendors"))
                .vendors_not_objected(ids("vendor_interests"))
                .disclosing(ids("disclosed"));
            for text in numbers("restrict") {
                let [purpose, vendor, restriction] = text.split('/').collect::<Vec<_>>()[..] else {
                    panic!("{text}");
                };
                choices = choices.restricting(
                    purpose.parse().unwrap(),
                    VendorId::new(vendor.parse().unwrap()),
                    restriction.parse().unwrap(),
                );
            }
            if key("purpose_one") == Some("not_shown") {
                choices = choices.not_showing_purpose_one();
            }
            ("signal", Kind::SignalReceived(Signal::Tc(choices)))
        }
        "tc_string" => {
            let string = key("text").map_or_else(|| draft(&key).text(), str::to_owned);
            let signal = Signal::try_from(&TcString::parse(&string).ok()?).ok()?;
            ("signal", Kind::SignalReceived(signal))
        }
        "device_linked" => {
            let device = PersonKey::from_bytes([key("device").unwrap().parse().unwrap(); 16]);
            let flag = |name| key(name).is_none_or(|value| value == "true");
            let (authenticated, informed) = (flag("authenticated"), flag("informed"));
            let kind = Kind::DeviceLinked {
                device,
                authenticated,
                informed,
            };
            ("operator", kind)
        }
        other => panic!("no kind {other}"),
    };
    let provenance = key("by").unwrap_or(usual).parse().unwrap();
    let times = (at(occurred), at(recorded));
    let whose = key("person").map_or(person(), |n| {
        PersonKey::from_bytes([n.parse().unwrap(); 16])
    });
    Some(Event::new(event_id(number), whose, times, provenance, kind).unwrap())
}

/// A string as a dialogue writes it: `day= purposes= vendors=`, all vendors shown unless `disclosed=none`, `purpose_one=not_shown`,
/// `scope=global`, `policy=`.
fn draft<'t>(key: &impl Fn(&str) -> Option<&'t str>) -> Draft {
    let numbers = |name| {
        let list = key(name).into_iter().flat_map(|list| list.split('+'));
        list.map(|number| number.parse::<u16>().unwrap())
    };
    let purposes: Vec<u8> = numbers("purposes").map(|n| n.try_into().unwrap()).collect();
    let vendors: Vec<u16> = numbers("vendors").collect();
    let mut draft = Draft::accepted(key("day").unwrap(), &purposes, &vendors);
    draft.purpose_one_treatment = key("purpose_one") == Some("not_shown");
    draft.service_specific = key("scope") != Some("global");
    if let Some(version) = key("policy") {
        draft.policy_version = version.parse().unwrap();
    }
    if key("disclosed") == Some("none") {
        draft.disclosed = None;
    }
    draft
}

fn vendors(list: &str) -> impl Iterator<Item = VendorId> {
    let numbers = list.split('+').filter(|text| !text.is_empty());
    numbers.map(|number| VendorId::new(number.parse().unwrap()))
}

/// A ledger of events as [`event`] reads them, numbered from 1 in the order given.
pub(crate) fn ledger<'t>(events: impl IntoIterator<Item = &'t str>) -> Ledger {
    let mut ledger = Ledger::new();
    for (text, number) in events.into_iter().zip(1..) {
        if let Some(event) = event_if_any(number, text) {
            ledger.append(event).unwrap();
        }
    }
    ledger
}

/// A ledger of these events, in the order given.
pub(crate) fn ledger_of(events: &[Event]) -> Ledger {
    let mut ledger = Ledger::new();
    for event in events {
        ledger.append(event.clone()).unwrap();
    }
    ledger
}

/// A decision without what explains it.
pub(crate) fn answer(decision: &Decision) -> (Outcome, Reason, Option<LegalBasis>, Option<Action>) {
    (
        decision.outcome(),
        decision.reason(),
        decision.basis(),
        decision.action(),
    )
}

pub(crate) fn ask(purpose: &str) -> Question<'_> {
    Question::about(purpose).for_person(person())
}
