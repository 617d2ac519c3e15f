//! Calls that tolerate a failure, with every amount of gas: with too little they leave nothing, with enough what they leave
//! with ample gas. A transaction gives the first call what its limit leaves after the intrinsic cost; here a contract does.
#![allow(
    unreachable_pub,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod stage;
mod sweep;

use alloy_primitives::{B256, Bytes, U256};
use restaking::{
    AVS_REGISTRY, GOVERNANCE, OPERATOR_REGISTRY, SLASHING, VAULT_FACTORY,
    abi::{
        IAvsRegistry, IGovernance, IOperatorRegistry, IRegistrar,
        ISlashing::{self, SlashExecuted},
        IVault, IVaultFactory,
    },
    vault::BURN_ADDRESS,
};
use restaking_tests::{
    ALICE, BOB, BURNING, CALLER, DAY, INSTANT, Outcome, Protocol,
    fixtures::{ICaller, IToken},
};
use stage::{
    ALL, APPROVAL, BALANCE_MOODS, GUEST, IHungry, JOINED, OPEN, approval, deposit_with_permit, due,
    escrowed, executable, hungry, lapsing, mood, n, set_balance_mood, set_mood, set_recipient_mood,
    set_registrar_mood,
};
use sweep::{AMPLE, Case, assert_nothing, run, sweep};

/// Tries a case, and passes if it is all or nothing.
#[track_caller]
fn check(protocol: &mut Protocol, case: &Case) {
    sweep(protocol, case).assert_all_or_nothing(&case.name);
}

/// What a case leaves with ample gas.
fn ample(protocol: &mut Protocol, case: &Case) -> Outcome {
    let call = ICaller::bubbleCall { to: case.to, data: case.input.clone() };
    protocol.world.chain.try_send(ALICE, CALLER, &call)
}

#[test]
fn slash_is_all_or_nothing_for_any_amount_of_gas() {
    for mood in BALANCE_MOODS {
        let (mut protocol, request) = executable();
        set_balance_mood(&mut protocol, mood);
        let vault = protocol.vault;
        let filing = protocol.filing(INSTANT, 10);
        let execute = ISlashing::executeCall { request, vault };
        let cases = [
            Case::new("execute", SLASHING, &execute),
            Case::new("file and execute at once", SLASHING, &filing),
        ];
        for mut case in cases {
            case.name = format!("{}, balance {}", case.name, mood.name);
            check(&mut protocol, &case);
            let left = ample(&mut protocol, &case);
            let [slashed] = &left.events::<SlashExecuted>(SLASHING)[..] else { panic!("one") };
            assert!(slashed.assets > n(0));
            let losses = left.events::<IVault::LossReconciled>(vault).len();
            assert_eq!(losses, usize::from(!mood.fails), "{}", case.name);
        }
    }
}

#[test]
fn settlement_is_all_or_nothing_for_any_amount_of_gas() {
    for mood in BALANCE_MOODS {
        let (mut protocol, _) = due();
        set_balance_mood(&mut protocol, mood);
        let vault = protocol.vault;
        let filing = protocol.filing(BURNING, 10);
        let request = IVault::requestRedeemCall { shares: n(9), controller: CALLER, owner: CALLER };
        let transfer = IVault::transferCall { to: BOB, value: n(9) };
        let cap = IVault::setDepositCapCall { cap: n(1) << 100 };
        let pause = IGovernance::pauseDepositsCall { vault, duration: DAY };
        let cases = [
            Case::new("settle", vault, &IVault::settleCall {}),
            Case::new("requestRedeem", vault, &request),
            Case::new("transfer", vault, &transfer),
            Case::new("setDepositCap", vault, &cap),
            Case::new("pauseDeposits", GOVERNANCE, &pause),
            Case::new("file", SLASHING, &filing),
        ];
        for mut case in cases {
            case.name = format!("{}, balance {}", case.name, mood.name);
            check(&mut protocol, &case);
            let left = ample(&mut protocol, &case);
            assert_eq!(left.events::<IVault::ExitsSettled>(vault).len(), 1, "{}", case.name);
            let losses = left.events::<IVault::LossReconciled>(vault).len();
            assert_eq!(losses, usize::from(!mood.fails), "{}", case.name);
        }
    }
}

/// Calls that pay or are paid.
fn payments(protocol: &Protocol, id: U256) -> [Case; 5] {
    let (vault, receiver, controller) = (protocol.vault, BOB, CALLER);
    let shares = n(9_000_000);
    let claim = IVault::redeemRequestCall { requestId: id, shares, receiver, controller };
    let claims = IVault::redeemRequestsCall { requestIds: vec![id], receiver, controller };
    let withdraw = IVault::withdrawCall { assets: n(9), receiver, controller };
    [
        Case::new("deposit", vault, &IVault::depositCall { assets: n(9), receiver }),
        Case::new("book", vault, &IVault::bookCall { assets: n(9) }),
        Case::new("redeemRequest", vault, &claim),
        Case::new("redeemRequests", vault, &claims),
        Case::new("withdraw", vault, &withdraw),
    ]
}

