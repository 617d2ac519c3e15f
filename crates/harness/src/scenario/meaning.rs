//! What "all" and a percentage mean in a call, and which arguments need not be written.

use alloy_json_abi::Function;

use super::compile::{Meaning, fraction_of};
use super::contracts::Kind;
use super::plan::{Base, Who};

/// Arguments that are the sender if nothing is written.
pub(crate) const DEFAULTS_TO_SENDER: [&str; 4] = ["controller", "owner", "receiver", "account"];

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
        (Kind::Vault, _, "magnitude") => return Meaning::Magnitude { is_argument: true },
        _ => return fraction_of(parameter),
    };
    Meaning::Of(base)
}
