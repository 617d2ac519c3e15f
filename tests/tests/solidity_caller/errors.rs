//! Every error, as a Solidity contract gets it.

use std::collections::BTreeSet;

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{SolCall, SolError, SolValue};
use restaking::{
    VAULT_FACTORY,
    abi::{
        IVault::{self, IVaultErrors},
        IVaultFactory::{self, IVaultFactoryErrors},
    },
};
use restaking_tests::{
    ALICE, Artifact, BOB, CALLER, CAROL, DAY, DEPLOYER, OPERATOR, RECIPIENT, Wallet, World,
    fixtures::{ICaller, IToken},
};

use crate::{
    cases::create_vault,
    stage::{almighty, calm, hold_call, n, open_hold, request, slash, slashed, tell, whole},
};

/// Collects the errors that were seen.
#[derive(Default)]
struct Refusals(BTreeSet<[u8; 4]>);

impl Refusals {
    /// `call` by [`CALLER`] reverts with exactly `error`, passed on through Solidity.
    #[track_caller]
    fn expect<E: SolError>(&mut self, world: &mut World, call: &impl SolCall, error: &E) {
        let vault = world.vault;
        self.expect_at(world, vault, call, error);
    }

    #[track_caller]
    fn expect_at<E: SolError>(
        &mut self,
        world: &mut World,
        to: Address,
        call: &impl SolCall,
        error: &E,
    ) {
        let bubble = ICaller::bubbleCall { to, data: call.abi_encode().into() };
        world.try_send(ALICE, CALLER, &bubble).assert_error(error);
        self.0.insert(E::SELECTOR);
    }
}

fn refuse_deposits(seen: &mut Refusals) {
    let (mut world, facts) = calm();
    let (vault, token) = (world.vault, world.token);
    let deposit = |assets: U256, receiver| IVault::depositCall { assets, receiver };
    seen.expect(&mut world, &deposit(n(0), CALLER), &IVault::ZeroAmount {});
    seen.expect(&mut world, &deposit(n(1), vault), &IVault::VaultIsReceiver {});
    seen.expect(&mut world, &deposit(n(1), Address::ZERO), &IVault::ZeroReceiver {});
    seen.expect(&mut world, &deposit(n(1), BOB), &IVault::DepositorNotApproved { receiver: BOB });
    let beyond = U256::ONE << 112;
    seen.expect(
        &mut world,
        &deposit(beyond, CALLER),
        &IVault::AssetsExceedLimit { assets: beyond },
    );
    let terms = |min_shares, expected| IVault::depositWithTermsCall {
        assets: n(1),
        receiver: CALLER,
        minShares: min_shares,
        expectedRiskVersion: expected,
    };
    let expected = B256::repeat_byte(1);
    let mismatch = IVault::RiskVersionMismatch { found: facts.risk, expected };
    seen.expect(&mut world, &terms(n(0), expected), &mismatch);
    let shares = world.ask(&IVault::previewDepositCall { assets: n(1) });
    let slippage = IVault::SlippageExceeded { shares, minShares: shares + n(1) };
    seen.expect(&mut world, &terms(shares + n(1), facts.risk), &slippage);

    let until = world.chain.now() + 7 * DAY;
    let long = IVault::PauseTooLong { until: until + 1, latest: until };
    seen.expect(&mut world, &IVault::pauseDepositsCall { until: until + 1 }, &long);
    tell(&mut world, &IVault::pauseDepositsCall { until });
    seen.expect(&mut world, &deposit(n(1), CALLER), &IVault::DepositsPaused { until });
    tell(&mut world, &IVault::pauseDepositsCall { until: 0 });

    tell(&mut world, &IVault::setDepositCapCall { cap: beyond - n(1) });
    let over = IVault::AssetsExceedLimit { assets: beyond };
    seen.expect(&mut world, &IVault::setDepositCapCall { cap: beyond }, &over);
    let pool = world.ask(&IVault::totalAssetsCall {});
    tell(&mut world, &IVault::setDepositCapCall { cap: pool + n(5) });
    let capped = IVault::DepositCapExceeded { assets: n(6), room: n(5) };
    seen.expect(&mut world, &deposit(n(6), CALLER), &capped);

    let filed = world.chain.now();
    open_hold(&mut world, 9, 7);
    seen.expect(&mut world, &deposit(n(1), CALLER), &IVault::HoldOpen { filedAt: filed });

    let value = world.balance(vault);
    world.send(DEPLOYER, token, &IToken::burnCall { from: vault, value }).assert_success();
    world.chain.wait(8 * DAY);
    let missing = world.ask(&IVault::deficitCall {});
    assert!(missing > n(0));
    seen.expect(&mut world, &deposit(n(1), CALLER), &IVault::Deficit { missing });
}

