//! Histories of authorisations, vendors, signals, devices and deaths among the other kinds, and a policy to which they mean something.

use chrono::{DateTime, Utc};
use greffe_consent::signal::tcf::Restriction;
use greffe_consent::signal::{Signal, TcChoices};
use greffe_consent::*;
use greffe_terms::LegalBasis;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;

use crate::fixture::{builder, day, id, notice};
use crate::reference::PURPOSES;

/// The bookshop with games for children, advertisements and measurement, and two vendors.
pub(crate) fn policy() -> Policy {
    let [one, two] = [1, 2].map(VendorId::new);
    let ads = Purpose::new(id("ads"), [LegalBasis::Consent]);
    let measure = Purpose::new(id("measure"), [LegalBasis::LegitimateInterests]);
    builder()
        .purpose(Purpose::new(id("games"), [LegalBasis::Consent]).offered_to_children())
        .purpose(ads.closed_by_gpc(GpcMeaning::Refusal).tcf(4))
        .purpose(measure.closed_by_gpc(GpcMeaning::Objection).tcf(7))
        .purpose(Purpose::new(id("ads-profile"), [LegalBasis::Consent]).child_of(id("ads")))
        .notice(
            notice("cmp", 1, &["games", "ads", "measure", "ads-profile"]).disclosing([one, two]),
        )
        .tcf_notice(NoticeShown::new("cmp".parse().unwrap(), 1))
        .vendor(Vendor::new(one).having(id("ads"), LegalBasis::Consent))
        .vendor(Vendor::new(two).having(id("measure"), LegalBasis::LegitimateInterests))
        .build()
        .unwrap()
}

pub(crate) fn purposes() -> Vec<&'static str> {
    [&PURPOSES[..], &["games", "ads", "measure", "ads-profile"]].concat()
}

/// Fourteen in March 2026, in France.
pub(crate) fn child() -> PersonContext {
    let born = day("2011-06-01");
    PersonContext::new()
        .born(born)
        .residing_in("FR".parse().unwrap())
        .with_holders(1)
}

pub(crate) fn vendors() -> impl Strategy<Value = Option<VendorId>> {
    prop_oneof![4 => Just(None), 1 => (1..4_u16).prop_map(|n| Some(VendorId::new(n)))]
}

fn several_vendors() -> impl Strategy<Value = Vec<VendorId>> {
    btree_set(1..4_u16, 1..4).prop_map(|numbers| numbers.into_iter().map(VendorId::new).collect())
}

fn scopes() -> impl Strategy<Value = Scope> {
    let named = vec(select(purposes()), 1..3);
    let named = named.prop_map(|names| Scope::only(names.into_iter().map(id)));
    prop_oneof![1 => Just(Scope::All), 4 => named]
}

fn consents() -> impl Strategy<Value = Consent> {
    let purpose = select(vec!["games", "ads", "measure", "ads-profile"]);
    let chosen = prop_oneof![2 => Just(None), 1 => several_vendors().prop_map(Some)];
    (purpose, chosen).prop_map(|(purpose, chosen)| {
        let shown = NoticeShown::new("cmp".parse().unwrap(), 1);
        let consent = Consent::new(Act::TickedBox, shown, [id(purpose)]);
        match chosen {
            Some(vendors) => consent.to_vendors(vendors),
            None => consent,
        }
    })
}

fn strings(instants: impl Strategy<Value = DateTime<Utc>>) -> impl Strategy<Value = TcChoices> {
    let flags = (any::<bool>(), any::<bool>(), 0..6_u8);
    (instants, flags, several_vendors()).prop_map(|(at, (ads, measure, restrict), vendors)| {
        let choices = TcChoices::new(at.date_naive())
            .granting(ads.then_some(4))
            .not_objecting(measure.then_some(7))
            .vendors(vendors.clone())
            .vendors_not_objected(vendors.clone())
            .disclosing(vendors);
        match restrict {
            0 => choices.restricting(4, VendorId::new(1), Restriction::NotAllowed),
            _ => choices,
        }
    })
}

/// Publications, which nothing depends on.
pub(crate) fn publications() -> impl Strategy<Value = Kind> {
    select(vec![
        ("letter", 1),
        ("letter", 7),
        ("account", 2),
        ("poster", 1),
    ])
    .prop_map(|(notice, version)| {
        let shown = NoticeShown::new(notice.parse().unwrap(), version);
        Kind::NoticePublished(shown.worded(WordingDigest::of("Oui")))
    })
}

pub(crate) fn closing_kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![
        2 => (several_vendors(), scopes()).prop_map(|(vendors, purposes)| Kind::VendorsRefused {
            vendors: vendors.into_iter().collect(),
            purposes,
        }),
        2 => Just(Kind::SignalReceived(Signal::GlobalPrivacyControl(true))),
        1 => Just(Kind::Died),
        2 => scopes().prop_map(|purposes| Kind::Withdrawn { purposes }),
    ]
}

pub(crate) fn kinds(instants: impl Strategy<Value = DateTime<Utc>>) -> impl Strategy<Value = Kind> {
    let device = (select(vec![8_u8, 9]), any::<bool>(), any::<bool>());
    prop_oneof![
        3 => consents().prop_map(Kind::Given),
        3 => (consents(), 1..3_u8).prop_map(|(consent, holder)| {
            Kind::ParentAuthorised(Authorisation::new(consent, Evidence::SignedForm).by_holder(holder))
        }),
        3 => strings(instants).prop_map(|choices| Kind::SignalReceived(Signal::Tc(choices))),
        1 => Just(Kind::SignalReceived(Signal::GlobalPrivacyControl(false))),
        3 => device.prop_map(|(device, authenticated, informed)| Kind::DeviceLinked {
            device: PersonKey::from_bytes([device; 16]),
            authenticated,
            informed,
        }),
        1 => publications(),
        2 => closing_kinds(),
    ]
}
