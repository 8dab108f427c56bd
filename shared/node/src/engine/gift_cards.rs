//! Gift cards: what is on one, what goes onto one and what comes off it, always in the transaction
//! of the check that says so.

use order_doc::{CardEntry, Edit, PaymentEntry, card_entry};
use shared::{
    api::{
        Problem,
        till::{GiftCardView, LineMore, PayByGiftCard, ShowGiftCard},
    },
    gift::{Card, CardCode, CardLoad, CardProblem, CardRef, CardUse, GiftLine},
    ids::{EntryId, OrderId, ShiftId},
    journal::{Fact, Payment},
    money::{Money, MoneyError},
    order::{Line, Order, Tender},
    price::{TenderPreview, Totals, totals},
    staff::StaffMember,
};

use super::{
    Action, Engine,
    paying::{AfterPayment, due_of_part, may_close, money},
};

/// So much of what happened to a card is shown.
const MOVES_SHOWN: usize = 10;

/// Who moves what on which card, and for which check.
struct CardMoved<'a> {
    card: &'a CardRef,
    entry: EntryId,
    amount: Money,
    order: &'a Order,
}

impl Engine {
    /// What is on a card; nothing at all where nobody loaded it.
    pub(super) fn card_of(&mut self, document: OrderId) -> Result<Card, Problem> {
        if !self.cards.contains(&document) && !self.live.contains_key(&document) {
            // Whoever tries codes fills no memory.
            return Ok(Card::default());
        }
        let moves = self.live(document)?.doc.card_moves();
        Card::of(moves).map_err(money)
    }

    /// A card that somebody loaded.
    fn known_card(&mut self, code: &CardCode) -> Result<(CardRef, Card), Problem> {
        let card = code.card().map_err(Problem::GiftCard)?;
        let on_it = self.card_of(card.document)?;
        if on_it.moves.is_empty() {
            return Err(Problem::GiftCard(CardProblem::Unknown));
        }
        Ok((card, on_it))
    }

    /// What is on a card, and what it would pay of an order.
    pub(super) fn show_gift_card(&mut self, asked: &ShowGiftCard) -> Result<GiftCardView, Problem> {
        let (card, mut on_it) = self.known_card(&asked.code)?;
        let spendable = on_it.balance.at_least_zero();
        let due = match asked.order {
            Some(id) => self.due_of(id, asked.part)?,
            None => Money::ZERO,
        };
        on_it.moves.reverse();
        on_it.moves.truncate(MOVES_SHOWN);
        Ok(GiftCardView {
            last_four: card.last_four,
            card: on_it,
            spendable,
            pays: due.min(spendable),
        })
    }

    fn due_of(&mut self, id: OrderId, part: Option<EntryId>) -> Result<Money, Problem> {
        let order = self.order(id)?;
        match part {
            Some(part) => due_of_part(&order, part),
            None => Ok(totals(&order).map_err(money)?.due),
        }
    }

    /// Takes as much off the check as is owed and as is on the card.
    pub(super) fn pay_by_gift_card(
        &mut self,
        member: &StaffMember,
        asked: &PayByGiftCard,
    ) -> Result<(TenderPreview, Action), Problem> {
        if self.training {
            // What is on a card is real money.
            return Err(Problem::InTraining);
        }
        let shift = self.paying_shift()?;
        let order = self.open_order(asked.order)?;
        let sums = totals(&order).map_err(money)?;
        let due = match asked.part {
            Some(part) => due_of_part(&order, part)?,
            None => sums.due,
        };
        if due.is_zero() {
            return Err(Problem::NothingDue);
        }
        let (card, takes, left) = self.take_of_card(asked, due)?;
        let outcome = order.rules.preview(due, Tender::GiftCard, takes);
        let outcome = outcome.map_err(money)?;
        let closes = outcome.amount == sums.due;
        may_close(&order, closes)?;
        let settles = asked.part.is_some() && outcome.due_after.is_zero();
        let mut action = Action::default();
        let payment = self.card_payment(member, &order, shift, (&card, outcome.amount));
        let fact = self.add_fact(&mut action, Fact::Payment(payment))?;
        let entry = PaymentEntry {
            tender: Tender::Card,
            amount: outcome.amount,
            tip: Money::ZERO,
            tendered: outcome.amount,
            change: Money::ZERO,
            rounding: Money::ZERO,
            card: Some(CardUse {
                card: card.clone(),
                left,
            }),
            device: self.identity.device,
            part: asked.part,
            settles,
            deposit: false,
            paper: String::new(),
            stamp: self.stamp(member.id),
        };
        self.edit(&mut action, order.id, &[Edit::Pay(fact, entry)])?;
        let spent = CardMoved {
            card: &card,
            entry: card_entry(fact),
            amount: below_zero(outcome.amount)?,
            order: &order,
        };
        self.move_card(&mut action, member, &spent)?;
        let after = AfterPayment {
            shift,
            sums: &sums,
            settled: asked.part.filter(|_| settles),
            closes,
        };
        self.after_payment(&mut action, member, order.id, &after)?;
        Ok((outcome, action))
    }

