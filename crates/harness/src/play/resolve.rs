//! From plans to values, once the amounts are known.

use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::{Address, U256};
use restaking::abi::IVault;
use restaking::shares::mul_div_down;

use super::lane::ask;
use super::saved::{Requests, SavedValues};
use crate::chain::{Chain, ChainError};
use crate::scenario::number::{Number, WAD};
use crate::scenario::{Base, Plan, Saved, Span, Who, sized};
use crate::tokens::IToken;
use crate::world::AddressBook;

/// Why a plan has no value.
#[derive(Debug)]
pub(crate) enum Unresolved {
    /// The file asks for something that is not there.
    Input(Option<Span>, String),
    /// The chain failed.
    Chain(ChainError),
}

impl From<ChainError> for Unresolved {
    fn from(error: ChainError) -> Self {
        Self::Chain(error)
    }
}

/// What plans are resolved against.
pub(crate) struct Resolver<'a> {
    pub(crate) book: &'a AddressBook,
    pub(crate) saved: &'a SavedValues,
    pub(crate) requests: &'a Requests,
    pub(crate) sender: Address,
    pub(crate) chain: &'a mut dyn Chain,
}

/// The contract that is called.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target {
    pub(crate) address: Address,
    /// Its asset, if it is a vault.
    pub(crate) asset: Option<Address>,
}

