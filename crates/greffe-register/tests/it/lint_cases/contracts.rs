//! Contracts, parties, requests that came in and platforms. `lint_contracts` has more of them, one change of a whole contract at a time.

use super::{Case, DPO, ROLE, TRANSFERS, case};

/// A register that keeps a contract.
const KEEPS: &str = r#"
breaches = "none"
organisation = { name = "A", contact = "a@a.example", dpo = "none", dpo_note = "Small" }
[[processing]]
ref = "A"
name = "A"
recipients = { processor = [{ name = "Nuage", contract = "host" }] }
[[contract]]
id = "host"
party = "Nuage"
party_is = "processor"
expires = 2025-06-01
[[platform]]
name = "P"
compliance = 90
action = "Renew"
due = 2025-06-01
[[request]]
id = "D-1"
received = 2025-05-05
"#;

const fn kept(
    id: &'static str,
    path: &'static str,
    on: &'static str,
    triggers: &'static [super::Edit],
    spares: &'static [super::Edit],
) -> Case {
    Case {
        id,
        path,
        base: KEEPS,
        on,
        triggers,
        spares,
    }
}

const DAY: &str = "2025-06-01";
const BOUND: &str = "{ name = \"Nuage\", contract = \"host\" }";
const PROCESSOR: &str = "role = \"processor\"\nclients = [{ name = \"B\", contact = \"c@c.example\" }]\ninstructions = \"I\"\nend_of_services = { fate = \"delete\" }";
const JOINT: &str = "role = \"joint_controller\"\njoint_controllers = [{ name = \"B\", contact = \"c@c.example\", arrangement = \"A\", essence_available = true }]";
const DECISION: &str = "transfers = \"none\"\nautomated_decisions = [{ what = \"W\", logic = \"L\", consequences = \"C\", ground = \"contract\", human_review = true }]";
const RECEIVED: &str = "received = 2025-05-05\n";

