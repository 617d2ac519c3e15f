//! The binary `restaking`.

use std::process::ExitCode;

fn main() -> ExitCode {
    restaking_harness::cli::main()
}