fn refuse_amounts(seen: &mut Refusals) {
    let mut world = World::builder().build();
    seen.expect(&mut world, &IVault::bookCall { assets: n(1) }, &IVault::NothingStaked {});
    world.fund(CALLER, 1 << 80);
    tell(&mut world, &IVault::depositCall { assets: n(1), receiver: CALLER });
    seen.expect(&mut world, &IVault::bookSurplusCall {}, &IVault::NothingToBook {});
    // the price rises to ten million times par: one asset is worth less than one share
    tell(&mut world, &IVault::bookCall { assets: n(10).pow(n(13)) });
    let dust = IVault::depositCall { assets: n(1), receiver: CALLER };
    seen.expect(&mut world, &dust, &IVault::ZeroShares {});

    let held = n(1_000_000);
    let needed = held + n(1);
    let transfer = IVault::transferCall { to: BOB, value: needed };
    let lacks = IVault::InsufficientShares { account: CALLER, held, needed };
    seen.expect(&mut world, &transfer, &lacks);
    world
        .send(ALICE, world.vault, &IVault::approveCall { spender: CALLER, value: n(3) })
        .assert_success();
    let pull = IVault::transferFromCall { from: ALICE, to: BOB, value: n(4) };
    let lacks = IVault::InsufficientAllowance { spender: CALLER, allowed: n(3), needed: n(4) };
    seen.expect(&mut world, &pull, &lacks);
    seen.expect(
        &mut world,
        &IVault::previewRedeemCall { shares: n(1) },
        &IVault::PreviewNotSupported {},
    );
    seen.expect(
        &mut world,
        &IVault::previewWithdrawCall { assets: n(1) },
        &IVault::PreviewNotSupported {},
    );
    let future = IVault::EpochNotBegun { epoch: n(20_001), current: n(20_000) };
    seen.expect(&mut world, &IVault::stakeAtEpochCall { epoch: n(20_001) }, &future);
}

fn refuse_permits(seen: &mut Refusals) {
    let mut world = World::builder().build();
    let wallet = Wallet::new(2);
    let domain = world.ask(&IVault::DOMAIN_SEPARATORCall {});
    let late = U256::from(world.chain.now() - 1);
    let permit = wallet.permit(domain, CALLER, n(1), n(0), late);
    seen.expect(&mut world, &permit, &IVault::SignatureExpired { deadline: late });
    let replayed = wallet.permit(domain, CALLER, n(1), n(1), U256::MAX);
    seen.expect(&mut world, &replayed, &IVault::SignatureMismatch { owner: wallet.address });
}

fn refuse_exits(seen: &mut Refusals) {
    let (mut world, facts) = calm();
    let controller = CALLER;
    let stranger = IVault::requestRedeemCall { shares: n(1), controller: ALICE, owner: CALLER };
    seen.expect(
        &mut world,
        &stranger,
        &IVault::NotController { caller: CALLER, controller: ALICE },
    );
    let nothing = IVault::cancelRedeemRequestCall { requestId: n(9), controller };
    seen.expect(&mut world, &nothing, &IVault::NothingRequested { requestId: n(9), controller });
    let maturity = facts.claimable.to::<u64>() * DAY;
    let matured = IVault::cancelRedeemRequestCall { requestId: facts.claimable, controller };
    seen.expect(
        &mut world,
        &matured,
        &IVault::AlreadyMatured { requestId: facts.claimable, maturity },
    );
    let redeem = |id: U256, shares| IVault::redeemRequestCall {
        requestId: id,
        shares,
        receiver: BOB,
        controller,
    };
    let maturity = facts.pending.to::<u64>() * DAY;
    let early = IVault::NotMatured { requestId: facts.pending, maturity };
    seen.expect(&mut world, &redeem(facts.pending, n(1)), &early);
    let claimable = world.ask(&IVault::maxRedeemCall { controller });
    let needed = claimable + n(1);
    let more = IVault::redeemCall { shares: needed, receiver: BOB, controller };
    seen.expect(&mut world, &more, &IVault::InsufficientClaimable { claimable, needed });
    let many = IVault::redeemRequestsCall { requestIds: vec![n(1); 65], receiver: BOB, controller };
    seen.expect(&mut world, &many, &IVault::TooManyIds { count: n(65), most: n(64) });

    let id = request(&mut world, 1_000);
    tell(&mut world, &IVault::cancelRedeemRequestCall { requestId: id, controller });
    let again = IVault::requestRedeemCall { shares: n(1), controller, owner: CALLER };
    seen.expect(&mut world, &again, &IVault::CancelNotClaimed { requestId: id });

    world.chain.set_now(maturity - 1);
    open_hold(&mut world, 11, 7);
    world.chain.wait(1);
    let held = IVault::ExitHeld { requestId: facts.pending, filedAt: maturity - 1 };
    seen.expect(&mut world, &redeem(facts.pending, n(1)), &held);
    let still_matured = IVault::cancelRedeemRequestCall { requestId: facts.pending, controller };
    seen.expect(
        &mut world,
        &still_matured,
        &IVault::AlreadyMatured { requestId: facts.pending, maturity },
    );
}

