//! Rules across modules: magnitude, isolation, notice, leaving, receipts.

use alloy_primitives::{Address, U256, U512};
use alloy_sol_types::{SolCall, SolInterface};
use restaking::AVS_REGISTRY;
use restaking::abi::IAvsRegistry::{self as Registry, IAvsRegistryErrors as Error};
use restaking::abi::IVault::{self, IVaultEvents as Event};
use restaking::avs_registry::bounds::REACTION_SECONDS;
use restaking::shares::Wad;

use super::allocations::{Allocations, Change, Held, Key, Turn};
use super::record::News;
use super::snapshot::Snapshot;
use super::{Findings, Step, Watched};
use crate::chain::{Chain, ChainError, Tx};

/// What of a vault is fixed and matters to sets.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Terms {
    pub(crate) operator: Address,
    pub(crate) leverage: U256,
}

impl Terms {
    /// Asks the vault; what sets hold of it already is told to `allocations`.
    pub(crate) fn read(
        chain: &mut dyn Chain,
        vault: Address,
        allocations: &mut Allocations,
    ) -> Result<Self, ChainError> {
        let Some(profile) = ask(chain, vault, &IVault::profileCall {})? else {
            return Ok(Self::default());
        };
        if let Some(list) = ask(chain, AVS_REGISTRY, &Registry::allocationsOfCall { vault })? {
            let now = chain.now();
            for (((set, magnitude), (is_increase, change)), due) in list
                .sets
                .iter()
                .zip(&list.magnitudes)
                .zip(list.areIncreases.iter().zip(&list.changes))
                .zip(&list.dues)
            {
                let pending = (!change.is_zero()).then_some(Change {
                    is_increase: *is_increase,
                    amount: *change,
                    time: *due,
                    announced_at: now,
                });
                let held = Held { magnitude: *magnitude, pending, before: *magnitude, raised: now };
                allocations.held.insert((vault, set.avs, set.id), held);
            }
        }
        Ok(Self { operator: profile.operator, leverage: profile.leverageLimit })
    }
}

fn ask<C: SolCall>(
    chain: &mut dyn Chain,
    to: Address,
    call: &C,
) -> Result<Option<C::Return>, ChainError> {
    let input = call.abi_encode().into();
    let outcome = chain.view(Tx { from: Address::ZERO, to, input, value: U256::ZERO })?;
    Ok(C::abi_decode_returns(&outcome.output).ok().filter(|_| outcome.is_success()))
}

/// One vault in one transaction.
pub(crate) struct Scene<'a> {
    pub(crate) vault: &'a Watched,
    pub(crate) news: &'a News,
    pub(crate) before: &'a Snapshot,
    pub(crate) after: &'a Snapshot,
}

/// Checks what concerns one vault.
pub(crate) fn check(
    scene: &Scene<'_>,
    allocations: &Allocations,
    turns: &[Turn],
    findings: &mut Findings,
) {
    let address = scene.vault.info.address;
    for turn in turns {
        match turn {
            Turn::Announced(key, change) if key.0 == address => {
                check_notice(scene, *change, findings);
                check_leverage(scene, allocations, *change, findings);
            }
            Turn::Completed { key, was, is_increase, magnitude, due } if key.0 == address => {
                if *is_increase {
                    check_completed(scene, *was, *due, findings);
                } else {
                    check_decreased(*was, *magnitude, findings);
                }
            }
            Turn::Taken { key, was, taken, fault } if key.0 == address => {
                check_taken(*was, *taken, *fault, findings);
                check_isolation(scene, allocations, *key, findings);
            }
            Turn::Executed { vault, .. } if *vault == address => {
                check_receipt(scene, allocations, turn, turns, findings);
            }
            Turn::Left { operator, avs, id } if *operator == scene.vault.terms.operator => {
                check_left(allocations.held.get(&(address, *avs, *id)), findings);
            }
            _ => {}
        }
    }
    check_sum(scene, allocations, findings);
}

