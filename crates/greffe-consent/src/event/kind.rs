//! What happened.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{DateTime, Utc};
use greffe_terms::PurposeId;

use super::{Authorisation, NoticeShown};
use crate::codes::codes;
use crate::signal::Signal;
use crate::{PersonKey, VendorId};

/// What an event says. `Debug` shows the sort only.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Consent was asked; nothing was answered yet.
    Requested {
        /// For what.
        purposes: Scope,
    },
    /// Consent was given (*recueil du consentement*), Art. 4(11) and 7 GDPR.
    Given(Consent),
    /// Consent was given anew; its validity starts again.
    Renewed(Consent),
    /// Consent was refused.
    Refused {
        /// For what.
        purposes: Scope,
    },
    /// Consent was withdrawn (*retrait*), Art. 7(3) GDPR; an unsubscription too.
    Withdrawn {
        /// For what.
        purposes: Scope,
    },
    /// The second step of a double opt-in.
    Confirmed {
        /// How. Opening a link is no confirmation: mail scanners do it too.
        act: Act,
        /// Of what.
        purposes: Scope,
    },
    /// The host ended a consent, whatever its validity said.
    Expired {
        /// For what.
        purposes: Scope,
    },
    /// An objection (*opposition*), Art. 21 GDPR.
    Objected {
        /// To direct marketing, or to something else.
        to: ObjectionTo,
        /// Against what.
        purposes: Scope,
    },
    /// The grounds of an objection were weighed, Art. 21(1) GDPR.
    GroundsDecided {
        /// Who prevailed.
        prevails: Prevailing,
        /// For what.
        purposes: Scope,
    },
    /// The processing was restricted (*limitation*), Art. 18 GDPR.
    Restricted {
        /// Of what.
        purposes: Scope,
    },
    /// A restriction was lifted, Art. 18(3) GDPR.
    Unrestricted {
        /// Of what.
        purposes: Scope,
    },
    /// Contact details were collected in the course of a sale, French CPCE L34-5.
    SaleRecorded {
        /// Whether the person could refuse marketing there and then, simply and free of charge.
        refusal_offered: bool,
        /// Whether it was paid for.
        sale: SaleKind,
        /// The purposes that concern the seller's own similar products.
        purposes: Scope,
    },
    /// Another system stated this. An import is not the person's act: it can close, never open.
    Imported {
        /// What it stated.
        state: ImportedState,
        /// For what.
        purposes: Scope,
    },
    /// A holder of parental responsibility gave a child's consent or authorised it, Art. 8(1) GDPR.
    ParentAuthorised(Authorisation),
    /// The person died. An error is corrected by forgetting the event ([`Ledger::forget_event`](crate::Ledger::forget_event)).
    Died,
    /// Some vendors were refused, or the consent to them withdrawn; the purposes stay as they were for everybody else.
    VendorsRefused {
        /// Whom.
        vendors: BTreeSet<VendorId>,
        /// For what.
        purposes: Scope,
    },
    /// A signal of the person's browser or device.
    SignalReceived(Signal),
    /// A device was used logged in to the account that the event belongs to. What was chosen on it before may then count for the
    /// account, CNIL 2025-131.
    DeviceLinked {
        /// The device's pseudonym, under which its own events stand.
        device: PersonKey,
        /// Whether the person was authenticated.
        authenticated: bool,
        /// Whether the person was told that choices apply to every device of the account.
        informed: bool,
    },
    /// A version of a notice was put before people, from when the event occurred; Art. 5(2) and 7(1) GDPR, to prove on what information
    /// consent was asked. It is about nobody and stands under a pseudonym that the host keeps for the controller itself. A record and no
    /// gate: no rule reads it, [`Policy::audit_notices`](crate::Policy::audit_notices) does.
    NoticePublished(NoticeShown),
}

