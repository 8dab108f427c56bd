//! Guests who sit for a while: money ahead, gift cards, parts, and what is left over at the end.

use proptest::prelude::*;
use shared::{
    api::till::{Command, OrderView, PayByGiftCard, RefundAsked, SplitBy},
    ids::{EntryId, LineId, OrderId},
    money::Money,
    order::{Leftover, Tender},
    refund::RefundLine,
};

use super::{Evening, holds_a_tip, money};
use crate::{
    deposits::{ahead, back},
    deposits_law::any_tender,
    gift_cards::{CODE, code, gift},
    restaurant::plain,
    tenders::own,
};

/// What happens at a table.
#[derive(Clone, Copy, Debug)]
pub(super) enum AtTable {
    Ahead(Tender, i64),
    Dish(bool, u32),
    /// Money for the one gift card.
    Load(i64),
    /// A unit of a line goes off, also of a check that is closed.
    Off(usize),
    /// Part of what is due, and a tip.
    Some(Tender, i64, i64),
    /// All that is due, and so much more.
    All(Tender, i64),
    /// The gift card pays, at most so much of it.
    ByCard(Option<i64>),
    Split(SplitInto),
    /// The part at this place pays what it owes.
    Part(usize, Tender),
    PartByCard(usize),
    Settle,
    /// They paid more than they had: ahead, or before a dish went off. Something becomes of the rest.
    Leave(bool, i64, u8, Tender),
    /// What is left of that, if anything.
    Beyond(u8, Tender),
    /// All is paid, and a unit of a line goes back; without a tender onto the card.
    Back(usize, Option<Tender>),
}

/// Into what a check is split.
#[derive(Clone, Copy, Debug)]
pub(super) enum SplitInto {
    Shares(u32),
    Seats,
    Whole,
}

pub(super) fn at_table() -> impl Strategy<Value = AtTable> {
    let tender = any_tender;
    let line = 0_usize..4;
    let into = prop_oneof![
        4 => (2_u32..5).prop_map(SplitInto::Shares),
        1 => Just(SplitInto::Seats),
        1 => Just(SplitInto::Whole),
    ];
    prop_oneof![
        4 => (tender(), 1_i64..1_000).prop_map(|(t, m)| AtTable::Ahead(t, m * 5)),
        4 => (any::<bool>(), 1_u32..4).prop_map(|(beer, n)| AtTable::Dish(beer, n)),
        2 => (500_i64..5_000).prop_map(AtTable::Load),
        2 => line.clone().prop_map(AtTable::Off),
        2 => (tender(), 1_i64..1_500, 0_i64..200).prop_map(|(t, m, tip)| AtTable::Some(t, m, tip)),
        5 => (tender(), 0_i64..100).prop_map(|(t, over)| AtTable::All(t, over)),
        3 => prop::option::of(1_i64..2_000).prop_map(AtTable::ByCard),
        3 => into.prop_map(AtTable::Split),
        4 => (0_usize..4, tender()).prop_map(|(n, t)| AtTable::Part(n, t)),
        2 => (0_usize..4).prop_map(AtTable::PartByCard),
        3 => Just(AtTable::Settle),
        3 => (any::<bool>(), 1_i64..200, 0_u8..5, tender())
            .prop_map(|(ahead, m, how, t)| AtTable::Leave(ahead, m * 5, how, t)),
        2 => (0_u8..5, tender()).prop_map(|(how, t)| AtTable::Beyond(how, t)),
        3 => (line, prop::option::of(tender())).prop_map(|(n, t)| AtTable::Back(n, t)),
    ]
}

fn refund(line: LineId, tender: Option<Tender>) -> RefundAsked {
    let (lines, reason) = (vec![RefundLine { line, quantity: 1 }], "cold".to_owned());
    match tender {
        Some(tender) => RefundAsked::Lines {
            lines,
            tender,
            reason,
        },
        None => RefundAsked::OntoCard {
            lines,
            code: Some(code(CODE)),
            reason,
        },
    }
}

fn beyond(how: u8, tender: Tender) -> RefundAsked {
    match how {
        0 | 1 => RefundAsked::Surplus { tender },
        2 => RefundAsked::Keep,
        3 => RefundAsked::OntoCard {
            lines: Vec::new(),
            code: Some(code(CODE)),
            reason: String::new(),
        },
        _ => RefundAsked::KeepDeposit {
            reason: "nobody came".to_owned(),
        },
    }
}

impl Evening {
    /// The check of a table: the last one, while somebody has to do something with it. What goes back
    /// goes back of the last one in any case.
    fn at(&mut self, table: usize, deed: AtTable) -> OrderView {
        let is_back = matches!(deed, AtTable::Beyond(..) | AtTable::Back(..));
        if let Some(order) = self.tables[table] {
            let view = self.till.show(order);
            if is_back || view.order.closed_at_ms.is_none() || !view.flags.is_empty() {
                return view;
            }
            self.sold.push(order);
        }
        let order = self.open(table % 3, 2 + u32::try_from(table).unwrap());
        self.tables[table] = Some(order);
        let mut line = plain("T165", 2);
        line.seat = 1;
        self.till.order(Command::AddLine { order, line })
    }

