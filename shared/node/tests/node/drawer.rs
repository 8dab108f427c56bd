//! Counting a drawer: drops, blind counts, a limit, numbered reports, and days that close.

use sha2::{Digest, Sha256};
use shared::{
    api::{
        Problem,
        till::{Command, Reply},
    },
    closure::{Closure, Period},
    ids::StaffId,
    journal::{Fact, Pieces},
    menu::DrawerRules,
    money::Money,
    order::{Leftover, Tender},
    shift::ShiftReport,
    staff::Permit,
};

use crate::restaurant::{Till, Time, catalogue};

const HOUR_MS: i64 = 3_600_000;

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn needs_approval() -> Problem {
    Problem::NeedsApproval {
        permit: Permit::SignDrawer,
    }
}

fn rules(till: &mut Till, rules: DrawerRules) {
    let mut menu = catalogue(Some("127.0.0.1:1".to_owned()));
    menu.version = 2;
    menu.site.drawer = rules;
    let bytes = serde_json::to_vec(&menu).unwrap();
    let sha = Sha256::digest(&bytes).into();
    till.engine.take_catalogue(2, sha, bytes).unwrap();
}

fn close(till: &mut Till, counted: i64, pieces: &[(i64, i64)]) -> Result<ShiftReport, Problem> {
    let pieces = pieces.iter().map(|(worth, count)| Pieces {
        worth: money(*worth),
        count: *count,
    });
    match till.ask(Command::CloseShift {
        counted: money(counted),
        carry_over: false,
        pieces: pieces.collect(),
    })? {
        Reply::Shift(report) => Ok(*report),
        other => panic!("no report but {other:?}"),
    }
}

fn x(till: &mut Till, print: bool) -> Result<ShiftReport, Problem> {
    match till.ask(Command::XReport { print })? {
        Reply::Shift(report) => Ok(*report),
        other => panic!("no report but {other:?}"),
    }
}

fn sell(till: &mut Till, tender: Tender) {
    let order = till.seat("7");
    till.add(order, "T129", 1);
    till.pay(order, tender, 800);
}

fn facts(till: &Till) -> Vec<Fact> {
    let records = till.engine.store().facts_from(1).unwrap();
    records
        .iter()
        .map(|record| record.fact().unwrap())
        .collect()
}

fn closures(till: &Till) -> Vec<Closure> {
    let closed = facts(till).into_iter().filter_map(|fact| match fact {
        Fact::PeriodClosed(closure) => Some(closure),
        _ => None,
    });
    closed.collect()
}

#[test]
fn a_drop_leaves_the_drawer_and_is_no_expense() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    sell(&mut till, Tender::Cash);
    let drop = |minor| Command::DropCash {
        amount: money(minor),
        note: "busta 12".to_owned(),
    };
    till.ask(drop(6_000)).unwrap();
    assert!(matches!(till.ask(drop(0)), Err(Problem::Invalid { .. })));
    let report = close(&mut till, 4_800, &[]).unwrap();
    assert_eq!((report.dropped, report.drops), (money(6_000), 1));
    assert_eq!(report.paid_out, Money::ZERO);
    assert_eq!(report.closed.unwrap().difference, Money::ZERO);
}

#[test]
fn a_blind_cashier_is_told_nothing_that_adds_up_to_the_drawer_before_the_count() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let is_blind = true;
    rules(
        &mut till,
        DrawerRules {
            is_blind,
            difference_max: None,
        },
    );
    sell(&mut till, Tender::Cash);
    for report in [
        x(&mut till, false).unwrap(),
        till.engine.shown_shift_report().unwrap().unwrap(),
    ] {
        assert!(report.blind && report.tenders.is_empty() && report.taxes.is_empty());
        assert_eq!(
            (report.sales, report.expected_cash),
            (Money::ZERO, Money::ZERO)
        );
    }
    assert_eq!(x(&mut till, true), Err(needs_approval()));
    let z = close(&mut till, 10_700, &[]).unwrap();
    assert!(!z.blind);
    assert_eq!(
        (z.expected_cash, z.closed.unwrap().difference),
        (money(10_800), money(-100))
    );
}

