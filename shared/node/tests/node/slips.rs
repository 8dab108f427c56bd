//! What two tills send apart is on one slip, and where two are out everybody is told.

mod apart;

use printers::spool::{Event, JobState};
use shared::{
    api::till::{Command, Reply},
    flags::Flag,
    ids::OrderId,
    menu::Course,
    order::Leftover,
};

use crate::{
    kitchen::carry,
    restaurant::{Till, catalogue, item},
};

const MARK: &str = "FORSE DOPPIA";

/// Tills that know one check with two pizzas on it, and a printer that each of them drives.
struct Pass {
    _folder: tempfile::TempDir,
    tills: Vec<Till>,
    /// How far each till has read each other's.
    read: Vec<Vec<u64>>,
    order: OrderId,
    /// What came out, in its order.
    papers: Vec<String>,
}

impl Pass {
    fn begin(count: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let tills = (0..count).map(|n| {
            let mut till = Till::with(&folder.path().join(n.to_string()), "2222");
            // Whoever has the smaller number sends first.
            till.time.pass(i64::try_from(n).unwrap() * 60_000);
            till.take(&menu(true));
            till
        });
        let mut tills: Vec<Till> = tills.collect();
        let order = tills[0].seat("7");
        tills[0].add(order, "T129", 2);
        let mut pass = Self {
            _folder: folder,
            read: vec![vec![0; count]; count],
            tills,
            order,
            papers: Vec::new(),
        };
        pass.meet();
        pass
    }

    /// One till hears of another.
    fn hear(&mut self, to: usize, from: usize) {
        let read = self.read[to][from];
        let both = self.tills.get_disjoint_mut([to, from]).unwrap();
        let [to_till, from_till] = both;
        self.read[to][from] = carry(&from_till.engine, &mut to_till.engine, read);
    }

    /// All hear of all, also of what others answered.
    fn meet(&mut self) {
        let count = self.tills.len();
        for _ in 0..3 {
            for (to, from) in (0..count * count).map(|n| (n / count, n % count)) {
                if to != from {
                    self.hear(to, from);
                }
            }
        }
    }

    /// One pizza more, or one less where there is one.
    fn change(&mut self, till: usize, by: i64) {
        let order = self.order;
        let till = &mut self.tills[till];
        let Some(line) = till.show(order).order.lines.first().cloned() else {
            return;
        };
        let line_id = line.id;
        let less = Command::VoidLine {
            order,
            line: line_id,
            quantity: 1,
            reason: "dropped".to_owned(),
            leftover: Leftover::Wasted,
        };
        let more = Command::ChangeQuantity {
            order,
            line: line_id,
            by: 1,
        };
        if by > 0 || line.quantity > 0 {
            till.ask_with("1111", if by > 0 { more } else { less })
                .unwrap();
        }
    }

    fn send(&mut self, till: usize) {
        let order = self.order;
        let sent = self.tills[till].ask(Command::Send { order }).unwrap();
        assert!(matches!(sent, Reply::Sent { .. }));
    }

    /// The printer takes all that waits at a till.
    fn print(&mut self, till: usize) {
        let engine = &mut self.tills[till].engine;
        for task in engine.jobs_at("Bar").unwrap() {
            if task.state == JobState::Queued {
                for event in [Event::Started, Event::AllHandedOver, Event::Acknowledged] {
                    engine.job_event("Bar", &task, event, None).unwrap();
                }
                self.papers.push(task.paper);
            }
        }
    }

    fn waiting(&self) -> Vec<usize> {
        let tills = self.tills.iter();
        tills.map(|till| till.papers().len()).collect()
    }

    fn flags(&mut self) -> Vec<Flag> {
        let order = self.order;
        let shown = self.tills.iter_mut().map(|till| till.show(order).flags);
        let shown: Vec<_> = shown.collect();
        assert!(shown.iter().all(|flags| *flags == shown[0]), "{shown:?}");
        shown[0].clone()
    }
}

fn menu(has_printer: bool) -> shared::menu::Catalogue {
    let printer = has_printer.then(|| "127.0.0.1:1".to_owned());
    let mut menu = catalogue(printer);
    menu.version = 2;
    let other = item("T130", "Marinara", 700, Some("pizza"), Course::Main);
    menu.items.push(other);
    menu
}

fn is_sent_twice(flags: &[Flag], wanted: i64) -> bool {
    matches!(flags, [Flag::SentTwice { name, units, .. }] if name == "Margherita" && *units == wanted)
}

#[test]
fn of_two_slips_that_wait_one_prints_and_nobody_is_told_anything() {
    let mut pass = Pass::begin(2);
    pass.send(0);
    pass.send(0);
    pass.send(1);
    assert_eq!(pass.waiting(), [1, 1]);
    pass.meet();
    assert_eq!(pass.waiting(), [1, 0]);
    assert_eq!(pass.flags(), []);
    pass.print(0);
    pass.print(1);
    assert_eq!(pass.papers.len(), 1);
    assert!(!pass.papers[0].contains(MARK));
    pass.meet();
    assert_eq!(pass.flags(), []);
}

