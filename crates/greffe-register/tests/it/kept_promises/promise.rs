//! How a promise is put to the test.

use std::path::PathBuf;

use chrono::NaiveDate;
use greffe_register::{Lifetime, LookupError, Register, Retention};
use greffe_retention::{Effect, Event, Facts, Fate, Length, Missing, Rule, Verdict};

/// The promises of one register as tests, and as a table of what they test.
///
/// `fn NAME(RULE: ADDRESSES) { … }` runs once for each address.
macro_rules! promises {
    ($register:literal; $($(#[$said:meta])* fn $name:ident($rule:ident: $($address:literal),+ $(,)?) $body:block)+) => {
        $(
            $(#[$said])*
            #[test]
            fn $name() {
                for address in [$($address),+] {
                    let $rule = $crate::kept_promises::promise::Promise::of($register, address);
                    $body
                }
            }
        )+

        /// What is tested here.
        pub(super) const TESTED: &[$crate::kept_promises::promise::Tested] = &[$(
            $crate::kept_promises::promise::Tested {
                register: $register,
                test: stringify!($name),
                addresses: &[$($address),+],
            }
        ),+];
    };
}

/// A test, with what it is put to.
pub(super) struct Tested {
    pub(super) register: &'static str,
    pub(super) test: &'static str,
    pub(super) addresses: &'static [&'static str],
}

/// A rule of a register, with the fiscal years of its organisation.
pub(super) struct Promise {
    pub(super) rule: Rule,
    register: Register,
    address: String,
}

/// A promise over the facts of one record. Each of its questions is an assertion, and gives it back for the next one.
pub(super) struct Case<'p> {
    promise: &'p Promise,
    facts: Facts,
}

pub(super) fn register(name: &str) -> Register {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/registers");
    let text = std::fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap();
    Register::from_toml(&text).unwrap()
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|_| panic!("{text} is no day"))
}

impl Promise {
    /// The rule at `address`: `FAC-01/economic`, or what a register keeps beside its rules and a rule says as well: `tracker[NAME]`,
    /// `backups[SERIES]`, `campaign[PURPOSE]`.
    pub(super) fn of(name: &str, address: &str) -> Self {
        let register = register(name);
        let rule = match address.split_once('[') {
            None => entry(&register, address),
            Some(("tracker", id)) => tracker(&register, id.trim_end_matches(']')),
            Some(("backups", id)) => backups(&register, id.trim_end_matches(']')),
            Some(("campaign", id)) => campaign(&register, id.trim_end_matches(']')),
            Some(_) => panic!("{address} is no address"),
        };
        Self {
            rule,
            register,
            address: address.to_owned(),
        }
    }

    /// Put to facts: `event=DAY`, `event=open`, `event=never`, `set:WHO=PERIOD`, `setting:NAME=on|off`, `extended=DAY`, `outranked=DAY`,
    /// `among_the_newest`; nothing is known where the text is empty.
    pub(super) fn given(&self, facts: &str) -> Case<'_> {
        let facts = facts.split_whitespace().fold(Facts::new(), fact);
        let promise = self;
        Case { promise, facts }
    }

    /// What a disposal reaches.
    pub(super) fn reaches(&self, effects: &[Effect]) {
        for stage in self.rule.stages() {
            assert_eq!(stage.effect(), effects, "{}", self.address);
        }
    }

    /// The last day on which a backup may hold what is disposed of on `disposed`.
    pub(super) fn in_backups_until(&self, disposed: &str, last: &str) {
        let until = self.rule.in_backups_until(day(disposed)).unwrap();
        assert_eq!(until, Some(day(last)), "{}", self.address);
    }

    /// How long a copy lives in each series of backups: the same in the rule as in the register's own table of them.
    pub(super) fn lives_in_backups(&self, said: &[(&str, &str)]) {
        let said: Vec<_> = said.iter().map(|(n, p)| (*n, p.parse().unwrap())).collect();
        let of_the_rule: Vec<_> = self.rule.backups().collect();
        assert_eq!(of_the_rule, said, "{}", self.address);
        for (name, keep) in said {
            let series = self.register.backups().iter().find(|s| s.name == name);
            assert_eq!(series.unwrap().keep, Some(keep), "{name}");
        }
    }

    /// What the rule says of the storage to which it moves data.
    pub(super) fn once_moved(&self) -> Self {
        let Fate::MoveTo { keep, .. } = self.rule.fate() else {
            panic!("{} moves nothing", self.address);
        };
        assert_eq!(**keep, Length::Unstated, "{}", self.address);
        Self {
            rule: unstated(),
            register: self.register.clone(),
            address: format!("{}, once moved", self.address),
        }
    }
}

