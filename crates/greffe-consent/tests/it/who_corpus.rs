//! The telling histories: the rows of who decides, asked of the second evaluator too, as far as it knows what stands in them. Random histories
//! meet few of these states; here each of them stands for good.

use chrono::{DateTime, Days, Utc};
use greffe_consent::*;

use crate::fixture::{day, id};
use crate::table::Case;
use crate::who::{cases, with_its_knobs};
use crate::who_properties::PURPOSES;
use crate::who_reference::{self, Child};

/// What the row tells of the person and of the policy, where the second evaluator knows all of it.
fn world(case: &Case) -> Option<(Child, LinkConflict)> {
    let mut child = Child {
        born: None,
        residence: None,
        established: None,
        holders: None,
        any_holder: false,
        outlasts: false,
    };
    let known = |country| {
        ["FR", "DE", "ES", "CH"]
            .contains(&country)
            .then_some(country)
    };
    for word in case
        .column("context")
        .split(' ')
        .filter(|word| *word != "-")
    {
        match word.split_once('=').unwrap() {
            ("born", born) => child.born = Some(day(born)),
            ("in", country) => child.residence = Some(known(country)?),
            ("holders", number) => child.holders = Some(number.parse().unwrap()),
            ("zone", "Europe/Paris") => {}
            _ => return None,
        }
    }
    let mut links = LinkConflict::DenialPrevails;
    for knob in case.column("knobs").split(' ').filter(|knob| *knob != "-") {
        match knob {
            "any" => child.any_holder = true,
            "outlasts" => child.outlasts = true,
            "guardian" | "proxy" => return None,
            knob => match knob.strip_prefix("in=") {
                Some(country) => child.established = Some(known(country)?),
                None => links = knob.parse().unwrap(),
            },
        }
    }
    Some((child, links))
}

/// Whether the second evaluator knows the event, asked about the purpose then.
fn is_known(event: &Event, purpose: &str, t: DateTime<Utc>) -> bool {
    let runs = |consent: &Consent| {
        let names_measure = consent.purposes().names(&id("measure"));
        let lasts = event.occurred() + Days::new(150) > t;
        let is_first = consent.notice().version() == 1;
        is_first
            && lasts
            && consent.act().is_affirmative()
            && !(purpose == "measure" && names_measure)
    };
    match event.kind() {
        Kind::Given(consent) => event.provenance() == Provenance::Person && runs(consent),
        Kind::ParentAuthorised(given) => {
            event.provenance() == Provenance::Parent && runs(given.consent())
        }
        Kind::Confirmed { act, .. } => act.is_affirmative(),
        Kind::Withdrawn { .. }
        | Kind::Refused { .. }
        | Kind::Objected { .. }
        | Kind::VendorsRefused { .. }
        | Kind::SignalReceived(_)
        | Kind::DeviceLinked { .. }
        | Kind::Died => true,
        _ => false,
    }
}

#[test]
fn the_second_evaluator_answers_every_row_that_it_knows_as_the_row_does() {
    let (mut asked, mut wrong) = (0, Vec::new());
    for case in cases() {
        let purpose = case.column("purpose");
        let vendor = case.column("vendor").parse().ok();
        let (t, k) = case.instants();
        let ledger = case.history();
        let events: Vec<Event> = ledger.entries().map(|(event, _)| event.clone()).collect();
        let knows = PURPOSES.contains(&purpose)
            && vendor.is_none_or(|vendor: u16| purpose != "games" && vendor <= 7)
            && events.iter().all(|event| is_known(event, purpose, t));
        let Some(world) = world(&case).filter(|_| knows) else {
            continue;
        };
        let naive =
            who_reference::is_allowed(&events, (purpose, vendor.map(VendorId::new)), world, t, k);
        let engine = case.decide(&with_its_knobs(&case)).is_allowed();
        let row = case.column("outcome") == "allow";
        if (naive, engine) != (row, row) {
            wrong.push((case.name(), naive, engine));
        }
        asked += 1;
    }
    assert!(wrong.is_empty(), "row, naive, engine: {wrong:#?}");
    assert!(asked > 100, "{asked} rows");
}
