//! A receipt without the ledger: of a host's row, and against a proof.

use greffe_terms::Lang;

use super::{Controller, Receipt, ReceiptDiffers, ReceiptError, ReceiptPart};
use crate::{ChainProof, Event, Link, Policy};

impl Receipt {
    /// The receipt of a host's row: an event, the link stored before it, and the link stored with it.
    ///
    /// It shows that the event follows directly on `before`, word for word. It cannot show that either link is the ledger's, that the event
    /// was not forgotten since, or what else is known of the person: [`Receipt::verify_proof`] shows the first against a head that was kept.
    /// Nor can it tell the state of a consent: `history` is what the host reads of the person's rows for that, in any order, the event
    /// among them or not, for an account with those of its devices; what is not passed is not known, and a withdrawal that is left out goes unsaid.
    ///
    /// ```
    /// use greffe_consent::receipt::{Controller, Receipt};
    /// use greffe_consent::*;
    /// use greffe_terms::Lang;
    ///
    /// let policy = Policy::in_zone(greffe_calendar::zone::parse("Europe/Paris")?).build()?;
    /// let (person, at) = (PersonKey::from_bytes([7; 16]), "2026-03-01T10:00:00Z".parse()?);
    /// let event = |n| Event::new(EventId::from_bytes([n; 16]), person, (at, at), Provenance::Person, Kind::Refused { purposes: Scope::All });
    /// let (first, second) = (event(1)?, event(2)?);
    /// let before = Link::GENESIS.then(&first);
    /// let link = before.then(&second);
    /// let shop = Controller::new("Librairie du Pont", "vie-privee@librairie.example", "https://librairie.example/choix");
    ///
    /// let receipt = Receipt::of_row(&policy, (before, &second, link), [], &shop, Lang::Fr)?;
    /// assert!(receipt.verify_row(&second, link).is_ok());
    /// let head = link.then(&event(3)?);                          // kept elsewhere
    /// assert!(receipt.verify_proof(&ChainProof::new(before, [event(3)?.content_digest()]), head).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ReceiptError::BrokenLink`] where `link` does not follow; [`ReceiptError::NotOfConsent`] as of [`Receipt::of`].
    pub fn of_row<'e>(
        policy: &Policy,
        (before, event, link): (Link, &Event, Link),
        history: impl IntoIterator<Item = &'e Event>,
        controller: &Controller,
        lang: Lang,
    ) -> Result<Self, ReceiptError> {
        if before.then(event) != link {
            return Err(ReceiptError::BrokenLink);
        }
        let mut receipt = Self::made(policy, event, link, controller, lang)?;
        let history: Vec<&Event> = history.into_iter().collect();
        receipt.tell_states(policy, &history, event.recorded());
        Ok(receipt)
    }

    /// Proves that the receipt's event stands in the chain that ends with `head`, a link that was kept elsewhere, and that the receipt's own
    /// link is the one there. Needs no ledger, and says nothing of what became of the event since, of the states or of the terms.
    ///
    /// # Errors
    /// [`ReceiptDiffers`] with [`ReceiptPart::Link`].
    pub fn verify_proof(&self, proof: &ChainProof, head: Link) -> Result<(), ReceiptDiffers> {
        let is_there = proof.before().then(&self.event) == self.link;
        match is_there && proof.shows(&self.event, head) {
            true => Ok(()),
            false => Err(ReceiptDiffers(vec![ReceiptPart::Link])),
        }
    }
}
