//! P1: one edit of an order at a till, on the disk, with the projection and all that screens are
//! told, against the bare commit of one row.

use anyhow::{Context as _, Result};
use shared::{api::device::DeviceRole, api::till::Command, ids::LineId, ids::OrderId};

use crate::{
    disk::BareDisk,
    places::Places,
    report::Row,
    restaurant::Restaurant,
    samples::Samples,
    till::{Machine, Till},
    turns::Turns,
};

/// Measured in one run.
const EDITS: usize = 600;
const COMMITS: usize = 1_500;
/// Other guests sit there too.
const ORDERS_OPEN: usize = 20;
const LINES_EACH: usize = 5;
/// An order of an evening: so many lines, then changes of them.
const LINES: usize = 15;
const EDITS_AN_ORDER: usize = 60;
const GOAL_HUNDREDTHS: u64 = 200;

pub(crate) fn run(places: &Places) -> Result<Vec<Row>> {
    let folder = Places::scratch()?;
    let restaurant = Restaurant::open(places, &folder.path().join("hub"))?;
    let menu = restaurant.catalogue()?;
    restaurant.close();
    let machine = Machine::start(DeviceRole::Till, &folder.path().join("till"))?;
    machine.settle_alone(&menu)?;
    let mut guests = Guests::sit_down(Till::open(machine)?)?;
    let disk = BareDisk::open(folder.path(), "bare.db")?;
    let mut baseline = || {
        let mut samples = Samples::default();
        for _ in 0..COMMITS {
            let at = std::time::Instant::now();
            disk.commit()?;
            samples.push(at.elapsed());
        }
        Ok(samples)
    };
    let mut product = || {
        let mut samples = Samples::default();
        while samples.len() < EDITS {
            let command = guests.next_edit()?;
            samples.push(guests.till.timed(command)?.0.took);
        }
        Ok(samples)
    };
    let turns = Turns::take(&mut baseline, &mut product)?;
    guests.till.machine.stop();
    Ok(vec![
        turns.median_row("P1 till: one edit, p50", GOAL_HUNDREDTHS),
        turns.tail_row("P1 till: one edit, p99", None),
    ])
}

/// Guests at all tables; one order after another is edited.
struct Guests {
    till: Till,
    order: Option<OrderId>,
    lines: Vec<LineId>,
    edits: usize,
    seated: usize,
}

impl Guests {
    fn sit_down(mut till: Till) -> Result<Self> {
        for turn in 0..ORDERS_OPEN {
            let order = till.seat(turn)?;
            for line in 0..LINES_EACH {
                let touched = Till::add(order, till.dish(turn + line)?, "");
                till.touch(touched)?;
            }
        }
        Ok(Self {
            till,
            order: None,
            lines: Vec::new(),
            edits: 0,
            seated: ORDERS_OPEN,
        })
    }

    /// The next touch: a line that is new, or one more or one less of a line.
    fn next_edit(&mut self) -> Result<Command> {
        if self.order.is_none() || self.edits == EDITS_AN_ORDER {
            self.order = Some(self.till.seat(self.seated)?);
            self.lines.clear();
            self.edits = 0;
            self.seated += 1;
        }
        let order = self.order.context("nobody sits")?;
        let edit = self.edits;
        self.edits += 1;
        if edit < LINES {
            return Ok(Till::add(order, self.till.dish(edit)?, ""));
        }
        if self.lines.is_empty() {
            let view = self.till.order(Command::ShowOrder { order })?;
            self.lines = view.order.lines.iter().map(|line| line.id).collect();
        }
        let line = self.lines.get(edit % self.lines.len().max(1)).copied();
        Ok(Command::ChangeQuantity {
            order,
            line: line.context("the order has no line")?,
            by: 1,
        })
    }
}
