//! R14, what stands on either side of a link at its instant: the last choice for a purpose, and what a person has a right to.

use std::cell::LazyCell;
use std::ops::{Deref, RangeInclusive};

use chrono::{DateTime, Utc};
use greffe_terms::LegalBasis;

use super::chosen::{Chosen, string_of};
use super::consent::Confirmed;
use super::history::Read;
use super::meaning::Marks;
use super::reopened::{self, Reopened};
use super::{View, consent, objection, signals, silence, tree, vendor};
use crate::{Event, Kind, ObjectionTo, Prevailing, Reason, Scope};

/// A device or an account at the instant of a link.
pub(super) struct Side<'a> {
    view: View<'a>,
    events: &'a [Event],
    choice: Option<Choice<'a>>,
}

#[derive(Clone, Copy)]
enum Choice<'a> {
    Grant(Grant<'a>),
    Denial(&'a Event),
}

/// A consent that lacks nothing, or nothing that may not still come.
#[derive(Clone, Copy)]
pub(super) struct Grant<'a> {
    index: usize,
    pub(super) event: &'a Event,
    is_complete: bool,
    /// Whether it has neither run out nor lapsed.
    pub(super) holds: bool,
}

impl Grant<'_> {
    pub(super) const fn stands(&self) -> bool {
        self.is_complete && self.holds
    }

    /// When that may have been, where it was read out of a string among the events of its side.
    fn may_have_been_chosen(&self, events: &[Event]) -> Option<RangeInclusive<DateTime<Utc>>> {
        let mut strings = events.iter().filter(|event| event.id() == self.event.id());
        strings.find_map(signals::may_have_been_chosen)
    }

    /// Whether it was read out of a string of the device, which says no more than the day, and what was chosen in the account may be newer.
    pub(super) fn is_outdated(&self, view: View<'_>, device: &[Event], account: &[Event]) -> bool {
        let mut own = device.iter().filter(|event| event.id() == self.event.id());
        let string = own.find_map(string_of);
        string.is_some_and(|string| Chosen::of(view, account).outdates(string))
    }
}

impl<'a> Side<'a> {
    /// `view` is over `events` as far as they had occurred. Where consents do not count, what was refused before one stands.
    pub(super) fn of(view: View<'a>, events: &'a [Event], consents_count: bool) -> Self {
        let choice = last_choice(view, events, consents_count);
        Self {
            view,
            events,
            choice,
        }
    }

    pub(super) const fn grant(&self) -> Option<Grant<'a>> {
        match self.choice {
            Some(Choice::Grant(grant)) => Some(grant),
            _ => None,
        }
    }

    pub(super) const fn denial(&self) -> Option<&'a Event> {
        match self.choice {
            Some(Choice::Denial(event)) => Some(event),
            _ => None,
        }
    }

    /// That the purpose was put to the person's choice, where a denial says no more than that without it.
    pub(super) fn question_to(&self, denial: &Event, at: DateTime<Utc>) -> Option<Event> {
        let read = self.view.events.indexed().zip(self.events);
        let (index, read) = read
            .filter(|(_, event)| std::ptr::eq(*event, denial))
            .map(|(read, _)| read)
            .next()?;
        let mut earlier = self.view.events.indexed_before(index);
        let asked =
            !read.is(Marks::CLOSES) && earlier.any(|(_, event)| event.is(Marks::PUT_TO_CHOICE));
        let purposes = Scope::only([self.view.rules.purpose.id().clone()]);
        asked.then(|| denial.read_as((at, at), Kind::Requested { purposes }))
    }

    /// The grant, the signal that it was read out of, which says which vendors were disclosed, and its confirmations. A signal that gives a consent
    /// denies nothing of the same line of purposes, so that the two are all that has its id.
    pub(super) fn with_what_completes(&self, grant: Grant<'a>) -> impl Iterator<Item = &'a Event> {
        let renews = matches!(grant.event.kind(), Kind::Renewed(_));
        let read = self.view.events.indexed().zip(self.events);
        let whole = read.filter(move |((index, read), event)| {
            let confirms = consent::confirms(*read) && (renews || *index > grant.index);
            event.id() == grant.event.id() || confirms
        });
        whole.map(|(_, event)| event)
    }

    /// Whether an objection or a restriction stands against the purpose.
    pub(super) fn has_rights(&self) -> bool {
        let mut rights = self.rights(true);
        rights.any(|event| !matches!(event.kind(), Kind::VendorsRefused { .. }))
    }

    /// What a person says and has a right to, whatever the rule of conflicts, as far as nothing lifted or decided it, nor a later
    /// consent answered it where consents count.
    pub(super) fn rights(&self, consents_count: bool) -> impl Iterator<Item = &'a Event> {
        let view = self.view;
        let answer = self
            .grant()
            .filter(|grant| consents_count && grant.stands());
        let chosen = answer.and_then(|grant| grant.may_have_been_chosen(self.events));
        // A string may have been chosen before vendors were refused.
        let may_precede = move |right: &Event| {
            let chosen = chosen.as_ref();
            chosen.is_some_and(|chosen| chosen.contains(&right.counts_from()))
        };
        let answered_by = LazyCell::new(move || {
            let id = view.vendor?;
            vendor::last_answer(view, id, answer?.index)
        });
        let lifted = LazyCell::new(move || Reopened::by(view, reopened::lifts));
        let decided = LazyCell::new(move || Reopened::by(view, reopened::decides));
        let read = view.events.indexed().zip(self.events);
        let stand = read.filter(move |((index, event), right)| {
            let answered = answer.is_some_and(|answer| answer.index > *index);
            match right_of(view, *event) {
                Some(Right::Objection) => !answered,
                Some(Right::Vendors) => {
                    !(answered && rests_on_consent_alone(view))
                        || (may_precede(right) && *answered_by < Some(*index))
                }
                Some(Right::Restriction) => !answered && lifted.leaves(*index, *event),
                Some(Right::Grounds) => decided.leaves(*index, *event),
                None => false,
            }
        });
        stand.map(|(_, event)| event)
    }
}