    fn card_payment(
        &self,
        member: &StaffMember,
        order: &Order,
        shift: ShiftId,
        (card, amount): (&CardRef, Money),
    ) -> Payment {
        Payment {
            order: order.id,
            order_number: order.number.clone(),
            shift,
            tender: Tender::GiftCard,
            amount,
            tip: Money::ZERO,
            tendered: amount,
            change: Money::ZERO,
            rounding: Money::ZERO,
            deposit: false,
            paper: String::new(),
            card: Some(card.clone()),
            by: member.id,
            approved_by: self.approval.lent_by(),
        }
    }

    /// The card, what it pays of `due`, and what is left on it then.
    fn take_of_card(
        &mut self,
        asked: &PayByGiftCard,
        due: Money,
    ) -> Result<(CardRef, Money, Money), Problem> {
        let (card, on_it) = self.known_card(&asked.code)?;
        let most = asked.at_most.unwrap_or(due);
        let takes = due.min(most).min(on_it.balance).at_least_zero();
        if takes.is_zero() {
            return Err(Problem::GiftCard(CardProblem::Empty));
        }
        let left = on_it.balance.minus(takes).map_err(money)?;
        Ok((card, takes, left))
    }

    /// The card that a new line loads: the one whose code was given, or one that is made now.
    pub(super) fn gift_line(&self, more: &LineMore) -> Result<GiftLine, Problem> {
        let made = more
            .card
            .is_none()
            .then(|| CardCode::make(self.source.bytes()));
        let code = more.card.as_ref().or(made.as_ref());
        let card = code.map_or(Err(CardProblem::NoCode), CardCode::card);
        Ok(GiftLine {
            card: card.map_err(Problem::GiftCard)?,
            load: self.entry_id(),
            code: made,
        })
    }

    /// Puts what was paid for onto its cards, each loading once, however often a check is closed.
    pub(super) fn load_cards(
        &mut self,
        action: &mut Action,
        member: &StaffMember,
        order: &Order,
        sums: &Totals,
    ) -> Result<(), Problem> {
        if order.training {
            return Ok(());
        }
        for (gift, amount) in gifts(order, sums) {
            let document = gift.card.document;
            if self.live(document)?.doc.has_card_entry(gift.load) {
                continue;
            }
            let loaded = CardMoved {
                card: &gift.card,
                entry: gift.load,
                amount,
                order,
            };
            self.move_card(action, member, &loaded)?;
        }
        Ok(())
    }

    fn move_card(
        &mut self,
        action: &mut Action,
        member: &StaffMember,
        moved: &CardMoved<'_>,
    ) -> Result<(), Problem> {
        let entry = CardEntry {
            last_four: moved.card.last_four.clone(),
            amount: moved.amount,
            order: moved.order.id,
            order_number: moved.order.number.clone(),
            device: self.identity.device,
            stamp: self.stamp(member.id),
        };
        let edit = Edit::MoveCard(moved.entry, entry);
        self.edit(action, moved.card.document, &[edit])
    }

    /// Names the documents of an action that hold cards: they are no orders, and are kept.
    pub(super) fn name_cards(&self, action: &mut Action) {
        for id in &action.touched {
            let is_card = self.live.get(id).is_some_and(|live| live.doc.is_card());
            if is_card && !self.cards.contains(id) {
                action.batch.cards.push(*id);
            }
        }
    }
}

/// Money for cards on a check, with what was paid for each.
fn gifts<'a>(order: &'a Order, sums: &'a Totals) -> impl Iterator<Item = (GiftLine, Money)> + 'a {
    let wanted = |line: &&Line| line.quantity > 0;
    order.lines.iter().filter(wanted).filter_map(|line| {
        let share = sums.shares.iter().find(|share| share.line == line.id);
        let amount = share.map_or(Money::ZERO, |share| share.owed);
        Some((line.facts.special.gift.clone()?, amount))
    })
}

/// What a check puts onto cards, as the journal says it.
pub(super) fn loads(order: &Order, sums: &Totals) -> Vec<CardLoad> {
    let load = |(gift, amount): (GiftLine, Money)| CardLoad {
        card: gift.card,
        amount,
    };
    gifts(order, sums).map(load).collect()
}

fn below_zero(amount: Money) -> Result<Money, Problem> {
    Money::ZERO
        .minus(amount)
        .map_err(|error: MoneyError| money(error))
}
