//! What each parameter of each function is given, by its name, so that the call succeeds on its own where it can.

use alloy_primitives::{Address, B256, Bytes, FixedBytes, U256};
use alloy_sol_types::{SolCall, SolValue};
use restaking::{
    AVS_REGISTRY,
    abi::{IAvsRegistry, ISlashing::Charge},
};
use restaking_tests::{
    ALICE, BOB, BURNING, CALLER, CAROL, DAY, INSTANT, OPERATOR, RECIPIENT, REDISTRIBUTING, WAD,
    WHOLE,
};

use crate::{
    encode::{Value, tail, word},
    stage::{APPROVAL, Facts, JOINED, OWN, n},
};

/// More ways to make a call than one: the function and what is different.
pub const VARIANTS: [(&str, &str); 14] = [
    ("Vault.releaseEscrow", "burned"),
    ("Vault.deposit", "for another"),
    ("Vault.redeemRequest", "for another"),
    ("AvsRegistry.register", "by approval"),
    ("AvsRegistry.registerBySignature", "by approval"),
    ("AvsRegistry.register", "as appointee"),
    ("Slashing.file", "at once"),
    ("Governance.pauseDeposits", "of a stand-in"),
    ("Governance.unpauseDeposits", "of a stand-in"),
    ("Governance.returnEscrow", "of a stand-in"),
    ("Governance.payRecovery", "of a stand-in"),
    ("OperatorRegistry.updateMetadata", "as appointee"),
    ("OperatorRegistry.setCommission", "as appointee"),
    ("OperatorRegistry.setRewardRecipient", "as appointee"),
];

/// The operator that appoints [`CALLER`] for what the variants need.
pub const APPOINTER: Address = OPERATOR;

/// The argument of `function`, called like that, for its parameter `name`.
pub fn argument(facts: &Facts, function: &str, variant: &str, name: &str) -> Option<Value> {
    of_variant(facts, function, variant, name)
        .or_else(|| of_function(facts, function, name))
        .or_else(|| address(facts, name))
        .or_else(|| number(facts, name))
        .or_else(|| other(facts, name))
}

fn of_variant(facts: &Facts, function: &str, variant: &str, name: &str) -> Option<Value> {
    Some(match (function, variant, name) {
        (_, "burned", "escrowId") => word(facts.burned),
        (_, "for another", "receiver") => word(BOB),
        (_, "by approval", "id") => word(APPROVAL),
        (_, "by approval", "data") => {
            tail(&Bytes::from((U256::MAX, Bytes::new()).abi_encode_params()))
        }
        (_, "at once", "setId") => word(INSTANT),
        (_, "of a stand-in", "vault") => word(CALLER),
        (_, "as appointee", "operator") => word(APPOINTER),
        _ => return None,
    })
}

fn of_function(facts: &Facts, function: &str, name: &str) -> Option<Value> {
    Some(match (function, name) {
        ("Vault.cancelRedeemRequest", "requestId") => word(facts.pending),
        ("Vault.claimCancelRedeemRequest", "requestId") => word(facts.cancelled),
        ("Vault.returnEscrow" | "Governance.returnEscrow", "escrowId") => word(facts.returnable),
        ("Vault.setOperator", "operator") => word(CAROL),
        ("Vault.payRecovery" | "Governance.payRecovery", "assets") => word(n(9)),
        ("Vault.slash", "magnitude") => word(WHOLE / n(100)),
        ("Vault.slash", "recipient") => word(RECIPIENT),
        ("OperatorRegistry.registerBySignature", "operator") => word(RECIPIENT),
        ("OperatorRegistry.retire", "operator") => word(BOB),
        ("OperatorRegistry.acceptControl", "operator") => word(CAROL),
        ("OperatorRegistry.transferControl", "controller") => word(BOB),
        ("AvsRegistry.createSet", "id") => word(u32::MAX),
        ("AvsRegistry.createSet", "recipient") => word(Address::ZERO),
        ("AvsRegistry.setRecipient" | "AvsRegistry.register", "id") => word(OWN),
        ("AvsRegistry.setRecipient", "recipient") => word(BOB),
        ("AvsRegistry.registerBySignature", "id") => word(OWN),
        ("AvsRegistry.registerBySignature", "operator") => word(BOB),
        ("AvsRegistry.deregister" | "AvsRegistry.eject", "id") => word(JOINED),
        ("AvsRegistry.allocate", "id") => word(REDISTRIBUTING),
        ("AvsRegistry.complete", "vault") => word(facts.second),
        ("AvsRegistry.take", "fraction") => word(WAD),
        ("Slashing.file", "setId") => word(REDISTRIBUTING),
        ("Slashing.execute", "request") => tail(&facts.executable),
        ("Governance.unpauseDeposits", "vault") => word(facts.second),
        ("Governance.quarantine", "avs") => word(CAROL),
        ("Governance.endQuarantine", "avs") => word(BOB),
        ("Governance.transferOwnership", "owner") => word(BOB),
        _ => return None,
    })
}

fn address(facts: &Facts, name: &str) -> Option<Value> {
    Some(word(match name {
        "operator" | "avs" | "controller" | "receiver" | "owner" | "approver" | "account" => CALLER,
        "vault" => facts.vault,
        "from" => ALICE,
        "to" | "appointee" | "recipient" | "rewardRecipient" | "guardian" => BOB,
        "depositor" | "admin" | "spender" => CAROL,
        "module" => AVS_REGISTRY,
        _ => return None,
    }))
}

fn number(facts: &Facts, name: &str) -> Option<Value> {
    let now = facts.now;
    Some(word(match name {
        "value" | "commission" => n(5),
        "assets" => n(50_000_000),
        "shares" => n(50_000_000_000_000),
        "minShares" => n(0),
        "requestId" => facts.claimable,
        "escrowId" => facts.redistributed,
        "cap" => n(1) << 100,
        "deadline" => U256::MAX,
        "v" => n(27),
        "id" | "setId" => U256::from(BURNING),
        "lane" => U256::from(facts.lane),
        "seat" => n(9),
        "executableFrom" | "faultTime" | "filedAt" => n(now),
        "until" | "escrowUntil" => n(now + DAY),
        "duration" => n(DAY),
        "time" => n(now + DAY),
        "epoch" => n(now / DAY),
        "least" => n(20 * DAY),
        "most" => n(30 * DAY),
        "magnitude" => WHOLE / n(9),
        "fraction" => WAD / n(10),
        "ceiling" => WAD,
        _ => return None,
    }))
}

fn other(facts: &Facts, name: &str) -> Option<Value> {
    Some(match name {
        "approved" | "appointed" | "isAdmin" => word(true),
        "r" | "s" => word(B256::ZERO),
        "salt" | "evidence" => word(B256::repeat_byte(9)),
        "expectedRiskVersion" => word(facts.risk),
        "interfaceId" => word(FixedBytes::<4>::ZERO),
        "selector" => word(FixedBytes(IAvsRegistry::allocateCall::SELECTOR)),
        "metadataURI" | "evidenceURI" => tail(&"ipfs://again".to_owned()),
        "signature" | "data" => tail(&Bytes::new()),
        "requestIds" => tail(&vec![facts.claimable]),
        "terms" => tail(&facts.terms),
        "params" => tail(&facts.params),
        "request" => tail(&facts.open),
        "charges" => tail(&vec![Charge { vault: facts.vault, fraction: WAD / n(10) }]),
        _ => return None,
    })
}