#[test]
fn payment_is_all_or_nothing_for_any_amount_of_gas() {
    let (mut protocol, id) = due();
    for mood in &BALANCE_MOODS[..1] {
        set_balance_mood(&mut protocol, *mood);
        for mut case in payments(&protocol, id) {
            case.name = format!("{}, balance {}", case.name, mood.name);
            check(&mut protocol, &case);
        }
    }
}

#[test]
fn payment_fails_and_leaves_nothing_for_any_amount_of_gas_when_the_balance_is_not_told() {
    let (mut protocol, id) = due();
    for mood in &BALANCE_MOODS[1..] {
        set_balance_mood(&mut protocol, *mood);
        for case in payments(&protocol, id) {
            assert_nothing(&mut protocol, &case);
        }
    }
}

#[test]
fn hold_ends_at_one_time_for_any_amount_of_gas() {
    for is_lapsed in [false, true] {
        for mood in &BALANCE_MOODS[..1] {
            let (mut protocol, id) = lapsing(is_lapsed);
            set_balance_mood(&mut protocol, *mood);
            let (vault, receiver, controller) = (protocol.vault, BOB, CALLER);
            let filing = protocol.filing(INSTANT, 10);
            let request = IVault::requestRedeemCall { shares: n(9), controller, owner: CALLER };
            let mut cases = vec![Case::new("requestRedeem", vault, &request)];
            if is_lapsed {
                let claim = IVault::redeemRequestCall {
                    requestId: id,
                    shares: n(9_000_000),
                    receiver,
                    controller,
                };
                cases.extend([
                    Case::new("settle", vault, &IVault::settleCall {}),
                    Case::new("deposit", vault, &IVault::depositCall { assets: n(9), receiver }),
                    Case::new("redeemRequest", vault, &claim),
                    Case::new("file", SLASHING, &filing),
                ]);
            }
            for mut case in cases {
                case.name = format!("{}, lapsed {is_lapsed}, balance {}", case.name, mood.name);
                check(&mut protocol, &case);
                let settled = ample(&mut protocol, &case).events::<IVault::ExitsSettled>(vault);
                assert_eq!(settled.len(), usize::from(is_lapsed), "{}", case.name);
            }
        }
    }
}

#[test]
fn registrar_is_told_of_a_departure_or_nothing_happens_for_any_amount_of_gas() {
    let moods = [
        mood("accepts", 0, false),
        mood("accepts at the last moment", 465_000, false),
        mood("refuses at the last moment", 465_000, true),
        mood("burns all", ALL, true),
    ];
    let mut protocol = hungry();
    let (operator, avs, id) = (CALLER, CALLER, JOINED);
    for mood in moods {
        set_registrar_mood(&mut protocol, mood);
        let cases = [
            Case::new(
                "deregister",
                AVS_REGISTRY,
                &IAvsRegistry::deregisterCall { operator, avs, id },
            ),
            Case::new("eject", AVS_REGISTRY, &IAvsRegistry::ejectCall { operator, avs, id }),
        ];
        for mut case in cases {
            case.name = format!("{}, registrar {}", case.name, mood.name);
            check(&mut protocol, &case);
            let left = ample(&mut protocol, &case);
            let failed = left.events::<IAvsRegistry::RegistrarFailed>(AVS_REGISTRY).len();
            assert_eq!(failed, usize::from(mood.fails), "{}", case.name);
            assert_eq!(left.touched(GUEST), !mood.fails, "{}", case.name);
        }
    }
}

#[test]
fn escrow_goes_to_a_recipient_that_takes_it_or_stays_for_any_amount_of_gas() {
    for days in [0, 30] {
        let (mut protocol, escrow) = escrowed(days);
        let release = IVault::releaseEscrowCall { escrowId: escrow };
        for eats in [0, 330_000] {
            set_recipient_mood(&mut protocol, mood("takes", eats, false));
            let name = format!("releaseEscrow, due for {days} days, recipient eats {eats}");
            let case = Case::new(&name, protocol.vault, &release);
            check(&mut protocol, &case);
            let left = ample(&mut protocol, &case);
            let [released] = &left.events::<IVault::EscrowReleased>(protocol.vault)[..] else {
                panic!("one")
            };
            assert_eq!(released.to, GUEST);
        }
    }
}

#[test]
fn escrow_that_is_refused_burns_after_30_days_or_stays_for_any_amount_of_gas() {
    for days in [0, 30] {
        let (mut protocol, escrow) = escrowed(days);
        let release = IVault::releaseEscrowCall { escrowId: escrow };
        for (name, eats) in
            [("refuses", 0), ("refuses at the last moment", 330_000), ("burns all", ALL)]
        {
            set_recipient_mood(&mut protocol, mood(name, eats, true));
            let name = format!("releaseEscrow, due for {days} days, recipient {name}");
            let case = Case::new(&name, protocol.vault, &release);
            if days == 0 {
                assert_nothing(&mut protocol, &case);
                continue;
            }
            check(&mut protocol, &case);
            let left = ample(&mut protocol, &case);
            let [released] = &left.events::<IVault::EscrowReleased>(protocol.vault)[..] else {
                panic!("one")
            };
            assert_eq!(released.to, BURN_ADDRESS);
        }
    }
}

