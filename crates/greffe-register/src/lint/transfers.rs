//! What transfers rest on.

use chrono::NaiveDate;
use greffe_document::Words;
use greffe_terms::TransferTool;

use super::adequacy::{adequacy_for, is_in_the_area, judged_country};
use super::at::At;
use super::wording::{self, INVALID_DECISIONS};
use super::{Check, Finding, Group, Judged, Severity};
use crate::{Processing, Transfer};

pub(super) const GROUP: Group = Group {
    checks: &[
        &DECISION_ENDED,
        &SAFEGUARDS_UNDOCUMENTED,
        &NO_TRANSFER,
        &NOT_ASSESSED,
        &INVALID_DECISION,
        &INTERESTS_UNTOLD,
    ],
    run,
};

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    for (index, processing) in judged.register.processings().iter().enumerate() {
        let record = || At::processing(index, processing);
        for (index, transfer) in processing.transfers.items().iter().enumerate() {
            let at = record().then("transfers").item(index);
            if judged_country(transfer).is_some_and(is_in_the_area) {
                found.push(Finding::new(&NO_TRANSFER, at.clone().then("country")));
            } else if transfer.tool.is_some_and(needs_assessment)
                && transfer.assessment.is_none()
                && !is_covered_whole(transfer)
            {
                found.push(Finding::new(&NOT_ASSESSED, at.clone().then("assessment")));
            }
            if judged.today.is_some_and(|today| has_ended(transfer, today)) {
                found.push(Finding::new(&DECISION_ENDED, at.clone().then("tool")));
            }
            let compelling = transfer.tool == Some(TransferTool::CompellingInterests);
            if compelling && transfer.document.is_none() && transfer.assessment.is_none() {
                let at = at.clone().then("document");
                found.push(Finding::new(&SAFEGUARDS_UNDOCUMENTED, at));
            }
            if compelling {
                found.extend(untold(transfer, &at));
            }
            let texts = [
                ("document", &transfer.document),
                ("assessment", &transfer.assessment),
            ];
            for (key, text) in texts {
                let rests = |text| wording::affirms(text, INVALID_DECISIONS);
                if text.as_ref().is_some_and(rests) {
                    found.push(Finding::new(&INVALID_DECISION, at.clone().then(key)));
                }
            }
        }
        invalid_in_recipients(processing, record, found);
    }
}

fn invalid_in_recipients(
    processing: &Processing,
    record: impl Fn() -> At,
    found: &mut Vec<Finding>,
) {
    for (kind, recipients) in processing.recipients.by_kind() {
        for (index, recipient) in recipients.items().iter().enumerate() {
            let mut texts = std::iter::once(&recipient.name)
                .chain(&recipient.what)
                .chain(&recipient.note);
            if texts.any(|text| wording::affirms(text, INVALID_DECISIONS)) {
                let at = record().then("recipients").then(kind.code());
                found.push(Finding::new(&INVALID_DECISION, at.item(index)));
            }
        }
    }
}

/// Who was not told of a transfer that rests on compelling legitimate interests.
fn untold(transfer: &Transfer, at: &At) -> Option<Finding> {
    let parties = [
        (
            transfer.authority_told,
            "authority_told",
            ("l’autorité", "the authority"),
        ),
        (
            transfer.persons_told,
            "persons_told",
            ("les personnes", "the persons"),
        ),
    ];
    let untold: Vec<_> = parties
        .into_iter()
        .filter(|(day, ..)| day.is_none())
        .map(|(_, key, words)| (key, words))
        .collect();
    let (key, _) = untold.first()?;
    let finding = Finding::new(&INTERESTS_UNTOLD, at.clone().then(key));
    Some(finding.with_words(|lang| {
        let parties: Vec<_> = untold
            .iter()
            .map(|(_, (fr, en))| lang.pick(*fr, *en))
            .collect();
        parties.join(", ")
    }))
}

/// The safeguards of Art. 46, which hold only where the law of the country lets them.
const fn needs_assessment(tool: TransferTool) -> bool {
    matches!(
        tool,
        TransferTool::PublicInstrument
            | TransferTool::BindingCorporateRules
            | TransferTool::StandardClauses
            | TransferTool::AuthorityClauses
            | TransferTool::CodeOfConduct
            | TransferTool::Certification
            | TransferTool::AdHocClauses
            | TransferTool::Arrangements
    )
}

/// Whether a decision of adequacy has assessed the country or the organisation already, for every recipient there.
fn is_covered_whole(transfer: &Transfer) -> bool {
    adequacy_for(transfer).is_some_and(|decision| !decision.covers_part())
}

