// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

/// @title The state of Slashing as Solidity would declare it
/// @notice Never deployed: only solc's storage layout of it is used, to compare it with that of the native Slashing.
contract SlashingLayout {
    struct RequestWord {
        uint208 digest;
        uint16 open;
        uint16 executed;
    }

    struct CapWord {
        uint40 start;
        uint96 base;
        uint96 taken;
    }

    mapping(bytes32 id => RequestWord) requests;
    mapping(address vault => mapping(uint256 key => CapWord)) caps;
}
