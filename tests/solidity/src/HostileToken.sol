// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

/// @notice What a hostile token calls.
interface IIntruder {
    function at(uint8 where) external;
    function lookAt(uint8 where) external view;
}

/// @notice A token that moves what it is asked to move, and calls an accomplice at every opportunity.
contract HostileToken {
    uint8 public constant BEFORE_TRANSFER_FROM = 1;
    uint8 public constant AFTER_TRANSFER_FROM = 2;
    uint8 public constant BEFORE_TRANSFER = 3;
    uint8 public constant AFTER_TRANSFER = 4;
    uint8 public constant RECEIVED = 5;
    uint8 public constant PERMIT = 6;
    uint8 public constant BALANCE = 7;
    uint8 public constant DECIMALS = 8;

    mapping(address account => uint256) private _balances;
    mapping(address owner => mapping(address spender => uint256)) public allowance;
    uint256 public totalSupply;
    string public name;
    string public symbol;
    uint8 private immutable _decimals;
    IIntruder public accomplice;

    event Transfer(address indexed from, address indexed to, uint256 value);

    constructor(string memory name_, string memory symbol_, uint8 decimals_) {
        name = name_;
        symbol = symbol_;
        _decimals = decimals_;
    }

    /// @notice Sets whom it calls; the zero address: nobody.
    function setAccomplice(IIntruder accomplice_) external {
        accomplice = accomplice_;
    }

    function balanceOf(address account) external view returns (uint256) {
        _lookAt(BALANCE);
        return _balances[account];
    }

    function decimals() external view returns (uint8) {
        _lookAt(DECIMALS);
        return _decimals;
    }

    /// @notice Creates `value` units for `to`; open to all.
    function mint(address to, uint256 value) external {
        totalSupply += value;
        _balances[to] += value;
    }

    /// @notice Destroys `value` units of `from`; open to all.
    function burn(address from, uint256 value) external {
        totalSupply -= value;
        _balances[from] -= value;
    }

    /// @notice Sets the allowance of `spender` over the caller's units.
    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        return true;
    }

    /// @notice Takes any signature.
    function permit(address owner, address spender, uint256 value, uint256, uint8, bytes32, bytes32) external {
        _at(PERMIT);
        allowance[owner][spender] = value;
    }

    /// @notice Moves `value` units of the caller to `to`, and tells `to` if it is the accomplice.
    function transfer(address to, uint256 value) external returns (bool) {
        _at(BEFORE_TRANSFER);
        _move(msg.sender, to, value);
        if (to == address(accomplice)) _at(RECEIVED);
        _at(AFTER_TRANSFER);
        return true;
    }

    /// @notice Moves `value` units of `from` to `to` within the caller's allowance.
    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        _at(BEFORE_TRANSFER_FROM);
        allowance[from][msg.sender] -= value;
        _move(from, to, value);
        _at(AFTER_TRANSFER_FROM);
        return true;
    }

    function _move(address from, address to, uint256 value) private {
        _balances[from] -= value;
        _balances[to] += value;
        emit Transfer(from, to, value);
    }

    function _at(uint8 where) private {
        if (address(accomplice) != address(0)) accomplice.at(where);
    }

    function _lookAt(uint8 where) private view {
        if (address(accomplice) != address(0)) accomplice.lookAt(where);
    }
}
