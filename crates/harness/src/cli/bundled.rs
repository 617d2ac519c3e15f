//! The scenarios that come with the binary.

/// File names and texts, in order.
pub const BUNDLED: &[(&str, &str)] = &[
    ("allocations-paused.toml", include_str!("../../scenarios/allocations-paused.toml")),
    ("appointee-allocates.toml", include_str!("../../scenarios/appointee-allocates.toml")),
    ("cancel-and-collect.toml", include_str!("../../scenarios/cancel-and-collect.toml")),
    ("cap-of-the-vault.toml", include_str!("../../scenarios/cap-of-the-vault.toml")),
    ("cap-window-rolls.toml", include_str!("../../scenarios/cap-window-rolls.toml")),
    (
        "claims-by-list-and-partial.toml",
        include_str!("../../scenarios/claims-by-list-and-partial.toml"),
    ),
    (
        "control-of-an-operator-moves.toml",
        include_str!("../../scenarios/control-of-an-operator-moves.toml"),
    ),
    ("decimals.toml", include_str!("../../scenarios/decimals.toml")),
    (
        "decrease-cannot-outrun-a-request.toml",
        include_str!("../../scenarios/decrease-cannot-outrun-a-request.toml"),
    ),
    ("deficit-paid-pro-rata.toml", include_str!("../../scenarios/deficit-paid-pro-rata.toml")),
    ("deposit-and-exit.toml", include_str!("../../scenarios/deposit-and-exit.toml")),
    ("deposit-pause.toml", include_str!("../../scenarios/deposit-pause.toml")),
    ("deposits-refused.toml", include_str!("../../scenarios/deposits-refused.toml")),
    (
        "donation-changes-nothing-until-booked.toml",
        include_str!("../../scenarios/donation-changes-nothing-until-booked.toml"),
    ),
    ("ejection.toml", include_str!("../../scenarios/ejection.toml")),
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
    (
        "filed-after-a-decrease-is-due.toml",
        include_str!("../../scenarios/filed-after-a-decrease-is-due.toml"),
    ),
    ("filing-pause.toml", include_str!("../../scenarios/filing-pause.toml")),
    ("four-requests-at-once.toml", include_str!("../../scenarios/four-requests-at-once.toml")),
    ("full-slash-closes-vault.toml", include_str!("../../scenarios/full-slash-closes-vault.toml")),
    ("governance-hands-over.toml", include_str!("../../scenarios/governance-hands-over.toml")),
    (
        "guaranteed-stake-of-two-sets.toml",
        include_str!("../../scenarios/guaranteed-stake-of-two-sets.toml"),
    ),
    (
        "increase-waits-for-leaver.toml",
        include_str!("../../scenarios/increase-waits-for-leaver.toml"),
    ),
    ("increase-with-notice.toml", include_str!("../../scenarios/increase-with-notice.toml")),
    ("instant-mode.toml", include_str!("../../scenarios/instant-mode.toml")),
    ("lapse-and-cooldown.toml", include_str!("../../scenarios/lapse-and-cooldown.toml")),
    ("leave-and-come-back.toml", include_str!("../../scenarios/leave-and-come-back.toml")),
    ("leverage-and-dilution.toml", include_str!("../../scenarios/leverage-and-dilution.toml")),
    ("life-of-a-stake.toml", include_str!("../../scenarios/life-of-a-stake.toml")),
    ("market-2026-01.toml", include_str!("../../scenarios/market-2026-01.toml")),
    ("operator-approvals.toml", include_str!("../../scenarios/operator-approvals.toml")),
    (
        "operator-registers-and-retires.toml",
        include_str!("../../scenarios/operator-registers-and-retires.toml"),
    ),
    ("quarantine.toml", include_str!("../../scenarios/quarantine.toml")),
    ("redistribution.toml", include_str!("../../scenarios/redistribution.toml")),
    ("registrar-cannot-keep.toml", include_str!("../../scenarios/registrar-cannot-keep.toml")),
    (
        "request-against-two-vaults.toml",
        include_str!("../../scenarios/request-against-two-vaults.toml"),
    ),
    ("return-keeps-the-ratio.toml", include_str!("../../scenarios/return-keeps-the-ratio.toml")),
    ("sets-are-isolated.toml", include_str!("../../scenarios/sets-are-isolated.toml")),
    ("share-transfers.toml", include_str!("../../scenarios/share-transfers.toml")),
    ("terms-change.toml", include_str!("../../scenarios/terms-change.toml")),
    ("two-buckets-one-hold.toml", include_str!("../../scenarios/two-buckets-one-hold.toml")),
    (
        "withdrawal-frees-the-evidence.toml",
        include_str!("../../scenarios/withdrawal-frees-the-evidence.toml"),
    ),
    ("yield-booked.toml", include_str!("../../scenarios/yield-booked.toml")),
];
