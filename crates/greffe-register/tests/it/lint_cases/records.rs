//! Records, their purposes, their data and how long these are kept.

use super::{
    BASIS, CATEGORY, Case, DPO, FIELDS, PURPOSE_BASIS, PURPOSE_LAW, RETENTION, ROLE, RULE,
    SENSITIVE, SUBJECTS, TRANSFERS, UPDATED, bare, case,
};

pub(super) const CASES: &[Case] = &[
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
        "GRF-R006",
        "organisation.dpo.name",
        &[(DPO, "dpo = { contact = \"dpo@a.example\" }")],
        &[(DPO, "dpo = { name = \"O\", contact = \"dpo@a.example\" }")],
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
    // Where it has no name, by its id.
    case(
        "GRF-R028",
        "processing[A].purpose[Internal_Use]",
        &[
            ("id = \"p\"\n", "id = \"Internal_Use\"\n"),
            ("purposes = [\"p\"]", "purposes = [\"Internal_Use\"]"),
        ],
        &[
            (
                "id = \"p\"\n",
                "id = \"Internal_Use\"\nname = \"Tester avant de publier\"\n",
            ),
            ("purposes = [\"p\"]", "purposes = [\"Internal_Use\"]"),
        ],
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
    case(
        "GRF-R192",
        "processing[A].transfers[1].tool",
        &[
            (DPO, "dpo = \"none\"\npublic_authority = true"),
            (BASIS, "basis = \"public_task\""),
            (
                TRANSFERS,
                "transfers = [{ country = \"US\", recipient = \"R\", tool = \"explicit_consent\" }]",
            ),
        ],
        &[
            (DPO, "dpo = \"none\"\npublic_authority = true"),
            (BASIS, "basis = \"public_task\""),
            (
                TRANSFERS,
                "transfers = [{ country = \"US\", recipient = \"R\", tool = \"public_interest\" }]",
            ),
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
        "GRF-R032",
        "processing[A].data[1]",
        &[
            (SENSITIVE, "sensitive = \"none\""),
            (
                FIELDS,
                "fields = [\"email\"]\ndetail = \"Certificat médical du joueur\"\n",
            ),
        ],
        &[
            (SENSITIVE, "sensitive = \"none\""),
            (
                FIELDS,
                "fields = [\"email\"]\ndetail = \"Adresse du cabinet médical client\"\n",
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
    // An archive against claims may be longer.
    case(
        "GRF-R047",
        RETENTION,
        &[
            (SUBJECTS, "subjects = [\"applicants\"]"),
            (
                RULE,
                "{ stages = [{ keep = \"P3Y\", after = \"collected\", then = \"archive\" }, { keep = \"P5Y\", after = \"collected\" }] }",
            ),
        ],
        &[
            (SUBJECTS, "subjects = [\"applicants\"]"),
            (
                RULE,
                "{ stages = [{ keep = \"P2Y\", after = \"collected\", then = \"archive\" }, { keep = \"P5Y\", after = \"collected\" }] }",
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
        "GRF-R049",
        RETENTION,
        &[(
            RULE,
            "{ keep = \"P1Y\", after = \"recorded\", note = \"Gardé sans limite sur les bandes\" }",
        )],
        &[(
            RULE,
            "{ keep = \"P1Y\", after = \"recorded\", note = \"Gardé un an, puis effacé\" }",
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
        "GRF-R054",
        RETENTION,
        &[
            (FIELDS, "fields = [\"card_expiry\", \"cvv\"]\n"),
            (RULE, "{ keep = \"P1D\", after = \"payment_settled\" }"),
        ],
        &[
            (FIELDS, "fields = [\"card_expiry\", \"cvv\"]\n"),
            (RULE, "{ keep = \"session\" }"),
        ],
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
        "GRF-R111",
        "dpia[1].criteria",
        &[
            (SUBJECTS, "subjects = [\"employees\"]"),
            (
                "scope = \"Everything\"",
                "scope = \"Everything\"\nprocessings = [\"A\"]",
            ),
        ],
        // The screening concerns another record, or no one knows which.
        &[(SUBJECTS, "subjects = [\"employees\"]")],
    ),
    case(
        "GRF-R112",
        "processing[A].dpia",
        &[
            (SENSITIVE, "sensitive = \"none\""),
            (SUBJECTS, "subjects = [\"employees\"]"),
            (CATEGORY, "category = \"location\""),
            (
                "[[dpia]]\n",
                "[[processing]]\nref = \"B\"\nname = \"B\"\n[[dpia]]\nprocessings = [\"B\"]\n",
            ),
        ],
        &[
            (SENSITIVE, "sensitive = \"none\""),
            (SUBJECTS, "subjects = [\"employees\"]"),
            (
                "[[dpia]]\n",
                "[[processing]]\nref = \"B\"\nname = \"B\"\n[[dpia]]\nprocessings = [\"B\"]\n",
            ),
        ],
    ),
];