#[test]
fn escrow_is_returned_or_stays_for_any_amount_of_gas() {
    for mood in &BALANCE_MOODS[..1] {
        let mut protocol = hungry();
        let (_, escrow) = protocol.slash(INSTANT, 10);
        set_balance_mood(&mut protocol, *mood);
        let back = IGovernance::returnEscrowCall { vault: protocol.vault, escrowId: escrow };
        check(&mut protocol, &Case::new("returnEscrow", GOVERNANCE, &back));
    }
}

#[test]
fn permit_counts_with_its_deposit_or_nothing_happens_for_any_amount_of_gas() {
    for (eats, allowance) in [(0, 0), (0, 1_000), (60_000, 0), (60_000, 1_000)] {
        let mut protocol = hungry();
        let (vault, token) = (protocol.vault, protocol.token);
        let approve = IToken::approveCall { spender: vault, value: n(allowance) };
        protocol.send(CALLER, token, &approve).assert_success();
        set_mood::<IHungry::permitCall>(&mut protocol, token, mood("eats", eats, false));
        let call = deposit_with_permit(&mut protocol);
        let name = format!("depositWithPermit, eats {eats}, allowed {allowance}");
        check(&mut protocol, &Case::new(&name, vault, &call));
    }
}

/// A permit that fails is ignored. What follows it must do with a 64th of the gas: only a permit that costs 63 times as
/// much can be starved.
#[test]
fn deposit_goes_by_the_allowance_when_a_permit_63_times_its_cost_is_starved() {
    let mut protocol = hungry();
    let (vault, token) = (protocol.vault, protocol.token);
    set_mood::<IHungry::permitCall>(&mut protocol, token, mood("eats", 8_000_000, false));
    let case = Case::new("depositWithPermit", vault, &deposit_with_permit(&mut protocol));
    let (is_success, shares, ample) = run(&mut protocol, &case, AMPLE);
    assert!(is_success);
    let (is_success, again, starved) = run(&mut protocol, &case, 8_110_000);
    assert_eq!((is_success, again), (true, shares));
    let of_vault = |left: &Outcome| -> Vec<_> {
        left.writes.iter().filter(|write| write.address == vault).copied().collect()
    };
    assert_eq!(of_vault(&starved), of_vault(&ample));
    assert_ne!(starved.writes, ample.writes);
}

#[test]
fn vault_is_created_with_its_decimals_or_not_at_all_for_any_amount_of_gas() {
    for eats in [0, 100_000] {
        let mut protocol = hungry();
        let token = protocol.token;
        set_mood::<IHungry::decimalsCall>(&mut protocol, token, mood("eats", eats, false));
        let create = IVaultFactory::createVaultCall {
            operator: CALLER,
            params: protocol.params.clone(),
            salt: B256::repeat_byte(9),
        };
        let name = format!("createVault, decimals eat {eats}");
        check(&mut protocol, &Case::new(&name, VAULT_FACTORY, &create));
    }
}

#[test]
fn wallet_is_asked_or_nothing_happens_for_any_amount_of_gas() {
    for eats in [0, 60_000] {
        let mut protocol = hungry();
        let mood = mood("eats", eats, false);
        set_mood::<IHungry::isValidSignatureCall>(&mut protocol, GUEST, mood);
        set_mood::<IRegistrar::onRegisterCall>(&mut protocol, GUEST, mood);
        let (operator, avs, deadline) = (CALLER, CALLER, U256::MAX);
        let permit = IVault::permitCall {
            owner: GUEST,
            spender: BOB,
            value: n(9),
            deadline,
            v: 27,
            r: B256::ZERO,
            s: B256::ZERO,
        };
        let operators = IOperatorRegistry::registerBySignatureCall {
            operator: GUEST,
            metadataURI: "ipfs://guest".into(),
            rewardRecipient: BOB,
            commission: n(7),
            deadline,
            signature: Bytes::new(),
        };
        let (data, by_hand) = (approval(), Bytes::new());
        let cases = [
            Case::new("permit", protocol.vault, &permit),
            Case::new("registerBySignature", OPERATOR_REGISTRY, &operators),
            Case::new(
                "register by approval",
                AVS_REGISTRY,
                &IAvsRegistry::registerCall { operator, avs, id: APPROVAL, data },
            ),
            Case::new(
                "register with the registrar",
                AVS_REGISTRY,
                &IAvsRegistry::registerCall { operator, avs, id: OPEN, data: by_hand },
            ),
        ];
        for case in cases {
            check(&mut protocol, &case);
        }
    }
}
