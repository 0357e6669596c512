//! TC strings: published ones, broken ones, and what they allow.

use std::collections::{BTreeMap, BTreeSet};

use greffe_consent::signal::tcf::{
    Refusal, Restriction, Segment, TcString, TcStringError, TcStringFault, VendorIds,
};
use greffe_terms::{Lang, LegalBasis};

use crate::tcf_encoder::{Bits, Draft, Vendors};

const STRINGS: &str = include_str!("../data/tcf/strings.tsv");
const FACTS: &str = include_str!("../data/tcf/facts.tsv");

fn rows(table: &'static str) -> impl Iterator<Item = [&'static str; 3]> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| {
        let cells: Vec<_> = line.split('\t').collect();
        cells.try_into().unwrap_or_else(|_| panic!("{line}"))
    })
}

fn numbers(set: impl Iterator<Item = u16>) -> String {
    let set: Vec<_> = set.map(|number| number.to_string()).collect();
    if set.is_empty() {
        "none".to_owned()
    } else {
        set.join(" ")
    }
}

fn of_purposes(contains: impl Fn(u8) -> bool) -> String {
    numbers(
        (0..=u8::MAX)
            .filter(|number| contains(*number))
            .map(u16::from),
    )
}

fn of_vendors(vendors: Option<&VendorIds>) -> String {
    vendors.map_or("not stated".to_owned(), |set| numbers(set.iter()))
}

fn field(tc: &TcString, name: &str) -> String {
    let publisher = tc.publisher_tc();
    match name {
        "created_day" => tc.created_day().to_string(),
        "last_updated_day" => tc.last_updated_day().to_string(),
        "cmp_id" => tc.cmp_id().to_string(),
        "cmp_version" => tc.cmp_version().to_string(),
        "consent_screen" => tc.consent_screen().to_string(),
        "consent_language" => tc.consent_language().to_owned(),
        "vendor_list_version" => tc.vendor_list_version().to_string(),
        "policy_version" => tc.policy_version().to_string(),
        "is_service_specific" => tc.is_service_specific().to_string(),
        "uses_non_standard_stacks" => tc.uses_non_standard_stacks().to_string(),
        "special_feature_opt_ins" => of_purposes(|number| tc.special_feature_opt_in(number)),
        "purposes" => of_purposes(|number| tc.consents_to(number)),
        "purposes_li" => of_purposes(|number| tc.purpose_li(number)),
        "purpose_one_treatment" => tc.purpose_one_treatment().to_string(),
        "publisher_country" => tc.publisher_country().to_owned(),
        "vendors" => of_vendors(Some(tc.vendors_with_consent())),
        "vendors_li" => of_vendors(Some(tc.vendors_with_li())),
        "disclosed" => of_vendors(tc.disclosed_vendors()),
        "allowed" => of_vendors(tc.allowed_vendors()),
        "restrictions" => {
            let is_there = (0..64)
                .any(|purpose| (0..=1000).any(|vendor| tc.restriction(purpose, vendor).is_some()));
            if is_there { "some" } else { "none" }.to_owned()
        }
        "publisher" => publisher.map_or("not stated", |_| "stated").to_owned(),
        "publisher_purposes" => of_purposes(|number| publisher.unwrap().consents_to(number)),
        "publisher_purposes_li" => of_purposes(|number| publisher.unwrap().purpose_li(number)),
        "custom_purposes" => of_purposes(|number| publisher.unwrap().consents_to_custom(number)),
        "custom_purposes_li" => of_purposes(|number| publisher.unwrap().custom_purpose_li(number)),
        other => panic!("no such field: {other}"),
    }
}

#[test]
fn published_strings_mean_what_their_sources_say() {
    let strings: BTreeMap<_, _> = rows(STRINGS).map(|[name, text, _]| (name, text)).collect();
    let mut with_facts = BTreeSet::new();
    for [name, about, value] in rows(FACTS) {
        with_facts.insert(name);
        match (about, TcString::parse(strings[name])) {
            ("refused", Err(error)) => assert_eq!(error.fault().code(), value, "{name}"),
            ("refused", Ok(_)) => panic!("{name} is read"),
            (_, Ok(tc)) => assert_eq!(field(&tc, about), value, "{name}: {about}"),
            (_, Err(error)) => panic!("{name}: {error}"),
        }
    }
    assert_eq!(with_facts, strings.keys().copied().collect());
    assert!(rows(FACTS).count() > 150);
}

