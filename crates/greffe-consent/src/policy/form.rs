//! A policy as a file: TOML, or the same as JSON.

use greffe_calendar::{Period, zone};
use greffe_document::{Document, Faults, Limits, Node, TableReader, Words};
use greffe_terms::PurposeId;

use super::{Campaign, Exemption, Mode, Notice, Policy, PolicyBuilder, Purpose};
use crate::{NoticeId, PolicyFileError, WordingDigest};

impl Policy {
    /// Reads a policy file.
    ///
    /// | key | value |
    /// | --- | --- |
    /// | `zone` | of the policy's days: `Europe/Paris` |
    /// | `unsubscription` | optional: `objection` to all direct marketing (unless told), or `withdrawal` of what it names |
    /// | `free_account_is_sale` | optional: `true` where an account without charge is a sale for the soft opt-in (CJEU C-654/23); `false` unless told |
    /// | `purpose` | tables, each a [`Purpose`] |
    /// | `mode` | tables of `name`, `purpose` and, optional, `fallback`: modes of collection, each a [`Mode`] |
    /// | `notice` | tables, each a version of a [`Notice`] |
    ///
    /// | key of a purpose | value |
    /// | --- | --- |
    /// | `id` | its id |
    /// | `basis` | legal bases, one or a list in the order in which they are to be claimed; none where it is not there |
    /// | `parent` | the wider purpose |
    /// | `requires_consent`, `marketing`, `soft_opt_in`, `double_opt_in`, `without_personal_data` | `true` or `false`; `false` unless told |
    /// | `channels` | a list of channels: `email`, `sms`, `call`, … |
    /// | `validity` | how long a consent holds: `P6M` |
    /// | `minimum_notice` | the oldest version whose consents count |
    /// | `campaign` | tables of `asked` and `deadline`, days |
    /// | `access` | how it reads or writes the terminal: a code of [`Access`](crate::Access) |
    /// | `exemption` | a table of `ground`, `reason`, `conditions` and, for audience measurement, `tracker` and `data` (periods): an [`Exemption`] from consent to that |
    /// | `to_professionals`, `related_to_contract`, `calls_at_any_hour` | `true` or `false`: see [`Purpose`] |
    /// | `special_categories`, `condition` | categories of Art. 9 (`health`, …), and the condition of Art. 9(2) that lifts the ban |
    /// | `under_restriction` | a code of [`RestrictionGround`](crate::RestrictionGround) |
    ///
    /// | key of a notice | value |
    /// | --- | --- |
    /// | `id`, `version`, `purposes` | its id, its version from 1, the purposes that it lists |
    /// | `wording` | optional: SHA-256 of its words, 64 lower-case hexadecimal digits |
    /// | `words` | optional, instead: the words themselves, of which the digest is taken |
    ///
    /// ```
    /// use greffe_consent::Policy;
    ///
    /// let policy = Policy::from_toml(r#"
    ///     zone = "Europe/Paris"
    ///     [[purpose]]
    ///     id = "newsletter"
    ///     basis = "consent"
    ///     marketing = true
    ///     channels = ["email"]
    ///     validity = "P2Y"
    ///     [[notice]]
    ///     id = "sign-up"
    ///     version = 1
    ///     purposes = ["newsletter"]
    /// "#)?;
    /// assert!(policy.purpose("newsletter").is_some_and(|purpose| purpose.asks_consent()));
    ///
    /// let slip = Policy::from_toml("zone = \"Europe/Paris\"\n[[purpose]]\nid = \"letter\"\nbases = \"consent\"\n");
    /// assert_eq!(slip.unwrap_err().to_string(), "line 4, column 1: `purpose[letter].bases`: unknown key `bases`; did you mean `basis`?");
    /// # Ok::<(), greffe_consent::PolicyFileError>(())
    /// ```
    ///
    /// # Errors
    /// [`PolicyFileError`]: no TOML, what is wrong with each key and where, or a contradiction.
    pub fn from_toml(text: &str) -> Result<Self, PolicyFileError> {
        Self::from_document(&Document::from_toml_bytes(
            text.as_bytes(),
            Limits::default(),
        )?)
    }

