// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

/// @title The state of a vault as Solidity would declare it
/// @notice Never deployed: only solc's storage layout of it is used, to compare it with the layout of the native vault.
contract VaultLayout {
    struct PoolWord {
        uint112 assets;
        uint144 shares;
    }

    struct HoldingsWord {
        uint112 owed;
        uint112 escrowed;
        uint32 nextEscrow;
    }

    struct TermsWord {
        uint112 depositCap;
        uint40 pausedUntil;
        uint40 lastEpoch;
        uint32 window;
        uint16 windows;
        bool isGated;
        bool isSpent;
    }

    struct StakeWord {
        uint96 magnitude;
        uint144 cancelled;
    }

    struct WindowWord {
        uint40 first;
        uint32 touched;
    }

    struct QueueHead {
        uint40 first;
        uint64 buckets;
        uint64 lanes;
        uint40 earliestHold;
        uint40 nextEnd;
    }

    struct BucketWord {
        uint112 assets;
        uint144 shares;
    }

    struct RequestWord {
        uint144 shares;
        bool isCancelled;
    }

    /// @dev `seconds_`, because `seconds` is a keyword of Solidity.
    struct HoldWord {
        uint40 filed;
        uint24 vetoSeconds;
        uint24 seconds_;
        uint8 state;
        uint40 escrow;
        uint96 magnitude;
        uint8 lanes;
    }

    struct QueueStorage {
        QueueHead head;
        mapping(uint256 epoch => BucketWord) buckets;
        mapping(uint256 epoch => uint256) claimed;
        mapping(uint256 epoch => mapping(address controller => RequestWord)) requests;
        mapping(uint8 lane => HoldWord) holds;
    }

    struct EscrowHead {
        uint112 assets;
        uint144 supply;
    }

    struct EscrowTarget {
        address recipient;
        uint40 due;
    }

    struct EscrowStorage {
        EscrowHead head;
        EscrowTarget target;
    }

    PoolWord pool;
    HoldingsWord holdings;
    QueueStorage queue;
    TermsWord terms;
    StakeWord stake;
    uint256 recovery;
    address approver;
    mapping(address account => uint256) balances;
    mapping(address owner => mapping(address spender => uint256)) allowances;
    mapping(address owner => uint256) nonces;
    mapping(address controller => mapping(address operator => bool)) operators;
    mapping(address depositor => bool) depositors;
    mapping(uint64 id => EscrowStorage) escrows;
    mapping(uint256 epoch => PoolWord) closing;
    mapping(uint64 number => WindowWord) windows;
}