/// What a person has a right to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Right {
    /// An objection that a later consent answers: to marketing, or to what rests on consent.
    Objection,
    /// One whose grounds have to be decided, or the decision for the person.
    Grounds,
    Restriction,
    Vendors,
}

fn right_of(view: View<'_>, event: Read<'_>) -> Option<Right> {
    let (kind, purpose) = (event.kind(), &view.rules.purpose);
    if event.is(Marks::OBJECTS_TO_MARKETING) {
        return Some(Right::Objection);
    }
    let right = match kind {
        // One to marketing says nothing of what is none.
        Kind::Objected {
            to: ObjectionTo::Other,
            ..
        } if view.rules.asks_consent => Right::Objection,
        Kind::Objected {
            to: ObjectionTo::Other,
            ..
        }
        | Kind::GroundsDecided {
            prevails: Prevailing::Person,
            ..
        } if objection::needs_grounds(view.rules) => Right::Grounds,
        Kind::Restricted { .. } if !purpose.goes_on_under_restriction() => Right::Restriction,
        Kind::VendorsRefused { .. } => Right::Vendors,
        _ => return None,
    };
    tree::reaches(view.rules, kind.purposes()).then_some(right)
}

/// Whether a new consent reopens what was refused to the vendor asked about: interests are never taken up again.
fn rests_on_consent_alone(view: View<'_>) -> bool {
    let Some(id) = view.vendor else { return true };
    let purpose = view.rules.purpose.id();
    let vendor = view.policy.who().vendor(id);
    vendor.is_some_and(|vendor| {
        vendor.purposes.get(purpose) == Some(&LegalBasis::Consent)
            && !vendor.flexible.contains(purpose)
    })
}

/// The last choice for the purpose. A consent that lacks something is none, unless what it lacks may still come.
fn last_choice<'a>(
    view: View<'a>,
    events: &'a [Event],
    consents_count: bool,
) -> Option<Choice<'a>> {
    let mut refused = consent::RefusedBefore::answered_by(Marks::GRANT);
    let confirmed = LazyCell::new(|| Confirmed::of(view));
    let mut read = view.events.indexed().rev().map(|(index, read)| {
        let event = events.get(index)?;
        Some((index, read, event))
    });
    read.find_map(|place| {
        let (index, read, event) = place?;
        match event.kind() {
            Kind::Given(_) | Kind::Renewed(_)
                if !consents_count || refused.below(view, index, read) =>
            {
                None
            }
            Kind::Given(_) | Kind::Renewed(_) => {
                grant(view, &confirmed, (index, read), event).map(Choice::Grant)
            }
            // An objection is a right, see above.
            Kind::Objected { .. } => None,
            _ => read.meaning.closes.map(|_| Choice::Denial(event)),
        }
    })
}

fn grant<'a>(
    view: View<'a>,
    confirmed: &impl Deref<Target = Confirmed>,
    (index, read): (usize, Read<'a>),
    event: &'a Event,
) -> Option<Grant<'a>> {
    if !read.is(Marks::GRANT) {
        return None;
    }
    let lacks = consent::defect(view, **confirmed, 0, index, read);
    if !matches!(
        lacks,
        None | Some(Reason::NotConfirmed | Reason::OwnConsentDue)
    ) {
        return None;
    }
    let end = consent::end_of(view, event.counts_from(), event.kind().consent()?);
    Some(Grant {
        index,
        event,
        is_complete: lacks.is_none(),
        holds: end.is_none_or(|end| end > view.at) && !silence::has_lapsed(view, read),
    })
}
