//! What the policy says of the persons that a purpose reaches out to.

use greffe_terms::Channel;

use super::Purpose;

impl Purpose {
    /// Its messages concern the profession of professionals, who are told of it when their address is collected and offered a refusal
    /// then and in each message: consent is not asked of them for e-mails, text messages and calls (CNIL on CPCE L34-5). That a
    /// person acts as a professional and was told, the [`PersonContext`](crate::PersonContext) says.
    #[must_use]
    pub fn to_professionals(mut self) -> Self {
        self.to_professionals = true;
        self
    }

    /// What it offers relates to the contract that a customer has: products and services that complete it or better it
    /// (C. conso. L223-1). That this contract is going on, the [`PersonContext`](crate::PersonContext) says.
    #[must_use]
    pub fn related_to_contract(mut self) -> Self {
        self.related_to_contract = true;
        self
    }

    /// The consent that is asked expressly covers calls outside the days and hours of C. conso. D223-9. How often one may call stays
    /// limited.
    #[must_use]
    pub fn calls_at_any_hour(mut self) -> Self {
        self.calls_at_any_hour = true;
        self
    }

    pub(crate) const fn is_to_professionals(&self) -> bool {
        self.to_professionals
    }

    pub(crate) const fn is_related_to_contract(&self) -> bool {
        self.related_to_contract
    }

    pub(crate) const fn may_call_at_any_hour(&self) -> bool {
        self.calls_at_any_hour
    }

    pub(crate) fn has_only_channel(&self, channel: Channel) -> bool {
        self.channels.len() == 1 && self.channels.contains(&channel)
    }

    /// Whether the policy lists the channel by name: a consent to calls is one to this means (C. conso. L223-1).
    pub(crate) fn lists_channel(&self, channel: Channel) -> bool {
        self.channels.contains(&channel)
    }

    /// Whether the exceptions stated fit the purpose: they are for marketing, and where consent is asked none of them serves but the contract
    /// that lifts the ban of a sector.
    pub(super) fn fits_reach(&self) -> bool {
        let may_call = self.may_use(Channel::Call);
        let message = [Channel::Email, Channel::Sms, Channel::Call];
        let professionals = !self.to_professionals
            || (self.marketing
                && !self.asks_consent()
                && message.iter().any(|channel| self.may_use(*channel)));
        let contract = !self.related_to_contract
            || (self.marketing && (self.sector.is_some() || !self.asks_consent() && may_call));
        let sector = self.sector.is_none() || self.marketing;
        let any_hour = !self.calls_at_any_hour || (self.marketing && may_call);
        professionals && contract && any_hour && sector
    }
}
