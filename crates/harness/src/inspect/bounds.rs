//! The named constants that bound a module.

use alloy_primitives::{Address, U256};
use restaking::governance::GovernanceConfig;
use restaking::shares::{Assets, Magnitude, Shares, VIRTUAL_ASSETS, VIRTUAL_SHARES};
use restaking::{avs_registry::bounds as avs, governance, operator_registry, slashing};
use restaking::{vault, vault::factory, withdrawal_delay as queue};
use serde_json::{Value, json};

use crate::protocol::Module;
use crate::report::table;
use crate::scenario::time;

/// What a constant counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Seconds,
    Gas,
    Count,
    Bytes,
    Wad,
    Magnitude,
    Assets,
    Shares,
}

impl Unit {
    const fn name(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Gas => "gas",
            Self::Count => "",
            Self::Bytes => "bytes",
            Self::Wad => "of 1e18",
            Self::Magnitude => "of 1e27",
            Self::Assets => "base units of the asset",
            Self::Shares => "base units of the share",
        }
    }
}

/// Name, value, unit, meaning.
type Bound = (&'static str, U256, Unit, &'static str);

fn of(name: &'static str, value: impl Into<U256>, unit: Unit, meaning: &'static str) -> Bound {
    (name, value.into(), unit, meaning)
}

fn number<T>(value: T) -> U256
where
    U256: TryFrom<T>,
{
    U256::try_from(value).unwrap_or(U256::MAX)
}

/// The bounds of a module.
pub(super) fn bounds(module: Module) -> (String, Value) {
    let bounds = match module {
        Module::Vault => vault_bounds(),
        Module::Factory => factory_bounds(),
        Module::OperatorRegistry => operator_bounds(),
        Module::AvsRegistry => avs_bounds(),
        Module::Slashing => slashing_bounds(),
        Module::Governance => governance_bounds(),
    };
    let mut rows = table::plain(["name", "value", "unit", "meaning"]);
    for (name, value, unit, meaning) in &bounds {
        rows.add_row([*name, &shown(*value, *unit), unit.name(), meaning]);
    }
    let one = |(name, value, unit, meaning): &Bound| json!({ "name": name, "value": value.to_string(), "unit": unit.name(), "meaning": meaning });
    (rows.to_string(), bounds.iter().map(one).collect())
}

fn shown(value: U256, unit: Unit) -> String {
    match unit {
        Unit::Seconds => format!("{value} ({})", time::format_duration(value.saturating_to())),
        _ => value.to_string(),
    }
}

