//! R6: consent is an affirmative act of the person, to a purpose that the notice shown lists, in a version that the policy still
//! accepts, confirmed where double opt-in is asked, inside [given, expiry). Source: Art. 4(11) and 7 GDPR; EDPB 05/2020; CNIL.

use chrono::{DateTime, Utc};

use super::history::Read;
use super::meaning::Marks;
use super::minor::{Capacity, Missing, Parents};
use super::{Failure, View, minor, order, silence, special, terminal, tree, withdrawal};
use crate::event::Instant;
use crate::policy::{Policy, Rules};
use crate::reason::Reasons;
use crate::{Consent, Kind, Notice, Reason};

/// Where a person stands on a purpose: what closed it last, and the consent since.
pub(super) struct Standing<'a> {
    pub(super) closing: Option<(usize, Read<'a>, Reason)>,
    pub(super) marketing_objection: Option<(usize, Read<'a>)>,
    /// The last consent after both that lacks nothing, run out or not.
    pub(super) grant: Option<Grant<'a>>,
    /// The last one that lacks something, with what it lacks; where there is one of the person that lacks nothing, only if it is later.
    pub(super) defective: Option<(Read<'a>, Reason)>,
    /// Whether there is one of the person alone, whoever else has to consent.
    pub(super) has_own: bool,
    /// Who has to consent, and what is missing of parents.
    pub(super) capacity: Capacity,
    pub(super) parents: Option<Missing<'a>>,
    /// Whether the consent has run out, and whether it holds.
    has_ended: bool,
    holds: bool,
}

#[derive(Clone)]
pub(super) struct Grant<'a> {
    /// The place of its oldest act.
    pub(super) index: usize,
    /// Its latest act, since which it stands, and its oldest.
    pub(super) event: Read<'a>,
    pub(super) oldest: Read<'a>,
    /// Its acts in order with their places, where several persons have to consent.
    joint: Vec<(usize, Read<'a>)>,
    ends: Ends,
}

/// When a consent ends: at an instant of its own, or when the policy's validity has run from an instant, whichever comes first.
#[derive(Clone, Copy)]
pub(super) struct Ends {
    own: Option<DateTime<Utc>>,
    counted_from: Option<Instant>,
}

impl<'a> Grant<'a> {
    pub(super) fn new(index: usize, event: Read<'a>, consent: &Consent) -> Self {
        let ends = Ends {
            own: consent.expires(),
            counted_from: Some(event.counts_from()),
        };
        Self {
            index,
            event,
            oldest: event,
            joint: Vec::new(),
            ends,
        }
    }

    /// The consent of all together: it ends with the first that does.
    pub(super) fn joint(view: View<'_>, grants: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut grants: Vec<Self> = grants.into_iter().collect();
        if grants.len() < 2 {
            return grants.pop();
        }
        let ends = grants.iter().filter_map(|grant| grant.ends.first(view));
        let ends = Ends {
            own: ends.min(),
            counted_from: None,
        };
        let mut joint: Vec<_> = grants.iter().flat_map(Self::places).collect();
        joint.sort_unstable_by_key(|(index, _)| *index);
        let (index, oldest) = joint.first().copied()?;
        let (_, event) = joint.last().copied()?;
        Some(Self {
            index,
            event,
            oldest,
            joint,
            ends,
        })
    }

    pub(super) const fn ends(&self) -> Ends {
        self.ends
    }

    /// The acts that it rests on, the oldest first.
    pub(super) fn acts(&self) -> impl Iterator<Item = Read<'a>> {
        self.places().map(|(_, act)| act)
    }

    fn places(&self) -> impl Iterator<Item = (usize, Read<'a>)> {
        let alone = self.joint.is_empty().then_some((self.index, self.event));
        alone.into_iter().chain(self.joint.iter().copied())
    }

    fn has_ended(&self, view: View<'_>) -> bool {
        let Ends { own, counted_from } = self.ends;
        let by_policy = counted_from.zip(view.term);
        own.is_some_and(|end| end <= view.at)
            || by_policy.is_some_and(|(given, term)| term.is_over(view, given))
    }

    /// The act that ends first, and the consent with it.
    fn first_to_end(&self, view: View<'_>) -> Read<'a> {
        let end = |act: Read<'a>| end_of(view, act.occurred(), act.kind().consent()?);
        let ends = self.acts().filter_map(|act| Some((end(act)?, act)));
        let first = ends.min_by_key(|(end, _)| *end);
        first.map_or(self.event, |(_, act)| act)
    }

    /// The act after which a campaign asked anew and has ended: what one of several let lapse, none has any more.
    pub(super) fn lapsed(&self, view: View<'_>) -> Option<Read<'a>> {
        self.acts().find(|act| silence::has_lapsed(view, *act))
    }
}

impl<'a> Standing<'a> {
    pub(super) fn of(view: View<'a>) -> Self {
        let landmarks = &view.landmarks;
        let closing = withdrawal::last_closing(view);
        let marketing_objection = view.events.at(landmarks.marketing_objection);
        let closed = closing.as_ref().map_or(0, |(index, _, _)| index + 1);
        // Where another basis remains, what the host ended is ended all the same.
        let ended = view.last_indexed(Marks::END_BY_HOST);
        let ended = ended.map_or(0, |(index, _)| index + 1);
        let first = closed.max(landmarks.marketing_objection.next()).max(ended);
        let capacity = minor::capacity(view, view.at);
        let said = Said::since(view, first);
        let has_own = said.own.is_some();
        let (decided, parents) = if capacity == Capacity::NotAsked {
            ((said.own, said.defective), None)
        } else {
            combined(view, first, capacity, said)
        };
        let (grant, defective) = decided;
        let looked_at = grant.as_ref();
        let has_ended = looked_at.is_some_and(|grant| grant.has_ended(view));
        let stands = looked_at.is_some_and(|grant| !has_ended && grant.lapsed(view).is_none());
        Self {
            holds: stands,
            has_ended,
            closing,
            marketing_objection,
            grant,
            defective,
            has_own,
            capacity,
            parents,
        }
    }

    /// The consent, where it holds at the instant asked about.
    pub(super) fn holding_grant(&self) -> Option<&Grant<'a>> {
        self.grant.as_ref().filter(|_| self.holds)
    }

    /// Whether a later consent reopened what a withdrawal, a refusal or an objection closed. Where consent is the basis, one that
    /// has run out since is named as such; elsewhere no other basis takes its place.
    pub(super) fn is_reopened(&self, view: View<'a>) -> bool {
        if view.rules.asks_consent {
            self.grant.is_some()
        } else {
            self.holds
        }
    }
}

/// What the person consented to since the last closing.
struct Said<'a> {
    /// The last consent that lacks nothing.
    own: Option<Grant<'a>>,
    /// The last one that lacks something and is later.
    defective: Option<(Read<'a>, Reason)>,
    /// The last one of these that lacks nothing but that the person was a child.
    as_child: Option<Grant<'a>>,
}

impl<'a> Said<'a> {
    /// `first` is where the events since the last closing begin.
    fn since(view: View<'a>, first: usize) -> Self {
        let mut said = Self {
            own: None,
            defective: None,
            as_child: None,
        };
        let last = view.landmarks.grant.next();
        if last <= first {
            return said;
        }
        let confirmed = Confirmed::of(view);
        let mut refused_before = RefusedBefore::answered_by(Marks::GRANT);
        let grants = view.events.first(last).from(first).rev();
        for (index, event) in grants.filter(|(_, event)| event.is(Marks::GRANT)) {
            let Some(consent) = event.kind().consent() else {
                continue;
            };
            if refused_before.below(view, index, event) {
                continue;
            }
            let Some(reason) = defect(view, confirmed, first, index, event) else {
                // What lacks something is looked at only where none lacks nothing.
                said.own = Some(Grant::new(index, event, consent));
                break;
            };
            if reason == Reason::OwnConsentDue {
                said.as_child
                    .get_or_insert(Grant::new(index, event, consent));
            }
            said.defective.get_or_insert((event, reason));
        }
        said
    }
}

/// A consent, or what the last one lacks.
type Decided<'a> = (Option<Grant<'a>>, Option<(Read<'a>, Reason)>);

/// Puts together what each has to consent to, with what is missing of parents.
fn combined<'a>(
    view: View<'a>,
    first: usize,
    capacity: Capacity,
    said: Said<'a>,
) -> (Decided<'a>, Option<Missing<'a>>) {
    let Parents {
        grant: authorised,
        missing,
    } = Parents::of(view, first);
    let joined = |own: Option<Grant<'a>>, authorised: Option<Grant<'a>>| {
        let both = own.zip(authorised);
        both.and_then(|(own, authorised)| Grant::joint(view, [own, authorised]))
    };
    let mut grant = match capacity {
        Capacity::Parent => authorised.clone(),
        Capacity::Both => joined(said.own, authorised.clone()),
        // Where consent is asked, rule R7 names what is not known.
        Capacity::Unknown(_) if !view.rules.asks_consent => None,
        _ => said.own,
    };
    let mut defective = said.defective;
    if let (Capacity::Alone, None, Some(parents)) = (capacity, &grant, authorised) {
        let last = parents.event;
        if view.policy.who().authorisation_outlasts {
            grant = match minor::capacity(view, last.occurred()) {
                Capacity::Parent => Some(parents),
                Capacity::Both => joined(said.as_child, Some(parents)),
                _ => None,
            };
        }
        if grant.is_none() {
            defective = defective.or(Some((last, Reason::OwnConsentDue)));
        }
    }
    ((grant, defective), missing)
}

pub(super) fn check<'a>(view: View<'a>, standing: &Standing<'a>) -> Option<Failure<'a>> {
    if !view.rules.asks_consent {
        return None;
    }
    if let Some(grant) = &standing.grant {
        let expired = || Failure::new(Reason::Expired, Some(grant.first_to_end(view)));
        return standing.has_ended.then(expired);
    }
    // A parent's consent is rule R7's to name, and a child's own is there already.
    if standing.capacity == Capacity::Parent || standing.has_own {
        return None;
    }
    if let Some((event, reason)) = standing.defective {
        return Some(Failure::new(reason, Some(event)));
    }
    // What closed the purpose, or the question that nobody answered, is another rule's to name.
    if standing.closing.is_some()
        || standing.marketing_objection.is_some()
        || silence::last_request(view).is_some()
    {
        return None;
    }
    if let Some(import) = view.last(Marks::IMPORT) {
        return Some(Failure::new(Reason::ImportedOnly, Some(import)));
    }
    Some(match view.last(Marks::PRECEDES_THE_PURPOSE) {
        Some(event) => Failure::new(Reason::NotInNotice, Some(event)),
        None => match unmerged_link(view) {
            Some(link) => Failure::new(Reason::DeviceNotMerged, Some(link)),
            None => Failure::new(Reason::NoConsent, None),
        },
    })
}

/// The last link of a device whose choices do not count for the account.
fn unmerged_link(view: View<'_>) -> Option<Read<'_>> {
    if !view.saw(Marks::LINK) {
        return None;
    }
    let mut events = view.events.iter().rev();
    events.find(|event| {
        matches!(event.kind(), Kind::DeviceLinked { authenticated, informed, .. }
            if !(*authenticated && *informed))
    })
}

/// Whether this very purpose, or one between it and the wider one that is consented to, was refused before, and not consented to since: who
/// refused the part is not asked of it with the whole (Art. 4(11): specific), and a refusal goes down the tree.
pub(super) struct RefusedBefore {
    /// The consents that answer a refusal: the person's, or those of holders of parental responsibility.
    answers: Marks,
    /// The place of each word on the purpose or one above it, with those that stand refused after it: a bit for each, from the purpose up.
    words: Option<Vec<(usize, u64)>>,
}

impl RefusedBefore {
    pub(super) const fn answered_by(answers: Marks) -> Self {
        Self {
            answers,
            words: None,
        }
    }

    #[inline]
    pub(super) fn below(&mut self, view: View<'_>, index: usize, event: Read<'_>) -> bool {
        !view.rules.ancestors.is_empty()
            && !event.is(Marks::NAMES_ITSELF)
            && self.is_below(view, index, event)
    }

    fn is_below(&mut self, view: View<'_>, index: usize, event: Read<'_>) -> bool {
        let answers = self.answers;
        let words = self.words.get_or_insert_with(|| words(view, answers));
        let earlier = words.partition_point(|(place, _)| *place < index);
        let last = earlier.checked_sub(1).and_then(|last| words.get(last));
        let refused = last.map_or(0, |(_, refused)| *refused);
        level_of(view, event).is_some_and(|level| refused & up_to(level) != 0)
    }
}

/// What was refused or consented to by name, of the purpose and those above it, as it stands after each event that says so. A consent answers
/// the refusals of what it names and of what lies above that.
fn words(view: View<'_>, answers: Marks) -> Vec<(usize, u64)> {
    let mut refused = 0;
    let words = view.events.indexed().filter_map(|(place, event)| {
        let level = level_of(view, event)?;
        let objects = matches!(event.kind(), Kind::Objected { .. });
        if objects || event.meaning.closes.is_some() || event.is(Marks::OBJECTS_TO_MARKETING) {
            refused |= up_to(level + 1) ^ up_to(level);
        } else if event.is(answers)
            && event.meaning.lacks.is_none()
            && minor::speaks_for_person(view, event)
        {
            refused &= up_to(level);
        } else {
            return None;
        }
        Some((place, refused))
    });
    words.collect()
}

/// The place of the first purpose that an event names, from the one asked about up.
fn level_of(view: View<'_>, event: Read<'_>) -> Option<usize> {
    tree::line(view.rules).position(|id| event.kind().purposes().names(id))
}

/// Bits for the purposes below a level: no tree has more levels above the purpose than these.
fn up_to(level: usize) -> u64 {
    let above = u64::BITS.saturating_sub(u32::try_from(level).unwrap_or(u64::BITS));
    u64::MAX.checked_shr(above).unwrap_or(0)
}

impl Ends {
    /// The first instant at which it no longer holds.
    pub(super) fn first(self, view: View<'_>) -> Option<DateTime<Utc>> {
        let validity = view.rules.purpose.validity_of_consent();
        let by_policy = self.counted_from.zip(validity);
        let by_policy =
            by_policy.map(|(given, validity)| view.policy.end_of(validity, given.utc()));
        [by_policy, self.own].into_iter().flatten().min()
    }
}

/// The end of a consent that was given then: its own or the policy's, whichever comes first.
pub(super) fn end_of(
    view: View<'_>,
    given: DateTime<Utc>,
    consent: &Consent,
) -> Option<DateTime<Utc>> {
    let ends = Ends {
        own: consent.expires(),
        counted_from: Some(Instant::of(given)),
    };
    ends.first(view)
}

/// What a consent lacks, in the order in which it is asked; `first` is where the events since the last closing begin.
pub(super) fn defect(
    view: View<'_>,
    confirmed: Confirmed,
    first: usize,
    index: usize,
    event: Read<'_>,
) -> Option<Reason> {
    if !order::may_open(event) {
        return Some(Reason::DatedAhead);
    }
    let lasting = minor::defect_of_speaker(view, event).or(event.meaning.lacks);
    // The evidence of an authorisation is its confirmation.
    if lasting.is_some() || matches!(event.kind(), Kind::ParentAuthorised(_)) {
        return lasting;
    }
    // A renewal is asked of an address that was confirmed once; a new consent has to be confirmed anew.
    let from = match event.kind() {
        Kind::Renewed(_) => first,
        _ => index,
    };
    if event.is(Marks::ASKS_CONFIRMATION) && confirmed.last < Some(from) {
        return Some(Reason::NotConfirmed);
    }
    minor::defect_of_age(view, confirmed.of_age >= Some(index), event)
}

/// The places of the last confirmations: whatever was given before one is confirmed by it.
#[derive(Clone, Copy, Default)]
pub(super) struct Confirmed {
    last: Option<usize>,
    /// By somebody who was no child then.
    of_age: Option<usize>,
}

impl Confirmed {
    pub(super) fn of(view: View<'_>) -> Self {
        let confirmation = view.landmarks.confirmation;
        let last = confirmation.index();
        if last.is_none() || !view.rules.purpose.is_offered_to_children() {
            return Self { last, of_age: last };
        }
        let mut back_from_last = view.events.first(confirmation.next()).indexed().rev();
        let of_age = back_from_last
            .find(|(_, event)| confirms(*event) && minor::is_of_age(view, event.occurred()));
        Self {
            last,
            of_age: of_age.map(|(index, _)| index),
        }
    }
}

/// What a consent lacks whenever and by whomever it was given, in the order in which it is asked.
pub(super) fn lasting_defects(
    policy: &Policy,
    rules: &Rules,
    consent: &Consent,
) -> impl Iterator<Item = Reason> + use<> {
    let (purpose, shown) = (&rules.purpose, consent.notice());
    let notice = policy.notice(shown.id(), shown.version());
    let differs = |notice: &Notice| matches!((notice.wording(), shown.wording()), (Some(known), Some(seen)) if known != seen);
    let asking = || tree::way_down(policy, rules, consent.purposes());
    let outdated = asking().any(|rules| rules.purpose.oldest_notice() > Some(shown.version()));
    let lacks = |lacks: bool, reason| lacks.then_some(reason);
    // What the consent names is what the person was told of, and the purpose too; what lies between need not be.
    let told = |notice: &Notice| {
        let named = asking().last().unwrap_or(rules);
        notice.lists(purpose.id()) && notice.lists(named.purpose.id())
    };
    let unlisted = notice.is_some_and(|notice| !told(notice));
    [
        lacks(!consent.act().is_affirmative(), Reason::NoAffirmativeAct),
        lacks(notice.is_none(), Reason::UnknownNotice),
        lacks(unlisted, Reason::NotInNotice),
        terminal::defect(policy, rules, consent),
        notice.and_then(|notice| special::defect(rules, consent, notice)),
        lacks(notice.is_some_and(differs), Reason::WordingDiffers),
        lacks(outdated, Reason::NoticeOutdated),
    ]
    .into_iter()
    .flatten()
}

/// What else the consent lacks that [`check`] names: all of it is listed.
pub(super) fn further_defects(view: View<'_>, standing: &Standing<'_>, named: Reason) -> Reasons {
    match standing.defective {
        Some((event, reason)) if reason == named => {
            let speaker = minor::defect_of_speaker(view, event);
            event.meaning.lacking.with(speaker.into_iter().collect())
        }
        _ => Reasons::default(),
    }
}

/// Whether the event confirms a consent to the purpose. Mail scanners open links; only what a person does is a confirmation.
pub(super) fn confirms(event: Read<'_>) -> bool {
    event.is(Marks::CONFIRMATION) && order::may_open(event)
}

/// Whether it is a consent under a version of a notice that did not list the purpose yet, while another version does.
pub(super) fn precedes_the_purpose(policy: &Policy, rules: &Rules, consent: &Consent) -> bool {
    let (id, shown) = (rules.purpose.id(), consent.notice());
    let notice = policy.notice(shown.id(), shown.version());
    notice.is_some_and(|notice| !notice.lists(id)) && policy.some_version_lists(shown.id(), id)
}
