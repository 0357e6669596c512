//! What is asked.

use greffe_terms::Channel;

use crate::{PersonContext, PersonKey, VendorId};

/// The beginning of a question: the purpose, before it is said whose data are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Topic<'p> {
    purpose: &'p str,
    channel: Option<Channel>,
    vendor: Option<VendorId>,
}

impl<'p> Topic<'p> {
    /// The purpose's id.
    #[must_use]
    pub const fn purpose(&self) -> &'p str {
        self.purpose
    }

    /// The channel, where one is meant.
    #[must_use]
    pub const fn channel(&self) -> Option<Channel> {
        self.channel
    }

    /// The vendor, where one is meant.
    #[must_use]
    pub const fn vendor(&self) -> Option<VendorId> {
        self.vendor
    }

    /// By a channel.
    #[must_use]
    pub const fn by(self, channel: Channel) -> Self {
        Self {
            channel: Some(channel),
            ..self
        }
    }

    /// Through a vendor: may the data go to it, or may it act?
    #[must_use]
    pub const fn through(self, vendor: VendorId) -> Self {
        Self {
            vendor: Some(vendor),
            ..self
        }
    }

    /// For a person: the question is complete.
    #[must_use]
    pub const fn for_person(self, person: PersonKey) -> Question<'p> {
        Question {
            topic: self,
            person,
            context: None,
        }
    }
}

/// May this person's data be used for this purpose, by this channel?
///
/// ```
/// use greffe_consent::{PersonKey, Question};
/// use greffe_terms::Channel;
///
/// let person = PersonKey::from_bytes([7; 16]);
/// let question = Question::about("newsletter").by(Channel::Email).for_person(person);
/// assert_eq!(question.purpose(), "newsletter");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question<'p> {
    topic: Topic<'p>,
    person: PersonKey,
    context: Option<&'p PersonContext>,
}

impl<'p> Question<'p> {
    /// Begins a question about a purpose, by its whole id. An id that the policy does not have is denied.
    #[must_use]
    pub const fn about(purpose: &'p str) -> Topic<'p> {
        Topic {
            purpose,
            channel: None,
            vendor: None,
        }
    }

    /// The purpose's id.
    #[must_use]
    pub const fn purpose(&self) -> &'p str {
        self.topic.purpose
    }

    /// The channel, where one is meant.
    #[must_use]
    pub const fn channel(&self) -> Option<Channel> {
        self.topic.channel
    }

    /// The vendor, where one is meant.
    #[must_use]
    pub const fn vendor(&self) -> Option<VendorId> {
        self.topic.vendor
    }

    /// The person.
    #[must_use]
    pub const fn person(&self) -> PersonKey {
        self.person
    }

    /// With what the caller knows of the person beyond the events.
    #[must_use]
    pub const fn in_context(self, context: &'p PersonContext) -> Self {
        Self {
            context: Some(context),
            ..self
        }
    }

    /// What the caller knows of the person, where it was told.
    #[must_use]
    pub const fn context(&self) -> Option<&'p PersonContext> {
        self.context
    }
}
