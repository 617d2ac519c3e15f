//! Names and numbers of a vector.

use alloy_primitives::{Address, U256, keccak256};
use restaking::vault::BURN_ADDRESS;
use serde_json::Value;

/// The account of a name.
pub fn named(name: &str) -> Address {
    match name {
        "burn" => BURN_ADDRESS,
        _ => Address::from_slice(&keccak256(name)[12..]),
    }
}

/// A set by name: the AVS and its number there.
pub fn set_named(name: &str) -> (Address, u32) {
    let (avs, id) = name.split_once(':').unwrap();
    (named(avs), id.parse().unwrap())
}

/// A decimal string or a number; below zero is zero.
pub fn number(value: &Value) -> U256 {
    match value {
        Value::String(text) if text.starts_with('-') => U256::ZERO,
        Value::String(text) => text.parse().unwrap(),
        Value::Number(number) => U256::from(number.as_i64().unwrap().max(0)),
        other => panic!("not a number: {other}"),
    }
}

/// An amount as vectors write it.
pub fn text(amount: U256) -> Value {
    amount.to_string().into()
}

/// A step, with the accounts that it names.
#[derive(Clone, Copy)]
pub struct Step<'v>(pub &'v Value);

impl<'v> Step<'v> {
    pub fn time(self) -> u64 {
        self.0["t"].as_u64().unwrap()
    }

    pub fn op(self) -> &'v str {
        self.0["op"].as_str().unwrap()
    }

    pub fn by(self) -> &'v str {
        self.0["by"].as_str().unwrap()
    }

    pub fn from(self) -> Address {
        named(self.by())
    }

    pub fn arg(self, key: &str) -> &'v Value {
        &self.0["args"][key]
    }

    pub fn text(self, key: &str) -> &'v str {
        self.arg(key).as_str().unwrap_or_else(|| panic!("no {key} in {}", self.0))
    }

    pub fn number(self, key: &str) -> U256 {
        number(self.arg(key))
    }

    pub fn seconds(self, key: &str) -> u64 {
        self.number(key).to()
    }

    pub fn list(self, key: &str) -> &'v [Value] {
        self.arg(key).as_array().unwrap()
    }
}
