//! The Solidity fixtures, as the compiler left them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use alloy_primitives::{Bytes, hex};
use serde_json::Value;

/// A compiled contract.
#[derive(Debug, Clone)]
pub struct Artifact(Value);

impl Artifact {
    /// Reads `contract` of the source file `file` (without its extension).
    pub fn of(file: &str, contract: &str) -> Self {
        Self(repository_json(&format!("tests/solidity/out/{file}.sol/{contract}.json")))
    }

    /// Reads the contract that is named like its source file.
    pub fn named(contract: &str) -> Self {
        Self::of(contract, contract)
    }

    /// Init code with these encoded constructor arguments.
    pub fn init_code(&self, arguments: &[u8]) -> Bytes {
        [&self.code("bytecode"), arguments].concat().into()
    }

    /// What stands at the address once deployed, for contracts without immutables.
    pub fn deployed_code(&self) -> Bytes {
        self.code("deployedBytecode").into()
    }

    /// solc's storage layout.
    pub fn storage_layout(&self) -> &Value {
        &self.0["storageLayout"]
    }

    fn code(&self, part: &str) -> Vec<u8> {
        hex::decode(self.0[part]["object"].as_str().expect("bytecode")).expect("hex")
    }
}

/// Reads a JSON file by its path in the repository.
pub fn repository_json(path: &str) -> Value {
    serde_json::from_str(&repository_text(path)).expect("JSON")
}

/// Reads a text file by its path in the repository.
pub fn repository_text(path: &str) -> String {
    fs::read_to_string(repository_path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Names of the files in a folder of the repository.
pub fn repository_files(path: &str) -> Vec<String> {
    let entries =
        fs::read_dir(repository_path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let name = |entry: fs::DirEntry| entry.file_name().into_string().expect("UTF-8");
    entries.map(|entry| name(entry.expect("an entry"))).collect()
}

fn repository_path(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository").join(path)
}