/// magnitude-sum: at leverage 1 all that is promised is within the whole, at all times.
fn check_sum(scene: &Scene<'_>, allocations: &Allocations, findings: &mut Findings) {
    let promised = promised(allocations, scene.vault.info.address);
    let whole = scene.after.stake.magnitude.get();
    let is_single = scene.vault.terms.leverage <= Wad::ONE.get();
    let is_kept = !is_single || promised <= whole;
    findings.check("magnitude-sum", is_single && !promised.is_zero(), is_kept, || {
        format!("{promised} is promised of {whole}")
    });
}

/// magnitude-sum: above leverage 1, at every increase.
fn check_leverage(
    scene: &Scene<'_>,
    allocations: &Allocations,
    change: Change,
    findings: &mut Findings,
) {
    if !change.is_increase {
        return;
    }
    let promised = promised(allocations, scene.vault.info.address);
    let whole = scene.after.stake.magnitude.get();
    let limit = scene.vault.terms.leverage;
    let (left, right): (U512, U512) =
        (promised.widening_mul(Wad::ONE.get()), whole.widening_mul(limit));
    findings.check("magnitude-sum", true, left <= right, || {
        format!("{promised} is promised of {whole} at a leverage limit of {limit}")
    });
}

fn promised(allocations: &Allocations, vault: Address) -> U256 {
    allocations.of(vault).fold(U256::ZERO, |sum, (_, held)| sum.saturating_add(held.promised()))
}

/// exposure-notice: an increase is due after exit delay, epoch and reaction time at the earliest.
fn check_notice(scene: &Scene<'_>, change: Change, findings: &mut Findings) {
    if !change.is_increase {
        return;
    }
    let info = &scene.vault.info;
    let least = scene
        .news
        .now
        .saturating_add(info.exit_delay)
        .saturating_add(info.epoch_length)
        .saturating_add(REACTION_SECONDS);
    findings.check("exposure-notice", true, change.time >= least, || {
        format!("an increase announced now is due at {}, before {least}", change.time)
    });
}

/// exposure-notice: an increase holds at once only in a vault without shares; else when everybody who left in time is
/// out.
fn check_completed(scene: &Scene<'_>, was: Held, due: u64, findings: &mut Findings) {
    let now = scene.news.now;
    let Some(change) = was.pending.filter(|change| change.is_increase) else {
        let shares = scene.before.pool.shares;
        return findings.check("exposure-notice", true, shares.is_zero() && due == now, || {
            format!("an increase held at once although {shares} shares were out")
        });
    };
    let left_by = change.announced_at.saturating_add(REACTION_SECONDS);
    let record = &scene.vault.record;
    let waiting = record.requests.iter().find(|((epoch, _), request)| {
        let maturity = epoch.saturating_mul(scene.vault.info.epoch_length);
        let is_held = record.holds.values().any(|hold| hold.filed < maturity && now < hold.until);
        !request.is_cancelled
            && !request.shares.is_zero()
            && request.requested_at < left_by
            && record.open.contains_key(epoch)
            && (maturity > now || is_held)
    });
    let is_kept = now >= change.time && due == change.time && waiting.is_none();
    findings.check("exposure-notice", true, is_kept, || {
        format!(
            "an increase due at {} was dated {due} at {now} while {waiting:?} waits",
            change.time
        )
    });
}

fn check_decreased(was: Held, magnitude: U256, findings: &mut Findings) {
    let change = was.pending.filter(|change| !change.is_increase);
    let expected =
        change.map_or(was.magnitude, |change| was.magnitude.saturating_sub(change.amount));
    findings.check("magnitude-sum", true, magnitude == expected, || {
        format!("a decrease of {change:?} of {} left {magnitude}", was.magnitude)
    });
}

/// slash-bounded: no more than the set held then and now.
fn check_taken(was: Held, taken: U256, fault: u64, findings: &mut Findings) {
    let is_early = fault < was.raised;
    let most = if is_early { was.magnitude.min(was.before) } else { was.magnitude };
    findings.check("slash-bounded", !taken.is_zero(), taken <= most, || {
        format!("{taken} was taken of {} held now and {} then", was.magnitude, was.before)
    });
}

