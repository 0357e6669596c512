//! Bans of marketing by sector: the table, and a second way to tell what is banned.

use chrono::{DateTime, TimeDelta, Utc};
use greffe_consent::*;
use greffe_terms::{Channel, LegalBasis};
use proptest::prelude::*;

use crate::fixture::{at, event, id, notice, person};
use crate::table::{self, Case, context};

const EVERY_CHANNEL: [Channel; 6] = [
    Channel::Email,
    Channel::Sms,
    Channel::Call,
    Channel::AutomaticCall,
    Channel::Fax,
    Channel::Post,
];

fn by_consent(name: &str, sector: Sector) -> Purpose {
    let purpose = Purpose::new(id(name), [LegalBasis::Consent]).marketing();
    purpose
        .channels(EVERY_CHANNEL)
        .in_sector(sector)
        .related_to_contract()
}

fn builder() -> PolicyBuilder {
    let all = [
        "insulation",
        "insulation-calls",
        "insulation-profile",
        "stair-lifts",
        "training",
    ];
    let profile = Purpose::new(id("insulation-profile"), [LegalBasis::Consent]);
    let trade = Purpose::new(id("trade-works"), [LegalBasis::LegitimateInterests]);
    Policy::in_zone(greffe_calendar::zone::parse("Europe/Paris").unwrap())
        .purpose(by_consent("insulation", Sector::EnergyWorks))
        .purpose(by_consent("insulation-calls", Sector::EnergyWorks).channels([Channel::Call]))
        .purpose(
            profile
                .child_of(id("insulation"))
                .channels([Channel::Email]),
        )
        .purpose(by_consent("stair-lifts", Sector::DwellingAdaptation))
        .purpose(by_consent("training", Sector::TrainingAccount))
        .purpose(
            trade
                .marketing()
                .channels([Channel::Email])
                .to_professionals()
                .in_sector(Sector::EnergyWorks),
        )
        .purpose(
            Purpose::new(id("training-works"), [LegalBasis::LegitimateInterests])
                .marketing()
                .channels([Channel::Email])
                .to_professionals()
                .in_sector(Sector::EnergyWorks)
                .child_of(id("training")),
        )
        .notice(notice("letter", 1, &all))
}

fn consented() -> Ledger {
    let names = "insulation+insulation-calls+insulation-profile+stair-lifts+training";
    let mut ledger = Ledger::new();
    let given = event(1, &format!("given {names} 2020-01-01T10:00:00Z"));
    ledger.append(given).unwrap();
    ledger
}

#[test]
fn every_case_is_decided_as_its_source_says() {
    table::check(&cases(), |_| policy());
}

pub(crate) fn cases() -> Vec<Case> {
    table::cases(include_str!("../data/sector_cases.tsv"))
}

pub(crate) fn policy() -> Policy {
    builder().build().unwrap()
}

/// Plainly: what the three texts close, and from when.
fn is_banned(sector: Sector, channel: Channel, t: DateTime<Utc>) -> bool {
    let since = match (sector, channel) {
        (_, Channel::Post | Channel::Fax | Channel::Web) => return false,
        (Sector::EnergyWorks, Channel::Call | Channel::AutomaticCall) => {
            "2020-07-26T00:00:00+02:00"
        }
        (Sector::TrainingAccount, _) => "2022-12-21T00:00:00+01:00",
        _ => "2025-07-01T00:00:00+02:00",
    };
    t >= at(since)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_ban_closes_what_the_texts_name_whatever_was_consented_to(
        place in 0..3_usize,
        channel in 0..EVERY_CHANNEL.len(),
        contract in proptest::option::of(any::<bool>()),
        days in 0..3_000_i64,
    ) {
        let (policy, ledger) = (policy(), consented());
        let sector = Sector::ALL[place];
        let purpose = ["insulation", "stair-lifts", "training"][place];
        let channel = EVERY_CHANNEL[channel];
        let t = at("2020-01-02T10:00:00Z") + TimeDelta::days(days);
        let known = context(match contract {
            None => "zone=Europe/Paris calls=none",
            Some(true) => "zone=Europe/Paris calls=none contract=true",
            Some(false) => "zone=Europe/Paris calls=none contract=false",
        });
        let question = Question::about(purpose).by(channel).for_person(person()).in_context(&known);
        let decision = policy.decide(&ledger, question, t);
        let bans = [Reason::DwellingWorksBan, Reason::TrainingAccountBan];
        let banned = decision.failures().any(|reason| bans.contains(&reason));
        prop_assert_eq!(banned, is_banned(sector, channel, t) && contract != Some(true));
        prop_assert!(!banned || !decision.is_allowed());
        if let Some(next) = decision.next_change() {
            let before = policy.decide(&ledger, question, next - TimeDelta::microseconds(1));
            let after = policy.decide(&ledger, question, next);
            prop_assert_eq!(before.verdict(), decision.verdict());
            prop_assert_ne!(after.verdict(), decision.verdict());
        }
    }
}

#[test]
fn a_sector_is_one_of_marketing_and_a_file_says_it() {
    let purpose = Purpose::new(id("new"), [LegalBasis::Consent]).in_sector(Sector::EnergyWorks);
    assert_eq!(
        builder().purpose(purpose).build(),
        Err(PolicyError::Reach(id("new")))
    );
    let file = r#"
        zone = "Europe/Paris"
        [[purpose]]
        id = "insulation"
        basis = ["consent"]
        marketing = true
        channels = ["email"]
        sector = "energy_works"
    "#;
    let read = Policy::from_toml(file).unwrap();
    let question = Question::about("insulation")
        .by(Channel::Email)
        .for_person(person());
    let decision = read.decide(&Ledger::new(), question, at("2026-03-02T10:00:00Z"));
    assert_eq!(decision.reason(), Reason::DwellingWorksBan);
    assert_eq!(
        decision
            .citations()
            .first()
            .map(|citation| citation.to_string()),
        Some("C. conso. L223-1".to_owned())
    );
}