#[test]
fn a_manager_reads_all_of_a_blind_drawer() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    rules(
        &mut till,
        DrawerRules {
            is_blind: true,
            difference_max: None,
        },
    );
    sell(&mut till, Tender::Cash);
    assert_eq!(x(&mut till, true).unwrap().expected_cash, money(10_800));
}

#[test]
fn what_a_manager_read_of_a_blind_drawer_prints_again_for_nobody_else_before_the_count() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    rules(
        &mut till,
        DrawerRules {
            is_blind: true,
            difference_max: None,
        },
    );
    sell(&mut till, Tender::Cash);
    let read = Command::XReport { print: true };
    till.ask_with("1111", read).unwrap();
    let again = Command::ReprintX { x_number: 1 };
    assert_eq!(till.ask(again.clone()), Err(needs_approval()));
    till.ask_with("1111", again.clone()).unwrap();
    // Once the drawer is counted it tells nobody anything new.
    close(&mut till, 10_800, &[]).unwrap();
    till.ask(again).unwrap();
}

#[test]
fn a_large_difference_waits_for_a_manager_and_each_try_is_written_down() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let difference_max = Some(money(200));
    rules(
        &mut till,
        DrawerRules {
            is_blind: true,
            difference_max,
        },
    );
    assert_eq!(close(&mut till, 9_799, &[]), Err(needs_approval()));
    assert_eq!(close(&mut till, 10_201, &[]), Err(needs_approval()));
    let again = Command::CloseShift {
        counted: money(9_799),
        carry_over: false,
        pieces: Vec::new(),
    };
    let Reply::Shift(z) = till.ask_with("1111", again).unwrap() else {
        panic!("no report")
    };
    assert_eq!(z.counts_refused, 2);
    let end = z.closed.unwrap();
    assert_eq!(end.difference, money(-201));
    let person = |n| StaffId::new(1, [n; 10]);
    assert_eq!((end.by, end.approved_by), (person(2), Some(person(1))));
    let signed_by = printers::layouts::Words::of("it").signed_by;
    let paper = till.papers().pop().unwrap();
    assert!(paper.contains(&format!("{signed_by}: Giulia")), "{paper}");
    let refused = facts(&till)
        .into_iter()
        .filter(|fact| matches!(fact, Fact::CountRefused { .. }));
    assert_eq!(refused.count(), 2);
}

#[test]
fn a_small_difference_is_the_cashiers_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    rules(
        &mut till,
        DrawerRules {
            is_blind: false,
            difference_max: Some(money(200)),
        },
    );
    assert!(close(&mut till, 9_800, &[]).is_ok());
}

#[test]
fn notes_and_coins_make_up_the_count_or_nothing_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let wrong = close(&mut till, 10_000, &[(5_000, 1), (1_000, 4)]);
    assert!(matches!(wrong, Err(Problem::Invalid { .. })));
    let z = close(&mut till, 10_000, &[(5_000, 1), (1_000, 5)]).unwrap();
    let pieces = z.closed.unwrap().pieces;
    assert_eq!(
        pieces[1],
        Pieces {
            worth: money(1_000),
            count: 5
        }
    );
}

#[test]
fn what_goes_back_to_stock_is_voided_and_not_wasted() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    let line = till.add(order, "T129", 3).order.lines[0].id;
    till.ask(Command::Send { order }).unwrap();
    let mut void = |quantity, leftover| {
        let void = Command::VoidLine {
            order,
            line,
            quantity,
            reason: "bruciata".to_owned(),
            leftover,
        };
        till.order(void)
    };
    void(1, Leftover::Wasted);
    let view = void(2, Leftover::Restocked);
    let kinds: Vec<_> = view.order.lines[0]
        .voids
        .iter()
        .map(|one| one.leftover)
        .collect();
    assert_eq!(kinds, [Leftover::Wasted, Leftover::Restocked]);
    let report = x(&mut till, false).unwrap();
    assert_eq!((report.voids, report.voided), (3, money(2_400)));
    assert_eq!(report.wasted, money(800));
}

