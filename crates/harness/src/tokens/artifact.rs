//! The Solidity contracts of the zoo, compiled by `scripts/solidity.sh`.

use alloy_json_abi::{ContractObject, JsonAbi};
use alloy_primitives::{Bytes, U256};
use alloy_sol_types::SolValue;

use super::{TokenKind, TokenSpec};

/// An embedded artifact is not what the compiler writes.
#[derive(Debug, thiserror::Error)]
#[error("the artifact of the token kind {kind}: {message}")]
pub struct ArtifactError {
    kind: TokenKind,
    message: String,
}

impl TokenKind {
    /// The artifact of the Solidity contract: JSON with `abi` and `bytecode`.
    pub const fn artifact(self) -> &'static str {
        match self {
            Self::Standard => include_str!("../../artifacts/StandardToken.json"),
            Self::NoReturn => include_str!("../../artifacts/NoReturnToken.json"),
            Self::False => include_str!("../../artifacts/FalseToken.json"),
            Self::Fee => include_str!("../../artifacts/FeeToken.json"),
            Self::Bonus => include_str!("../../artifacts/BonusToken.json"),
            Self::Callback => include_str!("../../artifacts/CallbackToken.json"),
            Self::Blocklist => include_str!("../../artifacts/BlocklistToken.json"),
            Self::Pausable => include_str!("../../artifacts/PausableToken.json"),
            Self::RevertOnZero => include_str!("../../artifacts/RevertOnZeroToken.json"),
            Self::Rebase => include_str!("../../artifacts/RebaseToken.json"),
            Self::HugeReturn => include_str!("../../artifacts/HugeReturnToken.json"),
            Self::ShortReturn => include_str!("../../artifacts/ShortReturnToken.json"),
            Self::GasBurner => include_str!("../../artifacts/GasBurnerToken.json"),
            Self::ApproveRace => include_str!("../../artifacts/ApproveRaceToken.json"),
            Self::Uint96 => include_str!("../../artifacts/Uint96Token.json"),
        }
    }

    /// The ABI of the Solidity contract, which the native twin shares.
    ///
    /// # Errors
    /// [`ArtifactError`].
    pub fn abi(self) -> Result<JsonAbi, ArtifactError> {
        self.read()?.abi.ok_or_else(|| self.lacks("abi"))
    }

    fn read(self) -> Result<ContractObject, ArtifactError> {
        serde_json::from_str::<ContractObject>(self.artifact())
            .map_err(|error| ArtifactError { kind: self, message: error.to_string() })
    }

    fn lacks(self, what: &str) -> ArtifactError {
        ArtifactError { kind: self, message: format!("it has no {what}") }
    }
}

impl TokenSpec {
    /// The code that creates the Solidity contract: bytecode and the constructor's arguments.
    ///
    /// # Errors
    /// [`ArtifactError`].
    pub fn init_code(&self) -> Result<Bytes, ArtifactError> {
        let bytecode = self.kind.read()?.bytecode.ok_or_else(|| self.kind.lacks("bytecode"))?;
        let arguments =
            (self.name.as_str(), self.symbol(), U256::from(self.decimals)).abi_encode_params();
        Ok([bytecode.as_ref(), arguments.as_slice()].concat().into())
    }
}
