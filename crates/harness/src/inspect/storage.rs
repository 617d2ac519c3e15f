//! Where a module keeps what.

use restaking::avs_registry::AvsRegistryStorage;
use restaking::governance::GovernanceStorage;
use restaking::host::{Place, Row};
use restaking::operator_registry::OperatorRegistryStorage;
use restaking::slashing::SlashingStorage;
use restaking::vault::VaultStorage;
use restaking::vault::factory::FactoryStorage;
use serde_json::{Value, json};

use crate::protocol::Module;
use crate::report::table;

/// What a module stores.
pub(crate) fn rows(module: Module) -> Vec<Row> {
    match module {
        Module::Vault => members::<VaultStorage>(),
        Module::Factory => members::<FactoryStorage>(),
        Module::OperatorRegistry => members::<OperatorRegistryStorage>(),
        Module::AvsRegistry => members::<AvsRegistryStorage>(),
        Module::Slashing => members::<SlashingStorage>(),
        Module::Governance => members::<GovernanceStorage>(),
    }
}

/// The layout table: slot, offset and size in bytes, type, name. The slots of members count from where they begin.
pub(super) fn layout(module: Module) -> (String, Value) {
    let all = rows(module);
    let mut rows = table::plain(["slot", "offset", "bytes", "type", "name"]);
    add(&mut rows, &all, 0);
    (rows.to_string(), all.iter().map(as_json).collect())
}

fn members<P: Place>() -> Vec<Row> {
    P::members()
}

fn add(rows: &mut comfy_table::Table, members: &[Row], depth: usize) {
    let indent = "  ".repeat(depth);
    for row in members {
        rows.add_row([
            format!("{indent}{}", row.slot),
            row.offset.to_string(),
            row.bytes.to_string(),
            row.solidity.clone(),
            format!("{indent}{}", row.name),
        ]);
        add(rows, &row.members, depth.saturating_add(1));
    }
}

fn as_json(row: &Row) -> Value {
    json!({
        "slot": row.slot,
        "offset": row.offset,
        "bytes": row.bytes,
        "type": row.solidity,
        "name": row.name,
        "members": row.members.iter().map(as_json).collect::<Value>(),
    })
}
