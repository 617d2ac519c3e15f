//! The command line: what users type, what they see, which exit code a run ends with.
//!
//! | file | holds |
//! |---|---|
//! | `cli.rs` | the commands and the one place where they end |
//! | `cli/run.rs`, `cli/files.rs`, `cli/workers.rs` | `run`: which files, on which threads, what is told |
//! | `cli/commands.rs`, `cli/gas.rs` | `check`, `new`, `inspect`, `explain`; `gas` |
//! | `cli/exit.rs`, `cli/out.rs` | exit codes, and where output goes |
//! | `cli/bundled.rs` | the scenarios that come with the binary |

mod bundled;
mod commands;
mod exit;
mod files;
mod gas;
mod out;
mod run;
mod workers;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize};

use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use signal_hook::consts::{SIGINT, SIGTERM};

pub use bundled::BUNDLED;
pub use exit::Exit;

use crate::demo;
use crate::play::Backend;
use out::Out;

/// Plays restaking scenarios in revm and in memory and checks every invariant after every transaction.
#[derive(Debug, Parser)]
#[command(name = "restaking", version, about, arg_required_else_help = false)]
struct Arguments {
    /// One JSON document on stdout, messages on stderr.
    #[arg(long, global = true)]
    json: bool,
    /// Only failures and the exit code.
    #[arg(long, global = true)]
    quiet: bool,
    /// What to do; `run scenarios` if nothing is said.
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Plays scenarios: files, or folders with files.
    Run {
        /// Files and folders; the scenarios that come with the binary if there is no folder `scenarios`.
        #[arg(default_value = "scenarios")]
        paths: Vec<PathBuf>,
        /// More: -v steps and who bore what, -vv events, -vvv state differences.
        #[arg(short, action = ArgAction::Count)]
        verbose: u8,
        /// Which chains to play on.
        #[arg(long, value_enum, default_value_t = Chosen::Both)]
        backend: Chosen,
    },
    /// One vault, one exit, one slash, every check, explained line by line.
    Demo,
    /// Validates scenarios without playing them.
    Check {
        /// Files and folders.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Writes a commented scenario to start from.
    New {
        /// The file, which must not exist.
        file: PathBuf,
    },
    /// Measures the gas of every entry point.
    Gas(gas::GasArgs),
    /// Tells about a module: vault, factory, operator-registry, avs-registry, slashing, governance.
    Inspect {
        /// The module.
        module: String,
        /// abi, layout, methods, errors, events or bounds.
        section: String,
    },
    /// Says what an invariant means, where it comes from and where it is kept.
    Explain {
        /// Its name; all of them if nothing is said.
        invariant: Option<String>,
    },
}

/// Which chains to play on.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Chosen {
    /// In memory.
    Memory,
    /// On revm.
    Revm,
    /// On both, compared after every transaction.
    Both,
}

impl From<Chosen> for Backend {
    fn from(chosen: Chosen) -> Self {
        match chosen {
            Chosen::Memory => Self::Memory,
            Chosen::Revm => Self::Revm,
            Chosen::Both => Self::Both,
        }
    }
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version go to stdout and are no error.
            let _ = error.print();
            return if error.use_stderr() { Exit::Input.into() } else { Exit::Ok.into() };
        }
    };
    let out = Out { is_json: arguments.json, is_quiet: arguments.quiet };
    let ended = std::panic::catch_unwind(move || execute(arguments.command, out));
    let exit = ended.unwrap_or_else(|_| {
        out.message(
            "internal error: the harness panicked; this is a bug of the harness, not of a scenario",
        );
        Exit::Internal
    });
    exit.into()
}

fn execute(command: Option<Command>, out: Out) -> Exit {
    let default = || Command::Run {
        paths: vec![PathBuf::from("scenarios")],
        verbose: 0,
        backend: Chosen::Both,
    };
    match command.unwrap_or_else(default) {
        Command::Run { paths, verbose, backend } => {
            let asked = run::Asked {
                paths,
                backend: backend.into(),
                detail: verbose,
                stop: stop_on_signals(),
            };
            run::run(&asked, out)
        }
        Command::Demo => demo::run(out.is_json).map_or_else(
            |error| {
                out.message(&format!("internal error: {error}"));
                Exit::Internal
            },
            |(text, is_passed)| {
                out.result(&text);
                if is_passed { Exit::Ok } else { Exit::Finding }
            },
        ),
        Command::Check { paths } => commands::check(&paths, out),
        Command::New { file } => commands::new(&file, out),
        Command::Gas(args) => gas::gas(&args, out),
        Command::Inspect { module, section } => commands::inspect(&module, &section, out),
        Command::Explain { invariant } => commands::explain(invariant.as_deref(), out),
    }
}

/// A number that a signal sets to the exit code that it stands for; a second signal ends the process at once.
fn stop_on_signals() -> Arc<AtomicUsize> {
    let (stop, is_second) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
    for (signal, code) in [(SIGINT, 130), (SIGTERM, 143)] {
        // Where a signal cannot be caught the process ends by it, which is no worse than not asking.
        let _ =
            signal_hook::flag::register_conditional_shutdown(signal, code, Arc::clone(&is_second));
        let _ = signal_hook::flag::register(signal, Arc::clone(&is_second));
        let _ = signal_hook::flag::register_usize(
            signal,
            Arc::clone(&stop),
            usize::try_from(code).unwrap_or(130),
        );
    }
    stop
}
