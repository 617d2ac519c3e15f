//! What the tokens of the zoo can be called for.

#[allow(missing_docs, clippy::all, clippy::pedantic, clippy::restriction)]
mod bindings {
    alloy_sol_types::sol! {
        /// What every token has.
        interface IToken {
            event Transfer(address indexed from, address indexed to, uint256 value);
            event Approval(address indexed owner, address indexed spender, uint256 value);

            function name() external view returns (string);
            function symbol() external view returns (string);
            function decimals() external view returns (uint8);
            function totalSupply() external view returns (uint256);
            function balanceOf(address account) external view returns (uint256);
            function allowance(address owner, address spender) external view returns (uint256);
            function transfer(address to, uint256 value) external returns (bool);
            function transferFrom(address from, address to, uint256 value) external returns (bool);
            function approve(address spender, uint256 value) external returns (bool);
            function mint(address to, uint256 value) external;
        }

        /// What one kind or another has.
        interface ITokenExtras {
            // standard
            function burn(address from, uint256 value) external;
            function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;
            function nonces(address owner) external view returns (uint256);
            function DOMAIN_SEPARATOR() external view returns (bytes32);
            function PERMIT_TYPEHASH() external view returns (bytes32);
            // fee
            function setFee(uint256 bps) external;
            function feeBps() external view returns (uint256);
            // bonus
            function setBonus(uint256 bps) external;
            function bonusBps() external view returns (uint256);
            // callback
            function setHook(address target, bytes data, bool before, bool after_) external;
            function hookTarget() external view returns (address);
            function isCalledBefore() external view returns (bool);
            function isCalledAfter() external view returns (bool);
            function hookData() external view returns (bytes);
            function beforeResult() external view returns (uint256 calls, bool ok, bytes returndata);
            function afterResult() external view returns (uint256 calls, bool ok, bytes returndata);
            // blocklist
            function block_(address account, bool blocked) external;
            function isBlocked(address account) external view returns (bool);
            // pausable
            function pause(bool paused) external;
            function isPaused() external view returns (bool);
            // rebase
            function rebase(address account, int256 delta) external;
            // huge-return
            function setSize(uint256 size) external;
            function returnBytes() external view returns (uint256);
            // gas-burner
            function setBurn(bool burning) external;
            function isBurning() external view returns (bool);
        }
    }
}

pub use bindings::{IToken, ITokenExtras};