/// Whether the transfer rests on a decision of adequacy whose last day has passed, as far as the list knows.
fn has_ended(transfer: &Transfer, today: NaiveDate) -> bool {
    let until = adequacy_for(transfer).and_then(|decision| decision.until());
    let until = until.and_then(|until| until.parse::<NaiveDate>().ok());
    transfer.tool == Some(TransferTool::Adequacy) && until.is_some_and(|until| until < today)
}

// A warning: the decision may have been prolonged after the day of the list.
static DECISION_ENDED: Check = Check::new(
    "GRF-R057",
    Severity::Warning,
    "GDPR 45(3)",
    Words::new(
        "la décision d’adéquation invoquée a pris fin, d’après la liste connue",
        "the adequacy decision relied on has ended, as far as the list knows",
    ),
    Words::new(
        "vérifiez au Journal officiel de l’Union si elle est prolongée\u{a0}; sinon, fondez le transfert sur une autre garantie",
        "check in the Official Journal whether it was prolonged; else rest the transfer on another instrument",
    ),
)
.needing_the_day();
static SAFEGUARDS_UNDOCUMENTED: Check = Check::under_two(
    "GRF-R058",
    Severity::Error,
    ["GDPR 30(1)(e)", "GDPR 49(6)"],
    Words::new(
        "le transfert repose sur des intérêts légitimes impérieux, et ni l’évaluation ni les garanties appropriées ne sont consignées",
        "the transfer rests on compelling legitimate interests, and neither the assessment nor the suitable safeguards are documented",
    ),
    Words::new(
        "citez-les dans `document` ou `assessment`",
        "cite them in `document` or `assessment`",
    ),
);
static INTERESTS_UNTOLD: Check = Check::under_two(
    "GRF-R114",
    Severity::Warning,
    ["GDPR 49(1)", "GDPR 13(1)(f)"],
    Words::new(
        "le transfert repose sur des intérêts légitimes impérieux, et rien ne dit qu’en aient été informées",
        "the transfer rests on compelling legitimate interests, and nothing says that these were told of it",
    ),
    Words::new(
        "informez l’autorité du transfert, et les personnes du transfert et de ces intérêts, puis datez-le dans `authority_told` et `persons_told`\u{a0}; il doit être occasionnel et ne toucher que peu de personnes",
        "tell the authority of the transfer, and the persons of it and of these interests, then date it in `authority_told` and `persons_told`; it must not be repetitive, and concern few persons only",
    ),
);
static NO_TRANSFER: Check = Check::new(
    "GRF-R059",
    Severity::Info,
    "GDPR 44",
    Words::new(
        "ce pays est dans l’Espace économique européen\u{a0}: l’envoi y est transfrontalier, et n’est pas un transfert au sens du chapitre V",
        "this country is in the European Economic Area: data sent there cross a border, and that is no transfer within the meaning of chapter V",
    ),
    Words::new(
        "nommez le destinataire dans `recipients`, et ôtez-le de `transfers`",
        "name the recipient in `recipients`, and take it out of `transfers`",
    ),
);
static NOT_ASSESSED: Check = Check::under_two(
    "GRF-R068",
    Severity::Warning,
    ["GDPR 46(1)", "CJEU C-311/18"],
    Words::new(
        "le transfert repose sur des garanties de l’art. 46 et l’évaluation du droit du pays ou de l’organisation n’est pas citée",
        "the transfer rests on safeguards of Art. 46 and no assessment of the country’s or organisation’s law is cited",
    ),
    Words::new(
        "évaluez le transfert (CEPD, recommandations 01/2020) et citez l’évaluation dans `assessment`",
        "assess the transfer (EDPB Recommendations 01/2020) and cite the assessment in `assessment`",
    ),
);
static INVALID_DECISION: Check = Check::under_two(
    "GRF-R069",
    Severity::Warning,
    ["GDPR 45(3)", "CJEU C-311/18"],
    Words::new(
        "une décision d’adéquation que la Cour de justice a invalidée est invoquée",
        "an adequacy decision that the Court of Justice has declared invalid is relied on",
    ),
    Words::new(
        "la sphère de sécurité ne vaut plus depuis le 6 octobre 2015, ni le bouclier de protection des données depuis le 16 juillet 2020\u{a0}: citez un autre fondement",
        "Safe Harbour has not held since 6 October 2015, nor the Privacy Shield since 16 July 2020: rest the transfer on another instrument",
    ),
);
