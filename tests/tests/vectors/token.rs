//! The assets: a native token of which everybody but a vault has any amount, and which can be told to misbehave.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::sol;
use restaking::host::{Context, Failure, Mapping, ModuleId, Slot, abi, storage};

sol! {
    interface IToken {
        function balanceOf(address account) external view returns (uint256);
        function decimals() external view returns (uint8);
        function transfer(address to, uint256 amount) external returns (bool);
        function transferFrom(address from, address to, uint256 amount) external returns (bool);
        function setBalance(address account, uint256 amount) external;
        function setFee(bool on) external;
        function setBlocked(address account, bool on) external;
    }
}

storage! {
    /// State of the token.
    struct TokenStorage {
        balances: Mapping<Address, Slot<U256>>,
        blocked: Mapping<Address, Slot<bool>>,
        fee: Slot<bool>,
    }
}

pub const TOKEN_MODULE: ModuleId = ModuleId(0x7002);

/// Runs one call of the token; its configuration is its decimals.
pub fn call(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    use IToken::ITokenCalls as Calls;
    let root = TokenStorage::ROOT;
    match abi::decode::<Calls>(cx)? {
        Calls::balanceOf(c) => word(root.balances().key(cx.host, c.account)?.read(cx.host)?),
        Calls::decimals(_) => word(U256::from(cx.frame.config[0])),
        Calls::transfer(c) => transfer(cx, c.to, c.amount),
        Calls::transferFrom(c) => deliver(cx, c.to, c.amount),
        Calls::setBalance(c) => {
            root.balances().key(cx.host, c.account)?.write(cx.host, c.amount)?;
            Ok(Bytes::new())
        }
        Calls::setFee(c) => {
            root.fee().write(cx.host, c.on)?;
            Ok(Bytes::new())
        }
        Calls::setBlocked(c) => {
            root.blocked().key(cx.host, c.account)?.write(cx.host, c.on)?;
            Ok(Bytes::new())
        }
    }
}

/// What the caller sends is gone: nobody looks at the balance of anybody but a vault.
fn transfer(cx: &mut Context<'_>, to: Address, amount: U256) -> Result<Bytes, Failure> {
    let root = TokenStorage::ROOT;
    if root.blocked().key(cx.host, to)?.read(cx.host)? {
        return Err(Failure::Revert(Bytes::from_static(b"blocked")));
    }
    let caller = cx.caller();
    let from = root.balances().key(cx.host, caller)?;
    let left = from.read(cx.host)?.checked_sub(amount).ok_or(Failure::EMPTY_REVERT)?;
    from.write(cx.host, left)?;
    word(U256::ONE)
}

/// What is pulled comes from nowhere, one unit less of it if there is a fee.
fn deliver(cx: &mut Context<'_>, to: Address, amount: U256) -> Result<Bytes, Failure> {
    let root = TokenStorage::ROOT;
    let fee = U256::from(root.fee().read(cx.host)? && !amount.is_zero());
    let to = root.balances().key(cx.host, to)?;
    let held = to.read(cx.host)?;
    to.write(cx.host, held + amount - fee)?;
    word(U256::ONE)
}

fn word(value: U256) -> Result<Bytes, Failure> {
    Ok(value.to_be_bytes_vec().into())
}
