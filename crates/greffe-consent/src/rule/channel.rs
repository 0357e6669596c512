//! R5: the gate of the channels, as far as it is decided here: the policy's channels; electronic marketing by consent or soft opt-in;
//! post by objection. Marketing calls (opposition list, hours, counts) and the informed e-mail to professionals are not decided
//! yet and denied. Source: Directive 2002/58/EC Art. 13, French CPCE L34-5.

use greffe_terms::Channel;

use super::consent::Standing;
use super::{Failure, View, order};
use crate::{Event, Kind, Reason};

pub(super) fn check<'a>(view: View<'a>, standing: &Standing<'a>) -> Option<Failure<'a>> {
    let purpose = &view.rules.purpose;
    if view
        .channel
        .is_some_and(|channel| !purpose.may_use(channel))
    {
        return Some(Failure::new(Reason::ChannelNotListed, None));
    }
    if !purpose.is_marketing() {
        return None;
    }
    let consented = purpose.asks_consent() || standing.holding_grant().is_some();
    match view.channel {
        Some(Channel::Call) => Some(Failure::new(Reason::ChannelUndecided, None)),
        _ if consented => None,
        Some(Channel::Post) => None,
        None => Some(Failure::new(Reason::ChannelMissing, None)),
        Some(_) if soft_opt_in(view).is_some() => None,
        Some(_) => Some(Failure::new(Reason::ChannelNeedsConsent, None)),
    }
}

/// The sale that lets an e-mail or text message go out without consent: the details were collected in a sale, for similar
/// products, and a refusal was offered then. That it is offered in each message is the sender's part.
pub(super) fn soft_opt_in(view: View<'_>) -> Option<&Event> {
    let purpose = &view.rules.purpose;
    if !purpose.has_soft_opt_in() || !matches!(view.channel, Some(Channel::Email | Channel::Sms)) {
        return None;
    }
    let mut sales = view.events.iter().rev().copied();
    sales.find(|event| {
        matches!(event.kind(), Kind::SaleRecorded { refusal_offered: true, purposes } if purposes.names(purpose.id()))
            && order::may_open(event)
    })
}