impl Kind {
    /// The stable code, as written in files.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Requested { .. } => "requested",
            Self::Given(_) => "given",
            Self::Renewed(_) => "renewed",
            Self::Refused { .. } => "refused",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Confirmed { .. } => "confirmed",
            Self::Expired { .. } => "expired",
            Self::Objected { .. } => "objected",
            Self::GroundsDecided { .. } => "grounds_decided",
            Self::Restricted { .. } => "restricted",
            Self::Unrestricted { .. } => "unrestricted",
            Self::SaleRecorded { .. } => "sale_recorded",
            Self::Imported { .. } => "imported",
            Self::ParentAuthorised(_) => "parent_authorised",
            Self::Died => "died",
            Self::VendorsRefused { .. } => "vendors_refused",
            Self::SignalReceived(_) => "signal_received",
            Self::DeviceLinked { .. } => "device_linked",
            Self::NoticePublished(_) => "notice_published",
        }
    }

    /// The purposes that the event speaks of. A signal and the link of a device name none: the policy says what they mean. Nor does the
    /// publication of a notice, which asks nobody.
    #[must_use]
    pub const fn purposes(&self) -> &Scope {
        match self {
            Self::Given(consent) | Self::Renewed(consent) => consent.purposes(),
            Self::ParentAuthorised(authorisation) => authorisation.consent().purposes(),
            Self::Died => &Scope::All,
            Self::SignalReceived(_) | Self::DeviceLinked { .. } | Self::NoticePublished(_) => {
                &NO_PURPOSE
            }
            Self::Requested { purposes }
            | Self::Refused { purposes }
            | Self::Withdrawn { purposes }
            | Self::Confirmed { purposes, .. }
            | Self::Expired { purposes }
            | Self::Objected { purposes, .. }
            | Self::GroundsDecided { purposes, .. }
            | Self::Restricted { purposes }
            | Self::Unrestricted { purposes }
            | Self::SaleRecorded { purposes, .. }
            | Self::VendorsRefused { purposes, .. }
            | Self::Imported { purposes, .. } => purposes,
        }
    }

    /// Whether the event is the controller's own and about nobody, although it stands under a pseudonym.
    #[must_use]
    pub const fn is_about_nobody(&self) -> bool {
        matches!(self, Self::NoticePublished(_))
    }

    /// The device that was linked, whatever came of it.
    #[must_use]
    pub const fn linked_device(&self) -> Option<PersonKey> {
        match self {
            Self::DeviceLinked { device, .. } => Some(*device),
            _ => None,
        }
    }

    /// The same with the end of its consent, where the act fixed one, as `cut` has it.
    pub(super) fn ending_at(self, cut: impl Fn(DateTime<Utc>) -> DateTime<Utc>) -> Self {
        let cut_of = |consent: Consent| Consent {
            expires: consent.expires.map(&cut),
            ..consent
        };
        match self {
            Self::Given(consent) => Self::Given(cut_of(consent)),
            Self::Renewed(consent) => Self::Renewed(cut_of(consent)),
            Self::ParentAuthorised(given) => Self::ParentAuthorised(given.of_consent(cut_of)),
            other => other,
        }
    }

    /// The consent, where the event gives, renews or authorises one.
    #[must_use]
    pub const fn consent(&self) -> Option<&Consent> {
        match self {
            Self::Given(consent) | Self::Renewed(consent) => Some(consent),
            Self::ParentAuthorised(authorisation) => Some(authorisation.consent()),
            _ => None,
        }
    }
}

static NO_PURPOSE: Scope = Scope::Only(BTreeSet::new());

/// An act of consent: how, on what information, to what, until when. `Debug` shows the act only.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Consent {
    act: Act,
    notice: NoticeShown,
    purposes: Scope,
    expires: Option<DateTime<Utc>>,
    vendors: Option<BTreeSet<VendorId>>,
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kind({})", self.code())
    }
}

impl fmt::Debug for Consent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Consent({})", self.act)
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("Scope(all)"),
            Self::Only(purposes) => write!(f, "Scope({})", purposes.len()),
        }
    }
}

impl Consent {
    /// A consent by `act`, to `purposes`, after reading `notice`.
    pub fn new(
        act: Act,
        notice: NoticeShown,
        purposes: impl IntoIterator<Item = PurposeId>,
    ) -> Self {
        Self {
            act,
            notice,
            purposes: Scope::only(purposes),
            expires: None,
            vendors: None,
        }
    }

    /// With an end of its own: the first instant at which it no longer holds. A shorter validity of the policy still ends it.
    #[must_use]
    pub fn expiring(self, expires: DateTime<Utc>) -> Self {
        Self {
            expires: Some(expires),
            ..self
        }
    }

    /// To these vendors only. Without it consent reaches the vendors that the notice shown disclosed.
    #[must_use]
    pub fn to_vendors(self, vendors: impl IntoIterator<Item = VendorId>) -> Self {
        Self {
            vendors: Some(vendors.into_iter().collect()),
            ..self
        }
    }

    /// How consent was given.
    #[must_use]
    pub const fn act(&self) -> Act {
        self.act
    }

    /// The notice that was shown.
    #[must_use]
    pub const fn notice(&self) -> &NoticeShown {
        &self.notice
    }

    /// What was consented to.
    #[must_use]
    pub const fn purposes(&self) -> &Scope {
        &self.purposes
    }

    /// The first instant at which it no longer holds, where the act itself fixed one.
    #[must_use]
    pub const fn expires(&self) -> Option<DateTime<Utc>> {
        self.expires
    }

    /// The vendors that were consented to, where the person chose among them.
    #[must_use]
    pub const fn vendors(&self) -> Option<&BTreeSet<VendorId>> {
        self.vendors.as_ref()
    }
}

