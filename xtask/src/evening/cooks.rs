//! The cooks: they strike what is done, bump what is complete, and sometimes want a ticket back.

use std::collections::BTreeMap;

use shared::{
    api::kds::{Command, TicketView, View},
    ids::{OrderId, TicketId},
    kitchen::KitchenRank,
    order::TicketKind,
};

use super::{
    calls::{CallError, Kitchen},
    dice::Dice,
};

/// A dish takes its usual time, or this much less at best, in percent of it.
const FASTEST: u64 = 60;
/// Of the dishes that could be done, so many are at each look, in percent.
const DONE_AT_A_LOOK: u64 = 35;
const RECALL: u64 = 3;
const USUAL_SECONDS: u32 = 120;
const CANCEL_SEEN_MS: u64 = 60_000;

/// What the cooks remember between two looks.
#[derive(Default)]
pub(super) struct Cooks {
    /// When a ticket was first looked at.
    seen_ms: BTreeMap<TicketId, u64>,
    regretted: Option<(OrderId, TicketId)>,
    /// Tickets bumped so far.
    pub(super) bumped: u64,
}

impl Cooks {
    /// One look at the screen, and what follows from it.
    pub(super) fn look(
        &mut self,
        kitchen: &Kitchen,
        dice: &mut Dice,
        now_ms: u64,
    ) -> Result<(), CallError> {
        if let Some((order, ticket)) = self.regretted.take() {
            kitchen.ask(&Command::Recall { order, ticket })?;
        }
        let view: View = kitchen.ask(&Command::View)?;
        for ticket in &view.open {
            let seen_ms = *self.seen_ms.entry(ticket.ticket).or_insert(now_ms);
            let age_ms = now_ms.saturating_sub(seen_ms);
            if is_complete(ticket, age_ms) {
                let (order, ticket) = (ticket.order, ticket.ticket);
                kitchen.ask(&Command::Bump { order, ticket })?;
                self.bumped += 1;
                if dice.chance(RECALL) {
                    self.regretted = Some((order, ticket));
                }
            } else {
                strike(kitchen, dice, ticket, age_ms)?;
            }
        }
        Ok(())
    }
}

fn is_complete(ticket: &TicketView, age_ms: u64) -> bool {
    match ticket.kind {
        TicketKind::Cancel | TicketKind::Change => age_ms >= CANCEL_SEEN_MS,
        TicketKind::New | TicketKind::AddOn => ticket
            .lines
            .iter()
            .all(|line| line.rank >= KitchenRank::Done),
    }
}

fn strike(
    kitchen: &Kitchen,
    dice: &mut Dice,
    ticket: &TicketView,
    age_ms: u64,
) -> Result<(), CallError> {
    for line in ticket
        .lines
        .iter()
        .filter(|line| line.rank < KitchenRank::Done)
    {
        let seconds = if line.prep_seconds == 0 {
            USUAL_SECONDS
        } else {
            line.prep_seconds
        };
        let could_be_done = age_ms >= u64::from(seconds) * 1000 * FASTEST / 100;
        if could_be_done && dice.chance(DONE_AT_A_LOOK) {
            let key = line.key.clone();
            kitchen.ask(&Command::Strike {
                order: ticket.order,
                key,
                done: true,
            })?;
        }
    }
    Ok(())
}
