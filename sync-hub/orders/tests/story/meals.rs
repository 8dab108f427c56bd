//! Orders and facts for tests.

use order_doc::{
    Actor, AddedLine, CardEntry, Closed, Edit, KitchenMark, MovedItem, Opened, OrderDoc,
    PaymentEntry, Sending, Stamp, Transfer, send_key,
};
use shared::{
    gift::{CardCode, CardRef, GiftLine},
    ids::{DeviceId, EntryId, FactId, LineId, OrderId, ShiftId, StaffId, TicketId},
    journal::{Fact, OrderClosed, Payment},
    kitchen::KitchenRank,
    menu::{Course, Name, Service, TaxClass, TaxRate},
    money::Money,
    order::{LineFacts, Tender, TicketKind},
    time::Hlc,
};
use sync_protocol::Change;

pub(crate) const WAITER: StaffId = StaffId::from_bytes([0xa; 16]);

/// An order that one device works on.
pub(crate) struct Meal {
    pub(crate) id: OrderId,
    doc: OrderDoc,
    device: DeviceId,
    at_ms: i64,
    lines: u8,
}

impl Meal {
    pub(crate) fn new(number: u8, device: DeviceId, at_ms: i64) -> Self {
        let id = OrderId::from_bytes([number; 16]);
        let actor = Actor {
            device,
            boot: [number; 16],
        };
        let doc = OrderDoc::new(id, &actor).unwrap();
        Self {
            id,
            doc,
            device,
            at_ms,
            lines: 0,
        }
    }

    fn stamp(&mut self) -> Stamp {
        self.at_ms += 1;
        Stamp {
            hlc: Hlc::default().next(self.at_ms),
            by: WAITER,
            approved_by: None,
        }
    }

    fn edit(&mut self, edits: &[Edit]) -> Change {
        let chunk = self.doc.edit(edits).unwrap().unwrap();
        self.doc.persisted();
        Change::new(self.id, chunk.bytes)
    }

    pub(crate) fn open(&mut self, number: &str) -> Change {
        let stamp = self.stamp();
        let opened = Opened {
            training: false,
            beside: None,
            held: Vec::new(),
            order: self.id,
            number: number.to_owned(),
            device: self.device,
            service: Service::EatIn,
            table: Some("T4".to_owned()),
            tab: String::new(),
            guests: 2,
            rules: shared::price::PriceRules::default(),
            stamp,
        };
        self.edit(&[Edit::Open(opened)])
    }

    /// So much onto a card, in a document that nobody opened.
    pub(crate) fn on_card(&mut self, minor: i64) -> Change {
        let stamp = self.stamp();
        let entry = CardEntry {
            last_four: "2345".to_owned(),
            amount: Money::from_minor(minor),
            order: self.id,
            order_number: "A-001".to_owned(),
            device: self.device,
            stamp,
        };
        let key = EntryId::new(self.at_ms, [7; 10]);
        self.edit(&[Edit::MoveCard(key, entry)])
    }

    /// Adds money for a gift card whose code the till made, otherwise like this line.
    pub(crate) fn add_gift(&mut self, line: LineId) -> Change {
        let stamp = self.stamp();
        let code = CardCode("ABCDEFGHJKLMNPQR".to_owned());
        let mut facts = self.doc.order().unwrap().line(line).unwrap().facts.clone();
        facts.special.gift = Some(GiftLine {
            card: CardRef {
                document: OrderId::from_bytes([0x22; 16]),
                last_four: code.last_four(),
            },
            load: EntryId::new(1, [8; 10]),
            code: Some(code),
        });
        let added = AddedLine {
            facts,
            quantity: 1,
            seat: 0,
            course: Course::None,
            replaces: None,
            stamp,
        };
        self.edit(&[Edit::AddLine(LineId::from_bytes([99; 16]), added)])
    }

    /// Adds a pizza of 9.50 and tells which line it is.
    pub(crate) fn add_pizza(&mut self) -> (LineId, Change) {
        self.lines += 1;
        let line = LineId::from_bytes([self.lines; 16]);
        let stamp = self.stamp();
        let name = Name {
            first: "Margherita".to_owned(),
            second: String::new(),
        };
        let facts = LineFacts {
            sku: "P1".to_owned(),
            name,
            variant: String::new(),
            category: "Pizza".to_owned(),
            unit_price: Money::from_minor(950),
            tax: TaxClass {
                name: "food".to_owned(),
                eat_in: vec![TaxRate::from_percent("10").unwrap()],
                takeaway: None,
                delivery: None,
                compound: Vec::new(),
            },
            tax_included: true,
            station: Some("oven".to_owned()),
            allergens: Vec::new(),
            prep_seconds: 480,
            modifiers: Vec::new(),
            menu_version: 1,
            special: Box::default(),
        };
        let added = AddedLine {
            facts,
            quantity: 1,
            seat: 0,
            course: Course::Main,
            replaces: None,
            stamp,
        };
        (line, self.edit(&[Edit::AddLine(line, added)]))
    }