impl Resolver<'_> {
    /// The arguments of a call: first those that stand for themselves, then those that are parts of what others tell.
    pub(crate) fn arguments(
        &mut self,
        plans: &[Plan],
        target: Target,
    ) -> Result<Vec<DynSolValue>, Unresolved> {
        let mut values = Vec::with_capacity(plans.len());
        for plan in plans {
            let is_later = matches!(plan, Plan::Part { .. } | Plan::Requests(_));
            values.push(if is_later { DynSolValue::Bool(false) } else { self.value(plan)? });
        }
        for (index, plan) in plans.iter().enumerate() {
            let value = match plan {
                Plan::Part { of, wad, ty } => self.part(*of, *wad, ty, &values, target)?,
                Plan::Requests(who) => self.all_requests(*who, &values, target),
                _ => continue,
            };
            if let Some(place) = values.get_mut(index) {
                *place = value;
            }
        }
        Ok(values)
    }

    /// A value that stands for itself.
    pub(crate) fn value(&mut self, plan: &Plan) -> Result<DynSolValue, Unresolved> {
        Ok(match plan {
            Plan::Fixed(value) => value.clone(),
            Plan::Account(name) => DynSolValue::Address(self.address(name)?),
            Plan::Sender => DynSolValue::Address(self.sender),
            Plan::Saved(saved) => self.saved(saved)?,
            Plan::FromNow { seconds, ty } => {
                let time = self.chain.now().checked_add_signed(*seconds);
                let time =
                    time.ok_or_else(|| Unresolved::Input(None, "a time before 1970".into()))?;
                typed(U256::from(time), ty)?
            }
            Plan::List { items, is_fixed } => {
                let items = items.iter().map(|item| self.value(item)).collect::<Result<_, _>>()?;
                if *is_fixed { DynSolValue::FixedArray(items) } else { DynSolValue::Array(items) }
            }
            Plan::Tuple(items) => DynSolValue::Tuple(
                items.iter().map(|item| self.value(item)).collect::<Result<_, _>>()?,
            ),
            Plan::Part { .. } | Plan::Requests(_) => {
                return Err(Unresolved::Input(
                    None,
                    "`all` and percentages stand for arguments only".into(),
                ));
            }
        })
    }

    fn address(&self, name: &str) -> Result<Address, Unresolved> {
        let unknown = || Unresolved::Input(None, format!("`{name}` has no address on this chain"));
        self.book.address(name).ok_or_else(unknown)
    }

    /// A field of what an earlier step saved.
    pub(crate) fn saved(&self, saved: &Saved) -> Result<DynSolValue, Unresolved> {
        let Saved { name, field, shift, ty, span } = saved;
        let missing = || Unresolved::Input(Some(*span), format!("`{name}` has saved no `{field}`"));
        let value = self.saved.get(name, field, self.sender).ok_or_else(missing)?;
        let Some((number, _)) = value.as_uint() else {
            let fits = ty.matches(value) && *shift == 0;
            let message = || format!("`{name}.{field}` is no {}", ty.sol_type_name());
            return if fits {
                Ok(value.clone())
            } else {
                Err(Unresolved::Input(Some(*span), message()))
            };
        };
        let size = U256::from(shift.unsigned_abs());
        let shifted = if *shift < 0 { number.checked_sub(size) } else { number.checked_add(size) };
        let number = shifted.ok_or_else(missing)?;
        sized(Number { is_negative: false, size: number }, ty).ok_or_else(|| {
            Unresolved::Input(
                Some(*span),
                format!("`{name}.{field}` does not fit into {}", ty.sol_type_name()),
            )
        })
    }

    fn part(
        &mut self,
        of: Base,
        wad: U256,
        ty: &DynSolType,
        values: &[DynSolValue],
        target: Target,
    ) -> Result<DynSolValue, Unresolved> {
        let all = self.base(of, values, target)?;
        let part = mul_div_down(all, wad, WAD)
            .map_err(|_| Unresolved::Input(None, "more than 256 bits".into()))?;
        typed(part, ty)
    }

    /// What "all" is.
    fn base(
        &mut self,
        of: Base,
        values: &[DynSolValue],
        target: Target,
    ) -> Result<U256, Unresolved> {
        let vault = target.address;
        let number = match of {
            Base::Balance(who) => self.balance(vault, self.who(who, values, vault))?,
            Base::Assets(who) => {
                self.balance(target.asset.unwrap_or(vault), self.who(who, values, vault))?
            }
            Base::Exits(who, request) => {
                return self.exits(self.who(who, values, vault), request, values, vault);
            }
            Base::Withdrawable(who) => {
                let controller = self.who(who, values, vault);
                ask(self.chain, vault, &IVault::maxWithdrawCall { controller })?
            }
            Base::Recovery => ask(self.chain, vault, &IVault::recoveryAssetsCall {})?,
            Base::Magnitude(who) => {
                let vault = self.who(who, values, vault);
                ask(self.chain, vault, &IVault::magnitudeCall {})?
            }
        };
        number
            .ok_or_else(|| Unresolved::Input(None, "what `all` stands for cannot be asked".into()))
    }

    fn balance(&mut self, token: Address, account: Address) -> Result<Option<U256>, ChainError> {
        ask(self.chain, token, &IToken::balanceOfCall { account })
    }

    fn who(&self, who: Who, values: &[DynSolValue], target: Address) -> Address {
        match who {
            Who::Sender => self.sender,
            Who::Target => target,
            Who::Argument(index) => {
                values.get(index).and_then(DynSolValue::as_address).unwrap_or(self.sender)
            }
        }
    }

    /// Shares of the exits of `controller` that have matured, held or not; if there are none, of those that have not.
    fn exits(
        &mut self,
        controller: Address,
        request: Option<usize>,
        values: &[DynSolValue],
        vault: Address,
    ) -> Result<U256, Unresolved> {
        let length = ask(self.chain, vault, &IVault::epochLengthCall {})?.unwrap_or(1);
        let now = U256::from(self.chain.now());
        let only = request.and_then(|index| values.get(index)?.as_uint()).map(|(id, _)| id);
        let known: Vec<U256> = match only {
            Some(id) => vec![id],
            None => self.requests.of(vault, controller).collect(),
        };
        let (mut matured, mut waiting) = (U256::ZERO, U256::ZERO);
        for id in known {
            let claimable = ask(
                self.chain,
                vault,
                &IVault::claimableRedeemRequestCall { requestId: id, controller },
            )?;
            let pending = ask(
                self.chain,
                vault,
                &IVault::pendingRedeemRequestCall { requestId: id, controller },
            )?;
            let pending = pending.unwrap_or_default();
            matured = matured.saturating_add(claimable.unwrap_or_default());
            let is_matured = id.saturating_mul(U256::from(length)) <= now;
            let sum = if is_matured { &mut matured } else { &mut waiting };
            *sum = sum.saturating_add(pending);
        }
        Ok(if matured.is_zero() { waiting } else { matured })
    }

    fn all_requests(&self, who: Who, values: &[DynSolValue], target: Target) -> DynSolValue {
        let controller = self.who(who, values, target.address);
        let ids = self.requests.of(target.address, controller);
        DynSolValue::Array(ids.map(|id| DynSolValue::Uint(id, 256)).collect())
    }
}

fn typed(number: U256, ty: &DynSolType) -> Result<DynSolValue, Unresolved> {
    let fits = sized(Number { is_negative: false, size: number }, ty);
    fits.ok_or_else(|| {
        Unresolved::Input(None, format!("{number} does not fit into {}", ty.sol_type_name()))
    })
}
