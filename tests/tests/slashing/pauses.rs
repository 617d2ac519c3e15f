//! What the guardian's pauses stop, to the second, and when the next may begin.

use alloy_sol_types::SolCall;
use restaking::{
    AVS_REGISTRY, GOVERNANCE, SLASHING,
    abi::{IAvsRegistry, IGovernance as Gov, ISlashing as Abi, IVault},
};
use restaking_tests::{
    ALICE, AVS, BOB, BURNING, CAROL, DAY, GUARDIAN, OPERATOR, Protocol, RESOLVER, SLASHER,
};

use crate::support::*;

/// A pause lasts from now for a day, then for a day there is none; refusals come in the order of the checks.
fn assert_rules<P: SolCall, U: SolCall>(pause: impl Fn(u64) -> P, unpause: &U) {
    let mut p = Protocol::new();
    let start = p.now();
    let p = &mut p;
    let (most, too_long) = (7 * DAY, 7 * DAY + 1);
    refuse(p, BOB, GOVERNANCE, &pause(0), &Gov::NotGuardian { caller: BOB });
    refuse(p, BOB, GOVERNANCE, unpause, &Gov::NotGuardian { caller: BOB });
    refuse(p, GUARDIAN, GOVERNANCE, unpause, &Gov::NotPaused {});
    guard(p, &pause(DAY));
    for duration in [0, too_long] {
        let refused = Gov::PauseTooLong { duration, most };
        refuse(p, GUARDIAN, GOVERNANCE, &pause(duration), &refused);
    }
    let (until, next) = (start + DAY, start + 2 * DAY);
    p.at(until - 1);
    refuse(p, GUARDIAN, GOVERNANCE, &pause(1), &Gov::PauseActive { until });
    accept(p, GUARDIAN, GOVERNANCE, unpause);
    for time in [until, next - 1] {
        p.at(time);
        refuse(p, GUARDIAN, GOVERNANCE, &pause(1), &Gov::PauseCooldown { until: next });
        refuse(p, GUARDIAN, GOVERNANCE, unpause, &Gov::NotPaused {});
    }
    p.at(next);
    guard(p, &pause(most));
    // ended early, it has a cooldown as long as it really lasted
    p.wait(100);
    tell(p, GUARDIAN, GOVERNANCE, unpause);
    let next = next + 200;
    p.at(next - 1);
    refuse(p, GUARDIAN, GOVERNANCE, &pause(1), &Gov::PauseCooldown { until: next });
    p.at(next);
    guard(p, &pause(1));
    tell(p, GUARDIAN, GOVERNANCE, unpause);
    guard(p, &pause(1));
}

#[test]
fn pauses_of_deposits_keep_their_rules() {
    let vault = Protocol::new().vault;
    assert_rules(
        |duration| Gov::pauseDepositsCall { vault, duration },
        &Gov::unpauseDepositsCall { vault },
    );
}

#[test]
fn pauses_of_allocations_keep_their_rules() {
    assert_rules(
        |duration| Gov::pauseAllocationsCall { duration },
        &Gov::unpauseAllocationsCall {},
    );
}

#[test]
fn pauses_of_filing_keep_their_rules() {
    assert_rules(|duration| Gov::pauseFilingCall { duration }, &Gov::unpauseFilingCall {});
}

#[test]
fn quarantines_keep_their_rules() {
    assert_rules(
        |duration| Gov::quarantineCall { avs: AVS, duration },
        &Gov::endQuarantineCall { avs: AVS },
    );
}

#[test]
fn deposits_are_refused_until_the_second_in_which_their_pause_ends() {
    let mut p = Protocol::new();
    p.fund(ALICE, 1_000);
    let (vault, until) = (p.vault, p.now() + DAY);
    let deposit = IVault::depositCall { assets: n(10), receiver: ALICE };
    let other = p.create_vault(OPERATOR, alloy_primitives::B256::repeat_byte(1));
    guard(&mut p, &Gov::pauseDepositsCall { vault, duration: DAY });
    for time in [p.now(), until - 1] {
        p.at(time);
        refuse(&mut p, ALICE, vault, &deposit, &IVault::DepositsPaused { until });
        assert_eq!(p.ask(&IVault::maxDepositCall { receiver: ALICE }), n(0));
        let unpaused = p.view(other, &IVault::maxDepositCall { receiver: ALICE });
        assert_ne!(unpaused, n(0), "of another vault");
    }
    p.at(until);
    assert_ne!(p.ask(&IVault::maxDepositCall { receiver: ALICE }), n(0));
    accept(&mut p, ALICE, vault, &deposit);
}