pub(super) const CASES: &[Case] = &[
    // The last day still counts.
    kept(
        "GRF-R154",
        "contract[host].expires",
        "2025-06-02",
        &[],
        &[("expires = 2025-06-01", "expires = 2025-06-02")],
    ),
    kept(
        "GRF-R159",
        "processing[A].recipients.processor[1]",
        DAY,
        &[(BOUND, "\"Nuage\"")],
        &[],
    ),
    case(
        "GRF-R160",
        "contract",
        &[("processor = \"none\"", "processor = [\"Nuage\"]")],
        &[],
    ),
    case(
        "GRF-R170",
        "processing[A].instructions",
        &[(
            ROLE,
            "role = \"processor\"\nclients = [{ name = \"B\", contact = \"c@c.example\" }]\nend_of_services = { fate = \"delete\" }",
        )],
        &[(ROLE, PROCESSOR)],
    ),
    case(
        "GRF-R171",
        "processing[A].end_of_services",
        &[(
            ROLE,
            "role = \"processor\"\nclients = [{ name = \"B\", contact = \"c@c.example\" }]\ninstructions = \"I\"",
        )],
        &[(ROLE, PROCESSOR)],
    ),
    case(
        "GRF-R172",
        "processing[A].clients",
        &[(
            ROLE,
            "role = \"processor\"\nclients = [{ name = \"Towns\", category = true }]\ninstructions = \"I\"\nend_of_services = { fate = \"delete\" }",
        )],
        &[(
            ROLE,
            "role = \"processor\"\nclients = [{ name = \"B\", contact = \"c@c.example\" }, { name = \"Towns\", category = true }]\ninstructions = \"I\"\nend_of_services = { fate = \"delete\" }",
        )],
    ),
    case(
        "GRF-R173",
        "processing[A].joint_controllers",
        &[(ROLE, "role = \"joint_controller\"")],
        &[(ROLE, JOINT)],
    ),
    case(
        "GRF-R174",
        "processing[A].joint_controllers[1]",
        &[(
            ROLE,
            "role = \"joint_controller\"\njoint_controllers = [{ name = \"B\", contact = \"c@c.example\" }]",
        )],
        &[(ROLE, JOINT)],
    ),
    case(
        "GRF-R175",
        "processing[A].joint_controllers[1].essence_available",
        &[(
            ROLE,
            "role = \"joint_controller\"\njoint_controllers = [{ name = \"B\", contact = \"c@c.example\", arrangement = \"A\", essence_available = false }]",
        )],
        &[(ROLE, JOINT)],
    ),
    case(
        "GRF-R008",
        "processing[A].clients",
        &[(
            ROLE,
            "role = \"processor\"\nclients = [\"B\"]\ninstructions = \"I\"\nend_of_services = { fate = \"delete\" }",
        )],
        &[(ROLE, PROCESSOR)],
    ),
    case(
        "GRF-R008",
        "processing[A].joint_controllers[1].contact",
        &[(
            ROLE,
            "role = \"joint_controller\"\njoint_controllers = [{ name = \"B\", arrangement = \"A\" }]",
        )],
        &[(ROLE, JOINT)],
    ),
    case(
        "GRF-R008",
        "organisation.representative.contact",
        &[(
            DPO,
            "dpo = \"none\"\ncountry = \"CH\"\nrepresentative = { name = \"R\" }",
        )],
        &[(
            DPO,
            "dpo = \"none\"\ncountry = \"CH\"\nrepresentative = { name = \"R\", contact = \"r@r.example\" }",
        )],
    ),
    case(
        "GRF-R176",
        "organisation.representative",
        &[(
            DPO,
            "dpo = \"none\"\ncountry = \"CH\"\nestablishments = [{ name = \"E\", country = \"GB\" }]",
        )],
        &[(
            DPO,
            "dpo = \"none\"\ncountry = \"CH\"\nestablishments = [{ name = \"E\", country = \"FR\" }]",
        )],
    ),
    case(
        "GRF-R176",
        "organisation.representative",
        &[(DPO, "dpo = \"none\"\ncountry = \"CH\"")],
        &[(
            DPO,
            "dpo = \"none\"\ncountry = \"CH\"\nrepresentative = { name = \"R\", contact = \"r@r.example\" }",
        )],
    ),
    case(
        "GRF-R177",
        "organisation.dpo_note",
        &[("dpo_note = \"Fewer than ten persons, no monitoring\"", "")],
        &[],
    ),
    case(
        "GRF-R179",
        "processing[A].automated_decisions[1]",
        &[(
            TRANSFERS,
            "transfers = \"none\"\nautomated_decisions = [{ what = \"W\", logic = \"L\", consequences = \"C\" }]",
        )],
        &[(TRANSFERS, DECISION)],
    ),
    case(
        "GRF-R180",
        "processing[A].automated_decisions[1]",
        &[(
            TRANSFERS,
            "transfers = \"none\"\nautomated_decisions = [{ what = \"W\", consequences = \"C\", ground = \"law\" }]",
        )],
        &[(TRANSFERS, DECISION)],
    ),
    case(
        "GRF-R181",
        "processing[A].automated_decisions[1].human_review",
        &[(
            TRANSFERS,
            "transfers = \"none\"\nautomated_decisions = [{ what = \"W\", logic = \"L\", consequences = \"C\", ground = \"contract\", human_review = false }]",
        )],
        // The law that allows a decision names its safeguards.
        &[(
            TRANSFERS,
            "transfers = \"none\"\nautomated_decisions = [{ what = \"W\", logic = \"L\", consequences = \"C\", ground = \"law\", human_review = false }]",
        )],
    ),
    kept(
        "GRF-R182",
        "platform[1].action",
        DAY,
        &[("action = \"Renew\"", "")],
        &[("action = \"Renew\"", ""), ("90", "100")],
    ),
    kept(
        "GRF-R183",
        "platform[1].due",
        "2025-06-02",
        &[],
        &[("90", "100")],
    ),
    kept(
        "GRF-R184",
        "request[D-1].answered",
        DAY,
        &[(
            RECEIVED,
            "received = 2025-05-05\noutcome = \"met\"\nanswered = 2025-06-06\n",
        )],
        &[(
            RECEIVED,
            "received = 2025-05-05\noutcome = \"met\"\nanswered = 2025-06-05\n",
        )],
    ),
    kept(
        "GRF-R185",
        "request[D-1].extended",
        DAY,
        &[(RECEIVED, "received = 2025-05-05\nextended = 2025-06-06\n")],
        &[(RECEIVED, "received = 2025-05-05\nextended = 2025-06-05\n")],
    ),
    kept(
        "GRF-R186",
        "request[D-1].reason",
        DAY,
        &[(RECEIVED, "received = 2025-05-05\noutcome = \"refused\"\n")],
        &[(
            RECEIVED,
            "received = 2025-05-05\noutcome = \"refused\"\nreason = \"Not identified\"\n",
        )],
    ),
    // 5 June 2025 is a working day: the month ends with it.
    kept(
        "GRF-R187",
        "request[D-1].answered",
        "2025-06-06",
        &[],
        &[(RECEIVED, "received = 2025-05-06\n")],
    ),
    kept(
        "GRF-R188",
        "request[D-1].outcome",
        DAY,
        &[(RECEIVED, "received = 2025-05-05\nanswered = 2025-05-12\n")],
        &[(
            RECEIVED,
            "received = 2025-05-05\nanswered = 2025-05-12\noutcome = \"met\"\n",
        )],
    ),
];
