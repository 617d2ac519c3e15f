//! Requests against many vaults, and many requests against one.

use alloy_primitives::{Address, B256};
use alloy_sol_types::{SolCall, SolError};
use restaking::{
    SLASHING,
    abi::{
        ISlashing::{self as Abi, Request, fileCall},
        IVault,
    },
};
use restaking_tests::{
    ALICE, BURNING, CALLER, CAROL, DAY, INSTANT, OPERATOR, Protocol, RESOLVER, SLASHER,
    fixtures::ICaller,
};

use crate::support::*;

/// The world's vault and `more`, of each of which the burning set holds something.
fn vaults(p: &mut Protocol, more: u8) -> Vec<Address> {
    let mut vaults = vec![p.vault];
    for salt in 1..=more {
        vaults.push(fresh_vault(p, salt, &[(BURNING, percent(10))]));
        stake(p, ALICE, 1_000);
    }
    vaults
}

#[track_caller]
fn execute_on(p: &mut Protocol, request: &Request, vault: Address) {
    tell(p, CAROL, SLASHING, &execution_on(request, vault));
}

#[test]
fn sixteen_vaults_are_filed_and_executed_one_by_one() {
    let mut p = Protocol::new();
    let vaults = vaults(&mut p, 15);
    let filing = filing_against(&mut p, BURNING, 10, &vaults);
    let request = p.send_filing(&filing);
    assert_eq!(masks(&mut p, &request), (u16::MAX, 0));
    p.at(veto_end(&request));
    // from the last to the first: the order does not matter
    for (done, vault) in (1..).zip(vaults.iter().rev()) {
        execute_on(&mut p, &request, *vault);
        let executed = !u16::MAX.checked_shr(done).unwrap_or(0);
        assert_eq!(masks(&mut p, &request), (!executed, executed));
        let id = id_of(&mut p, &request);
        let closed = Abi::RequestClosed { id };
        refuse(&mut p, CAROL, SLASHING, &execution_on(&request, *vault), &closed);
    }
}

#[test]
fn seventeen_vaults_are_refused() {
    let mut p = Protocol::new();
    let vaults = vaults(&mut p, 16);
    let filing = filing_against(&mut p, BURNING, 10, &vaults);
    refuse_filing(&mut p, &filing, &Abi::BadVaultCount { count: n(17), most: n(16) });
}

#[test]
fn filing_is_undone_at_every_vault_when_one_refuses() {
    let mut p = Protocol::new();
    let vaults = vaults(&mut p, 2);
    let empty = p.create_vault(OPERATOR, B256::repeat_byte(9));
    let filing = filing_against(&mut p, BURNING, 10, &[vaults[0], vaults[1], empty]);
    let outcome = p.send(SLASHER, SLASHING, &filing);
    outcome.assert_error(&Abi::NothingAllocated { vault: empty });
    assert!(outcome.writes.is_empty());
    for vault in [vaults[0], vaults[1]] {
        assert!(p.view(vault, &IVault::clearCall {}));
    }
    // the evidence is not used
    let filing = fileCall { charges: filing.charges[..2].to_vec(), ..filing };
    assert_eq!(masks_after(&mut p, &filing), (3, 0));
}

fn masks_after(p: &mut Protocol, filing: &fileCall) -> (u16, u16) {
    let request = p.send_filing(filing);
    masks(p, &request)
}

/// The caller brings too little gas for one vault, which stays executable; the others are executed.
#[test]
fn vault_that_fails_stays_executable_while_the_others_are_executed() {
    let mut p = Protocol::new();
    let vaults = vaults(&mut p, 2);
    let filing = filing_against(&mut p, BURNING, 10, &vaults);
    let request = p.send_filing(&filing);
    p.at(veto_end(&request));
    let data = execution_on(&request, vaults[1]).abi_encode();
    let starved = |gas| ICaller::executeWithGasCall {
        to: SLASHING,
        data: data.clone().into(),
        gasLimit: n(gas),
    };
    let is_starved = |p: &mut Protocol, gas| {
        let call = starved(gas);
        let answer = p.world.chain.try_send(ALICE, CALLER, &call).answer(&call);
        !answer.ok && answer.ret.starts_with(&IVault::InsufficientGas::SELECTOR)
    };
    let gas = (100_000..400_000).step_by(5_000).find(|gas| is_starved(&mut p, *gas));
    let call = starved(gas.expect("a limit that starves the vault"));
    let outcome = p.world.chain.send(ALICE, CALLER, &call);
    assert!(!outcome.answer(&call).ok && outcome.writes.is_empty());
    for vault in [vaults[0], vaults[2]] {
        execute_on(&mut p, &request, vault);
    }
    assert_eq!(masks(&mut p, &request), (0b010, 0b101));
    let states = [0, 1, 2].map(|index| state_at(&mut p, &request, vaults[index]));
    assert_eq!(states, [3, 2, 3]);
    p.at(veto_end(&request) + 2 * DAY - 1);
    execute_on(&mut p, &request, vaults[1]);
    assert_eq!(masks(&mut p, &request), (0, 0b111));
}

#[test]
fn veto_of_a_partly_executed_request_comes_too_late() {
    let mut p = Protocol::new();
    let vaults = vaults(&mut p, 1);
    let filing = filing_against(&mut p, BURNING, 10, &vaults);
    let request = p.send_filing(&filing);
    let end = veto_end(&request);
    p.at(end);
    execute_on(&mut p, &request, vaults[0]);
    refuse(&mut p, RESOLVER, SLASHING, &veto_of(&request), &Abi::VetoWindowOver { end });
}