#[test]
fn deposits_are_taken_in_the_second_in_which_their_pause_is_ended() {
    let mut p = Protocol::new();
    p.fund(ALICE, 1_000);
    let vault = p.vault;
    let deposit = IVault::depositCall { assets: n(10), receiver: ALICE };
    guard(&mut p, &Gov::pauseDepositsCall { vault, duration: DAY });
    p.wait(60);
    guard(&mut p, &Gov::unpauseDepositsCall { vault });
    accept(&mut p, ALICE, vault, &deposit);
}

#[test]
fn increases_are_refused_until_the_second_in_which_their_pause_ends_and_decreases_never() {
    let mut p = Protocol::new();
    let until = p.now() + DAY;
    guard(&mut p, &Gov::pauseAllocationsCall { duration: DAY });
    for time in [p.now(), until - 1] {
        p.at(time);
        let paused = IAvsRegistry::AllocationsPaused { until };
        refuse_allocation(&mut p, BURNING, percent(41), &paused);
        let decrease = p.allocation(BURNING, percent(39));
        accept(&mut p, OPERATOR, AVS_REGISTRY, &decrease);
    }
    p.at(until);
    let increase = p.allocation(BURNING, percent(41));
    accept(&mut p, OPERATOR, AVS_REGISTRY, &increase);
}

/// Nobody joins, increases, files or executes; everybody leaves, vetoes, withdraws and gives back.
#[test]
fn quarantine_stops_what_binds_and_nothing_that_frees() {
    let mut p = Protocol::new();
    p.register_operator(BOB);
    let open = p.file(BURNING, 10);
    p.wait(2 * DAY);
    let vetoable = p.file(BURNING, 10);
    let (_, escrow) = p.slash(restaking_tests::INSTANT, 10);
    let (vault, until) = (p.vault, p.now() + DAY);
    quarantine(&mut p, DAY);
    let (avs, id) = (AVS, BURNING);
    let join = IAvsRegistry::registerCall { operator: BOB, avs, id, data: Default::default() };
    let back = Gov::returnEscrowCall { vault, escrowId: escrow };
    for time in [p.now(), until - 1] {
        p.at(time);
        let blocked = IAvsRegistry::Quarantined { avs, until };
        refuse(&mut p, BOB, AVS_REGISTRY, &join, &blocked);
        refuse_allocation(&mut p, BURNING, percent(41), &blocked);
        cannot_file(&mut p, BURNING, &Abi::Quarantined { avs, until });
        cannot_execute(&mut p, &open, &Abi::Quarantined { avs, until });
        let decrease = p.allocation(BURNING, percent(39));
        accept(&mut p, OPERATOR, AVS_REGISTRY, &decrease);
        let leave = IAvsRegistry::deregisterCall { operator: OPERATOR, avs, id };
        accept(&mut p, OPERATOR, AVS_REGISTRY, &leave);
        accept(&mut p, RESOLVER, SLASHING, &veto_of(&vetoable));
        accept(&mut p, SLASHER, SLASHING, &withdrawal_of(&open));
        accept(&mut p, GUARDIAN, GOVERNANCE, &back);
        let half = shares(&mut p, ALICE) / n(2);
        let exit = IVault::requestRedeemCall { shares: half, controller: ALICE, owner: ALICE };
        accept(&mut p, ALICE, vault, &exit);
    }
    p.at(until);
    accept(&mut p, BOB, AVS_REGISTRY, &join);
    let increase = p.allocation(BURNING, percent(41));
    accept(&mut p, OPERATOR, AVS_REGISTRY, &increase);
    can_file(&mut p, BURNING);
    can_execute(&mut p, &open);
}

#[test]
fn quarantine_of_another_avs_stops_nothing() {
    let mut p = Protocol::new();
    guard(&mut p, &Gov::quarantineCall { avs: CAROL, duration: DAY });
    can_file(&mut p, BURNING);
}
