//! A law over what is taken back: the last things that a person did, taken back one after the other,
//! bring the check back as it was, also where another till was at work on it all the time.

mod steps;

use proptest::prelude::*;
use shared::{
    api::till::{Chosen, Command, MoveTo, NewLine, Reply, ScheduleAsked, SplitBy, UnitsOf},
    delivery::DeliverTo,
    ids::{EntryId, LineId, OrderId, StaffId},
    menu::{Course, Service},
    money::Money,
    order::{Line, Order},
    price::{Takes, totals},
    serving::Portion,
};

use crate::{
    kitchen::carry,
    restaurant::{SIX_IN_THE_EVENING_MS, Till, plain},
};

/// Nobody takes back more than these.
const BACK_MAX: usize = 10;

/// Guests at this seat and behind it are served from the other till.
const THEIR_SEATS: u32 = 5;

/// What somebody does to a check, at which of its lines, with which number.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Add(u8, u32, bool),
    Quantity(usize, i32),
    Void(usize, u32),
    Seat(usize, u32),
    Course(usize, bool),
    Note(usize, bool),
    Doneness(usize, u32),
    HoldLine(usize, bool),
    Away(usize, u32),
    HoldCourse(bool),
    Guests(u32),
    Service(u8),
    Table(bool),
    Tab(u8),
    Server(u8),
    Later(u8),
    LineDiscount(usize, u8),
    CheckDiscount(u8),
    Split(u32),
    Deliver(u8),
}

/// One step of an evening with two tills.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// The person whose deeds are taken back later does something.
    Own(Deed),
    /// Somebody at the other till does something to lines of their own.
    Theirs(Deed),
    /// The person's till hears of the other one.
    Hear,
    /// The other till hears of the person's.
    Tell,
}

fn on_line() -> impl Strategy<Value = Deed> {
    let line = 0_usize..8;
    prop_oneof![
        4 => (0_u8..3, 1_u32..4, any::<bool>()).prop_map(|(n, q, note)| Deed::Add(n, q, note)),
        2 => (line.clone(), prop::sample::select(vec![-1, 1, 2])).prop_map(|(l, by)| Deed::Quantity(l, by)),
        1 => (line.clone(), 1_u32..3).prop_map(|(l, n)| Deed::Void(l, n)),
        2 => (line.clone(), 0_u32..4).prop_map(|(l, seat)| Deed::Seat(l, seat)),
        2 => (line.clone(), any::<bool>()).prop_map(|(l, first)| Deed::Course(l, first)),
        2 => (line.clone(), any::<bool>()).prop_map(|(l, allergy)| Deed::Note(l, allergy)),
        2 => (line.clone(), 0_u32..2).prop_map(|(l, n)| Deed::Doneness(l, n)),
        2 => (line, any::<bool>()).prop_map(|(l, on)| Deed::HoldLine(l, on)),
    ]
}

fn any_deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        10 => on_line(),
        1 => (0_usize..8, 1_u32..3).prop_map(|(l, units)| Deed::Away(l, units)),
        1 => any::<bool>().prop_map(Deed::HoldCourse),
        1 => (1_u32..9).prop_map(Deed::Guests),
        1 => (0_u8..2).prop_map(Deed::Service),
        1 => any::<bool>().prop_map(Deed::Table),
        1 => (0_u8..3).prop_map(Deed::Tab),
        1 => (1_u8..4).prop_map(Deed::Server),
        1 => (0_u8..3).prop_map(Deed::Later),
        1 => (0_usize..8, 0_u8..3).prop_map(|(l, n)| Deed::LineDiscount(l, n)),
        1 => (0_u8..3).prop_map(Deed::CheckDiscount),
        1 => (1_u32..5).prop_map(Deed::Split),
        1 => (0_u8..3).prop_map(Deed::Deliver),
    ]
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => any_deed().prop_map(Step::Own),
        2 => on_line().prop_map(Step::Theirs),
        1 => Just(Step::Hear),
        1 => Just(Step::Tell),
    ]
}

/// A steak with this doneness, or something plain.
fn dish(kind: u8, quantity: u32, doneness: u32) -> NewLine {
    let mut line = plain(["T121", "T129", "T165"][usize::from(kind)], quantity);
    if kind == 0 {
        line.modifiers.push(Chosen {
            group: "doneness".to_owned(),
            option: doneness,
            count: 1,
            prefix: None,
            inner: Vec::new(),
        });
    }
    line
}

