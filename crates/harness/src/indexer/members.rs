//! The AVS registry: who is registered for which set.

use alloy_primitives::Address;
use restaking::AVS_REGISTRY;
use restaking::avs_registry::{AvsRegistryStorage, MemberWord, SetKey, SetWord};

use super::sets;
use super::words::{At, Words, at, one, two};

const ROOT: AvsRegistryStorage = AvsRegistryStorage::ROOT;

fn member(key: SetKey, operator: Address) -> At<MemberWord> {
    at("members[][]", two(key, operator), ROOT.members().locate(key).locate(operator))
}

fn last_set(operator: Address) -> At<u32> {
    at("last_sets[]", one(operator), ROOT.last_sets().locate(operator))
}

/// An operator registered. A newcomer is listed: at the set and among the operator's sets.
pub(super) fn registered(words: &mut Words, key: SetKey, operator: Address) {
    words.leave_out(AVS_REGISTRY, ROOT.nonces().locate(operator));
    let head = words.get(AVS_REGISTRY, sets::head(key));
    let head = SetWord { operators: head.operators.saturating_add(1), ..head };
    let word = words.get(AVS_REGISTRY, member(key, operator));
    if word.is_listed {
        words.set(AVS_REGISTRY, member(key, operator), MemberWord { is_registered: true, ..word });
        words.set(AVS_REGISTRY, sets::head(key), head);
        return;
    }
    let listed = MemberWord {
        previous_operator: head.last_operator,
        previous_set: words.get(AVS_REGISTRY, last_set(operator)),
        is_registered: true,
        is_listed: true,
    };
    words.set(AVS_REGISTRY, member(key, operator), listed);
    let number = sets::number_of(words, key);
    words.set(AVS_REGISTRY, last_set(operator), number);
    words.set(AVS_REGISTRY, sets::head(key), SetWord { last_operator: operator, ..head });
}

/// An operator left.
pub(super) fn deregistered(words: &mut Words, key: SetKey, operator: Address) {
    words.change(AVS_REGISTRY, member(key, operator), |word| MemberWord {
        is_registered: false,
        ..word
    });
    words.change(AVS_REGISTRY, sets::head(key), |head| SetWord {
        operators: head.operators.saturating_sub(1),
        ..head
    });
}
