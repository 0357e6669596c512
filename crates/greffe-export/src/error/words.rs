//! Errors in French and English. `Display` is the English one.

use std::fmt;
use std::io::ErrorKind;

use chrono::NaiveDate;
use greffe_terms::Lang;

use super::{ExportError, StagedPart, TransitionError, VerifyError};
use crate::page::long_date;
use crate::request::Right;

impl ExportError {
    /// What went wrong, in one sentence without a full stop.
    ///
    /// ```
    /// use greffe_export::{ExportError, State};
    /// use greffe_terms::Lang;
    ///
    /// let error = ExportError::RequestNotReady { state: State::IdentityPending };
    /// assert_eq!(
    ///     error.in_language(Lang::En),
    ///     "the request is waiting for proof of identity: data may leave only between scoping and refusal"
    /// );
    /// assert!(error.in_language(Lang::Fr).starts_with("la demande est en attente"));
    /// ```
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::NotDated => lang
                .pick(
                    "le dossier n’a pas de date\u{a0}: appeler `dated`",
                    "the package has no date: call `dated`",
                )
                .to_owned(),
            Self::DatedBefore { received } => {
                let day = long_date(*received, lang);
                lang.pick(
                    format!("le dossier est daté d’avant le {day}, jour de réception de la demande"),
                    format!("the package is dated before {day}, the day on which the request was received"),
                )
            }
            Self::RequestNotReady { state } => {
                let state = state.label(lang);
                lang.pick(
                    format!(
                        "la demande est {state}\u{a0}: des données ne sortent qu’après le cadrage, et pas d’une demande refusée"
                    ),
                    format!("the request is {state}: data may leave only between scoping and refusal"),
                )
            }
            Self::NoCopyAsked => lang
                .pick(
                    "la demande ne porte sur aucune copie de données, ou celle-ci a été refusée",
                    "the request asks for no copy of data, or was refused one",
                )
                .to_owned(),
            Self::RefusedAndGiven { name } => lang.pick(
                format!("la source `{name}` est à la fois jointe et refusée"),
                format!("source `{name}` is both given and refused"),
            ),
            Self::RedactionWithoutField { id } => lang.pick(
                format!(
                    "l’occultation `{id}` désigne une source ou un champ qui n’est pas dans le dossier"
                ),
                format!("redaction `{id}` names a source or field that is not in the package"),
            ),
            Self::RedactionTwice { id } => lang.pick(
                format!("deux occultations portent l’identifiant `{id}`"),
                format!("two redactions have the id `{id}`"),
            ),
            Self::RedactionOfPortableDataOnly { id } => lang.pick(
                format!("l’occultation `{id}` repose sur l’art. 20, qui ne limite pas la copie de l’art. 15"),
                format!("redaction `{id}` rests on Art. 20, which does not limit the copy of Art. 15"),
            ),
            Self::Write { place, kind } => {
                let kind = io_words(*kind, lang);
                lang.pick(
                    format!("écriture impossible de {place}\u{a0}: {kind}"),
                    format!("cannot write {place}: {kind}"),
                )
            }
            Self::Staged { part } => part.in_language(lang).to_owned(),
            Self::OutgrewMemory { place, limit } => lang.pick(
                format!(
                    "{place} dépasse la limite de mémoire de {limit} octets\u{a0}: donner un tampon sur disque"
                ),
                format!("{place} outgrew the memory limit of {limit} bytes: give a spool on disk"),
            ),
        }
    }
}

