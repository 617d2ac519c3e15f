//! Shares as ERC-20, permits, ERC-7540 operators.

use alloy_primitives::{Address, U256, keccak256};
use restaking::abi::IVault;

use super::bench::{Bench, shares, typed_data_digest};
use super::{GasError, Measure, bound, free, signer};

pub(super) const MEASURES: &[Measure] = &[
    bound("transfer, known receiver", 39_000, transfer_known),
    free("transfer, new receiver", transfer_new),
    free("transferFrom, known receiver, infinite allowance", transfer_from),
    free("approve, first", approve),
    free("permit, first", permit),
    free("setOperator, first", set_operator),
];

fn transfer(mut bench: Bench, to: Address) -> Result<u64, GasError> {
    bench.gas(bench.cast.alice, IVault::transferCall { to, value: shares(1) })
}

fn transfer_known() -> Result<u64, GasError> {
    let bench = Bench::both_staked()?;
    let to = bench.cast.bob;
    transfer(bench, to)
}

fn transfer_new() -> Result<u64, GasError> {
    let bench = Bench::both_staked()?;
    let to = bench.cast.carol;
    transfer(bench, to)
}

fn transfer_from() -> Result<u64, GasError> {
    let mut bench = Bench::both_staked()?;
    let (from, to, spender) = (bench.cast.alice, bench.cast.bob, bench.cast.carol);
    bench.gas(from, IVault::approveCall { spender, value: U256::MAX })?;
    bench.gas(spender, IVault::transferFromCall { from, to, value: shares(1) })
}

fn approve() -> Result<u64, GasError> {
    let mut bench = Bench::both_staked()?;
    let spender = bench.cast.bob;
    bench.gas(bench.cast.alice, IVault::approveCall { spender, value: shares(1) })
}

fn permit() -> Result<u64, GasError> {
    let mut bench = Bench::both_staked()?;
    let (owner, spender, value, deadline) = (signer::SIGNER, bench.cast.bob, shares(1), U256::MAX);
    let domain = bench.ask(IVault::DOMAIN_SEPARATORCall {})?;
    let kind = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)",
    );
    let nonce = U256::ZERO;
    let words =
        [kind, owner.into_word(), spender.into_word(), value.into(), nonce.into(), deadline.into()];
    let signer::Signature { v, r, s } = signer::sign(typed_data_digest(domain, &words));
    bench.gas(bench.cast.alice, IVault::permitCall { owner, spender, value, deadline, v, r, s })
}

fn set_operator() -> Result<u64, GasError> {
    let mut bench = Bench::both_staked()?;
    let operator = bench.cast.bob;
    bench.gas(bench.cast.alice, IVault::setOperatorCall { operator, approved: true })
}
