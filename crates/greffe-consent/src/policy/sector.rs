//! Sectors in which the law forbids marketing whatever the person consented to.

use crate::Purpose;
use crate::codes::codes;

codes! {
    /// A sector in which French law forbids to market by some channels, whatever was consented to; only within an ongoing contract to which the offer
    /// relates is it lawful. The days and channels are rows of rule R5.
    Sector, "sector", {
        /// Equipment and works for dwellings that save energy or produce it from renewable sources (C. conso. L223-1).
        EnergyWorks = "energy_works", "travaux et équipements d’énergie des logements", "works and equipment for the energy of dwellings";
        /// Works that adapt dwellings to old age or a disability (C. conso. L223-1).
        DwellingAdaptation = "dwelling_adaptation", "adaptation des logements au vieillissement ou au handicap", "adaptation of dwellings to old age or a disability";
        /// Training to holders of a personal training account (C. trav. L6323-8-1).
        TrainingAccount = "training_account", "formations du compte personnel de formation", "training under the personal training account";
    }
}

impl Purpose {
    /// What it offers belongs to a sector in which the law forbids marketing by some channels ([`Sector`]), and so does what stands below it, whatever
    /// sector that has beside. The question has to say by which one.
    /// Where the offer relates to a contract that is going on ([`Purpose::related_to_contract`]) it is lawful.
    ///
    /// ```
    /// use greffe_consent::*;
    /// use greffe_terms::{Channel, LegalBasis};
    ///
    /// let heating = Purpose::new("heat-pumps".parse()?, [LegalBasis::Consent])
    ///     .marketing()
    ///     .channels([Channel::Email, Channel::Post])
    ///     .in_sector(Sector::EnergyWorks);
    /// let policy = Policy::in_zone(greffe_calendar::zone::parse("Europe/Paris")?).purpose(heating).build()?;
    /// let by_mail = Question::about("heat-pumps").by(Channel::Email).for_person(PersonKey::from_bytes([1; 16]));
    /// let decision = policy.decide(&Ledger::new(), by_mail, "2026-11-26T10:00:00Z".parse()?);
    /// assert_eq!(decision.reason(), Reason::DwellingWorksBan);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn in_sector(mut self, sector: Sector) -> Self {
        self.sector = Some(sector);
        self
    }
}
