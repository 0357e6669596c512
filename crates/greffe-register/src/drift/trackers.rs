//! The trackers that sites set, and those that the register declares.

use greffe_document::Words;
use greffe_terms::Lang;

use super::Group;
use super::code::SetTracker;
use super::compared::Compared;
use crate::lint::{At, Check, Finding, Severity};
use crate::{Register, Tracker};

pub(super) const GROUP: Group = Group {
    checks: &[&UNDECLARED, &NEVER_SET, &OUT_OF_USE, &TRACKERS_UNTOLD],
    run,
};

fn run(compared: &Compared<'_>, found: &mut Vec<Finding>) {
    let register = compared.register;
    let declared = register.trackers();
    let Some(set) = compared.code.trackers() else {
        let has_sites = !register.sites().is_empty() || !declared.is_empty();
        let at = At::outside("site".to_owned());
        found.extend(has_sites.then(|| Finding::new(&TRACKERS_UNTOLD, at)));
        return;
    };
    for set in set {
        let at = || At::outside(format!("site[{}].tracker[{}]", set.site, set.name));
        let mut meant = declared
            .iter()
            .filter(|tracker| is_meant(tracker, set))
            .peekable();
        if meant.peek().is_none() {
            let finding = Finding::new(&UNDECLARED, at());
            found.push(finding.with_words(|lang| said_of_the_site(register, set, lang).to_owned()));
        } else if meant.all(|tracker| !tracker.active) {
            found.push(Finding::new(&OUT_OF_USE, at()));
        }
    }
    let idle = declared
        .iter()
        .enumerate()
        .filter(|(_, tracker)| tracker.active && !set.iter().any(|set| is_meant(tracker, set)));
    let at = |index| At::key("tracker").item(index);
    found.extend(idle.map(|(index, tracker)| {
        let words = |_| format!("`{}`, {}", tracker.name, tracker.site);
        Finding::new(&NEVER_SET, at(index)).with_words(words)
    }));
}

fn said_of_the_site(register: &Register, set: &SetTracker, lang: Lang) -> &'static str {
    match register.sites().iter().find(|site| site.name == set.site) {
        None => lang.pick("il n’a pas non plus ce site", "nor has it this site"),
        Some(site) if site.says_no_tracker => lang.pick(
            "il dit même que ce site n’en dépose aucun",
            "it even says that this site sets none",
        ),
        Some(_) => "",
    }
}

fn is_meant(tracker: &Tracker, set: &SetTracker) -> bool {
    tracker.site == set.site && matches(&tracker.name, &set.name)
}

/// Whether a name is of a pattern, in which `*` stands for any part, also an empty one.
fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        return rest.is_empty();
    };
    // Each part where it first occurs: that leaves the most for those after it.
    for part in parts {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

static UNDECLARED: Check = Check::under_two(
    "GRF-D050",
    Severity::Error,
    ["2002/58/EC 5(3)", "loi 78-17 82"],
    Words::new(
        "le site dépose un traceur que le registre ne déclare pas",
        "the site sets a tracker that the register does not declare",
    ),
    Words::new(
        "ajoutez [[tracker]], ou ne le déposez plus",
        "add [[tracker]], or set it no longer",
    ),
);
static NEVER_SET: Check = Check::under_two(
    "GRF-D051",
    Severity::Warning,
    ["2002/58/EC 5(3)", "loi 78-17 82"],
    Words::new(
        "le registre déclare ce traceur et aucun site ne le dépose",
        "the register declares this tracker and no site sets it",
    ),
    Words::new(
        "ôtez-le, ou indiquez `active = false`",
        "take it out, or tell `active = false`",
    ),
);
static OUT_OF_USE: Check = Check::under_two(
    "GRF-D052",
    Severity::Error,
    ["2002/58/EC 5(3)", "loi 78-17 82"],
    Words::new(
        "le site dépose un traceur que le registre dit hors d’usage",
        "the site sets a tracker that the register says is not in use",
    ),
    Words::new(
        "ôtez `active = false`, ou ne le déposez plus",
        "take `active = false` out, or set it no longer",
    ),
);
static TRACKERS_UNTOLD: Check = Check::under_two(
    "GRF-D053",
    Severity::Info,
    ["2002/58/EC 5(3)", "loi 78-17 82"],
    Words::new(
        "le code ne dit pas quels traceurs ses sites déposent\u{a0}; ce point est indéterminé",
        "the code does not say which trackers its sites set; this is undetermined",
    ),
    Words::new(
        "nommez-les avec `setting`, ou donnez une liste vide",
        "name them with `setting`, or give an empty list",
    ),
);