/// isolation: at leverage 1 a slash by one set leaves what any other could slash unchanged, to within one unit.
fn check_isolation(
    scene: &Scene<'_>,
    allocations: &Allocations,
    slashed_by: Key,
    findings: &mut Findings,
) {
    let slash = scene.news.events.iter().find_map(|event| match event {
        Event::Slashed(e) => Some(e),
        _ => None,
    });
    let Some(slash) = slash.filter(|_| scene.vault.terms.leverage <= Wad::ONE.get()) else {
        return;
    };
    let (assets, whole) = (scene.after.pool.assets.get(), scene.after.stake.magnitude.get());
    let was = (assets.saturating_add(slash.assets), whole.saturating_add(slash.magnitude));
    for (key, held) in allocations.of(scene.vault.info.address) {
        if *key == slashed_by || held.magnitude.is_zero() {
            continue;
        }
        let (before, after) = (worth(held.magnitude, was), worth(held.magnitude, (assets, whole)));
        let is_kept = before.abs_diff(after) <= U256::from(1);
        findings.check("isolation", !slash.assets.is_zero(), is_kept, || {
            format!("what set {} of {} could slash went from {before} to {after}", key.2, key.1)
        });
    }
}

fn worth(magnitude: U256, (assets, whole): (U256, U256)) -> U256 {
    let product: U512 = assets.widening_mul(magnitude.min(whole));
    product.checked_div(U512::from(whole)).unwrap_or_default().saturating_to()
}

/// slash-conserves: vault, registry and receipt tell the same; slash-bounded: no more than was reserved.
fn check_receipt(
    scene: &Scene<'_>,
    allocations: &Allocations,
    receipt: &Turn,
    turns: &[Turn],
    findings: &mut Findings,
) {
    let Turn::Executed { id, vault, magnitude, assets, escrow } = receipt else { return };
    let slash = scene.news.events.iter().find_map(|event| match event {
        Event::Slashed(e) => Some((e.magnitude, e.assets, e.escrowId)),
        _ => None,
    });
    let taken = turns.iter().find_map(|turn| match turn {
        Turn::Taken { key, taken, .. } if key.0 == *vault => Some(*taken),
        _ => None,
    });
    let is_kept = slash == Some((*magnitude, *assets, *escrow)) && taken == Some(*magnitude);
    findings.check("slash-conserves", !assets.is_zero(), is_kept, || {
        format!(
            "the receipt says {magnitude} and {assets}; the vault {slash:?}, the registry {taken:?}"
        )
    });
    let slices = allocations.requests.get(id).map(|request| request.slices.as_slice());
    let slice = slices.unwrap_or_default().iter().find(|slice| slice.vault == *vault);
    let reserved = slice.map_or(U256::ZERO, |slice| slice.reserved);
    findings.check("slash-bounded", true, *magnitude <= reserved, || {
        format!("{magnitude} was taken, {reserved} reserved")
    });
}

/// leave-free: whoever leaves has all on its way down.
fn check_left(held: Option<&Held>, findings: &mut Findings) {
    let Some(held) = held.filter(|held| !held.promised().is_zero()) else { return };
    let is_down =
        held.pending.is_some_and(|change| !change.is_increase && change.amount == held.magnitude);
    findings.check("leave-free", true, is_down, || {
        format!("the operator left, but {} is held and {:?} pends", held.magnitude, held.pending)
    });
}

/// leave-free: leaving fails only for want of right, membership or gas.
pub(crate) fn check_refused_leave(step: &Step<'_>, findings: &mut Findings) {
    let is_leave = step.tx.to == AVS_REGISTRY
        && step.tx.input.get(..4) == Some(Registry::deregisterCall::SELECTOR.as_slice());
    if !is_leave || step.outcome.is_success() {
        return;
    }
    let error = Error::abi_decode(&step.outcome.output);
    let is_excused = matches!(
        error,
        Ok(Error::NotRegistered(_)
            | Error::NotOperator(_)
            | Error::UnknownSet(_)
            | Error::InsufficientGas(_))
    );
    findings.check("leave-free", true, is_excused, || {
        format!("leaving was refused: {}", step.outcome.output)
    });
}