/// What is asked for; nothing where there is no line for it. `own` are the lines that the asker may
/// touch.
fn command(order: OrderId, own: &[&Line], deed: Deed) -> Option<Command> {
    let at = |place: usize| own.get(place % own.len().max(1)).copied();
    Some(match deed {
        Deed::Add(kind, quantity, noted) => {
            let mut line = dish(kind, quantity, 0);
            if noted {
                "well done".clone_into(&mut line.note);
            }
            Command::AddLine { order, line }
        }
        Deed::HoldCourse(on) => Command::Hold {
            order,
            portion: Portion::Course {
                course: Course::Main,
            },
            on,
        },
        Deed::Guests(guests) => Command::SetGuests { order, guests },
        Deed::Service(n) => Command::SetService {
            order,
            service: [Service::EatIn, Service::Takeaway][usize::from(n)],
        },
        Deed::Table(eight) => Command::MoveTable {
            order,
            table: if eight { "8" } else { "7" }.to_owned(),
        },
        Deed::Tab(n) => Command::NameTab {
            order,
            tab: format!("Tab {n}"),
        },
        Deed::Server(n) => Command::SetServer {
            order,
            server: StaffId::new(1, [n; 10]),
        },
        Deed::Later(hours) => Command::Schedule(ScheduleAsked {
            order,
            ready_at_ms: (hours > 0)
                .then_some(SIX_IN_THE_EVENING_MS + i64::from(hours) * 3_600_000),
        }),
        Deed::CheckDiscount(n) => discount(order, None, n),
        Deed::Split(ways) => Command::Split {
            order,
            by: SplitBy::Shares { ways },
        },
        Deed::Deliver(n) => Command::SetDelivery {
            order,
            to: DeliverTo {
                // The same said again, and nobody at all, are deeds too.
                address: ["", "Via Roma 1", "Corso Como 10"][usize::from(n)].to_owned(),
                ..DeliverTo::default()
            },
        },
        Deed::LineDiscount(place, n) => discount(order, Some(at(place)?.id), n),
        Deed::Quantity(place, _)
        | Deed::Void(place, _)
        | Deed::Seat(place, _)
        | Deed::Course(place, _)
        | Deed::Note(place, _)
        | Deed::Doneness(place, _)
        | Deed::HoldLine(place, _)
        | Deed::Away(place, _) => to_line(order, at(place)?, deed),
    })
}

fn discount(order: OrderId, line: Option<LineId>, n: u8) -> Command {
    let takes = match n {
        0 => Takes::Comp,
        1 => Takes::Percent { ppm: 100_000 },
        _ => Takes::Amount {
            amount: Money::from_minor(150),
        },
    };
    Command::Discount {
        order,
        line,
        takes,
        reason: "regular".to_owned(),
    }
}

fn to_line(order: OrderId, of: &Line, deed: Deed) -> Command {
    let line = of.id;
    match deed {
        Deed::Quantity(_, by) => Command::ChangeQuantity { order, line, by },
        Deed::Void(_, quantity) => Command::VoidLine {
            order,
            line,
            quantity,
            reason: String::new(),
            leftover: shared::order::Leftover::Wasted,
        },
        Deed::Seat(_, seat) => Command::SetSeat { order, line, seat },
        Deed::Course(_, first) => Command::SetCourse {
            order,
            line,
            course: if first { Course::Starter } else { Course::Main },
        },
        Deed::Note(_, allergy) => Command::AddNote {
            order,
            line,
            text: "no basil".to_owned(),
            allergy,
        },
        Deed::Doneness(_, n) => Command::ReplaceLine {
            order,
            line,
            with: dish(0, u32::try_from(of.quantity).unwrap(), n),
            reason: String::new(),
            leftover: shared::order::Leftover::Wasted,
        },
        Deed::HoldLine(_, on) => Command::Hold {
            order,
            portion: Portion::Line { line },
            on,
        },
        Deed::Away(_, units) => Command::MoveLines {
            order,
            lines: vec![UnitsOf { line, units }],
            to: MoveTo::New {
                table: None,
                tab: "Else".to_owned(),
            },
        },
        other => panic!("{other:?} is of no line"),
    }
}

/// Two tills with one check.
struct Tills {
    own: Till,
    other: Till,
    order: OrderId,
    carried: (u64, u64),
    /// Lines that came from the other till.
    theirs: Vec<LineId>,
    _folders: [tempfile::TempDir; 2],
}

