//! Pool, holdings and terms of a vault, and the one match over its events.

use alloy_primitives::{Address, U256};
use restaking::abi::IVault::{self, IVaultEvents as Events};
use restaking::abi::IVaultFactory::VaultParams;
use restaking::shares::{Assets, Magnitude, Shares, Timestamp, Wad};
use restaking::vault::{
    EscrowHead, EscrowId, EscrowTarget, HoldingsWord, MIN_DEPOSIT_MAGNITUDE, PoolWord, StakeWord,
    TermsWord, VaultStorage,
};
use restaking::withdrawal_delay::{Clock, Lane};

use super::words::{Amount, At, NONE, Words, at};
use super::{accounts, escrow, history, holds, queue};

const ROOT: VaultStorage = VaultStorage::ROOT;

/// What a vault's birth fixed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vault {
    address: Address,
    clock: Clock,
    /// Its asset.
    pub(super) asset: Address,
    /// Its exit delay, in seconds.
    pub(super) exit_delay: u64,
    /// Its epoch, in seconds.
    pub(super) epoch_length: u64,
    /// How often its stake may be promised.
    pub(super) leverage_limit: Wad,
    /// Loss that a returned escrow bears: it is logged before the return.
    early_loss: U256,
    /// The protocol's own registry and governance tell how long a hold lasts.
    is_protocol: bool,
}

/// The pool.
pub(super) fn pool() -> At<PoolWord> {
    at("pool", NONE, ROOT.pool())
}

/// The terms of deposits, and where the history stands.
pub(super) fn terms() -> At<TermsWord> {
    at("terms", NONE, ROOT.terms())
}

/// What the vault holds for others.
pub(super) fn holdings() -> At<HoldingsWord> {
    at("holdings", NONE, ROOT.holdings())
}

fn stake() -> At<StakeWord> {
    at("stake", NONE, ROOT.stake())
}

fn recovery() -> At<Assets> {
    at("recovery", NONE, ROOT.recovery())
}

fn approver() -> At<Address> {
    at("approver", NONE, ROOT.approver())
}

impl Vault {
    /// A vault is born.
    pub(super) fn born(
        words: &mut Words,
        address: Address,
        now: Timestamp,
        params: &VaultParams,
        is_protocol: bool,
    ) -> Self {
        let clock = Clock::new(params.epochLength);
        let last_epoch = clock.epoch_at(now);
        words.set(
            address,
            stake(),
            StakeWord { magnitude: Magnitude::WHOLE, ..StakeWord::default() },
        );
        words.set(address, holdings(), HoldingsWord { next_escrow: 1, ..HoldingsWord::default() });
        words.set(address, approver(), params.depositorApprover);
        words.set(
            address,
            terms(),
            TermsWord {
                deposit_cap: Assets::new(params.depositCap),
                is_gated: !params.depositorApprover.is_zero(),
                last_epoch,
                window: history::bit(last_epoch),
                ..TermsWord::default()
            },
        );
        Self {
            address,
            clock,
            asset: params.asset,
            exit_delay: params.exitDelay,
            epoch_length: params.epochLength,
            leverage_limit: Wad::new(params.leverageLimit),
            early_loss: U256::ZERO,
            is_protocol,
        }
    }

    /// What an event of the vault says.
    pub(super) fn learn(&mut self, words: &mut Words, now: Timestamp, event: Events) {
        let vault = self.address;
        match event {
            Events::Transfer(e) => accounts::moved(words, vault, e.from, e.to, e.value),
            Events::Approval(e) => accounts::approved(words, vault, e.owner, e.spender, e.value),
            Events::OperatorSet(e) => {
                accounts::operator_set(words, vault, e.controller, e.operator, e.approved);
            }
            Events::DepositorSet(e) => {
                accounts::depositor_set(words, vault, e.depositor, e.approved);
            }
            Events::Deposit(e) => self.deposited(words, now, e.assets, e.shares),
            Events::YieldBooked(e) => self.deposited(words, now, e.booked, U256::ZERO),
            Events::LossReconciled(e) => self.lost(words, now, e.assets),
            Events::ExitsSettled(e) => self.settled(words, now, &e),
            Events::RedeemRequest(e) => {
                self.touch(words, now);
                let epoch = queue::epoch_of(e.requestId);
                queue::requested(words, vault, epoch, e.controller, e.shares);
            }
            Events::CancelRedeemRequest(e) => {
                self.touch(words, now);
                let epoch = queue::epoch_of(e.requestId);
                let shares = queue::cancelled(words, vault, epoch, e.controller);
                words.change(vault, stake(), |stake| StakeWord {
                    cancelled: stake.cancelled.plus(shares.get()),
                    ..stake
                });
            }
            Events::CancelRedeemClaim(e) => {
                queue::collected(words, vault, queue::epoch_of(e.requestId), e.controller);
                words.change(vault, stake(), |stake| StakeWord {
                    cancelled: stake.cancelled.minus(e.shares),
                    ..stake
                });
            }
            Events::ExitClaimed(e) => {
                let epoch = queue::epoch_of(e.requestId);
                queue::claim(words, vault, epoch, e.controller, e.shares);
                discharge(words, vault, e.assets);
            }
            // The claims that it pays have events of their own.
            Events::Withdraw(_) => {}
            Events::HoldsEnded(e) => holds::ended(words, vault, e.lanes, self.is_protocol),
            Events::HoldOpened(e) => holds::opened(
                words,
                vault,
                now,
                holds::Opened {
                    lane: e.lane,
                    executable_from: Timestamp::new(e.executableFrom),
                    until: Timestamp::new(e.until),
                    magnitude: Magnitude::new(e.magnitude),
                },
            ),
            Events::HoldClosed(e) => holds::closed(words, vault, now, e.lane),
            Events::Slashed(e) => self.slashed(words, now, &e),
            Events::EscrowReleased(e) => {
                let assets = escrow::clear(words, vault, e.escrowId);
                discharge(words, vault, assets.get());
            }
            Events::EscrowReturned(e) => self.returned(words, now, &e),
            Events::RecoveryPaid(e) => {
                words.change(vault, recovery(), |held| held.minus(e.assets));
                discharge(words, vault, e.assets);
            }
            Events::DepositsPausedUntil(e) => words.change(vault, terms(), |terms| TermsWord {
                paused_until: Timestamp::new(e.until),
                ..terms
            }),
            Events::DepositCapSet(e) => words.change(vault, terms(), |terms| TermsWord {
                deposit_cap: Assets::new(e.cap),
                ..terms
            }),
            Events::DepositorApproverSet(e) => {
                words.set(vault, approver(), e.approver);
                let is_gated = !e.approver.is_zero();
                words.change(vault, terms(), |terms| TermsWord { is_gated, ..terms });
            }
        }
    }