    /// Reads the same keys as JSON.
    ///
    /// # Errors
    /// As [`Policy::from_toml`].
    pub fn from_json(text: &str) -> Result<Self, PolicyFileError> {
        Self::from_document(&Document::from_json_bytes(
            text.as_bytes(),
            Limits::default(),
        )?)
    }

    /// Reads a policy out of a document that holds nothing else.
    ///
    /// # Errors
    /// As [`Policy::from_toml`].
    pub fn from_document(document: &Document) -> Result<Self, PolicyFileError> {
        let builder = document.read_with(A_POLICY, read)?;
        Ok(builder.build()?)
    }
}

fn read(node: &Node, faults: &mut Faults) -> Option<PolicyBuilder> {
    let before = faults.len();
    let mut table = TableReader::open(node, faults)?;
    let written = table.required("zone", faults);
    let zone = written.and_then(|node| {
        let name = node.text(faults)?;
        zone::parse(name)
            .ok()
            .or_else(|| faults.invalid(node, ZONE))
    });
    let unsubscription = table.optional("unsubscription");
    let is_objection = unsubscription.and_then(|node| match node.text(faults)? {
        "objection" => Some(true),
        "withdrawal" => Some(false),
        _ => faults.invalid(node, UNSUBSCRIPTION),
    });
    let free_account = table.optional("free_account_is_sale");
    let free_account = free_account.and_then(|node| node.boolean(faults));
    let modes = table
        .optional("mode")
        .map(|node| node.list_of(faults, mode));
    let purposes = table.optional("purpose");
    let purposes = purposes.map(|node| node.list_of(faults, purpose));
    let notices = table.optional("notice");
    let notices = notices.map(|node| node.list_of(faults, notice));
    table.finish(faults);
    let mut builder = Policy::in_zone(zone?);
    if let Some(is_objection) = is_objection {
        builder = builder.unsubscription_is_objection(is_objection);
    }
    if let Some(is_sale) = free_account {
        builder = builder.free_account_is_sale(is_sale);
    }
    let builder = modes
        .into_iter()
        .flatten()
        .fold(builder, PolicyBuilder::mode);
    let builder = purposes
        .into_iter()
        .flatten()
        .fold(builder, PolicyBuilder::purpose);
    let builder = notices
        .into_iter()
        .flatten()
        .fold(builder, PolicyBuilder::notice);
    (faults.len() == before).then_some(builder)
}

fn purpose(node: &Node, faults: &mut Faults) -> Option<Purpose> {
    let mut table = TableReader::open(node, faults)?;
    let id = table.required("id", faults);
    let id = id.and_then(|node| node.parse::<PurposeId>(PURPOSE, faults));
    let bases = table
        .optional("basis")
        .map(|node| one_or_more(node, BASIS, faults));
    let mut keys = Keys {
        table: &mut table,
        faults,
    };
    let without_personal_data = keys.flag("without_personal_data");
    let parent = keys.one("parent", PURPOSE);
    let requires_consent = keys.flag("requires_consent");
    let marketing = keys.flag("marketing");
    let soft_opt_in = keys.flag("soft_opt_in");
    let double_opt_in = keys.flag("double_opt_in");
    let channels = keys.list("channels", CHANNEL);
    let validity = keys.one::<Period>("validity", PERIOD);
    let minimum_notice = keys.number("minimum_notice");
    let under_restriction = keys.one("under_restriction", GROUND);
    let access = keys.one("access", ACCESS);
    let to_professionals = keys.flag("to_professionals");
    let related_to_contract = keys.flag("related_to_contract");
    let calls_at_any_hour = keys.flag("calls_at_any_hour");
    let special = keys.list("special_categories", SPECIAL);
    let condition = keys.one("condition", CONDITION);
    let exemption = table.optional("exemption");
    let exemption = exemption.and_then(|node| exempted(node, faults));
    let campaigns = table
        .optional("campaign")
        .map(|node| node.list_of(faults, campaign));
    table.finish(faults);

    let mut purpose = Purpose::new(id?, bases.unwrap_or_default());
    purpose.nothing_to_ask = without_personal_data;
    purpose.parent = parent;
    purpose.consent_required = requires_consent;
    purpose.marketing = marketing;
    purpose.soft_opt_in = soft_opt_in;
    purpose.double_opt_in = double_opt_in;
    purpose.channels = channels.into_iter().collect();
    purpose.validity = validity;
    purpose.minimum_notice = minimum_notice;
    purpose.under_restriction = under_restriction;
    purpose.campaigns = campaigns.unwrap_or_default();
    purpose.to_professionals = to_professionals;
    purpose.related_to_contract = related_to_contract;
    purpose.calls_at_any_hour = calls_at_any_hour;
    purpose.special = special.into_iter().collect();
    purpose.condition = condition;
    if let Some(access) = access {
        purpose = purpose.reads_terminal(access);
    }
    Some(match exemption {
        Some(exemption) => purpose.exempt(exemption),
        None => purpose,
    })
}

