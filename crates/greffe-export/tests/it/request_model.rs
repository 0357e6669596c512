//! Random walks of a request against a naive machine that is written from `tests/data/request-steps.tsv`, and nothing of the crate.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use greffe_calendar::{Calendar, Place, RequestDeadline, SubjectRequest, Suspension};
use greffe_export::{
    Asker, ClockPolicy, DueDates, ErasureGround, Event, Evidence, ExtensionReason, Fee, FeeGround,
    Forwarding, IdentityDoubt, IdentityMeans, IdentityQuestion, NoticeResult, ObjectionGround,
    Occurred, Outcome, Particulars, Power, PowerEvidence, Refusal, RefusalReason, Request,
    RequestStep, Right, State, SuspensionReason, TransitionError,
};
use greffe_terms::{Citation, Text};
use proptest::prelude::*;

use crate::fixture::day;

const TABLE: &str = include_str!("../data/request-steps.tsv");

/// Step to the states from which it is open.
fn table() -> BTreeMap<&'static str, Vec<&'static str>> {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    rows.map(|row| {
        let (step, states) = row.split_once('\t').unwrap();
        (step, states.split(' ').collect())
    })
    .collect()
}

#[test]
fn the_machine_is_the_table() {
    let table = table();
    assert_eq!(table.len(), RequestStep::ALL.len());
    for step in RequestStep::ALL {
        for state in State::ALL {
            assert_eq!(
                step.is_open_from(*state),
                table[step.code()].contains(&state.code()),
                "{step:?} from {state:?}"
            );
        }
    }
}

const RIGHTS: [Right; 4] = [
    Right::Access,
    Right::Erasure,
    Right::Rectification,
    Right::Objection,
];

/// One try: what, on which right, on which day.
#[derive(Debug, Clone, Copy)]
struct Try {
    step: &'static str,
    right: Right,
    on: NaiveDate,
    variant: u8,
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let steps: Vec<&'static str> = table().into_keys().collect();
    // The way forward is taken more often, or no walk would get far.
    let ahead = vec!["specify", "scope", "collect", "review", "grant", "refuse"];
    let step = prop_oneof![prop::sample::select(steps), prop::sample::select(ahead)];
    let one = (step, 0..RIGHTS.len(), 0_u32..2, any::<u8>());
    prop::collection::vec(one, 0..60).prop_map(|tries| {
        let mut on = day(3, 2);
        let moved = tries.into_iter().map(|(step, right, days, variant)| {
            on = on + chrono::Days::new(u64::from(days));
            // Now and then a day too early.
            let early = if variant > 250 { 1 } else { 0 };
            Try {
                step,
                right: RIGHTS[right],
                on: on - chrono::Days::new(early),
                variant,
            }
        });
        moved.collect()
    })
}

fn start() -> impl Strategy<Value = Request> {
    let asker = prop_oneof![Just(Asker::Person), Just(Asker::Proxy)];
    let clock = prop::sample::select(ClockPolicy::ALL.to_vec());
    (1..16_u8, asker, clock, any::<bool>(), any::<bool>()).prop_map(
        |(set, asker, clock, shown, posted)| {
            let mut rights = RIGHTS
                .iter()
                .enumerate()
                .filter(|(place, _)| set & (1 << place) != 0);
            let (_, first) = rights.next().unwrap();
            let mut request = Request::received("R-1".parse().unwrap(), *first, day(3, 2));
            for (_, right) in rights {
                request = request.also(*right);
            }
            request = request.asked_by(asker).counted_by(clock);
            if shown {
                request = request.with_evidence(Evidence::RegisteredLetter);
            }
            if posted {
                request = request.posted_on(day(2, 27)).unwrap();
            }
            request
        },
    )
}

fn particulars(right: Right) -> Particulars {
    match right {
        Right::Rectification => Particulars::Rectification(vec!["customers.city".parse().unwrap()]),
        Right::Objection => Particulars::Objection(ObjectionGround::Situation),
        _ => Particulars::Erasure(ErasureGround::Unlawful),
    }
}

/// Of all or of a part; without a last day, or with one and a provision beside that of the reason.
fn refusal(one: Try) -> Refusal {
    let refusal = Refusal::new(RefusalReason::Excessive, Text::plain("third in a month"))
        .demonstrated_by(Text::plain("file note 7"));
    let refusal = match one.variant & 4 {
        0 => refusal,
        _ => refusal
            .about(Text::new(Some("les courriels".into()), Some("the mails".into())).unwrap()),
    };
    match one.variant & 8 {
        0 => refusal,
        _ => refusal
            .kept_until(one.on)
            .citing(Citation::from_static("GDPR 23(1)(j)")),
    }
}

