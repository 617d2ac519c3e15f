//! What everybody still has in a vault, asked of the chain.

use alloy_primitives::{Address, I256, U256};
use restaking::abi::IVault;
use restaking::shares::{Assets, Bucket, Shares, VIRTUAL_ASSETS, VIRTUAL_SHARES, mul_div_up};

use super::PlayError;
use super::flows::{VaultFlows, signed};
use super::game::Game;
use super::lane::ask;
use crate::chain::{Chain, ChainError};
use crate::invariants::VaultInfo;
use crate::report::bearing::{PartyBearing, VaultBearing};
use crate::tokens::{IToken, TokenKind};

/// What a vault's own views say about where its assets are.
struct Books {
    balance: U256,
    pool: U256,
    unclaimed: U256,
    escrow: U256,
    recovery: U256,
    deficit: U256,
    supply: U256,
}

impl Books {
    fn ask(chain: &mut dyn Chain, vault: &VaultInfo) -> Result<Self, ChainError> {
        let at = vault.address;
        let number = |answer: Option<U256>| answer.unwrap_or_default();
        Ok(Self {
            balance: number(ask(chain, vault.asset, &IToken::balanceOfCall { account: at })?),
            pool: number(ask(chain, at, &IVault::totalAssetsCall {})?),
            unclaimed: number(ask(chain, at, &IVault::unclaimedAssetsCall {})?),
            escrow: number(ask(chain, at, &IVault::escrowedAssetsCall {})?),
            recovery: number(ask(chain, at, &IVault::recoveryAssetsCall {})?),
            deficit: number(ask(chain, at, &IVault::deficitCall {})?),
            supply: number(ask(chain, at, &IVault::totalSupplyCall {})?),
        })
    }

    /// What the vault holds and has not booked.
    fn surplus(&self) -> I256 {
        let booked = [self.pool, self.unclaimed, self.escrow, self.recovery];
        let booked =
            booked.iter().fold(I256::ZERO, |sum, amount| sum.saturating_add(signed(*amount)));
        signed(self.balance).saturating_add(signed(self.deficit)).saturating_sub(booked)
    }
}

