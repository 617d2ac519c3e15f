//! Every error of AVSs and sets, in the order of the checks.

use alloy_primitives::{Address, U256};
use restaking::{AVS_REGISTRY, abi::IAvsRegistry as Abi};
use restaking_tests::{AVS, BOB, BURNING, CAROL, Protocol, REDISTRIBUTING};

use crate::{sets::*, support::*};

#[test]
fn registration_of_an_avs_reverts_when_it_is_registered() {
    let mut p = Protocol::new();
    let register = Abi::registerAvsCall { metadataURI: String::new() };
    refuse(&mut p, AVS, AVS_REGISTRY, &register, &Abi::AvsExists { avs: AVS });
    let outcome = p.send(BOB, AVS_REGISTRY, &register);
    assert_eq!(outcome.events::<Abi::AvsRegistered>(AVS_REGISTRY)[0].avs, BOB);
    assert!(p.view(AVS_REGISTRY, &Abi::isAvsCall { account: BOB }));
}

#[test]
fn acts_for_an_avs_revert_when_it_is_unknown_or_the_caller_no_admin() {
    let mut p = Protocol::new();
    let (unknown, stranger) =
        (Abi::UnknownAvs { avs: CAROL }, Abi::NotAdmin { caller: BOB, avs: AVS });
    for (avs, is_known) in [(CAROL, false), (AVS, true)] {
        let metadata = Abi::updateAvsMetadataCall { avs, metadataURI: String::new() };
        let admin = Abi::setAdminCall { avs, admin: BOB, isAdmin: true };
        // and its terms are wrong in every respect, and the set exists
        let terms = Abi::Terms { slasher: Address::ZERO, ..p.terms_of(BURNING) };
        let (id, recipient) = (BURNING, Address::ZERO);
        let create = Abi::createSetCall { avs, id, recipient, terms, metadataURI: String::new() };
        if is_known {
            refuse(&mut p, BOB, AVS_REGISTRY, &metadata, &stranger);
            refuse(&mut p, BOB, AVS_REGISTRY, &admin, &stranger);
            refuse(&mut p, BOB, AVS_REGISTRY, &create, &stranger);
            refuse(&mut p, AVS, AVS_REGISTRY, &create, &Abi::SetExists { avs, id });
        } else {
            refuse(&mut p, BOB, AVS_REGISTRY, &metadata, &unknown);
            refuse(&mut p, BOB, AVS_REGISTRY, &admin, &unknown);
            refuse(&mut p, BOB, AVS_REGISTRY, &create, &unknown);
        }
    }
}

#[test]
fn acts_for_a_set_revert_when_it_is_unknown_before_the_caller_is_no_admin() {
    let mut p = Protocol::new();
    let stranger = Abi::NotAdmin { caller: BOB, avs: AVS };
    let unknown = Abi::UnknownSet { avs: AVS, id: 99 };
    let metadata = |id| Abi::updateSetMetadataCall { avs: AVS, id, metadataURI: String::new() };
    refuse(&mut p, BOB, AVS_REGISTRY, &metadata(99), &unknown);
    refuse(&mut p, BOB, AVS_REGISTRY, &metadata(BURNING), &stranger);
    accept(&mut p, AVS, AVS_REGISTRY, &metadata(BURNING));
    let change = change_of(&mut p, BURNING, |terms| terms.slasher = Address::ZERO);
    let elsewhere = Abi::changeTermsCall { id: 99, ..change.clone() };
    refuse(&mut p, BOB, AVS_REGISTRY, &elsewhere, &unknown);
    refuse(&mut p, BOB, AVS_REGISTRY, &change, &stranger);
    refuse(&mut p, AVS, AVS_REGISTRY, &change, &Abi::SlasherMissing {});
    let complete = Abi::completeCall { vault: BOB, avs: AVS, id: 99 };
    refuse(&mut p, BOB, AVS_REGISTRY, &complete, &unknown);
}

#[test]
fn admin_acts_for_the_avs_until_it_is_dismissed() {
    let mut p = Protocol::new();
    let metadata = Abi::updateAvsMetadataCall { avs: AVS, metadataURI: "ipfs://new".into() };
    let set = |admin, is_admin| Abi::setAdminCall { avs: AVS, admin, isAdmin: is_admin };
    tell(&mut p, AVS, AVS_REGISTRY, &set(BOB, true));
    accept(&mut p, BOB, AVS_REGISTRY, &metadata);
    // an admin appoints others and may dismiss itself, but the AVS never loses its right
    tell(&mut p, BOB, AVS_REGISTRY, &set(CAROL, true));
    tell(&mut p, CAROL, AVS_REGISTRY, &set(AVS, false));
    tell(&mut p, CAROL, AVS_REGISTRY, &set(BOB, false));
    let stranger = Abi::NotAdmin { caller: BOB, avs: AVS };
    refuse(&mut p, BOB, AVS_REGISTRY, &metadata, &stranger);
    accept(&mut p, AVS, AVS_REGISTRY, &metadata);
    assert!(p.view(AVS_REGISTRY, &Abi::isAdminCall { avs: AVS, account: AVS }));
    assert!(!p.view(AVS_REGISTRY, &Abi::isAdminCall { avs: AVS, account: BOB }));
}

#[test]
fn sets_of_two_avss_with_one_number_are_two() {
    let mut p = Protocol::new();
    p.register_avs(BOB);
    let (mine, theirs) = (terms_of(&mut p, BURNING), Abi::UnknownSet { avs: BOB, id: BURNING });
    let ask = Abi::recipientOfCall { avs: BOB, id: BURNING };
    refuse(&mut p, BOB, AVS_REGISTRY, &ask, &theirs);
    let create = Abi::createSetCall {
        avs: BOB,
        id: BURNING,
        recipient: CAROL,
        terms: mine,
        metadataURI: String::new(),
    };
    tell(&mut p, BOB, AVS_REGISTRY, &create);
    assert_eq!(p.view(AVS_REGISTRY, &ask), CAROL);
    let ask = Abi::recipientOfCall { avs: AVS, id: BURNING };
    assert_eq!(p.view(AVS_REGISTRY, &ask), Address::ZERO);
}

#[test]
fn take_reverts_when_the_caller_is_not_slashing_before_the_set_is_unknown() {
    let mut p = Protocol::new();
    for id in [REDISTRIBUTING, 99] {
        let take = Abi::takeCall {
            vault: p.vault,
            avs: AVS,
            id,
            fraction: U256::MAX,
            most: U256::MAX,
            faultTime: 0,
            filedAt: 0,
        };
        refuse(&mut p, AVS, AVS_REGISTRY, &take, &Abi::NotSlashing { caller: AVS });
    }
}