fn ground(variant: u8) -> FeeGround {
    match variant % 4 {
        2 => FeeGround::FurtherCopy,
        _ => FeeGround::Excessive,
    }
}

/// Now and then one that nobody demonstrated, or that is nothing.
fn fee(variant: u8) -> Fee {
    let cents = if variant % 4 == 3 { 0 } else { 1_250 };
    let fee = Fee::new(
        ground(variant),
        cents,
        Text::plain("third in a month"),
        Text::plain("postage"),
    );
    match variant % 4 {
        1 => fee,
        _ => fee.demonstrated_by(Text::plain("file note 7")),
    }
}

fn attempt(request: &mut Request, one: Try) -> Result<(), TransitionError> {
    let at = match one.variant % 3 {
        0 => Occurred::on(one.on),
        _ => Occurred::on(one.on).shown_by(Evidence::Email),
    };
    let right = one.right;
    match one.step {
        "specify" => request.specify(particulars(right), at),
        "show_power" => {
            request.show_power(Power::shown_by(PowerEvidence::Mandate).until(day(3, 9)), at)
        }
        "ask_identity" => request.ask_identity(
            at,
            IdentityQuestion::new(IdentityMeans::DocumentCopy, IdentityDoubt::Mismatch),
        ),
        "delete_identity_copy" => request.delete_identity_copy(at),
        "scope" => request.scope(at),
        "collect" => request.collect(at),
        "review" => request.review(at),
        "grant" if one.variant.is_multiple_of(2) => request.grant(right, at),
        "grant" => request.grant_partly(right, [refusal(one)], at),
        "refuse" => request.refuse(right, refusal(one), at),
        "withdraw" if one.variant.is_multiple_of(4) => request.withdraw(at),
        "withdraw" => request.withdraw_right(right, at),
        "announce_fee" => request.announce_fee(right, fee(one.variant), at),
        "agree_fee" => request.agree_fee(right, at),
        "waive_fee" => request.waive_fee(right, at),
        "extend" => request.extend(at, ExtensionReason::Number, None),
        "suspend" if one.variant.is_multiple_of(2) => {
            request.suspend(at, SuspensionReason::Identity)
        }
        "suspend" => request.suspend(at, SuspensionReason::Clarification),
        "resume" => request.resume(at, None),
        "forward" => request.forward(at, Forwarding::BetweenJointControllers),
        "name_recipients" => request.name_recipients(
            right,
            vec![
                Text::plain("Banque du Port"),
                Text::plain("Transports Alba"),
            ],
            at,
        ),
        "tell_recipient" => request.tell_recipient(
            right,
            usize::from(one.variant % 3),
            match one.variant.is_multiple_of(2) {
                true => NoticeResult::Told,
                false => NoticeResult::Disproportionate,
            },
            at,
        ),
        "ask_recipients" => request.ask_recipients(at),
        _ => request.disclose_recipients(at),
    }
}

/// What a right has become: granted, partly, refused, withdrawn.
type Fates = BTreeMap<Right, Option<char>>;

/// The naive machine.
#[derive(Debug, Clone)]
struct Model {
    state: &'static str,
    fates: Fates,
    last: NaiveDate,
    proxy: bool,
    power: bool,
    specified: Vec<Right>,
    copy: bool,
    /// The grounds of the fees that stand, and whether they are agreed to.
    fees: BTreeMap<Right, (FeeGround, bool)>,
    extended: bool,
    stopped: bool,
    named: BTreeMap<Right, [bool; 2]>,
    asked: bool,
}

impl Model {
    fn of(request: &Request) -> Self {
        Self {
            state: "received",
            fates: request.rights().map(|right| (right, None)).collect(),
            last: day(3, 2),
            proxy: request.asker() == Asker::Proxy,
            power: false,
            specified: Vec::new(),
            copy: false,
            fees: BTreeMap::new(),
            extended: false,
            stopped: false,
            named: BTreeMap::new(),
            asked: false,
        }
    }

    fn is_open(&self, right: Right) -> bool {
        self.fates.get(&right) == Some(&None)
    }

    fn granted(&self, right: Right) -> bool {
        matches!(self.fates.get(&right), Some(Some('g' | 'p')))
    }

