//! Sets whose slashes go to a recipient: who resolves, who receives.

use alloy_primitives::Address;
use restaking::{
    AVS_REGISTRY, SLASHING,
    abi::{IAvsRegistry, ISlashing as Abi, IVault},
    vault::BURN_ADDRESS,
};
use restaking_tests::{
    ALICE, AVS, BOB, BURNING, CAROL, DAY, OPERATOR, Protocol, RECIPIENT, REDISTRIBUTING, RESOLVER,
    STAKE,
};

use crate::support::*;

fn set_admin(p: &mut Protocol, admin: Address, is_admin: bool) {
    tell(p, AVS, AVS_REGISTRY, &IAvsRegistry::setAdminCall { avs: AVS, admin, isAdmin: is_admin });
}

fn hand_over(p: &mut Protocol, from: Address, to: Address) {
    let (avs, id) = (AVS, REDISTRIBUTING);
    tell(p, from, AVS_REGISTRY, &IAvsRegistry::setRecipientCall { avs, id, recipient: to });
}

/// Slashes a tenth, waits for the escrow and releases it; answers who got how much.
fn slash_and_release(p: &mut Protocol, id: u32) -> (Address, u64) {
    let (_, escrow) = p.slash(id, 10);
    p.wait(3 * DAY);
    let vault = p.vault;
    let released = tell(p, CAROL, vault, &IVault::releaseEscrowCall { escrowId: escrow });
    (released.to, released.paid.to())
}

#[test]
fn slash_of_a_redistributing_set_goes_to_its_recipient_and_others_burn() {
    let mut p = Protocol::new();
    let before = p.balance(RECIPIENT);
    let paid = STAKE * 2 * 3 / 100;
    assert_eq!(slash_and_release(&mut p, REDISTRIBUTING), (RECIPIENT, paid));
    assert_eq!(p.balance(RECIPIENT) - before, n(paid));
    let (to, burned) = slash_and_release(&mut p, BURNING);
    assert_eq!((to, p.balance(BURN_ADDRESS)), (BURN_ADDRESS, n(burned)));
}

#[test]
fn filing_is_blocked_while_the_resolver_is_an_admin() {
    let mut p = Protocol::new();
    let before = p.file(REDISTRIBUTING, 10);
    set_admin(&mut p, RESOLVER, true);
    let dependent = Abi::ResolverNotIndependent { resolver: RESOLVER };
    cannot_file(&mut p, REDISTRIBUTING, &dependent);
    // the same resolver may serve a set that burns
    can_file(&mut p, BURNING);
    // what was filed before is vetoed or executed all the same
    accept(&mut p, RESOLVER, SLASHING, &veto_of(&before));
    p.at(veto_end(&before));
    can_execute(&mut p, &before);
    set_admin(&mut p, RESOLVER, false);
    can_file(&mut p, REDISTRIBUTING);
}

/// The resolver becomes an operator of the set by a change of terms.
#[test]
fn filing_is_blocked_against_the_operator_that_resolves() {
    let mut p = Protocol::new();
    p.register_operator(BOB);
    let (avs, id) = (AVS, REDISTRIBUTING);
    let join = IAvsRegistry::registerCall { operator: BOB, avs, id, data: Default::default() };
    tell(&mut p, BOB, AVS_REGISTRY, &join);
    let switch = change_terms(&mut p, id, |terms| terms.resolver = OPERATOR);
    p.at(switch - 1);
    can_file(&mut p, id);
    p.at(switch);
    cannot_file(&mut p, id, &Abi::ResolverNotIndependent { resolver: OPERATOR });
    // against others it may resolve: the next check fails
    let filing = Abi::fileCall { operator: BOB, ..p.filing(id, 1) };
    let vault = p.vault;
    refuse_filing(&mut p, &filing, &Abi::NotVaultOfOperator { vault, operator: BOB });
    // where slashes burn nobody minds
    let switch = change_terms(&mut p, BURNING, |terms| terms.resolver = OPERATOR);
    p.at(switch);
    can_file(&mut p, BURNING);
}

#[test]
fn recipient_of_a_request_is_that_in_force_at_its_filing() {
    let mut p = Protocol::new();
    let before = p.file(REDISTRIBUTING, 10);
    hand_over(&mut p, RECIPIENT, ALICE);
    let after = p.file(REDISTRIBUTING, 10);
    assert_eq!((before.recipient, after.recipient), (RECIPIENT, ALICE));
    p.at(veto_end(&after));
    execute(&mut p, &before);
    let vault = p.vault;
    let outcome = p.execute(&after);
    let [slashed] = &outcome.events::<IVault::Slashed>(vault)[..] else { panic!("one") };
    assert_eq!(slashed.recipient, ALICE);
}

#[test]
fn recipient_hands_over_again_and_again_and_nobody_else_does() {
    let mut p = Protocol::new();
    let (avs, id) = (AVS, REDISTRIBUTING);
    let to = |recipient| IAvsRegistry::setRecipientCall { avs, id, recipient };
    for caller in [AVS, RESOLVER, BOB] {
        let refused = IAvsRegistry::NotRecipient { caller, recipient: RECIPIENT };
        refuse(&mut p, caller, AVS_REGISTRY, &to(BOB), &refused);
    }
    let refused = IAvsRegistry::NotRecipient { caller: RECIPIENT, recipient: RECIPIENT };
    refuse(&mut p, RECIPIENT, AVS_REGISTRY, &to(Address::ZERO), &refused);
    let outcome = p.send(RECIPIENT, AVS_REGISTRY, &to(BOB));
    assert_eq!(outcome.events::<IAvsRegistry::RecipientSet>(AVS_REGISTRY)[0].recipient, BOB);
    let refused = IAvsRegistry::NotRecipient { caller: RECIPIENT, recipient: BOB };
    refuse(&mut p, RECIPIENT, AVS_REGISTRY, &to(RECIPIENT), &refused);
    hand_over(&mut p, BOB, ALICE);
    assert_eq!(p.view(AVS_REGISTRY, &IAvsRegistry::recipientOfCall { avs, id }), ALICE);
    assert_eq!(slash_and_release(&mut p, REDISTRIBUTING).0, ALICE);
}

#[test]
fn set_that_burns_has_no_recipient_to_hand_over() {
    let mut p = Protocol::new();
    let (avs, id) = (AVS, BURNING);
    let call = IAvsRegistry::setRecipientCall { avs, id, recipient: BOB };
    let refused = IAvsRegistry::NotRecipient { caller: BOB, recipient: Address::ZERO };
    refuse(&mut p, BOB, AVS_REGISTRY, &call, &refused);
    let unknown = IAvsRegistry::setRecipientCall { avs, id: 99, recipient: Address::ZERO };
    refuse(&mut p, BOB, AVS_REGISTRY, &unknown, &IAvsRegistry::UnknownSet { avs, id: 99 });
}
