//! The pool alone: two stakers, yield, a slash and an exit.

use restaking_shares::{ArithmeticError, Assets, Magnitude, Pool};

fn main() -> Result<(), ArithmeticError> {
    let deposit = Assets::from_u128(1_000_000);
    let alice = Pool::EMPTY.to_shares_down(deposit)?;
    let pool = Pool::EMPTY.deposit(deposit, alice)?;
    let bob = pool.to_shares_down(deposit)?;
    let pool = pool.deposit(deposit, bob)?.book(Assets::from_u128(200_000))?;
    let tenth = Magnitude::from_u128(100_000_000_000_000_000_000_000_000);
    let (pool, slashed) = pool.slash_down(tenth, Magnitude::WHOLE)?;
    let (pool, paid) = pool.redeem_down(alice)?;
    println!("slashed {slashed}, paid to Alice {paid}, left for Bob {}", pool.assets);
    Ok(())
}
