//! For every check a register that triggers it, and a near one that does not.
//!
//! Cases are edits of a register in which nothing is found. The checks that one edit triggers by itself stand in `lint::TRIGGERS`, whose twin is the clean
//! register; the others are here.

use std::collections::BTreeSet;

use greffe_register::Register;
use greffe_register::lint;

use super::lint::{CLEAN, TRIGGERS};

/// A text of the register, and what stands there in its place.
type Edit = (&'static str, &'static str);

struct Case {
    id: &'static str,
    path: &'static str,
    base: &'static str,
    triggers: &'static [Edit],
    spares: &'static [Edit],
}

const fn case(
    id: &'static str,
    path: &'static str,
    triggers: &'static [Edit],
    spares: &'static [Edit],
) -> Case {
    Case {
        id,
        path,
        base: CLEAN,
        triggers,
        spares,
    }
}

const fn bare(
    id: &'static str,
    path: &'static str,
    triggers: &'static [Edit],
    spares: &'static [Edit],
) -> Case {
    Case {
        id,
        path,
        base: BARE,
        triggers,
        spares,
    }
}

const BARE: &str = "breaches = \"none\"\norganisation = { name = \"A\", contact = \"a@a.example\", dpo = \"none\" }\n# here\n";

/// The day on which all cases are judged.
const DAY: &str = "2025-06-01";

const DPO: &str = "dpo = \"none\"";
const ROLE: &str = "role = \"controller\"";
const UPDATED: &str = "updated = 2024-01-01";
const SUBJECTS: &str = "subjects = [\"customers\"]";
const SENSITIVE: &str = "sensitive = [{ category = \"health\", condition = \"explicit_consent\" }]";
const BASIS: &str = "basis = [\"consent\", \"legal_obligation\", \"legitimate_interests\"]";
const PURPOSE_LAW: &str = "\nlaw = [\"C. com. L123-22\"]";
const CATEGORY: &str = "category = \"identity\"";
const FIELDS: &str = "fields = [\"email\"]\nsealed = [\"email\"]\n";
const RULE: &str = "{ keep = \"P1Y\", after = \"recorded\", law = [\"C. com. L123-22\"] }";
const TRANSFERS: &str = "transfers = \"none\"";
const PUBLISHED: &str = "published = 2024-01-01\n";
const WORDING: &str = "wording = \"We write to you where you agree.\"";
const LAST: &str = "c9 = false }\n";
const REQUESTS: &str = "[requests]\nrights = [\"access\", \"rectification\", \"erasure\", \"restriction\", \"portability\", \"objection\", \"withdrawal\", \"complaint\"]\ndelay = \"P1M\"\ncounted_from = \"receipt\"\nidentity_document = \"on_doubt\"\nchannels = [\"email\", \"registered_letter\"]\n";

const RETENTION: &str = "processing[A].data[1].retention";
const PURPOSE_BASIS: &str = "processing[A].purpose[p].basis";

