//! A vault's fixed configuration: the code behind its marker, written once by the factory.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use restaking_host::Failure;
use restaking_shares::{Magnitude, Wad};
use restaking_withdrawal_delay::Clock;

/// Decimals that a share has more than its asset.
pub const SHARE_DECIMALS_OFFSET: u8 = 6;

/// What is fixed at a vault's birth. Reading it costs no gas: it comes with the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config<'a> {
    /// The token staked.
    pub asset: Address,
    /// The operator that the stake stands for.
    pub operator: Address,
    /// Who files, takes and closes.
    pub slashing: Address,
    /// Who may act for the operator.
    pub operator_registry: Address,
    /// Which sets hold what of the vault.
    pub avs_registry: Address,
    /// Who pauses deposits, returns escrow and pays out recovery.
    pub governance: Address,
    /// Decimals of the share.
    pub decimals: u8,
    /// Length of an epoch, in seconds.
    pub epoch_length: u64,
    /// Least wait of an exit, in seconds.
    pub exit_delay: u64,
    /// How often a unit of stake may be promised.
    pub leverage_limit: Wad,
    /// Most that one set may take in a window, as a fraction of its allocation.
    pub slash_cap: Wad,
    /// Length of that window, in seconds.
    pub slash_cap_window: u64,
    /// Most magnitude that redistributing sets may hold together.
    pub max_redistributable: Magnitude,
    /// Symbol of the share, in UTF-8.
    pub symbol: &'a [u8],
    /// Name of the share, in UTF-8.
    pub name: &'a [u8],
}

impl<'a> Config<'a> {
    /// The configuration as code.
    pub fn encode(&self) -> Vec<u8> {
        let mut code = Vec::new();
        for address in [
            self.asset,
            self.operator,
            self.slashing,
            self.operator_registry,
            self.avs_registry,
            self.governance,
        ] {
            code.extend_from_slice(address.as_slice());
        }
        code.push(self.decimals);
        for (number, bytes) in [
            (U256::from(self.epoch_length), 5),
            (U256::from(self.exit_delay), 5),
            (self.leverage_limit.get(), 8),
            (self.slash_cap.get(), 8),
            (U256::from(self.slash_cap_window), 5),
            (self.max_redistributable.get(), 12),
            (U256::from(self.symbol.len()), 1),
        ] {
            let word = number.to_be_bytes::<32>();
            code.extend_from_slice(word.last_chunk::<32>().map_or(&[], |word| tail(word, bytes)));
        }
        code.extend_from_slice(self.symbol);
        code.extend_from_slice(self.name);
        code
    }

    /// Reads the configuration out of an instance's code.
    ///
    /// # Errors
    /// An empty revert if the code was not written by the factory.
    pub fn decode(code: &'a [u8]) -> Result<Self, Failure> {
        Self::read(&mut Reader(code)).ok_or(Failure::EMPTY_REVERT)
    }

    fn read(code: &mut Reader<'a>) -> Option<Self> {
        Some(Self {
            asset: code.address()?,
            operator: code.address()?,
            slashing: code.address()?,
            operator_registry: code.address()?,
            avs_registry: code.address()?,
            governance: code.address()?,
            decimals: code.number(1)?.saturating_to(),
            epoch_length: code.number(5)?.saturating_to(),
            exit_delay: code.number(5)?.saturating_to(),
            leverage_limit: Wad::new(code.number(8)?),
            slash_cap: Wad::new(code.number(8)?),
            slash_cap_window: code.number(5)?.saturating_to(),
            max_redistributable: Magnitude::new(code.number(12)?),
            symbol: {
                let length = code.number(1)?.saturating_to();
                code.take(length)?
            },
            name: code.0,
        })
    }

    /// The clock of the exit queue.
    pub const fn clock(&self) -> Clock {
        Clock::new(self.epoch_length)
    }
}

fn tail(word: &[u8; 32], bytes: usize) -> &[u8] {
    word.get(32_usize.saturating_sub(bytes)..).unwrap_or(&[])
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, bytes: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        Some(taken)
    }

    fn address(&mut self) -> Option<Address> {
        self.take(20).map(Address::from_slice)
    }

    fn number(&mut self, bytes: usize) -> Option<U256> {
        self.take(bytes).and_then(U256::try_from_be_slice)
    }
}
