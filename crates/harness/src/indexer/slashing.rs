//! Slashing: requests and the windows of caps.

use std::collections::HashMap;

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::SolValue;
use restaking::SLASHING;
use restaking::abi::ISlashing::{self, ISlashingEvents as Events, Request};
use restaking::shares::{Magnitude, Timestamp};
use restaking::slashing::{CapWord, RequestWord, SlashingStorage};

use super::words::{Amount, At, Words, at, one, two};

const ROOT: SlashingStorage = SlashingStorage::ROOT;

/// Bits of a hash that its first 26 bytes leave out.
const REST_BITS: usize = 48;

/// Requests as they were filed, by id.
pub(super) type Requests = HashMap<B256, Request>;

fn request(id: B256) -> At<RequestWord> {
    at("requests[]", one(id), ROOT.requests().locate(id))
}

fn cap(vault: Address, avs: Address, set_id: u32) -> At<CapWord> {
    let avs = U256::from_be_bytes(avs.into_word().0);
    let key = avs.wrapping_shl(32) | U256::from(set_id);
    at("caps[][]", two(vault, key), ROOT.caps().locate(vault).locate(key))
}

/// What an event of Slashing says.
pub(super) fn learn(words: &mut Words, filed: &mut Requests, now: Timestamp, event: Events) {
    match event {
        Events::SlashFiled(e) => {
            let hash = U256::from_be_bytes(keccak256(e.request.abi_encode()).0);
            let digest = hash.wrapping_shr(REST_BITS);
            let count = u32::try_from(e.request.slices.len()).unwrap_or(16);
            let open = bit(count).wrapping_sub(1);
            words.set(SLASHING, request(e.id), RequestWord { digest, open, executed: 0 });
            filed.insert(e.id, e.request);
        }
        Events::SlashVetoed(e) => {
            words.change(SLASHING, request(e.id), |word| RequestWord { open: 0, ..word });
        }
        Events::SlashWithdrawn(e) => words.change(SLASHING, request(e.id), |word| {
            if word.executed == 0 {
                RequestWord::default()
            } else {
                RequestWord { open: 0, ..word }
            }
        }),
        Events::SlashExecuted(e) => executed(words, filed, &e),
        Events::CapWindowStarted(e) => {
            let base = Magnitude::new(e.base);
            let word = CapWord { start: now, base, taken: Magnitude::ZERO };
            words.set(SLASHING, cap(e.vault, e.avs, e.setId), word);
        }
    }
}

/// A vault of a request was executed: it counts in the window of a cap that began before it was filed.
fn executed(words: &mut Words, filed: &Requests, event: &ISlashing::SlashExecuted) {
    let ISlashing::SlashExecuted { id, vault, magnitude, .. } = *event;
    let Some(Request { avs, setId: set_id, filedAt: filed_at, slices, .. }) = filed.get(&id) else {
        return;
    };
    let index = slices.iter().position(|slice| slice.vault == vault);
    let bit = index.and_then(|index| u32::try_from(index).ok()).map_or(0, bit);
    words.change(SLASHING, request(id), |word| RequestWord {
        open: word.open & !bit,
        executed: word.executed | bit,
        ..word
    });
    let place = cap(vault, *avs, *set_id);
    let word = words.get(SLASHING, place);
    if word.start != Timestamp::ZERO && Timestamp::new(*filed_at) >= word.start {
        words.set(SLASHING, place, CapWord { taken: word.taken.plus(magnitude), ..word });
    }
}

/// The bit of the `index`-th vault of a request.
fn bit(index: u32) -> u16 {
    1_u16.checked_shl(index).unwrap_or(0)
}
