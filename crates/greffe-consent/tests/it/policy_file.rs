//! Policies read from a file.

use greffe_calendar::{Period, zone};
use greffe_consent::signal::tcf::Restriction;
use greffe_consent::{
    Access, Campaign, Exemption, ExemptionCondition, ExemptionGround, GpcMeaning, Holders,
    LinkConflict, Mode, Notice, NoticeShown, Policy, PolicyFileError, Purpose, RestrictionGround,
    Sector, Vendor, VendorId, WordingDigest,
};
use greffe_terms::{Channel, Lang, LegalBasis, SensitiveCategory, SpecialCondition};

pub(crate) const WHOLE: &str = r#"
zone = "Europe/Paris"
unsubscription = "withdrawal"
free_account_is_sale = true
established_in = "DE"
holders = "any"
authorisation_outlasts_childhood = true
guardian_may_consent = true
proxy_may_consent = true
link_conflict = "device_prevails"
tcf_notice = { id = "dialogue", version = 3, words = "Vos choix" }

[[purpose]]
id = "visits"
basis = "consent"
access = "cookie"
closed_by_gpc = "refusal"
tcf = 1

[[purpose]]
id = "games"
basis = "consent"
offered_to_children = true

[[purpose]]
id = "estate"
basis = "legitimate_interests"
goes_on_after_death = true
closed_by_gpc = "objection"
tcf = 10

[[purpose]]
id = "audience"
basis = "legitimate_interests"
access = "local_storage"
exemption = { ground = "audience_measurement", reason = "How many pages are read", conditions = ["sole_publisher", "anonymous_statistics", "not_combined", "no_cross_site"], tracker = "P13M", data = "P25M" }

[[purpose]]
id = "allergies"
basis = "consent"
special_categories = ["health"]
condition = "explicit_consent"

[[purpose]]
id = "calls"
basis = "legitimate_interests"
marketing = true
channels = ["call"]
to_professionals = true
related_to_contract = true
calls_at_any_hour = true
sector = "energy_works"

[[mode]]
name = "journey"
purpose = "visits"
fallback = "numbers-only"

[[mode]]
name = "numbers-only"
purpose = "counting"

[[purpose]]
id = "news"
basis = "consent"

[[purpose]]
id = "newsletter"
parent = "news"
basis = ["consent"]
marketing = true
double_opt_in = true
channels = ["email", "sms"]
validity = "P6M"
minimum_notice = 2
campaign = [{ asked = 2026-03-01, deadline = 2026-04-01 }]

[[purpose]]
id = "similar-products"
basis = "legitimate_interests"
marketing = true
soft_opt_in = true

[[purpose]]
id = "sms-alerts"
basis = "contract"
requires_consent = true

[[purpose]]
id = "accounts"
basis = ["legal_obligation", "contract"]
under_restriction = "storage"

[[purpose]]
id = "counting"
without_personal_data = true

[[notice]]
id = "sign-up"
version = 2
purposes = ["news", "newsletter"]
words = "Oui, la lettre mensuelle."

[[notice]]
id = "dialogue"
version = 3
purposes = ["visits"]
disclosing = [755, 28]

[[vendor]]
id = 755
purpose = [
    { id = "visits", basis = "consent" },
    { id = "estate", basis = "legitimate_interests", flexible = true },
]
restriction = [{ purpose = "estate", restriction = "require_consent" }]

[[vendor]]
id = 28
"#;

