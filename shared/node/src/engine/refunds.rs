//! Money that goes back: a fact of the journal first, a pointer in the order second, all in one
//! transaction with the paper and the drawer. With several tenders at once there is one of all that
//! for each.

mod ways;

use order_doc::{Edit, RefundEntry};
use shared::{
    api::{
        Problem,
        till::{RefundAsked, RefundPreview, TenderBack},
    },
    flags::{is_counted, is_settled},
    gift::CardCode,
    ids::{OrderId, ShiftId},
    journal::Fact,
    menu::Site,
    money::Money,
    order::{Line, Order, Tender},
    price::{Totals, totals},
    refund::{
        self, BackLimits, Refund, RefundError, RefundKind, RefundLine, Refunded, RefundedLine,
    },
    shift::REFUND,
    staff::StaffMember,
};

use super::{
    Action, Engine, gift_cards::card_that_paid, invalid, lines::check_text, not_found,
    paying::money, tenders,
};

/// What goes back, and why.
struct Given {
    of: RefundKind,
    refund: Refund,
    /// What of it was a deposit.
    deposit: Money,
    /// The house keeps it.
    forfeited: bool,
    tender: Tender,
    /// The card that gets it, where that is not the one that paid.
    code: Option<CardCode>,
    /// Something of the check may go onto a card alone, so a new one may be made.
    only_card: bool,
    reason: String,
}

impl Engine {
    /// What could go back of a closed check, and what the chosen units bring.
    pub(super) fn preview_refund(
        &mut self,
        id: OrderId,
        wanted: &[RefundLine],
    ) -> Result<RefundPreview, Problem> {
        let order = self.order(id)?;
        let sums = settled(&order)?;
        let refund = match refund::refund(&order, &sums, wanted) {
            Err(RefundError::Nothing) => Refund::default(),
            refund => refund.map_err(refused)?,
        };
        let rounding = refund::rounding_back(&order, refund.amount, Tender::Cash);
        let rounding = rounding.map_err(money)?;
        let menu = self.menu()?;
        let limits = BackLimits::of(&order, &menu.site).map_err(money)?;
        let others = limits.own.iter().map(|(tender, name, most)| TenderBack {
            tender: *tender,
            name: name.clone(),
            most: *most,
        });
        Ok(RefundPreview {
            lines: refund::refundable(&order, &sums).map_err(refused)?,
            in_cash: refund.amount.plus(rounding).map_err(money)?,
            card: card_that_paid(&order),
            others: others.collect(),
            ways: ways::all(&order, &sums, &refund, &limits).map_err(money)?,
            may_keep: ways::kept_with(&order, (&menu.site, &limits), sums.overpaid).is_ok(),
            only_card: limits.only_card,
            refund,
        })
    }

    pub(super) fn refund(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        what: RefundAsked,
    ) -> Result<Action, Problem> {
        let order = self.order(id)?;
        let sums = settled(&order)?;
        let shift = self.paying_shift()?;
        let site = &self.menu()?.site;
        let limits = BackLimits::of(&order, site).map_err(money)?;
        let all = given(&order, &sums, (site, &limits), what)?;
        ways::check(&limits, &all)?;
        let mut action = Action::default();
        let opens = all.iter().any(|one| self.opens_for(one));
        if opens {
            // First, so that the printer can make ready meanwhile.
            self.queue_kick(&mut action);
        }
        for mut one in all {
            one.only_card = limits.only_card.is_some();
            self.give(&mut action, member, &order, shift, one)?;
        }
        if opens {
            self.note_drawer_of_refund(&mut action, member, shift)?;
        }
        if !is_counted(&order, &sums).map_err(money)? {
            // What made it too much reached the check after its end: the day sold less.
            // The guests have the paper of what they paid for; of this closing there is none.
            let end = self.closing(member, &order, &sums, shift)?;
            self.write_closing(&mut action, member, (&order, &sums), (end, String::new()))?;
        }
        Ok(action)
    }

    fn opens_for(&self, given: &Given) -> bool {
        let goes_back = given.of != RefundKind::Kept && !given.refund.amount.is_zero();
        goes_back && self.opens_for_refund(given.tender)
    }

    fn give(
        &mut self,
        action: &mut Action,
        member: &StaffMember,
        order: &Order,
        shift: ShiftId,
        given: Given,
    ) -> Result<(), Problem> {
        let (onto, made) = match given.tender {
            Tender::GiftCard if given.of != RefundKind::Kept => {
                self.card_for_refund(order, (given.code.as_ref(), given.only_card))?
            }
            Tender::Cash | Tender::Card | Tender::GiftCard | Tender::Other(_) => (None, None),
        };
        let cards = self.moves_of_refund(order, &given.refund, onto.as_ref())?;
        let amount = given.refund.amount;
        let goes_back = given.of != RefundKind::Kept;
        let named = tenders::named(order, given.tender);
        let rounding = given.rounding(order)?;
        let number = if goes_back {
            // Empty for a training, which takes none.
            let number = self.next_receipt_number(action, order)?;
            number.unwrap_or_default()
        } else {
            String::new()
        };
        let refunded = Refunded {
            order: order.id,
            order_number: order.number.clone(),
            shift,
            of: given.of,
            number: number.clone(),
            lines: sold_lines(order, &given.refund),
            taxes: given.refund.taxes.clone(),
            amount,
            rounding,
            deposit: given.deposit,
            forfeited: given.forfeited,
            gift_cards: cards.loads,
            tender: given.tender,
            named: named.as_ref().map(|own| tenders::first(&own.name)),
            card: onto,
            reason: given.reason.clone(),
            by: member.id,
            approved_by: self.approval.lent_by(),
        };
        let fact = self.add_fact(action, Fact::Refunded(refunded))?;
        let entry = RefundEntry {
            of: given.of,
            number,
            lines: given.refund.lines,
            taxes: given.refund.taxes,
            amount,
            rounding,
            tender: given.tender.written(),
            named,
            card: cards.onto,
            reason: given.reason,
            deposit: given.deposit,
            forfeited: given.forfeited,
            device: self.identity.device,
            stamp: self.stamp(member.id),
        };
        self.edit(action, order.id, &[Edit::Refund(fact, entry)])?;
        self.move_refunded(action, member, order, (fact, &cards.moves))?;
        if goes_back {
            self.queue_refund_receipt(action, order.id, (fact, made.as_ref()))?;
        }
        Ok(())
    }

