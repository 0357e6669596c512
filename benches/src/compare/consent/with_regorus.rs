//! Rego by regorus: the policy compiled once for its virtual machine, data and every input made beforehand as values. What is timed is setting
//! the input, a pointer, and running the program: measured on histories, a prepared engine took two to three times as long, and
//! `CompiledPolicy::eval_with_input`, which makes an engine each time, longer still.

use std::collections::BTreeSet;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Value};
use serde_json::json;

use super::folded::{Folded, is_affirmative};
use super::history::{Case, Happening, PURPOSES, What, listed_in};
use super::with_cedar::code;
use crate::compare::Failure;

const POLICY: &str = include_str!("../../../peers/consent.rego");

pub(super) struct Regorus {
    machine: RegoVM,
    inputs: Vec<Value>,
}

impl Regorus {
    /// Over histories in the input.
    pub(super) fn over_histories(cases: &[Case]) -> Result<Self, Failure> {
        Self::new("data.consent.reach", cases, input_of)
    }

    /// Over states in the input.
    pub(super) fn over_states(cases: &[Case]) -> Result<Self, Failure> {
        Self::new("data.consent.reach_folded", cases, state)
    }

    fn new(
        rule: &str,
        cases: &[Case],
        input: fn(&Case) -> Result<Value, Failure>,
    ) -> Result<Self, Failure> {
        let mut engine = Engine::new();
        engine.add_policy("consent.rego".to_owned(), POLICY.to_owned())?;
        let compiled = engine.compile_with_entrypoint(&rule.into())?;
        let program = Compiler::compile_from_policy(&compiled, &[rule])?;
        let mut machine = RegoVM::new();
        machine.load_program(program);
        machine.set_data(data()?)?;
        Ok(Self {
            machine,
            inputs: cases.iter().map(input).collect::<Result<_, _>>()?,
        })
    }

    /// How many inputs are allowed.
    pub(super) fn allowed(&mut self) -> u64 {
        let (machine, inputs) = (&mut self.machine, self.inputs.iter());
        inputs.map(|input| u64::from(allows(machine, input))).sum()
    }

    /// The answer to each.
    pub(super) fn answers(&mut self) -> Vec<bool> {
        let (machine, inputs) = (&mut self.machine, self.inputs.iter());
        inputs.map(|input| allows(machine, input)).collect()
    }

    /// What went wrong.
    pub(super) fn errors(&mut self) -> Vec<String> {
        let mut errors = Vec::new();
        for input in &self.inputs {
            self.machine.set_input(input.clone());
            match self.machine.execute() {
                Ok(Value::Bool(_)) => {}
                Ok(other) => errors.push(format!("the answer is {other}")),
                Err(error) => errors.push(error.to_string()),
            }
        }
        errors
    }
}

fn allows(machine: &mut RegoVM, input: &Value) -> bool {
    machine.set_input(input.clone());
    machine
        .execute()
        .is_ok_and(|value| value == Value::Bool(true))
}

fn data() -> Result<Value, Failure> {
    let mut purposes = Value::new_object();
    for terms in PURPOSES {
        let terms_of = object([
            ("double_opt_in", terms.double_opt_in.into()),
            ("minimum_notice", terms.minimum_notice.into()),
            ("closed_with", set(terms.closed_with())),
        ])?;
        purposes.as_object_mut()?.insert(terms.id.into(), terms_of);
    }
    object([("purposes", purposes)])
}

/// The input of a history: what a host would keep in memory for a person.
pub(crate) fn input_of(case: &Case) -> Result<Value, Failure> {
    let history: Result<Vec<_>, _> = case.history.iter().map(event).collect();
    object([
        ("purpose", case.terms.id.into()),
        ("at", case.at.timestamp().into()),
        ("history", history?.into()),
    ])
}

fn event(happening: &Happening) -> Result<Value, Failure> {
    let consents = matches!(happening.what, What::Given | What::Renewed);
    let mut event = object([
        ("kind", code(happening.what).into()),
        ("consents", consents.into()),
        ("purposes", set(happening.purposes.iter().copied())),
        ("occurred", happening.occurred.timestamp().into()),
        ("recorded", happening.recorded.timestamp().into()),
        ("affirmative", is_affirmative(happening.act).into()),
    ])?;
    if consents {
        let notice = object([
            ("version", happening.version.into()),
            (
                "purposes",
                set(listed_in(happening.version).iter().copied()),
            ),
        ])?;
        let members = event.as_object_mut()?;
        members.insert("notice".into(), notice);
        members.insert("ends".into(), happening.ends()?.timestamp().into());
    }
    Ok(event)
}

fn state(case: &Case) -> Result<Value, Failure> {
    let folded = Folded::of(case)?;
    Ok(Value::from(json!({
        "purpose": case.terms.id,
        "at": case.at.timestamp(),
        "state": {
            "consented": folded.consented,
            "affirmative": folded.affirmative,
            "listed": folded.listed,
            "confirmed": folded.confirmed,
            "version": folded.version,
            "ends": folded.ends.timestamp(),
        },
    })))
}

fn object<const N: usize>(members: [(&str, Value); N]) -> Result<Value, Failure> {
    let mut object = Value::new_object();
    for (name, value) in members {
        object.as_object_mut()?.insert(name.into(), value);
    }
    Ok(object)
}

fn set(purposes: impl Iterator<Item = &'static str>) -> Value {
    purposes.map(Value::from).collect::<BTreeSet<_>>().into()
}
