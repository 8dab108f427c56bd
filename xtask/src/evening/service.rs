//! The service in the dining room: who comes, what they do next, and who looks after them.

mod paying;

use std::collections::{BTreeMap, BTreeSet};

use shared::{
    api::{
        Problem,
        till::{Command, MenuView},
    },
    ids::OrderId,
    menu::{Service as Taking, Table},
    money::Money,
    staff::Permit,
};

use super::{
    Seated,
    agenda::{Act, Agenda, Meal, minutes},
    calls::{CallError, Kitchen, Till},
    cooks::Cooks,
    dice::Dice,
    guests,
    words::{self, Words},
};

const COOKS_LOOK_EVERY_MS: u64 = 30_000;
const LAST_ARRIVAL_MIN: u64 = 235;
/// In percent.
const TAKEAWAY: u64 = 12;
const TAB: u64 = 8;
const NOTE: u64 = 12;
const ALLERGY: u64 = 4;
const ONE_MORE: u64 = 10;
const REGRET: u64 = 6;
const VOID_SENT: u64 = 5;

/// Guests who came together.
struct Party {
    order: OrderId,
    table: Option<String>,
    guests: u32,
    taking: Taking,
    server: usize,
}

/// Everything that an evening is made of.
pub(super) struct Service {
    till: Till,
    kitchen: Kitchen,
    cooks: Cooks,
    menu: MenuView,
    dice: Dice,
    words: &'static Words,
    taken: BTreeSet<String>,
    parties: Vec<Party>,
    pub(super) agenda: Agenda,
    paid: u64,
    taken_in: Money,
    refusals: BTreeMap<String, u64>,
}

impl Service {
    pub(super) fn new(
        till: Till,
        kitchen: Kitchen,
        menu: MenuView,
        dice: Dice,
        taken: BTreeSet<String>,
    ) -> Self {
        Self {
            words: words::of(&menu.site.language),
            cooks: Cooks::default(),
            agenda: Agenda::default(),
            parties: Vec::new(),
            paid: 0,
            taken_in: Money::ZERO,
            refusals: BTreeMap::new(),
            till,
            kitchen,
            menu,
            dice,
            taken,
        }
    }

    /// Writes down how the evening begins. Who sits there already will pay.
    pub(super) fn open(&mut self, seated: Vec<Seated>) {
        self.agenda.put(0, Act::Cook);
        self.agenda.put(0, Act::Arrive);
        self.agenda.put(minutes(20), Act::PayOut);
        for party in seated {
            let server = self.somebody(Permit::TakeOrders);
            let Seated {
                order,
                table,
                guests,
            } = party;
            let due_ms = minutes(self.dice.between(3, 40));
            self.agenda.put(due_ms, Act::Pay(self.parties.len()));
            self.parties.push(Party {
                order,
                table,
                guests,
                taking: Taking::EatIn,
                server,
            });
        }
    }

    /// What happened so far, in half a sentence.
    pub(super) fn summary(&self) -> String {
        let sum = self.menu.site.currency.format(self.taken_in);
        let (came, bumped) = (self.parties.len(), self.cooks.bumped);
        let refused: Vec<String> = self
            .refusals
            .iter()
            .map(|(why, count)| format!("{count}x «{why}»"))
            .collect();
        let refused = if refused.is_empty() {
            String::new()
        } else {
            format!("; refused: {}", refused.join(", "))
        };
        format!(
            "{came} parties, {bumped} tickets cooked, {} paid, {sum} taken{refused}",
            self.paid
        )
    }

    /// Guests meet refusals too: the dish that was sold out, the check that somebody else paid.
    pub(super) fn note_refusal(&mut self, why: &Problem) {
        *self.refusals.entry(why.to_string()).or_default() += 1;
    }

    /// Does what was written down.
    pub(super) fn perform(&mut self, act: Act, now_ms: u64) -> Result<(), CallError> {
        match act {
            Act::Arrive => self.arrive(now_ms),
            Act::Order(party, meal) => self.order(party, meal),
            Act::Pay(party) => self.pay(party),
            Act::Cook => self.cooks.look(&self.kitchen, &mut self.dice, now_ms),
            Act::PayOut => self.pay_out(),
        }
    }

    /// Writes down what comes after it.
    pub(super) fn follow(&mut self, now_ms: u64, act: Act) {
        let (wait_ms, next) = match act {
            Act::Arrive => {
                let wait_ms = self.until_next_guests(now_ms);
                if now_ms + wait_ms > minutes(LAST_ARRIVAL_MIN) {
                    return;
                }
                (wait_ms, Act::Arrive)
            }
            Act::Cook => (COOKS_LOOK_EVERY_MS, Act::Cook),
            Act::Order(party, meal) => {
                let takeaway = self
                    .parties
                    .get(party)
                    .is_some_and(|one| one.taking == Taking::Takeaway);
                let (from, to, next) = match meal {
                    _ if takeaway => (1, 2, Act::Pay(party)),
                    Meal::Drinks => (3, 8, Act::Order(party, Meal::Food)),
                    Meal::Food => (25, 45, Act::Order(party, Meal::Dessert)),
                    Meal::Dessert => (8, 20, Act::Pay(party)),
                };
                (minutes(self.dice.between(from, to)), next)
            }
            Act::Pay(_) | Act::PayOut => return,
        };
        self.agenda.put(now_ms + wait_ms, next);
    }