    /// Takes the step, or says that it is none.
    fn take(&mut self, one: Try, table: &BTreeMap<&str, Vec<&str>>) -> bool {
        if !table[one.step].contains(&self.state) || one.on < self.last {
            return false;
        }
        let right = one.right;
        let even = one.variant.is_multiple_of(2);
        match one.step {
            // Access has no particulars: the try above then specifies an erasure.
            "specify" => {
                let right = if right == Right::Access {
                    Right::Erasure
                } else {
                    right
                };
                if !self.is_open(right) {
                    return false;
                }
                self.specified.push(right);
            }
            "show_power" if self.proxy => self.power = true,
            "ask_identity" => (self.state, self.copy) = ("identity_pending", true),
            "delete_identity_copy" if self.copy => self.copy = false,
            "scope" => {
                let powerless = self.proxy && !(self.power && one.on <= day(3, 9));
                let needs = [Right::Rectification, Right::Objection];
                let vague = needs
                    .iter()
                    .any(|right| self.is_open(*right) && !self.specified.contains(right));
                if powerless || vague {
                    return false;
                }
                self.state = "scoped";
            }
            "collect" => self.state = "collected",
            "review" => self.state = "reviewed",
            "grant" | "refuse" if self.is_open(right) => {
                let stands = self.fees.get(&right);
                let undecided = matches!(stands, Some((_, false)));
                let paid = stands == Some(&(FeeGround::Excessive, true));
                // Both a partial grant and a refusal hold that the request is excessive.
                let refuses = one.step == "refuse" || !even;
                if (one.step == "grant" && undecided) || (refuses && paid) {
                    return false;
                }
                let fate = match (one.step, even) {
                    ("refuse", _) => 'r',
                    (_, true) => 'g',
                    _ => 'p',
                };
                self.fates.insert(right, Some(fate));
            }
            "withdraw" if one.variant.is_multiple_of(4) => {
                for fate in self.fates.values_mut() {
                    fate.get_or_insert('w');
                }
            }
            "withdraw" if self.is_open(right) => {
                self.fates.insert(right, Some('w'));
            }
            "announce_fee" if self.is_open(right) => {
                let allowed = match one.variant % 4 {
                    0 => true,
                    2 => right == Right::Access,
                    _ => false,
                };
                if !allowed || self.fees.contains_key(&right) {
                    return false;
                }
                self.fees.insert(right, (ground(one.variant), false));
            }
            "agree_fee" if self.is_open(right) => match self.fees.get_mut(&right) {
                Some((_, agreed)) if !*agreed => *agreed = true,
                _ => return false,
            },
            "waive_fee" if self.is_open(right) => {
                if self.fees.remove(&right).is_none() {
                    return false;
                }
            }
            "extend" if !self.extended => self.extended = true,
            "suspend" if !self.stopped => self.stopped = true,
            "resume" if self.stopped => self.stopped = false,
            "forward" => {}
            "name_recipients" => {
                let reaches = matches!(right, Right::Erasure | Right::Rectification);
                if !reaches || !self.granted(right) || self.named.contains_key(&right) {
                    return false;
                }
                self.named.insert(right, [false; 2]);
            }
            "tell_recipient" => {
                let place = usize::from(one.variant % 3);
                match self
                    .named
                    .get_mut(&right)
                    .and_then(|told| told.get_mut(place))
                {
                    Some(told) if !*told => *told = even,
                    _ => return false,
                }
            }
            "ask_recipients" if !self.asked => self.asked = true,
            "disclose_recipients" if self.asked => self.asked = false,
            _ => return false,
        }
        self.last = one.on;
        if self.fates.values().all(Option::is_some) {
            let has = |wanted: &[char]| {
                self.fates
                    .values()
                    .flatten()
                    .any(|fate| wanted.contains(fate))
            };
            self.state = match (has(&['g', 'p']), has(&['r', 'p'])) {
                (true, false) => "delivered",
                (true, true) => "partly_refused",
                (false, true) => "refused",
                (false, false) => "withdrawn",
            };
        }
        true
    }
}

