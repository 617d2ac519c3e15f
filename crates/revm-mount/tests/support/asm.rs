//! A tiny assembler. Every push is a PUSH32, so that its price is the same whatever the value.

use alloy_primitives::{Address, Bytes, U256};
use revm::bytecode::opcode::*;

#[derive(Debug, Clone, Default)]
pub struct Asm(Vec<u8>);

impl From<Asm> for Bytes {
    fn from(asm: Asm) -> Self {
        asm.0.into()
    }
}

impl Asm {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn op(mut self, opcode: u8) -> Self {
        self.0.push(opcode);
        self
    }

    pub fn push(self, value: u64) -> Self {
        self.push_word(U256::from(value))
    }

    pub fn push_address(self, address: Address) -> Self {
        self.push_word(address.into_word().into())
    }

    pub fn push_word(mut self, word: U256) -> Self {
        self.0.push(PUSH32);
        self.0.extend(word.to_be_bytes::<32>());
        self
    }

    pub fn sstore(self, slot: u64, value: u64) -> Self {
        self.push(value).push(slot).op(SSTORE)
    }

    pub fn mstore(self, offset: u64, value: u64) -> Self {
        self.push(value).push(offset).op(MSTORE)
    }

    /// Stores the top of the stack.
    pub fn sstore_top(self, slot: u64) -> Self {
        self.push(slot).op(SSTORE)
    }

    pub fn mstore_top(self, offset: u64) -> Self {
        self.push(offset).op(MSTORE)
    }

    /// A call of any kind, with all gas; leaves 1 or 0 on the stack.
    pub fn call(
        self,
        kind: u8,
        to: Address,
        value: u64,
        input: (u64, u64),
        output: (u64, u64),
    ) -> Self {
        self.call_operands(kind, to, value, input, output).op(GAS).op(kind)
    }

    /// The same with a bound on the gas, and without memory.
    pub fn call_with_gas(self, kind: u8, to: Address, value: u64, gas: u64) -> Self {
        self.call_operands(kind, to, value, (0, 0), (0, 0)).push(gas).op(kind)
    }

    fn call_operands(
        self,
        kind: u8,
        to: Address,
        value: u64,
        input: (u64, u64),
        output: (u64, u64),
    ) -> Self {
        let asm = self.push(output.1).push(output.0).push(input.1).push(input.0);
        let asm = if matches!(kind, CALL | CALLCODE) { asm.push(value) } else { asm };
        asm.push_address(to)
    }

    pub fn log1(self, topic: u64) -> Self {
        self.push(topic).push(0).push(0).op(LOG1)
    }

    pub fn ret(self, offset: u64, len: u64) -> Self {
        self.push(len).push(offset).op(RETURN)
    }

    pub fn revert(self, offset: u64, len: u64) -> Self {
        self.push(len).push(offset).op(REVERT)
    }
}
