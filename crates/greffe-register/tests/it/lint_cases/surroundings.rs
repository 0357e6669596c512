//! Transfers, notices, consent, requests, trackers and allowances.

use super::{
    BASIS, CATEGORY, Case, LAST, PUBLISHED, PURPOSE_BASIS, RECIPIENTS, REQUESTS, RETENTION, ROLE,
    RULE, SUBJECTS, TRANSFERS, WORDING, case,
};

pub(super) const CASES: &[Case] = &[
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
        "GRF-R059",
        "processing[A].transfers[1].country",
        &[(
            TRANSFERS,
            "transfers = [{ recipient = \"UNESCO\", country = \"FR\", international_organisation = false }]",
        )],
        &[(
            TRANSFERS,
            "transfers = [{ recipient = \"UNESCO\", country = \"FR\", international_organisation = true }]",
        )],
    ),
    Case {
        on: "2031-12-28",
        ..case(
            "GRF-R057",
            "processing[A].transfers[1].tool",
            &[(
                TRANSFERS,
                "transfers = [{ recipient = \"OMI\", country = \"GB\", tool = \"adequacy\" }]",
            )],
            &[(
                TRANSFERS,
                "transfers = [{ recipient = \"OMI\", country = \"GB\", international_organisation = true, tool = \"adequacy\" }]",
            )],
        )
    },
    Case {
        on: "2031-12-28",
        ..case(
            "GRF-R057",
            "processing[A].transfers[1].tool",
            &[(
                TRANSFERS,
                "transfers = [{ country = \"GB\", tool = \"adequacy\" }]",
            )],
            &[(
                TRANSFERS,
                "transfers = [{ country = \"GB\", tool = \"scc\" }]",
            )],
        )
    },
    case(
        "GRF-R058",
        "processing[A].transfers[1].document",
        &[(
            TRANSFERS,
            "transfers = [{ country = \"US\", tool = \"compelling_interests\" }]",
        )],
        &[(
            TRANSFERS,
            "transfers = [{ country = \"US\", tool = \"compelling_interests\", assessment = \"Of 2024\" }]",
        )],
    ),
    case(
        "GRF-R065",
        "processing[A].transfers[1].tool",
        &[(
            TRANSFERS,
            "transfers = [{ country = \"US\", tool = \"adequacy\" }]",
        )],
        &[(
            TRANSFERS,
            "transfers = [{ country = \"US\", tool = \"adequacy\", document = \"Listed since 2024\" }]",
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
                "role = \"processor\"\nclients = [{ name = \"Office des eaux\", contact = \"c@c.example\" }]",
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
            "c9 = { met = false, why = \"No\" } }\n[[allow]]\ncheck = \"GRF-R010\"\nreason = \"Being found out\"\n",
        )],
        &[
            (
                LAST,
                "c9 = { met = false, why = \"No\" } }\n[[allow]]\ncheck = \"GRF-R010\"\nreason = \"Being found out\"\n",
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
                "c9 = { met = false, why = \"No\" } }\n[[allow]]\ncheck = \"GRF-R010\"\nreason = \"Being found out\"\nuntil = 2025-05-31\n",
            ),
            (ROLE, ""),
        ],
        &[
            (
                LAST,
                "c9 = { met = false, why = \"No\" } }\n[[allow]]\ncheck = \"GRF-R010\"\nreason = \"Being found out\"\nuntil = 2025-06-01\n",
            ),
            (ROLE, ""),
        ],
    ),
    // The day itself is not past.
    case(
        "GRF-R104",
        "security.sheets[1][2]",
        &[("due = 2030-01-01", "due = 2025-05-31")],
        &[("due = 2030-01-01", "due = 2025-06-01")],
    ),
    case(
        "GRF-R105",
        "security.assessed",
        &[("assessed = 2026-01-01", "assessed = 2024-05-31")],
        &[("assessed = 2026-01-01", "assessed = 2024-06-01")],
    ),
    case(
        "GRF-R115",
        "dpia[1].next_review",
        &[(
            "[[dpia]]\nscope",
            "[[dpia]]\nnext_review = 2025-05-31\nscope",
        )],
        &[(
            "[[dpia]]\nscope",
            "[[dpia]]\nnext_review = 2025-06-01\nscope",
        )],
    ),
    case(
        "GRF-R129",
        "processing[A].dpia",
        &[
            ("[[dpia]]\nscope", "[[dpia]]\nprocessings = [\"B\"]\nscope"),
            (
                "[[notice]]",
                "[[processing]]\nref = \"B\"\nname = \"B\"\n[[notice]]",
            ),
        ],
        &[("[[dpia]]\nscope", "[[dpia]]\nprocessings = [\"A\"]\nscope")],
    ),
    case(
        "GRF-R039",
        "processing[A].recipients.third_country[1].country",
        &[(
            RECIPIENTS,
            "recipients = { internal = \"none\", external = \"none\", processor = \"none\", partner = \"none\", third_country = [\"X\"] }",
        )],
        &[(
            RECIPIENTS,
            "recipients = { internal = \"none\", external = \"none\", processor = \"none\", partner = \"none\", third_country = \"none\" }",
        )],
    ),
    case(
        "GRF-R066",
        "processing[A].recipients.partner[1].country",
        &[
            (
                RECIPIENTS,
                "recipients = { internal = \"none\", external = \"none\", processor = \"none\", partner = [{ name = \"X\", country = \"CH\" }] }",
            ),
            (
                TRANSFERS,
                "transfers = [{ country = \"GB\", tool = \"adequacy\" }]",
            ),
        ],
        &[
            (
                RECIPIENTS,
                "recipients = { internal = \"none\", external = \"none\", processor = \"none\", partner = [{ name = \"X\", country = \"IS\" }] }",
            ),
            (
                TRANSFERS,
                "transfers = [{ country = \"GB\", tool = \"adequacy\" }]",
            ),
        ],
    ),
    case(
        "GRF-R066",
        "processing[A].recipients.third_country[1].country",
        &[
            (
                RECIPIENTS,
                "recipients = { internal = \"none\", external = \"none\", processor = \"none\", partner = \"none\", third_country = [\"X\"] }",
            ),
            (TRANSFERS, ""),
        ],
        &[
            (
                RECIPIENTS,
                "recipients = { internal = \"none\", external = \"none\", processor = \"none\", partner = \"none\", third_country = [\"X\"] }",
            ),
            (
                TRANSFERS,
                "transfers = [{ country = \"GB\", tool = \"adequacy\" }]",
            ),
        ],
    ),
    case(
        "GRF-R089",
        "site[1].refuse_as_easy",
        &[("refuse_as_easy = true", "refuse_as_easy = false")],
        // Nothing is asked, so there is nothing to refuse.
        &[
            ("refuse_as_easy = true\n", ""),
            (
                "consent = \"required\"",
                "consent = \"none\"\nexemption = \"Basket\"",
            ),
        ],
    ),
    case(
        "GRF-R089",
        "site[1].refuse_as_easy",
        &[("refuse_as_easy = true\n", "")],
        &[],
    ),
    case(
        "GRF-R099",
        RETENTION,
        &[
            (
                BASIS,
                "name = \"Mesure d’audience du site\"\nbasis = \"legitimate_interests\"",
            ),
            (CATEGORY, "category = \"internet\""),
            (RULE, "{ keep = \"P26M\", after = \"recorded\" }"),
        ],
        &[
            (
                BASIS,
                "name = \"Mesure d’audience du site\"\nbasis = \"legitimate_interests\"",
            ),
            (CATEGORY, "category = \"internet\""),
            (RULE, "{ keep = \"P25M\", after = \"recorded\" }"),
        ],
    ),
    // With consent the CNIL sets no such limit.
    case(
        "GRF-R099",
        RETENTION,
        &[
            (
                BASIS,
                "name = \"Web analytics\"\nbasis = \"legitimate_interests\"",
            ),
            (CATEGORY, "category = \"connection\""),
            (RULE, "{ keep = \"P3Y\", after = \"recorded\" }"),
        ],
        &[
            (BASIS, "name = \"Web analytics\"\nbasis = \"consent\""),
            (CATEGORY, "category = \"connection\""),
            (RULE, "{ keep = \"P3Y\", after = \"recorded\" }"),
        ],
    ),
    case(
        "GRF-R113",
        "notice[1].wording",
        &[(
            WORDING,
            "wording = \"We keep your address for a year. You may object: it is your right.\"",
        )],
        &[(
            WORDING,
            "wording = \"Avec votre consentement, gardé un an. Vos droits : contact@a.example ; réclamation à la CNIL.\"",
        )],
    ),
    case(
        "GRF-R114",
        "processing[A].transfers[1].persons_told",
        &[(
            TRANSFERS,
            "transfers = [{ country = \"US\", tool = \"compelling_interests\", document = \"D\", authority_told = 2024-02-01 }]",
        )],
        &[(
            TRANSFERS,
            "transfers = [{ country = \"US\", tool = \"compelling_interests\", document = \"D\", authority_told = 2024-02-01, persons_told = 2024-02-01 }]",
        )],
    ),
];