fn draft() -> Draft {
    Draft::accepted("2026-03-11", &[1], &[2])
}

/// A core segment with this set of vendors, up to the end.
fn with_vendors(vendors: impl Fn(Bits) -> Bits) -> String {
    vendors(draft().head())
        .put(16, 0)
        .put(1, 0)
        .put(12, 0)
        .text(24)
}

fn with_ranges(maximum: u16, ranges: &[(u16, u16)]) -> String {
    with_vendors(|bits| bits.put(16, maximum.into()).put(1, 1).put_ranges(ranges))
}

fn with_restriction(purpose: u64, kind: u64) -> String {
    draft()
        .head()
        .put(34, 0)
        .put(12, 1)
        .put(6, purpose)
        .put(2, kind)
        .put_ranges(&[(4, 4)])
        .text(24)
}

#[test]
fn every_fault_is_named_with_its_segment_and_its_bit() {
    let core = draft().core().text(24);
    let disclosed = Bits::default().put(3, 1).put(17, 0).text(8);
    let cases: Vec<(String, TcStringFault, usize, Option<Segment>, usize)> = {
        use Segment::{Core, DisclosedVendors, PublisherTc};
        use TcStringFault::*;
        let letters = |draft: &mut Draft| draft.country = (5, 26);
        let language = |draft: &mut Draft| draft.language = (63, 0);
        let updated = |draft: &mut Draft| draft.created += 1;
        let edited = |edit: &dyn Fn(&mut Draft)| {
            let mut draft = draft();
            edit(&mut draft);
            draft.text()
        };
        vec![
            ("A".repeat(65_537), TooLong, 1, None, 0),
            (
                format!("{core}="),
                NotBase64Url,
                1,
                Some(Core),
                core.len() * 6,
            ),
            (
                core.replacen('A', "+", 1),
                NotBase64Url,
                1,
                Some(Core),
                core.find('A').unwrap() * 6,
            ),
            (format!("{core}."), Truncated, 2, None, 0),
            (format!("{core}. "), NotBase64Url, 2, None, 0),
            (format!("{core}.I A="), NotBase64Url, 2, None, 6),
            (format!("{core}.IB"), NotCanonical, 2, None, 6),
            (
                format!("{core}A"),
                NotCanonical,
                1,
                Some(Core),
                core.len() * 6,
            ),
            (String::new(), Truncated, 1, Some(Core), 0),
            (core[..4].to_owned(), Truncated, 1, Some(Core), 6),
            (format!("B{}", &core[1..]), UnknownVersion, 1, Some(Core), 0),
            (format!("D{}", &core[1..]), UnknownVersion, 1, Some(Core), 0),
            (disclosed.clone(), UnknownVersion, 1, Some(Core), 0),
            (format!("{core}.{core}"), UnknownSegment, 2, None, 0),
            (format!("{core}.gA"), UnknownSegment, 2, None, 0),
            (format!("{core}.{disclosed}.4A"), UnknownSegment, 3, None, 0),
            (
                format!("{core}.{disclosed}.{disclosed}"),
                SegmentTwice,
                3,
                Some(DisclosedVendors),
                0,
            ),
            (format!("{core}.YAAA"), Truncated, 2, Some(PublisherTc), 3),
            (
                format!("{core}.IAAAAAAAAAAB"),
                TrailingBits,
                2,
                Some(DisclosedVendors),
                52,
            ),
            (edited(&language), NotLetters, 1, Some(Core), 108),
            (edited(&letters), NotLetters, 1, Some(Core), 207),
            (edited(&updated), UpdatedBeforeCreated, 1, Some(Core), 42),
            (
                with_vendors(|bits| bits.put(16, 9000).put(1, 0)),
                Truncated,
                1,
                Some(Core),
                230,
            ),
            (
                with_ranges(9, &[(3, 4), (0, 2)]),
                VendorZero,
                1,
                Some(Core),
                275,
            ),
            (
                with_ranges(9, &[(4, 3)]),
                RangeBackwards,
                1,
                Some(Core),
                242,
            ),
            (
                with_ranges(9, &[(3, 5), (5, 6)]),
                RangeOverlaps,
                1,
                Some(Core),
                275,
            ),
            (
                with_ranges(9, &[(5, 6), (2, 3)]),
                RangeOverlaps,
                1,
                Some(Core),
                275,
            ),
            (
                with_ranges(9, &[(5, 5), (5, 5)]),
                RangeOverlaps,
                1,
                Some(Core),
                259,
            ),
            (
                with_ranges(9, &[(8, 10)]),
                RangeOverMaximum,
                1,
                Some(Core),
                242,
            ),
            (with_restriction(0, 0), UnknownPurpose, 1, Some(Core), 259),
            (with_restriction(25, 0), UnknownPurpose, 1, Some(Core), 259),
            (
                with_restriction(2, 3),
                UnknownRestriction,
                1,
                Some(Core),
                265,
            ),
        ]
    };
    for (text, fault, number, segment, bit) in &cases {
        let error = TcString::parse(text).expect_err(fault.code());
        let found = (error.fault(), error.number(), error.segment(), error.bit());
        assert_eq!(found, (*fault, *number, *segment, *bit));
    }
    let seen: BTreeSet<_> = cases.iter().map(|case| case.1).collect();
    assert!(
        seen.iter().eq(TcStringFault::ALL),
        "every fault has its case"
    );
}

