//! R5, bans by sector: marketing that no consent makes lawful, by the channels and from the days of dated rows. Only a contract that is going on and
//! to which the offer relates lifts them. Source: French C. conso. L223-1, C. trav. L6323-8-1.

use chrono::{DateTime, Utc};
use greffe_terms::Channel;

use super::{Failure, View, calls};
use crate::law::LegalDay;
use crate::{Reason, Sector};

/// A ban from its first day on.
struct Ban {
    sector: Sector,
    since: LegalDay,
    channels: &'static [Channel],
    /// Whether it protects consumers only, so that who is called as a professional is not meant.
    consumers: bool,
    reason: Reason,
}

/// By telephone, whoever or whatever speaks.
const TELEPHONE: &[Channel] = &[Channel::Call, Channel::AutomaticCall];

/// By telephone, by message and by electronic mail. Social networks, which the texts name too, are no channel of a policy.
const ELECTRONIC: &[Channel] = &[
    Channel::Call,
    Channel::AutomaticCall,
    Channel::Sms,
    Channel::Email,
];

/// Looked up on 26 November 2026, in secondary pages: the works since loi 2020-901 (published on 25 July 2020), by every electronic means and for the adaptation of
/// dwellings since loi 2025-594 (published on 1 July 2025: by its art. 13 II and from that day, the earlier of two that are read in it; the wording of
/// L223-1 for 11 August 2026 that was found names the telephone alone); the training
/// account since loi 2022-1587 (published on 20 December 2022).
const BANS: &[Ban] = &[
    works(Sector::EnergyWorks, LegalDay::new(2020, 7, 26), TELEPHONE),
    works(Sector::EnergyWorks, LegalDay::new(2025, 7, 1), ELECTRONIC),
    works(
        Sector::DwellingAdaptation,
        LegalDay::new(2025, 7, 1),
        ELECTRONIC,
    ),
    Ban {
        sector: Sector::TrainingAccount,
        since: LegalDay::new(2022, 12, 21),
        channels: ELECTRONIC,
        consumers: false,
        reason: Reason::TrainingAccountBan,
    },
];

const fn works(sector: Sector, since: LegalDay, channels: &'static [Channel]) -> Ban {
    Ban {
        sector,
        since,
        channels,
        consumers: true,
        reason: Reason::DwellingWorksBan,
    }
}

pub(super) fn check<'a>(view: View<'a>) -> Option<Failure<'a>> {
    let (sectors, channel) = (&view.rules.sectors, view.channel?);
    if sectors.is_empty() || calls::has_related_contract(view) {
        return None;
    }
    let day = LegalDay::at(view.at);
    let professional = calls::is_to_professional(view);
    let mut bans = BANS.iter().filter(|ban| sectors.contains(&ban.sector));
    let ban = bans.find(|ban| {
        ban.since <= day && ban.channels.contains(&channel) && !(ban.consumers && professional)
    });
    ban.map(|ban| Failure::new(ban.reason, None))
}

/// The instants at which a ban begins.
pub(super) fn instants() -> impl Iterator<Item = DateTime<Utc>> {
    BANS.iter().filter_map(|ban| ban.since.begins())
}
