// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

/// @title The state of the AVS registry as Solidity would declare it
/// @notice Never deployed: only solc's storage layout of it is used, to compare it with the native registry's.
/// @dev A set's key is its AVS shifted left by 32 bits, plus its number.
contract AvsRegistryLayout {
    struct SetWord {
        address lastOperator;
        uint32 operators;
        bool exists;
    }

    struct ServedWord {
        uint40 delayMin;
        uint40 delayMax;
        uint40 epochMax;
        bool hasLeverage;
    }

    struct ProcedureWord {
        address slasher;
        uint24 vetoWindow;
        uint24 executionWindow;
        uint24 escrowDelay;
        uint24 faultWindow;
    }

    struct RulesWord {
        address resolver;
        uint40 switchAt;
        uint16 version;
        uint8 assetCount;
        uint8 flags;
        uint24 number;
    }

    struct LimitsWord {
        uint64 cap;
        uint32 capWindow;
        uint112 minimumWeight;
        uint32 operatorCap;
    }

    struct AssetWord {
        address token;
        uint64 weight;
        bool isServed;
    }

    struct TermsStorage {
        ProcedureWord procedure;
        RulesWord rules;
        LimitsWord limits;
        address gate;
        mapping(uint8 index => AssetWord) assets;
    }

    struct SetStorage {
        SetWord head;
        address recipient;
        ServedWord served;
        TermsStorage first;
        TermsStorage second;
    }

    struct MemberWord {
        address previousOperator;
        uint24 previousSet;
        bool isRegistered;
        bool isListed;
    }

    struct AllocationWord {
        uint96 magnitude;
        uint96 change;
        uint40 time;
        uint8 pending;
        uint8 seat;
    }

    struct SeatWord {
        uint24 set;
        uint40 since;
        uint32 increases;
        uint96 before;
        uint40 raised;
    }

    mapping(address avs => bool) avss;
    mapping(address avs => mapping(address admin => bool)) admins;
    mapping(uint256 key => SetStorage) sets;
    mapping(uint32 number => uint256) keys;
    uint32 setCount;
    mapping(uint256 key => mapping(address operator => MemberWord)) members;
    mapping(address operator => uint32) lastSets;
    mapping(address operator => uint256) nonces;
    mapping(address vault => mapping(uint32 number => AllocationWord)) allocations;
    mapping(address vault => mapping(uint8 seat => SeatWord)) seats;
}