#[test]
fn what_has_one_meaning_only_is_read() {
    let plain = draft().text();
    let (core, disclosed) = plain.split_once('.').unwrap();
    let publisher = "YAAAAAAAAAA";
    for text in [
        format!("{core}AAAAAAAA.{disclosed}"),
        format!("{core}.{publisher}.{disclosed}"),
        with_ranges(60_000, &[(2, 2)]) + "." + disclosed,
        with_vendors(|bits| {
            let bits = bits.put(16, 2).put(1, 1).put(12, 1);
            bits.put(1, 1).put(16, 2).put(16, 2)
        }) + "."
            + disclosed,
    ] {
        let tc = TcString::parse(&text).unwrap();
        assert!(tc.allows(1, 2, LegalBasis::Consent));
        assert!(!tc.allows(1, 3, LegalBasis::Consent));
    }
}

#[test]
fn a_range_of_every_vendor_is_read_and_kept_small() {
    let tc = TcString::parse(&with_ranges(u16::MAX, &[(1, u16::MAX)])).unwrap();
    assert!(tc.vendor_consent(1) && tc.vendor_consent(u16::MAX));
    assert!(!tc.vendor_consent(0));
    assert_eq!(tc.vendors_with_consent().iter().count(), 65_535);
}

#[test]
fn four_thousand_ranges_of_every_vendor_are_an_error_at_the_second() {
    let text = with_ranges(u16::MAX, &[(1, u16::MAX); 1900]);
    let error = TcString::parse(&text).unwrap_err();
    assert_eq!(
        (error.fault(), error.bit()),
        (TcStringFault::RangeOverlaps, 275)
    );
}

#[test]
fn errors_and_debug_show_nothing_of_the_string() {
    let mut draft = Draft::accepted("2026-03-11", &[1, 4], &[2, 755]);
    draft.publisher = Some(crate::tcf_encoder::Publisher::default());
    let tc = TcString::parse(&draft.text()).unwrap();
    assert_eq!(
        format!("{tc:?}"),
        "TcString { version: 2, segments: [Core, DisclosedVendors, PublisherTc], .. }"
    );
    for shown in [
        format!("{:?}", tc.vendors_with_consent()),
        format!("{:?}", tc.publisher_tc().unwrap()),
    ] {
        assert!(!shown.contains(char::is_numeric), "{shown}");
    }
    let marker = "Zq7xMarker9Jw";
    for text in [
        marker.to_owned(),
        format!("{}.{marker}", draft.text()),
        format!("C{marker}="),
    ] {
        let error = TcString::parse(&text).unwrap_err();
        for shown in [
            error.to_string(),
            error.in_language(Lang::Fr),
            format!("{error:?}"),
        ] {
            assert!(!shown.contains(marker), "{shown}");
        }
    }
}

