//! What of a register is for the public.
//!
//! Every part and every field is named here, so that one that comes new is judged before anything compiles.

use std::collections::HashSet;

use greffe_terms::PurposeId;

use crate::register::Contents;
use crate::{
    Client, CollectionNotice, DataEntry, HeldIn, Measures, Organisation, Processing, Purpose,
    Recipient, Recipients, Register, RegisterVersion, Retention, Stated, Transfer,
};

impl Register {
    /// The register without what is not for the public: a register of its own, to be rendered, written as JSON or read again.
    ///
    /// Left out are records with `public = false`; of the others who wrote them and who answers for them, software, storage, security
    /// measures, the assessments of transfers, the clients' contacts and instructions, internal documents, the codes under which code finds data and seals it, and the
    /// contracts of recipients; of retention rules their note, who reads the data in each stage and what its end reaches; and as a whole: contracts, applications, platforms, backups, the security assessment, breaches with their
    /// procedure, the log of requests, screenings for impact assessments, establishments, where data are held, notes on sensitive data and on the data-protection officer, and what
    /// is allowed of the linter's findings. Notices remain, with those of their purposes that do; one that named purposes of records left
    /// out alone goes with them.
    ///
    /// What is left out reads as *unknown*. GDPR asks nobody to publish a register, and public bodies only communicate theirs on request;
    /// so what is in doubt is left out.
    ///
    /// ```
    /// use greffe_register::Register;
    ///
    /// let register = Register::from_toml(r#"
    ///     organisation = { name = "Atelier Hélianthe" }
    ///     processing = [
    ///         { ref = "A", name = "Billing", responsible = "Camille Autrive" },
    ///         { ref = "B", name = "Litigation", public = false },
    ///     ]
    /// "#)?;
    /// let json = register.public_extract().to_json();
    /// assert!(json.contains("Billing"));
    /// assert!(!json.contains("Camille") && !json.contains("Litigation"));
    /// assert!(Register::from_json(&json)? == register.public_extract());
    /// # Ok::<(), greffe_register::RegisterError>(())
    /// ```
    #[must_use]
    pub fn public_extract(&self) -> Self {
        self.with_contents(contents(self.contents()))
    }
}

fn contents(whole: &Contents) -> Contents {
    let Contents {
        version,
        organisation: of,
        requests,
        backups: _,
        processings,
        contracts: _,
        applications: _,
        platforms: _,
        notices,
        sites,
        trackers,
        collection_modes,
        security: _,
        breaches: _,
        breach_procedure: _,
        request_log: _,
        dpias: _,
        allowances: _,
    } = whole;
    let processings = processings.iter().filter(|one| one.public);
    let processings: Vec<_> = processings.map(processing).collect();
    let purposes = processings.iter().flat_map(|one| &one.purposes);
    let purposes: HashSet<_> = purposes.map(|purpose| &purpose.id).collect();
    let notices = notices.iter();
    let notices = notices.filter_map(|one| notice(one, &purposes)).collect();
    Contents {
        version: version.as_ref().map(of_version),
        organisation: organisation(of),
        requests: requests.clone(),
        backups: Vec::new(),
        contracts: Vec::new(),
        applications: Vec::new(),
        platforms: Vec::new(),
        notices,
        sites: sites.clone(),
        trackers: trackers.clone(),
        collection_modes: collection_modes.clone(),
        security: None,
        breaches: Stated::Unknown,
        breach_procedure: None,
        request_log: Stated::Unknown,
        dpias: Vec::new(),
        allowances: Vec::new(),
        processings,
    }
}

/// The note is for who keeps the register.
fn of_version(whole: &RegisterVersion) -> RegisterVersion {
    let RegisterVersion {
        number,
        date,
        previous,
        note: _,
    } = whole;
    RegisterVersion {
        number: number.clone(),
        date: *date,
        previous: previous.clone(),
        note: None,
    }
}

fn organisation(whole: &Organisation) -> Organisation {
    let Organisation {
        name,
        address,
        website,
        contact,
        dpo,
        dpo_note: _,
        representative,
        country,
        public_authority,
        establishments: _,
        zone,
        fiscal_year,
        certifications,
        location: _,
    } = whole;
    Organisation {
        name: name.clone(),
        address: address.clone(),
        website: website.clone(),
        contact: contact.clone(),
        dpo: dpo.clone(),
        dpo_note: None,
        representative: representative.clone(),
        country: *country,
        public_authority: *public_authority,
        establishments: Vec::new(),
        zone: *zone,
        fiscal_year: fiscal_year.clone(),
        certifications: certifications.clone(),
        location: Stated::Unknown,
    }
}