fn exempted(node: &Node, faults: &mut Faults) -> Option<Exemption> {
    let mut table = TableReader::open(node, faults)?;
    let ground = table.required("ground", faults);
    let ground = ground.and_then(|node| node.parse(EXEMPTION, faults));
    let reason = table.required("reason", faults);
    let reason = reason.and_then(|node| node.text(faults));
    let mut keys = Keys {
        table: &mut table,
        faults,
    };
    let conditions = keys.list("conditions", EXEMPTION_CONDITION);
    let tracker = keys.one::<Period>("tracker", PERIOD);
    let data = keys.one::<Period>("data", PERIOD);
    if tracker.is_some() != data.is_some() {
        faults.contradiction::<()>(node, BOTH_LIFETIMES);
    }
    table.finish(faults);
    let exemption = Exemption::new(ground?, reason?).meeting(conditions);
    Some(match tracker.zip(data) {
        Some((tracker, data)) => exemption.lasting(tracker, data),
        None => exemption,
    })
}

fn mode(node: &Node, faults: &mut Faults) -> Option<Mode> {
    let mut table = TableReader::open(node, faults)?;
    let name = table.required("name", faults);
    let name = name.and_then(|node| node.text(faults));
    let purpose = table.required("purpose", faults);
    let purpose = purpose.and_then(|node| node.parse::<PurposeId>(PURPOSE, faults));
    let fallback = table.optional("fallback");
    let fallback = fallback.and_then(|node| node.text(faults));
    table.finish(faults);
    let mode = Mode::new(name?, purpose?);
    Some(match fallback {
        Some(name) => mode.falling_back_to(name),
        None => mode,
    })
}

fn campaign(node: &Node, faults: &mut Faults) -> Option<Campaign> {
    let mut table = TableReader::open(node, faults)?;
    let asked = table
        .required("asked", faults)
        .and_then(|node| node.date(faults));
    let deadline = table
        .required("deadline", faults)
        .and_then(|node| node.date(faults));
    table.finish(faults);
    Some(Campaign::new(asked?, deadline?))
}

fn notice(node: &Node, faults: &mut Faults) -> Option<Notice> {
    let mut table = TableReader::open(node, faults)?;
    let id = table.required("id", faults);
    let id = id.and_then(|node| node.parse::<NoticeId>(NOTICE, faults));
    let version = table.required("version", faults);
    let version = version.and_then(|node| node.number::<u32>(faults));
    let purposes = table.required("purposes", faults);
    let purposes = purposes.map(|node| {
        node.list_of(faults, |node, faults| {
            node.parse::<PurposeId>(PURPOSE, faults)
        })
    });
    let digest = table.optional("wording");
    let digest = digest.and_then(|node| node.parse::<WordingDigest>(DIGEST, faults));
    let words = table.optional("words");
    if let Some(node) = words.filter(|_| digest.is_some()) {
        faults.contradiction::<()>(node, WORDS_TWICE);
    }
    let words = words
        .and_then(|node| node.text(faults))
        .map(WordingDigest::of);
    table.finish(faults);
    let notice = Notice::new(id?, version?, purposes?);
    Some(match digest.or(words) {
        Some(digest) => notice.worded(digest),
        None => notice,
    })
}