impl StagedPart {
    /// Why the export does not go on in this folder, in one sentence without a full stop.
    #[must_use]
    pub const fn in_language(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::NotAStage => (
                "le dossier contient autre chose qu’un export en cours, un dossier terminé par exemple\u{a0}: donner un dossier vide",
                "the folder holds something else than an export under way, such as a package that is whole: give an empty one",
            ),
            Self::Format => (
                "l’export en cours dans ce dossier a été commencé par une autre version",
                "the export under way in this folder was begun by another version",
            ),
            Self::Request => (
                "l’export en cours dans ce dossier répond à une autre demande",
                "the export under way in this folder answers another request",
            ),
            Self::Date => (
                "l’export en cours dans ce dossier porte une autre date",
                "the export under way in this folder has another date",
            ),
            Self::Language => (
                "l’export en cours dans ce dossier est dans une autre langue",
                "the export under way in this folder is in another language",
            ),
            Self::Packages => (
                "l’export en cours dans ce dossier porte sur d’autres droits",
                "the export under way in this folder is for other rights",
            ),
            Self::Sources => (
                "l’export en cours dans ce dossier a d’autres sources, ou dans un autre ordre",
                "the export under way in this folder has other sources, or in another order",
            ),
            Self::Contents => (
                "l’export en cours dans ce dossier dit autre chose\u{a0}: informations, champs, refus ou décisions",
                "the export under way in this folder says something else: information, fields, refusals or decisions",
            ),
        };
        match lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }
}

