//! What things cost: the named prices of the EIPs, rules London to Osaka, and the formulas made of them.

use alloy_primitives::U256;

/// SLOAD of a warm slot, access to a warm account (EIP-2929).
pub(super) const WARM_ACCESS: u64 = 100;
/// What the first SLOAD of a slot costs on top of [`WARM_ACCESS`] (EIP-2929).
pub(super) const COLD_SLOAD_EXTRA: u64 = 2_000;
/// What the first access to an account costs on top of [`WARM_ACCESS`] (EIP-2929).
pub(super) const COLD_ACCOUNT_EXTRA: u64 = 2_500;
/// TLOAD and TSTORE (EIP-1153).
pub(super) const TRANSIENT_ACCESS: u64 = 100;
/// Sent along with value, free for the callee; SSTORE refuses to run on it (EIP-2200).
pub(super) const CALL_STIPEND: u64 = 2_300;
/// A call that sends value (yellow paper, `G_callvalue`).
pub(super) const CALL_VALUE: u64 = 9_000;
/// A call that sends value to an account that is empty (yellow paper, `G_newaccount`, and EIP-161).
pub(super) const NEW_ACCOUNT: u64 = 25_000;
/// The deepest frame; the transaction's own is at depth 0 (yellow paper).
pub(super) const MAX_DEPTH: usize = 1_024;
/// The longest code of an account, in bytes (EIP-170).
pub(super) const MAX_CODE_LEN: usize = 24_576;
/// A call to the precompile at 0x01 (yellow paper, appendix E.1).
pub(super) const ECRECOVER: u64 = 3_000;

/// SSTORE to a cold slot, on top of everything else (EIP-2929).
const COLD_SSTORE_EXTRA: u64 = 2_100;
/// SSTORE that is the first to make a slot non-zero, less [`WARM_ACCESS`] (EIP-2200).
const SSTORE_SET_EXTRA: u64 = 19_900;
/// SSTORE that is the first to change a non-zero slot, less [`WARM_ACCESS`] (EIP-2200, EIP-2929).
const SSTORE_RESET_EXTRA: u64 = 2_800;
/// Refund for a slot that becomes zero (EIP-3529).
const SSTORE_CLEAR_REFUND: i64 = 4_800;
/// Refund for a slot that was zero at first and is so again: what setting it cost (EIP-2200).
const SSTORE_UNSET_REFUND: i64 = 19_900;
/// Refund for a slot that has its first, non-zero value again: what resetting it cost (EIP-2200).
const SSTORE_UNDO_REFUND: i64 = 2_800;
/// LOG, and each of its topics (yellow paper).
const LOG_ITEM: u64 = 375;
/// A byte of log data (yellow paper).
const LOG_BYTE: u64 = 8;
/// KECCAK256 (yellow paper).
const KECCAK: u64 = 30;
/// A word that is hashed (yellow paper).
const KECCAK_WORD: u64 = 6;
/// A word that is copied (yellow paper).
const COPY_WORD: u64 = 3;
/// CREATE2 (EIP-1014).
const CREATE: u64 = 32_000;
/// A byte of code that is stored (yellow paper, `G_codedeposit`).
const CODE_BYTE: u64 = 200;
/// Any transaction (yellow paper).
const TRANSACTION: u64 = 21_000;
/// A token of calldata (EIP-2028).
const TOKEN: u64 = 4;
/// The least that a transaction pays for a token of calldata (EIP-7623).
const TOKEN_FLOOR: u64 = 10;
/// Tokens in a non-zero byte; a zero byte is one (EIP-7623).
const TOKENS_IN_BYTE: u64 = 4;
/// The frame keeps one part in so many from its callee (EIP-150).
const CALL_RESERVE_QUOTIENT: u64 = 64;
/// At most one part in so many of the gas is refunded (EIP-3529).
const REFUND_QUOTIENT: u64 = 5;

