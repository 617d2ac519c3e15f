//! The whole protocol against vectors that an independent executable model computed (`tests/vectors`).
//!
//! | file | holds |
//! |---|---|
//! | `chain.rs` | the chains: revm and memory |
//! | `token.rs`, `batch.rs` | native contracts of the test world |
//! | `names.rs` | names and numbers of a vector |
//! | `world.rs` | the protocol with the actors of one vector |
//! | `play.rs` | a step as calls; `vault_ops.rs`, `registry_ops.rs`, `slash_ops.rs`, `pause_ops.rs`, `environment.rs` |
//! | `errors.rs` | errors by name, and where ours differ from the model's |
//! | `digest.rs` | the state of a vault |
//! | `replay.rs` | one vector on one chain |
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod batch;
mod chain;
mod digest;
mod environment;
mod errors;
mod names;
mod pause_ops;
mod play;
mod registry_ops;
mod replay;
mod slash_ops;
mod token;
mod vault_ops;
mod world;

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use chain::{Chain, MemoryChain, RevmChain};
use replay::{Tally, replay};
use serde_json::Value;

/// What the folder `tests/vectors` holds; states with the final ones.
const VECTORS: Tally = Tally { vectors: 73, steps: 7_380, states: 3_244 };

/// The folder that `RESTAKING_VECTORS` names, from the repository's root if it is relative.
fn other_folder() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    std::env::var_os("RESTAKING_VECTORS").map(|folder| root.join(folder))
}

fn vectors_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> =
        paths.filter(|path| path.extension() == Some("json".as_ref())).collect();
    paths.sort();
    paths
}

/// Replays the vectors on one chain, on all cores. Answers what was done and what differed.
fn replay_all<C: Chain>(paths: &[PathBuf]) -> (Tally, Vec<String>) {
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut tally, mut failures) = (Tally::default(), Vec::new());
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
            match replay::<C>(&file) {
                Ok(done) => tally.add(done),
                Err(error) => failures.push(format!("{} in {}: {error}", file["name"], C::NAME)),
            }
        }
        (tally, failures)
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let (mut tally, mut failures) = (Tally::default(), Vec::new());
    thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            let (done, failed) = worker.join().unwrap();
            tally.add(done);
            failures.extend(failed);
        }
    });
    failures.sort();
    (tally, failures)
}

fn check<C: Chain>() {
    let other = other_folder();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let paths = vectors_in(other.as_deref().unwrap_or(&folder));
    let (tally, failures) = replay_all::<C>(&paths);
    let Tally { vectors, steps, states } = tally;
    println!("{}: {vectors} vectors, {steps} steps played, {states} states compared", C::NAME);
    assert!(failures.is_empty(), "{} vectors differ:\n{}", failures.len(), failures.join("\n"));
    assert!(vectors > 0 && steps > 0 && states > 0, "nothing was replayed: {tally:?}");
    if other.is_none() {
        assert!(tally == VECTORS, "{tally:?}, not {VECTORS:?}");
    }
}

#[test]
fn protocol_agrees_with_the_independent_model_in_revm() {
    check::<RevmChain>();
}

#[test]
fn protocol_agrees_with_the_independent_model_in_memory() {
    check::<MemoryChain>();
}

/// Where the leaves of a value are.
fn leaves(value: &Value, path: &str) -> Vec<String> {
    match value {
        Value::Object(map) => {
            map.iter().flat_map(|(key, value)| leaves(value, &format!("{path}/{key}"))).collect()
        }
        Value::Array(list) => {
            let list = list.iter().enumerate();
            list.flat_map(|(index, value)| leaves(value, &format!("{path}/{index}"))).collect()
        }
        _ => vec![path.to_owned()],
    }
}

fn alter(leaf: &mut Value) {
    *leaf = match leaf {
        Value::String(text) => format!("{text}1").into(),
        Value::Number(number) => (number.as_u64().unwrap() + 1).into(),
        Value::Bool(_) => "SomeError".into(),
        _ => 1.into(),
    };
}

/// Outcomes, results, states: nothing that a vector tells goes unread.
#[test]
fn replay_tells_the_step_of_every_altered_leaf() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/ex02-slash-during-exit.json");
    let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let compared = leaves(&file, "").into_iter().filter(|leaf| {
        let part = leaf.split('/').nth(3).unwrap_or_default();
        leaf.starts_with("/final/")
            || leaf.starts_with("/steps/") && matches!(part, "ok" | "result" | "state")
    });
    let mut count = 0;
    for leaf in compared {
        let mut altered = file.clone();
        alter(altered.pointer_mut(&leaf).unwrap());
        let place = match leaf.split('/').nth(2) {
            Some(step) if leaf.starts_with("/steps/") => format!("step {step}: "),
            _ => "final: ".into(),
        };
        let error = replay::<MemoryChain>(&altered).unwrap_err();
        assert!(error.starts_with(&place), "{leaf}: {error}");
        count += 1;
    }
    assert!(count > 100, "{count} leaves");
}
