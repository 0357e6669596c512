//! Digests of policies drawn at random: equal where the policies are, and only there, and the same once they are read back.

use greffe_calendar::{Period, zone};
use greffe_consent::signal::tcf::Restriction;
use greffe_consent::*;
use greffe_terms::{Channel, LegalBasis, PurposeId, SensitiveCategory, SpecialCondition};
use proptest::prelude::*;

use crate::fixture::{day, id};

/// Choices out of the digits of a number.
struct Draw(u128);

impl Draw {
    fn below(&mut self, count: usize) -> usize {
        let drawn = self.0 % count as u128;
        self.0 /= count as u128;
        usize::try_from(drawn).unwrap()
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 1
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

fn name(number: usize) -> PurposeId {
    id(&format!("p{number}"))
}

/// The purpose of that number, below an earlier one or none.
fn purpose(number: usize, drawn: u128) -> Purpose {
    let mut draw = Draw(drawn);
    let bases: &[LegalBasis] = draw.of(&[
        &[LegalBasis::Consent],
        &[LegalBasis::LegitimateInterests],
        &[LegalBasis::Contract, LegalBasis::Consent],
        &[LegalBasis::Consent, LegalBasis::Contract],
        &[],
    ]);
    let needs_nothing = draw.one_in(6);
    let mut purpose = match needs_nothing {
        true => Purpose::without_personal_data(name(number)),
        false => Purpose::new(name(number), bases.iter().copied()),
    };
    if number > 0 && !draw.one_in(4) {
        purpose = purpose.child_of(name(draw.below(number)));
    }
    if draw.one_in(3) && !needs_nothing {
        purpose = purpose.marketing();
        if draw.one_in(2) {
            purpose = purpose.in_sector(draw.of(Sector::ALL));
        }
    }
    if draw.one_in(6) && !needs_nothing {
        purpose = purpose.channels([draw.of(Channel::ALL), draw.of(Channel::ALL)]);
    }
    if draw.one_in(6) {
        purpose = purpose.reads_terminal(draw.of(Access::ALL));
    }
    if draw.one_in(8) {
        let ground = draw.of(&[
            ExemptionGround::StrictlyNecessary,
            ExemptionGround::CommunicationOnly,
        ]);
        let mut exemption =
            Exemption::new(ground, draw.of(&["panier \"\u{7f}\u{1}é\" \\", "login"]));
        if draw.one_in(2) {
            exemption = exemption.meeting([draw.of(ExemptionCondition::ALL)]);
        }
        if draw.one_in(2) {
            let months = |draw: &mut Draw| Period::months(draw.of(&[1, 12]));
            exemption = exemption.lasting(months(&mut draw), months(&mut draw));
        }
        purpose = purpose.exempt(exemption);
    }
    if draw.one_in(6) && !purpose.bases().is_empty() {
        purpose = purpose
            .special_categories([draw.of(SensitiveCategory::ALL)])
            .on_condition(draw.of(SpecialCondition::ALL));
    }
    if draw.one_in(8) {
        purpose = purpose.under_restriction(draw.of(RestrictionGround::ALL));
    }
    if draw.one_in(8) {
        purpose = purpose.closed_by_gpc(draw.of(GpcMeaning::ALL));
    }
    if draw.one_in(8) {
        purpose = purpose.tcf(u8::try_from(draw.below(10)).unwrap());
    }
    if needs_nothing {
        return purpose;
    }
    for set in [
        Purpose::requires_consent,
        Purpose::offered_to_children,
        Purpose::goes_on_after_death,
    ] {
        if draw.one_in(5) {
            purpose = set(purpose);
        }
    }
    let asks_consent = purpose.asks_consent();
    if asks_consent {
        purpose = terms_of_consent(purpose, &mut draw);
    }
    if purpose.is_marketing() {
        for set in [
            Purpose::related_to_contract,
            Purpose::calls_at_any_hour,
            Purpose::soft_opt_in,
            Purpose::to_professionals,
        ] {
            if draw.one_in(if asks_consent { 12 } else { 3 }) {
                purpose = set(purpose);
            }
        }
    }
    purpose
}

fn terms_of_consent(mut purpose: Purpose, draw: &mut Draw) -> Purpose {
    if draw.one_in(3) {
        purpose = purpose.validity(
            draw.of(&["P6M", "P1Y", "P12M", "P1Y2M3D", "P2W"])
                .parse()
                .unwrap(),
        );
    }
    if draw.one_in(4) {
        let deadline = draw.of(&["2026-04-01", "2026-05-01"]);
        purpose = purpose.campaign(Campaign::new(day("2026-03-01"), day(deadline)));
    }
    for set in [
        Purpose::double_opt_in,
        (|purpose: Purpose| purpose.minimum_notice(1)) as fn(Purpose) -> Purpose,
        |purpose: Purpose| purpose.minimum_notice(2),
    ] {
        if draw.one_in(6) {
            purpose = set(purpose);
        }
    }
    purpose
}

fn notice(purposes: usize, version: u32, draw: &mut Draw) -> Notice {
    let listed = (0..purposes).filter(|_| !draw.one_in(4)).map(name);
    let notice = Notice::new("n".parse().unwrap(), version, listed);
    match draw.one_in(3) {
        true => notice.worded(WordingDigest::of(draw.of(&["Oui", "Non"]))),
        false => notice,
    }
}

/// The policy, and the same with what has no order turned round; none where they contradict themselves.
fn policies(purposes: &[u128], drawn: u128) -> Option<[Policy; 2]> {
    let build = |turned: bool| {
        let mut draw = Draw(drawn);
        let paris = zone::parse("Europe/Paris").unwrap();
        let mut all: Vec<Purpose> = purposes
            .iter()
            .enumerate()
            .map(|(n, drawn)| purpose(n, *drawn))
            .collect();
        let count = all.len();
        let mut notices = [1, 2].map(|version| notice(count, version, &mut draw));
        let restricted = [Restriction::NotAllowed, Restriction::RequireConsent];
        let mut vendors = [3, 755].map(|number| {
            let about = name(draw.below(count));
            let vendor = Vendor::new(VendorId::new(number));
            let vendor = match draw.below(3) {
                0 => vendor,
                1 => vendor.having(about.clone(), LegalBasis::Consent),
                _ => vendor
                    .having(about.clone(), LegalBasis::Consent)
                    .flexible_on(about.clone()),
            };
            (
                vendor,
                draw.one_in(2)
                    .then(|| (VendorId::new(number), about, draw.of(&restricted))),
            )
        });
        let mut builder = Policy::in_zone(paris)
            .unsubscription_is_objection(draw.one_in(2))
            .free_account_is_sale(draw.one_in(2))
            .holders(draw.of(Holders::ALL))
            .link_conflict(draw.of(LinkConflict::ALL))
            .authorisation_outlasts_childhood(draw.one_in(2))
            .guardian_may_consent(draw.one_in(2))
            .proxy_may_consent(draw.one_in(2));
        if draw.one_in(2) {
            builder = builder.established_in(draw.of(&["FR", "DE"]).parse().unwrap());
        }
        if draw.one_in(3) {
            builder = builder.tcf_notice(NoticeShown::new("n".parse().unwrap(), 1));
        }
        if turned {
            all.reverse();
            notices.reverse();
            vendors.reverse();
        }
        let builder = all.into_iter().fold(builder, PolicyBuilder::purpose);
        let builder = notices.into_iter().fold(builder, PolicyBuilder::notice);
        let builder = vendors
            .into_iter()
            .fold(builder, |builder, (vendor, restricted)| {
                let builder = builder.vendor(vendor);
                match restricted {
                    Some((number, purpose, restriction)) => {
                        builder.restrict(number, purpose, restriction)
                    }
                    None => builder,
                }
            });
        builder.build().ok()
    };
    Some([build(false)?, build(true)?])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn a_policy_drawn_at_random_reads_back_with_its_digest_in_any_order(
        purposes in prop::collection::vec(any::<u128>(), 1..5), drawn: u128,
    ) {
        if let Some([policy, turned]) = policies(&purposes, drawn) {
            prop_assert_eq!(policy.to_canonical_json(), turned.to_canonical_json());
            let back = Policy::from_json(&policy.to_canonical_json()).unwrap();
            prop_assert_eq!(back.digest(), policy.digest());
            prop_assert_eq!(back, policy);
        }
    }

    #[test]
    fn two_policies_have_one_digest_where_they_are_one_policy_and_nowhere_else(
        one in prop::collection::vec(any::<u128>(), 1..4), drawn: u128, other: u128, place: usize, whole: bool,
    ) {
        let mut changed = one.clone();
        let place = place % one.len();
        changed[place] = other;
        let after = if whole { policies(&one, other) } else { policies(&changed, drawn) };
        if let (Some([policy, _]), Some([after, _])) = (policies(&one, drawn), after) {
            prop_assert_eq!(policy == after, policy.digest() == after.digest());
        }
    }
}