impl Game<'_> {
    /// Who bore what, in every vault.
    pub(crate) fn bearings(&mut self) -> Result<Vec<VaultBearing>, PlayError> {
        let vaults = self.vaults.clone();
        vaults.iter().map(|vault| self.bearing(vault)).collect()
    }

    fn bearing(&mut self, vault: &VaultInfo) -> Result<VaultBearing, PlayError> {
        let flows = self.flows.of(vault.address);
        let token = self.scenario.vault(&vault.name).and_then(|vault| self.scenario.asset(vault));
        let (asset, decimals) = token
            .map_or((String::new(), 0), |token| (token.spec.name.clone(), token.spec.decimals));
        let mut parties = Vec::new();
        for (name, address) in self.candidates(vault) {
            let still_in = self.still_in(vault, address)?;
            let get = |flows: &std::collections::BTreeMap<Address, U256>| {
                flows.get(&address).copied().unwrap_or_default()
            };
            let party = PartyBearing {
                crowd: self.crowd_of(&name),
                name,
                put_in: get(&flows.put_in),
                taken_out: get(&flows.taken_out),
                still_in,
            };
            if !(party.put_in.is_zero() && party.taken_out.is_zero() && still_in.is_zero()) {
                parties.push(party);
            }
        }
        let lane = self.lanes.first_mut().ok_or_else(|| ChainError("no chain to ask".into()))?;
        let books = Books::ask(lane.chain.as_mut(), vault)?;
        let still_in =
            parties.iter().fold(U256::ZERO, |sum, party| sum.saturating_add(party.still_in));
        let rest = Rest::of(&flows, &books, still_in);
        let claims = parties.len().saturating_add(self.requests.count(vault.address));
        let is_rebasing = token.is_some_and(|token| token.spec.kind == TokenKind::Rebase);
        let unexplained = rest.unexplained(&books, claims, is_rebasing);
        let causes = causes(&flows, &books, &rest);
        Ok(VaultBearing {
            vault: vault.name.clone(),
            asset,
            decimals,
            parties,
            causes,
            unexplained,
        })
    }

    /// Accounts that may have something in a vault: everybody but tokens and vaults.
    fn candidates(&self, vault: &VaultInfo) -> Vec<(String, Address)> {
        let is_contract = |address: &Address| {
            self.native.contains(address) || self.vaults.iter().any(|vault| vault.asset == *address)
        };
        let flows = self.flows.of(vault.address);
        let named = self.book.iter().filter(|(_, address)| !is_contract(address));
        let mut all: Vec<(String, Address)> =
            named.map(|(name, address)| (name.to_owned(), address)).collect();
        let strangers = flows.put_in.keys().chain(flows.taken_out.keys());
        for stranger in strangers.filter(|address| self.book.name(**address).is_none()) {
            all.push((self.book.label(*stranger), *stranger));
        }
        all
    }

    fn crowd_of(&self, name: &str) -> Option<String> {
        let (crowd, _) = name.rsplit_once('-')?;
        self.scenario.crowds.iter().map(|crowd| &crowd.name).find(|known| *known == crowd).cloned()
    }

    /// Worth of shares, waiting exits, cancelled exits and unclaimed assets of an account.
    fn still_in(&mut self, vault: &VaultInfo, account: Address) -> Result<U256, PlayError> {
        let ids: Vec<U256> = self.requests.of(vault.address, account).collect();
        let lane = self.lanes.first_mut().ok_or_else(|| ChainError("no chain to ask".into()))?;
        let (chain, at) = (lane.chain.as_mut(), vault.address);
        let mut shares = ask(chain, at, &IVault::balanceOfCall { account })?.unwrap_or_default();
        let mut claimable = U256::ZERO;
        for id in ids {
            let pending = IVault::pendingRedeemRequestCall { requestId: id, controller: account };
            let cancelled =
                IVault::claimableCancelRedeemRequestCall { requestId: id, controller: account };
            shares = shares.saturating_add(ask(chain, at, &pending)?.unwrap_or_default());
            shares = shares.saturating_add(ask(chain, at, &cancelled)?.unwrap_or_default());
            claimable = claimable.saturating_add(owed(chain, at, id, account)?);
        }
        let worth = if shares.is_zero() {
            None
        } else {
            ask(chain, at, &IVault::convertToAssetsCall { shares })?
        };
        Ok(worth.unwrap_or_default().saturating_add(claimable))
    }
}

/// Assets that a controller could claim of a settled request.
fn owed(
    chain: &mut dyn Chain,
    vault: Address,
    id: U256,
    controller: Address,
) -> Result<U256, ChainError> {
    let claimable = IVault::claimableRedeemRequestCall { requestId: id, controller };
    let shares = ask(chain, vault, &claimable)?.unwrap_or_default();
    if shares.is_zero() {
        return Ok(U256::ZERO);
    }
    let Some(bucket) = ask(chain, vault, &IVault::bucketCall { requestId: id })? else {
        return Ok(U256::ZERO);
    };
    let settled = Bucket { assets: Assets::new(bucket.assets), shares: Shares::new(bucket.shares) };
    let owed = settled.claim(Shares::new(bucket.claimed), Shares::new(shares));
    Ok(owed.map_or(U256::ZERO, Assets::get))
}

/// What is left once everything that was measured is taken off.
struct Rest {
    /// Balance, less what flowed in and out: what the token did by itself.
    rebased: I256,
    /// Pool and unclaimed assets, less what all parties could have of them.
    dust: I256,
}

