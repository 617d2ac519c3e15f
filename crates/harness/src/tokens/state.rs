//! What a token stores: the slots and offsets of the Solidity contract of its kind.

use alloy_primitives::{Address, U256};
use restaking::host::{Mapping, Slot, storage};

/// Declares a layout that begins with what every token stores.
macro_rules! token_storage {
    ($(#[$attribute:meta])* $name:ident { $($(#[$field_attribute:meta])* $field:ident: $type:ty,)* }) => {
        storage! {
            $(#[$attribute])*
            pub(super) struct $name {
                /// Balance by account, in base units.
                balances: Mapping<Address, Slot<U256>>,
                /// Allowance by owner and spender, in base units.
                allowances: Mapping<Address, Mapping<Address, Slot<U256>>>,
                /// The sum of the balances.
                supply: Slot<U256>,
                /// Name (see [`Text`](super::text::Text)).
                name: Slot<U256>,
                /// Symbol (see [`Text`](super::text::Text)).
                symbol: Slot<U256>,
                /// Decimals.
                decimals: Slot<u8>,
                $($(#[$field_attribute])* $field: $type,)*
            }
        }
    };
}

token_storage! {
    /// Every token.
    Plain {}
}

token_storage! {
    /// Standard.
    Permitting {
        /// Permits used, by owner.
        nonces: Mapping<Address, Slot<U256>>,
    }
}

token_storage! {
    /// Fee and bonus, in basis points; huge-return, in bytes.
    Numbered {
        /// The number.
        number: Slot<U256>,
    }
}

token_storage! {
    /// Pausable and gas-burner.
    Switched {
        /// The switch.
        is_on: Slot<bool>,
    }
}

token_storage! {
    /// Blocklist.
    Blocking {
        /// Is the account blocked?
        blocked: Mapping<Address, Slot<bool>>,
    }
}

token_storage! {
    /// Callback.
    Hooked {
        /// Who is called.
        target: Slot<Address>,
        /// Before each transfer?
        is_called_before: Slot<bool>,
        /// After each transfer?
        is_called_after: Slot<bool>,
        /// The hook runs now.
        is_in_hook: Slot<bool>,
        /// Calldata (see [`Text`](super::text::Text)).
        data: Slot<U256>,
        /// What the call before came to.
        before: HookResult,
        /// What the call after came to.
        after: HookResult,
    }
}

storage! {
    /// What a hook came to.
    pub(super) struct HookResult {
        /// How often it was called.
        calls: Slot<U256>,
        /// Did the last call return?
        is_ok: Slot<bool>,
        /// Its answer (see [`Text`](super::text::Text)).
        output: Slot<U256>,
    }
}
