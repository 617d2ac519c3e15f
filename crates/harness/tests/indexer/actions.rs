//! Every call of every module, at random.

use crate::world::World;
use crate::{avs, governance, operators, slashing, staking};

type Action = fn(&mut World);

/// The actions by how often they are taken.
const ACTIONS: &[(u64, &[Action])] = &[
    (10, &[staking::deposit, staking::request, staking::transfer, staking::claim]),
    (
        5,
        &[
            staking::cancel,
            staking::collect,
            staking::settle,
            staking::mint,
            staking::claim_by_id,
            staking::transfer_from,
            staking::approve,
            staking::release,
            staking::rebase,
            staking::poke,
        ],
    ),
    (
        2,
        &[
            staking::permit,
            staking::set_operator,
            staking::book,
            staking::book_surplus,
            staking::set_cap,
            staking::set_approver,
            staking::set_depositor,
            staking::fund,
        ],
    ),
    (9, &[slashing::file, slashing::execute, avs::allocate, avs::complete]),
    (6, &[governance::return_escrow, governance::pay_recovery, governance::pause]),
    (
        3,
        &[
            slashing::veto,
            slashing::withdraw,
            avs::join,
            avs::join_by_signature,
            avs::leave,
            governance::quarantine,
        ],
    ),
    (
        2,
        &[
            operators::create_vault,
            avs::create_set,
            avs::change_terms,
            avs::set_recipient,
            avs::set_admin,
            avs::describe,
            governance::own,
            governance::parameters,
            operators::register_operator,
            operators::set_commission,
            operators::set_reward_recipient,
            operators::control,
            operators::appoint,
            operators::retire,
        ],
    ),
];

/// Plays until so many transactions were sent.
pub(crate) fn play(world: &mut World, transactions: usize) {
    let actions: Vec<Action> = ACTIONS
        .iter()
        .flat_map(|(weight, actions)| {
            actions.iter().flat_map(|action| (0..*weight).map(|_| *action))
        })
        .collect();
    let end = world.sent + transactions;
    while world.sent < end {
        world.pass();
        let action = world.random.pick(&actions);
        action(world);
    }
}
