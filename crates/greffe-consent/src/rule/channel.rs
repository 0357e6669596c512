//! R5: the gate of the channels: the policy's channels; electronic marketing by consent, by soft opt-in, or to professionals who were
//! told; post by objection. Calls by a person have a module of their own. Source: Directive 2002/58/EC Art. 13, French CPCE L34-5.

use greffe_terms::Channel;

use super::consent::Standing;
use super::history::Read;
use super::meaning::Marks;
use super::{Failure, View, calls, order};
use crate::{Kind, Purpose, Reason, SaleKind};

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
    let consented = view.rules.asks_consent || standing.holding_grant().is_some();
    // A consent is to a means (CPCE L34-5, C. conso. L223-1): the policy lists it by name.
    let by_this_means = |channel| {
        !is_electronic(channel) || purpose.lists_channel(channel) || purpose.access().is_some()
    };
    match view.channel {
        // Whether a call may be made depends on much that no other channel asks, and a ban closes some channels only.
        None if !consented
            || purpose.lists_channel(Channel::Call)
            || !view.rules.sectors.is_empty() =>
        {
            Some(Failure::new(Reason::ChannelMissing, None))
        }
        None | Some(Channel::Post) => None,
        Some(channel) if consented && by_this_means(channel) => None,
        Some(_) if soft_opt_in(view).is_some() || reaches_informed_professional(view) => None,
        Some(_) if reaches_professional(view) => {
            Some(Failure::new(Reason::ProfessionalNotTold, None))
        }
        // To a consumer: the rules of calls speak.
        Some(Channel::Call) => None,
        Some(_) if consented => Some(Failure::new(Reason::ChannelNotListed, None)),
        Some(_) => Some(Failure::new(Reason::ChannelNeedsConsent, None)),
    }
}

/// The channels of CPCE L34-5: automatic calls, faxes and electronic mail.
const fn is_electronic(channel: Channel) -> bool {
    matches!(
        channel,
        Channel::Email | Channel::Sms | Channel::Fax | Channel::AutomaticCall
    )
}

/// The channel that a question means: the one told, or calls where the purpose has no other.
pub(super) fn meant(purpose: &Purpose, told: Option<Channel>) -> Option<Channel> {
    let calls_only = purpose.is_marketing() && purpose.has_only_channel(Channel::Call);
    told.or_else(|| calls_only.then_some(Channel::Call))
}

/// The sale that lets an e-mail or text message go out without consent: the details were collected in a sale, for similar
/// products, and a refusal was offered then. That it is offered in each message is the sender's part.
pub(super) fn soft_opt_in(view: View<'_>) -> Option<Read<'_>> {
    let purpose = &view.rules.purpose;
    if !purpose.has_soft_opt_in()
        || !view.saw(Marks::SALE)
        || !matches!(view.channel, Some(Channel::Email | Channel::Sms))
    {
        return None;
    }
    let counts = |sale| sale == SaleKind::Paid || view.policy.free_account_is_sale();
    let mut sales = view.events.iter().rev();
    sales.find(|event| {
        matches!(event.kind(), Kind::SaleRecorded { refusal_offered: true, sale, purposes }
            if counts(*sale) && purposes.names(purpose.id()))
            && order::may_open(*event)
    })
}

/// Whether a message about their profession goes to a professional. Who is not known to be one is a consumer.
fn reaches_professional(view: View<'_>) -> bool {
    view.rules.purpose.is_to_professionals()
        && matches!(
            view.channel,
            Some(Channel::Email | Channel::Sms | Channel::Call)
        )
        && calls::reach(view).professional == Some(true)
}

/// Whether they were told when the address was collected, and could refuse then.
pub(super) fn reaches_informed_professional(view: View<'_>) -> bool {
    reaches_professional(view) && calls::reach(view).informed == Some(true)
}