#[test]
fn errors_are_told_in_french_and_in_english() {
    let core = draft().core().text(24);
    let told = |text: &str| {
        let error: TcStringError = TcString::parse(text).unwrap_err();
        (error.in_language(Lang::Fr), error.in_language(Lang::En))
    };
    let of = |fr: &str, en: &str| (fr.to_owned(), en.to_owned());
    assert_eq!(
        told(&with_ranges(9, &[(4, 3)])),
        of(
            "segment principal, bit 242\u{a0}: une plage de fournisseurs va à rebours",
            "core segment, bit 242: a range of vendors runs backwards"
        )
    );
    assert_eq!(
        told(&format!("{core}.gA")),
        of(
            "segment 2, bit 0\u{a0}: la sorte du segment est inconnue",
            "segment 2, bit 0: the kind of the segment is unknown"
        )
    );
    for fault in TcStringFault::ALL {
        assert!(!fault.label(Lang::Fr).contains('\''), "{fault}");
        assert_ne!(fault.label(Lang::Fr), fault.label(Lang::En));
    }
    for refusal in Refusal::ALL {
        assert!(!refusal.label(Lang::Fr).contains('\''), "{refusal}");
        assert_ne!(refusal.label(Lang::Fr), refusal.label(Lang::En));
    }
}

fn refusal_of(edit: impl Fn(&mut Draft), purpose: u8, basis: LegalBasis) -> Option<Refusal> {
    let mut draft = Draft::accepted("2026-03-11", &[1, 2, 3, 12], &[2]);
    draft.li = [1, 2, 3, 7].into();
    draft.vendors_li = draft.vendors.clone();
    edit(&mut draft);
    let tc = TcString::parse(&draft.text()).unwrap();
    let refusal = tc.refusal(purpose, 2, basis);
    assert_eq!(tc.allows(purpose, 2, basis), refusal.is_none());
    refusal
}

/// What is changed in a draft that is allowed, the purpose and the basis that are asked, and why it is refused then.
type Case<'c> = (&'c dyn Fn(&mut Draft), u8, LegalBasis, Refusal);

#[test]
fn every_part_of_the_conjunction_refuses_by_itself() {
    use LegalBasis::{Consent, Contract, LegitimateInterests as Li};
    let restricted = |restriction| {
        move |draft: &mut Draft| {
            draft.restrictions = [((2, restriction), [1, 2].into())].into();
        }
    };
    let updated = |day: &'static str| {
        move |draft: &mut Draft| {
            let of_day = Draft::accepted(day, &[], &[]);
            (draft.created, draft.updated) = (of_day.created, of_day.updated);
        }
    };
    let before = |edit: &dyn Fn(&mut Draft), purpose, basis| refusal_of(edit, purpose, basis);
    assert_eq!(before(&|_| (), 1, Consent), None);
    assert_eq!(before(&|_| (), 2, Li), None);
    let cases: [Case<'_>; 20] = [
        (
            &|draft| draft.service_specific = false,
            1,
            Consent,
            Refusal::GlobalScope,
        ),
        (
            &|draft| draft.policy_version = 3,
            1,
            Consent,
            Refusal::OutdatedPolicy,
        ),
        (
            &|draft| draft.policy_version = 6,
            1,
            Consent,
            Refusal::UnknownPolicy,
        ),
        (
            &|draft| draft.disclosed = None,
            1,
            Consent,
            Refusal::DisclosureMissing,
        ),
        (&|_| (), 0, Consent, Refusal::UnknownPurpose),
        (&|_| (), 12, Consent, Refusal::UnknownPurpose),
        (&|_| (), 2, Contract, Refusal::Basis),
        (&|_| (), 1, Li, Refusal::Basis),
        (&|_| (), 3, Li, Refusal::Basis),
        (
            &|draft| draft.purpose_one_treatment = true,
            1,
            Consent,
            Refusal::PurposeOneNotShown,
        ),
        (
            &restricted(Restriction::NotAllowed),
            2,
            Consent,
            Refusal::Restricted,
        ),
        (
            &restricted(Restriction::NotAllowed),
            2,
            Li,
            Refusal::Restricted,
        ),
        (
            &restricted(Restriction::RequireConsent),
            2,
            Li,
            Refusal::Restricted,
        ),
        (
            &restricted(Restriction::RequireLegitimateInterests),
            2,
            Consent,
            Refusal::Restricted,
        ),
        (
            &|draft| draft.disclosed = Some(Vendors::default()),
            1,
            Consent,
            Refusal::NotDisclosed,
        ),
        (
            &|draft| draft.consents.clear(),
            1,
            Consent,
            Refusal::Purpose,
        ),
        (&|_| (), 7, Consent, Refusal::Purpose),
        (&|draft| draft.li.clear(), 2, Li, Refusal::Purpose),
        (
            &|draft| draft.vendors = Vendors::default(),
            1,
            Consent,
            Refusal::Vendor,
        ),
        (
            &|draft| draft.vendors_li = Vendors::default(),
            2,
            Li,
            Refusal::Vendor,
        ),
    ];
    for (edit, purpose, basis, refusal) in cases {
        assert_eq!(
            before(edit, purpose, basis),
            Some(refusal),
            "{purpose} {basis}"
        );
    }
    let seen: BTreeSet<_> = cases.iter().map(|case| case.3).collect();
    assert!(seen.iter().eq(Refusal::ALL));
    assert_eq!(
        before(&restricted(Restriction::RequireConsent), 2, Consent),
        None
    );
    assert_eq!(
        before(&restricted(Restriction::RequireLegitimateInterests), 2, Li),
        None
    );
    assert_eq!(before(&updated("2026-02-28"), 1, Consent), None);
}