/// The optional keys of a table.
struct Keys<'t, 'n> {
    table: &'t mut TableReader<'n>,
    faults: &'t mut Faults,
}

impl Keys<'_, '_> {
    fn flag(&mut self, key: &'static str) -> bool {
        let node = self.table.optional(key);
        node.and_then(|node| node.boolean(self.faults))
            .unwrap_or(false)
    }

    fn number(&mut self, key: &'static str) -> Option<u32> {
        self.table.optional(key)?.number(self.faults)
    }

    fn one<T: std::str::FromStr>(&mut self, key: &'static str, expected: Words) -> Option<T> {
        self.table.optional(key)?.parse(expected, self.faults)
    }

    fn list<T: std::str::FromStr>(&mut self, key: &'static str, expected: Words) -> Vec<T> {
        let node = self.table.optional(key);
        let read =
            |node: &Node| node.list_of(self.faults, |node, faults| node.parse(expected, faults));
        node.map(read).unwrap_or_default()
    }
}

/// One code, or a list of them.
fn one_or_more<T: std::str::FromStr>(node: &Node, expected: Words, faults: &mut Faults) -> Vec<T> {
    if node.as_text().is_some() {
        return node.parse(expected, faults).into_iter().collect();
    }
    node.list_of(faults, |node, faults| node.parse(expected, faults))
}

const A_POLICY: Words = Words::new("une politique de consentement", "a consent policy");
const ZONE: Words = Words::new(
    "un fuseau horaire tel que `Europe/Paris`",
    "a time zone such as `Europe/Paris`",
);
const UNSUBSCRIPTION: Words =
    Words::new("`objection` ou `withdrawal`", "`objection` or `withdrawal`");
const PURPOSE: Words = Words::new("l’id d’une finalité", "the id of a purpose");
const NOTICE: Words = Words::new(
    "l’id d’une mention : 1 à 64 caractères parmi A-Z a-z 0-9 _ . -",
    "the id of a notice: 1 to 64 of A-Z a-z 0-9 _ . -",
);
const BASIS: Words = Words::new(
    "une base légale telle que `consent` ou `contract`",
    "a legal basis such as `consent` or `contract`",
);
const CHANNEL: Words = Words::new(
    "un canal tel que `email` ou `post`",
    "a channel such as `email` or `post`",
);
const PERIOD: Words = Words::new("une durée telle que `P6M`", "a period such as `P6M`");
const ACCESS: Words = Words::new(
    "une façon d’accéder au terminal telle que `cookie` ou `email_pixel`",
    "a way to read a terminal such as `cookie` or `email_pixel`",
);
const EXEMPTION: Words = Words::new(
    "un motif d’exemption tel que `strictly_necessary` ou `audience_measurement`",
    "a ground of exemption such as `strictly_necessary` or `audience_measurement`",
);
const EXEMPTION_CONDITION: Words = Words::new(
    "une condition d’exemption telle que `sole_publisher`",
    "a condition of an exemption such as `sole_publisher`",
);
const BOTH_LIFETIMES: Words = Words::new(
    "la durée du traceur (`tracker`) et celle des données (`data`) vont ensemble",
    "the lifetimes of the tracker (`tracker`) and of the data (`data`) go together",
);
const SPECIAL: Words = Words::new(
    "une catégorie particulière telle que `health`",
    "a special category such as `health`",
);
const CONDITION: Words = Words::new(
    "une condition de l’art. 9(2) telle que `explicit_consent`",
    "a condition of Art. 9(2) such as `explicit_consent`",
);
const GROUND: Words = Words::new(
    "`storage`, `legal_claims`, `protection_of_others` ou `public_interest`",
    "`storage`, `legal_claims`, `protection_of_others` or `public_interest`",
);
const DIGEST: Words = Words::new(
    "64 chiffres hexadécimaux en minuscules",
    "64 lower-case hexadecimal digits",
);
const WORDS_TWICE: Words = Words::new(
    "le texte se donne par `wording` ou par `words`, pas les deux",
    "the words are told by `wording` or by `words`, not by both",
);
