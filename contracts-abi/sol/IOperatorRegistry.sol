// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.20;

/// @title Operator registry
/// @notice Who is an operator, who may act for it, who gets its rewards. An operator is an address and may be a
/// contract; at first it controls itself. Errors stand in the order of the checks.
interface IOperatorRegistry {
    /// @notice `operator` registered.
    event OperatorRegistered(
        address indexed operator, address indexed rewardRecipient, uint256 commission, string metadataURI
    );

    /// @notice `operator` retired; it may register again.
    event OperatorRetired(address indexed operator);

    /// @notice The operator's description moved.
    event MetadataUpdated(address indexed operator, string metadataURI);

    /// @notice The operator's rewards go to `recipient`.
    event RewardRecipientSet(address indexed operator, address indexed recipient);

    /// @notice The commission is `commission` from `effectiveAt` on.
    event CommissionSet(address indexed operator, uint256 commission, uint64 effectiveAt);

    /// @notice `appointee` may call `selector` of `module` for `operator`, or no longer.
    event AppointeeSet(
        address indexed operator, address indexed appointee, address indexed module, bytes4 selector, bool appointed
    );

    /// @notice Control of `operator` was offered to `controller`; zero: the offer was withdrawn.
    event ControlOffered(address indexed operator, address indexed controller);

    /// @notice `controller` controls `operator`.
    event ControlTransferred(address indexed operator, address indexed controller);

    /// @notice Registers the caller as an operator. It controls itself, unless control was transferred before.
    /// @param rewardRecipient Who gets its rewards; zero: the operator.
    /// @param commission Its part of the rewards; 1e18 is all.
    function register(string calldata metadataURI, address rewardRecipient, uint256 commission) external;

    /// @notice As `register`, by signature of who controls `operator` (EIP-712; EIP-1271 if that has code).
    function registerBySignature(
        address operator,
        string calldata metadataURI,
        address rewardRecipient,
        uint256 commission,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice Moves the operator's description.
    function updateMetadata(address operator, string calldata metadataURI) external;

    /// @notice Sets who gets the operator's rewards; zero: the operator.
    function setRewardRecipient(address operator, address recipient) external;

    /// @notice Sets the commission: a lower one at once, a higher one after 14 days. Replaces one that is pending.
    /// @return effectiveAt From when it holds.
    function setCommission(address operator, uint256 commission) external returns (uint64 effectiveAt);

    /// @notice Retires an operator without live allocations. Its appointees and its controller are kept.
    function retire(address operator) external;

    /// @notice Lets `appointee` call `selector` of `module` for the operator, or no longer. Only the controller.
    function setAppointee(address operator, address appointee, address module, bytes4 selector, bool appointed)
        external;

    /// @notice Offers control of the operator to `controller`; zero withdraws an offer. Only the controller.
    function transferControl(address operator, address controller) external;

    /// @notice Takes control that was offered to the caller.
    function acceptControl(address operator) external;

    /// @notice Is `account` registered as an operator?
    function isOperator(address account) external view returns (bool);

    /// @notice May `account` call `selector` of `module` for `operator`? It must be registered, and `account` be its
    /// controller or appointed.
    function mayAct(address operator, address account, address module, bytes4 selector) external view returns (bool);

    /// @notice Has the operator appointed `appointee` for `selector` of `module`?
    function isAppointed(address operator, address appointee, address module, bytes4 selector)
        external
        view
        returns (bool);

    /// @notice Who controls `operator`.
    function controllerOf(address operator) external view returns (address);

    /// @notice To whom control of `operator` is offered; zero: to nobody.
    function pendingControllerOf(address operator) external view returns (address);

    /// @notice Who gets the rewards of `operator`.
    function rewardRecipientOf(address operator) external view returns (address);

    /// @notice The commission of `operator` now, the one announced, and from when that holds (0: none is pending).
    function commissionOf(address operator)
        external
        view
        returns (uint256 commission, uint256 announced, uint64 effectiveAt);

    /// @notice Next nonce of `operator`'s signatures to this registry.
    function nonces(address operator) external view returns (uint256);

    /// @notice EIP-712 domain separator, for the current chain id.
    function DOMAIN_SEPARATOR() external view returns (bytes32);

    /// @notice Where live allocations are looked up.
    function avsRegistry() external view returns (address);

    /// @notice The signature's deadline has passed.
    error SignatureExpired(uint256 deadline);
    /// @notice The signature is not that of who controls the operator.
    error SignatureMismatch(address operator);
    /// @notice Not a registered operator.
    error NotOperator(address account);
    /// @notice The caller neither controls the operator nor is appointed for this call.
    error NotController(address caller, address operator);
    /// @notice The operator is registered.
    error AlreadyRegistered(address operator);
    /// @notice The commission is over 1e18.
    error CommissionOutOfRange(uint256 commission);
    /// @notice The operator has live allocations.
    error AllocationsLive(address operator);
    /// @notice Control was not offered to the caller.
    error ControlNotOffered(address caller, address operator);
}