/// The values of a slot around an SSTORE.
#[derive(Debug, Clone, Copy)]
pub(super) struct SlotChange {
    /// At the start of the transaction.
    pub(super) original: U256,
    /// Before the SSTORE.
    pub(super) present: U256,
    /// After it.
    pub(super) new: U256,
    /// The slot was not accessed before in this transaction.
    pub(super) is_cold: bool,
}

impl SlotChange {
    /// Gas of the SSTORE (EIP-2200 as changed by EIP-2929).
    pub(super) fn cost(&self) -> u64 {
        let cold = if self.is_cold { COLD_SSTORE_EXTRA } else { 0 };
        let write = match self.new != self.present && self.present == self.original {
            true if self.original.is_zero() => SSTORE_SET_EXTRA,
            true => SSTORE_RESET_EXTRA,
            false => 0,
        };
        WARM_ACCESS.saturating_add(cold).saturating_add(write)
    }

    /// What the SSTORE adds to the refund counter (EIP-3529), negative where it takes an earlier refund back.
    pub(super) fn refund(&self) -> i64 {
        if self.new == self.present {
            return 0;
        }
        let clear = match (self.present.is_zero(), self.new.is_zero()) {
            _ if self.original.is_zero() => 0,
            (true, _) => SSTORE_CLEAR_REFUND.saturating_neg(),
            (_, true) => SSTORE_CLEAR_REFUND,
            _ => 0,
        };
        let restore = match self.new == self.original {
            true if self.original.is_zero() => SSTORE_UNSET_REFUND,
            true => SSTORE_UNDO_REFUND,
            false => 0,
        };
        clear.saturating_add(restore)
    }
}

fn words(bytes: usize) -> u64 {
    bytes.div_ceil(32) as u64
}

/// Copying `bytes`: what a call's input costs its caller, and once more the native contract that reads it.
pub(super) fn copy(bytes: usize) -> u64 {
    words(bytes).saturating_mul(COPY_WORD)
}

/// KECCAK256 of `bytes`.
pub(super) fn keccak(bytes: usize) -> u64 {
    words(bytes).saturating_mul(KECCAK_WORD).saturating_add(KECCAK)
}

/// LOG with `topics` and `bytes` of data.
pub(super) fn log(topics: usize, bytes: usize) -> u64 {
    let items = (topics as u64).saturating_add(1).saturating_mul(LOG_ITEM);
    (bytes as u64).saturating_mul(LOG_BYTE).saturating_add(items)
}

/// CREATE2 with `init` bytes that are hashed and `code` bytes that are stored.
pub(super) fn create(init: usize, code: usize) -> u64 {
    let hash = words(init).saturating_mul(KECCAK_WORD);
    (code as u64).saturating_mul(CODE_BYTE).saturating_add(hash).saturating_add(CREATE)
}

/// The most that a frame with `left` may forward (EIP-150).
pub(super) fn forwardable(left: u64) -> u64 {
    left.saturating_sub(left.div_euclid(CALL_RESERVE_QUOTIENT))
}

fn tokens(input: &[u8]) -> u64 {
    let nonzero = input.iter().filter(|&&byte| byte != 0).count() as u64;
    let zero = (input.len() as u64).saturating_sub(nonzero);
    nonzero.saturating_mul(TOKENS_IN_BYTE).saturating_add(zero)
}

/// What a transaction with this calldata pays before it runs.
pub(super) fn intrinsic(input: &[u8]) -> u64 {
    tokens(input).saturating_mul(TOKEN).saturating_add(TRANSACTION)
}

/// The least that a transaction with this calldata pays in all, refunds included (EIP-7623).
pub(super) fn floor(input: &[u8]) -> u64 {
    tokens(input).saturating_mul(TOKEN_FLOOR).saturating_add(TRANSACTION)
}

/// What of the refund counter is paid out of `spent` gas (EIP-3529).
pub(super) fn capped_refund(counter: i64, spent: u64) -> u64 {
    u64::try_from(counter).unwrap_or(0).min(spent.div_euclid(REFUND_QUOTIENT))
}
