//! Nothing that the journal holds is out of reach: lists of Z reports and closures go back to the
//! first one, a part at a time.

use shared::{
    api::{
        Problem,
        till::{Command, EarlierAsked, Reply},
    },
    closure::{Closure, Period},
    money::Money,
    order::Tender,
    shift::ShiftReport,
};

use crate::restaurant::{Till, catalogue};

const HOUR_MS: i64 = 3_600_000;

fn shifts(till: &mut Till, command: Command) -> Vec<ShiftReport> {
    match till.ask(command).unwrap() {
        Reply::Shifts(shifts) => shifts,
        other => panic!("no shifts but {other:?}"),
    }
}

fn closures(till: &mut Till, command: Command) -> Vec<Closure> {
    match till.ask(command).unwrap() {
        Reply::Closures(closures) => closures,
        other => panic!("no closures but {other:?}"),
    }
}

fn number(shift: &ShiftReport) -> u64 {
    shift.closed.as_ref().unwrap().z_number
}

#[test]
fn every_z_report_can_be_reached_and_says_what_it_said() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let mut said = Vec::new();
    for n in 0..45 {
        let order = till.seat("7");
        till.add(order, "T129", n % 3 + 1);
        let due = till.show(order).totals.due;
        till.pay(order, Tender::Card, due.minor());
        let close = Command::CloseShift {
            counted: Money::from_minor(10_000),
            carry_over: false,
            pieces: Vec::new(),
        };
        let Reply::Shift(report) = till.ask(close).unwrap() else {
            panic!("no report")
        };
        said.push(*report);
        let float = Money::from_minor(10_000);
        till.ask(Command::OpenShift { float }).unwrap();
    }
    said.reverse();
    let mut found = shifts(&mut till, Command::PastShifts);
    assert!(found.len() < said.len(), "a list is not endless");
    while number(found.last().unwrap()) > 1 {
        let before = number(found.last().unwrap());
        let asked = EarlierAsked::Shifts { before };
        let earlier = shifts(&mut till, Command::Earlier(asked));
        assert!(number(&earlier[0]) < before);
        found.extend(earlier);
    }
    assert_eq!(found, said);
    for before in [0, 1] {
        let asked = EarlierAsked::Shifts { before };
        assert_eq!(shifts(&mut till, Command::Earlier(asked)), []);
    }
}

#[test]
fn the_first_z_report_is_printed_again_after_many_others() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let mut menu = catalogue(Some("127.0.0.1:1".to_owned()));
    menu.version = 2;
    till.take(&menu);
    for _ in 0..25 {
        let close = Command::CloseShift {
            counted: Money::from_minor(10_000),
            carry_over: false,
            pieces: Vec::new(),
        };
        till.ask(close).unwrap();
        let float = Money::from_minor(10_000);
        till.ask(Command::OpenShift { float }).unwrap();
    }
    let before = till.papers().len();
    till.ask(Command::ReprintZ { z_number: 1 }).unwrap();
    let papers = till.papers();
    assert_eq!(papers.len(), before + 1);
    assert!(papers.last().unwrap().contains("Z 0001"), "{papers:?}");
    let refused = till.ask(Command::ReprintZ { z_number: 26 });
    assert!(matches!(refused, Err(Problem::NotFound { .. })));
}

#[test]
fn every_day_that_was_closed_can_be_reached() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    for _ in 0..70 {
        let order = till.seat("7");
        till.add(order, "T129", 1);
        till.pay(order, Tender::Card, 800);
        till.time.pass(24 * HOUR_MS);
        till.engine.close_days().unwrap();
        till.sign_in("1111");
    }
    let first = closures(&mut till, Command::Closures);
    let of = |period, all: &[Closure]| {
        let own = all.iter().filter(|one| one.period == period);
        own.map(|one| one.number).collect::<Vec<_>>()
    };
    let days = of(Period::Day, &first);
    let (newest, oldest) = (days[0], *days.last().unwrap());
    assert_eq!((newest, oldest), (70, 9));
    let asked = EarlierAsked::Closures {
        period: Period::Day,
        before: oldest,
    };
    let earlier = closures(&mut till, Command::Earlier(asked));
    assert_eq!(of(Period::Day, &earlier), [8, 7, 6, 5, 4, 3, 2, 1]);
    assert_eq!(earlier.len(), 8, "days alone");
    // Each stands on the one before it, from the first one on.
    let mut sold = Money::ZERO;
    for day in earlier.iter().rev() {
        sold = sold.plus(day.sums.sold).unwrap();
        assert_eq!(day.perpetual.sold, sold);
    }
    let asked = EarlierAsked::Closures {
        period: Period::Month,
        before: 1,
    };
    assert_eq!(closures(&mut till, Command::Earlier(asked)), []);
}
