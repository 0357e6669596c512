//! A second evaluator of rules R7, R12, R13 and R14, written from the table alone: it lists what each person's events say of one purpose, with
//! when, and asks plain questions of that list. It knows the policy of the cases by heart and answers whether it is allowed.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use greffe_consent::signal::tcf::Restriction;
use greffe_consent::signal::{Signal, TcChoices};
use greffe_consent::*;

use crate::fixture::{id, person};
use crate::reference::six_months;
use crate::who_reference_children::{plays, who_consents};

#[derive(Debug, Clone, Copy)]
pub(crate) struct Child {
    pub(crate) born: Option<NaiveDate>,
    pub(crate) residence: Option<&'static str>,
    pub(crate) established: Option<&'static str>,
    pub(crate) holders: Option<u8>,
    pub(crate) any_holder: bool,
    pub(crate) outlasts: bool,
}

pub(crate) type Vendors = BTreeSet<VendorId>;

#[derive(Clone, Debug)]
pub(crate) enum Says {
    Yes {
        end: Option<DateTime<Utc>>,
        chosen: Option<Vendors>,
        /// By a signal; otherwise by the notice.
        disclosed: Option<Vendors>,
        /// The earliest instant at which it may have been said.
        from: DateTime<Utc>,
    },
    Parent {
        holder: u8,
        end: Option<DateTime<Utc>>,
    },
    Confirmed,
    No,
    /// An objection: a right, and a no to what rests on consent.
    Objection,
    VendorNo(Vendors),
}

#[derive(Clone, Debug)]
pub(crate) struct Fact {
    pub(crate) at: DateTime<Utc>,
    rank: u8,
    id: EventId,
    /// Whether the purpose is offered to children.
    asks_age: bool,
    pub(crate) says: Says,
}

impl Fact {
    /// Than the choices of a string of the day that began then, which came at an instant.
    fn may_be_newer(&self, from: DateTime<Utc>, came: DateTime<Utc>) -> bool {
        let may_be_newer = match &self.says {
            Says::No | Says::Objection => from <= self.at,
            Says::Yes {
                disclosed: None, ..
            } => from.date_naive() < self.at.date_naive(),
            Says::Yes { from: theirs, .. } => from < *theirs,
            _ => false,
        };
        may_be_newer && self.at <= came
    }

    fn key(&self) -> impl Ord + use<> {
        let end = match &self.says {
            Says::Yes { end, .. } | Says::Parent { end, .. } => *end,
            _ => None,
        };
        let vendors = match &self.says {
            Says::Yes {
                chosen: Some(chosen),
                ..
            } => chosen.len(),
            _ => usize::MAX,
        };
        (
            self.at,
            self.rank,
            Reverse(end.unwrap_or(DateTime::<Utc>::MAX_UTC)),
            Reverse(vendors),
            self.id,
        )
    }
}

fn day_of(choices: &TcChoices) -> (DateTime<Utc>, DateTime<Utc>) {
    let start = choices.day().and_time(NaiveTime::MIN).and_utc();
    (start, start + Days::new(1) - TimeDelta::nanoseconds(1))
}

