//! Laws of TC strings: round trip, agreement with another decoder and with a naive reference, and what a cut or a change may do.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use greffe_consent::VendorId;
use greffe_consent::signal::TcChoices;
use greffe_consent::signal::tcf::{Restriction, TcString};
use greffe_terms::LegalBasis;
use iab_gpp::sections::tcfeuv2::TcfEuV2;
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;

use crate::tcf_encoder::{Draft, Publisher, Vendors};

/// Vendors as they come: a few, and runs of neighbours.
fn ids() -> impl Strategy<Value = BTreeSet<u16>> {
    let run = (1..=400_u16, 0..40_u16).prop_map(|(first, more)| first..=first + more);
    let far = (1..=u16::MAX).prop_map(|id| id..=id);
    let near = (1..=20_u16).prop_map(|id| id..=id);
    let runs = vec(prop_oneof![4 => near, 3 => run, 1 => far], 0..6);
    runs.prop_map(|runs| runs.into_iter().flatten().collect())
}

fn vendors() -> impl Strategy<Value = Vendors> {
    (ids(), any::<bool>(), 0..800_u16).prop_map(|(ids, as_ranges, least_maximum)| Vendors {
        ids,
        as_ranges,
        least_maximum,
    })
}

fn purposes(last: u8) -> impl Strategy<Value = BTreeSet<u8>> {
    btree_set(1..=last, 0..=usize::from(last))
}

fn restrictions() -> impl Strategy<Value = BTreeMap<(u8, Restriction), BTreeSet<u16>>> {
    let kind = proptest::sample::select(Restriction::ALL);
    btree_map((1..=24_u8, kind), ids(), 0..5)
}

fn publisher() -> impl Strategy<Value = Publisher> {
    (
        purposes(24),
        purposes(24),
        0..=63_u8,
        purposes(63),
        purposes(63),
    )
        .prop_map(|(consents, li, custom, custom_consents, custom_li)| {
            let within = |set: BTreeSet<u8>| set.into_iter().filter(|one| *one <= custom).collect();
            Publisher {
                consents,
                li,
                custom,
                custom_consents: within(custom_consents),
                custom_li: within(custom_li),
            }
        })
}

fn drafts() -> impl Strategy<Value = Draft> {
    // From 2020 to 2033, around the days on which the rules change.
    let day = prop_oneof![18_262..23_011_u64, 19_628..19_636_u64, 20_508..20_516_u64];
    let times = (day, 0..864_000_u64, 0..2_u64).prop_map(|(day, time, years)| {
        let updated = day * 864_000 + time;
        (updated - years * 365 * 864_000, updated)
    });
    let head = (times, 0..4096_u16, 0..4096_u16, 0..64_u8, 0..4096_u16);
    let letters = || (0..26_u8, 0..26_u8);
    let policy = prop_oneof![4 => Just(5_u8), 2 => Just(4), 1 => 0..64_u8];
    let flags = (
        prop::bool::weighted(0.9),
        any::<bool>(),
        prop::bool::weighted(0.1),
    );
    let sets = (purposes(12), purposes(24), purposes(24));
    let of_vendors = (vendors(), vendors(), restrictions());
    let more = (
        option::weighted(0.8, vendors()),
        option::of(vendors()),
        option::of(publisher()),
    );
    let unit = proptest::sample::select(vec![8_usize, 24]);
    (
        head,
        (letters(), letters()),
        policy,
        flags,
        sets,
        of_vendors,
        more,
        unit,
    )
        .prop_map(
            |(head, letters, policy_version, flags, sets, of_vendors, more, unit)| Draft {
                created: head.0.0,
                updated: head.0.1,
                cmp_id: head.1,
                cmp_version: head.2,
                consent_screen: head.3,
                vendor_list_version: head.4,
                language: letters.0,
                country: letters.1,
                policy_version,
                service_specific: flags.0,
                non_standard: flags.1,
                purpose_one_treatment: flags.2,
                special_features: sets.0,
                consents: sets.1,
                li: sets.2,
                vendors: of_vendors.0,
                vendors_li: of_vendors.1,
                restrictions: of_vendors.2,
                disclosed: more.0,
                allowed: more.1,
                publisher: more.2,
                unit,
            },
        )
}

fn set_of(contains: impl Fn(u8) -> bool) -> BTreeSet<u8> {
    (0..=u8::MAX).filter(|number| contains(*number)).collect()
}

fn letters((first, second): (u8, u8), from: u8) -> String {
    [first, second]
        .map(|number| char::from(from + number))
        .iter()
        .collect()
}