fn refuse_strangers(seen: &mut Refusals) {
    let mut world = World::builder().build();
    let caller = CALLER;
    let approver = Address::ZERO;
    seen.expect(
        &mut world,
        &IVault::initializeCall { cap: n(0), approver },
        &IVault::AlreadyInitialized {},
    );
    for lane in [0, 3] {
        seen.expect(&mut world, &IVault::closeHoldCall { lane }, &IVault::NotSlashing { caller });
    }
    seen.expect(&mut world, &hold_call(0, 0, 0), &IVault::NotSlashing { caller });
    let slash = IVault::slashCall { lane: 0, magnitude: n(1), escrowUntil: 0, recipient: BOB };
    seen.expect(&mut world, &slash, &IVault::NotSlashing { caller });
    seen.expect(
        &mut world,
        &IVault::pauseDepositsCall { until: 0 },
        &IVault::NotGovernance { caller },
    );
    seen.expect(
        &mut world,
        &IVault::returnEscrowCall { escrowId: n(1) },
        &IVault::NotGovernance { caller },
    );
    seen.expect(
        &mut world,
        &IVault::payRecoveryCall { to: BOB, assets: n(1) },
        &IVault::NotGovernance { caller },
    );
    seen.expect(
        &mut world,
        &IVault::setDepositCapCall { cap: n(1) },
        &IVault::NotOperator { caller },
    );
    let set = IVault::setDepositorApproverCall { approver: BOB };
    seen.expect(&mut world, &set, &IVault::NotOperator { caller });
    let set = IVault::setDepositorCall { depositor: BOB, approved: true };
    seen.expect(&mut world, &set, &IVault::NotApprover { caller });
}

fn refuse_holds(seen: &mut Refusals) {
    let (mut world, facts) = slashed();
    let now = world.chain.now();
    let open = |seat, until| hold_call(seat, now, until);
    seen.expect(&mut world, &open(16, now + 1), &IVault::SeatOutOfRange { seat: 16 });
    let latest = now + 14 * DAY;
    for until in [now, latest + 1] {
        seen.expect(&mut world, &open(0, until), &IVault::HoldOutOfRange { until, latest });
    }
    for _ in 0..4 {
        open_hold(&mut world, 9, 7);
    }
    seen.expect(&mut world, &open(9, now + 1), &IVault::TooManyRequests { seat: 9 });
    let lane = open_hold(&mut world, 10, 7);
    world.chain.wait(DAY);
    tell(&mut world, &IVault::closeHoldCall { lane });
    let until = now + 2 * DAY;
    let again = hold_call(10, now + DAY, until);
    seen.expect(&mut world, &again, &IVault::CooldownActive { seat: 10, until });
    seen.expect(&mut world, &IVault::closeHoldCall { lane: 63 }, &IVault::HoldNotOpen { lane: 63 });
    let again = IVault::closeHoldCall { lane: facts.executed };
    seen.expect(&mut world, &again, &IVault::HoldExecuted { lane: facts.executed });
    let held = world.ask(&IVault::magnitudeCall {});
    let needed = held + n(1);
    let all = IVault::slashCall {
        lane: facts.open,
        magnitude: needed,
        escrowUntil: until,
        recipient: BOB,
    };
    seen.expect(&mut world, &all, &IVault::InsufficientMagnitude { held, needed });

    // all but a billionth of a billionth goes
    let rest = n(999_999_999);
    let all = IVault::slashCall {
        lane: facts.open,
        magnitude: held - rest,
        escrowUntil: until,
        recipient: BOB,
    };
    tell(&mut world, &all);
    world.chain.wait(20 * DAY);
    let rate = world.ask(&IVault::rateCall {});
    let deposit = IVault::depositCall { assets: n(1), receiver: CALLER };
    seen.expect(&mut world, &deposit, &IVault::VaultClosed { rate, magnitude: rest });
}

