//! What the logs of a slash say, to the last unit.

use alloy_primitives::U256;
use restaking::{
    AVS_REGISTRY, SLASHING,
    abi::{IAvsRegistry, ISlashing as Abi, IVault},
    vault::BURN_ADDRESS,
};
use restaking_tests::{
    ALICE, AVS, BOB, BURNING, CAROL, DAY, INSTANT, Protocol, REDISTRIBUTING, WAD,
};

use crate::support::*;

/// Odd stakes and fractions, so that everything rounds.
fn odd() -> Protocol {
    let mut p = Protocol::new();
    for (staker, assets) in [(ALICE, 333_333_331), (BOB, 777)] {
        stake(&mut p, staker, assets);
    }
    p
}

#[test]
fn registry_vault_and_slashing_log_the_same_magnitude_and_assets() {
    let mut p = odd();
    for (id, fraction) in [(BURNING, WAD / n(7)), (REDISTRIBUTING, WAD / n(3)), (BURNING, WAD)] {
        let fault = p.now();
        let filing = filing_for(&mut p, id, fraction);
        let request = p.send_filing(&filing);
        p.at(veto_end(&request));
        let (vault, request_id) = (p.vault, id_of(&mut p, &request));
        let before = (pool(&mut p), whole(&mut p), p.held(id), escrowed(&mut p));
        let balance = p.balance(vault);
        let call = execution(&request);
        let outcome = p.send(CAROL, SLASHING, &call);
        let answer = outcome.answer(&call);
        let [receipt] = &outcome.events::<Abi::SlashExecuted>(SLASHING)[..] else { panic!() };
        let [slashed] = &outcome.events::<IVault::Slashed>(vault)[..] else { panic!() };
        let [taken] = &outcome.events::<IAvsRegistry::MagnitudeTaken>(AVS_REGISTRY)[..] else {
            panic!()
        };
        assert_eq!((receipt.id, receipt.vault), (request_id, vault));
        assert_eq!((receipt.magnitude, receipt.assets), (answer.magnitude, answer.assets));
        assert_eq!((slashed.magnitude, slashed.assets), (answer.magnitude, answer.assets));
        assert_eq!((slashed.escrowId, slashed.lane), (receipt.escrowId, request.slices[0].lane));
        assert_eq!(slashed.due, p.now() + 3 * DAY);
        assert_eq!((taken.vault, taken.avs, taken.id), (vault, AVS, id));
        assert_eq!((taken.taken, taken.faultTime), (answer.magnitude, fault));

        let (assets, magnitude, held, waiting) = before;
        assert_eq!(answer.assets, assets * answer.magnitude / magnitude, "rounded down");
        assert_eq!(pool(&mut p), assets - answer.assets);
        assert_eq!(escrowed(&mut p), waiting + answer.assets);
        assert_eq!(whole(&mut p), magnitude - answer.magnitude);
        assert_eq!(p.held(id), held - answer.magnitude);
        assert_eq!(p.balance(vault), balance, "no token moves");
    }
}

#[test]
fn what_was_taken_is_what_is_released() {
    let mut p = odd();
    let vault = p.vault;
    let mut total = U256::ZERO;
    for fraction in [WAD / n(7), WAD / n(11), WAD / n(13)] {
        let filing = filing_for(&mut p, INSTANT, fraction);
        let outcome = p.send(restaking_tests::SLASHER, SLASHING, &filing);
        let [receipt] = &outcome.events::<Abi::SlashExecuted>(SLASHING)[..] else { panic!() };
        let escrow = p.ask(&IVault::escrowCall { escrowId: receipt.escrowId });
        assert_eq!((escrow.assets, escrow.magnitude), (receipt.assets, receipt.magnitude));
        p.wait(3 * DAY);
        let release = IVault::releaseEscrowCall { escrowId: receipt.escrowId };
        let released = tell(&mut p, CAROL, vault, &release);
        assert_eq!(released.paid, receipt.assets);
        total += receipt.assets;
    }
    assert_eq!(p.balance(BURN_ADDRESS), total);
    assert_eq!(p.balance(vault), pool(&mut p));
}

#[test]
fn execution_that_takes_nothing_still_logs_a_receipt() {
    let mut p = odd();
    let (all, none) = (p.file(BURNING, 100), p.file(BURNING, 50));
    p.at(veto_end(&none));
    execute(&mut p, &all);
    let vault = p.vault;
    let outcome = p.execute(&none);
    let [receipt] = &outcome.events::<Abi::SlashExecuted>(SLASHING)[..] else { panic!() };
    assert_eq!((receipt.magnitude, receipt.assets), (n(0), n(0)));
    assert_eq!(receipt.escrowId, n(0));
    let [taken] = &outcome.events::<IAvsRegistry::MagnitudeTaken>(AVS_REGISTRY)[..] else {
        panic!()
    };
    assert_eq!(taken.taken, n(0));
    assert_eq!(outcome.events::<IVault::Slashed>(vault)[0].escrowId, n(0));
}
