// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

import {ISlashing} from "contracts-abi/sol/ISlashing.sol";

/// @notice Takes the calldata that solc takes for `ISlashing`, and does nothing with it.
/// @dev Structs are in memory, because solc validates all of one that it puts there, but of one in calldata what is read.
contract SlashingDecoderTwin is ISlashing {
    function file(address, uint32, address, Charge[] memory, uint64, bytes32, string calldata)
        external
        pure
        override
        returns (bytes32)
    {}

    function veto(Request memory) external pure override {}

    function withdraw(Request memory) external pure override {}

    function execute(Request memory, address) external pure override returns (uint256, uint256) {}

    function requestId(address, uint32, address, bytes32) external pure override returns (bytes32) {}

    function statusOf(bytes32) external pure override returns (bytes26, uint16, uint16) {}

    function stateOf(Request memory, address) external pure override returns (uint8) {}

    function capOf(address, address, uint32) external pure override returns (uint64, uint256, uint256) {}

    function avsRegistry() external pure override returns (address) {}

    function governance() external pure override returns (address) {}

    function vaultFactory() external pure override returns (address) {}
}