const CASES: &[Case] = &[
    bare(
        "GRF-R002",
        "processing",
        &[],
        &[("# here", "[[processing]]\nref = \"A\"\nname = \"A\"")],
    ),
    case(
        "GRF-R004",
        "organisation.dpo",
        &[(DPO, "dpo = \"none\"\npublic_authority = true")],
        &[(DPO, "dpo = \"none\"\npublic_authority = false")],
    ),
    case(
        "GRF-R005",
        "organisation.dpo.contact",
        &[(DPO, "dpo = { kind = \"internal\" }")],
        &[(
            DPO,
            "dpo = { kind = \"internal\", contact = \"dpo@a.example\" }",
        )],
    ),
    case(
        "GRF-R007",
        "processing[A].reviewed",
        &[(UPDATED, "updated = 2024-01-01\nreviewed = 2019-12-31")],
        &[(
            UPDATED,
            "updated = 2024-01-01\nreviewed = 2020-01-01\nnext_review = 2020-01-01",
        )],
    ),
    case(
        "GRF-R007",
        "processing[A].next_review",
        &[(
            UPDATED,
            "updated = 2024-01-01\nreviewed = 2024-02-02\nnext_review = 2024-02-01",
        )],
        &[(UPDATED, "updated = 2024-01-01\nnext_review = 2023-02-01")],
    ),
    case(
        "GRF-R015",
        "processing[A].next_review",
        &[(UPDATED, "updated = 2024-01-01\nnext_review = 2025-05-31")],
        &[(UPDATED, "updated = 2024-01-01\nnext_review = 2025-06-01")],
    ),
    case(
        "GRF-R016",
        "processing[A].next_review",
        &[(UPDATED, "updated = 2024-05-31")],
        &[(UPDATED, "updated = 2020-01-01\nreviewed = 2024-06-01")],
    ),
    case(
        "GRF-R017",
        "processing[A].updated",
        &[(UPDATED, "updated = 2025-06-02")],
        &[(UPDATED, "updated = 2025-06-01")],
    ),
    case(
        "GRF-R018",
        "processing[A].data[1].held_in",
        &[
            (ROLE, "role = \"controller\"\nstatus = \"draft\""),
            (CATEGORY, "category = \"identity\"\nheld_in = [\"people\"]"),
        ],
        &[
            (ROLE, "role = \"controller\"\nstatus = \"draft\""),
            (CATEGORY, "category = \"identity\"\nheld_in = \"elsewhere\""),
        ],
    ),
    case(
        "GRF-R019",
        RETENTION,
        &[
            (ROLE, "role = \"controller\"\nstatus = \"archived\""),
            (CATEGORY, "category = \"identity\"\nheld_in = [\"people\"]"),
            (RULE, "\"unstated\""),
        ],
        &[
            (ROLE, "role = \"controller\"\nstatus = \"archived\""),
            (CATEGORY, "category = \"identity\"\nheld_in = [\"people\"]"),
        ],
    ),
    bare(
        "GRF-R020",
        "processing[A].purpose",
        &[(
            "# here",
            "[[processing]]\nref = \"A\"\nname = \"A\"\nrole = \"controller\"",
        )],
        &[(
            "# here",
            "[[processing]]\nref = \"A\"\nname = \"A\"\nrole = \"processor\"",
        )],
    ),
    case(
        "GRF-R028",
        "processing[A].purpose[p]",
        &[("id = \"p\"\n", "id = \"p\"\nname = { fr = \"Gestion\" }\n")],
        &[(
            "id = \"p\"\n",
            "id = \"p\"\nname = { fr = \"Gestion des adhésions\" }\n",
        )],
    ),
    case(
        "GRF-R029",
        PURPOSE_BASIS,
        &[(DPO, "dpo = \"none\"\npublic_authority = true")],
        &[
            (DPO, "dpo = \"none\"\npublic_authority = true"),
            (BASIS, "basis = \"public_task\""),
        ],
    ),
    bare(
        "GRF-R030",
        "processing[A].data",
        &[(
            "# here",
            "[[processing]]\nref = \"A\"\nname = \"A\"\nrole = \"controller\"",
        )],
        &[(
            "# here",
            "[[processing]]\nref = \"A\"\nname = \"A\"\nrole = \"controller\"\ndata = [{ category = \"other\" }]",
        )],
    ),
    case(
        "GRF-R032",
        "processing[A].data[1]",
        &[
            (SENSITIVE, "sensitive = \"none\""),
            (FIELDS, "fields = [\"email\", \"blood_type\"]\n"),
        ],
        &[
            (SENSITIVE, "sensitive = \"none\""),
            (
                FIELDS,
                "fields = [\"email\"]\ndetail = { fr = \"Aucune donnée de santé\", en = \"No health data\" }\n",
            ),
        ],
    ),
    case(
        "GRF-R033",
        "processing[A].data",
        &[
            (SUBJECTS, "subjects = [\"employees\"]"),
            ("id = \"p\"\n", "id = \"p\"\nname = \"Calculer la paie\"\n"),
        ],
        &[
            (SUBJECTS, "subjects = [\"employees\"]"),
            (
                "id = \"p\"\n",
                "id = \"p\"\nname = \"Suivre la paiement\"\n",
            ),
            (CATEGORY, "category = \"nir\""),
        ],
    ),
    case(
        "GRF-R034",
        "processing[A].data[1]",
        &[
            (CATEGORY, "category = \"nir\""),
            (PURPOSE_LAW, ""),
            (RULE, "{ keep = \"P1Y\", after = \"recorded\" }"),
        ],
        &[
            (CATEGORY, "category = \"nir\""),
            (PURPOSE_LAW, "\nlaw = [\"décret 2019-341\"]"),
            (RULE, "{ keep = \"P1Y\", after = \"recorded\" }"),
        ],
    ),
    case(
        "GRF-R035",
        "processing[A].sensitive[1]",
        &[
            (SENSITIVE, "sensitive = [{ category = \"offence\" }]"),
            (PURPOSE_LAW, ""),
        ],
        &[
            (SENSITIVE, "sensitive = [{ category = \"offence\" }]"),
            (PURPOSE_LAW, "\nlaw = [\"loi 78-17 46\"]"),
        ],
    ),
    case(
        "GRF-R036",
        "processing[A].data[1].detail",
        &[(FIELDS, "")],
        &[(FIELDS, "detail = \"An address\"\n")],
    ),
    case(
        "GRF-R037",
        "processing[A].data[1].source",
        &[(
            CATEGORY,
            "category = \"identity\"\nsource = \"third_party\"",
        )],
        &[
            (
                CATEGORY,
                "category = \"identity\"\nsource = \"third_party\"",
            ),
            (TRANSFERS, "transfers = \"none\"\nsource = \"The town\""),
        ],
    ),
    case(
        "GRF-R038",
        "processing[A].data[1].category",
        &[(
            TRANSFERS,
            "transfers = \"none\"\nnot_processed = [\"location\", \"identity\"]",
        )],
        &[(
            TRANSFERS,
            "transfers = \"none\"\nnot_processed = [\"location\"]",
        )],
    ),
    case(
        "GRF-R045",
        "processing[A].data[1]",
        &[
            (CATEGORY, "category = \"connection\""),
            (PURPOSE_LAW, "\nlaw = [\"LCEN 6\"]"),
            (RULE, "{ keep = \"P1Y\", after = \"recorded\" }"),
        ],
        &[
            (CATEGORY, "category = \"connection\""),
            (PURPOSE_LAW, "\nlaw = [\"LCEN 6\", \"GDPR 32\"]"),
            (RULE, "{ keep = \"P1Y\", after = \"recorded\" }"),
        ],
    ),
    case(
        "GRF-R047",
        RETENTION,
        &[
            (SUBJECTS, "subjects = [\"applicants\"]"),
            (
                RULE,
                "{ keep = \"P5Y\", after = \"last_contact\", contact = [\"interview\"] }",
            ),
        ],
        &[
            (SUBJECTS, "subjects = [\"applicants\"]"),
            (
                RULE,
                "{ keep = \"P2Y\", after = \"last_contact\", contact = [\"interview\"] }",
            ),
        ],
    ),
    case(
        "GRF-R048",
        RETENTION,
        &[
            (SUBJECTS, "subjects = [\"prospects\"]"),
            (RULE, "{ keep = \"P5Y\", after = \"collected\" }"),
        ],
        &[
            (SUBJECTS, "subjects = [\"prospects\"]"),
            (RULE, "{ keep = \"P36M\", after = \"collected\" }"),
        ],
    ),
    case(
        "GRF-R049",
        RETENTION,
        &[(
            RULE,
            "{ keep = \"P1Y\", after = \"recorded\", note = \"Conservé indéfiniment\" }",
        )],
        &[(
            RULE,
            "{ keep = \"P1Y\", after = \"recorded\", note = \"Jamais conservé indéfiniment\" }",
        )],
    ),
    case(
        "GRF-R051",
        RETENTION,
        &[(RULE, "{ latest = 25, per = \"api_key\" }")],
        &[(RULE, "{ keep = \"P25D\", after = \"recorded\" }")],
    ),
    case(
        "GRF-R052",
        RETENTION,
        &[
            (FIELDS, "fields = [\"card\"]\nsealed = [\"card\"]\n"),
            (RULE, "{ keep = \"P16M\", after = \"payment_settled\" }"),
        ],
        &[
            (FIELDS, "fields = [\"card\"]\nsealed = [\"card\"]\n"),
            (RULE, "{ keep = \"P15M\", after = \"payment_settled\" }"),
        ],
    ),
    case(
        "GRF-R053",
        RETENTION,
        &[
            (CATEGORY, "category = \"connection\""),
            (PURPOSE_LAW, "\nlaw = [\"LCEN 6\"]"),
            (
                RULE,
                "{ keep = \"P13M\", after = \"connection\", law = [\"CPCE L34-1\", \"décret 2021-1362\"] }",
            ),
        ],
        &[
            (CATEGORY, "category = \"connection\""),
            (PURPOSE_LAW, "\nlaw = [\"LCEN 6\"]"),
            (
                RULE,
                "{ keep = \"P1Y\", after = \"connection\", law = [\"CPCE L34-1\", \"décret 2021-1362\"] }",
            ),
        ],
    ),
    case(
        "GRF-R053",
        RETENTION,
        &[
            (PURPOSE_LAW, ""),
            (
                RULE,
                "{ keep = \"P6Y\", after = \"contract_end\", law = [\"décret 2021-1362\"] }",
            ),
        ],
        &[(
            RULE,
            "{ keep = \"P6Y\", after = \"contract_end\", law = [\"décret 2021-1362\"] }",
        )],
    ),
    case(
        "GRF-R055",
        "processing[A].data[1]",
        &[(
            RULE,
            "{ keep = \"P1Y\", after = \"recorded\", then = \"anonymise\", note = \"Adresses remplacées par leur hachage\" }",
        )],
        &[(
            RULE,
            "{ keep = \"P1Y\", after = \"recorded\", then = \"anonymise\", note = \"Seules des sommes par mois restent\" }",
        )],
    ),
    case(
        "GRF-R055",
        "processing[A].purpose[p]",
        &[(
            "id = \"p\"\n",
            "id = \"p\"\nname = \"Tester sur des données anonymes, par chiffrement\"\n",
        )],
        &[(
            "id = \"p\"\n",
            "id = \"p\"\nname = \"Tester sur des données anonymes\"\n",
        )],
    ),
    case(
        "GRF-R055",
        "processing[A].recipients.internal[1]",
        &[(
            "internal = [\"Sales\"]",
            "internal = [{ name = \"Sales\", what = \"anonymous copies, by hashed address\" }]",
        )],
        &[(
            "internal = [\"Sales\"]",
            "internal = [{ name = \"Sales\", what = \"copies by hashed address, which are not anonymous\" }]",
        )],
    ),
    case(
        "GRF-R056",
        "backups",
        &[
            ("access = true", "backup = true"),
            (
                "[backups]\ndaily = { every = \"P1D\", keep = \"P1M\" }\n",
                "",
            ),
        ],
        &[("access = true", "backup = true")],
    ),
    case(
        "GRF-R059",
        "processing[A].transfers[1].country",
        &[(TRANSFERS, "transfers = [{ country = \"IS\" }]")],
        &[(
            TRANSFERS,
            "transfers = [{ country = \"CH\", tool = \"adequacy\" }]",
        )],
    ),
    case(
        "GRF-R068",
        "processing[A].transfers[1].assessment",
        &[(
            TRANSFERS,
            "transfers = [{ country = \"US\", tool = \"bcr\" }]",
        )],
        &[(
            TRANSFERS,
            "transfers = [{ country = \"CH\", tool = \"scc\" }]",
        )],
    ),
    case(
        "GRF-R069",
        "processing[A].transfers[1].document",
        &[(
            TRANSFERS,
            "transfers = [{ country = \"US\", tool = \"scc\", document = \"Certifié Privacy Shield\" }]",
        )],
        &[(
            TRANSFERS,
            "transfers = [{ country = \"US\", tool = \"scc\", document = \"Clauses de 2021, non le Privacy Shield\" }]",
        )],
    ),
    case(
        "GRF-R070",
        "notice[1].wording",
        &[(BASIS, "basis = \"contract\""), (WORDING, "")],
        &[(BASIS, "basis = \"contract\"")],
    ),
    case(
        "GRF-R071",
        "notice[1].published",
        &[(PUBLISHED, "published = 2023-12-31\n")],
        &[
            (PUBLISHED, "published = 2023-12-31\n"),
            (
                "[[site]]",
                "[[notice]]\nid = \"n\"\nversion = 2\npublished = 2024-02-01\npurposes = [\"p\"]\nwording = \"We write.\"\n[[site]]",
            ),
        ],
    ),
    case(
        "GRF-R072",
        "notice[1].wording",
        &[(WORDING, "wording = \"none\"")],
        &[(WORDING, ""), (BASIS, "basis = \"contract\"")],
    ),
    case(
        "GRF-R073",
        "notice[1].published",
        &[(PUBLISHED, "")],
        &[(PUBLISHED, ""), (BASIS, "basis = \"contract\"")],
    ),
    case(
        "GRF-R074",
        "processing[A].purpose[q]",
        &[(
            "[[processing.data]]\n",
            "[[processing.purpose]]\nid = \"q\"\nbasis = \"contract\"\n[[processing.data]]\nsource = \"provided\"\n",
        )],
        &[
            (
                "[[processing.data]]\n",
                "[[processing.purpose]]\nid = \"q\"\nbasis = \"contract\"\n[[processing.data]]\nsource = \"provided\"\n",
            ),
            ("purposes = [\"p\"]", "purposes = [\"p\", \"q\"]"),
        ],
    ),
    case(
        "GRF-R075",
        "notice[1].purposes",
        &[(ROLE, "role = \"controller\"\nstatus = \"archived\"")],
        &[(ROLE, "role = \"controller\"\nstatus = \"draft\"")],
    ),
    case(
        "GRF-R076",
        "notice[1]",
        &[(
            WORDING,
            "wording = \"En acceptant les conditions générales, vous recevez nos lettres.\"",
        )],
        &[
            (
                WORDING,
                "wording = \"En acceptant les conditions générales, vous recevez nos lettres.\"",
            ),
            (BASIS, "basis = \"contract\""),
        ],
    ),
    case(
        "GRF-R077",
        PURPOSE_BASIS,
        &[(SUBJECTS, "subjects = [\"Élèves\"]")],
        &[(SUBJECTS, "subjects = [\"Élèves de 15 ans et plus\"]")],
    ),
    case(
        "GRF-R078",
        PURPOSE_BASIS,
        &[(SUBJECTS, "subjects = [\"employees\"]")],
        &[(SUBJECTS, "subjects = [\"employees\", \"customers\"]")],
    ),
    case(
        "GRF-R079",
        PURPOSE_BASIS,
        &[(BASIS, "basis = \"contract\"\nmarketing = true")],
        &[(
            BASIS,
            "basis = [\"contract\", \"consent\"]\nmarketing = true",
        )],
    ),
    case(
        "GRF-R086",
        "requests",
        &[(REQUESTS, "")],
        &[
            (REQUESTS, ""),
            (
                ROLE,
                "role = \"processor\"\nclients = [\"Office des eaux\"]",
            ),
        ],
    ),
    case(
        "GRF-R087",
        "requests.channels",
        &[(
            "[\"email\", \"registered_letter\"]",
            "[\"post\", \"registered_letter\"]",
        )],
        &[("[\"email\", \"registered_letter\"]", "[\"post\", \"form\"]")],
    ),
    case(
        "GRF-R088",
        "requests.rights",
        &[(", \"complaint\"", "")],
        &[(
            "rights = [\"access\", \"rectification\", \"erasure\", \"restriction\", \"portability\", \"objection\", \"withdrawal\", \"complaint\"]\n",
            "",
        )],
    ),
    case(
        "GRF-R095",
        "tracker[1].lifetime",
        &[(
            "consent = \"required\"\nlifetime = \"P6M\"",
            "consent = \"none\"\nexemption = \"Mesure d’audience\"\nlifetime = \"P25M\"",
        )],
        &[(
            "consent = \"required\"\nlifetime = \"P6M\"",
            "consent = \"none\"\nexemption = \"Panier d’achat\"\nlifetime = \"P25M\"",
        )],
    ),
    case(
        "GRF-R095",
        "tracker[1].lifetime",
        &[(
            "consent = \"required\"\nlifetime = \"P6M\"",
            "consent = \"none\"\nexemption = \"Audience\"\nlifetime = { default = \"P14M\", set_by = \"customer\" }",
        )],
        &[(
            "consent = \"required\"\nlifetime = \"P6M\"",
            "consent = \"none\"\nexemption = \"Audience\"\nlifetime = \"P13M\"",
        )],
    ),
    case(
        "GRF-R096",
        "tracker[1].purposes",
        &[("purposes = [\"Audience\"]\n", "")],
        &[("purposes = [\"Audience\"]\n", "active = false\n")],
    ),
    case(
        "GRF-R097",
        "tracker[1].provider",
        &[(
            "purposes = [\"Audience\"]\n",
            "purposes = [\"Audience\"]\nparty = \"third\"\n",
        )],
        &[(
            "purposes = [\"Audience\"]\n",
            "purposes = [\"Audience\"]\nparty = \"third\"\nprovider = \"Mesureur\"\n",
        )],
    ),
    case(
        "GRF-R098",
        "collection_mode[1].consent",
        &[(
            "probabilistic = false",
            "cookie = true\nconsent = \"optional\"",
        )],
        &[(
            "probabilistic = false",
            "cookie = true\nconsent = \"required\"",
        )],
    ),
    case(
        "GRF-R190",
        "allow[1]",
        &[(
            LAST,
            "c9 = false }\n[[allow]]\ncheck = \"GRF-R010\"\nreason = \"Being found out\"\n",
        )],
        &[
            (
                LAST,
                "c9 = false }\n[[allow]]\ncheck = \"GRF-R010\"\nreason = \"Being found out\"\n",
            ),
            (ROLE, ""),
        ],
    ),
    case(
        "GRF-R191",
        "allow[1].until",
        &[
            (
                LAST,
                "c9 = false }\n[[allow]]\ncheck = \"GRF-R010\"\nreason = \"Being found out\"\nuntil = 2025-05-31\n",
            ),
            (ROLE, ""),
        ],
        &[
            (
                LAST,
                "c9 = false }\n[[allow]]\ncheck = \"GRF-R010\"\nreason = \"Being found out\"\nuntil = 2025-06-01\n",
            ),
            (ROLE, ""),
        ],
    ),
];

