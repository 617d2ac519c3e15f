//! The scenarios that come with the binary.

/// File names and texts, in order.
pub const BUNDLED: &[(&str, &str)] = &[
    ("cancel-and-collect.toml", include_str!("../../scenarios/cancel-and-collect.toml")),
    (
        "claims-by-list-and-partial.toml",
        include_str!("../../scenarios/claims-by-list-and-partial.toml"),
    ),
    ("decimals.toml", include_str!("../../scenarios/decimals.toml")),
    ("deficit-paid-pro-rata.toml", include_str!("../../scenarios/deficit-paid-pro-rata.toml")),
    ("deposit-and-exit.toml", include_str!("../../scenarios/deposit-and-exit.toml")),
    ("deposits-refused.toml", include_str!("../../scenarios/deposits-refused.toml")),
    (
        "donation-changes-nothing-until-booked.toml",
        include_str!("../../scenarios/donation-changes-nothing-until-booked.toml"),
    ),
    ("escrow-returned.toml", include_str!("../../scenarios/escrow-returned.toml")),
    (
        "escrow-to-refusing-recipient-burns.toml",
        include_str!("../../scenarios/escrow-to-refusing-recipient-burns.toml"),
    ),
    ("exit-held-until-lapse.toml", include_str!("../../scenarios/exit-held-until-lapse.toml")),
    ("exit-held-until-veto.toml", include_str!("../../scenarios/exit-held-until-veto.toml")),
    (
        "exit-slashed-on-its-way-out.toml",
        include_str!("../../scenarios/exit-slashed-on-its-way-out.toml"),
    ),
    ("fee-token-refused.toml", include_str!("../../scenarios/fee-token-refused.toml")),
    ("full-slash-closes-vault.toml", include_str!("../../scenarios/full-slash-closes-vault.toml")),
    ("market-2026-01.toml", include_str!("../../scenarios/market-2026-01.toml")),
    ("operator-approvals.toml", include_str!("../../scenarios/operator-approvals.toml")),
    ("share-transfers.toml", include_str!("../../scenarios/share-transfers.toml")),
    ("two-buckets-one-hold.toml", include_str!("../../scenarios/two-buckets-one-hold.toml")),
    ("yield-booked.toml", include_str!("../../scenarios/yield-booked.toml")),
];