impl Case<'_> {
    /// Kept, and on `last` for the last time.
    pub(super) fn kept_through(self, last: &str) -> Self {
        let until = day(last);
        self.says(last, &Verdict::Keep { until })
    }

    /// To be erased, and on `first` for the first time.
    pub(super) fn due_on(self, first: &str) -> Self {
        self.due_for(first, Fate::Erase)
    }

    /// To be disposed of by `fate`, and on `first` for the first time.
    pub(super) fn due_for(self, first: &str, fate: Fate) -> Self {
        let since = day(first);
        self.says(first, &Verdict::Due { since, fate })
    }

    /// In the archive from `first` through `last`.
    pub(super) fn archived(self, first: &str, last: &str) -> Self {
        let (since, until) = (day(first), day(last));
        let archive = Verdict::Archive { since, until };
        self.says(first, &archive).says(last, &archive)
    }

    /// May go on `first` for the first time, and must be gone by `last`.
    pub(super) fn may_go(self, first: &str, last: &str) -> Self {
        let (from, latest) = (day(first), day(last));
        let dispose = Verdict::DisposeBy { from, latest };
        self.says(first, &dispose).says(last, &dispose)
    }

    /// The promise is broken, and on `first` for the first time.
    pub(super) fn overdue_on(self, first: &str) -> Self {
        let since = day(first);
        self.says(first, &Verdict::Overdue { since })
    }

    /// Kept on `on`, and nobody knows how long: `awaiting` has not come.
    pub(super) fn open_on(self, on: &str, awaiting: Event) -> Self {
        self.says(on, &Verdict::Open { awaiting })
    }

    /// Not known even on `on`, for want of `missing`: never disposed of.
    pub(super) fn undetermined_on(self, on: &str, missing: Missing) -> Self {
        self.says(on, &Verdict::Undetermined { missing })
    }

    /// By evaluation, and by the cutoff of that day where the rule has one.
    fn says(self, on: &str, expected: &Verdict) -> Self {
        let (rule, years) = (&self.promise.rule, self.promise.register.fiscal_years());
        let address = &self.promise.address;
        let verdict = rule.evaluate(&self.facts, years, day(on));
        assert_eq!(&verdict, expected, "{address} on {on}");
        if let Ok(cutoff) = rule.cutoff(years, day(on)) {
            let disposes = expected.may_dispose();
            assert_eq!(cutoff.selects(&self.facts), disposes, "{address} on {on}");
        }
        self
    }
}

fn entry(register: &Register, address: &str) -> Rule {
    let entry = register.entry(&address.parse().unwrap());
    match &entry
        .unwrap_or_else(|error| panic!("{address}: {error}"))
        .retention
    {
        Retention::Rule(rule) => rule.clone(),
        Retention::Unstated => {
            assert_eq!(register.retention(address), Err(LookupError::NoRule));
            unstated()
        }
        Retention::Unknown => panic!("{address} was not filled in"),
    }
}

/// A tracker's life as a rule: it runs from the day on which the tracker was set.
fn tracker(register: &Register, name: &str) -> Rule {
    let mut trackers = register.trackers().iter();
    let tracker = trackers.find(|tracker| tracker.name == name);
    match &tracker.expect(name).lifetime {
        Some(Lifetime::Session) => rule("keep = \"session\""),
        Some(Lifetime::Fixed(period)) => {
            rule(&format!("keep = \"{period}\"\nafter = \"recorded\""))
        }
        Some(Lifetime::Set { default, by }) => rule(&format!(
            "keep = {{ default = \"{default}\", set_by = \"{}\" }}\nafter = \"recorded\"",
            by.code()
        )),
        _ => unstated(),
    }
}

/// A series of backups as a rule over each of them.
fn backups(register: &Register, name: &str) -> Rule {
    let series = register.backups().iter().find(|series| series.name == name);
    match series.expect(name).keep {
        Some(period) => rule(&format!("keep = \"{period}\"\nafter = \"backup_taken\"")),
        None => unstated(),
    }
}

/// A campaign as a rule over those who stay silent: the last day for an answer is the last on the list.
fn campaign(register: &Register, purpose: &str) -> Rule {
    let purpose = register.purpose(&purpose.parse().unwrap()).unwrap();
    let campaign = purpose.consent.as_ref().unwrap().campaign.unwrap();
    assert_eq!(campaign.if_silent.code(), "remove");
    assert_eq!(campaign.deadline, day("2026-04-01"));
    rule("until = \"campaign_deadline\"")
}

fn unstated() -> Rule {
    rule("keep = \"unstated\"\nafter = \"recorded\"")
}

fn rule(toml: &str) -> Rule {
    Rule::from_toml(toml).unwrap()
}

fn fact(facts: Facts, said: &str) -> Facts {
    let (key, value) = said.split_once('=').unwrap_or((said, ""));
    match (key.split_once(':'), key, value) {
        (Some(("set", by)), ..) => facts.set_period(by, value.parse().unwrap()),
        (Some(("setting", name)), ..) => facts.setting(name, value == "on"),
        (_, "extended", _) => facts.extended_until(day(value)),
        (_, "outranked", _) => facts.outranked_on(day(value)),
        (_, "among_the_newest", _) => facts.among_the_newest(),
        (_, event, "open") => facts.open(event.parse().unwrap()),
        (_, event, "never") => facts.never(event.parse().unwrap()),
        (_, event, date) => facts.on(event.parse().unwrap(), day(date)),
    }
}