#[test]
fn a_slip_that_gave_way_in_the_very_moment_does_not_begin() {
    let mut pass = Pass::begin(2);
    pass.send(0);
    pass.send(1);
    // Its printer is asked whether it is ready while the other till is heard of.
    let task = pass.tills[1].engine.jobs_at("Bar").unwrap().remove(0);
    pass.meet();
    let engine = &mut pass.tills[1].engine;
    let begun = engine.job_event("Bar", &task, Event::Started, None);
    assert!(begun.is_err(), "{begun:?}");
}

#[test]
fn two_slips_that_are_out_are_said_on_both_tills_and_in_the_history() {
    let mut pass = Pass::begin(2);
    for till in [0, 1] {
        pass.send(till);
        pass.print(till);
    }
    assert_eq!(pass.papers.len(), 2);
    assert_eq!(pass.tills[0].show(pass.order).flags, []);
    pass.meet();
    let flags = pass.flags();
    assert!(is_sent_twice(&flags, 2), "{flags:?}");
    let order = pass.order;
    let Reply::History(rows) = pass.tills[0].ask(Command::History { order }).unwrap() else {
        panic!("no history")
    };
    let told = rows.iter().find(|row| row.what == "two_slips").unwrap();
    assert_eq!(told.detail, "2 x Margherita");
    assert_eq!(told.by, "Marco");
    // It is said once, however often they meet.
    pass.meet();
    assert_eq!(pass.flags().len(), 1);
}

#[test]
fn a_slip_that_waits_while_the_one_that_gave_way_is_out_prints_under_a_banner() {
    let mut pass = Pass::begin(2);
    pass.send(0);
    pass.send(1);
    pass.print(1);
    let stale = pass.tills[0].engine.jobs_at("Bar").unwrap().remove(0);
    pass.meet();
    let begun = pass.tills[0]
        .engine
        .job_event("Bar", &stale, Event::Started, None);
    assert!(begun.is_err(), "the paper without its banner: {begun:?}");
    pass.print(0);
    let marked: Vec<_> = pass
        .papers
        .iter()
        .map(|paper| paper.matches(MARK).count())
        .collect();
    assert_eq!(marked, [0, 1]);
    let flags = pass.flags();
    assert!(is_sent_twice(&flags, 2), "{flags:?}");
}

#[test]
fn a_slip_that_may_be_out_is_asked_about_no_more_once_another_one_counts() {
    let mut pass = Pass::begin(2);
    pass.send(0);
    pass.send(1);
    let engine = &mut pass.tills[1].engine;
    let task = engine.jobs_at("Bar").unwrap().remove(0);
    for event in [Event::Started, Event::BrokenOff] {
        engine.job_event("Bar", &task, event, None).unwrap();
    }
    pass.meet();
    assert_eq!(pass.waiting(), [1, 0]);
    assert!(pass.tills[1].engine.troubles().is_empty());
    let flags = pass.flags();
    assert!(is_sent_twice(&flags, 2), "{flags:?}");
}

#[test]
fn a_note_that_only_one_slip_has_is_read_in_the_kitchen_whoever_gave_way() {
    let mut pass = Pass::begin(2);
    let order = pass.order;
    let line = pass.tills[1].show(order).order.lines[0].id;
    pass.tills[1].order(Command::AddNote {
        order,
        line,
        text: "no nuts".to_owned(),
        allergy: true,
    });
    pass.send(0);
    pass.send(1);
    pass.meet();
    assert_eq!(pass.waiting(), [1, 1]);
    pass.print(0);
    pass.print(1);
    assert!(pass.papers[1].contains("no nuts"), "{:?}", pass.papers);
    assert!(pass.papers[1].contains(MARK), "{:?}", pass.papers);
    let flags = pass.flags();
    assert!(is_sent_twice(&flags, 2), "{flags:?}");
}

#[test]
fn only_what_the_other_till_sent_too_is_left_off_a_slip() {
    let mut pass = Pass::begin(2);
    let order = pass.order;
    pass.tills[1].add(order, "T130", 1);
    pass.send(0);
    pass.send(1);
    assert!(pass.tills[1].papers()[0].contains("Margherita"));
    pass.meet();
    pass.print(0);
    pass.print(1);
    let has = |dish: &str| {
        let papers = pass.papers.iter();
        papers.map(|paper| paper.contains(dish)).collect::<Vec<_>>()
    };
    assert_eq!(has("Margherita"), [true, false]);
    assert_eq!(has("Marinara"), [false, true]);
    assert_eq!(has(MARK), [false, false]);
    pass.meet();
    assert_eq!(pass.flags(), []);
}

#[test]
fn a_till_that_knows_of_no_printer_makes_nobody_drop_a_slip() {
    let mut pass = Pass::begin(2);
    let without = shared::menu::Catalogue {
        version: 3,
        ..menu(false)
    };
    pass.tills[0].take(&without);
    pass.send(0);
    pass.send(1);
    pass.meet();
    pass.print(1);
    pass.meet();
    assert_eq!(pass.papers.len(), 1);
    assert!(!pass.papers[0].contains(MARK));
    assert_eq!(pass.flags(), []);
}
