#!/usr/bin/env bash
# Everything that CI checks, in the order of cost. A tool that is missing is installed, or the check says that it was
# skipped and why.
set -euo pipefail
cd "$(dirname "$0")/.."

export CARGO_TERM_COLOR="${CARGO_TERM_COLOR:-auto}"
skipped=()

step() { printf '\n== %s\n' "$*"; }
skip() { skipped+=("$1"); printf 'skipped: %s\n' "$1"; }

step "format"
cargo fmt --all --check

step "clippy"
cargo clippy --workspace --all-targets --all-features --locked -- -D warnings

step "tests (the README's command)"
cargo test --workspace --locked

step "scenarios (the README's first command)"
cargo run --release --locked

step "gas: targets, the snapshot, growth"
cargo run --release --locked --quiet -- gas
cargo run --release --locked --quiet -- gas --check gas.json --tolerance 0.5%
cargo run --release --locked --quiet -- gas --grow

step "documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked

step "no_std"
for target in wasm32-unknown-unknown riscv32imac-unknown-none-elf; do
    if rustup target add "$target" >/dev/null 2>&1 || [ -d "$(rustc --print sysroot)/lib/rustlib/$target" ]; then
        for package in restaking-shares restaking-host restaking-abi restaking-withdrawal-delay restaking-vault \
            restaking-operator-registry restaking-avs-registry restaking-slashing restaking-governance restaking; do
            cargo build --quiet --locked -p "$package" --target "$target"
        done
        echo "$target: built"
    else
        skip "no_std build for $target: the target is not installed and rustup cannot add it"
    fi
done

step "Solidity artifacts"
if command -v node >/dev/null 2>&1; then
    bash scripts/solidity.sh --check
else
    skip "Solidity artifacts: node is not installed"
fi

step "links in the documents"
bash scripts/doc-links.sh

step "licences, bans, sources"
if ! command -v cargo-deny >/dev/null 2>&1; then
    cargo install cargo-deny --version 0.20.2 --locked || true
fi
if command -v cargo-deny >/dev/null 2>&1; then
    cargo deny --locked check bans licenses sources
else
    skip "cargo deny: not installed, and cargo cannot install it"
fi

step "done"
for reason in "${skipped[@]+"${skipped[@]}"}"; do printf 'skipped: %s\n' "$reason"; done
