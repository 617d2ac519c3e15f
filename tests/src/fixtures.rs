//! Interfaces of the Solidity fixtures.
#![allow(missing_docs, clippy::all, clippy::pedantic, clippy::restriction)]

use alloy_sol_types::sol;

sol! {
    /// `Caller.sol`.
    interface ICaller {
        function execute(address to, uint256 value, bytes calldata data)
            external payable returns (bool ok, bytes memory ret);
        function staticExecute(address to, bytes calldata data) external view returns (bool ok, bytes memory ret);
        function delegateExecute(address to, bytes calldata data) external returns (bool ok, bytes memory ret);
        function callcodeExecute(address to, bytes memory data) external returns (bool ok, bytes memory ret);
        function executeWithGas(address to, bytes calldata data, uint256 gasLimit)
            external returns (bool ok, bytes memory ret);
        function bubble(address to, bytes calldata data) external payable returns (bytes memory);
        function multi(address[] calldata to, bytes[] calldata data) external returns (bytes[] memory rets);
        function tryThenRevert(address to, bytes calldata data) external;
        function codeSize(address account) external view returns (uint256);
        function codeHash(address account) external view returns (bytes32);
        function codeCopy(address account) external view returns (bytes memory);
    }

    /// `Token.sol` and the tokens of the zoo: every setter that one of them has.
    interface IToken {
        function balanceOf(address account) external view returns (uint256);
        function allowance(address owner, address spender) external view returns (uint256);
        function totalSupply() external view returns (uint256);
        function nonces(address owner) external view returns (uint256);
        function DOMAIN_SEPARATOR() external view returns (bytes32);
        function mint(address to, uint256 value) external;
        function burn(address from, uint256 value) external;
        function transfer(address to, uint256 value) external returns (bool);
        function transferFrom(address from, address to, uint256 value) external returns (bool);
        function approve(address spender, uint256 value) external returns (bool);
        function setFee(uint256 bps) external;
        function setBonus(uint256 bps) external;
        function setHook(address target, bytes calldata data, bool before, bool after_) external;
        function beforeResult() external view returns (uint256 calls, bool ok, bytes memory returndata);
        function afterResult() external view returns (uint256 calls, bool ok, bytes memory returndata);
        function block_(address account, bool blocked) external;
        function pause(bool paused) external;
        function rebase(address account, int256 delta) external;
        function setSize(uint256 size) external;
        function setBurn(bool burning) external;
    }

    /// `Registrar.sol`.
    interface IConfigurableRegistrar {
        enum Mode { Accept, Refuse, BurnGas, CallBack, Bubble, HugeReturn, HugeRevert }

        event Registering(
            address indexed operator, address indexed avs, uint32 indexed setId, bytes data, uint256 gasLeft
        );
        event Deregistering(address indexed operator, address indexed avs, uint32 indexed setId, uint256 gasLeft);

        function setMode(Mode mode_, address target_, bytes calldata data, uint256 size_) external;
        function isOk() external view returns (bool);
        function returndata() external view returns (bytes memory);
        function calls() external view returns (uint256);
    }

    /// `Attacker.sol`.
    interface IAttacker {
        function arm(address target_, bytes calldata data) external;
    }
}