impl Rest {
    fn of(flows: &VaultFlows, books: &Books, still_in: U256) -> Self {
        let inflow = [VaultFlows::sum(&flows.put_in), VaultFlows::sum(&flows.yields)];
        let outflow = [VaultFlows::sum(&flows.taken_out), VaultFlows::sum(&flows.released)];
        let flown =
            inflow.iter().fold(flows.others, |sum, amount| sum.saturating_add(signed(*amount)));
        let flown = outflow.iter().fold(flown, |sum, amount| sum.saturating_sub(signed(*amount)));
        let owned = signed(books.pool).saturating_add(signed(books.unclaimed));
        Self {
            rebased: signed(books.balance).saturating_sub(flown),
            dust: owned.saturating_sub(signed(still_in)),
        }
    }

    /// Rounding costs each of so many claims less than one unit, and the virtual shares hold their part of the pool.
    fn unexplained(&self, books: &Books, claims: usize, is_rebasing: bool) -> Vec<String> {
        let claims = U256::from(claims);
        let supply = books.supply.saturating_add(VIRTUAL_SHARES);
        let held_by_nobody =
            mul_div_up(books.pool.saturating_add(VIRTUAL_ASSETS), VIRTUAL_SHARES, supply);
        let most = signed(held_by_nobody.unwrap_or_default().saturating_add(claims));
        let mut found = Vec::new();
        if !is_rebasing && !self.rebased.is_zero() {
            found.push(format!("the balance is {} off what was transferred", self.rebased));
        }
        if self.dust > most || self.dust < signed(claims).wrapping_neg() {
            found.push(format!(
                "{} units belong to nobody, rounding explains at most {most}",
                self.dust
            ));
        }
        found
    }
}

/// Where all gains and losses together come from.
fn causes(flows: &VaultFlows, books: &Books, rest: &Rest) -> Vec<(String, I256)> {
    let minus = |amount: U256| signed(amount).wrapping_neg();
    vec![
        ("yield paid in".to_owned(), signed(VaultFlows::sum(&flows.yields))),
        ("given to the vault by transfer".to_owned(), flows.others),
        ("held by the vault but not booked".to_owned(), books.surplus().wrapping_neg()),
        ("changed by the token itself (rebase)".to_owned(), rest.rebased),
        ("owed but not covered (deficit)".to_owned(), signed(books.deficit)),
        ("slashed and paid out or burned".to_owned(), minus(VaultFlows::sum(&flows.released))),
        ("slashed and still in escrow".to_owned(), minus(books.escrow)),
        ("in the recovery account".to_owned(), minus(books.recovery)),
        ("rounding, kept by the vault".to_owned(), rest.dust.wrapping_neg()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn books(balance: u64, pool: u64) -> Books {
        let zero = U256::ZERO;
        let supply = U256::from(pool).saturating_mul(VIRTUAL_SHARES);
        Books {
            balance: U256::from(balance),
            pool: U256::from(pool),
            unclaimed: zero,
            escrow: zero,
            recovery: zero,
            deficit: zero,
            supply,
        }
    }

    fn unexplained(balance: u64, pool: u64, still_in: u64, is_rebasing: bool) -> usize {
        let mut flows = VaultFlows::default();
        flows.put_in.insert(Address::ZERO, U256::from(100));
        let books = books(balance, pool);
        Rest::of(&flows, &books, U256::from(still_in)).unexplained(&books, 2, is_rebasing).len()
    }

    #[test]
    fn books_reconcile_up_to_rounding_and_no_further() {
        assert_eq!(unexplained(100, 100, 100, false), 0);
        assert_eq!(unexplained(100, 100, 97, false), 0, "two claims and the virtual shares' unit");
        assert_eq!(unexplained(100, 100, 96, false), 1);
        assert_eq!(unexplained(100, 100, 103, false), 1, "parties have more than there is");
        assert_eq!(unexplained(99, 99, 99, false), 1, "a unit is gone that nobody transferred");
        assert_eq!(unexplained(99, 99, 99, true), 0, "a rebase");
    }
}
