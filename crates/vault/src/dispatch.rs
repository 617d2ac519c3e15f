//! The one match over the ABI.

use alloc::{string::String, vec::Vec};

use alloy_primitives::{B256, Bytes, U256};
use restaking_abi::IVault::{self, IVaultCalls as Calls};
use restaking_host::{
    Context, Fail, Failure,
    abi::{self, give},
    locked,
    signature::Ecdsa,
    token,
};
use restaking_shares::{Assets, Magnitude, Shares, Timestamp};
use restaking_withdrawal_delay::{Epoch, HoldRequest, Lane, Seat};

use crate::{
    Answer, Claimant, Config, Insists, VaultError, VaultStorage, accounts, authority, book, cancel,
    claim, control, deposit, escrow, history, interfaces, request_redeem, slash, views,
    views_slash,
};

/// Runs one call of a vault.
///
/// # Errors
/// Revert data as Solidity would give it, or a halt.
pub fn call(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    let call = abi::decode::<Calls>(cx)?;
    let config = &Config::decode(cx.frame.config)?;
    match call {
        Calls::name(c) => give(&c, text(config.name)),
        Calls::symbol(c) => give(&c, text(config.symbol)),
        Calls::decimals(c) => give(&c, config.decimals),
        Calls::totalSupply(c) => give(&c, views::pool(cx, config)?.shares.get()),
        Calls::balanceOf(c) => {
            let mut ledger = views::look(cx, config)?;
            give(&c, accounts::balance_of(cx, &mut ledger, c.account)?.get())
        }
        Calls::transfer(c) => {
            lock(cx, |cx| accounts::transfer(cx, config, c.to, Shares::new(c.value)))?;
            give(&c, true)
        }
        Calls::allowance(c) => {
            let slot =
                VaultStorage::ROOT.allowances().key(cx.host, c.owner)?.key(cx.host, c.spender)?;
            give(&c, slot.read(cx.host)?.get())
        }
        Calls::approve(c) => {
            let owner = cx.caller();
            accounts::approve(cx, owner, c.spender, Shares::new(c.value))?;
            give(&c, true)
        }
        Calls::transferFrom(c) => {
            let shares = Shares::new(c.value);
            lock(cx, |cx| accounts::transfer_from(cx, config, c.from, c.to, shares))?;
            give(&c, true)
        }
        Calls::permit(c) => {
            let permit = accounts::Permit {
                owner: c.owner,
                spender: c.spender,
                shares: Shares::new(c.value),
                deadline: c.deadline,
            };
            accounts::permit(cx, config, &permit, Ecdsa { v: c.v, r: c.r, s: c.s })?;
            done()
        }
        Calls::nonces(c) => {
            give(&c, VaultStorage::ROOT.nonces().key(cx.host, c.owner)?.read(cx.host)?)
        }
        Calls::DOMAIN_SEPARATOR(c) => {
            give(&c, restaking_host::signature::domain_separator(cx, config.name)?)
        }

        Calls::asset(c) => give(&c, config.asset),
        Calls::totalAssets(c) => give(&c, views::pool(cx, config)?.assets.get()),
        Calls::convertToShares(c) => {
            give(&c, plain(views::pool(cx, config)?.to_shares_down(Assets::new(c.assets)))?.get())
        }
        Calls::convertToAssets(c) => {
            give(&c, plain(views::pool(cx, config)?.to_assets_down(Shares::new(c.shares)))?.get())
        }
        Calls::maxDeposit(c) => give(&c, views::max_deposit(cx, config, c.receiver)?.get()),
        Calls::previewDeposit(c) => give(
            &c,
            plain(views::compared_pool(cx, config)?.to_shares_down(Assets::new(c.assets)))?.get(),
        ),
        Calls::deposit(c) => {
            let assets = Assets::new(c.assets);
            let shares = lock(cx, |cx| {
                deposit::deposit(cx, config, assets, c.receiver, Insists::default())
            })?;
            give(&c, shares.get())
        }
        Calls::maxMint(c) => give(&c, views::max_mint(cx, config, c.receiver)?.get()),
        Calls::previewMint(c) => give(
            &c,
            plain(views::compared_pool(cx, config)?.to_assets_up(Shares::new(c.shares)))?.get(),
        ),
        Calls::mint(c) => {
            let assets =
                lock(cx, |cx| deposit::mint(cx, config, Shares::new(c.shares), c.receiver))?;
            give(&c, assets.get())
        }
        Calls::depositWithTerms(c) => {
            let insists = insists(c.minShares, c.expectedRiskVersion);
            let shares = lock(cx, |cx| {
                deposit::deposit(cx, config, Assets::new(c.assets), c.receiver, insists)
            })?;
            give(&c, shares.get())
        }
        Calls::depositWithPermit(c) => {
            let assets = Assets::new(c.assets);
            let insists = insists(c.minShares, c.expectedRiskVersion);
            let permit =
                token::Permit { value: assets, deadline: c.deadline, v: c.v, r: c.r, s: c.s };
            let shares = lock(cx, |cx| {
                token::permit_from_caller(cx, config.asset, permit)?;
                deposit::deposit(cx, config, assets, c.receiver, insists)
            })?;
            give(&c, shares.get())
        }

        Calls::requestRedeem(c) => {
            let shares = Shares::new(c.shares);
            let epoch = lock(cx, |cx| {
                request_redeem::request_redeem(cx, config, shares, c.controller, c.owner)
            })?;
            give(&c, id(epoch))
        }
        Calls::pendingRedeemRequest(c) => {
            give(&c, views::pending(cx, config, epoch(c.requestId), c.controller)?.get())
        }
        Calls::claimableRedeemRequest(c) => {
            give(&c, views::claimable(cx, config, epoch(c.requestId), c.controller)?.get())
        }
        Calls::isOperator(c) => give(&c, accounts::is_operator(cx, c.controller, c.operator)?),
        Calls::setOperator(c) => {
            accounts::set_operator(cx, c.operator, c.approved)?;
            give(&c, true)
        }
        Calls::maxWithdraw(c) => give(&c, views::max_withdraw(cx, config, c.controller)?.get()),
        Calls::previewWithdraw(_) | Calls::previewRedeem(_) => {
            Err(Fail::Error(VaultError::PreviewNotSupported).into())
        }
        Calls::withdraw(c) => {
            let to = Claimant { receiver: c.receiver, controller: c.controller };
            let shares = lock(cx, |cx| claim::withdraw(cx, config, Assets::new(c.assets), to))?;
            give(&c, shares.get())
        }
        Calls::maxRedeem(c) => give(&c, views::max_redeem(cx, config, c.controller)?.get()),
        Calls::redeem(c) => {
            let to = Claimant { receiver: c.receiver, controller: c.controller };
            let assets = lock(cx, |cx| claim::redeem(cx, config, Shares::new(c.shares), to))?;
            give(&c, assets.get())
        }
        Calls::redeemRequest(c) => {
            let to = Claimant { receiver: c.receiver, controller: c.controller };
            let (epoch, shares) = (epoch(c.requestId), Shares::new(c.shares));
            let assets = lock(cx, |cx| claim::redeem_request(cx, config, epoch, shares, to))?;
            give(&c, assets.get())
        }
        Calls::redeemRequests(c) => {
            let to = Claimant { receiver: c.receiver, controller: c.controller };
            let epochs: Vec<Epoch> = c.requestIds.iter().copied().map(epoch).collect();
            let assets = lock(cx, |cx| claim::redeem_requests(cx, config, &epochs, to))?;
            give(&c, assets.get())
        }

        Calls::cancelRedeemRequest(c) => {
            lock(cx, |cx| {
                cancel::cancel_redeem_request(cx, config, epoch(c.requestId), c.controller)
            })?;
            done()
        }
        Calls::pendingCancelRedeemRequest(c) => give(&c, false),
        Calls::claimableCancelRedeemRequest(c) => {
            give(&c, views::cancelled(cx, epoch(c.requestId), c.controller)?.get())
        }
        Calls::claimCancelRedeemRequest(c) => {
            let (epoch, receiver) = (epoch(c.requestId), c.receiver);
            lock(cx, |cx| {
                cancel::claim_cancel_redeem_request(cx, config, epoch, receiver, c.controller)
            })?;
            done()
        }

        Calls::share(c) => give(&c, cx.this()),
        Calls::supportsInterface(c) => give(&c, interfaces::is_supported(c.interfaceId)),

        Calls::settle(_) => {
            lock(cx, |cx| book::settle(cx, config))?;
            done()
        }
        Calls::poke(_) => {
            lock(cx, |cx| book::poke(cx, config))?;
            done()
        }
        Calls::book(c) => {
            let gained = lock(cx, |cx| book::book(cx, config, Assets::new(c.assets)))?;
            give(&c, gained.get())
        }
        Calls::bookSurplus(c) => {
            let gained = lock(cx, |cx| book::book_surplus(cx, config))?;
            give(&c, gained.get())
        }

        Calls::openHold(c) => {
            let request = HoldRequest {
                executable_from: Timestamp::new(c.executableFrom),
                until: Timestamp::new(c.until),
                magnitude: Magnitude::new(c.magnitude),
            };
            let lane = lock(cx, |cx| slash::open_hold(cx, config, Seat(c.seat), request))?;
            give(&c, lane.0)
        }
        Calls::closeHold(c) => {
            lock(cx, |cx| slash::close_hold(cx, config, Lane(c.lane)))?;
            done()
        }
        Calls::slash(c) => {
            let (lane, taken) = (Lane(c.lane), Magnitude::new(c.magnitude));
            let due = Timestamp::new(c.escrowUntil);
            let (assets, escrow) =
                lock(cx, |cx| slash::slash(cx, config, lane, taken, due, c.recipient))?;
            give(&c, IVault::slashReturn { assets: assets.get(), escrowId: U256::from(escrow) })
        }
        Calls::releaseEscrow(c) => {
            let (to, paid) = lock(cx, |cx| escrow::release(cx, config, c.escrowId))?;
            give(&c, IVault::releaseEscrowReturn { to, paid: paid.get() })
        }
        Calls::returnEscrow(c) => {
            let (pool, grown) = lock(cx, |cx| escrow::return_to_pool(cx, config, c.escrowId))?;
            give(&c, IVault::returnEscrowReturn { toPool: pool.get(), magnitude: grown.get() })
        }
        Calls::payRecovery(c) => {
            let paid =
                lock(cx, |cx| escrow::pay_recovery(cx, config, c.to, Assets::new(c.assets)))?;
            give(&c, paid.get())
        }

        Calls::initialize(c) => {
            lock(cx, |cx| control::initialize(cx, config, Assets::new(c.cap), c.approver))?;
            done()
        }
        Calls::pauseDeposits(c) => {
            lock(cx, |cx| control::pause_deposits(cx, config, Timestamp::new(c.until)))?;
            done()
        }
        Calls::setDepositCap(c) => {
            lock(cx, |cx| control::set_deposit_cap(cx, config, Assets::new(c.cap)))?;
            done()
        }
        Calls::setDepositorApprover(c) => {
            lock(cx, |cx| control::set_depositor_approver(cx, config, c.approver))?;
            done()
        }
        Calls::setDepositor(c) => {
            lock(cx, |cx| control::set_depositor(cx, c.depositor, c.approved))?;
            done()
        }

        Calls::operator(c) => give(&c, config.operator),
        Calls::slashing(c) => give(&c, config.slashing),
        Calls::operatorRegistry(c) => give(&c, config.operator_registry),
        Calls::avsRegistry(c) => give(&c, config.avs_registry),
        Calls::governance(c) => give(&c, config.governance),
        Calls::epochLength(c) => give(&c, config.epoch_length),
        Calls::exitDelay(c) => give(&c, config.exit_delay),
        Calls::leverageLimit(c) => give(&c, config.leverage_limit.get()),
        Calls::slashCap(c) => give(&c, config.slash_cap.get()),
        Calls::slashCapWindow(c) => give(&c, config.slash_cap_window),
        Calls::maxRedistributable(c) => give(&c, config.max_redistributable.get()),
        Calls::depositCap(c) => {
            give(&c, VaultStorage::ROOT.terms().read(cx.host)?.deposit_cap.get())
        }
        Calls::depositorApprover(c) => give(&c, VaultStorage::ROOT.approver().read(cx.host)?),
        Calls::isDepositor(c) => {
            let mut ledger = views::look(cx, config)?;
            give(&c, deposit::is_depositor(cx, &mut ledger, c.account)?)
        }
        Calls::depositsPausedUntil(c) => {
            give(&c, VaultStorage::ROOT.terms().read(cx.host)?.paused_until.get())
        }
        Calls::magnitude(c) => give(&c, VaultStorage::ROOT.stake().read(cx.host)?.magnitude.get()),
        Calls::activeAssets(c) => give(&c, views::remaining_assets(cx, config, None)?.get()),
        Calls::exitingAssets(c) => give(&c, views::exiting_assets(cx, config)?.get()),
        Calls::exitingShares(c) => give(&c, views::exiting_shares(cx, config)?.get()),
        Calls::unclaimedAssets(c) => give(&c, views::unclaimed(cx, config)?.get()),
        Calls::escrowedAssets(c) => {
            give(&c, VaultStorage::ROOT.holdings().read(cx.host)?.escrowed.get())
        }
        Calls::recoveryAssets(c) => give(&c, VaultStorage::ROOT.recovery().read(cx.host)?.get()),
        Calls::deficit(c) => give(&c, views::deficit(cx, config)?.get()),
        Calls::slashableUntil(c) => {
            give(&c, views::remaining_assets(cx, config, Some(Timestamp::new(c.time)))?.get())
        }
        Calls::previewSlash(c) => {
            let (assets, reason) =
                views_slash::preview_slash(cx, config, Magnitude::new(c.magnitude))?;
            give(&c, IVault::previewSlashReturn { assets: assets.get(), reason: reason as u8 })
        }
        Calls::openHolds(c) => give(&c, U256::from(views::look(cx, config)?.queue.open_holds())),
        Calls::hold(c) => give(&c, views_slash::hold(cx, config, Lane(c.lane))?),
        Calls::seatHolds(c) => give(&c, views_slash::seat_holds(cx, config, Seat(c.seat))?),
        Calls::profile(c) => give(&c, views::profile(cx, config)?),
        Calls::cooldownUntil(c) => {
            let ledger = views::look(cx, config)?;
            give(&c, ledger.queue.cooldown_end(cx.host, Seat(c.seat))?.get())
        }
        Calls::riskVersion(c) => give(&c, authority::risk_version(cx, config)?),
        Calls::rate(c) => give(&c, plain(views::pool(cx, config)?.rate_down())?.get()),
        Calls::clear(c) => give(&c, views::look(cx, config)?.queue.earliest_hold().is_none()),
        Calls::earliestHold(c) => {
            give(&c, views::look(cx, config)?.queue.earliest_hold().map_or(0, |time| time.get()))
        }
        Calls::reservedMagnitude(c) => give(&c, views_slash::reserved_magnitude(cx, config)?.get()),
        Calls::pendingReturn(c) => {
            give(&c, views_slash::pending_return(cx, config, Shares::new(c.shares))?.get())
        }
        Calls::currentEpoch(c) => give(&c, id(config.clock().epoch_at(cx.now()))),
        Calls::bucket(c) => give(&c, views::bucket(cx, config, epoch(c.requestId))?),
        Calls::escrow(c) => give(&c, views_slash::escrow(cx, config, c.escrowId)?),
        Calls::stakeAtEpoch(c) => give(&c, history::stake_at(cx, config, epoch(c.epoch))?.get()),
    }
}

/// Runs a state change under the reentrancy guard.
fn lock<T>(
    cx: &mut Context<'_>,
    body: impl FnOnce(&mut Context<'_>) -> Answer<T>,
) -> Result<T, Failure> {
    Ok(locked(cx, VaultError::Reentered, body)?)
}

const fn done() -> Result<Bytes, Failure> {
    Ok(Bytes::new())
}

fn plain<T>(result: Result<T, restaking_shares::ArithmeticError>) -> Answer<T> {
    Ok(result?)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A request id as an epoch. Ids beyond any epoch stay beyond.
fn epoch(request_id: U256) -> Epoch {
    Epoch(u64::try_from(request_id).unwrap_or(u64::MAX))
}

fn id(epoch: Epoch) -> U256 {
    U256::from(epoch.0)
}

fn insists(min_shares: U256, risk_version: B256) -> Insists {
    Insists { min_shares: Shares::new(min_shares), risk_version: Some(risk_version) }
}
