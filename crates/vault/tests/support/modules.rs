//! Stand-ins of the operator registry, the AVS registry and governance: they answer what they were told.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::{SolValue, sol};
use restaking_host::{Context, Failure, Mapping, Slot, abi, storage};

sol! {
    interface IOperatorStub {
        function mayAct(address operator, address account, address module, bytes4 selector) external view returns (bool);
        function allow(address operator, address account, address module, bytes4 selector, bool on) external;
    }

    interface IAvsStub {
        function avsAt(address vault, uint8 seat) external view returns (address);
        function riskVersionOf(address vault) external view returns (bytes32);
        function sit(address vault, uint8 seat, address avs) external;
        function setRiskVersion(address vault, bytes32 version) external;
    }

    interface IGovernanceStub {
        function vaultBounds() external view returns (uint64 exitDelayLeast, uint64 exitDelayMost, uint256 leverageMost);
        function executionBlocks(address avs, uint64 start, uint64 length)
            external view returns (uint64 quarantinedUntil, uint64 windowEnd);
        function setVaultBounds(uint64 least, uint64 most, uint256 leverage) external;
        function setWindowEnd(address avs, uint64 start, uint64 length, uint64 end) external;
    }
}

storage! {
    /// State of a stand-in: words by the hash of what is asked.
    struct Answers {
        words: Mapping<B256, Slot<U256>>,
    }
}

fn read(cx: &mut Context<'_>, key: B256) -> Result<U256, Failure> {
    Ok(Answers::ROOT.words().key(cx.host, key)?.read(cx.host)?)
}

fn write(cx: &mut Context<'_>, key: B256, word: U256) -> Result<Bytes, Failure> {
    Answers::ROOT.words().key(cx.host, key)?.write(cx.host, word)?;
    Ok(Bytes::new())
}

fn give(words: &[U256]) -> Result<Bytes, Failure> {
    Ok(words.iter().flat_map(U256::to_be_bytes::<32>).collect::<Vec<_>>().into())
}

pub fn operators(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    use IOperatorStub::IOperatorStubCalls as Calls;
    let key = |operator: Address, account: Address, module: Address, selector| {
        keccak256((operator, account, module, selector).abi_encode())
    };
    match abi::decode::<Calls>(cx)? {
        Calls::mayAct(c) => give(&[read(cx, key(c.operator, c.account, c.module, c.selector))?]),
        Calls::allow(c) => {
            write(cx, key(c.operator, c.account, c.module, c.selector), U256::from(c.on))
        }
    }
}

pub fn registry(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    use IAvsStub::IAvsStubCalls as Calls;
    let seat = |vault: Address, seat: u8| keccak256((vault, U256::from(seat)).abi_encode());
    match abi::decode::<Calls>(cx)? {
        Calls::avsAt(c) => give(&[read(cx, seat(c.vault, c.seat))?]),
        Calls::riskVersionOf(c) => give(&[read(cx, c.vault.into_word())?]),
        Calls::sit(c) => write(cx, seat(c.vault, c.seat), U256::from_be_bytes(c.avs.into_word().0)),
        Calls::setRiskVersion(c) => {
            write(cx, c.vault.into_word(), U256::from_be_bytes(c.version.0))
        }
    }
}

/// The end of a window that nobody told is its nominal one.
pub fn governance(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    use IGovernanceStub::IGovernanceStubCalls as Calls;
    let [least, most, leverage] = [1, 2, 3].map(|key| B256::from(U256::from(key)));
    let window =
        |avs: Address, start: u64, length: u64| keccak256((avs, start, length).abi_encode());
    match abi::decode::<Calls>(cx)? {
        Calls::vaultBounds(_) => give(&[read(cx, least)?, read(cx, most)?, read(cx, leverage)?]),
        Calls::executionBlocks(c) => {
            let told = read(cx, window(c.avs, c.start, c.length))?;
            let nominal = U256::from(c.start) + U256::from(c.length);
            give(&[U256::ZERO, if told.is_zero() { nominal } else { told }])
        }
        Calls::setVaultBounds(c) => {
            write(cx, least, U256::from(c.least))?;
            write(cx, most, U256::from(c.most))?;
            write(cx, leverage, c.leverage)
        }
        Calls::setWindowEnd(c) => write(cx, window(c.avs, c.start, c.length), U256::from(c.end)),
    }
}