#[test]
fn two_restrictions_that_differ_allow_nothing() {
    let both = |draft: &mut Draft| {
        draft.restrictions = [
            ((2, Restriction::RequireConsent), [2].into()),
            ((2, Restriction::RequireLegitimateInterests), [2].into()),
        ]
        .into();
    };
    for basis in [LegalBasis::Consent, LegalBasis::LegitimateInterests] {
        assert_eq!(refusal_of(both, 2, basis), Some(Refusal::Restricted));
    }
}

#[test]
fn the_segment_of_disclosed_vendors_is_mandatory_from_28_february_2026() {
    for (day, refusal) in [
        ("2026-02-27", None),
        ("2026-02-28", Some(Refusal::DisclosureMissing)),
        ("2026-03-01", Some(Refusal::DisclosureMissing)),
    ] {
        let mut draft = Draft::accepted(day, &[1], &[2]);
        draft.disclosed = None;
        let tc = TcString::parse(&draft.text()).unwrap();
        assert_eq!(tc.vendor_is_disclosed(2), None);
        assert_eq!(tc.refusal(1, 2, LegalBasis::Consent), refusal, "{day}");
    }
}

#[test]
fn policies_below_4_are_outdated_after_30_september_2023() {
    for (day, policy, refusal) in [
        ("2020-03-01", 1, Some(Refusal::OutdatedPolicy)),
        ("2023-09-30", 2, None),
        ("2023-10-01", 2, Some(Refusal::OutdatedPolicy)),
        ("2023-10-01", 4, None),
    ] {
        let mut draft = Draft::accepted(day, &[1], &[2]);
        draft.policy_version = policy;
        let tc = TcString::parse(&draft.text()).unwrap();
        assert_eq!(
            tc.refusal(1, 2, LegalBasis::Consent),
            refusal,
            "{day} {policy}"
        );
    }
}

#[test]
fn only_the_day_in_utc_is_kept() {
    let mut draft = draft();
    draft.updated += 863_999;
    let tc = TcString::parse(&draft.text()).unwrap();
    assert_eq!(tc.last_updated_day().to_string(), "2026-03-11");
    draft.updated += 1;
    let tc = TcString::parse(&draft.text()).unwrap();
    assert_eq!(tc.last_updated_day().to_string(), "2026-03-12");
    draft.updated = (1 << 36) - 1;
    let tc = TcString::parse(&draft.text()).unwrap();
    assert_eq!(tc.last_updated_day().to_string(), "2187-10-06");
}
