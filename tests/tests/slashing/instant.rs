//! Instant mode: filing executes, all vaults or none.

use alloy_primitives::B256;
use restaking::{
    SLASHING,
    abi::{ISlashing as Abi, IVault},
};
use restaking_tests::{ALICE, BURNING, DAY, INSTANT, OPERATOR, Protocol, SLASHER, STAKE};

use crate::support::*;

#[test]
fn filing_executes_at_every_vault() {
    let mut p = Protocol::new();
    let first = p.vault;
    let second = fresh_vault(&mut p, 1, &[(INSTANT, percent(50))]);
    stake(&mut p, ALICE, STAKE);
    let filing = filing_against(&mut p, INSTANT, 10, &[first, second]);
    let outcome = p.send(SLASHER, SLASHING, &filing);
    let receipts = outcome.events::<Abi::SlashExecuted>(SLASHING);
    let taken: Vec<_> =
        receipts.iter().map(|event| (event.vault, event.magnitude, event.assets)).collect();
    let expected =
        [(first, percent(2), n(STAKE * 4 / 100)), (second, percent(5), n(STAKE * 5 / 100))];
    assert_eq!(taken, expected);
    let request = restaking_tests::filed(&outcome);
    assert_eq!(masks(&mut p, &request), (0, 3));
    assert_eq!([first, second].map(|vault| state_at(&mut p, &request, vault)), [3, 3]);
    // the escrow's time runs from the filing
    let (release, due) =
        (IVault::releaseEscrowCall { escrowId: receipts[0].escrowId }, p.now() + 3 * DAY);
    p.at(due - 1);
    let early = IVault::EscrowNotDue { escrowId: receipts[0].escrowId, due };
    refuse(&mut p, ALICE, first, &release, &early);
    p.at(due);
    accept(&mut p, ALICE, first, &release);
}

#[test]
fn nothing_is_taken_anywhere_when_one_vault_refuses() {
    let mut p = Protocol::new();
    let first = p.vault;
    let second = fresh_vault(&mut p, 1, &[(INSTANT, percent(50))]);
    let empty = p.create_vault(OPERATOR, B256::repeat_byte(2));
    for _ in 0..4 {
        p.file(INSTANT, 1);
    }
    stake(&mut p, ALICE, STAKE);
    p.file(INSTANT, 1);
    let filing = filing_against(&mut p, INSTANT, 10, &[first, second, empty]);
    let outcome = p.send(SLASHER, SLASHING, &filing);
    outcome.assert_error(&Abi::NothingAllocated { vault: empty });
    assert!(outcome.writes.is_empty());
    for _ in 0..3 {
        p.file(INSTANT, 1);
    }
    let filing = filing_against(&mut p, INSTANT, 10, &[first, second]);
    let outcome = p.send(SLASHER, SLASHING, &filing);
    outcome.assert_error(&IVault::TooManyRequests { seat: 0 });
    assert!(outcome.writes.is_empty());
    let untouched = p.view(first, &IVault::totalAssetsCall {});
    assert_eq!(untouched, n(2 * STAKE));
}

#[test]
fn filing_takes_the_loss_of_the_token_first() {
    let mut p = Protocol::new();
    let (vault, token) = (p.vault, p.token);
    let seize = restaking_tests::fixtures::IToken::burnCall { from: vault, value: n(STAKE) };
    tell(&mut p, ALICE, token, &seize);
    let filing = p.filing(INSTANT, 100);
    let outcome = p.send(SLASHER, SLASHING, &filing);
    let [receipt] = &outcome.events::<Abi::SlashExecuted>(SLASHING)[..] else { panic!("one") };
    assert_eq!((receipt.magnitude, receipt.assets), (percent(20), n(STAKE / 5)));
}

#[test]
fn set_in_veto_mode_takes_nothing_by_filing() {
    let mut p = Protocol::new();
    let filing = p.filing(BURNING, 100);
    let outcome = p.send(SLASHER, SLASHING, &filing);
    assert!(outcome.events::<Abi::SlashExecuted>(SLASHING).is_empty());
    assert_eq!((pool(&mut p), p.held(BURNING)), (n(2 * STAKE), percent(40)));
}
