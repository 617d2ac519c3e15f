//! How a call within a call may end.

use std::collections::BTreeMap;

use restaking::host::Modules;

use crate::{
    entries::{Entry, entries},
    invariants,
    play::{Left, Point},
    stage::Stage,
};

/// How a call within a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It was refused, and the outer call went on as if nothing had been tried.
    Refused,
    /// It succeeded, and left what the two calls leave one after the other.
    InOrder,
    /// The outer call failed with it, and left nothing.
    Undone,
}

/// What was played in a stage.
#[derive(Debug, Default)]
pub struct Count {
    pub entries: usize,
    /// Points at which calls leave the modules, call by call.
    pub points: usize,
    pub verdicts: BTreeMap<Verdict, usize>,
    /// Outer and inner calls of which the inner one succeeded.
    pub nested: BTreeMap<(String, String), Verdict>,
}

impl Count {
    /// Pairs that ended like that.
    pub fn of(&self, verdict: Verdict) -> usize {
        self.verdicts.get(&verdict).copied().unwrap_or_default()
    }
}

/// An outer call, a point that it reaches, and what it leaves if nobody intrudes.
struct Scene<'a> {
    outer: &'a Entry,
    point: Point,
    plain: &'a Left,
}

/// Plays every entry point within every call that leaves the modules, at every point at which it does.
pub fn play_all<M: Modules>(stage: &mut Stage<M>, findings: &mut Vec<String>) -> Count {
    let entries = entries(&stage.facts);
    let mut count = Count { entries: entries.len(), ..Count::default() };
    for outer in &entries {
        let plain = stage.play_calm(&[outer]);
        if !plain.is_success {
            continue;
        }
        for point in stage.points(outer) {
            count.points += 1;
            let scene = Scene { outer, point, plain: &plain };
            for inner in &entries {
                match judge(stage, &scene, inner) {
                    Ok(verdict) => {
                        *count.verdicts.entry(verdict).or_default() += 1;
                        if verdict != Verdict::Refused {
                            let pair = (outer.name.clone(), inner.name.clone());
                            count.nested.insert(pair, verdict);
                        }
                    }
                    Err(wrong) => {
                        let place = format!("{} in {}, {}", inner.name, outer.name, point.name);
                        findings.push(format!("{}: {place}: {wrong}", stage.name));
                    }
                }
            }
        }
    }
    count
}

/// Plays `inner` within `outer`, and answers how that ended, or what is wrong with it.
fn judge<M: Modules>(
    stage: &mut Stage<M>,
    scene: &Scene<'_>,
    inner: &Entry,
) -> Result<Verdict, String> {
    let Scene { outer, point, plain } = *scene;
    let nested = stage.play_nested(outer, point.number, inner, &[]);
    if !nested.is_success {
        let in_static = Err("it succeeded in a static call, or made it fail".into());
        return if point.is_static { in_static } else { Ok(Verdict::Undone) };
    }
    match (point.is_static, &nested.intrusions[..]) {
        (true, []) | (false, [(false, _)]) => {
            let is_plain = nested.is_like(plain) && nested.answers[1] == plain.answers[1];
            if is_plain { Ok(Verdict::Refused) } else { Err("refused, with another end".into()) }
        }
        (false, [(true, _)]) => judge_order(stage, scene, inner, &nested),
        (_, intrusions) => Err(format!("called back {} times", intrusions.len())),
    }
}

/// What a call within a call left must be what the two leave in one order or the other, and keep every invariant.
fn judge_order<M: Modules>(
    stage: &mut Stage<M>,
    scene: &Scene<'_>,
    inner: &Entry,
    nested: &Left,
) -> Result<Verdict, String> {
    let Scene { outer, point, .. } = *scene;
    let is_in_order =
        [([outer, inner], 1), ([inner, outer], 2)].into_iter().any(|(order, place)| {
            let calm = stage.play_calm(&order);
            calm.is_success && calm.is_like(nested) && calm.answers[place] == nested.answers[1]
        });
    if !is_in_order {
        return Err("succeeded, and left what no order leaves".into());
    }
    let questions = invariants::questions(stage);
    let asked = stage.play_nested(outer, point.number, inner, &questions);
    assert!(asked.is_success, "no answer after {} in {}", inner.name, outer.name);
    let broken = invariants::broken(stage, &asked.answers[3..]);
    if broken.is_empty() { Ok(Verdict::InOrder) } else { Err(format!("broke {broken:?}")) }
}
