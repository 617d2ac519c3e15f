//! Room for nested native contracts on the Rust stack.
//!
//! Bytecode frames live on revm's frame stack, native ones on Rust's: a chain of 1024 calls would overflow it.

/// Stack that a module may count on when it is called, in bytes. One level of native calls takes 4 to 23 KB with
/// optimisation and several times that without; what a level needs must fit between two looks at the stack.
const RED_ZONE: usize = 512 * 1024;

/// Stack that is added when there is less, in bytes: room for hundreds of levels, so that a chain of 1024 adds few.
const GROWTH: usize = 8 * 1024 * 1024;

/// Native frames nested in one another where the stack cannot grow: 24 levels of 23 KB take half of wasm's 1 MiB.
const FIXED_LIMIT: usize = 24;

/// How many native frames may be nested on this target. More than the call depth allows is no bound.
pub(crate) const NESTING_LIMIT: usize =
    if cfg!(target_family = "wasm") { FIXED_LIMIT } else { usize::MAX };

/// Why a transaction was aborted at the bound. A failed call instead would make results depend on the target.
pub(crate) const EXHAUSTED: &str =
    "native calls are nested deeper than the stack of this host allows";

/// Runs `body` on a stack with room. A panic passes through.
pub(crate) fn grow<T>(body: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(RED_ZONE, GROWTH, body)
}