    /// The check is closed, and more was paid for it than it costs.
    fn leave(&mut self, view: &OrderView, before: bool, minor: i64, tender: Tender) {
        let (order, due) = (view.order.id, view.totals.due.minor());
        if before {
            drop(
                self.till
                    .ask(ahead(order, tender, due - due % 5 + 5 + minor)),
            );
        } else {
            drop(self.till.ask(given(order, tender, due - 1, 0)));
            let lines = view.order.lines.iter().rev();
            for line in lines.take(2) {
                drop(self.till.ask(off(order, line.id)));
            }
        }
        drop(self.till.ask(Command::Settle { order }));
    }

    /// Whatever the till refuses changes nothing, which the sums show as well.
    pub(super) fn act_at(&mut self, table: usize, deed: AtTable) {
        let mut view = self.at(table, deed);
        let order = view.order.id;
        match deed {
            AtTable::Part(..) | AtTable::PartByCard(_) if view.parts.is_empty() => {
                let by = SplitBy::Shares { ways: 3 };
                drop(self.till.ask(Command::Split { order, by }));
                view = self.till.show(order);
            }
            AtTable::Leave(before, minor, _, tender) => self.leave(&view, before, minor, tender),
            AtTable::Back(..) => {
                let due = view.totals.due.minor();
                drop(self.till.ask(given(order, Tender::Card, due, 0)));
            }
            _ => {}
        }
        if let Some(command) = command(&view, deed) {
            drop(self.till.ask(command));
        }
    }
}

/// What the till is asked; none where there is no such line or part.
fn command(view: &OrderView, deed: AtTable) -> Option<Command> {
    let order = view.order.id;
    let line = |n: usize| {
        let lines = &view.order.lines;
        lines.get(n % lines.len().max(1)).map(|line| line.id)
    };
    let part = |n: usize| {
        let parts = &view.parts;
        parts.get(n % parts.len().max(1)).map(|part| &part.totals)
    };
    Some(match deed {
        AtTable::Ahead(tender, minor) => ahead(order, tender, minor),
        AtTable::Dish(beer, units) => {
            let mut line = plain(if beer { "T165" } else { "T129" }, units);
            line.seat = units;
            Command::AddLine { order, line }
        }
        AtTable::Load(minor) => {
            let line = gift(minor, Some(CODE));
            Command::AddLine { order, line }
        }
        AtTable::Off(n) => off(order, line(n)?),
        AtTable::Some(tender, minor, tip) => given(order, tender, minor, tip),
        AtTable::All(tender, over) => {
            // What gives no change is refused beyond what is due.
            let gives = tender == Tender::Cash || tender == own("bonus");
            let over = if gives { over } else { 0 };
            given(order, tender, view.totals.due.minor() + over, 0)
        }
        AtTable::ByCard(at_most) => with_card(order, at_most, None),
        AtTable::Split(into) => {
            let by = match into {
                SplitInto::Shares(ways) => SplitBy::Shares { ways },
                SplitInto::Seats => SplitBy::Seat,
                SplitInto::Whole => SplitBy::Whole,
            };
            Command::Split { order, by }
        }
        AtTable::Part(n, tender) => {
            let one = part(n)?;
            let mut command = given(order, tender, one.due.minor(), 0);
            if let Command::Pay { part, .. } = &mut command {
                *part = Some(one.id);
            }
            command
        }
        AtTable::PartByCard(n) => with_card(order, None, Some(part(n)?.id)),
        AtTable::Settle => Command::Settle { order },
        AtTable::Leave(_, _, how, tender) | AtTable::Beyond(how, tender) => {
            back(order, beyond(how, tender))
        }
        AtTable::Back(n, tender) => back(order, refund(line(n)?, tender)),
    })
}

fn off(order: OrderId, line: LineId) -> Command {
    Command::VoidLine {
        order,
        line,
        quantity: 1,
        reason: "cold".to_owned(),
        leftover: Leftover::Wasted,
    }
}

fn with_card(order: OrderId, at_most: Option<i64>, part: Option<EntryId>) -> Command {
    Command::PayByGiftCard(PayByGiftCard {
        order,
        code: code(CODE),
        at_most: at_most.map(money),
        part,
    })
}

fn given(order: OrderId, tender: Tender, tendered: i64, tip: i64) -> Command {
    Command::Pay {
        order,
        tender,
        tendered: money(tendered),
        tip: if holds_a_tip(tender) {
            money(tip)
        } else {
            Money::ZERO
        },
        part: None,
        seen_due: None,
    }
}
