//! Governance: owner, guardian, parameters, pauses.

use alloy_primitives::Address;
use restaking::GOVERNANCE;
use restaking::abi::IGovernance::IGovernanceEvents as Events;
use restaking::governance::{
    GovernanceConfig, GovernanceStorage, GuardianWord, Interval, LEVERAGE_MAX, MAX_PAUSES_WALKED,
    ParametersWord, PauseHead,
};
use restaking::shares::{Timestamp, Wad};

use super::words::{At, NONE, Words, at, one};

const ROOT: GovernanceStorage = GovernanceStorage::ROOT;

fn owner() -> At<Address> {
    at("owner", NONE, ROOT.owner())
}

fn pending_owner() -> At<Address> {
    at("pending_owner", NONE, ROOT.pending_owner())
}

fn parameters() -> At<ParametersWord> {
    at("parameters", NONE, ROOT.parameters())
}

fn allocations() -> At<PauseHead> {
    at("allocations", NONE, ROOT.allocations())
}

fn filing() -> At<PauseHead> {
    at("filing.head", NONE, ROOT.filing().head())
}

fn earlier_filing(index: u64) -> At<Interval> {
    at("filing.earlier[]", one(index), ROOT.filing().earlier().locate(index))
}

fn deposits(vault: Address) -> At<PauseHead> {
    at("deposits[]", one(vault), ROOT.deposits().locate(vault))
}

fn quarantine(avs: Address) -> At<PauseHead> {
    at("quarantines[].head", one(avs), ROOT.quarantines().locate(avs).head())
}

fn earlier_quarantine(avs: Address, index: u64) -> At<Interval> {
    let slot = ROOT.quarantines().locate(avs).earlier().locate(index);
    at("quarantines[].earlier[]", super::words::two(avs, index), slot)
}

/// What an event of governance says.
pub(super) fn learn(words: &mut Words, now: Timestamp, genesis: &GovernanceConfig, event: Events) {
    match event {
        Events::OwnershipOffered(e) => words.set(GOVERNANCE, pending_owner(), e.owner),
        Events::OwnershipTransferred(e) => {
            words.set(GOVERNANCE, pending_owner(), Address::ZERO);
            words.set(GOVERNANCE, owner(), e.owner);
        }
        Events::GuardianSet(e) => {
            let place = at("guardian", NONE, ROOT.guardian());
            let guardian = e.guardian;
            words.set(GOVERNANCE, place, GuardianWord { guardian, is_set: true });
        }
        Events::ExitDelayBoundsSet(e) => set_parameters(words, genesis, |word| ParametersWord {
            exit_delay_least: e.least,
            exit_delay_most: e.most,
            ..word
        }),
        Events::LeverageCeilingSet(e) => set_parameters(words, genesis, |word| ParametersWord {
            leverage_ceiling: Wad::new(e.ceiling),
            ..word
        }),
        Events::DepositsPaused(e) => begin(words, now, e.until, deposits(e.vault), None),
        Events::DepositsUnpaused(e) => end(words, now, deposits(e.vault)),
        Events::AllocationsPaused(e) => begin(words, now, e.until, allocations(), None),
        Events::AllocationsUnpaused(_) => end(words, now, allocations()),
        Events::FilingPaused(e) => {
            begin(words, now, e.until, filing(), Some(&earlier_filing));
        }
        Events::FilingUnpaused(_) => end(words, now, filing()),
        Events::Quarantined(e) => {
            let earlier = |index| earlier_quarantine(e.avs, index);
            begin(words, now, e.until, quarantine(e.avs), Some(&earlier));
        }
        Events::QuarantineEnded(e) => end(words, now, quarantine(e.avs)),
    }
}

/// The first parameter that is set stores the hard bounds of the others.
fn set_parameters(
    words: &mut Words,
    genesis: &GovernanceConfig,
    change: impl FnOnce(ParametersWord) -> ParametersWord,
) {
    let hard = ParametersWord {
        exit_delay_least: genesis.exit_delay_least,
        exit_delay_most: genesis.exit_delay_most,
        leverage_ceiling: LEVERAGE_MAX,
        is_set: true,
    };
    words.change(GOVERNANCE, parameters(), |word| change(if word.is_set { word } else { hard }));
}

/// A pause begins. The one before it is kept where there is a place for it, unless it lasted for no second.
fn begin(
    words: &mut Words,
    now: Timestamp,
    until: u64,
    head: At<PauseHead>,
    earlier: Option<&dyn Fn(u64) -> At<Interval>>,
) {
    let last = words.get(GOVERNANCE, head);
    let mut count = last.earlier;
    if let Some(place) = earlier.filter(|_| !last.interval().is_empty()) {
        words.set(GOVERNANCE, place(u64::from(count)), last.interval());
        count = count.saturating_add(1);
    }
    let until = Timestamp::new(until);
    words.set(GOVERNANCE, head, PauseHead { from: now, until, earlier: count });
}

/// A pause ends early.
fn end(words: &mut Words, now: Timestamp, head: At<PauseHead>) {
    words.change(GOVERNANCE, head, |word| PauseHead { until: now, ..word });
}

/// The quarantines of `avs` that ended or end after `start`, as many as are looked at.
pub(super) fn quarantines_after(words: &Words, avs: Address, start: Timestamp) -> Vec<Interval> {
    let head = words.get(GOVERNANCE, quarantine(avs));
    let oldest = head.earlier.saturating_sub(MAX_PAUSES_WALKED.saturating_sub(1));
    let older = (oldest..head.earlier)
        .rev()
        .map(|index| words.get(GOVERNANCE, earlier_quarantine(avs, u64::from(index))));
    [head.interval()].into_iter().chain(older).take_while(|pause| pause.until > start).collect()
}
