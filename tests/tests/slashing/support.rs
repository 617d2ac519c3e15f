//! Shortcuts for the tests of AVS registry and Slashing.
#![allow(dead_code)] // each of the two test programs uses a part

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolCall, SolError};
use restaking::{
    AVS_REGISTRY, GOVERNANCE, SLASHING,
    abi::{
        IAvsRegistry::{self, allocationOfReturn, judgeReturn},
        IGovernance,
        ISlashing::{self, Charge, Request, fileCall},
        IVault,
    },
};
use restaking_tests::{AVS, CAROL, GUARDIAN, OPERATOR, Outcome, Protocol, SLASHER, WAD, WHOLE};

pub fn n(number: u64) -> U256 {
    U256::from(number)
}

/// So many hundredths of a vault's whole at birth.
pub fn percent(hundredths: u64) -> U256 {
    WHOLE * n(hundredths) / n(100)
}

/// Sends a call that must succeed.
#[track_caller]
pub fn tell<C: SolCall>(p: &mut Protocol, from: Address, to: Address, call: &C) -> C::Return {
    let outcome = p.send(from, to, call);
    outcome.assert_success();
    outcome.answer(call)
}

/// The call fails with exactly this error.
#[track_caller]
pub fn refuse(
    p: &mut Protocol,
    from: Address,
    to: Address,
    call: &impl SolCall,
    error: &impl SolError,
) {
    p.try_send(from, to, call).assert_error(error);
}

/// The call would succeed; it is undone.
#[track_caller]
pub fn accept(p: &mut Protocol, from: Address, to: Address, call: &impl SolCall) {
    p.try_send(from, to, call).assert_success();
}

// vaults

/// A new vault of the operator with nothing staked, of which sets hold so much. Calls go to it from now on.
pub fn fresh_vault(p: &mut Protocol, salt: u8, held: &[(u32, U256)]) -> Address {
    p.world.vault = p.create_vault(OPERATOR, B256::repeat_byte(salt));
    for (id, magnitude) in held {
        let due = p.allocate(*id, *magnitude);
        assert_eq!(due, p.now(), "an empty vault has nobody to warn");
    }
    p.world.vault
}

/// Stakes in the vault.
#[track_caller]
pub fn stake(p: &mut Protocol, staker: Address, assets: u64) {
    p.fund(staker, u128::from(assets));
    p.deposit(staker, assets).assert_success();
}

pub fn whole(p: &mut Protocol) -> U256 {
    p.ask(&IVault::magnitudeCall {})
}

pub fn pool(p: &mut Protocol) -> U256 {
    p.ask(&IVault::totalAssetsCall {})
}

pub fn escrowed(p: &mut Protocol) -> U256 {
    p.ask(&IVault::escrowedAssetsCall {})
}

/// Shares of the staker in the vault.
pub fn shares(p: &mut Protocol, staker: Address) -> U256 {
    p.ask(&IVault::balanceOfCall { account: staker })
}

/// Is a deposit refused because a request is open?
#[track_caller]
pub fn is_held(p: &mut Protocol) -> bool {
    !p.ask(&IVault::clearCall {})
}

/// Claims all shares of an exit.
pub fn claim(p: &mut Protocol, staker: Address, id: U256, shares: U256) -> Outcome {
    let (receiver, controller) = (staker, staker);
    let call = IVault::redeemRequestCall { requestId: id, shares, receiver, controller };
    p.send(staker, p.world.vault, &call)
}

// allocations

pub fn allocation(p: &mut Protocol, id: u32) -> allocationOfReturn {
    let vault = p.vault;
    p.view(AVS_REGISTRY, &IAvsRegistry::allocationOfCall { vault, avs: AVS, id })
}

/// What a fault would be judged on.
pub fn judge(p: &mut Protocol, id: u32, fault: u64, filed: u64) -> judgeReturn {
    let vault = p.vault;
    let call = IAvsRegistry::judgeCall { vault, avs: AVS, id, faultTime: fault, filedAt: filed };
    p.view(AVS_REGISTRY, &call)
}

/// The operator's call for a change of what the set shall hold fails with this error.
#[track_caller]
pub fn refuse_allocation(p: &mut Protocol, id: u32, magnitude: U256, error: &impl SolError) {
    let call = p.allocation(id, magnitude);
    refuse(p, OPERATOR, AVS_REGISTRY, &call, error);
}

// requests

/// A filing for a fault committed at `fault`.
pub fn filing_of(p: &mut Protocol, id: u32, percent: u64, fault: u64) -> fileCall {
    fileCall { faultTime: fault, ..p.filing(id, percent) }
}

/// A filing that asks the same of several vaults.
pub fn filing_against(p: &mut Protocol, id: u32, percent: u64, vaults: &[Address]) -> fileCall {
    let filing = p.filing(id, percent);
    let fraction = filing.charges[0].fraction;
    let charges = vaults.iter().map(|vault| Charge { vault: *vault, fraction }).collect();
    fileCall { charges, ..filing }
}

/// A filing of a fraction.
pub fn filing_for(p: &mut Protocol, id: u32, fraction: U256) -> fileCall {
    let vault = p.vault;
    fileCall { charges: vec![Charge { vault, fraction }], ..p.filing(id, 100) }
}