fn built() -> Policy {
    let id = |id: &str| id.parse().unwrap();
    let day = |day: &str| day.parse().unwrap();
    Policy::in_zone(zone::parse("Europe/Paris").unwrap())
        .unsubscription_is_objection(false)
        .free_account_is_sale(true)
        .established_in("DE".parse().unwrap())
        .holders(Holders::Any)
        .authorisation_outlasts_childhood(true)
        .guardian_may_consent(true)
        .proxy_may_consent(true)
        .link_conflict(LinkConflict::DevicePrevails)
        .tcf_notice(
            NoticeShown::new("dialogue".parse().unwrap(), 3).worded(WordingDigest::of("Vos choix")),
        )
        .purpose(
            Purpose::new(id("visits"), [LegalBasis::Consent])
                .reads_terminal(Access::Cookie)
                .closed_by_gpc(GpcMeaning::Refusal)
                .tcf(1),
        )
        .purpose(Purpose::new(id("games"), [LegalBasis::Consent]).offered_to_children())
        .purpose(
            Purpose::new(id("estate"), [LegalBasis::LegitimateInterests])
                .goes_on_after_death()
                .closed_by_gpc(GpcMeaning::Objection)
                .tcf(10),
        )
        .purpose(
            Purpose::new(id("audience"), [LegalBasis::LegitimateInterests])
                .reads_terminal(Access::LocalStorage)
                .exempt(
                    Exemption::new(
                        ExemptionGround::AudienceMeasurement,
                        "How many pages are read",
                    )
                    .meeting([
                        ExemptionCondition::SolePublisher,
                        ExemptionCondition::AnonymousStatistics,
                        ExemptionCondition::NotCombined,
                        ExemptionCondition::NoCrossSite,
                    ])
                    .lasting(Period::months(13), Period::months(25)),
                ),
        )
        .purpose(
            Purpose::new(id("allergies"), [LegalBasis::Consent])
                .special_categories([SensitiveCategory::Health])
                .on_condition(SpecialCondition::ExplicitConsent),
        )
        .purpose(
            Purpose::new(id("calls"), [LegalBasis::LegitimateInterests])
                .marketing()
                .channels([Channel::Call])
                .to_professionals()
                .related_to_contract()
                .calls_at_any_hour()
                .in_sector(Sector::EnergyWorks),
        )
        .mode(Mode::new("journey", id("visits")).falling_back_to("numbers-only"))
        .mode(Mode::new("numbers-only", id("counting")))
        .purpose(Purpose::new(id("news"), [LegalBasis::Consent]))
        .purpose(
            Purpose::new(id("newsletter"), [LegalBasis::Consent])
                .child_of(id("news"))
                .marketing()
                .double_opt_in()
                .channels([Channel::Email, Channel::Sms])
                .validity(Period::months(6))
                .minimum_notice(2)
                .campaign(Campaign::new(day("2026-03-01"), day("2026-04-01"))),
        )
        .purpose(
            Purpose::new(id("similar-products"), [LegalBasis::LegitimateInterests])
                .marketing()
                .soft_opt_in(),
        )
        .purpose(Purpose::new(id("sms-alerts"), [LegalBasis::Contract]).requires_consent())
        .purpose(
            Purpose::new(
                id("accounts"),
                [LegalBasis::LegalObligation, LegalBasis::Contract],
            )
            .under_restriction(RestrictionGround::Storage),
        )
        .purpose(Purpose::without_personal_data(id("counting")))
        .notice(
            Notice::new(
                "sign-up".parse().unwrap(),
                2,
                [id("news"), id("newsletter")],
            )
            .worded(WordingDigest::of("Oui, la lettre mensuelle.")),
        )
        .notice(
            Notice::new("dialogue".parse().unwrap(), 3, [id("visits")])
                .disclosing([VendorId::new(28), VendorId::new(755)]),
        )
        .vendor(
            Vendor::new(VendorId::new(755))
                .having(id("visits"), LegalBasis::Consent)
                .having(id("estate"), LegalBasis::LegitimateInterests)
                .flexible_on(id("estate")),
        )
        .restrict(
            VendorId::new(755),
            id("estate"),
            Restriction::RequireConsent,
        )
        .vendor(Vendor::new(VendorId::new(28)))
        .build()
        .unwrap()
}

#[test]
fn a_file_says_all_that_the_builder_can_say() {
    assert_eq!(Policy::from_toml(WHOLE).unwrap(), built());
}

#[test]
fn the_same_as_json() {
    let value: toml::Value = toml::from_str(
        &WHOLE
            .replace("2026-03-01", "\"2026-03-01\"")
            .replace("2026-04-01", "\"2026-04-01\""),
    )
    .unwrap();
    let json = serde_json::to_string(&value).unwrap();
    assert_eq!(Policy::from_json(&json).unwrap(), built());
}

#[test]
fn a_digest_says_the_same_as_the_words() {
    let digest: String = WordingDigest::of("Oui, la lettre mensuelle.")
        .as_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let by_digest = WHOLE.replace(
        "words = \"Oui, la lettre mensuelle.\"",
        &format!("wording = \"{digest}\""),
    );
    assert_eq!(Policy::from_toml(&by_digest).unwrap(), built());
    let both = WHOLE.replace("\nwords =", &format!("\nwording = \"{digest}\"\nwords ="));
    assert!(matches!(
        Policy::from_toml(&both),
        Err(PolicyFileError::Keys(_))
    ));
}

