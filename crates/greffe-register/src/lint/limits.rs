//! How long is longer than the practice of the field, and limits that never come.

use chrono::NaiveDate;
use greffe_calendar::Period;
use greffe_document::Words;
use greffe_retention::{Length, Limit, Rule, Stage};
use greffe_terms::{DataCategory, MeasureFamily, statutory};

use super::at::At;
use super::wording::{self, WITHOUT_LIMIT};
use super::{Check, Finding, Group, Judged, Severity};
use crate::{DataEntry, Processing, Register, SealedType, SubjectKind};

pub(super) const GROUP: Group = Group {
    checks: &[
        &APPLICANTS_TOO_LONG,
        &PROSPECTS_TOO_LONG,
        &WITHOUT_LIMIT_IN_WORDS,
        &COUNT_WITHOUT_END,
        &CARDS_TOO_LONG,
        &BEYOND_THE_HOSTING_LAW,
        &SECURITY_CODE_KEPT,
        &BACKUPS_UNTOLD,
    ],
    run,
};

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    for (index, processing) in judged.register.processings().iter().enumerate() {
        let record = || At::processing(index, processing);
        for (index, entry) in processing.data.iter().enumerate() {
            let Some(rule) = entry.retention.rule() else {
                continue;
            };
            let noted = check_rule(processing, entry, rule);
            let at = || record().entry(index, entry).then("retention");
            found.extend(noted.map(|check| Finding::new(check, at())));
        }
    }
    if backups_are_untold(judged.register) {
        found.push(Finding::new(&BACKUPS_UNTOLD, At::key("backups")));
    }
}

fn check_rule(
    processing: &Processing,
    entry: &DataEntry,
    rule: &Rule,
) -> impl Iterator<Item = &'static Check> {
    // How long a processor keeps is its controller's decision.
    let decides = !processing.is_processor_record();
    let applicants = processing.concerns_only(SubjectKind::Applicants);
    let prospects = processing.concerns_only(SubjectKind::Prospects);
    let beyond = |limit: Option<&str>| limit.is_some_and(|limit| outlasts(rule.stages(), limit));
    // What an archive keeps against claims is another matter than how long records are in use.
    let active = rule.stages().get(..1).unwrap_or_default();
    let in_use_beyond = |limit: Option<&str>| limit.is_some_and(|limit| outlasts(active, limit));
    [
        (decides && applicants && in_use_beyond(Some(APPLICANTS))).then_some(&APPLICANTS_TOO_LONG),
        (decides && prospects && in_use_beyond(statutory_length("prospect")))
            .then_some(&PROSPECTS_TOO_LONG),
        says_without_limit(rule).then_some(&WITHOUT_LIMIT_IN_WORDS),
        keeps_the_newest_for_ever(rule).then_some(&COUNT_WITHOUT_END),
        (decides && holds_cards(entry) && beyond(Some(CARDS))).then_some(&CARDS_TOO_LONG),
        (has_field(entry, SECURITY_CODE_FIELDS) && keeps_a_while(rule))
            .then_some(&SECURITY_CODE_KEPT),
        beyond(hosting_length(processing, entry, rule)).then_some(&BEYOND_THE_HOSTING_LAW),
    ]
    .into_iter()
    .flatten()
}

/// Deliberation 2002-017 of 21 March 2002, which the CNIL’s guide to recruitment of 2023 upholds: two years after the last contact.
const APPLICANTS: &str = "P2Y";
/// Deliberation 2018-303 of 6 September 2018, Art. 4, with CMF L133-24: 13 months after the debit, 15 for cards with a deferred one.
const CARDS: &str = "P15M";

/// What decree 2021-1362 orders to keep, by category: identity for five years after the contract, account and payment for one year after it, technical
/// data for one year from the connection.
const HOSTING: &[(DataCategory, &str)] = &[
    (DataCategory::Identity, "P5Y"),
    (DataCategory::Economic, "P1Y"),
    (DataCategory::Connection, "P1Y"),
];
/// First words of the provisions that order providers to keep data about their users.
const HOSTING_LAW: &[&str] = &["LCEN 6", "CPCE L34-1", "décret 2021-1362"];

