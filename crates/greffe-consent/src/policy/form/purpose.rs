//! A purpose out of a policy file.

use greffe_calendar::Period;
use greffe_document::{Faults, Node, TableReader, Words};
use greffe_terms::PurposeId;

use super::keys::{BASIS, Keys, PURPOSE, one_or_more};
use crate::policy::who::Terms;
use crate::{Campaign, Exemption, Purpose};

pub(super) fn purpose(node: &Node, faults: &mut Faults) -> Option<Purpose> {
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
    let sector = keys.one("sector", SECTOR);
    let special = keys.list("special_categories", SPECIAL);
    let condition = keys.one("condition", CONDITION);
    let offered_to_children = keys.flag("offered_to_children");
    let after_death = keys.flag("goes_on_after_death");
    let gpc = keys.one("closed_by_gpc", GPC);
    let tcf = keys.number("tcf");
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
    purpose.sector = sector;
    purpose.special = special.into_iter().collect();
    purpose.condition = condition;
    purpose.who = Terms {
        offered_to_children,
        after_death,
        gpc,
        tcf,
    };
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
const SECTOR: Words = Words::new(
    "un secteur tel que `energy_works` ou `training_account`",
    "a sector such as `energy_works` or `training_account`",
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
const GPC: Words = Words::new("`refusal` ou `objection`", "`refusal` or `objection`");
