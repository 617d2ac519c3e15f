//! Chains with a token, a registrar, a recipient and a wallet that need a set amount of gas.

use alloy_primitives::{Address, B256, Bytes, U256, address};
use alloy_sol_types::{SolCall, sol};
use restaking::{
    AVS_REGISTRY, GOVERNANCE,
    abi::{
        IAvsRegistry::{self, Terms},
        IGovernance, IRegistrar,
        ISlashing::Request,
        IVault,
    },
};
use restaking_tests::{
    Artifact, BURNING, CALLER, DAY, DEPLOYER, Protocol, RECIPIENT, REDISTRIBUTING, Roles,
    fixtures::IToken,
};

sol! {
    /// `Hungry.sol`.
    interface IHungry {
        function feed(bytes4 selector, uint256 gas_, bool fails_) external;
        function tokensReceived(uint256 value) external;
        function isValidSignature(bytes32 hash, bytes signature) external view returns (bytes4);
        function permit(
            address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s
        ) external;
        function decimals() external view returns (uint8);
    }
}

/// Registrar, recipient and wallet.
pub const GUEST: Address = address!("0000000000000000000000000000000000009e57");

/// The set whose registrar is [`GUEST`]. [`CALLER`] is registered for it.
pub const JOINED: u32 = 4;
/// The set whose registrar is [`GUEST`]. [`CALLER`] is not registered for it.
pub const OPEN: u32 = 5;
/// The set whose approver is [`GUEST`]. [`CALLER`] is not registered for it.
pub const APPROVAL: u32 = 6;

/// More than anybody gives.
pub const ALL: u64 = u64::MAX;

pub fn n(number: u64) -> U256 {
    U256::from(number)
}

/// How the guest or the token answers a call: what it eats, and whether it then fails.
#[derive(Debug, Clone, Copy)]
pub struct Mood {
    pub name: &'static str,
    pub eats: u64,
    pub fails: bool,
}

pub const fn mood(name: &'static str, eats: u64, fails: bool) -> Mood {
    Mood { name, eats, fails }
}

/// Nearly all that a comparison with the balance allows.
pub const BALANCE_MOODS: [Mood; 3] = [
    mood("told at the last moment", 90_000, false),
    mood("refused at the last moment", 90_000, true),
    mood("burned", ALL, true),
];

/// Sets the mood in which `to` answers `C`.
pub fn set_mood<C: SolCall>(protocol: &mut Protocol, to: Address, mood: Mood) {
    let feed = IHungry::feedCall {
        selector: C::SELECTOR.into(),
        gas_: U256::from(mood.eats),
        fails_: mood.fails,
    };
    protocol.send(DEPLOYER, to, &feed).assert_success();
}

/// Sets the mood in which the token tells its balance.
pub fn set_balance_mood(protocol: &mut Protocol, mood: Mood) {
    let token = protocol.token;
    set_mood::<IToken::balanceOfCall>(protocol, token, mood);
}

/// Sets the mood in which the recipient takes tokens.
pub fn set_recipient_mood(protocol: &mut Protocol, mood: Mood) {
    set_mood::<IHungry::tokensReceivedCall>(protocol, GUEST, mood);
}

/// Sets the mood in which the registrar lets operators go.
pub fn set_registrar_mood(protocol: &mut Protocol, mood: Mood) {
    set_mood::<IRegistrar::onDeregisterCall>(protocol, GUEST, mood);
}

/// [`CALLER`] is everybody and has staked. [`GUEST`] is registrar, approver and recipient.
pub fn hungry() -> Protocol {
    let builder = Protocol::builder().token("Hungry", "HungryToken").roles(Roles::all(CALLER));
    let mut protocol = builder.build();
    let guest = Artifact::of("Hungry", "HungryGuest").deployed_code();
    protocol.world.chain.install(GUEST, guest);
    protocol.fund(CALLER, 1_000_000_000_000);
    protocol.deposit(CALLER, 1_000_000_000).assert_success();
    for (id, admission) in [(JOINED, 2), (OPEN, 2), (APPROVAL, 1)] {
        let terms = Terms { admission, gate: GUEST, ..protocol.terms_of(BURNING) };
        protocol.create_set(id, Address::ZERO, terms);
    }
    protocol.join(JOINED);
    let (avs, id) = (CALLER, REDISTRIBUTING);
    let hand_over = IAvsRegistry::setRecipientCall { avs, id, recipient: GUEST };
    protocol.send(RECIPIENT, AVS_REGISTRY, &hand_over).assert_success();
    protocol
}

/// Takes tokens away from the vault: the pool must bear it, if the balance is compared.
pub fn lose(protocol: &mut Protocol) {
    let burn = IToken::burnCall { from: protocol.vault, value: n(1_000) };
    protocol.send(DEPLOYER, protocol.token, &burn).assert_success();
}

/// A request can be executed, and tokens are lost.
pub fn executable() -> (Protocol, Request) {
    let mut protocol = hungry();
    let request = protocol.file(BURNING, 10);
    protocol.wait(2 * DAY);
    lose(&mut protocol);
    (protocol, request)
}

/// An exit of [`CALLER`] is due and not settled, and tokens are lost.
pub fn due() -> (Protocol, U256) {
    let mut protocol = hungry();
    let id = protocol.request_exit(CALLER, n(100_000_000_000_000));
    protocol.wait(15 * DAY);
    lose(&mut protocol);
    (protocol, id)
}

/// An exit of [`CALLER`] is held by a request whose time is over: prolonged by a quarantine that lasts, or lapsed after it.
pub fn lapsing(is_lapsed: bool) -> (Protocol, U256) {
    let mut protocol = hungry();
    let id = protocol.request_exit(CALLER, n(100_000_000_000_000));
    let filed = id.to::<u64>() * DAY - 1;
    protocol.at(filed).file(BURNING, 10);
    let quarantine = IGovernance::quarantineCall { avs: CALLER, duration: 5 * DAY };
    protocol.at(filed + 3 * DAY).send(CALLER, GOVERNANCE, &quarantine).assert_success();
    protocol.at(filed + if is_lapsed { 10 * DAY } else { 5 * DAY });
    lose(&mut protocol);
    (protocol, id)
}

/// An escrow for [`GUEST`] has been due for so many days.
pub fn escrowed(days: u64) -> (Protocol, U256) {
    let mut protocol = hungry();
    let (_, escrow) = protocol.slash(REDISTRIBUTING, 10);
    protocol.wait((3 + days) * DAY);
    (protocol, escrow)
}

/// A deposit with a permit.
pub fn deposit_with_permit(protocol: &mut Protocol) -> IVault::depositWithPermitCall {
    IVault::depositWithPermitCall {
        assets: n(9),
        receiver: CALLER,
        minShares: n(0),
        expectedRiskVersion: protocol.ask(&IVault::riskVersionCall {}),
        deadline: U256::MAX,
        v: 27,
        r: B256::ZERO,
        s: B256::ZERO,
    }
}

/// An approval by a wallet that accepts everything.
pub fn approval() -> Bytes {
    use alloy_sol_types::SolValue;
    (U256::MAX, Bytes::new()).abi_encode_params().into()
}
