// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

/// @title The state of governance as Solidity would declare it
/// @notice Never deployed: only solc's storage layout of it is used, to compare it with that of native governance.
contract GovernanceLayout {
    struct GuardianWord {
        address guardian;
        bool isSet;
    }

    struct ParametersWord {
        uint64 exitDelayLeast;
        uint64 exitDelayMost;
        uint96 leverageCeiling;
        bool isSet;
    }

    struct PauseHead {
        uint40 from;
        uint40 until;
        uint32 earlier;
    }

    struct Interval {
        uint40 from;
        uint40 until;
    }

    struct PauseLog {
        PauseHead head;
        mapping(uint64 index => Interval) earlier;
    }

    address owner;
    address pendingOwner;
    GuardianWord guardian;
    ParametersWord parameters;
    PauseHead allocations;
    PauseLog filing;
    mapping(address vault => PauseHead) deposits;
    mapping(address avs => PauseLog) quarantines;
}
