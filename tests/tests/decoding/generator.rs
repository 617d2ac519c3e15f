//! Calldata as a good encoder makes it, and what mutation makes of it.

use alloy_json_abi::{Function, Param};
use alloy_primitives::{Address, U256};
use restaking_tests::{ALICE, APPROVER, BOB, CAROL, DAY, OPERATOR, RECIPIENT, Random};

use crate::subject::Calls;

impl Calls<'_> {
    /// A valid head word of this type.
    fn word(&mut self, kind: &str) -> U256 {
        let random = &mut self.random;
        let amount = |random: &mut Random| match random.below(8) {
            0 => U256::ZERO,
            1 => U256::ONE,
            2 => U256::from(random.below(1_000)),
            3 => U256::from(random.bits()),
            4 => random.word(),
            5 => U256::MAX,
            6 => U256::from(20_000 + random.below(60)),
            _ => U256::from(10).pow(U256::from(random.below(30))),
        };
        match kind {
            "address" => {
                let vault = self.world.vault;
                let known = [
                    ALICE,
                    BOB,
                    CAROL,
                    OPERATOR,
                    APPROVER,
                    RECIPIENT,
                    vault,
                    Address::ZERO,
                    self.world.token,
                ];
                random.pick(&known).into_word().into()
            }
            "bool" => U256::from(random.below(2)),
            "bytes4" => U256::from(random.bits() as u32) << 224,
            "bytes32" | "uint256" => amount(random),
            "uint8" => {
                if random.chance(1, 2) {
                    U256::from(random.below(20))
                } else {
                    U256::from(random.below(256))
                }
            }
            "uint64" => match random.below(3) {
                0 => U256::from(random.bits()),
                1 => U256::from(random.below(100)),
                _ => U256::from(20_000 * DAY + random.below(60 * DAY)),
            },
            other => panic!("no values of {other}"),
        }
    }

    /// Calldata as a good encoder makes it, and how many words of it are heads or lengths.
    pub fn valid(&mut self, function: &Function) -> Vec<u8> {
        let kinds: Vec<String> =
            function.inputs.iter().map(|input| input.selector_type().into_owned()).collect();
        let (mut head, mut tail) = (Vec::new(), Vec::new());
        for (index, kind) in kinds.iter().enumerate() {
            if kind == "uint256[]" || kind.starts_with('(') {
                head.push(U256::from((kinds.len() + tail.len()) * 32));
                if kind == "uint256[]" {
                    let length = self.random.below(4);
                    tail.push(U256::from(length));
                    tail.extend((0..length).map(|_| U256::from(20_010 + self.random.below(30))));
                } else {
                    tail.extend(self.vault_params(&function.inputs[index]));
                }
            } else {
                head.push(self.word(kind));
            }
        }
        let words = head.into_iter().chain(tail).flat_map(|word| word.to_be_bytes::<32>());
        function.selector().iter().copied().chain(words).collect()
    }

    fn vault_params(&mut self, parameter: &Param) -> Vec<U256> {
        let kinds: Vec<String> =
            parameter.components.iter().map(|c| c.selector_type().into_owned()).collect();
        let (mut head, mut tail): (Vec<U256>, Vec<U256>) = (Vec::new(), Vec::new());
        for kind in &kinds {
            if kind == "string" {
                head.push(U256::from((kinds.len() + tail.len()) * 32));
                let length = self.random.below(70) as usize;
                tail.push(U256::from(length));
                let mut text = vec![0; length.next_multiple_of(32)];
                text[..length].fill_with(|| b'a' + self.random.below(26) as u8);
                tail.extend(text.chunks(32).map(U256::from_be_slice));
            } else {
                head.push(self.word(kind));
            }
        }
        head.into_iter().chain(tail).collect()
    }

    /// A word that a decoder may stumble over.
    fn awkward(&mut self, length: usize) -> U256 {
        let random = &mut self.random;
        match random.below(10) {
            0 => U256::MAX,
            1 => U256::MAX << 5,
            2 => U256::ONE << (random.below(256) as usize),
            3 => (U256::ONE << (random.below(256) as usize)) - U256::ONE,
            4 => U256::from((length as u64).saturating_sub(random.below(70))),
            5 => U256::from(random.below(length as u64 + 64)),
            6 => U256::from(random.below(12) * 32),
            7 => U256::MAX - U256::from(random.below(512)),
            8 => U256::from(u64::MAX) - U256::from(random.below(512)),
            _ => random.word(),
        }
    }

    pub fn mutate(&mut self, input: &mut Vec<u8>) {
        let words = (input.len().saturating_sub(4)) / 32;
        match self.random.below(7) {
            0 => input.truncate(self.random.below(input.len() as u64 + 1) as usize),
            1 => {
                let more = self.random.below(100);
                input.extend((0..more).map(|_| self.random.bits() as u8));
            }
            2 | 3 if words > 0 => {
                let at = 4 + 32 * self.random.below(words as u64) as usize;
                let word = self.awkward(input.len());
                input[at..at + 32].copy_from_slice(&word.to_be_bytes::<32>());
            }
            4 if words > 0 => {
                let (from, to) = (
                    self.random.below(words as u64) as usize,
                    self.random.below(words as u64) as usize,
                );
                input.copy_within(4 + 32 * from..36 + 32 * from, 4 + 32 * to);
            }
            5 if input.len() > 4 => {
                let at = 4 + self.random.below(input.len() as u64 - 4) as usize;
                input.remove(at);
            }
            _ if input.len() > 4 => {
                let bit = self.random.below(8 * (input.len() as u64 - 4)) as usize;
                input[4 + bit / 8] ^= 1 << (bit % 8);
            }
            _ => input.push(self.random.bits() as u8),
        }
    }
}
