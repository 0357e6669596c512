//! What people are asked, and in which words. Purposes, channels, validity and how to withdraw come from the register ([`greffe::RegisterExt::consent_terms`]);
//! every wording that went before people is kept, so that it can be shown what somebody agreed to (Art. 7(1) GDPR).

use chrono::{DateTime, Utc};
use greffe::RegisterExt as _;
use greffe::consent::{Notice, NoticeShown, Policy, Purpose, Question, WordingDigest};
use greffe::register::{Register, field_label};
use greffe::terms::{Channel, Lang, PurposeId, Text};
use greffe_sqlx::{Backend, Statement};

use crate::error::HostError;

/// The consents that the register has the service ask for, and the policy that decides on them.
pub(crate) struct Dialogue {
    /// What is allowed when.
    pub(crate) policy: Policy,
    asked: Vec<Asked>,
}

/// A purpose that consent is asked for.
pub(crate) struct Asked {
    /// Its id.
    pub(crate) id: PurposeId,
    /// Its name.
    pub(crate) name: Text,
    /// Whether it is direct marketing.
    pub(crate) is_marketing: bool,
    channel: Option<Channel>,
    fr: Wording,
    en: Wording,
}

/// Words in one language, in the version that is shown now.
struct Wording {
    words: String,
    notice: NoticeShown,
}

impl Asked {
    /// What the person reads.
    pub(crate) fn words(&self, lang: Lang) -> &str {
        &lang.pick(&self.fr, &self.en).words
    }

    /// What stands in the ledger for what the person read.
    pub(crate) fn shown(&self, lang: Lang) -> &NoticeShown {
        &lang.pick(&self.fr, &self.en).notice
    }

    /// The question whether it is allowed to this person. Of a purpose with channels it is about the first: consent is asked to all of them at once.
    pub(crate) fn question(&self, person: greffe::consent::PersonKey) -> Question<'_> {
        let topic = Question::about(self.id.as_str());
        let topic = match self.channel {
            Some(channel) => topic.by(channel),
            None => topic,
        };
        topic.for_person(person)
    }
}

impl Dialogue {
    /// What the register asks, with the versions of its wordings that this database knows; a wording that is new becomes a version of its own.
    pub(crate) async fn prepare<C: Backend>(
        db: &mut C,
        register: &Register,
        now: DateTime<Utc>,
    ) -> Result<Self, HostError> {
        let terms = register.consent_terms().map_err(|error| refused(&error))?;
        for gap in terms.gaps() {
            tracing::info!(
                place = gap.place(),
                "the register does not state a term of consent"
            );
        }
        let mut asked = Vec::new();
        let mut notices = Vec::new();
        for purpose in terms.purposes().iter().filter(|p| p.asks_consent()) {
            // A tracker is chosen on its site, on a device; this is about accounts.
            let Some(stated) = register.purpose(purpose.id()) else {
                continue;
            };
            let name = stated
                .name
                .clone()
                .unwrap_or_else(|| Text::plain(purpose.id().as_str()));
            let mut wordings = Vec::new();
            for lang in [Lang::Fr, Lang::En] {
                let words = words(register, purpose, &name, stated.consent.as_ref(), lang);
                wordings.push(published(db, purpose, lang, words, now, &mut notices).await?);
            }
            let [fr, en] = <[Wording; 2]>::try_from(wordings).map_err(|_| HostError::Defect)?;
            asked.push(Asked {
                id: purpose.id().clone(),
                name,
                is_marketing: purpose.is_marketing(),
                channel: purpose.listed_channels().next(),
                fr,
                en,
            });
        }
        let mut builder = terms.into_builder();
        for notice in notices {
            builder = builder.notice(notice);
        }
        let policy = builder.build().map_err(|error| refused(&error))?;
        Ok(Self { policy, asked })
    }

    /// The purposes, in the order of the register.
    pub(crate) fn asked(&self) -> &[Asked] {
        &self.asked
    }

    /// The purpose of this id, if consent is asked for it.
    pub(crate) fn find(&self, id: &str) -> Option<&Asked> {
        self.asked.iter().find(|asked| asked.id.as_str() == id)
    }

    /// Whether anything of the policy is direct marketing, to which there would be something to object.
    pub(crate) fn has_marketing(&self) -> bool {
        self.policy.purposes().any(Purpose::is_marketing)
    }
}