    pub(crate) fn send(&mut self, line: LineId, ticket: TicketId) -> Change {
        let stamp = self.stamp();
        let sending = Sending {
            line,
            part: None,
            quantity: 1,
            notes: Vec::new(),
            ticket,
            station: "oven".to_owned(),
            kind: TicketKind::New,
            slip: false,
            stamp,
        };
        self.edit(&[Edit::Send(send_key(line, 0), sending)])
    }

    pub(crate) fn mark(&mut self, line: LineId, epoch: u32, rank: KitchenRank) -> Change {
        let stamp = self.stamp();
        let mark = KitchenMark {
            key: send_key(line, 0),
            epoch,
            rank: rank.number(),
            screen: String::new(),
            hlc: stamp.hlc,
        };
        let id = EntryId::new(self.at_ms, [rank.number(); 10]);
        self.edit(&[Edit::Mark(id, mark)])
    }

    /// Its half of a transfer of one unit.
    pub(crate) fn half(&mut self, id: EntryId, transfer: &Transfer) -> Change {
        self.at_ms = self.at_ms.max(transfer.stamp.hlc.at_ms());
        self.edit(&[Edit::Transfer(id, transfer.clone())])
    }

    /// One unit of a line that goes to another order, whole.
    pub(crate) fn transfer(&mut self, line: LineId, to: OrderId) -> Transfer {
        let stamp = self.stamp();
        let order = self.doc.order().unwrap();
        let facts = order.line(line).unwrap().facts.clone();
        Transfer {
            from: self.id,
            from_number: order.number,
            to,
            to_number: "A-002".to_owned(),
            items: vec![MovedItem {
                line,
                as_line: LineId::from_bytes([99; 16]),
                units: 1,
                sent: 0,
                facts,
                seat: 0,
                course: Course::Main,
                notes: Vec::new(),
                kitchen: None,
            }],
            opened_twice: None,
            opens: false,
            joins: true,
            stamp,
        }
    }

    pub(crate) fn close(&mut self) -> Change {
        let stamp = self.stamp();
        let fact = FactId::from_bytes([7; 16]);
        let paid = PaymentEntry {
            card: None,
            tender: Tender::Cash,
            named: None,
            amount: Money::from_minor(950),
            tip: Money::ZERO,
            tendered: Money::from_minor(950),
            change: Money::ZERO,
            rounding: Money::ZERO,
            device: DeviceId::from_bytes([1; 16]),
            part: None,
            settles: false,
            deposit: false,
            paper: String::new(),
            stamp,
        };
        let counted = None;
        let closed = Closed {
            fact,
            counted,
            sent_away: Vec::new(),
            loaded: Vec::new(),
            after: None,
            stamp,
        };
        let payment = FactId::from_bytes([8; 16]);
        self.edit(&[Edit::Pay(payment, paid), Edit::Close(closed)])
    }
}

pub(crate) fn payment(order: OrderId) -> Fact {
    Fact::Payment(Payment {
        card: None,
        order,
        order_number: "A-001".to_owned(),
        shift: ShiftId::from_bytes([5; 16]),
        tender: Tender::Cash,
        named: None,
        amount: Money::from_minor(950),
        tip: Money::from_minor(50),
        tendered: Money::from_minor(1_000),
        change: Money::from_minor(0),
        rounding: Money::ZERO,
        deposit: false,
        paper: String::new(),
        by: WAITER,
        approved_by: None,
    })
}

pub(crate) fn closed(order: OrderId) -> Fact {
    Fact::OrderClosed(OrderClosed {
        gift_cards: Vec::new(),
        order,
        order_number: "A-001".to_owned(),
        shift: ShiftId::from_bytes([5; 16]),
        service: Service::EatIn,
        guests: 2,
        opened_at_ms: 1,
        lines: Vec::new(),
        taxes: Vec::new(),
        discounts: Vec::new(),
        charge: Money::ZERO,
        delivery: Money::ZERO,
        reckoned: None,
        total: Money::from_minor(950),
        tips: Money::from_minor(50),
        deposits: Money::ZERO,
        counted: None,
        by: WAITER,
        approved_by: None,
    })
}
