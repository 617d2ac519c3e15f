//! The operator registry.

use alloy_primitives::{Address, keccak256};
use restaking::OPERATOR_REGISTRY;
use restaking::abi::IOperatorRegistry::{AppointeeSet, IOperatorRegistryEvents as Events};
use restaking::operator_registry::{OperatorRegistryStorage, OperatorWord, PendingCommissionWord};
use restaking::shares::{Timestamp, Wad};

use super::words::{At, Words, at, one, two};

const ROOT: OperatorRegistryStorage = OperatorRegistryStorage::ROOT;

fn operator(account: Address) -> At<OperatorWord> {
    at("operators[]", one(account), ROOT.operators().locate(account))
}

fn pending(account: Address) -> At<PendingCommissionWord> {
    at("pending_commissions[]", one(account), ROOT.pending_commissions().locate(account))
}

fn offer(account: Address) -> At<Address> {
    at("pending_controllers[]", one(account), ROOT.pending_controllers().locate(account))
}

/// What an event of the registry says.
pub(super) fn learn(words: &mut Words, now: Timestamp, event: Events) {
    let registry = OPERATOR_REGISTRY;
    match event {
        Events::OperatorRegistered(e) => {
            words.leave_out(registry, ROOT.nonces().locate(e.operator));
            words.set(registry, pending(e.operator), PendingCommissionWord::default());
            words.change(registry, operator(e.operator), |word| OperatorWord {
                reward_recipient: other_than_self(e.operator, e.rewardRecipient),
                commission: Wad::new(e.commission),
                is_registered: true,
                ..word
            });
        }
        Events::OperatorRetired(e) => {
            change(words, now, e.operator, |word| OperatorWord { is_registered: false, ..word })
        }
        Events::RewardRecipientSet(e) => change(words, now, e.operator, |word| OperatorWord {
            reward_recipient: other_than_self(e.operator, e.recipient),
            ..word
        }),
        Events::CommissionSet(e) if e.effectiveAt <= now.get() => {
            words.set(registry, pending(e.operator), PendingCommissionWord::default());
            let commission = Wad::new(e.commission);
            change(words, now, e.operator, |word| OperatorWord { commission, ..word });
        }
        Events::CommissionSet(e) => {
            change(words, now, e.operator, |word| word);
            words.set(
                registry,
                pending(e.operator),
                PendingCommissionWord {
                    commission: Wad::new(e.commission),
                    effective_at: Timestamp::new(e.effectiveAt),
                },
            );
        }
        Events::ControlOffered(e) => words.set(registry, offer(e.operator), e.controller),
        Events::ControlTransferred(e) => {
            words.set(registry, offer(e.operator), Address::ZERO);
            let controller = other_than_self(e.operator, e.controller);
            let slot = ROOT.controllers().locate(e.operator);
            words.set(registry, at("controllers[]", one(e.operator), slot), controller);
            let has_controller = !controller.is_zero();
            change(words, now, e.operator, |word| OperatorWord { has_controller, ..word });
        }
        Events::AppointeeSet(e) => appointed(words, &e),
        // A description is in the logs alone.
        Events::MetadataUpdated(_) => {}
    }
}

/// An act on the operator's record: a commission that came due meanwhile is written with it.
fn change(
    words: &mut Words,
    now: Timestamp,
    account: Address,
    change: impl FnOnce(OperatorWord) -> OperatorWord,
) {
    let PendingCommissionWord { commission, effective_at } =
        words.get(OPERATOR_REGISTRY, pending(account));
    if effective_at != Timestamp::ZERO && effective_at <= now {
        words.set(OPERATOR_REGISTRY, pending(account), PendingCommissionWord::default());
        words.change(OPERATOR_REGISTRY, operator(account), |word| OperatorWord {
            commission,
            ..word
        });
    }
    words.change(OPERATOR_REGISTRY, operator(account), change);
}

fn appointed(words: &mut Words, event: &AppointeeSet) {
    let AppointeeSet { operator, appointee, module, selector, appointed } = *event;
    let right = [appointee.as_slice(), module.as_slice(), selector.as_slice()].concat();
    let key = keccak256(right);
    let slot = ROOT.appointees().locate(operator).locate(key);
    words.set(OPERATOR_REGISTRY, at("appointees[][]", two(operator, key), slot), appointed);
}

/// Zero stands for the operator itself.
fn other_than_self(operator: Address, account: Address) -> Address {
    if account == operator { Address::ZERO } else { account }
}