/// The deadline of a request, counted by hand from its log.
fn by_hand(request: &Request) -> RequestDeadline {
    let policy = request.clock_policy();
    let mut counted = SubjectRequest::received(request.received_on());
    if let Some(posted) = request.posted() {
        counted = counted.posted(posted).unwrap();
    }
    let (mut asked, mut scoped, mut open) = (false, false, None);
    let unsettled = request
        .rights()
        .any(|right| request.outcome(right).is_none());
    // What is due is what is open; of a closed request, what was answered last, if anything was.
    let answers = request.log().iter().filter_map(|entry| match &entry.event {
        Event::Granted(right) | Event::PartlyGranted(right, _) | Event::Refused(right, _) => {
            Some((entry.on, *right))
        }
        _ => None,
    });
    let answers: Vec<_> = answers.collect();
    let is_due = |right: &Right| match answers.last() {
        _ if unsettled => request.outcome(*right).is_none(),
        Some((last, _)) => answers.contains(&(*last, *right)),
        None => true,
    };
    let only_access = request
        .rights()
        .filter(is_due)
        .all(|right| right == Right::Access);
    for entry in request.log() {
        match entry.event {
            Event::IdentityAsked(_) => asked = true,
            Event::Suspended(reason) => {
                let counts = match (policy, reason) {
                    (ClockPolicy::Never, _) => false,
                    (_, SuspensionReason::Identity) => asked && !scoped,
                    (policy, _) => policy == ClockPolicy::Guidelines && only_access,
                };
                open = counts.then_some(entry.on);
            }
            Event::Resumed | Event::Reached(_) => {
                scoped |= entry.event != Event::Resumed;
                if let Some(since) = open.take() {
                    let pause = Suspension::new(since, Some(entry.on)).unwrap();
                    counted = counted.suspended(pause).unwrap();
                }
            }
            Event::Extended(_) => counted = counted.extended_on(entry.on).unwrap(),
            _ => {}
        }
    }
    if let Some(since) = open {
        counted = counted
            .suspended(Suspension::new(since, None).unwrap())
            .unwrap();
    }
    counted.response_due(&Calendar::of(Place::France)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn every_walk_agrees_with_the_naive_machine(start in start(), tries in tries()) {
        let table = table();
        let mut request = start;
        let mut model = Model::of(&request);
        for one in tries {
            let before = request.clone();
            let taken = attempt(&mut request, one);
            prop_assert_eq!(taken.is_ok(), model.take(one, &table), "{:?}: {:?}", one, &taken);
            prop_assert_eq!(request.state().code(), model.state);
            match taken {
                Err(_) => prop_assert_eq!(&request, &before, "a refused step left a trace"),
                Ok(()) => {
                    prop_assert_eq!(request.log().len(), before.log().len() + 1);
                    prop_assert!(request.state() >= before.state(), "states go forward");
                    prop_assert!(request.log().is_sorted_by_key(|entry| entry.on));
                }
            }
            prop_assert_eq!(request.is_suspended(), model.stopped);
            prop_assert_eq!(request.keeps_identity_copy(), model.copy);
            let holding = [Right::Access, Right::Portability, Right::Restriction];
            let open = holding.into_iter().any(|right| model.is_open(right));
            prop_assert_eq!(request.holds_purge(), open, "what was asked for must not go before the answer");
            for (right, fate) in &model.fates {
                let found = request.outcome(*right).map(|outcome| match outcome {
                    Outcome::Granted(_) => 'g',
                    Outcome::PartlyGranted(..) => 'p',
                    Outcome::Refused(..) => 'r',
                    Outcome::Withdrawn(_) => 'w',
                });
                prop_assert_eq!(&found, fate);
            }
        }
    }

    #[test]
    fn a_stored_request_reads_back_the_same(start in start(), tries in tries(), due in any::<bool>()) {
        let mut request = start;
        if due {
            request = request.due_by(DueDates { strict: day(12, 2), lenient: day(12, 4) });
        }
        for one in tries {
            let _ = attempt(&mut request, one);
        }
        let json = request.to_json();
        let read = Request::from_json(&json);
        prop_assert_eq!(read.as_ref(), Ok(&request));
        prop_assert_eq!(read.unwrap().to_json(), json);
    }

    #[test]
    fn every_deadline_is_the_calendars(start in start(), tries in tries()) {
        let mut request = start;
        for one in tries {
            let _ = attempt(&mut request, one);
        }
        let found = request.deadline(&Calendar::of(Place::France)).unwrap();
        let expected = by_hand(&request);
        prop_assert_eq!(&found, &expected);
        // What does not stop the clock can only make the answer due earlier.
        let strict = |request: &Request| {
            let deadline = request.deadline(&Calendar::of(Place::France)).unwrap();
            deadline.readings().map(|readings| readings.strict().last_day())
        };
        let without = strict(&request.clone().counted_by(ClockPolicy::Never)).unwrap();
        prop_assert!(strict(&request).is_none_or(|with| without <= with));
    }

    #[test]
    fn no_finding_goes_away_by_waiting(start in start(), tries in tries(), wait in 0_u64..200) {
        let mut request = start;
        for one in tries {
            let _ = attempt(&mut request, one);
        }
        let calendar = Calendar::of(Place::France);
        let today = day(6, 1);
        let codes = |on| {
            let found = request.findings(&calendar, on).unwrap();
            found.iter().map(|finding| finding.code()).collect::<Vec<_>>()
        };
        let (now, later) = (codes(today), codes(today + chrono::Days::new(wait)));
        prop_assert!(now.iter().all(|code| later.contains(code)), "{:?} then {:?}", now, later);
    }
}
