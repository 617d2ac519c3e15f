//! One contract that holds every role and is the accomplice of a hostile token: wherever a module calls it, it calls every
//! function of every module that changes state.
#![allow(
    unreachable_pub,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod arguments;
mod encode;
mod entries;
mod invariants;
mod judge;
mod play;
mod stage;

use std::collections::BTreeSet;

use alloy_primitives::{Bytes, U256, keccak256};
use entries::{Entry, MODULES, changes, entries, views};
use judge::{Count, Verdict, play_all};
use play::Point;
use restaking::{
    RestakingModules,
    host::{Context, Failure, ModuleId, Modules},
};
use stage::{Stage, stages};

/// What needs no guard: it touches only what the caller itself decides.
const UNGUARDED: [&str; 3] = ["Vault.approve", "Vault.permit", "Vault.setOperator"];

/// Nobody can call it with success once the vault has begun.
const AT_BIRTH: &str = "Vault.initialize";

#[test]
fn every_entry_point_succeeds_on_its_own_in_some_stage() {
    let (mut names, mut succeeded) = (BTreeSet::new(), BTreeSet::new());
    for mut stage in stages(RestakingModules) {
        for entry in entries(&stage.facts) {
            if stage.play_calm(&[&entry]).is_success {
                succeeded.insert(entry.name.clone());
            }
            names.insert(entry.name);
        }
    }
    let declared: usize = MODULES.into_iter().map(|module| changes(module).len()).sum();
    assert_eq!(names.len(), declared + arguments::VARIANTS.len());
    let never: Vec<&String> = names.difference(&succeeded).collect();
    assert_eq!(never, [AT_BIRTH]);
}

/// Modules with a guard.
const GUARDED: [&str; 3] = ["Vault", "AvsRegistry", "Slashing"];

fn module_of(name: &str) -> &str {
    name.split('.').next().unwrap()
}

/// Stage, points at which calls leave the modules, pairs that are refused, that end in order, that are undone.
const TOTALS: [(&str, usize, usize, usize, usize); 4] = [
    ("calm", 75, 4_658, 1_941, 1),
    ("held", 40, 2_469, 1_051, 0),
    ("paused", 48, 3_663, 561, 0),
    ("usurped", 50, 2_924, 1_476, 0),
];

#[test]
fn call_within_a_call_is_refused_or_ends_as_if_made_before_or_after() {
    let (mut findings, mut undone) = (Vec::new(), Vec::new());
    for (mut stage, totals) in stages(RestakingModules).into_iter().zip(TOTALS) {
        let count = play_all(&mut stage, &mut findings);
        assert!(findings.is_empty(), "{findings:#?}");
        let of = |verdict| count.of(verdict);
        let (refused, in_order) = (of(Verdict::Refused), of(Verdict::InOrder));
        let found = (stage.name, count.points, refused, in_order, of(Verdict::Undone));
        assert_eq!(found, totals);
        assert_eq!(refused + in_order + found.4, count.points * count.entries);
        check_guards(&count);
        undone.extend(count.nested.into_iter().filter(|(_, verdict)| *verdict == Verdict::Undone));
    }
    // the depositor insists on a risk version that the intrusion changes
    let changed = ("Vault.depositWithPermit".to_owned(), "AvsRegistry.changeTerms".to_owned());
    assert_eq!(undone, [(changed, Verdict::Undone)]);
}

/// Within a call of a module with a guard nothing of it succeeds but what needs none, and that always does.
fn check_guards(count: &Count) {
    let mut passed = BTreeSet::new();
    for (outer, inner) in count.nested.keys() {
        let module = module_of(outer);
        if GUARDED.contains(&module) && module == module_of(inner) {
            passed.insert(inner.as_str());
        }
    }
    assert_eq!(passed, BTreeSet::from(UNGUARDED));
}

#[test]
fn view_within_a_call_answers_as_before_or_after() {
    let (mut odd, mut asked) = (BTreeSet::new(), 0);
    for mut stage in stages(RestakingModules) {
        let views = views(&stage.facts);
        for outer in entries(&stage.facts) {
            if !stage.play_calm(&[&outer]).is_success {
                continue;
            }
            for point in stage.points(&outer).into_iter().filter(|point| !point.is_static) {
                for view in &views {
                    asked += 1;
                    if !is_before_or_after(&mut stage, &outer, point, view) {
                        odd.insert((point.name, view.name.clone()));
                    }
                }
            }
        }
    }
    assert_eq!(asked, 8_255);
    assert_eq!(odd, BTreeSet::new());
}

/// Does `view`, asked at `point` within `outer`, answer as before it or as after it?
fn is_before_or_after(stage: &mut Stage, outer: &Entry, point: Point, view: &Entry) -> bool {
    let before = stage.play_calm(&[view, outer]).answers.get(1).cloned();
    let after = stage.play_calm(&[outer, view]).answers.get(2).cloned();
    let nested = stage.play_nested(outer, point.number, view, &[]);
    let [(is_answered, answer)] = &nested.intrusions[..] else { panic!("{}", view.name) };
    let within = is_answered.then(|| answer.clone());
    within == before || within == after
}

/// The modules, with guards that are always open.
#[derive(Clone, Copy)]
struct Unguarded;

impl Modules for Unguarded {
    fn run(&self, id: ModuleId, cx: &mut Context<'_>) -> Option<Result<Bytes, Failure>> {
        let guard = U256::from_be_bytes(keccak256("restaking.reentrancy-guard").0);
        if !cx.frame.is_static
            && let Err(halt) = cx.host.tstore(guard, U256::ZERO)
        {
            return Some(Err(halt.into()));
        }
        RestakingModules.run(id, cx)
    }
}

#[test]
fn calls_within_calls_break_the_books_where_guards_are_open() {
    let mut findings = Vec::new();
    for mut stage in stages(Unguarded) {
        play_all(&mut stage, &mut findings);
    }
    assert_eq!(findings.len(), 51, "{findings:#?}");
    let surplus = "calm: Vault.bookSurplus in Vault.releaseEscrow, before transfer: ";
    assert!(findings.iter().any(|finding| finding.starts_with(surplus)));
}
