// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

/// @notice A contract wallet that accepts the signatures of its owner (EIP-1271).
contract Signer1271 {
    address public owner;

    constructor(address owner_) {
        owner = owner_;
    }

    /// @notice Returns 0x1626ba7e when `signature` (r, s, v: 65 bytes) over `digest` is the owner's, else 0xffffffff.
    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        if (signature.length != 65) return 0xffffffff;
        bytes32 r = bytes32(signature[0:32]);
        bytes32 s = bytes32(signature[32:64]);
        address signer = ecrecover(digest, uint8(signature[64]), r, s);
        return signer != address(0) && signer == owner ? bytes4(0x1626ba7e) : bytes4(0xffffffff);
    }

    /// @notice Calls `to` as this wallet, for its owner only, and reverts with the callee's revert data when it fails.
    function execute(address to, bytes calldata data) external returns (bytes memory) {
        require(msg.sender == owner, "caller is not the owner");
        (bool ok, bytes memory ret) = to.call(data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(ret, 0x20), mload(ret))
            }
        }
        return ret;
    }
}

/// @notice A contract that answers EIP-1271 as a settable mode says, whatever the signature.
contract EvilSigner1271 {
    uint8 public constant ACCEPT = 0;
    uint8 public constant WRONG_MAGIC = 1;
    uint8 public constant REVERT = 2;
    uint8 public constant RETURN_HUGE = 3;
    uint8 public constant BURN_GAS = 4;
    uint8 public constant RETURN_SHORT = 5;

    uint8 public mode;

    /// @notice Sets how `isValidSignature` answers.
    function setMode(uint8 newMode) external {
        require(newMode <= RETURN_SHORT, "unknown mode");
        mode = newMode;
    }

    /// @notice Answers by mode; the huge (1000000 bytes) and the short (31 bytes) answer both begin with the magic.
    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        uint8 current = mode;
        if (current == WRONG_MAGIC) return 0xdeadbeef;
        if (current == REVERT) revert("signature refused");
        if (current == RETURN_HUGE) _returnMagic(1_000_000);
        if (current == BURN_GAS) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        if (current == RETURN_SHORT) _returnMagic(31);
        return 0x1626ba7e;
    }

    function _returnMagic(uint256 size) private pure {
        assembly ("memory-safe") {
            let start := mload(0x40)
            mstore(start, shl(224, 0x1626ba7e))
            return(start, size)
        }
    }
}
