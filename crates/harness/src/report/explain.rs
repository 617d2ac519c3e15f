//! The invariants in words: the rule, where it comes from, where it is kept.

/// An invariant in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// Its name.
    pub name: &'static str,
    /// What must hold.
    pub rule: &'static str,
    /// What would happen without it, or where it comes from.
    pub source: &'static str,
    /// Which code keeps it.
    pub kept: &'static str,
    /// Which code looks.
    pub checked: &'static str,
}

/// Every invariant that is checked while scenarios are played.
pub const ALL: [Explanation; 19] = [
    Explanation {
        name: "vault-solvent",
        rule: "The vault's token balance covers the pool, the matured assets that nobody has claimed, the escrow and the recovery account.",
        source: "Whoever claims last must be paid like whoever claims first. A token that rebases or taxes is reconciled first; what the pool cannot bear is a deficit and is shared by those who are owed.",
        kept: "crates/vault/src/ledger.rs: every call that prices or pays compares the balance with the books.",
        checked: "crates/harness/src/invariants/books.rs",
    },
    Explanation {
        name: "shares-sum",
        rule: "The balances of all accounts add up to the supply; the vault's own balance is what waits in open exit buckets or was cancelled and not collected.",
        source: "ERC-20, and the exit queue that keeps shares instead of burning them on request.",
        kept: "crates/vault/src/accounts.rs and crates/vault/src/ledger.rs: the vault's own shares are one counter.",
        checked: "crates/harness/src/invariants/books.rs",
    },
    Explanation {
        name: "price-monotone",
        rule: "Nothing but a slash or a reconciled loss lowers the price of a share.",
        source: "Inflation attacks on ERC-4626 vaults: rounding that favours the caller, donations that count as assets.",
        kept: "crates/shares/src/pool.rs: every rounding gains the pool; the pool is what was booked, never the balance.",
        checked: "crates/harness/src/invariants/price.rs",
    },
    Explanation {
        name: "no-free-value",
        rule: "No sequence of calls leaves a party with more than it put in and its share of the yield, beyond one unit or the price of one share per call.",
        source: "Round trips that win by rounding, deposits that take part in somebody else's refund.",
        kept: "crates/shares/src/pool.rs (rounding) and crates/vault/src/deposit.rs (no deposits while a hold is open).",
        checked: "crates/harness/src/invariants/price.rs",
    },
    Explanation {
        name: "claims-exact",
        rule: "The claims of an exit bucket add up to exactly what the bucket took out of the pool.",
        source: "The last claimer of a bucket must neither lose its remainder nor find it short.",
        kept: "crates/shares/src/claim.rs: a claim is the difference of two rounded sums, so the sum telescopes.",
        checked: "crates/harness/src/invariants/exits.rs",
    },
    Explanation {
        name: "exit-bound",
        rule: "An exit can be claimed at the latest after the exit delay, one epoch and the longest hold, and never before the exit delay.",
        source: "Stake that can be kept for ever is lost; stake that can leave at once secures nothing.",
        kept: "crates/withdrawal-delay/src/hold.rs: a hold ends by itself; crates/vault/src/request_redeem.rs: the bucket's epoch.",
        checked: "crates/harness/src/invariants/exits.rs",
    },
    Explanation {
        name: "no-escape",
        rule: "Of the stake that was in the pool when a slash was filed and matures later, nothing leaves before that slash is decided.",
        source: "Exits that outrun a slash already filed, the oldest attack on restaking.",
        kept: "crates/withdrawal-delay/src/queue.rs: a bucket settles only if it matured before every open hold was filed.",
        checked: "crates/harness/src/invariants/exits.rs",
    },
    Explanation {
        name: "matured-safe",
        rule: "A settled bucket never changes, except that a deficit pays it in part.",
        source: "Withdrawal queues that reprice what was already final.",
        kept: "crates/vault/src/ledger.rs: settlement fixes the bucket's assets; crates/vault/src/slash.rs touches the pool only.",
        checked: "crates/harness/src/invariants/exits.rs",
    },
    Explanation {
        name: "magnitude-sum",
        rule: "At a leverage limit of 1 what sets hold of a vault, increases on their way included, is at all times within its magnitude; above, at every increase.",
        source: "Stake that is promised more often than its depositors agreed to.",
        kept: "crates/avs-registry/src/allocate.rs: every increase adds up the seats of the vault.",
        checked: "crates/harness/src/invariants/protocol.rs",
    },
    Explanation {
        name: "isolation",
        rule: "At a leverage limit of 1 a slash by one set leaves what any other set could take unchanged, to within one unit.",
        source: "Stake shared by several services, where whoever slashes first takes what secures the others.",
        kept: "crates/avs-registry/src/take.rs and crates/vault/src/slash.rs: set and vault lose the same magnitude.",
        checked: "crates/harness/src/invariants/protocol.rs",
    },
    Explanation {
        name: "slash-conserves",
        rule: "What a slash takes out of the pool is what goes into escrow; what a return gives is what pool and recovery account gain.",
        source: "Slashed tokens that are orphaned, or booked twice.",
        kept: "crates/vault/src/slash.rs and crates/vault/src/escrow.rs.",
        checked: "crates/harness/src/invariants/books.rs",
    },
    Explanation {
        name: "slash-bounded",
        rule: "No slash takes more than the pool's part of the magnitude that was asked for, nor more than the pool.",
        source: "Products of fractions that round the wrong way, slashes judged on a stake that is gone.",
        kept: "crates/shares/src/pool.rs: floor(assets · taken / whole).",
        checked: "crates/harness/src/invariants/books.rs",
    },
    Explanation {
        name: "exposure-notice",
        rule: "An increase of what a vault answers for holds only after exit delay, epoch and two days, and only when everybody who left within the two days is out; at once only where nobody holds shares.",
        source: "Operators that pledge their stakers' assets to whatever they like, effective before anybody can leave.",
        kept: "crates/avs-registry/src/allocation.rs: an increase that is due waits for the first open exit bucket.",
        checked: "crates/harness/src/invariants/protocol.rs",
    },
    Explanation {
        name: "leave-free",
        rule: "An operator leaves a set whatever registrar, approver or AVS do; then all that the set holds of it is on its way down.",
        source: "Registrars that revert, or burn all gas, and so keep an operator in a set for ever.",
        kept: "crates/avs-registry/src/membership.rs and crates/avs-registry/src/registrar.rs: a failing registrar is told of and passed over.",
        checked: "crates/harness/src/invariants/protocol.rs",
    },
    Explanation {
        name: "events-complete",
        rule: "The whole state can be rebuilt from the events and block times alone, signature nonces left out.",
        source: "Contracts whose state only an archive node can tell.",
        kept: "every module logs what it changes; what is written later follows from a rule and a time.",
        checked: "crates/harness/src/indexer, after every transaction of every scenario",
    },
    Explanation {
        name: "static-pure",
        rule: "A static call changes nothing.",
        source: "Views that write, and can be used to reenter from another protocol's view.",
        kept: "crates/host: the host refuses writes, logs, value and creations in a static call; views compute settlement and do not store it.",
        checked: "crates/host/tests and crates/revm-mount/tests",
    },
    Explanation {
        name: "revert-clean",
        rule: "A call that fails leaves nothing behind.",
        source: "State that was changed before the check that failed.",
        kept: "crates/host and crates/revm-mount: every call runs under a checkpoint.",
        checked: "crates/harness/src/invariants/mod.rs",
    },
    Explanation {
        name: "bounded-work",
        rule: "The gas of every call has a bound that does not depend on the number of stakers.",
        source: "Loops over users that a griefer can grow until nobody can be slashed or paid.",
        kept: "crates/withdrawal-delay/src/queue.rs: at most 64 buckets and 64 holds; every other access is by key.",
        checked: "crates/harness/src/invariants/mod.rs",
    },
    Explanation {
        name: "parity",
        rule: "Memory and revm agree on every transaction: how it ends, what it returns and logs, what it writes in the storage of native contracts.",
        source: "Two implementations of one host; what only one of them does is a bug of one of them.",
        kept: "crates/host/src/memory and crates/revm-mount.",
        checked: "crates/harness/src/play/parity.rs",
    },
];

/// The invariant of this name.
pub fn find(name: &str) -> Option<&'static Explanation> {
    ALL.iter().find(|explanation| explanation.name == name)
}

impl core::fmt::Display for Explanation {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        writeln!(f, "{}\n", self.name)?;
        writeln!(f, "rule     {}", self.rule)?;
        writeln!(f, "why      {}", self.source)?;
        writeln!(f, "kept     {}", self.kept)?;
        write!(f, "checked  {}", self.checked)
    }
}
