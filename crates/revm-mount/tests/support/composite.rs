//! A world in which one call does all that a native contract can do.

use alloy_primitives::{Address, B256, Bytes, LogData, U256};
use restaking_host::{Call, Context, Creation, Failure, ModuleId};
use revm::bytecode::opcode::*;

use super::asm::Asm;
use super::{CODE, ETHER, NATIVE, NOBODY, OTHER, World};

pub const INSTANCE: ModuleId = ModuleId(7);
/// Reverts after it wrote and logged.
pub const FAILING: Address = Address::repeat_byte(0xfa);

pub fn instance() -> Address {
    INSTANCE.instance(NATIVE, B256::ZERO)
}

fn log(topic: u64) -> LogData {
    LogData::new_unchecked(vec![B256::from(U256::from(topic))], Bytes::new())
}

/// NATIVE: reads, writes, logs, pays NOBODY, calls CODE, creates and calls an instance, survives FAILING.
fn main_entry(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    let next = cx.host.sload(U256::ZERO)? + U256::from(1);
    cx.host.sstore(U256::ZERO, next)?;
    cx.host.sstore(U256::from(1), U256::ZERO)?;
    cx.host.tstore(U256::ZERO, next)?;
    cx.host.log(log(1))?;
    cx.host.call(Call { value: U256::from(3), ..Call::new(NOBODY, Bytes::new()) })?;
    let code = cx.host.call(Call::new(CODE, vec![1; 40].into()))?;
    if let Some(address) =
        cx.host.create(Creation { module: INSTANCE, salt: B256::ZERO, config: vec![9] })?
    {
        cx.host.call(Call::new(address, Bytes::new()))?;
    }
    let failing = cx.host.call(Call::new(FAILING, Bytes::new()).with_gas(60_000))?;
    let hash = cx.host.keccak(&[code.output, failing.output].concat())?;
    cx.host.log(log(5))?;
    cx.host.sstore(U256::from(2), hash.into())?;
    Ok(hash.into())
}

/// Logs, and writes what it was called with.
fn leaf(topic: u64, reverts: bool) -> impl Fn(&mut Context<'_>) -> Result<Bytes, Failure> + Clone {
    move |cx| {
        cx.host.sstore(U256::from(topic), U256::from(cx.frame.input.len() + 1))?;
        cx.host.log(log(topic))?;
        if reverts {
            Err(Failure::Revert(super::words([topic])))
        } else {
            Ok(super::words([topic]))
        }
    }
}

pub fn world() -> World {
    // CODE logs, calls OTHER, logs again and returns what OTHER said.
    let code =
        Asm::new().mstore(0, 1).log1(2).call(CALL, OTHER, 0, (0, 32), (32, 32)).op(POP).log1(3);
    let world =
        World::default().native(NATIVE, main_entry).code(CODE, code.sstore(0, 1).ret(0, 64));
    let mut world = world.native(OTHER, leaf(6, false)).native(FAILING, leaf(4, true));
    world.natives.add(INSTANCE.0, leaf(8, false));
    world.balance(NATIVE, ETHER).slot(NATIVE, 1, 5)
}

/// All that [`world`]'s main call may write.
pub fn slots() -> [(Address, u64); 7] {
    [(NATIVE, 0), (NATIVE, 1), (NATIVE, 2), (CODE, 0), (OTHER, 6), (FAILING, 4), (instance(), 8)]
}