fn vault_bounds() -> Vec<Bound> {
    use Unit::{Assets as A, Count, Gas, Magnitude as M, Seconds, Shares as S};
    vec![
        of("MAX_HOLD_SECONDS", number(queue::MAX_HOLD_SECONDS), Seconds, "Longest a hold lasts."),
        of("SEATS", number(queue::SEATS), Count, "Seats, one per operator set."),
        of(
            "LANES_PER_SEAT",
            number(queue::LANES_PER_SEAT),
            Count,
            "Holds of a seat that last at once.",
        ),
        of(
            "MAX_BUCKETS",
            number(queue::MAX_BUCKETS),
            Count,
            "Exit buckets that are open at once at most.",
        ),
        of(
            "MAX_CLAIM_IDS",
            number(vault::MAX_CLAIM_IDS),
            Count,
            "Requests that one call claims at most.",
        ),
        of(
            "PAUSE_MAX_SECONDS",
            number(vault::PAUSE_MAX_SECONDS),
            Seconds,
            "Longest pause of deposits.",
        ),
        of(
            "FALLBACK_SECONDS",
            number(vault::FALLBACK_SECONDS),
            Seconds,
            "From so long after it was due an escrow whose recipient refuses it is burned.",
        ),
        of(
            "TRANSFER_GAS",
            number(vault::TRANSFER_GAS),
            Gas,
            "Gas of the transfer to a recipient whose refusal counts.",
        ),
        of(
            "BALANCE_GAS",
            number(vault::BALANCE_GAS),
            Gas,
            "Gas of asking the asset for the vault's balance.",
        ),
        of("SLASH_GAS", number(vault::SLASH_GAS), Gas, "Gas that covers a slash at its worst."),
        of(
            "MIN_DEPOSIT_MAGNITUDE",
            vault::MIN_DEPOSIT_MAGNITUDE.get(),
            M,
            "With less than this left a vault takes no deposits.",
        ),
        of("WHOLE", Magnitude::WHOLE.get(), M, "A vault's magnitude at birth."),
        of(
            "MAGNITUDE_LIMIT",
            Magnitude::LIMIT.get(),
            M,
            "The most magnitude that a vault may have.",
        ),
        of("ASSETS_LIMIT", Assets::LIMIT.get(), A, "The most assets that a vault may book."),
        of("SHARES_LIMIT", Shares::LIMIT.get(), S, "The most shares that a vault may issue."),
        of(
            "SHARE_DECIMALS_OFFSET",
            number(vault::SHARE_DECIMALS_OFFSET),
            Count,
            "Decimals that a share has more than the asset.",
        ),
        of(
            "VIRTUAL_ASSETS",
            VIRTUAL_ASSETS,
            A,
            "Assets that a pool is priced with on top of its own.",
        ),
        of(
            "VIRTUAL_SHARES",
            VIRTUAL_SHARES,
            S,
            "Shares that a pool is priced with on top of its own.",
        ),
    ]
}

fn factory_bounds() -> Vec<Bound> {
    vec![
        of(
            "EXIT_DELAY_LEAST",
            number(hard().exit_delay_least),
            Unit::Seconds,
            "Least exit delay on a public chain.",
        ),
        of(
            "EXIT_DELAY_MOST",
            number(hard().exit_delay_most),
            Unit::Seconds,
            "Greatest exit delay on a public chain.",
        ),
        of("LEVERAGE_MAX", factory::LEVERAGE_MAX.get(), Unit::Wad, "Greatest leverage limit."),
        of(
            "MAX_VAULTS_PER_OPERATOR",
            number(factory::MAX_VAULTS_PER_OPERATOR),
            Unit::Count,
            "Vaults of an operator at most.",
        ),
        of(
            "NAME_MAX_BYTES",
            number(factory::NAME_MAX_BYTES),
            Unit::Bytes,
            "Longest name of a share.",
        ),
        of(
            "SYMBOL_MAX_BYTES",
            number(factory::SYMBOL_MAX_BYTES),
            Unit::Bytes,
            "Longest symbol of a share.",
        ),
    ]
}

fn operator_bounds() -> Vec<Bound> {
    let delay = number(operator_registry::COMMISSION_DELAY_SECONDS);
    vec![of("COMMISSION_DELAY_SECONDS", delay, Unit::Seconds, "Notice of a higher commission.")]
}

