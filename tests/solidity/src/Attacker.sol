// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

/// @notice A token that attacks whoever asks it for a balance. The question comes by STATICCALL, so that nothing can be
/// recorded: armed, it answers with the selector of the error that its call failed with, as a number of units.
contract Attacker {
    mapping(address account => uint256) private _balances;
    mapping(address owner => mapping(address spender => uint256)) public allowance;
    uint256 public totalSupply;
    string public name;
    string public symbol;
    uint8 public decimals;

    address public target;
    bytes public callData;

    constructor(string memory name_, string memory symbol_, uint8 decimals_) {
        name = name_;
        symbol = symbol_;
        decimals = decimals_;
    }

    /// @notice Sets the call made when a contract asks for its balance; the zero address disarms.
    function arm(address target_, bytes calldata data) external {
        target = target_;
        callData = data;
    }

    /// @notice The balance; or, armed, the selector of an error without arguments that the call failed with. 0 if it
    /// failed with anything else, and the balance if it did not fail.
    function balanceOf(address account) external view returns (uint256) {
        if (target == address(0) || account != msg.sender) return _balances[account];
        (bool ok, bytes memory ret) = target.staticcall(callData);
        if (ok) return _balances[account];
        return ret.length == 4 ? uint32(bytes4(ret)) : 0;
    }

    /// @notice Creates `value` units for `to`; open to all.
    function mint(address to, uint256 value) external {
        totalSupply += value;
        _balances[to] += value;
    }

    /// @notice Moves `value` units of the caller to `to`.
    function transfer(address to, uint256 value) external returns (bool) {
        return _move(msg.sender, to, value);
    }

    /// @notice Moves `value` units of `from` to `to` within the caller's allowance.
    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        allowance[from][msg.sender] -= value;
        return _move(from, to, value);
    }

    /// @notice Sets the allowance of `spender` over the caller's units.
    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        return true;
    }

    function _move(address from, address to, uint256 value) private returns (bool) {
        _balances[from] -= value;
        _balances[to] += value;
        return true;
    }
}