/// The purposes that an event speaks of. `Debug` shows how many.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Every purpose, whatever the policy lists. Nobody can grant this way.
    All,
    /// These. Ids are compared whole: `tag` says nothing about `multitag`.
    Only(BTreeSet<PurposeId>),
}

impl Scope {
    /// Some purposes.
    pub fn only(purposes: impl IntoIterator<Item = PurposeId>) -> Self {
        Self::Only(purposes.into_iter().collect())
    }

    /// Whether the purpose is meant, by name or with all others.
    #[must_use]
    pub fn includes(&self, purpose: &PurposeId) -> bool {
        match self {
            Self::All => true,
            Self::Only(purposes) => purposes.contains(purpose),
        }
    }

    /// Whether the purpose is meant by name.
    #[must_use]
    pub fn names(&self, purpose: &PurposeId) -> bool {
        matches!(self, Self::Only(purposes) if purposes.contains(purpose))
    }
}

codes! {
    /// How a person expressed a choice.
    Act, "act", {
        /// Ticked an empty box.
        TickedBox = "ticked_box", "case cochée", "box ticked";
        /// Pressed a button that says what it does.
        PressedButton = "pressed_button", "bouton actionné", "button pressed";
        /// Chose a setting.
        ChoseSetting = "chose_setting", "réglage choisi", "setting chosen";
        /// Signed a form, on paper or electronically.
        Signed = "signed", "formulaire signé", "form signed";
        /// Wrote it.
        Wrote = "wrote", "déclaration écrite", "written statement";
        /// Said it.
        Said = "said", "déclaration orale", "oral statement";
        /// Left a box ticked that was ticked beforehand: no affirmative act (CJEU C-673/17).
        LeftPreTicked = "left_pre_ticked", "case cochée par défaut laissée telle quelle", "pre-ticked box left as it was";
        /// Went on browsing: no affirmative act (EDPB 05/2020).
        WentOnBrowsing = "went_on_browsing", "poursuite de la navigation", "browsing went on";
        /// Opened a link, a plain GET: machines do that too.
        OpenedLink = "opened_link", "lien ouvert", "link opened";
    }
}

impl Act {
    /// Whether it is a clear affirmative act, Art. 4(11) GDPR and recital 32.
    #[must_use]
    pub const fn is_affirmative(self) -> bool {
        !matches!(
            self,
            Self::LeftPreTicked | Self::WentOnBrowsing | Self::OpenedLink
        )
    }
}

codes! {
    /// What an objection is directed against.
    ObjectionTo, "kind of objection", {
        /// Direct marketing (*prospection*), Art. 21(2) GDPR: needs no reason.
        Marketing = "marketing", "prospection", "direct marketing";
        /// Another processing, on grounds of the person's situation, Art. 21(1) GDPR.
        Other = "other", "autre traitement", "another processing";
    }
}

codes! {
    /// Whose grounds prevailed.
    Prevailing, "party", {
        /// The controller's compelling grounds.
        Controller = "controller", "le responsable du traitement", "the controller";
        /// The person's.
        Person = "person", "la personne", "the person";
    }
}

codes! {
    /// What was sold when the contact details were collected.
    SaleKind, "kind of sale", {
        /// Something was paid for.
        Paid = "paid", "vente payante", "paid sale";
        /// An account without charge that opens a paid offer: a sale in the sense of Directive 2002/58/EC Art. 13(2) by CJEU C-654/23,
        /// for the policy to follow or not.
        FreeAccount = "free_account", "compte gratuit", "free account";
    }
}

codes! {
    /// What another system stated.
    ImportedState, "imported state", {
        /// That consent stands.
        Granted = "granted", "consentement annoncé", "consent stated";
        /// That it does not.
        Denied = "denied", "refus annoncé", "refusal stated";
    }
}

codes! {
    /// Where an event comes from.
    Provenance, "provenance", {
        /// The person's own act.
        Person = "person", "la personne", "the person";
        /// A holder of parental responsibility.
        Parent = "parent", "un titulaire de l’autorité parentale", "a holder of parental responsibility";
        /// Another system.
        Import = "import", "un import", "an import";
        /// A signal of the person's browser or device.
        Signal = "signal", "un signal", "a signal";
        /// Somebody who acts for the controller.
        Operator = "operator", "un opérateur", "an operator";
        /// A guardian of an adult or of a child (*tuteur*).
        Guardian = "guardian", "un tuteur", "a guardian";
        /// Somebody with a mandate of the person (*mandataire*).
        Proxy = "proxy", "un mandataire", "a proxy";
        /// An heir, for what loi 78-17 art. 85 leaves to heirs.
        Heir = "heir", "un héritier", "an heir";
    }
}