fn avs_bounds() -> Vec<Bound> {
    use Unit::{Count, Gas, Seconds, Wad};
    vec![
        of(
            "REQUEST_MAX_SECONDS",
            number(avs::REQUEST_MAX_SECONDS),
            Seconds,
            "Most that veto window, execution window and escrow delay last together.",
        ),
        of(
            "PAUSE_MAX_SECONDS",
            number(avs::PAUSE_MAX_SECONDS),
            Seconds,
            "Most that pauses prolong a window.",
        ),
        of(
            "FAULT_MARGIN_SECONDS",
            number(avs::FAULT_MARGIN_SECONDS),
            Seconds,
            "A fault window must be shorter than the exit delay of every vault served by more than this.",
        ),
        of(
            "FAULT_WINDOW_LIMIT_SECONDS",
            number(avs::FAULT_WINDOW_LIMIT_SECONDS),
            Seconds,
            "No fault window is as long.",
        ),
        of(
            "REACTION_SECONDS",
            number(avs::REACTION_SECONDS),
            Seconds,
            "How long stakers have to walk away from what was announced, before their exit delay.",
        ),
        of(
            "REDISTRIBUTION_ESCROW_SECONDS",
            number(avs::REDISTRIBUTION_ESCROW_SECONDS),
            Seconds,
            "Least escrow delay of a set that redistributes.",
        ),
        of(
            "TERMS_MEMORY_SECONDS",
            number(avs::TERMS_MEMORY_SECONDS),
            Seconds,
            "For so long after terms came into force no others are announced.",
        ),
        of(
            "DEFAULT_CAP_WINDOW_SECONDS",
            number(avs::DEFAULT_CAP_WINDOW_SECONDS),
            Seconds,
            "The window of a cap that costs no storage.",
        ),
        of(
            "CAP_WINDOW_MAX_SECONDS",
            number(avs::CAP_WINDOW_MAX_SECONDS),
            Seconds,
            "Longest window of a cap.",
        ),
        of("NO_CAP", avs::NO_CAP.get(), Wad, "No cap."),
        of("MAX_ASSETS", number(avs::MAX_ASSETS), Count, "Assets that a set accepts at most."),
        of(
            "MAX_SETS_PER_VAULT",
            number(avs::MAX_SETS_PER_VAULT),
            Count,
            "Sets that hold something of one vault at most.",
        ),
        of("MAX_PAGE", number(avs::MAX_PAGE), Count, "Entries of a page at most."),
        of(
            "REGISTRAR_GAS",
            number(avs::REGISTRAR_GAS),
            Gas,
            "Gas that a registrar gets to be told who left.",
        ),
    ]
}

fn slashing_bounds() -> Vec<Bound> {
    let most = number(slashing::MAX_VAULTS_PER_REQUEST);
    vec![of("MAX_VAULTS_PER_REQUEST", most, Unit::Count, "Vaults of a request at most.")]
}

fn governance_bounds() -> Vec<Bound> {
    vec![
        of(
            "EXIT_DELAY_LEAST",
            number(hard().exit_delay_least),
            Unit::Seconds,
            "Least exit delay that the owner can ask of new vaults, on a public chain.",
        ),
        of(
            "EXIT_DELAY_MOST",
            number(hard().exit_delay_most),
            Unit::Seconds,
            "Greatest exit delay that the owner can allow new vaults, on a public chain.",
        ),
        of(
            "LEVERAGE_MAX",
            governance::LEVERAGE_MAX.get(),
            Unit::Wad,
            "Greatest leverage limit that the owner can allow new vaults.",
        ),
        of(
            "PAUSE_MAX_SECONDS",
            number(governance::PAUSE_MAX_SECONDS),
            Unit::Seconds,
            "Longest pause or quarantine.",
        ),
        of(
            "EXTENSION_MAX_SECONDS",
            number(governance::EXTENSION_MAX_SECONDS),
            Unit::Seconds,
            "Most that pauses and quarantines prolong a window.",
        ),
        of(
            "MAX_PAUSES_WALKED",
            number(governance::MAX_PAUSES_WALKED),
            Unit::Count,
            "Pauses that are looked at for one window at most.",
        ),
    ]
}

/// The hard bounds of a public chain.
fn hard() -> GovernanceConfig {
    GovernanceConfig::new(Address::ZERO, Address::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_tell_value_unit_and_meaning() {
        for module in Module::ALL {
            let (text, value) = bounds(module);
            let bounds = value.as_array().unwrap();
            assert!(!bounds.is_empty() && text.contains("meaning"));
            assert!(bounds.iter().all(|bound| bound["meaning"].as_str().unwrap().ends_with('.')));
        }
        let (text, _) = bounds(Module::AvsRegistry);
        assert!(text.contains("604800 (7d)"), "{text}");
    }
}
