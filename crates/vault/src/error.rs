//! The errors of the vault, one variant per error of `IVault`.
#![allow(non_snake_case)] // the fields are named as in Solidity

use alloy_primitives::{Address, B256, U256};
use restaking_abi::IVault;
use restaking_host::{Fail, abi_errors, token::TokenRefused};
use restaking_withdrawal_delay::QueueError;

abi_errors! {
    /// A rule of the vault was broken.
    pub enum VaultError for IVault {
        #[error("the vault is already running")]
        Reentered,
        #[error("the amount is zero")]
        ZeroAmount,
        #[error("the amount is worth less than one share")]
        ZeroShares,
        #[error("the vault cannot be the receiver")]
        VaultIsReceiver,
        #[error("the zero address cannot be the receiver")]
        ZeroReceiver,
        #[error("deposits are paused until {until}")]
        DepositsPaused { until: u64 },
        #[error("a slash filed at {filedAt} is pending")]
        HoldOpen { filedAt: u64 },
        #[error("the vault lacks {missing} to cover what it owes")]
        Deficit { missing: U256 },
        #[error("the vault is closed: rate {rate}, magnitude {magnitude}")]
        VaultClosed { rate: U256, magnitude: U256 },
        #[error("{receiver} is not an approved depositor")]
        DepositorNotApproved { receiver: Address },
        #[error("the risk version is {found}, not {expected}")]
        RiskVersionMismatch { found: B256, expected: B256 },
        #[error("the vault cannot account for {assets} more")]
        AssetsExceedLimit { assets: U256 },
        #[error("{assets} is more than the room of {room} under the cap")]
        DepositCapExceeded { assets: U256, room: U256 },
        #[error("{shares} shares, at least {minShares} were asked for")]
        SlippageExceeded { shares: U256, minShares: U256 },
        #[error("{received} received, {asked} asked")]
        AssetsNotReceived { received: U256, asked: U256 },
        #[error("{account} holds {held} shares, {needed} needed")]
        InsufficientShares { account: Address, held: U256, needed: U256 },
        #[error("{spender} may move {allowed} shares, {needed} needed")]
        InsufficientAllowance { spender: Address, allowed: U256, needed: U256 },
        #[error("the deadline {deadline} has passed")]
        SignatureExpired { deadline: U256 },
        #[error("the signature is not that of {owner}")]
        SignatureMismatch { owner: Address },
        #[error("{caller} may not act for {controller}")]
        NotController { caller: Address, controller: Address },
        #[error("{controller} has nothing in request {requestId}")]
        NothingRequested { requestId: U256, controller: Address },
        #[error("request {requestId} matured at {maturity}")]
        AlreadyMatured { requestId: U256, maturity: u64 },
        #[error("request {requestId} matures at {maturity}")]
        NotMatured { requestId: U256, maturity: u64 },
        #[error("request {requestId} is held by a slash filed at {filedAt}")]
        ExitHeld { requestId: U256, filedAt: u64 },
        #[error("a cancelled request in bucket {requestId} must be collected first")]
        CancelNotClaimed { requestId: U256 },
        #[error("{claimable} can be claimed, {needed} needed")]
        InsufficientClaimable { claimable: U256, needed: U256 },
        #[error("{count} request ids, at most {most}")]
        TooManyIds { count: U256, most: U256 },
        #[error("redemptions have no preview")]
        PreviewNotSupported,
        #[error("nobody holds shares")]
        NothingStaked,
        #[error("there is no surplus")]
        NothingToBook,
        #[error("the vault has begun")]
        AlreadyInitialized,
        #[error("{caller} is not Slashing")]
        NotSlashing { caller: Address },
        #[error("{caller} is not governance")]
        NotGovernance { caller: Address },
        #[error("{caller} is not the operator")]
        NotOperator { caller: Address },
        #[error("{caller} is not the depositor approver")]
        NotApprover { caller: Address },
        #[error("there is no seat {seat}, only 0 to 15")]
        SeatOutOfRange { seat: u8 },
        #[error("a hold until {until} does not end between now and {latest}")]
        HoldOutOfRange { until: u64, latest: u64 },
        #[error("all four holds of seat {seat} last")]
        TooManyRequests { seat: u8 },
        #[error("seat {seat} opens no hold before {until}")]
        CooldownActive { seat: u8, until: u64 },
        #[error("hold {lane} does not last")]
        HoldNotOpen { lane: u8 },
        #[error("hold {lane} was executed already")]
        HoldExecuted { lane: u8 },
        #[error("magnitude {held} is left, {needed} needed")]
        InsufficientMagnitude { held: U256, needed: U256 },
        #[error("there is no escrow {escrowId}")]
        UnknownEscrow { escrowId: U256 },
        #[error("escrow {escrowId} is due at {due}")]
        EscrowNotDue { escrowId: U256, due: u64 },
        #[error("escrow {escrowId} is due")]
        EscrowOver { escrowId: U256 },
        #[error("{recipient} refuses the tokens")]
        RecipientRefuses { recipient: Address },
        #[error("{left} gas left, {needed} needed")]
        InsufficientGas { left: U256, needed: U256 },
        #[error("the recovery account holds {held}, {needed} needed")]
        InsufficientRecovery { held: U256, needed: U256 },
        #[error("a pause until {until} ends after {latest}")]
        PauseTooLong { until: u64, latest: u64 },
        #[error("the token {token} answered neither nothing nor true, or has no code")]
        TokenRefused { token: Address },
        #[error("epoch {epoch} has not begun, the current one is {current}")]
        EpochNotBegun { epoch: U256, current: U256 },
    }
}

/// What an operation of the vault answers.
pub type Answer<T> = Result<T, Fail<VaultError>>;

/// `condition`, or fail with `error`.
pub(crate) fn require(condition: bool, error: impl FnOnce() -> VaultError) -> Answer<()> {
    if condition { Ok(()) } else { Err(Fail::Error(error())) }
}

impl From<TokenRefused> for VaultError {
    fn from(error: TokenRefused) -> Self {
        Self::TokenRefused { token: error.0 }
    }
}

impl From<QueueError> for VaultError {
    fn from(error: QueueError) -> Self {
        match error {
            QueueError::SeatOutOfRange(seat) => Self::SeatOutOfRange { seat: seat.0 },
            QueueError::HoldOutOfRange { until, latest } => {
                Self::HoldOutOfRange { until: until.get(), latest: latest.get() }
            }
            QueueError::TooManyRequests(seat) => Self::TooManyRequests { seat: seat.0 },
            QueueError::CooldownActive { seat, until } => {
                Self::CooldownActive { seat: seat.0, until: until.get() }
            }
            QueueError::HoldNotOpen(lane) => Self::HoldNotOpen { lane: lane.0 },
            QueueError::HoldExecuted(lane) => Self::HoldExecuted { lane: lane.0 },
        }
    }
}