fn refuse_escrows(seen: &mut Refusals) {
    let (mut world, facts) = slashed();
    let release = |id| IVault::releaseEscrowCall { escrowId: id };
    seen.expect(&mut world, &release(n(77)), &IVault::UnknownEscrow { escrowId: n(77) });
    let escrow = world.ask(&IVault::escrowCall { escrowId: facts.waiting });
    let early = IVault::EscrowNotDue { escrowId: facts.waiting, due: escrow.due };
    seen.expect(&mut world, &release(facts.waiting), &early);
    let late = IVault::EscrowOver { escrowId: facts.due };
    seen.expect(&mut world, &IVault::returnEscrowCall { escrowId: facts.due }, &late);
    let held = world.ask(&IVault::recoveryAssetsCall {});
    let needed = held + n(1);
    let pay = IVault::payRecoveryCall { to: BOB, assets: needed };
    seen.expect(&mut world, &pay, &IVault::InsufficientRecovery { held, needed });

    // the one error whose data depends on the gas
    let starved = ICaller::executeWithGasCall {
        to: world.vault,
        data: release(facts.due).abi_encode().into(),
        gasLimit: n(440_000),
    };
    let answer = world.try_send(ALICE, CALLER, &starved).answer(&starved);
    let error = IVault::InsufficientGas::abi_decode_validate(&answer.ret).unwrap();
    assert_eq!((answer.ok, answer.ret.len()), (false, 68));
    assert!(error.needed == n(446_350) && error.left < n(440_000), "{error:?}");
    seen.0.insert(IVault::InsufficientGas::SELECTOR);
}

fn refuse_bad_tokens(seen: &mut Refusals) {
    let with = |token| {
        almighty()
            .params(|params| params.depositorApprover = Address::ZERO)
            .token(token, token)
            .build()
    };
    let deposit = IVault::depositCall { assets: n(1_000), receiver: CALLER };
    let mut world = with("FeeToken");
    world.fund(CALLER, 1_000);
    seen.expect(
        &mut world,
        &deposit,
        &IVault::AssetsNotReceived { received: n(990), asked: n(1_000) },
    );
    let mut world = with("ShortReturnToken");
    world.fund(CALLER, 1_000);
    let token = world.token;
    seen.expect(&mut world, &deposit, &IVault::TokenRefused { token });

    let mut world = with("BlocklistToken");
    world.fund(CALLER, 1_000);
    tell(&mut world, &deposit);
    let lane = open_hold(&mut world, 0, 7);
    let escrow = slash(&mut world, lane, 7);
    world.chain.wait(7 * DAY);
    world
        .send(DEPLOYER, world.token, &IToken::block_Call { account: RECIPIENT, blocked: true })
        .assert_success();
    let refused = IVault::RecipientRefuses { recipient: RECIPIENT };
    seen.expect(&mut world, &IVault::releaseEscrowCall { escrowId: escrow }, &refused);

    // called back from the token, through Solidity: what the caller gets there is bubbled too
    let mut world = with("CallbackToken");
    world.fund(CALLER, 1_000);
    let settle = Bytes::from(IVault::settleCall {}.abi_encode());
    let bubble = ICaller::bubbleCall { to: world.vault, data: settle };
    let hook = IToken::setHookCall {
        target: CALLER,
        data: bubble.abi_encode().into(),
        before: true,
        after_: false,
    };
    world.send(DEPLOYER, world.token, &hook).assert_success();
    tell(&mut world, &deposit);
    let result = world.view(world.token, &IToken::beforeResultCall {});
    assert_eq!((result.calls, result.ok), (n(1), false));
    assert_eq!(result.returndata, Bytes::from(IVault::Reentered {}.abi_encode()));
    seen.0.insert(IVault::Reentered::SELECTOR);
}

#[test]
fn every_error_of_the_vault_is_bubbled_byte_for_byte() {
    let mut seen = Refusals::default();
    for refuse in [
        refuse_deposits,
        refuse_amounts,
        refuse_permits,
        refuse_exits,
        refuse_strangers,
        refuse_holds,
        refuse_escrows,
        refuse_bad_tokens,
    ] {
        refuse(&mut seen);
    }
    assert_eq!(seen.0, IVaultErrors::SELECTORS.iter().copied().collect());
}

