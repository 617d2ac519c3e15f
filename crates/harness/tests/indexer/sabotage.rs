//! What the comparison notices if events are lost or altered.

use std::collections::HashMap;

use alloy_primitives::{B256, Bytes, Log, LogData};
use restaking::abi::IAvsRegistry::IAvsRegistryEvents;
use restaking::abi::IGovernance::IGovernanceEvents;
use restaking::abi::IOperatorRegistry::IOperatorRegistryEvents;
use restaking::abi::ISlashing::ISlashingEvents;
use restaking::abi::IVault::IVaultEvents;
use restaking::abi::IVaultFactory::IVaultFactoryEvents;
use restaking_harness::indexer::Indexer;
use restaking_harness::world::genesis;

use crate::world::Taped;

/// Events that change no word.
pub(crate) const STATELESS: &[&str] = &[
    "AVS registry: AvsMetadataUpdated",
    "AVS registry: RegistrarFailed",
    "AVS registry: SetMetadataUpdated",
    "operator registry: MetadataUpdated",
    "vault: Withdraw",
];

/// A kind of event.
#[derive(Debug, Clone)]
pub(crate) struct Kind {
    pub(crate) name: String,
    pub(crate) topic: B256,
}

/// Every kind of every interface.
pub(crate) fn kinds() -> Vec<Kind> {
    fn of(
        module: &str,
        selectors: &[[u8; 32]],
        name: fn([u8; 32]) -> Option<&'static str>,
    ) -> Vec<Kind> {
        let kind = |topic: &[u8; 32]| Kind {
            name: format!("{module}: {}", name(*topic).unwrap_or_default()),
            topic: (*topic).into(),
        };
        selectors.iter().map(kind).collect()
    }
    macro_rules! of {
        ($module:literal $events:ident) => {
            of($module, $events::SELECTORS, $events::name_by_selector)
        };
    }
    [
        of!("factory" IVaultFactoryEvents),
        of!("vault" IVaultEvents),
        of!("operator registry" IOperatorRegistryEvents),
        of!("AVS registry" IAvsRegistryEvents),
        of!("Slashing" ISlashingEvents),
        of!("governance" IGovernanceEvents),
    ]
    .concat()
}

impl Taped {
    /// Is there such an event?
    pub(crate) fn has(&self, kind: &Kind) -> bool {
        self.logs.iter().any(|log| is_of(log, kind))
    }
}

fn is_of(log: &Log, kind: &Kind) -> bool {
    log.topics().first() == Some(&kind.topic)
}

/// Is it noticed if every event of a kind is lost?
pub(crate) fn is_noticed(tape: &[Taped], kind: &Kind) -> bool {
    differs(tape, |log| (!is_of(log, kind)).then(|| log.clone()))
}

/// Words of the data that carry state, by kind; those that are names or tell what follows from others left out.
pub(crate) const FIELDS: &[(&str, usize)] = &[
    ("Transfer", 0),
    ("Approval", 0),
    ("Deposit", 0),
    ("Deposit", 1),
    ("RedeemRequest", 1),
    ("ExitClaimed", 0),
    ("ExitClaimed", 1),
    ("CancelRedeemClaim", 1),
    ("ExitsSettled", 0),
    ("ExitsSettled", 1),
    ("LossReconciled", 0),
    ("YieldBooked", 1),
    ("HoldsEnded", 0),
    ("HoldOpened", 0),
    ("HoldOpened", 1),
    ("HoldOpened", 2),
    ("Slashed", 1),
    ("Slashed", 2),
    ("Slashed", 3),
    ("Slashed", 4),
    ("EscrowReturned", 0),
    ("EscrowReturned", 1),
    ("EscrowReturned", 2),
    ("RecoveryPaid", 0),
    ("DepositsPausedUntil", 0),
    ("DepositCapSet", 0),
    ("ChangeAnnounced", 0),
    ("ChangeAnnounced", 1),
    ("ChangeAnnounced", 2),
    ("ChangeCompleted", 0),
    ("ChangeCompleted", 1),
    ("ChangeCompleted", 2),
    ("MagnitudeTaken", 0),
    ("SeatTaken", 0),
    ("TermsAnnounced", 0),
    ("SlashExecuted", 0),
    ("CapWindowStarted", 0),
    ("CommissionSet", 0),
    ("CommissionSet", 1),
    ("AppointeeSet", 1),
    ("ExitDelayBoundsSet", 0),
    ("ExitDelayBoundsSet", 1),
    ("LeverageCeilingSet", 0),
    ("AllocationsPaused", 0),
    ("FilingPaused", 0),
    ("Quarantined", 0),
];

/// Is it noticed if the lowest bit of a word of every event of a kind is flipped?
pub(crate) fn is_change_noticed(tape: &[Taped], kind: &str, word: usize) -> bool {
    let kinds: Vec<Kind> =
        kinds().into_iter().filter(|other| other.name.ends_with(&format!(": {kind}"))).collect();
    assert_eq!(kinds.len(), 1, "{kind}");
    differs(tape, |log| {
        let mut data = log.data.data.to_vec();
        if is_of(log, &kinds[0]) {
            data[32 * word + 31] ^= 1;
        }
        let data = LogData::new_unchecked(log.topics().to_vec(), Bytes::from(data));
        Some(Log { address: log.address, data })
    })
}

/// Does the comparison find a difference, if the indexer sees the logs so?
fn differs(tape: &[Taped], see: impl Fn(&Log) -> Option<Log>) -> bool {
    let (mut indexer, mut storage) = (Indexer::new(&genesis()), HashMap::new());
    tape.iter().any(|Taped { now, logs, writes }| {
        for write in writes {
            storage.insert((write.address, write.slot), write.new);
        }
        let seen: Vec<Log> = logs.iter().filter_map(&see).collect();
        indexer.learn(*now, &seen);
        let mut read = |account, slot| storage.get(&(account, slot)).copied().unwrap_or_default();
        !indexer.compare(writes, &mut read).is_empty()
    })
}