    fn note_drawer_of_refund(
        &mut self,
        action: &mut Action,
        member: &StaffMember,
        shift: ShiftId,
    ) -> Result<(), Problem> {
        let opened = Fact::DrawerOpened {
            shift: Some(shift),
            by: member.id,
            reason: REFUND.to_owned(),
            approved_by: self.approval.lent_by(),
        };
        self.add_fact(action, opened).map(drop)
    }
}

impl Given {
    /// What the smallest coin makes of it, where it leaves the drawer.
    fn rounding(&self, order: &Order) -> Result<Money, Problem> {
        let amount = self.refund.amount;
        let rounding = match self.of {
            RefundKind::Lines => refund::rounding_back(order, amount, self.tender),
            RefundKind::Surplus => refund::surplus_rounding(&order.rules, amount, self.tender),
            RefundKind::Kept => Ok(Money::ZERO),
        };
        rounding.map_err(money)
    }
}

/// What goes back of what was sold: all but money for cards.
fn sold_lines(order: &Order, refund: &Refund) -> Vec<RefundedLine> {
    let is_gift = |one: &&RefundedLine| order.line(one.line).is_some_and(Line::is_gift);
    let sold = refund.lines.iter().filter(|one| !is_gift(one));
    sold.cloned().collect()
}

/// What a closed check costs on which nothing is owed.
fn settled(order: &Order) -> Result<Totals, Problem> {
    let sums = totals(order).map_err(money)?;
    if is_settled(order, &sums) {
        Ok(sums)
    } else {
        Err(Problem::NotSettled)
    }
}

/// What is asked for; more than one only with several tenders.
fn given(
    order: &Order,
    sums: &Totals,
    (site, limits): (&Site, &BackLimits),
    what: RefundAsked,
) -> Result<Vec<Given>, Problem> {
    let one = match what {
        RefundAsked::Lines {
            lines,
            tender,
            reason,
        } => of_lines(order, sums, &lines, (tender, None), &reason),
        RefundAsked::OntoCard {
            lines,
            code,
            reason,
        } if !lines.is_empty() => of_lines(order, sums, &lines, (Tender::GiftCard, code), &reason),
        RefundAsked::OntoCard { code, .. } => {
            let surplus = surplus(sums, RefundKind::Surplus, Tender::GiftCard)?;
            Ok(Given { code, ..surplus })
        }
        RefundAsked::Surplus { tender } => surplus(sums, RefundKind::Surplus, tender),
        RefundAsked::Several(asked) => return ways::several(order, sums, &asked),
        RefundAsked::Keep => {
            let kept_with = ways::kept_with(order, (site, limits), sums.overpaid)?;
            surplus(sums, RefundKind::Kept, kept_with)
        }
        RefundAsked::KeepDeposit { reason } => kept_deposit(order, sums, &reason),
    };
    Ok(vec![one?])
}

fn kept_deposit(order: &Order, sums: &Totals, reason: &str) -> Result<Given, Problem> {
    let reason = needed(reason)?;
    if sums.deposit_left.is_zero() {
        return Err(not_found("deposit"));
    }
    let mut latest = order.payments.iter().rev();
    let last = latest
        .find(|payment| payment.deposit)
        .map(|payment| payment.tender);
    Ok(Given {
        of: RefundKind::Kept,
        refund: of_amount(sums.deposit_left),
        deposit: sums.deposit_left,
        forfeited: true,
        tender: last.unwrap_or(Tender::Cash),
        code: None,
        only_card: false,
        reason,
    })
}

fn of_amount(amount: Money) -> Refund {
    Refund {
        amount,
        ..Refund::default()
    }
}

fn needed(reason: &str) -> Result<String, Problem> {
    check_text("reason", reason)?;
    match reason.trim() {
        "" => Err(Problem::ReasonNeeded),
        reason => Ok(reason.to_owned()),
    }
}

fn surplus(sums: &Totals, of: RefundKind, tender: Tender) -> Result<Given, Problem> {
    if sums.overpaid.is_zero() {
        return Err(not_found("surplus"));
    }
    Ok(Given {
        of,
        refund: of_amount(sums.overpaid),
        deposit: sums.deposit_left,
        forfeited: false,
        tender,
        code: None,
        only_card: false,
        reason: String::new(),
    })
}

fn of_lines(
    order: &Order,
    sums: &Totals,
    lines: &[RefundLine],
    (tender, code): (Tender, Option<CardCode>),
    reason: &str,
) -> Result<Given, Problem> {
    let reason = needed(reason)?;
    Ok(Given {
        of: RefundKind::Lines,
        refund: refund::refund(order, sums, lines).map_err(refused)?,
        deposit: Money::ZERO,
        forfeited: false,
        tender,
        code,
        only_card: false,
        reason,
    })
}

fn refused(error: RefundError) -> Problem {
    match error {
        RefundError::Nothing => invalid("lines", "nothing was chosen"),
        RefundError::NotSold(_) => not_found("line"),
        RefundError::TooMany { name, left } => Problem::RefundedAlready { name, left },
        RefundError::Money(error) => money(error),
    }
}