/// The words of one purpose, all of them the register's but for what holds them together.
fn words(
    register: &Register,
    purpose: &Purpose,
    name: &Text,
    terms: Option<&greffe::register::ConsentTerms>,
    lang: Lang,
) -> String {
    let organisation = register.organisation().name.in_language(lang);
    let mut text = lang.pick(
        format!("Acceptez-vous que {organisation} utilise vos données pour ceci\u{a0}: «\u{a0}{}\u{a0}»\u{202f}?", name.in_language(lang)),
        format!("Do you agree to {organisation} using your data for this: “{}”?", name.in_language(lang)),
    );
    let channels: Vec<String> = purpose
        .listed_channels()
        .map(|channel| channel.label(lang).to_lowercase())
        .collect();
    if !channels.is_empty() {
        let list = channels.join(", ");
        text.push_str(&lang.pick(format!(" Moyen\u{a0}: {list}."), format!(" By {list}.")));
    }
    let data = data_of(register, purpose, lang);
    if !data.is_empty() {
        let list = data.join(", ");
        text.push_str(&lang.pick(
            format!(" Données\u{a0}: {list}."),
            format!(" Data: {list}."),
        ));
    }
    if let Some(validity) = purpose.validity_of_consent() {
        let period = validity.in_language(lang);
        text.push_str(&lang.pick(
            format!(" Votre accord vaut {period}."),
            format!(" Your agreement holds for {period}."),
        ));
    }
    text.push_str(lang.pick(
        " Vous pouvez retirer votre accord à tout moment sur cette page",
        " You can withdraw your agreement at any time on this page",
    ));
    if let Some(way) = terms.and_then(|terms| terms.withdrawal.as_ref()) {
        let way = way.in_language(lang);
        text.push_str(&lang.pick(
            format!(", ou ainsi\u{a0}: {way}"),
            format!(", or in this way: {way}"),
        ));
    }
    text.push('.');
    text
}

/// Which data the agreement is about, without which nobody agrees to anything in particular (EDPB guidelines 05/2020, 64): the fields that the register
/// lists of the purpose's processing, and the category where it lists none.
fn data_of(register: &Register, purpose: &Purpose, lang: Lang) -> Vec<String> {
    let processing = register
        .purposes_by_processing()
        .find(|(_, stated)| &stated.id == purpose.id());
    let mut named = Vec::new();
    for entry in processing
        .iter()
        .flat_map(|(processing, _)| &processing.data)
    {
        if entry.fields.is_empty() {
            named.push(entry.category.label(lang).to_lowercase());
        }
        let fields = entry.fields.iter();
        named.extend(fields.map(|field| field_label(field, lang).into_owned()));
    }
    let mut seen = std::collections::BTreeSet::new();
    named.retain(|name| seen.insert(name.clone()));
    named
}

/// The version of these words: the latest one, or a new one where they changed since. All versions go into the policy, so that a consent given on
/// earlier words keeps what they said.
async fn published<C: Backend>(
    db: &mut C,
    purpose: &Purpose,
    lang: Lang,
    words: String,
    now: DateTime<Utc>,
    notices: &mut Vec<Notice>,
) -> Result<Wording, HostError> {
    let id = notice_id(purpose.id(), lang);
    // The register may ask for notices not older than a version: ours are counted from there.
    let first = i64::from(purpose.oldest_notice().unwrap_or(1).max(1));
    let latest = versions(db, &id).await?.pop();
    let next = match &latest {
        Some((_, kept)) if *kept == words => None,
        Some((version, _)) => Some((version + 1).max(first)),
        None => Some(first),
    };
    if let Some(version) = next {
        let kept = Statement::new(
            "INSERT INTO notices (id, version, words, published) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        );
        // Another process of the service may have been faster with the same words.
        db.execute(
            kept.bind(id.as_str())
                .bind(version)
                .bind(words.as_str())
                .bind(now),
        )
        .await?;
    }
    let notice = id.parse().map_err(|_| HostError::Defect)?;
    let mut shown = None;
    for (version, kept) in versions(db, &id).await? {
        let version = u32::try_from(version).map_err(|_| HostError::BadRow { table: "notices" })?;
        let digest = WordingDigest::of(&kept);
        let listed = Notice::new(
            std::clone::Clone::clone(&notice),
            version,
            [purpose.id().clone()],
        );
        notices.push(listed.worded(digest));
        if kept == words {
            shown =
                Some(NoticeShown::new(std::clone::Clone::clone(&notice), version).worded(digest));
        }
    }
    let notice = shown.ok_or(HostError::Defect)?;
    Ok(Wording { words, notice })
}

async fn versions<C: Backend>(db: &mut C, id: &str) -> Result<Vec<(i64, String)>, HostError> {
    let asked = Statement::new("SELECT version, words FROM notices WHERE id = $1 ORDER BY version");
    let rows = db.rows(asked.bind(id)).await?;
    let read = |row: &greffe_sqlx::Row| Ok((row.get("version")?, row.get("words")?));
    rows.iter().map(read).collect()
}

/// The id of a purpose's words: its own where it is short enough, else its digest.
fn notice_id(purpose: &PurposeId, lang: Lang) -> String {
    use sha2::{Digest as _, Sha256};
    let name = purpose.as_str();
    let own = if name.len() <= 48 {
        name.to_owned()
    } else {
        let digest = Sha256::digest(name);
        data_encoding::HEXLOWER.encode(digest.first_chunk::<16>().unwrap_or(&[0; 16]))
    };
    format!("centre-{own}-{}", lang.tag())
}

fn refused(error: &dyn std::error::Error) -> HostError {
    HostError::refused("consent", error)
}
