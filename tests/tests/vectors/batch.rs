//! Several calls in one transaction: all or none.

use alloy_primitives::Bytes;
use alloy_sol_types::{SolCall, sol};
use restaking::host::{Call, Context, Failure, ModuleId, abi};

sol! {
    interface IBatch {
        struct Item {
            address to;
            bytes data;
        }

        function run(Item[] calldata items) external returns (bytes[] memory outputs);
    }
}

pub const BATCH_MODULE: ModuleId = ModuleId(0x7003);

/// Makes the calls in order; reverts as the first that fails.
pub fn call(cx: &mut Context<'_>) -> Result<Bytes, Failure> {
    let run = abi::decode::<IBatch::IBatchCalls>(cx)?;
    let IBatch::IBatchCalls::run(run) = run;
    let mut outputs = Vec::new();
    for item in run.items {
        let outcome = cx.host.call(Call::new(item.to, item.data))?;
        if !outcome.is_success {
            return Err(Failure::Revert(outcome.output));
        }
        outputs.push(outcome.output);
    }
    Ok(IBatch::runCall::abi_encode_returns(&outputs).into())
}