    /// Few at first, a rush for an hour and a half, then fewer again; the last ones are still there at the end.
    fn until_next_guests(&mut self, now_ms: u64) -> u64 {
        let (from, to) = match now_ms / minutes(1) {
            0..45 => (3, 8),
            45..150 => (1, 4),
            _ => (2, 7),
        };
        minutes(self.dice.between(from, to))
    }

    fn somebody(&mut self, permit: Permit) -> usize {
        let people = self.till.who_may(permit);
        self.dice.pick(&people).copied().unwrap_or_default()
    }

    fn arrive(&mut self, now_ms: u64) -> Result<(), CallError> {
        let mut guests = u32::try_from(self.dice.between(1, 6)).unwrap_or(2);
        let takeaway = self.dice.chance(TAKEAWAY);
        let free = self.free_table(guests).cloned();
        let (taking, table) = match free {
            _ if takeaway => (Taking::Takeaway, None),
            Some(table) if !self.dice.chance(TAB) => (Taking::EatIn, Some(table.name)),
            // No table is large enough: whoever stays has a drink at the counter.
            _ => (Taking::EatIn, None),
        };
        if table.is_none() {
            guests = guests.min(2);
        }
        let tab = match table {
            Some(_) => String::new(),
            None => self
                .dice
                .pick(self.words.names)
                .map(|&name| name.to_owned())
                .unwrap_or_default(),
        };
        let server = self.somebody(Permit::TakeOrders);
        let opened = self.till.order(
            server,
            Command::OpenOrder {
                service: taking,
                table: table.clone(),
                tab,
                guests,
            },
        )?;
        self.taken.extend(table.clone());
        let order = opened.order.id;
        let (wait_min, meal) = if takeaway {
            (0, Meal::Food)
        } else {
            (2, Meal::Drinks)
        };
        self.agenda.put(
            now_ms + minutes(wait_min),
            Act::Order(self.parties.len(), meal),
        );
        self.parties.push(Party {
            order,
            table,
            guests,
            taking,
            server,
        });
        Ok(())
    }

    /// A free table that fits best: large enough, and no larger than needed.
    fn free_table(&self, guests: u32) -> Option<&Table> {
        let tables = self.menu.rooms.iter().flat_map(|room| &room.tables);
        tables
            .filter(|table| table.seats >= guests && !self.taken.contains(&table.name))
            .min_by_key(|table| table.seats)
    }

    fn order(&mut self, party: usize, meal: Meal) -> Result<(), CallError> {
        let Some(Party {
            order,
            guests,
            server,
            ..
        }) = self.parties.get(party)
        else {
            return Ok(());
        };
        let (order, guests, server) = (*order, *guests, *server);
        let lines = guests::choose(&self.menu, &mut self.dice, meal, guests);
        if lines.is_empty() {
            return Ok(());
        }
        for line in lines {
            match self.till.ask(server, Command::AddLine { order, line }) {
                Ok(_) => {}
                // Something else is still to be had.
                Err(CallError::Refused(why)) => self.note_refusal(&why),
                Err(away) => return Err(away),
            }
        }
        self.second_thoughts(server, order)?;
        self.till.ask(server, Command::Send { order })?;
        self.regret_after_sending(order)
    }

    /// Notes, one more of the same, and what is taken back before it was sent.
    fn second_thoughts(&mut self, server: usize, order: OrderId) -> Result<(), CallError> {
        let view = self.till.order(server, Command::ShowOrder { order })?;
        let unsent = view
            .order
            .lines
            .iter()
            .filter(|line| line.unsent_quantity() > 0);
        for line in unsent.map(|line| line.id).collect::<Vec<_>>() {
            let allergy = self.dice.chance(ALLERGY);
            if allergy || self.dice.chance(NOTE) {
                let choice = if allergy {
                    self.words.allergies
                } else {
                    self.words.notes
                };
                let text = self
                    .dice
                    .pick(choice)
                    .map(|&text| text.to_owned())
                    .unwrap_or_default();
                self.till.ask(
                    server,
                    Command::AddNote {
                        order,
                        line,
                        text,
                        allergy,
                    },
                )?;
            }
            if self.dice.chance(ONE_MORE) {
                self.till
                    .ask(server, Command::ChangeQuantity { order, line, by: 1 })?;
            }
        }
        if self.dice.chance(REGRET) {
            self.till.ask(server, Command::UndoLast { order })?;
        }
        Ok(())
    }

    fn regret_after_sending(&mut self, order: OrderId) -> Result<(), CallError> {
        if !self.dice.chance(VOID_SENT) {
            return Ok(());
        }
        let who = self.somebody(Permit::VoidSent);
        let view = self.till.order(who, Command::ShowOrder { order })?;
        let sent: Vec<_> = view
            .order
            .lines
            .iter()
            .filter(|line| line.sent_quantity > 0)
            .collect();
        // Nobody who regrets the only dish stays to pay for nothing.
        if sent.len() < 2 {
            return Ok(());
        }
        let Some(line) = self.dice.pick(&sent).map(|line| line.id) else {
            return Ok(());
        };
        let reason = self.words.void.to_owned();
        self.till.ask(
            who,
            Command::VoidLine {
                order,
                line,
                quantity: 1,
                reason,
                leftover: shared::order::Leftover::Wasted,
            },
        )?;
        Ok(())
    }
}