#[test]
fn x_reports_are_numbered_and_print_again_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    assert_eq!(x(&mut till, true).unwrap().x_number, Some(1));
    assert_eq!(x(&mut till, false).unwrap().x_number, None);
    sell(&mut till, Tender::Cash);
    assert_eq!(x(&mut till, true).unwrap().x_number, Some(2));
    let kept = till.engine.store().device("reports/x/1").unwrap().unwrap();
    till.ask(Command::ReprintX { x_number: 1 }).unwrap();
    let again = till.engine.store().device("reports/x/1").unwrap().unwrap();
    assert_eq!(again, kept.replace("\"copies\":0", "\"copies\":1"));
    let none = Command::ReprintX { x_number: 3 };
    assert!(matches!(till.ask(none), Err(Problem::NotFound { .. })));
}

#[test]
fn a_z_report_stays_as_it_was_whatever_changes_later() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    sell(&mut till, Tender::Card);
    close(&mut till, 10_000, &[]).unwrap();
    let kept = till.engine.store().device("reports/z/1").unwrap().unwrap();
    assert!(kept.contains("Trattoria Comanda"));
    let mut menu = catalogue(None);
    menu.version = 2;
    menu.site.name = "Un altro nome".to_owned();
    let bytes = serde_json::to_vec(&menu).unwrap();
    till.engine
        .take_catalogue(2, Sha256::digest(&bytes).into(), bytes)
        .unwrap();
    till.ask(Command::ReprintZ { z_number: 1 }).unwrap();
    let again = till.engine.store().device("reports/z/1").unwrap().unwrap();
    assert_eq!(again, kept.replace("\"copies\":0", "\"copies\":1"));
}

#[test]
fn a_day_closes_once_at_the_sites_hour() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    sell(&mut till, Tender::Cash);
    // 19:00 in Rome; business begins at 5:00.
    till.time.pass(9 * HOUR_MS);
    assert_eq!(till.engine.close_days(), Ok(0));
    till.time.pass(HOUR_MS);
    assert_eq!(till.engine.close_days(), Ok(1));
    assert_eq!(till.engine.close_days(), Ok(0));
    let closed = closures(&till);
    assert_eq!(
        (closed[0].period, closed[0].of.as_str()),
        (Period::Day, "2026-11-21")
    );
    assert_eq!(
        (closed[0].sums.checks, closed[0].sums.sold),
        (1, money(800))
    );
    till.sign_in("2222");
    let Reply::Closures(shown) = till.ask(Command::Closures).unwrap() else {
        panic!("no closures")
    };
    assert_eq!(shown, closed, "a till shows what its journal says");
    let print = |number| Command::PrintClosure {
        period: Period::Day,
        number,
    };
    till.ask(print(1)).unwrap();
    assert!(matches!(till.ask(print(2)), Err(Problem::NotFound { .. })));
    let rate = &closed[0].perpetual.rates[0];
    assert_eq!((rate.sold_net, rate.sold_tax), (money(727), money(73)));
}

#[test]
fn a_till_that_starts_weeks_later_closes_what_it_left() {
    let folder = tempfile::tempdir().unwrap();
    let time = Time::new();
    let mut till = Till::with(folder.path(), "2222");
    sell(&mut till, Tender::Cash);
    drop(till);
    time.pass(40 * 24 * HOUR_MS);
    let mut till = Till::at(folder.path(), time);
    assert_eq!(till.engine.close_days(), Ok(2));
    let names: Vec<_> = closures(&till).into_iter().map(|one| one.of).collect();
    assert_eq!(names, ["2026-11-21", "2026-11"]);
    let records = till.engine.store().facts_from(1).unwrap();
    let key = till.engine.identity().key.verifying_key();
    shared::journal::verify_run(shared::journal::Tail::START, &key, &records).unwrap();
    assert_eq!(till.engine.close_days(), Ok(0));
}