#[test]
fn every_slip_is_told_with_its_place_and_without_the_value() {
    for (right, wrong, path) in [
        ("zone = \"Europe/Paris\"", "", ""),
        ("Europe/Paris", "Europe/Marker", "zone"),
        ("\"withdrawal\"", "\"marker\"", "unsubscription"),
        ("id = \"news\"", "id = \"a marker\"", "purpose[7].id"),
        (
            "parent = \"news\"",
            "parent = \"a marker\"",
            "purpose[newsletter].parent",
        ),
        (
            "[\"consent\"]",
            "[\"marker\"]",
            "purpose[newsletter].basis[1]",
        ),
        (
            "\"contract\"\nrequires",
            "\"marker\"\nrequires",
            "purpose[sms-alerts].basis",
        ),
        (
            "marketing = true\nd",
            "marketing = \"marker\"\nd",
            "purpose[newsletter].marketing",
        ),
        ("\"email\"", "\"marker\"", "purpose[newsletter].channels[1]"),
        ("\"P6M\"", "\"marker\"", "purpose[newsletter].validity"),
        (
            "minimum_notice = 2",
            "minimum_notice = -2",
            "purpose[newsletter].minimum_notice",
        ),
        (
            "2026-04-01 }",
            "\"marker\" }",
            "purpose[newsletter].campaign[1].deadline",
        ),
        ("\"cookie\"", "\"marker\"", "purpose[visits].access"),
        (
            "\"audience_measurement\"",
            "\"marker\"",
            "purpose[audience].exemption.ground",
        ),
        (
            "\"not_combined\"",
            "\"marker\"",
            "purpose[audience].exemption.conditions[3]",
        ),
        (", data = \"P25M\"", "", "purpose[audience].exemption"),
        (
            "\"health\"",
            "\"marker\"",
            "purpose[allergies].special_categories[1]",
        ),
        (
            "\"explicit_consent\"",
            "\"marker\"",
            "purpose[allergies].condition",
        ),
        (
            "purpose = \"visits\"",
            "purpose = \"a marker\"",
            "mode[1].purpose",
        ),
        (
            "\"storage\"",
            "\"marker\"",
            "purpose[accounts].under_restriction",
        ),
        (
            "version = 2",
            "version = \"marker\"",
            "notice[sign-up].version",
        ),
        (
            "purposes = [",
            "purpose = [\"a marker\",",
            "notice[sign-up].purpose",
        ),
        (
            "words = \"Oui, la",
            "wording = \"marker\"\n# \"",
            "notice[sign-up].wording",
        ),
        ("\"DE\"", "\"de marker\"", "established_in"),
        ("\"any\"", "\"marker\"", "holders"),
        ("\"device_prevails\"", "\"marker\"", "link_conflict"),
        (
            "proxy_may_consent = true",
            "proxy_may_consent = \"marker\"",
            "proxy_may_consent",
        ),
        (
            "id = \"dialogue\", version",
            "id = \"a marker\", version",
            "tcf_notice.id",
        ),
        ("\"refusal\"", "\"marker\"", "purpose[visits].closed_by_gpc"),
        ("tcf = 10", "tcf = 256", "purpose[estate].tcf"),
        (
            "[755, 28]",
            "[755, \"marker\"]",
            "notice[dialogue].disclosing[2]",
        ),
        ("id = 755", "id = 70000", "vendor[1].id"),
        ("id = 28", "id = 28\nmarker = 1", "vendor[2].marker"),
        (
            "\"visits\", basis = \"consent\"",
            "\"visits\", basis = \"marker\"",
            "vendor[1].purpose[visits].basis",
        ),
        (
            "flexible = true",
            "flexible = \"marker\"",
            "vendor[1].purpose[estate].flexible",
        ),
        (
            "{ id = \"visits\", basis",
            "{ id = \"estate\", basis",
            "vendor[1].purpose[estate]",
        ),
        (
            "\"require_consent\"",
            "\"marker\"",
            "vendor[1].restriction[1].restriction",
        ),
    ] {
        let text = WHOLE.replacen(right, wrong, 1);
        assert_ne!(text, WHOLE, "{right}");
        let error = Policy::from_toml(&text).unwrap_err();
        let PolicyFileError::Keys(report) = &error else {
            panic!("{right}: {error}");
        };
        let paths: Vec<_> = report
            .faults()
            .iter()
            .map(|fault| fault.place().path())
            .collect();
        assert!(paths.contains(&path), "{right}: {paths:?}");
        for lang in Lang::ALL {
            let message = error.in_language(lang).to_lowercase();
            // A key that nobody knows is named; a value never.
            let message = message.replace("marker`", "");
            assert!(!message.contains("marker"), "{message}");
        }
    }
}