#[test]
fn every_error_of_the_factory_is_bubbled_byte_for_byte() {
    let mut seen = Refusals::default();
    let mut world = almighty().build();
    let (good, vault) = (world.params.clone(), world.vault);
    macro_rules! refuse {
        ($change:expr, $error:expr) => {
            let (mut params, change): (_, fn(&mut IVaultFactory::VaultParams)) =
                (good.clone(), $change);
            change(&mut params);
            let create = IVaultFactory::createVaultCall {
                operator: CALLER,
                params,
                salt: B256::repeat_byte(1),
            };
            seen.expect_at(&mut world, VAULT_FACTORY, &create, &$error);
        };
    }
    refuse!(|p| p.asset = CAROL, IVaultFactory::AssetWithoutCode { asset: CAROL });
    let (least, most) = (14 * DAY, 60 * DAY);
    refuse!(
        |p| p.exitDelay -= 1,
        IVaultFactory::DelayOutOfRange { exitDelay: least - 1, least, most }
    );
    refuse!(
        |p| p.exitDelay = 60 * DAY + 1,
        IVaultFactory::DelayOutOfRange { exitDelay: most + 1, least, most }
    );
    let shortest = (28 * DAY).div_ceil(62);
    refuse!(
        |p| p.epochLength = (28 * DAY).div_ceil(62) - 1,
        IVaultFactory::EpochTooShort { epochLength: shortest - 1, least: shortest }
    );
    refuse!(
        |p| p.epochLength = p.exitDelay + 1,
        IVaultFactory::EpochTooLong { epochLength: least + 1, most: least }
    );
    let ether = n(10).pow(n(18));
    let under = ether - n(1);
    refuse!(
        |p| p.leverageLimit -= n(1),
        IVaultFactory::LeverageOutOfRange { leverageLimit: under }
    );
    let over = ether * n(16) + n(1);
    refuse!(
        |p| p.leverageLimit = p.leverageLimit * n(16) + n(1),
        IVaultFactory::LeverageOutOfRange { leverageLimit: over }
    );
    refuse!(|p| p.slashCap = n(0), IVaultFactory::SlashCapOutOfRange { slashCap: n(0), window: 0 });
    refuse!(
        |p| p.slashCap -= n(1),
        IVaultFactory::SlashCapOutOfRange { slashCap: under, window: 0 }
    );
    refuse!(
        |p| p.slashCap += n(1),
        IVaultFactory::SlashCapOutOfRange { slashCap: ether + n(1), window: 0 }
    );
    refuse!(
        |p| p.slashCapWindow = 1 << 40,
        IVaultFactory::SlashCapOutOfRange { slashCap: ether, window: 1 << 40 }
    );
    let more = whole() + n(1);
    refuse!(
        |p| p.maxRedistributable += n(1),
        IVaultFactory::RedistributableOutOfRange { maxRedistributable: more }
    );
    let beyond = U256::ONE << 112;
    refuse!(|p| p.depositCap += n(1), IVaultFactory::DepositCapOutOfRange { depositCap: beyond });
    refuse!(|p| p.name.clear(), IVaultFactory::TextOutOfRange { length: n(0), most: n(64) });
    refuse!(
        |p| p.name = "x".repeat(65),
        IVaultFactory::TextOutOfRange { length: n(65), most: n(64) }
    );
    refuse!(|p| p.symbol.clear(), IVaultFactory::TextOutOfRange { length: n(0), most: n(16) });
    refuse!(
        |p| p.symbol = "x".repeat(17),
        IVaultFactory::TextOutOfRange { length: n(17), most: n(16) }
    );

    let stranger = IVaultFactory::createVaultCall {
        operator: OPERATOR,
        params: good.clone(),
        salt: B256::ZERO,
    };
    seen.expect_at(
        &mut world,
        VAULT_FACTORY,
        &stranger,
        &IVaultFactory::NotOperator { caller: CALLER },
    );
    let again = create_vault(&world, B256::ZERO);
    seen.expect_at(&mut world, VAULT_FACTORY, &again, &IVaultFactory::VaultExists { vault });
    for salt in 1..32 {
        world.create_vault(CALLER, U256::from(salt).into());
    }
    let one_more = create_vault(&world, U256::from(32).into());
    seen.expect_at(
        &mut world,
        VAULT_FACTORY,
        &one_more,
        &IVaultFactory::TooManyVaults { operator: CALLER, most: n(32) },
    );
    let arguments = ("T".to_owned(), "T".to_owned(), n(250)).abi_encode_params();
    let init_code = Artifact::named("FeeToken").init_code(&arguments);
    world.params.asset = world.chain.deploy(DEPLOYER, init_code);
    let create = create_vault(&world, B256::repeat_byte(2));
    seen.expect_at(
        &mut world,
        VAULT_FACTORY,
        &create,
        &IVaultFactory::DecimalsOutOfRange { decimals: 250 },
    );
    assert_eq!(seen.0, IVaultFactoryErrors::SELECTORS.iter().copied().collect());
}