#[track_caller]
pub fn refuse_filing(p: &mut Protocol, filing: &fileCall, error: &impl SolError) {
    refuse(p, SLASHER, SLASHING, filing, error);
}

#[track_caller]
pub fn accept_filing(p: &mut Protocol, filing: &fileCall) {
    accept(p, SLASHER, SLASHING, filing);
}

/// A filing of the set against its vault would succeed now.
#[track_caller]
pub fn can_file(p: &mut Protocol, id: u32) {
    let filing = p.filing(id, 1);
    accept_filing(p, &filing);
}

/// A filing of the set against its vault fails now with this error.
#[track_caller]
pub fn cannot_file(p: &mut Protocol, id: u32, error: &impl SolError) {
    let filing = p.filing(id, 1);
    refuse_filing(p, &filing, error);
}

/// The call that executes a request on its first vault.
pub fn execution(request: &Request) -> ISlashing::executeCall {
    execution_on(request, request.slices[0].vault)
}

pub fn execution_on(request: &Request, vault: Address) -> ISlashing::executeCall {
    ISlashing::executeCall { request: request.clone(), vault }
}

pub fn veto_of(request: &Request) -> ISlashing::vetoCall {
    ISlashing::vetoCall { request: request.clone() }
}

pub fn withdrawal_of(request: &Request) -> ISlashing::withdrawCall {
    ISlashing::withdrawCall { request: request.clone() }
}

/// Executes, and answers what was taken of the whole and of the pool.
#[track_caller]
pub fn execute(p: &mut Protocol, request: &Request) -> (U256, U256) {
    let call = execution(request);
    let taken = tell(p, CAROL, SLASHING, &call);
    (taken.magnitude, taken.assets)
}

#[track_caller]
pub fn can_execute(p: &mut Protocol, request: &Request) {
    accept(p, CAROL, SLASHING, &execution(request));
}

#[track_caller]
pub fn cannot_execute(p: &mut Protocol, request: &Request, error: &impl SolError) {
    refuse(p, CAROL, SLASHING, &execution(request), error);
}

/// When the resolver can no longer veto, and anyone may execute.
pub fn veto_end(request: &Request) -> u64 {
    request.filedAt + request.vetoWindow
}

/// What became of the request at a vault.
pub fn state_at(p: &mut Protocol, request: &Request, vault: Address) -> u8 {
    p.view(SLASHING, &ISlashing::stateOfCall { request: request.clone(), vault })
}

/// The masks of a request as stored: vaults open, vaults executed.
pub fn masks(p: &mut Protocol, request: &Request) -> (u16, u16) {
    let id = id_of(p, request);
    let status = p.view(SLASHING, &ISlashing::statusOfCall { id });
    (status.openMask, status.executedMask)
}

/// The request's id.
pub fn id_of(p: &mut Protocol, request: &Request) -> B256 {
    let Request { avs, setId, operator, evidence, .. } = *request;
    p.view(SLASHING, &ISlashing::requestIdCall { avs, setId, operator, evidence })
}

/// The magnitude that the only slice of the request reserves.
pub fn reserved(request: &Request) -> U256 {
    let [slice] = &request.slices[..] else { panic!("one slice") };
    slice.reserved
}

// governance

/// The guardian does something that must succeed.
#[track_caller]
pub fn guard(p: &mut Protocol, call: &impl SolCall) {
    p.send(GUARDIAN, GOVERNANCE, call).assert_success();
}

#[track_caller]
pub fn quarantine(p: &mut Protocol, duration: u64) {
    guard(p, &IGovernance::quarantineCall { avs: AVS, duration });
}

#[track_caller]
pub fn end_quarantine(p: &mut Protocol) {
    guard(p, &IGovernance::endQuarantineCall { avs: AVS });
}

/// The guardian gives an escrow back; answers what pool and whole gained.
#[track_caller]
pub fn give_back(p: &mut Protocol, escrow: U256) -> (U256, U256) {
    let call = IGovernance::returnEscrowCall { vault: p.vault, escrowId: escrow };
    let gained = tell(p, GUARDIAN, GOVERNANCE, &call);
    (gained.toPool, gained.magnitude)
}

// terms

/// The set's terms with a change, as the AVS would announce them.
pub fn change_of(
    p: &mut Protocol,
    id: u32,
    change: impl FnOnce(&mut IAvsRegistry::Terms),
) -> IAvsRegistry::changeTermsCall {
    let mut terms = p.view(AVS_REGISTRY, &IAvsRegistry::termsOfCall { avs: AVS, id });
    change(&mut terms);
    IAvsRegistry::changeTermsCall { avs: AVS, id, terms }
}

/// Announces changed terms, and answers when they hold.
#[track_caller]
pub fn change_terms(
    p: &mut Protocol,
    id: u32,
    change: impl FnOnce(&mut IAvsRegistry::Terms),
) -> u64 {
    let call = change_of(p, id, change);
    tell(p, AVS, AVS_REGISTRY, &call)
}

/// A vault that may be promised twice; every set accepts that.
pub fn leveraged() -> Protocol {
    Protocol::builder()
        .params(|params| params.leverageLimit = WAD * n(2))
        .terms(|_, terms| terms.acceptsLeverage = true)
        .build()
}