fn found(case: &Case, edits: &[Edit]) -> Vec<(&'static str, String)> {
    let text = edits.iter().fold(case.base.to_owned(), |text, (from, to)| {
        assert_eq!(
            text.matches(from).count(),
            1,
            "{}: {from:?} stands once",
            case.id
        );
        text.replace(from, to)
    });
    let register = Register::from_toml(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let findings = register.lint_at(DAY.parse().unwrap());
    let found = findings.iter();
    found
        .map(|f| (f.check().id(), f.path().to_owned()))
        .collect()
}

#[test]
fn every_case_triggers_its_check_and_its_twin_does_not() {
    for case in CASES {
        let Case { id, path, .. } = case;
        let wrong = found(case, case.triggers);
        assert!(
            wrong.contains(&(id, (*path).to_owned())),
            "{id} at {path}: {wrong:?}"
        );
        let right = found(case, case.spares);
        assert!(
            right.iter().all(|(other, _)| other != id),
            "{id}: {right:?}"
        );
    }
}

#[test]
fn every_check_has_a_register_that_triggers_it_and_one_that_does_not() {
    let by_one_edit = TRIGGERS.iter().map(|(id, ..)| *id);
    let tried: BTreeSet<_> = by_one_edit
        .chain(CASES.iter().map(|case| case.id))
        .collect();
    let all: Vec<_> = lint::checks().map(|check| check.id()).collect();
    assert!(all.is_sorted(), "{all:?}");
    let distinct: BTreeSet<_> = all.iter().copied().collect();
    assert_eq!(distinct.len(), all.len(), "an id stands twice");
    assert_eq!(distinct, tried);
}