/// The purposes and vendors that the laws ask about: all that the draft speaks of, and their neighbours.
fn asked(draft: &Draft) -> impl Iterator<Item = (u8, u16)> {
    let sets = [&draft.vendors.ids, &draft.vendors_li.ids];
    let restricted = draft.restrictions.values();
    let mut vendors: BTreeSet<u16> = sets
        .into_iter()
        .chain(restricted)
        .flat_map(|ids| ids.iter().take(3).chain(ids.last()))
        .flat_map(|id| [id - 1, *id, id.saturating_add(1)])
        .collect();
    vendors.extend([0, 1, u16::MAX]);
    (0..=13).flat_map(move |purpose| vendors.clone().into_iter().map(move |id| (purpose, id)))
}

const BASES: [LegalBasis; 3] = [
    LegalBasis::Consent,
    LegalBasis::LegitimateInterests,
    LegalBasis::Contract,
];

/// The conjunction, told from the table of the specification alone.
fn allows(draft: &Draft, purpose: u8, vendor: u16, basis: LegalBasis) -> bool {
    let day = draft.updated / 864_000;
    let states = |kind| {
        let ids = draft.restrictions.get(&(purpose, kind));
        ids.is_some_and(|ids| ids.contains(&vendor))
    };
    // 2023-10-01 is day 19631 since 1970-01-01, 2026-02-28 is day 20512.
    let is_valid = draft.service_specific
        && match draft.policy_version {
            4 | 5 => true,
            2 | 3 => day < 19_631,
            _ => false,
        }
        && (draft.disclosed.is_some() || day < 20_512);
    let is_shown = draft
        .disclosed
        .as_ref()
        .is_none_or(|set| set.ids.contains(&vendor));
    let chosen = match basis {
        LegalBasis::Consent => {
            draft.consents.contains(&purpose)
                && draft.vendors.ids.contains(&vendor)
                && !states(Restriction::RequireLegitimateInterests)
                && !(purpose == 1 && draft.purpose_one_treatment)
        }
        LegalBasis::LegitimateInterests => {
            draft.li.contains(&purpose)
                && draft.vendors_li.ids.contains(&vendor)
                && !states(Restriction::RequireConsent)
                && [2, 7, 8, 9, 10, 11].contains(&purpose)
        }
        _ => false,
    };
    is_valid && is_shown && chosen && purpose <= 11 && !states(Restriction::NotAllowed)
}