fn processing(whole: &Processing) -> Processing {
    let Processing {
        reference,
        name,
        author: _,
        version: _,
        role,
        status,
        created,
        updated,
        reviewed,
        next_review,
        responsible: _,
        software: _,
        joint_controllers,
        clients,
        instructions: _,
        end_of_services,
        client_duties,
        client_advice,
        subjects,
        purposes,
        data,
        recipients: to,
        transfers,
        sensitive,
        sensitive_note: _,
        not_processed,
        automated_decisions,
        rights,
        rights_note,
        measures: _,
        storage: _,
        source,
        dpia: _,
        documents,
        public,
    } = whole;
    let documents = documents.iter().filter(|document| !document.internal);
    Processing {
        reference: reference.clone(),
        name: name.clone(),
        author: None,
        version: None,
        role: *role,
        status: *status,
        created: *created,
        updated: *updated,
        reviewed: *reviewed,
        next_review: *next_review,
        responsible: Stated::Unknown,
        software: Stated::Unknown,
        joint_controllers: joint_controllers.clone(),
        clients: each(clients, client),
        instructions: Stated::Unknown,
        end_of_services: end_of_services.clone(),
        client_duties: client_duties.clone(),
        client_advice: client_advice.clone(),
        subjects: subjects.clone(),
        purposes: purposes.iter().map(purpose).collect(),
        data: data.iter().map(entry).collect(),
        recipients: recipients(to),
        transfers: each(transfers, transfer),
        sensitive: sensitive.clone(),
        sensitive_note: None,
        not_processed: not_processed.clone(),
        automated_decisions: automated_decisions.clone(),
        rights: rights.clone(),
        rights_note: rights_note.clone(),
        measures: Measures::new(),
        storage: Stated::Unknown,
        source: source.clone(),
        dpia: Stated::Unknown,
        documents: documents.cloned().collect(),
        // Screenings are left out.
        public: *public,
    }
}

fn client(whole: &Client) -> Client {
    let Client {
        name,
        is_category,
        contact: _,
        representative: _,
        dpo: _,
        record: _,
    } = whole;
    Client {
        is_category: *is_category,
        ..Client::named(name.clone())
    }
}

fn purpose(whole: &Purpose) -> Purpose {
    let Purpose {
        id,
        name,
        subordinate,
        basis,
        justification,
        balancing: _,
        law,
        marketing,
        channels,
        consent,
    } = whole;
    Purpose {
        id: id.clone(),
        name: name.clone(),
        subordinate: *subordinate,
        basis: basis.clone(),
        justification: justification.clone(),
        // That it was made is told on request; where it is stays in the house.
        balancing: Stated::Unknown,
        law: law.clone(),
        marketing: *marketing,
        channels: channels.clone(),
        consent: consent.clone(),
    }
}

fn entry(whole: &DataEntry) -> DataEntry {
    let DataEntry {
        id,
        category,
        detail,
        fields,
        sealed: _,
        held_in: _,
        records: _,
        source,
        mandatory,
        caveat,
        retention,
    } = whole;
    DataEntry {
        // Entries are told apart by it.
        id: id.clone(),
        category: *category,
        detail: detail.clone(),
        fields: fields.clone(),
        sealed: Vec::new(),
        held_in: HeldIn::Unknown,
        records: Vec::new(),
        source: *source,
        mandatory: *mandatory,
        caveat: caveat.clone(),
        retention: match retention {
            // Notes, readers and what a disposal reaches speak to who keeps the register.
            Retention::Rule(rule) => Retention::Rule(rule.without_internals()),
            other => other.clone(),
        },
    }
}

fn recipients(whole: &Recipients) -> Recipients {
    let Recipients {
        internal,
        external,
        processor,
        partner,
        third_country,
    } = whole;
    let [internal, external, processor, partner, third_country] =
        [internal, external, processor, partner, third_country].map(|kind| each(kind, recipient));
    Recipients {
        internal,
        external,
        processor,
        partner,
        third_country,
    }
}

fn recipient(whole: &Recipient) -> Recipient {
    let Recipient {
        name,
        what,
        how_often,
        country,
        contract: _,
        note,
    } = whole;
    Recipient {
        name: name.clone(),
        what: what.clone(),
        how_often: how_often.clone(),
        country: *country,
        contract: None,
        note: note.clone(),
    }
}

/// Persons are told what a transfer rests on (Art. 13(1)(f)); how its risks were weighed is for who keeps the register.
fn transfer(whole: &Transfer) -> Transfer {
    let Transfer {
        recipient,
        country,
        international_organisation,
        tool,
        document,
        assessment: _,
        authority_told: _,
        persons_told,
    } = whole;
    Transfer {
        recipient: recipient.clone(),
        country: *country,
        international_organisation: *international_organisation,
        tool: *tool,
        document: document.clone(),
        assessment: None,
        authority_told: None,
        persons_told: *persons_told,
    }
}

fn notice(whole: &CollectionNotice, kept: &HashSet<&PurposeId>) -> Option<CollectionNotice> {
    let CollectionNotice {
        id,
        version,
        published,
        purposes,
        place,
        url,
        wording,
    } = whole;
    let remaining: Vec<_> = purposes.iter().filter(|id| kept.contains(id)).collect();
    if remaining.is_empty() && !purposes.is_empty() {
        return None;
    }
    Some(CollectionNotice {
        id: id.clone(),
        version: *version,
        published: *published,
        purposes: remaining.into_iter().cloned().collect(),
        place: place.clone(),
        url: url.clone(),
        wording: wording.clone(),
    })
}

fn each<T>(stated: &Stated<Vec<T>>, one: impl Fn(&T) -> T) -> Stated<Vec<T>> {
    match stated {
        Stated::Known(items) => Stated::Known(items.iter().map(one).collect()),
        Stated::None => Stated::None,
        Stated::NotApplicable => Stated::NotApplicable,
        Stated::Unknown => Stated::Unknown,
    }
}
