//! The history of a check: who, when, on which device, approved by whom.

use order_doc::{Happening, KitchenDeed, KitchenTold, ToldTender, What};
use printers::layouts::{course_word, tender_word};
use shared::{
    api::{Problem, till::HistoryRow},
    ids::{DeviceId, OrderId},
    menu::{Service, Site, TaxRate},
    money::Money,
    order::Leftover,
    price::Takes,
    time::Hlc,
};

use super::{Action, Engine};

impl Engine {
    pub(super) fn history(&mut self, id: OrderId) -> Result<Vec<HistoryRow>, Problem> {
        self.order(id)?;
        let menu = self.menu()?;
        let doc = &mut self.live(id)?.doc;
        let (happenings, cooked) = (doc.history(), doc.kitchen_told());
        let row = |happening: Happening| {
            let stamp = happening.stamp;
            let flag = match &happening.what {
                What::Seen(flag, _) => flag.as_deref().cloned(),
                _ => None,
            };
            let (what, detail) = match happening.what {
                What::Server(server) => ("server", self.name_of(server)),
                What::ReadyAt(Some(at_ms), true) => ("scheduled", self.local_text(at_ms)),
                What::ReadyAt(Some(at_ms), false) => ("ready_sent", self.local_text(at_ms)),
                what => told(&menu.site, what),
            };
            let approved_by = stamp.approved_by.map(|by| self.name_of(by));
            let row = HistoryRow {
                at_ms: stamp.hlc.at_ms(),
                by: self.name_of(stamp.by),
                approved_by: approved_by.unwrap_or_default(),
                device: happening
                    .device
                    .map(|device| self.name_of_device(device))
                    .unwrap_or_default(),
                undone: happening.undone,
                what: what.to_owned(),
                detail,
                flag,
            };
            (stamp.hlc, row)
        };
        let rows = happenings.into_iter().map(row);
        let cooked = cooked.into_iter().map(|one| self.cooked(one));
        let mut rows: Vec<(Hlc, HistoryRow)> = rows.chain(cooked).collect();
        rows.sort_by_key(|(hlc, _)| *hlc);
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    /// What a cook did: nobody signs in at a kitchen's screen, so it is the station that did it.
    fn cooked(&self, one: KitchenTold) -> (Hlc, HistoryRow) {
        let what = match one.deed {
            KitchenDeed::Struck => "struck",
            KitchenDeed::Bumped => "bumped",
            KitchenDeed::Recalled => "recalled",
        };
        let device = match (one.screen, one.device) {
            (screen, Some(device)) if screen.is_empty() => self.name_of_device(device),
            (screen, _) => screen,
        };
        let row = HistoryRow {
            at_ms: one.hlc.at_ms(),
            by: one.station,
            device,
            what: what.to_owned(),
            detail: listed(&one.dishes),
            ..HistoryRow::default()
        };
        (one.hlc, row)
    }

    /// What people call a device: our own by its name, another till by the letters of its orders.
    fn name_of_device(&self, device: DeviceId) -> String {
        if device == self.identity.device {
            return self.name.clone();
        }
        let known = self.store.device(&letters_key(device)).ok().flatten();
        known.unwrap_or_else(|| {
            let id = device.to_string();
            id.chars().skip(id.len().saturating_sub(4)).collect()
        })
    }

    /// Keeps the letters of a till when one of its orders passes by, for the history of others.
    pub(super) fn note_letters(&mut self, action: &mut Action) {
        for id in action.touched.clone() {
            let Ok(order) = self.order(id) else { continue };
            let letters = order.number.split_once('-').map(|(letters, _)| letters);
            let Some(letters) = letters.filter(|_| order.opened_on != self.identity.device) else {
                continue;
            };
            let key = letters_key(order.opened_on);
            if let Ok(None) = self.store.device(&key) {
                action.batch.device.push((key, letters.to_owned()));
            }
        }
    }
}

fn letters_key(device: DeviceId) -> String {
    format!("letters:{device}")
}

fn listed(units: &[(i64, String)]) -> String {
    let one = |(units, name): &(i64, String)| format!("{units} x {name}");
    units.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// An amount with its tender, by the restaurant's own name where it has one.
fn by(site: &Site, minor: i64, with: ToldTender) -> String {
    let amount = site.currency.format(Money::from_minor(minor));
    let word = || tender_word(&site.language, with.tender).to_owned();
    format!("{amount} · {}", with.named.unwrap_or_else(word))
}

/// With a reason, where somebody gave one.
fn because(text: String, why: &str) -> String {
    if why.is_empty() {
        text
    } else {
        format!("{text}: {why}")
    }
}

fn told(site: &Site, what: What) -> (&'static str, String) {
    let amount = |minor| site.currency.format(Money::from_minor(minor));
    let course = |course| {
        let word = course_word(&site.language, course);
        word.unwrap_or("–").to_owned()
    };
    match what {
        What::Opened(table) => ("opened", table.unwrap_or_default()),
        What::Added(units, name) => ("added", format!("{units} x {name}")),
        What::Changed(units, name) => ("changed", format!("{units} x {name}")),
        What::Quantity(units, name) => ("quantity", format!("{units:+} x {name}")),
        What::Note(text, name) => ("note", format!("{name}: {text}")),
        What::NoteOff(text, name) => ("note_off", format!("{name}: {text}")),
        What::Void(units, name, why, leftover) => {
            let what = match leftover {
                Leftover::Wasted => "void",
                Leftover::Restocked => "restocked",
            };
            (what, format!("{units} x {name}: {why}"))
        }
        What::Discounted(takes, line, why) => {
            let takes = match takes {
                Takes::Comp => String::new(),
                Takes::Percent { ppm } => TaxRate::from_ppm(ppm)
                    .map(|rate| format!("{} %", rate.percent()))
                    .unwrap_or_default(),
                Takes::Amount { amount } => site.currency.format(amount),
            };
            let parts = [takes, line.unwrap_or_default(), why];
            let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            ("discount", said.join(" · "))
        }
        What::ChargeWaived(why) => ("charge_waived", why),
        What::TakenBack(what) => ("taken_back", what),
        What::Moved(table) => ("moved", table.unwrap_or_default()),
        What::Tab(name) => ("tab", name),
        What::Guests(guests) => ("guests", guests.to_string()),
        What::Service(Service::EatIn) => ("eat_in", String::new()),
        What::Service(Service::Takeaway) => ("takeaway", String::new()),
        What::Service(Service::Delivery) => ("delivery", String::new()),
        What::DeliverTo => ("deliver_to", String::new()),
        What::Seat(seat, name) => ("seat", format!("{name}: {seat}")),
        What::Course(of, name) => ("course", format!("{name}: {}", course(of))),
        What::LineHeld(true, name) => ("held", name),
        What::LineHeld(false, name) => ("released", name),
        What::CourseHeld(true, of) => ("held", course(of)),
        What::CourseHeld(false, of) => ("released", course(of)),
        What::Server(server) => ("server", server.to_string()),
        What::ReadyAt(None, _) => ("unscheduled", String::new()),
        What::ReadyAt(Some(at_ms), true) => ("scheduled", at_ms.to_string()),
        What::ReadyAt(Some(at_ms), false) => ("ready_sent", at_ms.to_string()),
        What::CourseFired(of) => ("fired", course(of)),
        What::Sent(..) | What::TwoSlips(..) => in_kitchen(what),
        What::Split(parts) => ("split", parts.to_string()),
        What::Tip(paid, tip) => ("tip", format!("{} · {}", amount(paid), amount(tip))),
        What::Deposit(minor, with) => ("deposit", by(site, minor, with)),
        What::DepositBack(minor, with) => ("deposit_back", by(site, minor, with)),
        What::DepositKept(minor, why) => ("deposit_kept", format!("{}: {why}", amount(minor))),
        What::Billed(minor) => ("billed", amount(minor)),
        What::Paid(minor, with) => ("paid", by(site, minor, with)),
        What::Refunded(minor, why, with) => ("refunded", because(by(site, minor, with), &why)),
        What::Kept(minor) => ("kept", amount(minor)),
        What::SentAway(units, to) => ("sent_away", format!("{} → {to}", listed(&units))),
        What::Came(units, from) => ("came", format!("{} ← {from}", listed(&units))),
        What::JoinedInto(number) => ("joined_into", number),
        What::Joined(number) => ("joined", number),
        What::OneTable(number) => ("one_table", number),
        What::Seen(_, note) => ("seen", note),
        What::Closed => ("closed", String::new()),
    }
}

/// What the kitchen was told.
fn in_kitchen(what: What) -> (&'static str, String) {
    match what {
        What::Sent(units, name) => ("sent", format!("{units:+} x {name}")),
        What::TwoSlips(units) => ("two_slips", listed(&units)),
        _ => ("", String::new()),
    }
}