impl TransitionError {
    /// Why the step cannot be taken, in one sentence without a full stop.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use greffe_export::{Request, Right};
    /// use greffe_terms::Lang;
    ///
    /// let day = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    /// let mut request = Request::received("R-2026-17".parse()?, Right::Access, day);
    /// let error = request.review(day).unwrap_err();
    /// assert_eq!(error.in_language(Lang::En), "a request that is received cannot be reviewed");
    /// assert_eq!(error.in_language(Lang::Fr), "étape impossible (relecture)\u{a0}: la demande est reçue");
    /// # Ok::<(), greffe_export::InvalidRequestId>(())
    /// ```
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::NotFrom { from, step } => {
                let (state, step) = (from.label(lang), step.label(lang));
                lang.pick(
                    format!("étape impossible ({step})\u{a0}: la demande est {state}"),
                    format!("a request that is {state} cannot {step}"),
                )
            }
            Self::BeforeLast { on, last } => {
                let (on, last) = (day(*on, lang), day(*last, lang));
                lang.pick(
                    format!("le {on} précède le {last}, jour de la dernière étape"),
                    format!("{on} is before {last}, the day of the last step"),
                )
            }
            Self::NotAsked { right } => {
                let right = name(*right, lang);
                lang.pick(
                    format!("la demande ne porte pas sur ce droit\u{a0}: {right}"),
                    format!("the request does not ask for this right: {right}"),
                )
            }
            Self::Settled { right } => {
                let right = name(*right, lang);
                lang.pick(
                    format!("une réponse a déjà été donnée sur ce droit\u{a0}: {right}"),
                    format!("this right has its outcome already: {right}"),
                )
            }
            Self::ExtendedTwice => lang
                .pick(
                    "la demande a déjà été prolongée (RGPD, art. 12(3))",
                    "the request was extended before (GDPR, Art. 12(3))",
                )
                .to_owned(),
            Self::ExtendedTooLate { due } => {
                let due = day(*due, lang);
                lang.pick(
                    format!(
                        "une prolongation devait être annoncée au plus tard le {due} (RGPD, art. 12(3))"
                    ),
                    format!("an extension had to be announced by {due} (GDPR, Art. 12(3))"),
                )
            }
            Self::Clock { stopped: true } => lang
                .pick("le délai est déjà suspendu", "the clock is stopped already")
                .to_owned(),
            Self::Clock { stopped: false } => lang
                .pick("le délai n’est pas suspendu", "the clock is not stopped")
                .to_owned(),
            Self::PostedAfterReceipt => lang
                .pick(
                    "le cachet de la poste est postérieur à la réception",
                    "the postmark is later than the receipt",
                )
                .to_owned(),
            Self::PowerNotShown { .. }
            | Self::PowerOfAnother { .. }
            | Self::NotSpecified { .. }
            | Self::NoIdentityCopy => self.about_the_person(lang),
            Self::NothingRefused { .. }
            | Self::ReasonNotFor { .. }
            | Self::NotDemonstrated { .. }
            | Self::KeptUntilPast { .. } => self.about_a_refusal(lang),
            Self::FeeNotFor { .. }
            | Self::NoFee { .. }
            | Self::FeeStands { .. }
            | Self::FeeUndecided { .. } => self.about_a_fee(lang),
            Self::NothingReviewed | Self::ErasureUndecided { .. } | Self::ObstacleFalls { .. } => {
                self.about_an_erasure(lang)
            }
            Self::NoRecipients { .. }
            | Self::RecipientsNamed { .. }
            | Self::NoSuchRecipient { .. }
            | Self::RecipientTold { .. }
            | Self::RecipientsAsked { .. } => self.about_recipients(lang),
        }
    }

    fn about_the_person(&self, lang: Lang) -> String {
        match self {
            Self::NotSpecified { right } => {
                let right = name(*right, lang);
                lang.pick(
                    format!("l’objet exact de ce droit n’est pas précisé\u{a0}: {right}"),
                    format!("what this right is used for is not specified: {right}"),
                )
            }
            Self::PowerNotShown { asker } => {
                let asker = asker.label(lang);
                lang.pick(
                    format!("le pouvoir de l’auteur de la demande n’est pas justifié, ou a pris fin\u{a0}: {asker}"),
                    format!("the power of whoever asks was not shown, or has ended: {asker}"),
                )
            }
            Self::PowerOfAnother { asker, evidence } => {
                let (asker, evidence) = (asker.label(lang), evidence.label(lang));
                lang.pick(
                    format!("ce document ({evidence}) ne justifie pas ce pouvoir\u{a0}: {asker}"),
                    format!("this document ({evidence}) does not show the power of {asker}"),
                )
            }
            _ => lang
                .pick(
                    "aucune copie de pièce d’identité n’est conservée",
                    "no copy of an identity document is kept",
                )
                .to_owned(),
        }
    }

    fn about_a_refusal(&self, lang: Lang) -> String {
        match self {
            Self::ReasonNotFor { right, reason } => {
                let (right, reason) = (name(*right, lang), reason.label(lang).to_lowercase());
                lang.pick(
                    format!("ce motif ({reason}) ne peut être opposé à ce droit\u{a0}: {right}"),
                    format!("this reason ({reason}) cannot be held against this right: {right}"),
                )
            }
            Self::NotDemonstrated { reason } => {
                let reason = reason.label(lang).to_lowercase();
                lang.pick(
                    format!("il revient au responsable de démontrer ce motif\u{a0}: {reason}"),
                    format!("the controller must demonstrate this reason: {reason}"),
                )
            }
            Self::KeptUntilPast { until } => {
                let until = crate::page::long_date(*until, lang);
                lang.pick(
                    format!("plus rien n’impose de conserver ces données depuis le {until}"),
                    format!("nothing keeps these data any more since {until}"),
                )
            }
            _ => lang
                .pick("un refus doit avoir un motif", "a refusal needs a reason")
                .to_owned(),
        }
    }

    fn about_a_fee(&self, lang: Lang) -> String {
        match self {
            Self::FeeNotFor { right, ground } => {
                let (right, ground) = (name(*right, lang), ground.label(lang));
                lang.pick(
                    format!(
                        "ce motif ({ground}) ne permet pas de frais pour ce droit\u{a0}: {right}"
                    ),
                    format!(
                        "no fee can be asked for this right on this ground ({ground}): {right}"
                    ),
                )
            }
            Self::FeeStands { right } => {
                let right = name(*right, lang);
                lang.pick(
                    format!(
                        "des frais sont déjà annoncés ou acceptés pour ce droit\u{a0}: {right}"
                    ),
                    format!("a fee is announced or agreed to for this right already: {right}"),
                )
            }
            Self::FeeUndecided { right } => {
                let right = name(*right, lang);
                lang.pick(
                    format!("la personne n’a pas encore accepté les frais\u{a0}: {right}"),
                    format!("the person has not agreed to the fee yet: {right}"),
                )
            }
            _ => lang
                .pick(
                    "aucuns frais n’attendent de décision pour ce droit, ou leur montant est nul",
                    "no fee waits for a decision on this right, or its amount is nothing",
                )
                .to_owned(),
        }
    }

    fn about_an_erasure(&self, lang: Lang) -> String {
        match self {
            Self::ErasureUndecided { count } => lang.pick(
                format!("catégories de données dont l’effacement n’est pas décidé\u{a0}: {count}"),
                format!("kinds of data whose erasure is not decided: {count}"),
            ),
            Self::ObstacleFalls { exception } => {
                let exception = exception.label(lang);
                lang.pick(
                    format!(
                        "cet obstacle ({exception}) ne peut être opposé au motif de la personne"
                    ),
                    format!(
                        "this obstacle ({exception}) does not stand against the person's ground"
                    ),
                )
            }
            _ => lang
                .pick(
                    "l’examen de l’effacement ne porte sur aucune donnée",
                    "the review of the erasure looked at no data",
                )
                .to_owned(),
        }
    }

    fn about_recipients(&self, lang: Lang) -> String {
        let (fr, en) = match self {
            Self::RecipientsNamed { .. } => (
                "les destinataires à informer ont déjà été désignés",
                "the recipients to tell were named before",
            ),
            Self::NoSuchRecipient { .. } => (
                "il n’y a pas de destinataire à cette place",
                "there is no recipient at that place",
            ),
            Self::RecipientTold { .. } => (
                "ce destinataire a déjà été informé",
                "this recipient was told before",
            ),
            Self::RecipientsAsked { open: true } => (
                "la personne a déjà demandé qui sont les destinataires",
                "the person asked for the recipients already",
            ),
            Self::RecipientsAsked { open: false } => (
                "la personne n’a pas demandé qui sont les destinataires",
                "the person did not ask for the recipients",
            ),
            _ => (
                "aucun destinataire n’est à informer au titre de ce droit",
                "no recipients are to be told under this right",
            ),
        };
        lang.pick(fr, en).to_owned()
    }
}

