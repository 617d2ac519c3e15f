//! Every error of governance, as a Solidity contract gets it.

use alloy_sol_types::SolCall;
use restaking::{
    GOVERNANCE,
    abi::{IGovernance as Abi, IVault},
};
use restaking_tests::{ALICE, AVS, BOB, CALLER, DAY, Protocol, WAD, fixtures::ICaller};

use super::{
    Refusals,
    stage::{almighty, tell},
    strangers,
};
use crate::stage::n;

#[test]
fn every_error_of_governance_is_bubbled_byte_for_byte() {
    let mut seen = Refusals::default();
    refuse_strangers(&mut seen);
    refuse_parameters(&mut seen);
    refuse_pauses(&mut seen);
    seen.assert_complete("IGovernance");
}

fn refuse_strangers(seen: &mut Refusals) {
    let mut protocol = strangers();
    let (vault, caller) = (protocol.vault, CALLER);
    macro_rules! refuse {
        ($error:expr => $($call:expr),* $(,)?) => {
            $(seen.expect(&mut protocol, GOVERNANCE, &$call, &$error);)*
        };
    }
    refuse!(Abi::NotOwner { caller } =>
        Abi::transferOwnershipCall { owner: caller },
        Abi::setGuardianCall { guardian: caller },
        Abi::setExitDelayBoundsCall { least: 1, most: 0 },
        Abi::setLeverageCeilingCall { ceiling: n(0) },
        Abi::payRecoveryCall { vault, to: caller, assets: n(1) },
    );
    refuse!(Abi::NotGuardian { caller } =>
        Abi::pauseDepositsCall { vault, duration: 0 },
        Abi::unpauseDepositsCall { vault },
        Abi::pauseAllocationsCall { duration: 0 },
        Abi::unpauseAllocationsCall {},
        Abi::pauseFilingCall { duration: 0 },
        Abi::unpauseFilingCall {},
        Abi::quarantineCall { avs: AVS, duration: 0 },
        Abi::endQuarantineCall { avs: AVS },
        Abi::returnEscrowCall { vault, escrowId: n(1) },
    );
    refuse!(Abi::OwnershipNotOffered { caller } => Abi::acceptOwnershipCall {});
}

fn refuse_parameters(seen: &mut Refusals) {
    let mut protocol = almighty();
    let (shortest, longest) = (14 * DAY, 60 * DAY);
    for (least, most) in
        [(shortest - 1, longest), (shortest, longest + 1), (20 * DAY + 1, 20 * DAY)]
    {
        let set = Abi::setExitDelayBoundsCall { least, most };
        let refused = Abi::ExitDelayBoundsOutOfRange { least, most };
        seen.expect(&mut protocol, GOVERNANCE, &set, &refused);
    }
    for ceiling in [WAD - n(1), WAD * n(16) + n(1)] {
        let set = Abi::setLeverageCeilingCall { ceiling };
        let refused = Abi::LeverageCeilingOutOfRange { ceiling };
        seen.expect(&mut protocol, GOVERNANCE, &set, &refused);
    }
}

/// The same rules for every kind of pause.
fn refuse_pauses(seen: &mut Refusals) {
    let vault = almighty().vault;
    refuse_pause(
        seen,
        |duration| Abi::pauseDepositsCall { vault, duration },
        &Abi::unpauseDepositsCall { vault },
    );
    refuse_pause(
        seen,
        |duration| Abi::pauseAllocationsCall { duration },
        &Abi::unpauseAllocationsCall {},
    );
    refuse_pause(seen, |duration| Abi::pauseFilingCall { duration }, &Abi::unpauseFilingCall {});
    refuse_pause(
        seen,
        |duration| Abi::quarantineCall { avs: BOB, duration },
        &Abi::endQuarantineCall { avs: BOB },
    );
}

fn refuse_pause<P: SolCall>(seen: &mut Refusals, pause: impl Fn(u64) -> P, end: &impl SolCall) {
    let mut protocol: Protocol = almighty();
    let most = 7 * DAY;
    seen.expect(&mut protocol, GOVERNANCE, end, &Abi::NotPaused {});
    for duration in [0, most + 1] {
        let refused = Abi::PauseTooLong { duration, most };
        seen.expect(&mut protocol, GOVERNANCE, &pause(duration), &refused);
    }
    let from = protocol.now();
    tell(&mut protocol, GOVERNANCE, &pause(DAY));
    for second in [from, from + DAY - 1] {
        protocol.at(second);
        let active = Abi::PauseActive { until: from + DAY };
        seen.expect(&mut protocol, GOVERNANCE, &pause(1), &active);
    }
    for second in [from + DAY, from + 2 * DAY - 1] {
        protocol.at(second);
        seen.expect(&mut protocol, GOVERNANCE, end, &Abi::NotPaused {});
        let cooling = Abi::PauseCooldown { until: from + 2 * DAY };
        seen.expect(&mut protocol, GOVERNANCE, &pause(1), &cooling);
    }
    protocol.at(from + 2 * DAY);
    tell(&mut protocol, GOVERNANCE, &pause(most));
}

#[test]
fn failures_of_a_vault_come_through_governance_byte_for_byte() {
    let mut protocol = almighty();
    let vault = protocol.vault;
    let mut bubbled = Refusals::default();
    let back = Abi::returnEscrowCall { vault, escrowId: n(7) };
    let unknown = IVault::UnknownEscrow { escrowId: n(7) };
    bubbled.expect(&mut protocol, GOVERNANCE, &back, &unknown);
    let pay = Abi::payRecoveryCall { vault, to: BOB, assets: n(3) };
    let lacks = IVault::InsufficientRecovery { held: n(0), needed: n(3) };
    bubbled.expect(&mut protocol, GOVERNANCE, &pay, &lacks);
    // where no contract stands there is nobody to answer
    let nobody = Abi::pauseDepositsCall { vault: BOB, duration: 1 };
    let bubble = ICaller::bubbleCall { to: GOVERNANCE, data: nobody.abi_encode().into() };
    protocol.try_send(ALICE, CALLER, &bubble).assert_empty_revert();
}