proptest! {
    #[test]
    fn what_is_written_is_read(draft in drafts()) {
        let tc = TcString::parse(&draft.text()).unwrap();
        let day = |day: chrono::NaiveDate| u64::try_from(day.to_epoch_days()).unwrap();
        prop_assert_eq!(day(tc.created_day()), draft.created / 864_000);
        prop_assert_eq!(day(tc.last_updated_day()), draft.updated / 864_000);
        prop_assert_eq!(tc.cmp_id(), draft.cmp_id);
        prop_assert_eq!(tc.cmp_version(), draft.cmp_version);
        prop_assert_eq!(tc.consent_screen(), draft.consent_screen);
        prop_assert_eq!(tc.consent_language(), letters(draft.language, b'a'));
        prop_assert_eq!(tc.publisher_country(), letters(draft.country, b'A'));
        prop_assert_eq!(tc.vendor_list_version(), draft.vendor_list_version);
        prop_assert_eq!(tc.policy_version(), draft.policy_version);
        prop_assert_eq!(tc.is_service_specific(), draft.service_specific);
        prop_assert_eq!(tc.uses_non_standard_stacks(), draft.non_standard);
        prop_assert_eq!(tc.purpose_one_treatment(), draft.purpose_one_treatment);
        prop_assert_eq!(set_of(|one| tc.special_feature_opt_in(one)), draft.special_features);
        prop_assert_eq!(set_of(|one| tc.consents_to(one)), draft.consents);
        prop_assert_eq!(set_of(|one| tc.purpose_li(one)), draft.li);
        prop_assert!(tc.vendors_with_consent().iter().eq(draft.vendors.ids));
        prop_assert!(tc.vendors_with_li().iter().eq(draft.vendors_li.ids));
        for (read, written) in [
            (tc.disclosed_vendors(), draft.disclosed),
            (tc.allowed_vendors(), draft.allowed),
        ] {
            prop_assert_eq!(
                read.map(|set| set.iter().collect()),
                written.map(|set| set.ids)
            );
        }
        match (tc.publisher_tc(), draft.publisher) {
            (None, None) => (),
            (Some(read), Some(written)) => {
                prop_assert_eq!(set_of(|one| read.consents_to(one)), written.consents);
                prop_assert_eq!(set_of(|one| read.purpose_li(one)), written.li);
                prop_assert_eq!(read.custom_purposes(), written.custom);
                prop_assert_eq!(set_of(|one| read.consents_to_custom(one)), written.custom_consents);
                prop_assert_eq!(set_of(|one| read.custom_purpose_li(one)), written.custom_li);
            }
            (read, _) => prop_assert!(false, "{} publisher", read.is_some()),
        }
    }

    #[test]
    fn restrictions_are_read_as_they_are_written(draft in drafts()) {
        let tc = TcString::parse(&draft.text()).unwrap();
        for (purpose, vendor) in asked(&draft) {
            let stated: Vec<_> = draft
                .restrictions
                .iter()
                .filter(|((of, _), ids)| *of == purpose && ids.contains(&vendor))
                .map(|((_, restriction), _)| *restriction)
                .collect();
            let expected = match stated[..] {
                [] => None,
                [one] => Some(one),
                _ => Some(Restriction::NotAllowed),
            };
            prop_assert_eq!(tc.restriction(purpose, vendor), expected);
        }
        // What an event keeps of them: those of the vendors that were shown.
        let Ok(kept) = TcChoices::try_from(&tc) else {
            return Ok(());
        };
        let shown = draft.disclosed.iter().flat_map(|vendors| &vendors.ids);
        for vendor in shown.copied().chain([1, 65_535]) {
            for purpose in 1..=24 {
                let of = tc.restriction(purpose, vendor);
                let is_shown = tc.vendor_is_disclosed(vendor) == Some(true);
                prop_assert_eq!(kept.restriction(purpose, VendorId::new(vendor)), of.filter(|_| is_shown));
            }
        }
    }

    /// That decoder reads restrictions in the format of GPP, which the TCF's is not: without them only.
    #[test]
    fn another_decoder_reads_the_same(mut draft in drafts()) {
        draft.restrictions.clear();
        let text = draft.text();
        let tc = TcString::parse(&text).unwrap();
        let other = TcfEuV2::from_str(&text).unwrap();
        let wide = |set: BTreeSet<u8>| set.into_iter().map(u16::from).collect::<BTreeSet<_>>();
        let core = other.core;
        let days = |seconds: u64| i32::try_from(seconds / 86_400).unwrap();
        prop_assert_eq!(tc.created_day().to_epoch_days(), days(core.created));
        prop_assert_eq!(tc.last_updated_day().to_epoch_days(), days(core.last_updated));
        prop_assert_eq!(tc.cmp_id(), core.cmp_id);
        prop_assert_eq!(tc.cmp_version(), core.cmp_version);
        prop_assert_eq!(tc.consent_screen(), core.consent_screen);
        prop_assert_eq!(tc.consent_language().to_uppercase(), core.consent_language);
        prop_assert_eq!(tc.vendor_list_version(), core.vendor_list_version);
        prop_assert_eq!(tc.policy_version(), core.policy_version);
        prop_assert_eq!(tc.is_service_specific(), core.is_service_specific);
        prop_assert_eq!(tc.uses_non_standard_stacks(), core.use_non_standard_stacks);
        prop_assert_eq!(wide(set_of(|one| tc.special_feature_opt_in(one))), core.special_feature_optins);
        prop_assert_eq!(wide(set_of(|one| tc.consents_to(one))), core.purpose_consents);
        prop_assert_eq!(wide(set_of(|one| tc.purpose_li(one))), core.purpose_legitimate_interests);
        prop_assert_eq!(tc.purpose_one_treatment(), core.purpose_one_treatment);
        prop_assert_eq!(tc.publisher_country(), core.publisher_country_code);
        prop_assert!(tc.vendors_with_consent().iter().eq(core.vendor_consents));
        prop_assert!(tc.vendors_with_li().iter().eq(core.vendor_legitimate_interests));
        let all = |set: Option<&greffe_consent::signal::tcf::VendorIds>| set.map(|set| set.iter().collect());
        prop_assert_eq!(all(tc.disclosed_vendors()), other.disclosed_vendors);
        prop_assert_eq!(all(tc.allowed_vendors()), other.allowed_vendors);
        prop_assert_eq!(tc.publisher_tc().is_some(), other.publisher_purposes.is_some());
        if let (Some(ours), Some(theirs)) = (tc.publisher_tc(), other.publisher_purposes) {
            prop_assert_eq!(wide(set_of(|one| ours.consents_to(one))), theirs.consents);
            prop_assert_eq!(wide(set_of(|one| ours.purpose_li(one))), theirs.legitimate_interests);
            prop_assert_eq!(wide(set_of(|one| ours.consents_to_custom(one))), theirs.custom_consents);
            prop_assert_eq!(wide(set_of(|one| ours.custom_purpose_li(one))), theirs.custom_legitimate_interests);
        }
    }

    #[test]
    fn a_string_allows_what_the_table_says(draft in drafts()) {
        let tc = TcString::parse(&draft.text()).unwrap();
        for (purpose, vendor) in asked(&draft) {
            for basis in BASES {
                prop_assert_eq!(
                    tc.allows(purpose, vendor, basis),
                    allows(&draft, purpose, vendor, basis),
                    "purpose {} vendor {} {}", purpose, vendor, basis
                );
            }
        }
    }

    #[test]
    fn an_event_keeps_no_grant_of_a_string_that_allows_nobody_anything(draft in drafts()) {
        let tc = TcString::parse(&draft.text()).unwrap();
        match TcChoices::try_from(&tc) {
            Err(invalid) => {
                prop_assert_eq!(Some(invalid), tc.invalidity());
                for (purpose, vendor) in asked(&draft) {
                    for basis in BASES {
                        prop_assert_eq!(tc.refusal(purpose, vendor, basis), Some(invalid));
                    }
                }
            }
            Ok(choices) => {
                prop_assert_eq!(tc.invalidity(), None);
                let shown = |purpose| purpose != 1 || !tc.purpose_one_treatment();
                for purpose in 1..=24 {
                    prop_assert_eq!(choices.grants(purpose), tc.consents_to(purpose) && shown(purpose));
                    prop_assert_eq!(choices.speaks_of(purpose), shown(purpose));
                    prop_assert_eq!(choices.allows_interests(purpose), tc.purpose_li(purpose));
                }
                prop_assert!(choices.granted().all(|purpose| choices.grants(purpose)));
                prop_assert!(choices.interests().all(|purpose| choices.allows_interests(purpose)));
                let consented: Vec<u16> = choices.vendors_with_consent().map(VendorId::number).collect();
                prop_assert_eq!(consented, tc.vendors_with_consent().iter().collect::<Vec<_>>());
                let interests: Vec<u16> = choices.vendors_with_interests().map(VendorId::number).collect();
                prop_assert_eq!(interests, tc.vendors_with_li().iter().collect::<Vec<_>>());
                for vendor in choices.disclosed() {
                    prop_assert_eq!(tc.vendor_is_disclosed(vendor.number()), Some(true));
                }
                for (purpose, vendor, restriction) in choices.restrictions() {
                    prop_assert_eq!(tc.restriction(purpose, vendor.number()), Some(restriction));
                }
            }
        }
    }

    #[test]
    fn a_string_cut_short_never_allows_more(draft in drafts(), at in any::<prop::sample::Index>()) {
        // From the day on which the segment of disclosed vendors is mandatory, so that losing it closes.
        let mut draft = draft;
        draft.updated = draft.updated.max(20_512 * 864_000);
        let text = draft.text();
        let whole = TcString::parse(&text).unwrap();
        if let Ok(cut) = TcString::parse(&text[..at.index(text.len())]) {
            for (purpose, vendor) in asked(&draft) {
                for basis in BASES {
                    prop_assert!(
                        whole.allows(purpose, vendor, basis) || !cut.allows(purpose, vendor, basis)
                    );
                }
            }
        }
    }

    #[test]
    fn the_order_of_the_segments_after_the_core_never_matters(draft in drafts()) {
        let text = draft.text();
        let mut segments: Vec<_> = text.split('.').collect();
        segments[1..].reverse();
        let (one, other) = (TcString::parse(&text).unwrap(), TcString::parse(&segments.join(".")).unwrap());
        for (purpose, vendor) in asked(&draft) {
            prop_assert_eq!(
                one.refusal(purpose, vendor, LegalBasis::Consent),
                other.refusal(purpose, vendor, LegalBasis::Consent)
            );
        }
    }

    #[test]
    fn a_restriction_never_opens_anything(
        draft in drafts(),
        purpose in 1..=24_u8,
        kind in proptest::sample::select(Restriction::ALL),
        vendors in ids(),
    ) {
        let before = TcString::parse(&draft.text()).unwrap();
        let mut restricted = draft.clone();
        restricted.restrictions.entry((purpose, kind)).or_default().extend(vendors);
        let after = TcString::parse(&restricted.text()).unwrap();
        for (purpose, vendor) in asked(&restricted) {
            for basis in BASES {
                prop_assert!(
                    before.allows(purpose, vendor, basis) || !after.allows(purpose, vendor, basis)
                );
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "C[A-Za-z0-9_-]{0,90}(\\.[IQYA][A-Za-z0-9_-]{0,40}){0,3}|.{0,40}") {
        if let Err(error) = TcString::parse(&text) {
            prop_assert!(error.bit() <= text.len() * 6);
            prop_assert!(error.number() <= text.split('.').count());
        }
    }
}