#[test]
fn withdrawal_of_a_partly_executed_request_keeps_its_evidence_used() {
    let mut p = Protocol::new();
    let vaults = vaults(&mut p, 1);
    let filing = filing_against(&mut p, BURNING, 10, &vaults);
    let request = p.send_filing(&filing);
    let id = id_of(&mut p, &request);
    p.at(veto_end(&request));
    execute_on(&mut p, &request, vaults[0]);
    let outcome = p.withdraw(&request);
    assert_eq!(outcome.events::<Abi::SlashWithdrawn>(SLASHING).len(), 1);
    assert_eq!(masks(&mut p, &request), (0, 1));
    let states = [0, 1].map(|index| state_at(&mut p, &request, vaults[index]));
    assert_eq!(states, [3, 4]);
    let is_clear = |p: &mut Protocol, vault| p.view(vault, &IVault::clearCall {});
    assert!(!is_clear(&mut p, vaults[0]), "the escrow of what was executed");
    assert!(is_clear(&mut p, vaults[1]));
    let closed = Abi::RequestClosed { id };
    refuse(&mut p, CAROL, SLASHING, &execution_on(&request, vaults[1]), &closed);
    refuse(&mut p, SLASHER, SLASHING, &withdrawal_of(&request), &closed);
    p.wait(2 * DAY);
    refuse_filing(&mut p, &filing, &Abi::EvidenceUsed { id });
}

#[test]
fn withdrawal_in_full_frees_the_evidence_which_is_filed_again() {
    let mut p = Protocol::new();
    let vaults = vaults(&mut p, 1);
    let filing = filing_against(&mut p, BURNING, 10, &vaults);
    let request = p.send_filing(&filing);
    let id = id_of(&mut p, &request);
    refuse_filing(&mut p, &filing, &Abi::EvidenceUsed { id });
    p.withdraw(&request).assert_success();
    assert_eq!(masks(&mut p, &request), (0, 0));
    let again = p.send_filing(&filing);
    assert_eq!(id_of(&mut p, &again), id, "the id does not depend on when it is filed");
    p.at(veto_end(&again));
    execute_on(&mut p, &again, vaults[0]);
}

#[test]
fn evidence_stays_used_after_veto_lapse_and_execution() {
    let ends: [fn(&mut Protocol, &Request); 3] = [
        |p, request| {
            p.veto(request).assert_success();
        },
        |p, request| {
            p.at(request.filedAt + 4 * DAY);
        },
        |p, request| {
            p.at(veto_end(request)).execute(request).assert_success();
        },
    ];
    for end in ends {
        let mut p = Protocol::new();
        let filing = p.filing(BURNING, 10);
        let request = p.send_filing(&filing);
        end(&mut p, &request);
        let id = id_of(&mut p, &request);
        refuse_filing(&mut p, &filing, &Abi::EvidenceUsed { id });
        // another set files it by itself
        let others = fileCall { setId: INSTANT, ..filing };
        accept_filing(&mut p, &others);
    }
}

#[test]
fn fifth_request_is_refused_until_one_of_four_ends() {
    let mut p = Protocol::new();
    let requests = [(); 4].map(|()| p.file(BURNING, 10));
    let full = IVault::TooManyRequests { seat: 0 };
    cannot_file(&mut p, BURNING, &full);
    // other sets have seats of their own
    can_file(&mut p, INSTANT);
    let lanes = requests.each_ref().map(|request| request.slices[0].lane);
    assert_eq!(lanes, [0, 1, 2, 3]);
    p.veto(&requests[2]).assert_success();
    let fifth = p.file(BURNING, 10);
    assert_eq!(fifth.slices[0].lane, 2, "the free one");
    cannot_file(&mut p, BURNING, &full);
}

#[test]
fn requests_in_escrow_count_until_it_is_due() {
    let mut p = Protocol::new();
    let requests = [(); 4].map(|()| p.file(INSTANT, 10));
    let due = requests[0].filedAt + 3 * DAY;
    let full = IVault::TooManyRequests { seat: 2 };
    p.at(due - 1);
    cannot_file(&mut p, INSTANT, &full);
    p.at(due);
    can_file(&mut p, INSTANT);
}

#[test]
fn requests_count_until_they_lapse() {
    let mut p = Protocol::new();
    let requests = [(); 4].map(|()| p.file(BURNING, 10));
    let end = requests[0].filedAt + 4 * DAY;
    p.at(end - 1);
    cannot_file(&mut p, BURNING, &IVault::TooManyRequests { seat: 0 });
    p.at(end);
    let until = end + 4 * DAY;
    cannot_file(&mut p, BURNING, &IVault::CooldownActive { seat: 0, until });
}

#[test]
fn status_of_a_request_that_was_never_filed_is_empty() {
    let mut p = Protocol::new();
    let status = p.view(SLASHING, &Abi::statusOfCall { id: B256::repeat_byte(1) });
    assert_eq!((status.digest.is_zero(), status.openMask, status.executedMask), (true, 0, 0));
}

#[test]
fn state_of_a_vault_that_is_not_in_the_request_is_unknown() {
    let mut p = Protocol::new();
    let vaults = vaults(&mut p, 1);
    let filing = filing_against(&mut p, BURNING, 10, &vaults[..1]);
    let request = p.send_filing(&filing);
    assert_eq!(state_at(&mut p, &request, vaults[0]), 1);
    assert_eq!(state_at(&mut p, &request, vaults[1]), 0);
}

#[test]
fn lapsed_request_still_shows_its_vaults_as_open() {
    let mut p = Protocol::new();
    let request = p.file(BURNING, 10);
    p.at(request.filedAt + 4 * DAY);
    assert_eq!(p.state_of(&request), 5);
    assert_eq!(masks(&mut p, &request), (1, 0));
}
