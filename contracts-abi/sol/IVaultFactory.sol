// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.20;

/// @title Vault factory
/// @notice Creates vaults as native instances. A vault's address comes from its operator and a salt.
interface IVaultFactory {
    /// @notice What is fixed at a vault's birth, and its first deposit cap and approver.
    /// @param asset The token staked; must have code.
    /// @param epochLength Seconds of an epoch; long enough that at most 64 exit buckets are ever open.
    /// @param exitDelay Least wait of an exit, in seconds.
    /// @param leverageLimit How often a unit of stake may be promised, 1e18 (once) to 16e18.
    /// @param slashCap Most that one set may take in a window, as a fraction of its allocation; 1e18 is no cap.
    /// @param slashCapWindow Length of that window, in seconds; not 0 if there is a cap.
    /// @param maxRedistributable Most magnitude that redistributing sets may hold together; 0: burn only.
    /// @param depositCap Most assets that the pool may hold after a deposit.
    /// @param depositorApprover Who approves depositors; zero: everybody may deposit.
    /// @param name Name of the share, at most 64 bytes.
    /// @param symbol Symbol of the share, at most 16 bytes.
    struct VaultParams {
        address asset;
        uint64 epochLength;
        uint64 exitDelay;
        uint256 leverageLimit;
        uint256 slashCap;
        uint64 slashCapWindow;
        uint256 maxRedistributable;
        uint256 depositCap;
        address depositorApprover;
        string name;
        string symbol;
    }

    /// @notice A vault was created.
    event VaultCreated(address indexed vault, address indexed operator, address indexed asset, VaultParams params);

    /// @notice Creates a vault of `operator`. Only who may act for it.
    function createVault(address operator, VaultParams calldata params, bytes32 salt)
        external
        returns (address vault);

    /// @notice The address of the vault that `operator` creates with `salt`.
    function vaultAddress(address operator, bytes32 salt) external view returns (address);

    /// @notice Did this factory create `account`?
    function isVault(address account) external view returns (bool);

    /// @notice The vaults of `operator`, newest first; at most 32.
    function vaultsOf(address operator) external view returns (address[] memory vaults);

    /// @notice Bounds of the exit delay, in seconds, both included.
    function exitDelayBounds() external view returns (uint64 least, uint64 most);

    /// @notice Only who may act for the operator creates its vaults.
    error NotOperator(address caller);
    /// @notice The asset has no code.
    error AssetWithoutCode(address asset);
    /// @notice The exit delay is out of bounds.
    error DelayOutOfRange(uint64 exitDelay, uint64 least, uint64 most);
    /// @notice More than 64 exit buckets could be open at once.
    error EpochTooShort(uint64 epochLength, uint64 least);
    /// @notice The epoch is longer than the exit delay.
    error EpochTooLong(uint64 epochLength, uint64 most);
    /// @notice The leverage limit is not between 1e18 and what governance allows, 16e18 at most.
    error LeverageOutOfRange(uint256 leverageLimit);
    /// @notice The slash cap is not between 1 and 1e18, or has no window.
    error SlashCapOutOfRange(uint256 slashCap, uint64 window);
    /// @notice More than the whole.
    error RedistributableOutOfRange(uint256 maxRedistributable);
    /// @notice The deposit cap is more than a vault can account for.
    error DepositCapOutOfRange(uint256 depositCap);
    /// @notice Name or symbol is empty or too long.
    error TextOutOfRange(uint256 length, uint256 most);
    /// @notice The asset has too many decimals for six more.
    error DecimalsOutOfRange(uint8 decimals);
    /// @notice The operator has used this salt.
    error VaultExists(address vault);
    /// @notice An operator has at most 32 vaults.
    error TooManyVaults(address operator, uint256 most);
}
