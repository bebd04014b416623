//! A contract: its notice completed, and agreed to by both.

use super::{Judged, Room, Stop};
use crate::{
    ContractId, Refusal,
    contract::{Agreement, Contract, Notice, Settled, Supplement},
    proposal::Side,
    refusal::Problem,
    row::{Kind, Row, Write},
};

impl Room<'_> {
    fn contract(&self, id: ContractId) -> Result<(Contract, Side), Stop> {
        let Some(Row::Contract(contract)) = self.row(Kind::Contract, id.0)? else {
            return Err(Refusal::NotAllowed.into());
        };
        let (_, side) = self.side_of(contract.proposal)?;
        Ok((contract, side))
    }

    pub(super) fn amend_notice(&self, id: ContractId, notice: &Notice) -> Judged {
        let (contract, side) = self.contract(id)?;
        if side != Side::Client {
            return Err(Refusal::NotAllowed.into());
        }
        if contract.is_agreed() {
            return Err(Refusal::NoticeChanged.into());
        }
        // Who, when and how much were settled by the acceptance.
        let notice = Notice {
            client: contract.notice.client.clone(),
            worker: contract.notice.worker.clone(),
            commissioned_on: contract.notice.commissioned_on,
            amount: contract.notice.amount,
            unit: contract.notice.unit,
            ..notice.clone()
        };
        let unreadable = notice
            .problems()
            .into_iter()
            .find(|invalid| invalid.problem != Problem::Missing);
        if let Some(invalid) = unreadable {
            return Err(invalid.into());
        }
        Ok(vec![Write::Put(Row::Contract(Contract {
            notice,
            client: None,
            by_worker: None,
            ..contract
        }))])
    }

    /// What the agreed text left open needs no new agreement once it is settled, but stays within the
    /// law; and what was settled once is changed by agreement only.
    pub(super) fn supplement_notice(&self, id: ContractId, settled: Settled) -> Judged {
        let (mut contract, side) = self.contract(id)?;
        if side != Side::Client {
            return Err(Refusal::NotAllowed.into());
        }
        let before = contract.supplemented();
        let is_open = before
            .open_items()
            .iter()
            .any(|(field, ..)| *field == settled.field());
        if !contract.is_agreed() || !is_open {
            return Err(Refusal::NoticeChanged.into());
        }
        if let Some(invalid) = before.with(settled).problems().into_iter().next() {
            return Err(invalid.into());
        }
        contract.supplements.push(Supplement {
            settled,
            at: self.now,
            name: self.person()?.name,
        });
        Ok(vec![Write::Put(Row::Contract(contract))])
    }

    pub(super) fn agree_contract(&self, id: ContractId, hash: &str) -> Judged {
        let (mut contract, side) = self.contract(id)?;
        if contract.notice.hash() != hash {
            return Err(Refusal::NoticeChanged.into());
        }
        if let Some(invalid) = contract.notice.problems().into_iter().next() {
            return Err(invalid.into());
        }
        let person = self.person()?;
        let place = match side {
            Side::Worker => &mut contract.by_worker,
            Side::Client => &mut contract.client,
        };
        if place.as_ref().is_none_or(|agreed| agreed.hash != hash) {
            *place = Some(Agreement {
                person: person.id,
                name: person.name,
                at: self.now,
                hash: hash.to_owned(),
            });
        }
        Ok(vec![Write::Put(Row::Contract(contract))])
    }
}