/// What one person's events say of the purpose.
fn facts(events: &[&Event], purpose: &str) -> Vec<Fact> {
    let mut all = Vec::new();
    let mut say = |event: &Event, at, rank, says| {
        all.push(Fact {
            at,
            rank,
            id: event.id(),
            asks_age: purpose == "games",
            says,
        })
    };
    for event in events {
        let scope = event.kind().purposes();
        let named = scope.names(&id(purpose));
        let reached = named || *scope == Scope::All;
        let honest = event.occurred() <= event.recorded();
        let (at, rests) = (event.occurred(), purpose != "measure");
        // What closes and is dated ahead is known already.
        let soon = at.min(event.recorded());
        match event.kind() {
            Kind::Given(consent) if named && honest => {
                let notice = if purpose == "games" { "kids" } else { "cmp" };
                if consent.notice().id().as_str() == notice {
                    let says = Says::Yes {
                        end: consent.expires(),
                        chosen: consent.vendors().cloned(),
                        disclosed: None,
                        from: at,
                    };
                    say(event, at, 2, says);
                }
            }
            Kind::ParentAuthorised(given)
                if named && honest && given.consent().notice().id().as_str() == "kids" =>
            {
                let (holder, end) = (given.holder(), given.consent().expires());
                say(event, at, 2, Says::Parent { holder, end });
            }
            Kind::Confirmed { .. } if named && honest => say(event, at, 3, Says::Confirmed),
            Kind::Withdrawn { .. } | Kind::Refused { .. } if named || (reached && rests) => {
                let rank = if matches!(event.kind(), Kind::Refused { .. }) {
                    6
                } else {
                    7
                };
                say(event, soon, rank, Says::No);
            }
            Kind::Objected {
                to: ObjectionTo::Marketing,
                ..
            } if named || (reached && purpose == "ads") => {
                say(event, soon, 8, Says::Objection);
            }
            Kind::Objected {
                to: ObjectionTo::Other,
                ..
            } if reached => say(event, soon, 8, Says::Objection),
            Kind::VendorsRefused { vendors, .. } if reached => {
                say(event, soon, 7, Says::VendorNo(vendors.clone()));
            }
            Kind::SignalReceived(Signal::GlobalPrivacyControl(true)) => match purpose {
                "ads" => say(event, soon, 6, Says::No),
                "measure" => say(event, soon, 8, Says::Objection),
                _ => {}
            },
            Kind::SignalReceived(Signal::Tc(choices)) => {
                let (start, end) = day_of(choices);
                let last = if event.recorded() < start {
                    end
                } else {
                    end.min(event.recorded())
                };
                for at in [start, last] {
                    let soon = at.min(event.recorded());
                    match purpose {
                        "ads" if !choices.grants(4) => say(event, soon, 6, Says::No),
                        "measure" if !choices.allows_interests(7) => {
                            say(event, soon, 8, Says::Objection)
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    // A string grants when it was recorded, unless something denied since its day began.
    for event in events {
        let Kind::SignalReceived(Signal::Tc(choices)) = event.kind() else {
            continue;
        };
        let ((start, end), recorded) = (day_of(choices), event.recorded());
        let denied = all.iter().any(|fact| {
            matches!(fact.says, Says::No | Says::Objection)
                && start <= fact.at
                && fact.at <= recorded
        });
        // What was chosen on a day after, and came before.
        let newer = all.iter().any(|fact| {
            let expressly = matches!(
                fact.says,
                Says::Yes {
                    disclosed: None,
                    ..
                }
            );
            expressly && end < fact.at && fact.at <= recorded
        }) || events.iter().any(|other| match other.kind() {
            Kind::SignalReceived(Signal::Tc(later)) => {
                let honest = other.occurred().max(day_of(later).0) <= other.recorded();
                honest && later.day() > choices.day() && other.recorded() <= recorded
            }
            _ => false,
        });
        let honest = event.occurred() <= recorded && start <= recorded;
        if purpose == "ads" && choices.grants(4) && honest && !denied && !newer {
            let disclosed: Vendors = VENDORS
                .into_iter()
                .filter(|v| choices.discloses(*v))
                .collect();
            let chosen = disclosed
                .iter()
                .copied()
                .filter(|v| choices.vendor_consents(*v))
                .collect();
            let says = Says::Yes {
                end: Some(six_months(start)),
                chosen: Some(chosen),
                disclosed: Some(disclosed),
                from: start,
            };
            all.push(Fact {
                at: recorded,
                rank: 2,
                id: event.id(),
                asks_age: false,
                says,
            });
        }
    }
    all.sort_by_key(Fact::key);
    all
}

/// By the notice.
const SHOWN: [u16; 5] = [1, 2, 3, 5, 6];

/// The place of the last express yes to a vendor before a place.
fn last_answer(list: &[Fact], vendor: VendorId, before: usize) -> Option<usize> {
    list[..before].iter().rposition(|fact| match &fact.says {
        Says::Yes {
            chosen,
            disclosed: None,
            ..
        } => {
            SHOWN.contains(&vendor.number())
                && chosen
                    .as_ref()
                    .is_none_or(|chosen| chosen.contains(&vendor))
        }
        _ => false,
    })
}

const VENDORS: [VendorId; 6] = [
    VendorId::new(1),
    VendorId::new(2),
    VendorId::new(3),
    VendorId::new(4),
    VendorId::new(5),
    VendorId::new(6),
];

pub(crate) fn is_allowed(
    events: &[Event],
    (purpose, vendor): (&str, Option<VendorId>),
    (child, links): (Child, LinkConflict),
    t: DateTime<Utc>,
    k: DateTime<Utc>,
) -> bool {
    let known = |who: PersonKey| -> Vec<&Event> {
        events
            .iter()
            .filter(|e| e.person() == who && e.recorded() <= k)
            .collect()
    };
    let own = known(person());
    let mut list = facts(&own, purpose);
    let mut linked: Vec<&&Event> = own
        .iter()
        .filter(|e| {
            matches!(
                e.kind(),
                Kind::DeviceLinked {
                    authenticated: true,
                    informed: true,
                    ..
                }
            )
        })
        .collect();
    linked.sort_by_key(|e| (e.occurred(), e.id()));
    let mut before: Vec<(PersonKey, DateTime<Utc>)> = Vec::new();
    for link in linked.into_iter().filter(|link| link.occurred() <= t) {
        let device = link.kind().linked_device().unwrap();
        let when = link.occurred();
        let last = before.iter().rfind(|(linked, _)| *linked == device);
        let last = last.map(|(_, at)| *at);
        before.push((device, when));
        let shared = events.iter().any(|e| {
            e.kind().linked_device() == Some(device)
                && e.recorded() <= k
                && e.occurred() <= when
                && e.person() != person()
                && e.person() != device
        });
        let yes_counts = !shared && link.recorded() >= when;
        let theirs = Said::until(when, &facts(&known(device), purpose), child, yes_counts);
        let ours = Said::until(when, &list, child, true);
        list.extend(theirs.brought(&ours, links, (when, last), yes_counts, vendor));
        list.sort_by_key(Fact::key);
        // A string of the account is no newer for having come after it.
        let all = list.clone();
        list.retain(|fact| match &fact.says {
            Says::Yes {
                disclosed: Some(_),
                from,
                ..
            } => !all.iter().any(|other| other.may_be_newer(*from, fact.at)),
            _ => true,
        });
    }
    let died = own
        .iter()
        .any(|e| *e.kind() == Kind::Died && e.occurred().min(e.recorded()) <= t);
    list.retain(|fact| fact.at <= t);
    if died {
        return false;
    }
    let signals = own.iter().filter(|e| e.occurred() <= t);
    let mut signals: Vec<(&Event, &TcChoices)> = signals
        .filter_map(|e| match e.kind() {
            Kind::SignalReceived(Signal::Tc(choices)) => Some((*e, choices)),
            _ => None,
        })
        .collect();
    // Only those of the newest day speak. One of a day to come speaks beside them, until a day after its recording does.
    let ahead = |event: &Event, choices: &TcChoices| event.recorded().date_naive() < choices.day();
    let in_time = signals
        .iter()
        .filter(|(event, choices)| !ahead(event, choices));
    let newest = in_time.map(|(_, choices)| choices.day()).max();
    signals.retain(|(event, choices)| {
        let speaks_on = if ahead(event, choices) {
            event.recorded().date_naive()
        } else {
            choices.day()
        };
        newest.is_none_or(|newest| speaks_on >= newest)
    });
    if purpose == "measure" {
        let closed = list
            .iter()
            .any(|f| matches!(f.says, Says::No | Says::Objection));
        return !closed && vendor.is_none_or(|v| measured_by(v, &list, &own, &signals, t));
    }
    let closed = list
        .iter()
        .rposition(|f| matches!(f.says, Says::No | Says::Objection));
    let open = &list[closed.map_or(0, |place| place + 1)..];
    if purpose == "games" {
        return plays(open, child, t);
    }
    let Some(yes) = open.iter().rfind(|f| matches!(f.says, Says::Yes { .. })) else {
        return false;
    };
    let Says::Yes {
        end,
        chosen,
        disclosed,
        from,
    } = &yes.says
    else {
        return false;
    };
    if end.is_some_and(|end| end <= t) {
        return false;
    }
    let Some(vendor) = vendor else { return true };
    let number = vendor.number();
    let shown = match disclosed {
        Some(vendors) => vendors.contains(&vendor),
        None => SHOWN.contains(&number),
    };
    // Whatever was refused since the yes may have been said stands, unless the person said yes expressly since.
    let place = list.iter().position(|fact| std::ptr::eq(fact, yes));
    let answer = last_answer(&list, vendor, place.unwrap());
    let refused = list.iter().enumerate().any(|(place, fact)| {
        let no = matches!(&fact.says, Says::VendorNo(vendors) if vendors.contains(&vendor));
        no && fact.at >= *from && answer < Some(place)
    });
    let restricted = signals
        .iter()
        .any(|(_, choices)| choices.restriction(4, vendor) == Some(Restriction::NotAllowed));
    let by_signal = signals.iter().any(|(e, choices)| {
        let later = (e.occurred(), 0) > (yes.at, yes.rank) && choices.day() >= yes.at.date_naive();
        // A string says of which day it is; one of a day to come was chosen when it was recorded, at the latest.
        let day = choices.day().min(e.recorded().date_naive());
        let newer = disclosed.is_some() && day > from.date_naive();
        (later || newer) && !choices.vendor_consents(vendor)
    });
    [1, 2, 4].contains(&number)
        && shown
        && chosen
            .as_ref()
            .is_none_or(|vendors| vendors.contains(&vendor))
        && !(refused || restricted || by_signal)
}

/// What was said on one side of a link until it.
struct Said {
    list: Vec<Fact>,
    /// The place of the last choice.
    choice: Option<usize>,
    /// The place of the last choice where it is a yes that has not run out, and whether the person of age may rely on it.
    yes: Option<(usize, bool)>,
}

impl Said {
    fn until(when: DateTime<Utc>, list: &[Fact], child: Child, yes_counts: bool) -> Self {
        let list: Vec<Fact> = list.iter().filter(|f| f.at <= when).cloned().collect();
        let choice = list.iter().rposition(|f| {
            matches!(f.says, Says::No) || (yes_counts && matches!(f.says, Says::Yes { .. }))
        });
        let yes = choice.and_then(|place| {
            let Says::Yes { end, .. } = &list[place].says else {
                return None;
            };
            if end.is_some_and(|end| end <= when) {
                return None;
            }
            // Nobody's age is asked for the other purposes, and nothing of them is ever confirmed.
            let grown = who_consents(child, when) == Some(0);
            let was_child = matches!(who_consents(child, list[place].at), Some(1 | 2));
            let confirmed = list[place..].iter().any(|later| {
                matches!(later.says, Says::Confirmed) && who_consents(child, later.at) == Some(0)
            });
            let asked = list[place].asks_age;
            Some((place, !(asked && grown && was_child) || confirmed))
        });
        Self { list, choice, yes }
    }

    fn full_yes(&self) -> Option<usize> {
        self.yes.filter(|(_, full)| *full).map(|(place, _)| place)
    }

    /// The places of objections that no yes answered.
    fn objections(&self, answered: bool) -> Vec<usize> {
        let answer = self.full_yes().filter(|_| answered).unwrap_or(0);
        (answer..self.list.len())
            .filter(|place| matches!(self.list[*place].says, Says::Objection))
            .collect()
    }

    fn brought(
        &self,
        ours: &Self,
        links: LinkConflict,
        (when, last): (DateTime<Utc>, Option<DateTime<Utc>>),
        yes_counts: bool,
        vendor: Option<VendorId>,
    ) -> Vec<Fact> {
        let new = |fact: &Fact| last.is_none_or(|last| fact.at > last);
        let mut rights = self.objections(yes_counts);
        // A refusal of vendors stands where it came since the yes may have been said.
        let yes = self.full_yes().filter(|_| yes_counts);
        let said = yes.map(|place| match &self.list[place].says {
            Says::Yes { from, .. } => *from,
            _ => self.list[place].at,
        });
        rights.extend((0..self.list.len()).filter(|place| {
            let fact = &self.list[*place];
            let answer = vendor.and_then(|vendor| last_answer(&self.list, vendor, yes?));
            matches!(fact.says, Says::VendorNo(_))
                && said.is_none_or(|said| fact.at >= said && answer < Some(*place))
        }));
        let mut brought: Vec<Fact> = rights
            .into_iter()
            .map(|place| self.list[place].clone())
            .filter(new)
            .collect();
        // A string of the account may have been chosen before.
        for right in &mut brought {
            let unsure = ours.list.iter().any(|fact| {
                matches!(&fact.says, Says::Yes { from, .. } if *from <= right.at && right.at <= fact.at && *from < fact.at)
            });
            if unsure {
                right.at = when;
            }
        }
        let Some(choice) = self.choice else {
            return brought;
        };
        let fact = &self.list[choice];
        let confirmed = self.list[choice..].iter();
        let confirmed = confirmed.filter(|f| matches!(f.says, Says::Confirmed));
        if !new(fact) {
            let is_it = |own: &Fact| own.id == fact.id && matches!(own.says, Says::Yes { .. });
            let there = yes_counts && ours.list.iter().any(is_it);
            brought.extend(confirmed.filter(|f| there && new(f)).cloned());
            return brought;
        }
        let Says::Yes { from, .. } = &fact.says else {
            if links != LinkConflict::AccountPrevails || ours.yes.is_none() {
                brought.push(Fact {
                    at: when,
                    ..fact.clone()
                });
            }
            return brought;
        };
        let said_no = ours
            .choice
            .is_some_and(|place| matches!(ours.list[place].says, Says::No));
        let contradicted =
            links != LinkConflict::DevicePrevails && (said_no || ours.full_yes().is_some());
        let mut theirs = ours.list.iter();
        let unsure = *from < fact.at && theirs.any(|own| own.may_be_newer(*from, fact.at));
        if yes_counts
            && self.yes.is_some()
            && !contradicted
            && !unsure
            && ours.objections(true).is_empty()
        {
            brought.push(fact.clone());
            brought.extend(confirmed.cloned());
        }
        brought
    }
}

fn measured_by(
    vendor: VendorId,
    list: &[Fact],
    own: &[&Event],
    signals: &[(&Event, &TcChoices)],
    t: DateTime<Utc>,
) -> bool {
    // Vendor 3 needs a consent that nobody asks for, 5 is not flexible, the others do not have the purpose.
    if vendor.number() != 2 {
        return false;
    }
    if list
        .iter()
        .any(|f| matches!(&f.says, Says::VendorNo(vendors) if vendors.contains(&vendor)))
    {
        return false;
    }
    let by_notice = || {
        own.iter().any(|e| {
            let consent = e.kind().consent();
            let by_cmp = consent.is_some_and(|c| c.notice().id().as_str() == "cmp");
            by_cmp && e.occurred() <= t && e.occurred() <= e.recorded()
        })
    };
    let allows = |event: &Event, choices: &TcChoices| {
        choices.vendor_allows_interests(vendor)
            && event.occurred() <= event.recorded()
            && choices.day() <= event.recorded().date_naive()
            && choices.discloses(vendor)
            && choices.restriction(7, vendor).is_none()
    };
    signals
        .iter()
        .all(|(event, choices)| allows(event, choices))
        && (!signals.is_empty() || by_notice())
}
