//! Replays one vector on one chain.

use serde_json::{Value, json};

use crate::{
    chain::Chain,
    digest, errors,
    names::Step,
    world::{Called, World},
};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub vectors: usize,
    pub steps: usize,
    pub states: usize,
}

impl Tally {
    pub fn add(&mut self, other: Self) {
        self.vectors += other.vectors;
        self.steps += other.steps;
        self.states += other.states;
    }
}

/// Plays every step; stops at the first that differs and tells it.
pub fn replay<C: Chain>(file: &Value) -> Result<Tally, String> {
    assert_eq!(file["format"], 1, "the format");
    let mut world = World::<C>::new(&file["params"]).map_err(|error| format!("set-up: {error}"))?;
    let mut tally = Tally { vectors: 1, ..Tally::default() };
    for (index, step) in file["steps"].as_array().unwrap().iter().enumerate() {
        let states = play(&mut world, step);
        tally.states += states.map_err(|error| format!("step {index}: {error}\n  {step}"))?;
        tally.steps += 1;
    }
    let last = compare(&mut world, &file["final"]);
    tally.states += last.map_err(|error| format!("final: {error}"))?;
    Ok(tally)
}

/// Plays a step, compares what it answers and leaves, and answers how many states were compared.
fn play<C: Chain>(world: &mut World<C>, step: &Value) -> Result<usize, String> {
    let step = Step(step);
    let got = world.play(step);
    match (&got, step.0["ok"].as_str()) {
        (Ok(result), None) => {
            let expected = step.0.get("result").cloned().unwrap_or_else(|| json!({}));
            if *result != expected {
                return Err(format!("result: ours {result}, the model's {expected}"));
            }
        }
        (Err(ours), Some(theirs)) if errors::agree(world, step, ours, theirs) => {}
        (_, theirs) => return Err(format!("ours {got:?}, the model's {theirs:?}")),
    }
    compare(world, &step.0["state"])
}

fn compare<C: Chain>(world: &mut World<C>, states: &Value) -> Called<usize> {
    let Some(states) = states.as_object() else { return Ok(0) };
    for (id, expected) in states {
        let vault = world.vaults[id].clone();
        let ours = world.digest(&vault).map_err(|error| format!("digest of {id}: {error}"))?;
        if let Some(difference) = digest::difference(&ours, expected) {
            return Err(format!("state of {id}: {difference}"));
        }
    }
    Ok(states.len())
}
