//! The vault: one asset, one operator, one share price, with an exit queue that stays slashable until it matures; and
//! the factory that creates vaults.
//!
//! | file | holds |
//! |---|---|
//! | `state.rs` | what a vault stores |
//! | `config.rs` | what is fixed at its birth: the code behind its marker |
//! | `ledger.rs` | the books while one call runs: settled first, changed in memory, written once |
//! | `history.rs` | stake by epoch |
//! | `accounts.rs` | shares as ERC-20, permits, ERC-7540 operators |
//! | `deposit.rs` | deposits |
//! | `request_redeem.rs`, `cancel.rs`, `claim.rs` | the way out |
//! | `book.rs` | settlement by hand, yield, donations |
//! | `slash.rs`, `escrow.rs` | holds, slashes, escrow |
//! | `control.rs` | what operator, approver and governance may set |
//! | `authority.rs` | what a vault asks registries and governance |
//! | `views.rs`, `views_slash.rs`, `interfaces.rs` | what can be asked |
//! | `dispatch.rs` | the one match over the ABI |
//! | `error.rs` | [`VaultError`] |
//! | `factory/` | the factory |
//!
//! # Invariants
//! - vault-solvent: balance >= pool + unclaimed + escrow + recovery, for a token that neither rebases nor taxes.
//! - shares-sum: balances add up to the supply; the vault's own are those in open buckets and those cancelled but not
//!   collected.
//! - price-monotone: only a slash or a reconciliation lowers the share price.
//! - claims-exact: the claims of a bucket add up to what it took out of the pool.
//! - exit-bound: an exit can be claimed at most exit delay, one epoch and 14 days after it was requested, never before
//!   the delay.
//! - no-escape: stake that was in the pool when a slash was filed, and matures later, is slashed with it.
//! - matured-safe: a settled bucket never changes, except by a deficit.
//! - slash-conserves: what leaves the pool is what enters escrow.
//! - bounded-work: no loop depends on the number of stakers.
//!
//! # Differences
//! - From EigenLayer: one share price instead of deposit × scaling factor × magnitude; a slash is O(1) and moves no
//!   token; a full slash closes one vault, not the operator.
//! - From Symbiotic: a slash records what it took; a newcomer never pays for an old fault; claims by list do not block
//!   one another.
//! - From Karak: an exit settles by itself and cannot be vetoed by a token, an AVS or a pause.
//! - From Jito: no crank; amounts have types.
//!
//! # Example
//! ```
//! use alloy_primitives::{Address, U256};
//! use alloy_sol_types::SolCall;
//! use restaking_abi::IVault;
//! use restaking_host::{ModuleId, Modules};
//!
//! // A host runs the vault through the module table; callers reach it through its ABI.
//! let call = IVault::requestRedeemCall {
//!     shares: U256::from(1),
//!     controller: Address::ZERO,
//!     owner: Address::ZERO,
//! };
//! assert_eq!(call.abi_encode().len(), 4 + 3 * 32);
//! # let _ = ModuleId(1);
//! # fn is_module_table<M: Modules>() {}
//! ```
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod accounts;
mod authority;
mod book;
mod cancel;
mod claim;
mod config;
mod control;
mod deposit;
mod dispatch;
mod error;
mod escrow;
pub mod factory;
mod history;
mod interfaces;
mod ledger;
mod request_redeem;
mod slash;
mod state;
mod views;
mod views_slash;

pub use book::{book, book_surplus, poke, settle};
pub use cancel::{cancel_redeem_request, claim_cancel_redeem_request};
pub use claim::{Claimant, MAX_CLAIM_IDS, redeem, redeem_request, redeem_requests, withdraw};
pub use config::{Config, SHARE_DECIMALS_OFFSET};
pub use control::{
    PAUSE_MAX_SECONDS, initialize, pause_deposits, set_deposit_cap, set_depositor,
    set_depositor_approver,
};
pub use deposit::{Insists, MIN_DEPOSIT_MAGNITUDE, deposit, mint};
pub use dispatch::call;
pub use error::{Answer, VaultError};
pub use escrow::{
    BURN_ADDRESS, FALLBACK_SECONDS, TRANSFER_GAS, pay_recovery, release, return_to_pool,
};
pub use ledger::BALANCE_GAS;
pub use request_redeem::request_redeem;
pub use slash::{SLASH_GAS, close_hold, open_hold, slash};
pub use state::{
    EscrowHead, EscrowId, EscrowStorage, EscrowTarget, HoldingsWord, PoolWord, StakeWord,
    TermsWord, VaultStorage, WindowWord,
};
pub use views_slash::Slashability;

pub(crate) use error::require;

use alloy_sol_types::SolEvent;
use restaking_host::{Context, Fail};

/// Logs an event of the vault or the factory.
pub(crate) fn emit<E, Event: SolEvent>(cx: &mut Context<'_>, event: &Event) -> Result<(), Fail<E>> {
    Ok(cx.host.log(event.encode_log_data())?)
}
