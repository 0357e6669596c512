//! A policy as a file: TOML, or the same as JSON.

use greffe_calendar::zone;
use greffe_document::{Document, Faults, Limits, Node, TableReader, Words};

use self::keys::Keys;
use super::{Policy, PolicyBuilder};
use crate::{CountryCode, Holders, LinkConflict, PolicyFileError};

mod keys;
mod notice;
mod place;
mod purpose;
mod vendor;

impl Policy {
    /// Reads a policy file.
    ///
    /// | key | value |
    /// | --- | --- |
    /// | `zone` | of the policy's days: `Europe/Paris` |
    /// | `unsubscription` | optional: `objection` to all direct marketing (unless told), or `withdrawal` of what it names |
    /// | `free_account_is_sale` | optional: `true` where an account without charge is a sale for the soft opt-in (CJEU C-654/23); `false` unless told |
    /// | `established_in` | optional: the controller's country, two capital letters |
    /// | `holders` | optional: `all` holders of parental responsibility have to authorise (unless told), or `any` of them |
    /// | `authorisation_outlasts_childhood`, `guardian_may_consent`, `proxy_may_consent` | `true` or `false`; `false` unless told: see [`PolicyBuilder`] |
    /// | `link_conflict` | optional: `denial_prevails` (unless told), `account_prevails` or `device_prevails` |
    /// | `tcf_notice` | optional: the notice that the dialogue shows which writes TC strings, a table |
    /// | `purpose` | tables, each a [`Purpose`](crate::Purpose) |
    /// | `mode` | tables, each a [`Mode`](crate::Mode) of collection |
    /// | `notice` | tables, each a version of a [`Notice`](crate::Notice) |
    /// | `vendor` | tables, each a [`Vendor`](crate::Vendor) with the publisher's restrictions of it |
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
    /// | `campaign` | tables, each a [`Campaign`](crate::Campaign) |
    /// | `access` | how it reads or writes the terminal: a code of [`Access`](crate::Access) |
    /// | `exemption` | a table: an [`Exemption`](crate::Exemption) from consent to that |
    /// | `to_professionals`, `related_to_contract`, `calls_at_any_hour` | `true` or `false`: see [`Purpose`](crate::Purpose) |
    /// | `sector` | a code of [`Sector`](crate::Sector) in which the law forbids marketing |
    /// | `special_categories`, `condition` | categories of Art. 9 (`health`, …), and the condition of Art. 9(2) that lifts the ban |
    /// | `under_restriction` | a code of [`RestrictionGround`](crate::RestrictionGround) |
    /// | `offered_to_children`, `goes_on_after_death` | `true` or `false`; `false` unless told: see [`Purpose`](crate::Purpose) |
    /// | `closed_by_gpc` | what Global Privacy Control says of it: `refusal` or `objection`; nothing unless told |
    /// | `tcf` | the number of the purpose in the Transparency and Consent Framework |
    ///
    /// | key of an exemption | value |
    /// | --- | --- |
    /// | `ground` | a code of [`ExemptionGround`](crate::ExemptionGround) |
    /// | `reason` | why it applies, in the controller's words |
    /// | `conditions` | codes of [`ExemptionCondition`](crate::ExemptionCondition) that are kept |
    /// | `tracker`, `data` | how long the tracker lives and how long its data are kept: periods, both or neither |
    ///
    /// | key of a campaign | value |
    /// | --- | --- |
    /// | `asked`, `deadline` | the day of the question and the last day for an answer |
    ///
    /// | key of a mode | value |
    /// | --- | --- |
    /// | `name`, `purpose` | its name, and the purpose under which it runs |
    /// | `fallback` | optional: the mode that runs in its place |
    ///
    /// | key of a notice | value |
    /// | --- | --- |
    /// | `id`, `version`, `purposes` | its id, its version from 1, the purposes that it lists |
    /// | `disclosing` | optional: the numbers of the vendors that it discloses |
    /// | `wording` | optional: SHA-256 of its words, 64 lower-case hexadecimal digits |
    /// | `words` | optional, instead: the words themselves, of which the digest is taken |
    ///
    /// | key of `tcf_notice` | value |
    /// | --- | --- |
    /// | `id`, `version` | a notice of the policy |
    /// | `wording`, `words` | optional, one of them: as of a notice |
    ///
    /// | key of a vendor | value |
    /// | --- | --- |
    /// | `id` | its number |
    /// | `purpose` | tables: the purposes that it may have |
    /// | `restriction` | tables: what the publisher forbids it |
    ///
    /// | key of a vendor's purpose | value |
    /// | --- | --- |
    /// | `id` | the purpose |
    /// | `basis` | `consent` or `legitimate_interests` |
    /// | `flexible` | `true` where it may process on either basis; `false` unless told |
    ///
    /// | key of a vendor's restriction | value |
    /// | --- | --- |
    /// | `purpose` | for which purpose |
    /// | `restriction` | a code of [`Restriction`](crate::signal::tcf::Restriction) |
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
    /// [`PolicyFileError`]: no TOML, what is wrong with each key and where, or the first contradiction and where.
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
        builder.build().map_err(|error| {
            let place = place::of(&error, document.root());
            PolicyFileError::Contradiction {
                place: place.map(|node| document.place_of(node)),
                error,
            }
        })
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
    let mut keys = Keys {
        table: &mut table,
        faults,
    };
    let free_account = keys.flag("free_account_is_sale");
    let established = keys.one::<CountryCode>("established_in", COUNTRY);
    let holders = keys.one::<Holders>("holders", HOLDERS);
    let outlasts = keys.flag("authorisation_outlasts_childhood");
    let guardian = keys.flag("guardian_may_consent");
    let proxy = keys.flag("proxy_may_consent");
    let links = keys.one::<LinkConflict>("link_conflict", LINK_CONFLICT);
    let modes = keys.tables("mode", notice::mode);
    let purposes = keys.tables("purpose", purpose::purpose);
    let notices = keys.tables("notice", notice::notice);
    let vendors = keys.tables("vendor", vendor::vendor);
    let dialogue = table.optional("tcf_notice");
    let dialogue = dialogue.and_then(|node| notice::shown(node, faults));
    table.finish(faults);
    let mut builder = Policy::in_zone(zone?)
        .unsubscription_is_objection(is_objection.unwrap_or(true))
        .free_account_is_sale(free_account)
        .authorisation_outlasts_childhood(outlasts)
        .guardian_may_consent(guardian)
        .proxy_may_consent(proxy)
        .holders(holders.unwrap_or(Holders::All))
        .link_conflict(links.unwrap_or(LinkConflict::DenialPrevails));
    if let Some(country) = established {
        builder = builder.established_in(country);
    }
    if let Some(shown) = dialogue {
        builder = builder.tcf_notice(shown);
    }
    let builder = modes.into_iter().fold(builder, PolicyBuilder::mode);
    let builder = purposes.into_iter().fold(builder, PolicyBuilder::purpose);
    let builder = notices.into_iter().fold(builder, PolicyBuilder::notice);
    let add = |builder, vendor: vendor::Restricted| vendor.added_to(builder);
    let builder = vendors.into_iter().fold(builder, add);
    (faults.len() == before).then_some(builder)
}

const A_POLICY: Words = Words::new("une politique de consentement", "a consent policy");
const ZONE: Words = Words::new(
    "un fuseau horaire tel que `Europe/Paris`",
    "a time zone such as `Europe/Paris`",
);
const UNSUBSCRIPTION: Words =
    Words::new("`objection` ou `withdrawal`", "`objection` or `withdrawal`");
const COUNTRY: Words = Words::new(
    "un pays par ses deux lettres majuscules, tel que `FR`",
    "a country by its two capital letters, such as `FR`",
);
const HOLDERS: Words = Words::new("`all` ou `any`", "`all` or `any`");
const LINK_CONFLICT: Words = Words::new(
    "`denial_prevails`, `account_prevails` ou `device_prevails`",
    "`denial_prevails`, `account_prevails` or `device_prevails`",
);
