//! What "all" and a percentage mean in a call, and which arguments need not be written.

use alloy_dyn_abi::DynSolValue;
use alloy_json_abi::{Function, Param};

use super::contracts::Kind;
use super::plan::{Base, Plan, Who};
use crate::protocol::Module;

/// What "all" and percentages mean where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Nothing.
    None,
    /// A percentage is a fraction of 1e18.
    Wad,
    /// A percentage is one of 1e27; "all" is all that a vault has, if it is known which.
    Magnitude(Option<Who>),
    /// Both are of this.
    Of(Base),
    /// "all" is every request of a controller.
    Requests(Who),
}

/// Arguments that are the sender if nothing is written.
const DEFAULTS_TO_SENDER: [&str; 4] = ["controller", "owner", "receiver", "account"];

/// What an argument is if nothing is written; `None`: it must be.
pub(crate) fn default_of(kind: Kind, function: &Function, input: &Param) -> Option<Plan> {
    let (ty, name) = (input.ty.as_str(), input.name.as_str());
    let is_registry = matches!(kind, Kind::Module(Module::OperatorRegistry | Module::AvsRegistry));
    let is_own = is_registry && name == "operator" && function.name != "eject";
    if ty == "address" && (DEFAULTS_TO_SENDER.contains(&name) || is_own) {
        return Some(Plan::Sender);
    }
    match (kind, ty, name) {
        (Kind::Module(_), "bytes", _) => Some(Plan::Fixed(DynSolValue::Bytes(Vec::new()))),
        (Kind::Module(_), "string", "metadataURI" | "evidenceURI") => {
            Some(Plan::Fixed(DynSolValue::String(String::new())))
        }
        _ => None,
    }
}

/// What a percentage is of, judged by the name of what it is for.
pub(crate) fn fraction_of(name: &str) -> Meaning {
    match name {
        "leverageLimit" | "leverageCeiling" | "ceiling" | "slashCap" | "rate" | "fraction"
        | "commission" | "announced" | "dilutionOf" => Meaning::Wad,
        "magnitude" | "maxRedistributable" | "reservedMagnitude" | "reserved" | "taken"
        | "change" | "base" | "used" | "room" | "judged" | "promised" | "whole" => {
            Meaning::Magnitude(None)
        }
        _ => Meaning::None,
    }
}

/// What a percentage is of in a member of a struct.
pub(crate) fn fraction_of_member(name: &str) -> Meaning {
    match name {
        "cap" | "weight" => Meaning::Wad,
        _ => fraction_of(name),
    }
}

/// What "all" and a percentage mean for an argument.
pub(crate) fn of_argument(kind: Kind, function: &Function, parameter: &str) -> Meaning {
    let place = |name: &str| function.inputs.iter().position(|input| input.name == name);
    let who = |name: &str| place(name).map_or(Who::Sender, Who::Argument);
    let base = match (kind, function.name.as_str(), parameter) {
        (Kind::Vault, "requestRedeem", "shares") => Base::Balance(who("owner")),
        (Kind::Vault | Kind::Token, "transfer" | "approve", "value") => Base::Balance(Who::Sender),
        (Kind::Vault | Kind::Token, "transferFrom" | "burn", "value") => Base::Balance(who("from")),
        (Kind::Vault, "redeem", "shares") => Base::Exits(who("controller"), None),
        (Kind::Vault, "redeemRequest", "shares") => {
            Base::Exits(who("controller"), place("requestId"))
        }
        (Kind::Vault, "redeemRequests", "requestIds") => {
            return Meaning::Requests(who("controller"));
        }
        (Kind::Vault, "withdraw", "assets") => Base::Withdrawable(who("controller")),
        (Kind::Vault, "deposit" | "depositWithTerms" | "depositWithPermit" | "book", "assets") => {
            Base::Assets(Who::Sender)
        }
        (Kind::Vault, "payRecovery", "assets") => Base::Recovery,
        (Kind::Vault, _, "magnitude") => return Meaning::Magnitude(Some(Who::Target)),
        (Kind::Module(Module::AvsRegistry), "allocate", "magnitude") => {
            return Meaning::Magnitude(place("vault").map(Who::Argument));
        }
        _ => return fraction_of(parameter),
    };
    Meaning::Of(base)
}