/// The length that the law on hosting orders, for data whose keeping rests on that law alone.
fn hosting_length(processing: &Processing, entry: &DataEntry, rule: &Rule) -> Option<&'static str> {
    let of_purposes = processing.purposes.iter().flat_map(|purpose| &purpose.law);
    let mut law = rule.law().iter().chain(of_purposes);
    let of_hosting = |law: &str| HOSTING_LAW.iter().any(|known| law.starts_with(known));
    if rule.law().is_empty() || !law.all(|law| of_hosting(law.as_str())) {
        return None;
    }
    let row = HOSTING
        .iter()
        .find(|(category, _)| *category == entry.category);
    row.map(|(_, length)| *length)
}

pub(super) fn statutory_length(id: &str) -> Option<&'static str> {
    let rows = statutory::table().iter().filter(|row| row.id() == id);
    rows.max_by_key(|row| row.since()).map(|row| row.period())
}

fn holds_cards(entry: &DataEntry) -> bool {
    let sealed = entry.sealed.iter();
    has_field(entry, CARD_FIELDS)
        || sealed
            .into_iter()
            .any(|sealed| sealed.kind == SealedType::Card)
}

fn has_field(entry: &DataEntry, names: &[&str]) -> bool {
    entry
        .fields
        .iter()
        .any(|field| names.contains(&field.as_str()))
}

const CARD_FIELDS: &[&str] = &["card", "card_number", "payment_card"];
const SECURITY_CODE_FIELDS: &[&str] = &[
    "cryptogram",
    "cryptogramme",
    "cvc",
    "cvv",
    "card_security_code",
];

/// Whether some stage has a length. The same deliberation forbids keeping the security code (*cryptogramme visuel*) once the first payment is made.
fn keeps_a_while(rule: &Rule) -> bool {
    let mut stages = rule.stages().iter();
    stages.any(|stage| {
        matches!(
            stage.limit(),
            Limit::Keep(Length::Fixed(_) | Length::Set(_))
        )
    })
}

/// Whether some stage of fixed length is longer than `limit` wherever in a year it starts.
pub(super) fn outlasts(stages: &[Stage], limit: &str) -> bool {
    let Ok(limit) = limit.parse::<Period>() else {
        return false;
    };
    let lengths = stages.iter().filter_map(|stage| match stage.limit() {
        Limit::Keep(Length::Fixed(period)) => Some(*period),
        _ => None,
    });
    lengths.into_iter().any(|length| is_longer(length, limit))
}

/// Whether a period ends later than another from the first of every month of a year.
pub(super) fn is_longer(period: Period, limit: Period) -> bool {
    let mut firsts = (1..=12).filter_map(|month| NaiveDate::from_ymd_opt(2027, month, 1));
    firsts.all(|first| {
        let ends = period
            .add_to_date(first)
            .ok()
            .zip(limit.add_to_date(first).ok());
        ends.is_some_and(|(end, limit)| end > limit)
    })
}

fn says_without_limit(rule: &Rule) -> bool {
    rule.note()
        .is_some_and(|note| wording::affirms(note, WITHOUT_LIMIT))
}

/// The newest of each key never fall out of the count, however old they are.
pub(super) fn keeps_the_newest_for_ever(rule: &Rule) -> bool {
    let mut stages = rule.stages().iter();
    stages.any(|stage| matches!(stage.limit(), Limit::Latest { .. }) && stage.ceiling().is_none())
}

/// Some record states backups, and nothing says how long any is kept.
fn backups_are_untold(register: &Register) -> bool {
    let mut records = register.processings().iter();
    let stated = records.any(|record| record.measures.contains_key(&MeasureFamily::Backup));
    let mut rules = register.rules().filter_map(|(.., rule)| rule);
    stated && register.backups().is_empty() && !rules.any(|rule| rule.backups().next().is_some())
}

