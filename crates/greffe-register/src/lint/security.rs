//! Security measures: those of a record, and the assessment, Art. 32 GDPR.

use chrono::NaiveDate;
use greffe_calendar::Period;
use greffe_document::Words;
use greffe_terms::{MeasureFamily, Text};

use super::at::At;
use super::{Check, Finding, Group, Judged, Severity};
use crate::{MeasureStatus, Register, SecurityAssessment, SecurityMeasure, guide};

pub(super) const GROUP: Group = Group {
    checks: &[
        &MEASURES_MISSING,
        &MEASURE_BLANK,
        &OTHER_THAN_THE_GUIDE,
        &MEASURE_WITHOUT_OWNER,
        &MEASURE_LATE,
        &ASSESSMENT_OLD,
        &NOT_APPLICABLE_WITHOUT_REASON,
        &RECORDS_SAY_OTHERWISE,
        &ASSESSMENT_WITHOUT_DAY,
        &BREACHES_UNKNOWN,
    ],
    run,
};

/// After how long an assessment is to be looked at again. Art. 32(1)(d) asks for regular testing and names no period: a choice of ours.
const ASSESSMENT_LASTS: &str = "P1Y";

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    let (register, today) = (judged.register, judged.today);
    for (index, processing) in register.processings().iter().enumerate() {
        if processing.measures.is_empty() {
            let at = At::processing(index, processing).then("measures");
            found.push(Finding::new(&MEASURES_MISSING, at));
        }
    }
    if let Some(assessment) = register.security() {
        let at = At::key("security");
        check_measures(assessment, today, &at, found);
        check_day(assessment, today, &at, found);
        if assessment.follows_guide() {
            check_guide(assessment, &at, found);
            check_records(register, assessment, &at, found);
        }
    }
    if register.breaches().is_unknown() {
        found.push(Finding::new(&BREACHES_UNKNOWN, At::key("breaches")));
    }
}

fn check_measures(
    assessment: &SecurityAssessment,
    today: Option<NaiveDate>,
    at: &At,
    found: &mut Vec<Finding>,
) {
    for (index, sheet) in assessment.sheets.iter().enumerate() {
        let sheet_at = at.clone().then("sheets").item(index);
        for (index, measure) in sheet.iter().enumerate() {
            let at = sheet_at.clone().item(index);
            let late = is_late(measure, today).then_some(&MEASURE_LATE);
            let noted = check_measure(measure).into_iter().chain(late);
            found.extend(noted.map(|check| Finding::new(check, at.clone())));
        }
    }
}

fn is_late(measure: &SecurityMeasure, today: Option<NaiveDate>) -> bool {
    let goes_on = matches!(
        measure.status,
        MeasureStatus::SettingUp | MeasureStatus::Optimising
    );
    let passed = measure
        .due
        .zip(today)
        .is_some_and(|(due, today)| due < today);
    goes_on && passed
}

fn check_measure(measure: &SecurityMeasure) -> Option<&'static Check> {
    match measure.status {
        MeasureStatus::Blank => Some(&MEASURE_BLANK),
        MeasureStatus::SettingUp if measure.owner.is_none() || measure.due.is_none() => {
            Some(&MEASURE_WITHOUT_OWNER)
        }
        // A bare status leaves no room for a reason; a table does.
        MeasureStatus::NotApplicable if !measure.is_bare() && measure.note.is_none() => {
            Some(&NOT_APPLICABLE_WITHOUT_REASON)
        }
        _ => None,
    }
}

fn check_day(
    assessment: &SecurityAssessment,
    today: Option<NaiveDate>,
    at: &At,
    found: &mut Vec<Finding>,
) {
    let at = at.clone().then("assessed");
    let Some(assessed) = assessment.assessed else {
        found.push(Finding::new(&ASSESSMENT_WITHOUT_DAY, at));
        return;
    };
    let lasts = ASSESSMENT_LASTS.parse::<Period>().ok();
    let until = lasts.and_then(|lasts| lasts.add_to_date(assessed).ok());
    if let (Some(today), Some(until)) = (today, until)
        && today > until
    {
        found.push(Finding::new(&ASSESSMENT_OLD, at));
    }
}

/// As many sheets, and as many measures on each, as the guide has.
fn check_guide(assessment: &SecurityAssessment, at: &At, found: &mut Vec<Finding>) {
    let at = at.clone().then("sheets");
    if assessment.sheets.len() != guide::sheets().count() {
        found.push(Finding::new(&OTHER_THAN_THE_GUIDE, at.clone()));
    }
    for (index, (sheet, of_guide)) in assessment.sheets.iter().zip(guide::sheets()).enumerate() {
        if sheet.len() != of_guide.measures() {
            let finding = Finding::new(&OTHER_THAN_THE_GUIDE, at.clone().item(index));
            let (count, of) = (sheet.len(), of_guide.measures());
            let words = Text::new(
                Some(format!("{count} au lieu de {of}")),
                Some(format!("{count} in place of {of}")),
            );
            found.push(match words {
                Some(words) => finding.with_detail(words),
                None => finding,
            });
        }
    }
}

