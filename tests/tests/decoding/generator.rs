//! Calldata as a good encoder makes it, and what mutation makes of it.

use alloy_json_abi::{Function, Param};
use alloy_primitives::U256;
use restaking_tests::{DAY, Random};

use crate::subject::Calls;

/// A number of whatever size.
fn amount(random: &mut Random) -> U256 {
    match random.below(8) {
        0 => U256::ZERO,
        1 => U256::ONE,
        2 => U256::from(random.below(1_000)),
        3 => U256::from(random.bits()),
        4 => random.word(),
        5 => U256::MAX,
        6 => U256::from(20_000 + random.below(60)),
        _ => U256::from(10).pow(U256::from(random.below(30))),
    }
}

/// Does a value of it stand in the tail?
pub fn is_dynamic(param: &Param) -> bool {
    match param.ty.as_str() {
        "string" | "bytes" => true,
        "tuple" => param.components.iter().any(is_dynamic),
        kind => kind.ends_with("[]"),
    }
}

/// Words of the head that a value takes.
fn head_words(param: &Param) -> usize {
    if is_dynamic(param) || param.ty != "tuple" {
        return 1;
    }
    param.components.iter().map(head_words).sum()
}

impl Calls<'_> {
    /// A valid head word of this type.
    fn word(&mut self, kind: &str) -> U256 {
        let random = &mut self.random;
        match kind {
            "address" => random.pick(&self.stage.known).into_word().into(),
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
            "uint32" => {
                if random.chance(7, 8) {
                    U256::from(random.below(5))
                } else {
                    U256::from(random.bits() as u32)
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

    /// Calldata as a good encoder makes it; half of the time such as goes far, if there is any.
    pub fn valid(&mut self, function: &Function) -> Vec<u8> {
        let selector = function.selector();
        let ready = self.subject.ready.iter().filter(|call| call.starts_with(selector.as_slice()));
        let ready: Vec<Vec<u8>> = ready.cloned().collect();
        if !ready.is_empty() && self.random.chance(1, 2) {
            return self.random.pick(&ready).clone();
        }
        let words = self.encode(&function.inputs);
        let words = words.into_iter().flat_map(|word| word.to_be_bytes::<32>());
        selector.iter().copied().chain(words).collect()
    }

    /// Heads, then tails.
    fn encode(&mut self, params: &[Param]) -> Vec<U256> {
        let heads: usize = params.iter().map(head_words).sum();
        let (mut head, mut tail) = (Vec::new(), Vec::new());
        for param in params {
            let value = self.value(param);
            if is_dynamic(param) {
                head.push(U256::from((heads + tail.len()) * 32));
                tail.extend(value);
            } else {
                head.extend(value);
            }
        }
        head.into_iter().chain(tail).collect()
    }

    fn value(&mut self, param: &Param) -> Vec<U256> {
        if let Some(kind) = param.ty.strip_suffix("[]") {
            return self.list(&Param { ty: kind.to_owned(), ..param.clone() });
        }
        match param.ty.as_str() {
            "tuple" => self.encode(&param.components),
            "string" => self.data(|random| b'a' + random.below(26) as u8),
            "bytes" => self.data(|random| random.bits() as u8),
            kind => vec![self.word(kind)],
        }
    }

    fn list(&mut self, element: &Param) -> Vec<U256> {
        let length = self.random.below(4);
        let items = if element.ty == "uint256" {
            // ids of redemption requests
            (0..length).map(|_| U256::from(20_010 + self.random.below(30))).collect()
        } else {
            self.encode(&vec![element.clone(); length as usize])
        };
        [U256::from(length)].into_iter().chain(items).collect()
    }

    fn data(&mut self, mut byte: impl FnMut(&mut Random) -> u8) -> Vec<U256> {
        let length = self.random.below(70) as usize;
        let mut padded = vec![0; length.next_multiple_of(32)];
        padded[..length].fill_with(|| byte(&mut self.random));
        let words = padded.chunks(32).map(U256::from_be_slice);
        [U256::from(length)].into_iter().chain(words).collect()
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
