// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

/// @notice Something that needs a set amount of gas, and fails with less.
abstract contract Hungry {
    /// @notice What each answer costs, by the selector that is called.
    mapping(bytes4 selector => uint256) public appetite;
    /// @notice Which selectors fail, after the meal.
    mapping(bytes4 selector => bool) public fails;

    /// @notice Sets what the function with this selector eats, and whether it then fails.
    function feed(bytes4 selector, uint256 gas_, bool fails_) external {
        appetite[selector] = gas_;
        fails[selector] = fails_;
    }

    function _eat() internal view {
        uint256 start = gasleft();
        uint256 amount = appetite[msg.sig];
        while (start - gasleft() < amount) {}
        require(!fails[msg.sig], "not hungry");
    }
}

/// @notice A recipient that is told of what it receives, a registrar, and a wallet.
contract HungryGuest is Hungry {
    uint256 public calls;

    /// @notice Counts.
    function tokensReceived(uint256) external {
        _eat();
        calls += 1;
    }

    /// @notice Admits.
    function onRegister(address, address, uint32, bytes calldata) external {
        _eat();
        calls += 1;
    }

    /// @notice Lets go.
    function onDeregister(address, address, uint32) external {
        _eat();
        calls += 1;
    }

    /// @notice Accepts every signature (EIP-1271).
    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        _eat();
        return 0x1626ba7e;
    }
}

/// @notice A token whose answers cost what they are set to, and which tells receivers that have code.
contract HungryToken is Hungry {
    mapping(address account => uint256) private _balances;
    mapping(address owner => mapping(address spender => uint256)) public allowance;
    uint256 public totalSupply;
    string public name;
    string public symbol;
    uint8 private _decimals;

    event Transfer(address indexed from, address indexed to, uint256 value);

    constructor(string memory name_, string memory symbol_, uint8 decimals_) {
        name = name_;
        symbol = symbol_;
        _decimals = decimals_;
    }

    function balanceOf(address account) external view returns (uint256) {
        _eat();
        return _balances[account];
    }

    function decimals() external view returns (uint8) {
        _eat();
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
        _eat();
        allowance[owner][spender] = value;
    }

    /// @notice Moves `value` units of the caller to `to`, and fails if `to` has code and does not want to be told.
    function transfer(address to, uint256 value) external returns (bool) {
        _eat();
        _move(msg.sender, to, value);
        if (to.code.length > 0) HungryGuest(to).tokensReceived(value);
        return true;
    }

    /// @notice Moves `value` units of `from` to `to` within the caller's allowance.
    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        _eat();
        allowance[from][msg.sender] -= value;
        _move(from, to, value);
        return true;
    }

    function _move(address from, address to, uint256 value) private {
        _balances[from] -= value;
        _balances[to] += value;
        emit Transfer(from, to, value);
    }
}
