//! What the second evaluator asks of children: who consents at an instant, and whether what was said lets them play.

use chrono::{DateTime, Datelike, Utc};
use greffe_calendar::zone;

use crate::who_reference::{Child, Fact, Says};

/// 0: the person; 1: a parent; 2: both.
pub(crate) fn who_consents(child: Child, at: DateTime<Utc>) -> Option<u8> {
    let (born, residence) = (child.born?, child.residence?);
    let today = zone::date_of(zone::parse("Europe/Paris").unwrap(), at);
    let years = today.year() - born.year();
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    let age = if had_birthday { years } else { years - 1 };
    [Some(residence), child.established]
        .into_iter()
        .flatten()
        .map(|country| match country {
            "FR" if age < 15 => 2,
            "DE" | "CH" if age < 16 => 1,
            "ES" if age < 14 => 1,
            _ => 0,
        })
        .max()
}

pub(crate) fn plays(open: &[Fact], child: Child, t: DateTime<Utc>) -> bool {
    let Some(needs) = who_consents(child, t) else {
        return false;
    };
    let alive = |end: &Option<DateTime<Utc>>| end.is_none_or(|end| t < end);
    let yes = |grown: bool| {
        open.iter().enumerate().rfind(|(place, fact)| {
            matches!(fact.says, Says::Yes { .. })
                && (!grown
                    || who_consents(child, fact.at) == Some(0)
                    || open[*place..].iter().any(|later| {
                        matches!(later.says, Says::Confirmed)
                            && who_consents(child, later.at) == Some(0)
                    }))
        })
    };
    let holds = |found: Option<(usize, &Fact)>| {
        found.is_some_and(|(_, fact)| matches!(&fact.says, Says::Yes { end, .. } if alive(end)))
    };
    // The last word of each holder.
    let mut words: Vec<(u8, &Fact)> = Vec::new();
    for fact in open {
        if let Says::Parent { holder, .. } = fact.says {
            words.retain(|(other, _)| *other != holder);
            words.push((holder, fact));
        }
    }
    let ends = |fact: &Fact| matches!(&fact.says, Says::Parent { end, .. } if alive(end));
    let (there, parents) = if child.any_holder {
        (
            !words.is_empty(),
            words.last().is_some_and(|(_, fact)| ends(fact)),
        )
    } else {
        let enough =
            child.holders.is_some_and(|n| words.len() >= usize::from(n)) && !words.is_empty();
        (enough, enough && words.iter().all(|(_, fact)| ends(fact)))
    };
    match needs {
        2 => holds(yes(false)) && parents,
        1 => parents,
        _ if yes(true).is_some() => holds(yes(true)),
        _ if child.outlasts && there => match who_consents(child, words.last().unwrap().1.at) {
            Some(1) => parents,
            Some(2) => parents && holds(yes(false)),
            _ => false,
        },
        _ => false,
    }
}
