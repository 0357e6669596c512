//! What the columns hold.

use greffe_terms::{Lang, RecipientKind, Text};

use crate::model::codes;
use crate::{
    DataEntry, Measure, Processing, Purpose, Recipient, Retention, Stated, Subject, Transfer, Who,
    field_label,
};

codes! {
    /// A column of the table. Items of a list in one cell are apart by `; `.
    CsvColumn {
        /// The reference of the processing.
        Reference = "reference", "Référence", "Reference";
        /// Its name.
        Name = "name", "Traitement", "Processing activity";
        /// The organisation's role in it.
        Role = "role", "Rôle", "Role";
        /// Whether it runs.
        Status = "status", "État", "Status";
        /// The day on which the record was made, ISO 8601.
        Created = "created", "Création", "Created";
        /// The day of the last change, ISO 8601.
        Updated = "updated", "Mise à jour", "Updated";
        /// Who answers for it. Internal.
        Responsible = "responsible", "Responsable interne", "Person in charge";
        /// On whose behalf it runs, where the organisation is a processor.
        Clients = "clients", "Pour le compte de", "On behalf of";
        /// What for.
        Purposes = "purposes", "Finalités", "Purposes";
        /// The legal bases of the purposes, each once.
        Bases = "bases", "Bases légales", "Legal bases";
        /// Whose data.
        Subjects = "subjects", "Personnes concernées", "Data subjects";
        /// The last part of the rule's address, by which code names it. Internal.
        Entry = "entry", "Code de la donnée", "Data code";
        /// The category of data.
        Category = "category", "Catégorie de données", "Data category";
        /// What the data are.
        Detail = "detail", "Données", "Data";
        /// The names of the fields.
        Fields = "fields", "Champs", "Fields";
        /// The fields that are stored encrypted. Internal.
        Sealed = "sealed", "Champs chiffrés", "Encrypted fields";
        /// How the data came.
        Source = "source", "Provenance", "Source";
        /// Whether the person must give them.
        Mandatory = "mandatory", "Obligatoires", "Mandatory";
        /// How long they are kept, in words.
        Retention = "retention", "Conservation", "Retention";
        /// The law that says so.
        Law = "law", "Textes", "Law";
        /// The sensitive categories in the processing.
        Sensitive = "sensitive", "Données sensibles", "Sensitive data";
        /// Departments that receive data.
        Internal = "internal", "Destinataires internes", "Internal recipients";
        /// Other organisations that do.
        External = "external", "Destinataires externes", "External recipients";
        /// Processors.
        Processors = "processors", "Sous-traitants", "Processors";
        /// Partners.
        Partners = "partners", "Partenaires", "Partners";
        /// Recipients in third countries.
        ThirdCountry = "third_country", "Destinataires dans un pays tiers", "Recipients in third countries";
        /// Transfers: to whom, where, under which instrument.
        Transfers = "transfers", "Transferts", "Transfers";
        /// Security measures. Internal.
        Measures = "measures", "Mesures de sécurité", "Security measures";
    }
}

impl CsvColumn {
    /// The name in the first line.
    #[must_use]
    pub const fn name(self, lang: Lang) -> &'static str {
        self.label(lang)
    }

    /// Whether the public extract is without it.
    #[must_use]
    pub const fn is_internal(self) -> bool {
        matches!(
            self,
            Self::Responsible | Self::Entry | Self::Sealed | Self::Measures
        )
    }

    /// What stands in the column for a processing and one of its data; empty where there is none to speak of.
    pub(super) fn cell(
        self,
        processing: &Processing,
        entry: Option<&DataEntry>,
        lang: Lang,
    ) -> String {
        let words = Words(lang);
        match self {
            Self::Reference => processing.reference.to_string(),
            Self::Name => words.text(&processing.name),
            Self::Role => words.optional(processing.role, |role| role.label(lang).to_owned()),
            Self::Status => processing.status.label(lang).to_owned(),
            Self::Created => words.optional(processing.created, |day| day.to_string()),
            Self::Updated => words.optional(processing.updated, |day| day.to_string()),
            Self::Responsible => words.stated(&processing.responsible, |text| words.text(text)),
            Self::Clients
                if processing.clients.is_unknown() && !processing.is_processor_record() =>
            {
                String::new()
            }
            Self::Clients => words.list(&processing.clients, |client| words.text(&client.name)),
            Self::Purposes => words.listed(&processing.purposes, |one| words.purpose(one)),
            Self::Bases => words.bases(processing),
            Self::Subjects => words.list(&processing.subjects, |one| words.subject(one)),
            Self::Sensitive => words.list(&processing.sensitive, |data| {
                data.category.label(lang).to_owned()
            }),
            Self::Internal => words.recipients(processing, RecipientKind::Internal),
            Self::External => words.recipients(processing, RecipientKind::External),
            Self::Processors => words.recipients(processing, RecipientKind::Processor),
            Self::Partners => words.recipients(processing, RecipientKind::Partner),
            Self::ThirdCountry => words.recipients(processing, RecipientKind::ThirdCountry),
            Self::Transfers => words.list(&processing.transfers, |one| words.transfer(one)),
            Self::Measures => words.measures(processing),
            _ => match entry {
                Some(entry) => self.data(entry, words),
                None if matches!(self, Self::Category) => words.unknown(),
                None => String::new(),
            },
        }
    }

    fn data(self, entry: &DataEntry, words: Words) -> String {
        let lang = words.0;
        match self {
            Self::Entry => entry.id.clone(),
            Self::Category => entry.category.label(lang).to_owned(),
            Self::Detail => words.stated(&entry.detail, |text| words.text(text)),
            Self::Fields => joined(
                entry
                    .fields
                    .iter()
                    .map(|field| field_label(field, lang).into_owned()),
            ),
            Self::Sealed => joined(
                entry
                    .sealed
                    .iter()
                    .map(|sealed| field_label(&sealed.field, lang).into_owned()),
            ),
            Self::Source => words.stated(&entry.source, |source| source.label(lang).to_owned()),
            Self::Mandatory => words.optional(entry.mandatory, |truth| words.yes_or_no(truth)),
            Self::Retention => match &entry.retention {
                Retention::Unknown => words.unknown(),
                Retention::Unstated => lang
                    .pick("Durée non précisée", "Length not told")
                    .to_owned(),
                Retention::Rule(rule) => match rule.note() {
                    Some(note) => format!("{} ({})", rule.in_words(lang), words.text(note)),
                    None => rule.in_words(lang),
                },
            },
            Self::Law => {
                let rule = entry.retention.rule();
                let law = rule.into_iter().flat_map(|rule| rule.law());
                joined(law.map(|law| law.label_with_status(lang)))
            }
            _ => String::new(),
        }
    }
}

