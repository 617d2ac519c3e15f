//! ERC-165: which interfaces a vault has.

use alloy_primitives::FixedBytes;
use alloy_sol_types::SolCall;
use restaking_abi::IVault as I;

const fn xor<const N: usize>(selectors: [[u8; 4]; N]) -> [u8; 4] {
    let (mut id, mut rest) = (0, selectors.as_slice());
    while let [first, others @ ..] = rest {
        id ^= u32::from_be_bytes(*first);
        rest = others;
    }
    id.to_be_bytes()
}

/// Identifiers: the exclusive or of the selectors, as ERC-165 defines them.
const SUPPORTED: [[u8; 4]; 6] = [
    // ERC-165
    I::supportsInterfaceCall::SELECTOR,
    // ERC-7540 operators
    xor([I::setOperatorCall::SELECTOR, I::isOperatorCall::SELECTOR]),
    // ERC-7540 asynchronous redemption
    xor([
        I::requestRedeemCall::SELECTOR,
        I::pendingRedeemRequestCall::SELECTOR,
        I::claimableRedeemRequestCall::SELECTOR,
    ]),
    // ERC-7887 cancellation of redemptions
    xor([
        I::cancelRedeemRequestCall::SELECTOR,
        I::pendingCancelRedeemRequestCall::SELECTOR,
        I::claimableCancelRedeemRequestCall::SELECTOR,
        I::claimCancelRedeemRequestCall::SELECTOR,
    ]),
    // ERC-7575: ERC-4626 and share()
    xor([
        I::assetCall::SELECTOR,
        I::convertToAssetsCall::SELECTOR,
        I::convertToSharesCall::SELECTOR,
        I::depositCall::SELECTOR,
        I::maxDepositCall::SELECTOR,
        I::maxMintCall::SELECTOR,
        I::maxRedeemCall::SELECTOR,
        I::maxWithdrawCall::SELECTOR,
        I::mintCall::SELECTOR,
        I::previewDepositCall::SELECTOR,
        I::previewMintCall::SELECTOR,
        I::previewRedeemCall::SELECTOR,
        I::previewWithdrawCall::SELECTOR,
        I::redeemCall::SELECTOR,
        I::shareCall::SELECTOR,
        I::totalAssetsCall::SELECTOR,
        I::withdrawCall::SELECTOR,
    ]),
    // ERC-20
    xor([
        I::totalSupplyCall::SELECTOR,
        I::balanceOfCall::SELECTOR,
        I::transferCall::SELECTOR,
        I::allowanceCall::SELECTOR,
        I::approveCall::SELECTOR,
        I::transferFromCall::SELECTOR,
    ]),
];

pub(crate) fn is_supported(id: FixedBytes<4>) -> bool {
    SUPPORTED.contains(&id.0)
}

#[cfg(test)]
mod tests {
    use super::SUPPORTED;

    #[test]
    fn interface_ids_are_those_of_the_standards() {
        let published =
            [0x01ff_c9a7_u32, 0xe3bc_4e65, 0x620e_e8e4, 0xe76c_ffc7, 0x2f0a_18c5, 0x3637_2b07];
        assert_eq!(SUPPORTED, published.map(u32::to_be_bytes));
    }
}
