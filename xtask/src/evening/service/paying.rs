//! The end of a meal: checks are paid by card, with notes, or with both; and what else happens at the drawer.

use shared::{
    api::{
        Problem,
        till::{Command, OrderView},
    },
    ids::OrderId,
    money::Money,
    order::Tender,
    staff::Permit,
};

use super::{CallError, Party, Service};

/// In percent.
const CARD: u64 = 55;
const SPLIT: u64 = 12;
const TIP: u64 = 35;

impl Service {
    pub(super) fn pay(&mut self, party: usize) -> Result<(), CallError> {
        let Some(Party { order, table, .. }) = self.parties.get(party) else {
            return Ok(());
        };
        let (order, table) = (*order, table.clone());
        let who = self.somebody(Permit::TakeMoney);
        let mut view = self.till.order(who, Command::ShowOrder { order })?;
        if view.unsent > 0 {
            self.till.ask(who, Command::Send { order })?;
            view = self.till.order(who, Command::ShowOrder { order })?;
        }
        if self.dice.chance(SPLIT) {
            let half = Money::from_minor(view.totals.due.minor() / 2);
            if half > Money::ZERO {
                view = self.tender(who, order, Tender::Card, half, Money::ZERO)?;
            }
        }
        if view.totals.due > Money::ZERO {
            self.pay_all(who, &view)?;
        }
        if let Some(table) = table {
            self.taken.remove(&table);
        }
        self.paid += 1;
        Ok(())
    }

    fn pay_all(&mut self, who: usize, view: &OrderView) -> Result<(), CallError> {
        let order = view.order.id;
        let tips: Vec<Money> = view.tip_amounts.iter().map(|(_, amount)| *amount).collect();
        let tip = if self.dice.chance(TIP) {
            self.dice.pick(&tips).copied()
        } else {
            None
        };
        let tip = tip.unwrap_or(Money::ZERO);
        let (tender, tendered) = if self.dice.chance(CARD) {
            (Tender::Card, view.totals.due)
        } else {
            let notes = self.dice.pick(&view.quick_amounts).copied();
            (Tender::Cash, notes.unwrap_or(view.totals.due))
        };
        self.tender(who, order, tender, tendered, tip)?;
        Ok(())
    }

    fn tender(
        &mut self,
        who: usize,
        order: OrderId,
        tender: Tender,
        tendered: Money,
        tip: Money,
    ) -> Result<OrderView, CallError> {
        match self.pay_once(who, order, tender, tendered, tip) {
            Err(CallError::Refused(Problem::NoShift)) => {
                self.open_shift()?;
                self.pay_once(who, order, tender, tendered, tip)
            }
            answer => answer,
        }
    }

    fn pay_once(
        &mut self,
        who: usize,
        order: OrderId,
        tender: Tender,
        tendered: Money,
        tip: Money,
    ) -> Result<OrderView, CallError> {
        let before = self
            .till
            .order(who, Command::ShowOrder { order })?
            .totals
            .due;
        let after = self.till.order(
            who,
            Command::Pay {
                order,
                tender,
                tendered,
                tip,
                part: None,
                seen_due: None,
            },
        )?;
        let took = before.minus(after.totals.due).unwrap_or(Money::ZERO);
        self.taken_in = self.taken_in.plus(took).unwrap_or(self.taken_in);
        Ok(after)
    }

    fn open_shift(&mut self) -> Result<(), CallError> {
        let who = self.somebody(Permit::RunShift);
        let float = coins(200);
        match self.till.ask(who, Command::OpenShift { float }) {
            Ok(_) | Err(CallError::Refused(Problem::ShiftOpen)) => Ok(()),
            Err(other) => Err(other),
        }
    }

    pub(super) fn pay_out(&mut self) -> Result<(), CallError> {
        self.open_shift()?;
        let who = self.somebody(Permit::RunShift);
        let (amount, reason) = (coins(15), self.words.pay_out.to_owned());
        self.till.ask(who, Command::PayOut { amount, reason })?;
        Ok(())
    }
}

/// A sum of about so many euros, in any of the houses' currencies: 200 euros, 200 dollars, 20,000 yen.
const fn coins(euros: i64) -> Money {
    Money::from_minor(euros * 100)
}