impl VerifyError {
    /// Why the bag cannot be read, in one sentence without a full stop.
    ///
    /// ```
    /// use greffe_export::verify_zip;
    /// use greffe_terms::Lang;
    ///
    /// let error = verify_zip(std::io::Cursor::new(b"no archive")).unwrap_err();
    /// assert_eq!(error.in_language(Lang::En), "not a readable ZIP file");
    /// assert_eq!(error.in_language(Lang::Fr), "ce n’est pas un fichier ZIP lisible");
    /// ```
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::NotAZip => lang
                .pick(
                    "ce n’est pas un fichier ZIP lisible",
                    "not a readable ZIP file",
                )
                .to_owned(),
            Self::Read { kind } => {
                let kind = io_words(*kind, lang);
                lang.pick(
                    format!("lecture impossible du paquet\u{a0}: {kind}"),
                    format!("cannot read the bag: {kind}"),
                )
            }
            Self::TooLarge { path, limit } => lang.pick(
                format!("`{path}` dépasse {limit} octets"),
                format!("`{path}` is larger than {limit} bytes"),
            ),
        }
    }
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

impl fmt::Display for TransitionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

impl std::error::Error for ExportError {}
impl std::error::Error for TransitionError {}
impl std::error::Error for VerifyError {}

/// A day without its name: `2 mars 2026`.
fn day(date: NaiveDate, lang: Lang) -> String {
    crate::page::long_date(date, lang)
}

fn name(right: Right, lang: Lang) -> String {
    right.label(lang).to_lowercase()
}

/// What the operating system says; the standard library has it in English only.
pub(crate) fn io_words(kind: ErrorKind, lang: Lang) -> String {
    if lang == Lang::En {
        return kind.to_string();
    }
    let fr = match kind {
        ErrorKind::NotFound => "introuvable",
        ErrorKind::PermissionDenied => "accès refusé",
        ErrorKind::AlreadyExists => "existe déjà",
        ErrorKind::StorageFull => "plus de place sur le disque",
        ErrorKind::QuotaExceeded => "quota dépassé",
        ErrorKind::FileTooLarge => "fichier trop grand",
        ErrorKind::ReadOnlyFilesystem => "système de fichiers en lecture seule",
        ErrorKind::TimedOut => "délai dépassé",
        ErrorKind::Interrupted => "opération interrompue",
        ErrorKind::UnexpectedEof => "fin de fichier inattendue",
        ErrorKind::WriteZero => "rien n’a pu être écrit",
        ErrorKind::InvalidData => "contenu illisible",
        ErrorKind::OutOfMemory => "mémoire insuffisante",
        ErrorKind::BrokenPipe
        | ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::NotConnected => "connexion interrompue",
        _ => "erreur d’entrée-sortie",
    };
    fr.to_owned()
}
