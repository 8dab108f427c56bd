//! Gift cards: what is on one, what goes onto one and what comes off it, always in the transaction
//! of the check that says so.

use std::collections::{BTreeMap, BTreeSet};

use order_doc::{CardEntry, Edit, PaymentEntry, card_entry};
use shared::{
    api::{
        Problem,
        till::{GiftCardView, LineMore, PayByGiftCard, ShowGiftCard},
    },
    flags::{Flag, flags},
    gift::{Card, CardCode, CardLoad, CardProblem, CardRef, CardUse, GiftLine},
    ids::{EntryId, FactId, LineId, OrderId, ShiftId},
    journal::{Fact, Payment},
    money::{Money, MoneyError},
    order::{Line, Order, Tender},
    price::{TenderPreview, Totals, totals},
    refund::{Refund, RefundedLine},
    seen::is_seen,
    staff::StaffMember,
};

use super::{
    Action, Engine,
    card_code::card_of,
    disk,
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
        let card = card_of(code)?;
        let on_it = self.card_of(card.document)?;
        if on_it.moves.is_empty() {
            return Err(Problem::GiftCard(CardProblem::Unknown));
        }
        Ok((card, on_it))
    }

    /// How much may come off a card here and now. While the hub is not heard another till may spend
    /// the same money, so what this one took off and the hub does not have is bounded.
    fn spendable(&self, document: OrderId, card: &Card) -> Result<Money, Problem> {
        let there = card.balance.at_least_zero();
        if self.link.together {
            return Ok(there);
        }
        let site = &self.menu()?.site;
        let most = site.prices.card_alone_max(site.currency);
        // Each of our entries is one edit, so the last ones are those that wait.
        let waiting = self.store.edits_waiting(document).map_err(disk)?;
        let own = card.moves.iter().rev();
        let own = own.filter(|one| one.device == self.identity.device);
        let taken = own.take(waiting).map(|one| one.amount);
        let taken = Money::sum(taken.filter(|amount| amount.is_negative())).map_err(money)?;
        Ok(there.min(most.plus(taken).map_err(money)?.at_least_zero()))
    }

    /// So much may come off a card here and now; else the problem that says how much may.
    fn may_take(&self, card: &CardRef, on_it: &Card, amount: Money) -> Result<(), Problem> {
        let spendable = self.spendable(card.document, on_it)?;
        let left = on_it.balance.at_least_zero();
        if amount > left {
            Err(Problem::GiftCard(CardProblem::TooLittle { left }))
        } else if amount > spendable {
            let left = spendable;
            Err(Problem::GiftCard(CardProblem::Alone { left }))
        } else {
            Ok(())
        }
    }

    /// What is on a card, and what it would pay of an order.
    pub(super) fn show_gift_card(&mut self, asked: &ShowGiftCard) -> Result<GiftCardView, Problem> {
        let (card, mut on_it) = self.known_card(&asked.code)?;
        let spendable = self.spendable(card.document, &on_it)?;
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
            tender: Tender::GiftCard.written(),
            named: None,
            amount: outcome.amount,
            tip: Money::ZERO,
            tendered: outcome.amount,
            change: Money::ZERO,
            rounding: Money::ZERO,
            deposit: false,
            paper: String::new(),
            card: Some(CardUse {
                card: card.clone(),
                left,
            }),
            device: self.identity.device,
            part: asked.part,
            settles,
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
            named: None,
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
        self.may_take(&card, &on_it, takes)?;
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
        let code = code.ok_or(Problem::GiftCard(CardProblem::NoCode))?;
        Ok(GiftLine {
            card: card_of(code)?,
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

    /// The card that money of a check goes back onto: the one whose code is given, else the one that
    /// paid last. Where nothing but a card may get it, else a new one, with the code that its guest
    /// must be told.
    pub(super) fn card_for_refund(
        &mut self,
        order: &Order,
        (code, may_make): (Option<&CardCode>, bool),
    ) -> Result<(Option<CardRef>, Option<CardCode>), Problem> {
        if self.training {
            return Err(Problem::InTraining);
        }
        if let Some(code) = code {
            return Ok((Some(self.known_card(code)?.0), None));
        }
        if let Some(paid) = card_that_paid(order) {
            return Ok((Some(paid), None));
        }
        if !may_make {
            return Err(Problem::GiftCard(CardProblem::Unknown));
        }
        let made = CardCode::make(self.source.bytes());
        Ok((Some(card_of(&made)?), Some(made)))
    }

    /// What a refund does to cards: off those whose money goes back, and onto the one that gets it.
    /// Gives what is then on the one that gets it.
    pub(super) fn moves_of_refund(
        &mut self,
        order: &Order,
        refund: &Refund,
        onto: Option<&CardRef>,
    ) -> Result<CardsRefunded, Problem> {
        let mut all = CardsRefunded::default();
        if order.training {
            return Ok(all);
        }
        let mut moves: BTreeMap<CardRef, Money> = BTreeMap::new();
        for (card, amount) in gifts_of_refund(order, refund) {
            let sum = moves.entry(card.clone()).or_default();
            *sum = sum.minus(amount).map_err(money)?;
            all.loads.push(CardLoad { card, amount });
        }
        for (card, off) in &moves {
            let on_it = self.card_of(card.document)?;
            self.may_take(card, &on_it, below_zero(*off)?)?;
        }
        if let Some(onto) = onto {
            let sum = moves.entry(onto.clone()).or_default();
            *sum = sum.plus(refund.amount).map_err(money)?;
            let left = self.card_of(onto.document)?.balance.plus(*sum);
            all.onto = Some(CardUse {
                card: onto.clone(),
                left: left.map_err(money)?,
            });
        }
        moves.retain(|_, amount| !amount.is_zero());
        all.moves = moves;
        Ok(all)
    }

    /// Writes what a refund does to cards.
    pub(super) fn move_refunded(
        &mut self,
        action: &mut Action,
        member: &StaffMember,
        order: &Order,
        (fact, all): (FactId, &BTreeMap<CardRef, Money>),
    ) -> Result<(), Problem> {
        for (card, amount) in all {
            let one = CardMoved {
                card,
                entry: card_entry(fact),
                amount: *amount,
                order,
            };
            self.move_card(action, member, &one)?;
        }
        Ok(())
    }

    /// Money that is on its card already leaves its check by a refund alone, which takes it off the
    /// card too.
    pub(super) fn may_change_gift(&mut self, line: &Line) -> Result<(), Problem> {
        let Some(gift) = &line.facts.special.gift else {
            return Ok(());
        };
        let card = self.live(gift.card.document)?;
        if card.doc.has_card_entry(gift.load) {
            return Err(Problem::GiftCard(CardProblem::Loaded));
        }
        Ok(())
    }

    /// What needs a look on a check: also a card from which more went than was on it, on the check
    /// that did it last, be it that the card paid or that its loading went back.
    pub(super) fn flags_of(&mut self, order: &Order, sums: &Totals) -> Result<Vec<Flag>, Problem> {
        let mut all = flags(order, sums).map_err(money)?;
        let gifts = order.lines.iter();
        let gifts = gifts.filter_map(|line| line.facts.special.gift.as_ref());
        let loaded = gifts.map(|gift| &gift.card);
        let cards: BTreeSet<&CardRef> = cards_that_paid(order).chain(loaded).collect();
        for card in cards {
            let on_it = match self.card_of(card.document) {
                Ok(on_it) => on_it,
                // Whatever somebody wrote of a card, its checks are shown and closed.
                Err(problem) => {
                    tracing::error!("card {} cannot be added up: {problem}", card.name());
                    continue;
                }
            };
            let last = on_it.last_spent().map(|last| last.order);
            if let Some(amount) = on_it.overdrawn().filter(|_| last == Some(order.id)) {
                all.push(Flag::CardOverdrawn {
                    card: card.name(),
                    amount,
                });
            }
        }
        all.retain(|flag| !is_seen(order, flag));
        Ok(all)
    }

    /// Checks that a card paid for are seen anew when something happened to the card.
    pub(super) fn touch_paid_by_cards(&self, action: &mut Action) {
        let mut more = Vec::new();
        for id in &action.touched {
            let Some(live) = self.live.get(id).filter(|live| live.doc.is_card()) else {
                continue;
            };
            let orders = live.doc.card_moves().into_iter().map(|one| one.order);
            more.extend(orders.filter(|order| self.summaries.contains_key(order)));
        }
        more.retain(|order| !action.touched.contains(order));
        more.sort_unstable();
        more.dedup();
        action.beside.extend(&more);
        action.touched.extend(more);
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

/// What a refund does to cards.
#[derive(Default)]
pub(super) struct CardsRefunded {
    /// Money for cards that goes back.
    pub(super) loads: Vec<CardLoad>,
    /// The card that gets the money.
    pub(super) onto: Option<CardUse>,
    /// What is written down of each card.
    pub(super) moves: BTreeMap<CardRef, Money>,
}

/// The cards that paid for a check, in time.
fn cards_that_paid(order: &Order) -> impl DoubleEndedIterator<Item = &CardRef> {
    let used = order.payments.iter().filter_map(|paid| paid.card.as_ref());
    used.map(|used| &used.card)
}

/// The card that paid last for a check.
pub(super) fn card_that_paid(order: &Order) -> Option<CardRef> {
    cards_that_paid(order).next_back().cloned()
}

/// Money for cards among what goes back.
fn gifts_of_refund(order: &Order, refund: &Refund) -> Vec<(CardRef, Money)> {
    let gift = |one: &RefundedLine| {
        let gift = order.line(one.line)?.facts.special.gift.as_ref()?;
        Some((gift.card.clone(), one.amount))
    };
    refund.lines.iter().filter_map(gift).collect()
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

/// Lines of a check that put money onto cards when it closes.
pub(super) fn lines_loaded(order: &Order) -> Vec<LineId> {
    let loads = |line: &&Line| line.is_gift() && line.quantity > 0 && !order.training;
    order
        .lines
        .iter()
        .filter(loads)
        .map(|line| line.id)
        .collect()
}

fn below_zero(amount: Money) -> Result<Money, Problem> {
    Money::ZERO
        .minus(amount)
        .map_err(|error: MoneyError| money(error))
}