/// What the file cannot say without contradicting itself, and where that is told.
#[test]
fn a_contradiction_has_its_place() {
    for (right, wrong, path) in [
        ("id = \"sms-alerts\"", "id = \"news\"", "purpose[news]"),
        (
            "parent = \"news\"",
            "parent = \"letters\"",
            "purpose[newsletter].parent",
        ),
        (
            "parent = \"news\"",
            "parent = \"newsletter\"",
            "purpose[newsletter]",
        ),
        ("\"P6M\"", "\"P0D\"", "purpose[newsletter]"),
        (
            "minimum_notice = 2",
            "minimum_notice = 3",
            "purpose[newsletter]",
        ),
        (
            "deadline = 2026-04-01",
            "deadline = 2026-02-01",
            "purpose[newsletter].campaign",
        ),
        ("tcf = 1\n", "tcf = 10\n", "purpose[visits]"),
        (
            "name = \"numbers-only\"",
            "name = \"numbers only\"",
            "mode[2].name",
        ),
        (
            "purposes = [\"visits\"]",
            "purposes = [\"visits\", \"newsletter\"]",
            "purpose[newsletter]",
        ),
        (
            "access = \"cookie\"",
            "access = \"email_pixel\"\nchannels = [\"email\"]",
            "purpose[visits]",
        ),
        ("\"not_combined\", ", "", "purpose[audience].exemption"),
        (
            "purposes = [\"visits\"]",
            "purposes = [\"dialogue\"]",
            "notice[dialogue].purposes[1]",
        ),
        (
            "purposes = [\"visits\"]",
            "purposes = []",
            "notice[dialogue]",
        ),
        (
            "id = \"dialogue\"\nversion = 3",
            "id = \"sign-up\"\nversion = 2",
            "notice[sign-up]",
        ),
        (
            "\"dialogue\", version = 3",
            "\"dialogue\", version = 4",
            "tcf_notice",
        ),
        ("id = 28", "id = 755", "vendor[2]"),
        (
            "basis = \"consent\" }",
            "basis = \"contract\" }",
            "vendor[1]",
        ),
        (
            "\"visits\", basis",
            "\"sales\", basis",
            "vendor[1].purpose[sales].id",
        ),
        (
            "{ purpose = \"estate\"",
            "{ purpose = \"sales\"",
            "vendor[1].restriction[1].purpose",
        ),
        (
            "purpose = \"visits\"",
            "purpose = \"sales\"",
            "mode[1].purpose",
        ),
        (
            "fallback = \"numbers-only\"\n\n[[mode]]\nname = \"numbers-only\"",
            "[[mode]]\nname = \"journey\"",
            "mode[2]",
        ),
        (
            "fallback = \"numbers-only\"",
            "fallback = \"numbers\"",
            "mode[1].fallback",
        ),
    ] {
        let text = WHOLE.replacen(right, wrong, 1);
        assert_ne!(text, WHOLE, "{right}");
        let error = Policy::from_toml(&text).unwrap_err();
        let PolicyFileError::Contradiction { error: why, place } = &error else {
            panic!("{right}: {error}");
        };
        let place = place.as_ref().unwrap_or_else(|| panic!("{why}"));
        assert_eq!(place.path(), path, "{why}");
        let (line, column) = place.line_and_column().unwrap();
        assert_eq!(
            error.to_string(),
            format!("line {line}, column {column}: `{}`: {why}", place.path())
        );
        assert!(
            error
                .in_language(Lang::Fr)
                .starts_with(&format!("ligne {line}, "))
        );
    }
}

#[test]
fn of_two_tables_of_one_name_the_second_is_told() {
    let twice = WHOLE.replace("id = \"sms-alerts\"", "id = \"news\"");
    let line = twice
        .lines()
        .position(|line| line == "basis = \"contract\"")
        .unwrap();
    let error = Policy::from_toml(&twice).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "line {}, column 1: `purpose[news]`: the purpose `news` stands twice",
            line - 1
        )
    );
}

#[test]
fn a_notice_that_stands_twice_is_told_by_its_id_and_its_version() {
    let notice = |id: &str, version| {
        format!("[[notice]]\nid = \"{id}\"\nversion = {version}\npurposes = [\"news\"]\n")
    };
    let text = [
        "zone = \"Europe/Paris\"\n[[purpose]]\nid = \"news\"\nbasis = [\"consent\"]\n".to_owned(),
        notice("sign-up", 2),
        notice("sign-up", 2),
        notice("sign-up", 3),
        notice("banner", 2),
    ];
    let error = Policy::from_toml(&text.concat()).unwrap_err();
    assert!(error.to_string().starts_with("line 9, "), "{error}");
}