/// Records that tell measures of a family whose sheet was left blank or said not to apply.
fn check_records(
    register: &Register,
    assessment: &SecurityAssessment,
    at: &At,
    found: &mut Vec<Finding>,
) {
    for (family, number) in SHEETS_OF_FAMILIES {
        let sheet = number
            .checked_sub(1)
            .and_then(|index| assessment.sheets.get(index));
        let Some(sheet) = sheet else { continue };
        let says_nothing = |measure: &SecurityMeasure| {
            matches!(
                measure.status,
                MeasureStatus::Blank | MeasureStatus::NotApplicable
            )
        };
        let is_told = register
            .processings()
            .iter()
            .any(|processing| processing.measures.contains_key(family));
        // Fields that are stored encrypted are as good as the word for it.
        let is_done =
            *family == MeasureFamily::Encryption && register.sealed_fields().next().is_some();
        if !sheet.is_empty() && sheet.iter().all(says_nothing) && (is_told || is_done) {
            let at = at.clone().then("sheets").item(number - 1);
            found.push(Finding::new(&RECORDS_SAY_OTHERWISE, at));
        }
    }
}

/// Families of measures to which one sheet of the guide answers whole.
const SHEETS_OF_FAMILIES: &[(MeasureFamily, usize)] = &[
    (MeasureFamily::Processors, 14),
    (MeasureFamily::Trace, 16),
    (MeasureFamily::Backup, 17),
    (MeasureFamily::Encryption, 21),
];

static MEASURES_MISSING: Check = Check::under_two(
    "GRF-R100",
    Severity::Warning,
    ["GDPR 30(1)(g)", "GDPR 30(2)(d)"],
    Words::new(
        "les mesures de sécurité ne sont pas décrites",
        "security measures are not described",
    ),
    Words::new("indiquez `measures`", "tell `measures`"),
);
static MEASURE_BLANK: Check = Check::new(
    "GRF-R101",
    Severity::Warning,
    "GDPR 32(1)",
    Words::new(
        "l’état de la mesure de sécurité n’est pas renseigné",
        "the state of the security measure is blank",
    ),
    Words::new(
        "indiquez où elle en est, ou `not_applicable`",
        "tell how far it is, or `not_applicable`",
    ),
);
static OTHER_THAN_THE_GUIDE: Check = Check::new(
    "GRF-R102",
    Severity::Warning,
    "GDPR 32(1)(d)",
    Words::new(
        "l’évaluation n’a pas le nombre de fiches ou de mesures du guide qu’elle cite",
        "the assessment has not the number of sheets or measures of the guide that it cites",
    ),
    Words::new(
        "répondez à chaque mesure, au besoin par `blank` ou `not_applicable`",
        "answer each measure, with `blank` or `not_applicable` where need be",
    ),
);
static MEASURE_WITHOUT_OWNER: Check = Check::new(
    "GRF-R103",
    Severity::Info,
    "GDPR 32(1)(d)",
    Words::new(
        "la mesure en cours de mise en place n’a pas de responsable ou pas d’échéance",
        "the measure being set up has no owner or no due day",
    ),
    Words::new(
        "écrivez `{ status = \"setting_up\", owner = \"…\", due = … }`",
        "write `{ status = \"setting_up\", owner = \"…\", due = … }`",
    ),
);
static MEASURE_LATE: Check = Check::new(
    "GRF-R104",
    Severity::Warning,
    "GDPR 32(1)",
    Words::new(
        "l’échéance de la mesure est passée et elle n’est pas en place",
        "the due day of the measure has passed and it is not in place",
    ),
    Words::new(
        "achevez-la, ou fixez une nouvelle échéance",
        "finish it, or set a new due day",
    ),
)
.needing_the_day();
static ASSESSMENT_OLD: Check = Check::new(
    "GRF-R105",
    Severity::Info,
    "GDPR 32(1)(d)",
    Words::new(
        "l’évaluation de la sécurité a plus d’un an",
        "the security assessment is more than a year old",
    ),
    Words::new(
        "refaites-la\u{a0}; le règlement la veut régulière, l’année est un choix de prudence",
        "make it again; the Regulation wants it regular, the year is a cautious choice",
    ),
)
.needing_the_day();
static NOT_APPLICABLE_WITHOUT_REASON: Check = Check::new(
    "GRF-R106",
    Severity::Info,
    "GDPR 5(2)",
    Words::new(
        "la mesure est déclarée sans objet, sans dire pourquoi",
        "the measure is said not to apply, without a reason",
    ),
    Words::new("dites pourquoi dans `note`", "tell why in `note`"),
);
static RECORDS_SAY_OTHERWISE: Check = Check::new(
    "GRF-R107",
    Severity::Warning,
    "GDPR 32(1)",
    Words::new(
        "des fiches du registre énoncent ces mesures, que l’évaluation ne renseigne pas ou dit sans objet",
        "records of the register tell such measures, which the assessment leaves blank or says not to apply",
    ),
    Words::new(
        "accordez l’évaluation et les `measures` des traitements",
        "make the assessment and the records’ `measures` agree",
    ),
);
static ASSESSMENT_WITHOUT_DAY: Check = Check::new(
    "GRF-R108",
    Severity::Info,
    "GDPR 5(2)",
    Words::new(
        "l’évaluation de la sécurité n’a pas de date",
        "the security assessment has no day",
    ),
    Words::new("indiquez `assessed`", "tell `assessed`"),
);
static BREACHES_UNKNOWN: Check = Check::new(
    "GRF-R110",
    Severity::Info,
    "GDPR 33(5)",
    Words::new(
        "le registre des violations n’est ni tenu ni déclaré vide",
        "the register of breaches is neither kept nor declared empty",
    ),
    Words::new(
        "ajoutez [[breach]], ou `breaches = \"none\"` au-dessus de la première table du fichier",
        "add [[breach]], or `breaches = \"none\"` above the first table of the file",
    ),
);