static APPLICANTS_TOO_LONG: Check = Check::under_two(
    "GRF-R047",
    Severity::Warning,
    ["GDPR 5(1)(e)", "CNIL 2002-017"],
    Words::new(
        "des candidatures sont conservées plus de deux ans",
        "applications are kept for more than two years",
    ),
    Words::new(
        "ramenez la durée à deux ans après le dernier contact\u{a0}; seul l’accord formel du candidat permet davantage\u{a0}: dites-le dans `note`, puis admettez ce constat dans [[allow]]",
        "bring it down to two years after the last contact; only the applicant’s formal agreement allows more: say so in `note`, then allow this finding in [[allow]]",
    ),
);
static PROSPECTS_TOO_LONG: Check = Check::under_two(
    "GRF-R048",
    Severity::Warning,
    ["GDPR 5(1)(e)", "CNIL 2021-131"],
    Words::new(
        "des prospects sont conservés plus de trois ans sans contact",
        "prospects are kept for more than three years without contact",
    ),
    Words::new(
        "ramenez la durée à trois ans après le dernier contact\u{a0}; une seule relance peut suivre",
        "bring it down to three years after the last contact; they may be asked once more",
    ),
);
static WITHOUT_LIMIT_IN_WORDS: Check = Check::new(
    "GRF-R049",
    Severity::Warning,
    "GDPR 5(1)(e)",
    Words::new(
        "la note de la règle parle d’une conservation sans limite, ou «\u{a0}aussi longtemps que nécessaire\u{a0}» sans durée",
        "the rule’s note speaks of keeping without a limit, or as long as necessary without saying how long",
    ),
    Words::new(
        "accordez la note avec la règle, et l’une et l’autre avec la pratique",
        "bring the note in line with the rule, and both with what is done",
    ),
);
static COUNT_WITHOUT_END: Check = Check::new(
    "GRF-R051",
    Severity::Warning,
    "GDPR 5(1)(e)",
    Words::new(
        "la règle ne compte que les enregistrements\u{a0}: les plus récents de chaque clé restent, si vieux qu’ils soient",
        "the rule counts records only: the newest of each key stay, however old they are",
    ),
    Words::new(
        "ajoutez une durée à ces données, par une règle à part par exemple",
        "add a length of time for these data, by a rule of their own for instance",
    ),
);
static CARDS_TOO_LONG: Check = Check::under_two(
    "GRF-R052",
    Severity::Warning,
    ["CMF L133-24", "CNIL 2018-303"],
    Words::new(
        "des numéros de carte sont conservés plus de quinze mois",
        "card numbers are kept for more than fifteen months",
    ),
    Words::new(
        "pour les réclamations\u{a0}: treize mois après le débit, quinze pour un débit différé\u{a0}; pour d’autres achats\u{a0}: avec le consentement",
        "for complaints: thirteen months after the debit, fifteen for a deferred one; for further purchases: with consent",
    ),
);
static BEYOND_THE_HOSTING_LAW: Check = Check::under_two(
    "GRF-R053",
    Severity::Warning,
    ["GDPR 5(1)(e)", "décret 2021-1362"],
    Words::new(
        "ces données sont conservées plus longtemps que ne l’ordonnent les seuls textes cités",
        "these data are kept for longer than the only laws cited order",
    ),
    Words::new(
        "identité\u{a0}: cinq ans\u{a0}; compte, paiement et connexion\u{a0}: un an\u{a0}; citez sur quoi repose le reste",
        "identity: five years; account, payment and connection: one year; cite what the rest is founded on",
    ),
);
static SECURITY_CODE_KEPT: Check = Check::under_two(
    "GRF-R054",
    Severity::Warning,
    ["GDPR 5(1)(e)", "CNIL 2018-303"],
    Words::new(
        "le cryptogramme de cartes de paiement est conservé",
        "the security code of payment cards is kept",
    ),
    Words::new(
        "ne l’enregistrez pas\u{a0}; il ne doit pas survivre au premier paiement, même pour un abonnement",
        "do not store it; it must not outlive the first payment, not even for a subscription",
    ),
);
static BACKUPS_UNTOLD: Check = Check::new(
    "GRF-R056",
    Severity::Warning,
    "GDPR 5(1)(e)",
    Words::new(
        "des sauvegardes sont faites et rien ne dit combien de temps elles sont gardées, donc quand une donnée effacée disparaît tout à fait",
        "backups are made and nothing says how long they are kept, hence when erased data are gone for good",
    ),
    Words::new(
        "décrivez chaque série dans [backups], avec `keep`",
        "describe each series in [backups], with `keep`",
    ),
);