impl Tills {
    fn begin() -> Self {
        let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let mut own = Till::with(folders[0].path(), "1111");
        let mut other = Till::with(folders[1].path(), "2222");
        let order = own.seat("7");
        let told = carry(&own.engine, &mut other.engine, 0);
        let mut first = plain("T165", 2);
        first.seat = THEIR_SEATS;
        other.order(Command::AddLine { order, line: first });
        let mut tills = Self {
            own,
            other,
            order,
            carried: (told, 0),
            theirs: Vec::new(),
            _folders: folders,
        };
        tills.hear();
        tills.theirs = ids(&tills.own.show(order).order);
        tills
    }

    fn hear(&mut self) {
        self.carried.1 = carry(&self.other.engine, &mut self.own.engine, self.carried.1);
    }

    /// The check as the person sees it, without the lines of the other till.
    fn seen(&mut self) -> Order {
        let mut seen = self.own.show(self.order).order;
        seen.lines.retain(|line| !self.theirs.contains(&line.id));
        // Documents that belong together stay so, and nobody sees that.
        seen.links.partners.clear();
        if let Some(split) = &mut seen.split {
            // The same plan is written again.
            split.plan = EntryId::from_bytes([0; 16]);
        }
        seen
    }

    /// How many things this person has done that the history knows.
    fn done(&mut self) -> usize {
        let order = self.order;
        match self.own.ask(Command::History { order }).unwrap() {
            Reply::History(rows) => rows.iter().filter(|row| row.by == "Giulia").count(),
            other => panic!("no history but {other:?}"),
        }
    }

    fn theirs(&mut self, deed: Deed) {
        let before = self.other.show(self.order).order;
        let own: Vec<_> = before
            .lines
            .iter()
            .filter(|line| self.theirs.contains(&line.id))
            .collect();
        // One more of the same dish at the same seat would be one more of the person's line.
        let deed = match deed {
            Deed::Seat(place, seat) => Deed::Seat(place, THEIR_SEATS + seat),
            other => other,
        };
        let Some(mut command) = command(self.order, &own, deed) else {
            return;
        };
        if let Command::AddLine { line, .. } = &mut command {
            line.seat = THEIR_SEATS;
        }
        drop(self.other.ask(command));
        let after = ids(&self.other.show(self.order).order);
        let known = ids(&before);
        self.theirs
            .extend(after.into_iter().filter(|id| !known.contains(id)));
    }

    /// Does it, and tells whether it was something that can be taken back.
    fn own(&mut self, deed: Deed) -> bool {
        let seen = self.seen();
        let own: Vec<_> = seen.lines.iter().filter(|line| line.quantity > 0).collect();
        let Some(command) = command(self.order, &own, deed) else {
            return false;
        };
        let before = self.done();
        self.own.ask(command).is_ok() && self.done() > before
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Own(_) => {}
            Step::Theirs(deed) => self.theirs(deed),
            Step::Hear => self.hear(),
            Step::Tell => {
                self.carried.0 = carry(&self.own.engine, &mut self.other.engine, self.carried.0);
            }
        }
    }
}

fn ids(order: &Order) -> Vec<LineId> {
    order.lines.iter().map(|line| line.id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(
        std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(40)
    ) })]

    #[test]
    fn what_was_done_last_goes_back_step_by_step_to_the_very_same_check(
        steps in prop::collection::vec(any_step(), 1..30),
        meanwhile in prop::collection::vec(any_step(), BACK_MAX),
        back in 1..=BACK_MAX,
    ) {
        let mut tills = Tills::begin();
        let mut before: Vec<(Order, Deed)> = Vec::new();
        for step in steps {
            if let Step::Own(deed) = step {
                let was = tills.seen();
                if tills.own(deed) {
                    before.push((was, deed));
                }
            } else {
                tills.step(step);
            }
        }
        for between in meanwhile.into_iter().take(back) {
            let Some((was, deed)) = before.pop() else { break };
            tills.step(between);
            let order = tills.order;
            let undone = tills.own.ask(Command::UndoLast { order });
            if undone.is_err() {
                // Units of a line that is at another table stay, until they are back.
                let has_travelled = before.iter().any(|(_, deed)| matches!(deed, Deed::Away(..)));
                prop_assert!(has_travelled, "{:?} stays: {:?}", deed, undone);
                break;
            }
            let now = tills.seen();
            prop_assert_eq!(totals(&now), totals(&was), "{:?}", deed);
            prop_assert_eq!(now, was, "{:?}", deed);
        }
    }
}
