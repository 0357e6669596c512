//! What a notification contains, Art. 33(3) GDPR.

use crate::model::code::codes;
use crate::{Breach, Register, Stated};
use greffe_terms::Text;

codes! {
    /// A point of Art. 33(3).
    NotificationPoint {
        /// (a).
        Nature = "33(3)(a)", "Nature de la violation", "Nature of the breach";
        /// (b).
        Contact = "33(3)(b)", "Point de contact", "Contact point";
        /// (c).
        Consequences = "33(3)(c)", "Conséquences probables", "Likely consequences";
        /// (d).
        Measures = "33(3)(d)", "Mesures prises ou proposées", "Measures taken or proposed";
    }
}

codes! {
    /// What the authority is to be told.
    NotificationItem {
        /// What was lost.
        Nature = "nature", "nature de la violation", "nature of the breach";
        /// Categories of persons.
        People = "people", "catégories de personnes", "categories of persons";
        /// Number of persons.
        Persons = "persons", "nombre approximatif de personnes", "approximate number of persons";
        /// Categories of data.
        Data = "data", "catégories de données", "categories of data";
        /// Number of records.
        Records = "records", "nombre approximatif d’enregistrements", "approximate number of records";
        /// The officer or another contact point.
        Contact = "contact", "coordonnées du délégué ou d’un autre contact", "contact details of the officer or another contact point";
        /// Consequences.
        Consequences = "consequences", "conséquences probables", "likely consequences";
        /// Measures.
        Measures = "measures", "mesures prises ou proposées", "measures taken or proposed";
    }
}

impl NotificationItem {
    /// The point of Art. 33(3) that asks for it.
    #[must_use]
    pub const fn point(self) -> NotificationPoint {
        match self {
            Self::Nature | Self::People | Self::Persons | Self::Data | Self::Records => {
                NotificationPoint::Nature
            }
            Self::Contact => NotificationPoint::Contact,
            Self::Consequences => NotificationPoint::Consequences,
            Self::Measures => NotificationPoint::Measures,
        }
    }
}

/// What a breach's record has of what Art. 33(3) asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationContents {
    items: Vec<(NotificationItem, bool)>,
}

/// Checks the record against Art. 33(3). That a number or a category *is not determined so far* counts as told, for the law asks for
/// these where possible; that nobody wrote anything does not.
#[must_use]
pub fn notification_contents(register: &Register, breach: &Breach) -> NotificationContents {
    let items = NotificationItem::ALL
        .iter()
        .map(|item| (*item, is_there(*item, register, breach)));
    NotificationContents {
        items: items.collect(),
    }
}

impl NotificationContents {
    /// Every item with whether it is there, in the order of the article.
    pub fn items(&self) -> impl Iterator<Item = (NotificationItem, bool)> {
        self.items.iter().copied()
    }

    /// What is missing, and may follow without undue further delay (33(4)).
    pub fn missing(&self) -> impl Iterator<Item = NotificationItem> {
        let items = self.items();
        items.filter_map(|(item, is_there)| (!is_there).then_some(item))
    }

    /// Whether everything is there.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.missing().next().is_none()
    }
}

fn is_there(item: NotificationItem, register: &Register, breach: &Breach) -> bool {
    match item {
        NotificationItem::Nature => !breach.nature.is_empty(),
        NotificationItem::People => !breach.people.is_unknown(),
        NotificationItem::Persons => breach.persons.is_some(),
        NotificationItem::Data => !breach.data.is_unknown(),
        NotificationItem::Records => breach.records.is_some(),
        NotificationItem::Contact => contact_point(register).is_some(),
        NotificationItem::Consequences => {
            breach.consequences.is_some() || !breach.impacts.is_empty()
        }
        NotificationItem::Measures => breach.measures.is_some(),
    }
}

/// The officer's name, where the register tells it.
pub(super) fn officer_name(register: &Register) -> Option<&Text> {
    register.organisation().dpo.known()?.name.known()
}

/// How to reach the officer, else the organisation, and whether it is the officer.
pub(super) fn contact_point(register: &Register) -> Option<(&Text, bool)> {
    let organisation = register.organisation();
    let officer = organisation.dpo.known();
    let officer = officer.and_then(|officer| officer.contact.known());
    let other = || match &organisation.contact {
        Stated::Known(contact) => Some((contact, false)),
        _ => None,
    };
    officer.map(|contact| (contact, true)).or_else(other)
}