fn joined(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join("; ")
}

/// Values in words, absences told apart.
#[derive(Clone, Copy)]
struct Words(Lang);

impl Words {
    fn text(self, text: &Text) -> String {
        text.in_language(self.0).to_owned()
    }

    fn unknown(self) -> String {
        self.0.pick("Non renseigné", "Not stated").to_owned()
    }

    fn yes_or_no(self, truth: bool) -> String {
        let words = if truth { ("oui", "yes") } else { ("non", "no") };
        self.0.pick(words.0, words.1).to_owned()
    }

    fn optional<T>(self, value: Option<T>, show: impl FnOnce(T) -> String) -> String {
        value.map_or_else(|| self.unknown(), show)
    }

    fn stated<T>(self, stated: &Stated<T>, show: impl FnOnce(&T) -> String) -> String {
        match stated {
            Stated::Known(value) => show(value),
            Stated::Unknown => self.unknown(),
            Stated::None => self.0.pick("Néant", "None").to_owned(),
            Stated::NotApplicable => self.0.pick("Sans objet", "Not applicable").to_owned(),
        }
    }

    fn list<T>(self, stated: &Stated<Vec<T>>, show: impl Fn(&T) -> String) -> String {
        self.stated(stated, |items| joined(items.iter().map(&show)))
    }

    fn listed<T>(self, items: &[T], show: impl Fn(&T) -> String) -> String {
        if items.is_empty() {
            return self.unknown();
        }
        joined(items.iter().map(show))
    }

    fn purpose(self, purpose: &Purpose) -> String {
        match &purpose.name {
            Some(name) => self.text(name),
            None => purpose.id.to_string(),
        }
    }

    fn bases(self, processing: &Processing) -> String {
        let mut cells = Vec::new();
        for purpose in &processing.purposes {
            let of_purpose = match &purpose.basis {
                Stated::Known(bases) => bases
                    .iter()
                    .map(|basis| format!("{} ({})", basis.label(self.0), basis.article()))
                    .collect(),
                absent => vec![self.stated(absent, |_| String::new())],
            };
            for basis in of_purpose {
                if !cells.contains(&basis) {
                    cells.push(basis);
                }
            }
        }
        self.listed(&cells, Clone::clone)
    }

    fn subject(self, subject: &Subject) -> String {
        match &subject.who {
            Who::Kind(kind) => kind.label(self.0).to_owned(),
            Who::Other(text) => self.text(text),
        }
    }

    fn recipients(self, processing: &Processing, kind: RecipientKind) -> String {
        let mut by_kind = processing.recipients.by_kind();
        let found = by_kind.find(|(found, _)| *found == kind);
        found.map_or_else(String::new, |(_, stated)| {
            self.list(stated, |recipient| self.recipient(recipient))
        })
    }

    fn recipient(self, recipient: &Recipient) -> String {
        let name = self.text(&recipient.name);
        match recipient.country {
            Some(country) => format!("{name} ({})", country.label(self.0)),
            None => name,
        }
    }

    fn transfer(self, transfer: &Transfer) -> String {
        let recipient = self.optional(transfer.recipient.as_ref(), |text| self.text(text));
        let country = match transfer.country {
            None if transfer.international_organisation == Some(true) => {
                let words = ("organisation internationale", "international organisation");
                self.0.pick(words.0, words.1).to_owned()
            }
            country => self.optional(country, |country| country.label(self.0).to_owned()),
        };
        let tool = self.optional(transfer.tool, |tool| tool.label(self.0).to_owned());
        format!("{recipient} ({country}, {tool})")
    }

    fn measures(self, processing: &Processing) -> String {
        if processing.measures.is_empty() {
            return self.unknown();
        }
        let families = processing.measures.iter().map(|(family, measure)| {
            let label = family.label(self.0);
            match measure {
                Measure::Stated => label.to_owned(),
                Measure::Detailed(texts) => {
                    let texts: Vec<_> = texts.iter().map(|text| self.text(text)).collect();
                    format!(
                        "{label}{}{}",
                        self.0.pick("\u{a0}: ", ": "),
                        texts.join(", ")
                    )
                }
            }
        });
        joined(families)
    }
}