    fn touch(&self, words: &mut Words, now: Timestamp) {
        history::touch(words, self.address, self.clock.epoch_at(now));
    }

    fn deposited(&self, words: &mut Words, now: Timestamp, assets: U256, shares: U256) {
        self.touch(words, now);
        words.change(self.address, pool(), |pool| PoolWord {
            assets: pool.assets.plus(assets),
            shares: pool.shares.plus(shares),
        });
    }

    /// The pool bore a loss. What it did not have yet is what a returned escrow brings.
    fn lost(&mut self, words: &mut Words, now: Timestamp, assets: U256) {
        self.touch(words, now);
        let held = words.get(self.address, pool()).assets.get();
        self.early_loss = self.early_loss.saturating_add(assets.saturating_sub(held));
        words.change(self.address, pool(), |pool| PoolWord {
            assets: pool.assets.minus(assets),
            ..pool
        });
    }

    fn settled(&self, words: &mut Words, now: Timestamp, event: &IVault::ExitsSettled) {
        self.touch(words, now);
        let vault = self.address;
        let before = words.get(vault, pool());
        let (first, last) =
            (queue::epoch_of(event.firstRequestId), queue::epoch_of(event.lastRequestId));
        queue::settled(words, vault, before.into(), first, last);
        words.set(
            vault,
            pool(),
            PoolWord {
                assets: before.assets.minus(event.assets),
                shares: before.shares.minus(event.shares),
            },
        );
        words.change(vault, holdings(), |holdings| HoldingsWord {
            owed: holdings.owed.plus(event.assets),
            ..holdings
        });
    }

    fn slashed(&self, words: &mut Words, now: Timestamp, event: &IVault::Slashed) {
        self.touch(words, now);
        let vault = self.address;
        let IVault::Slashed { lane, escrowId: id, recipient, due, magnitude, assets, supply } =
            *event;
        words.change(vault, pool(), |pool| PoolWord { assets: pool.assets.minus(assets), ..pool });
        let whole = words.get(vault, stake()).magnitude.minus(magnitude);
        set_magnitude(words, vault, whole);
        let has_escrow = !id.is_zero();
        words.change(vault, holdings(), |holdings| HoldingsWord {
            owed: holdings.owed.plus(assets),
            escrowed: holdings.escrowed.plus(assets),
            next_escrow: holdings.next_escrow.saturating_add(u32::from(has_escrow)),
        });
        let due = Timestamp::new(due);
        let until = if has_escrow { due } else { now };
        let id = EscrowId(id.saturating_to());
        let taken = Magnitude::new(magnitude);
        holds::executed(words, vault, (now, until), lane, (id.0, taken));
        if has_escrow {
            let (assets, supply) = (Assets::new(assets), Shares::new(supply));
            let target = EscrowTarget { recipient, due };
            escrow::opened(words, vault, id, EscrowHead { assets, supply }, target);
        }
    }

    fn returned(&mut self, words: &mut Words, now: Timestamp, event: &IVault::EscrowReturned) {
        self.touch(words, now);
        let vault = self.address;
        escrow::clear(words, vault, event.escrowId);
        discharge(words, vault, event.toPool);
        let kept = event.toPool.saturating_sub(core::mem::take(&mut self.early_loss));
        words.change(vault, pool(), |pool| PoolWord { assets: pool.assets.plus(kept), ..pool });
        let whole = words.get(vault, stake()).magnitude;
        let whole = whole.saturating_grow(Magnitude::new(event.magnitude));
        set_magnitude(words, vault, whole);
        words.change(vault, recovery(), |held| held.plus(event.toRecovery));
        let Lane(lane) = EscrowId(event.escrowId.saturating_to()).lane();
        holds::closed(words, vault, now, lane);
    }
}

/// The whole, and whether too little of it is left for deposits.
fn set_magnitude(words: &mut Words, vault: Address, magnitude: Magnitude) {
    words.change(vault, stake(), |stake| StakeWord { magnitude, ..stake });
    let is_spent = magnitude < MIN_DEPOSIT_MAGNITUDE;
    words.change(vault, terms(), |terms| TermsWord { is_spent, ..terms });
}

/// So much is no longer owed.
fn discharge(words: &mut Words, vault: Address, assets: U256) {
    words.change(vault, holdings(), |holdings| HoldingsWord {
        owed: holdings.owed.minus(assets),
        ..holdings
    });
}
