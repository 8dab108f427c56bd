//! Taking back what was done last, and the history of a check.

use shared::{
    api::{
        Problem,
        till::{Command, HistoryRow, Reply},
    },
    ids::{LineId, OrderId},
    menu::{Course, Service},
    order::Tender,
};

use crate::{
    kitchen::carry,
    restaurant::{Till, plain},
};

fn undo(till: &mut Till, order: OrderId) -> Result<Reply, Problem> {
    till.ask(Command::UndoLast { order })
}

fn nothing() -> Result<Reply, Problem> {
    Err(Problem::NotFound {
        what: "undo".to_owned(),
    })
}

fn note(order: OrderId, line: LineId, text: &str) -> Command {
    Command::AddNote {
        order,
        line,
        text: text.to_owned(),
        allergy: false,
    }
}

#[test]
fn each_kind_of_action_goes_back_to_what_was_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let order = till.seat("7");
    let line = till.add(order, "T129", 1).order.lines[0].id;
    let mut before = vec![till.show(order)];
    let commands = [
        Command::ChangeQuantity { order, line, by: 2 },
        Command::SetSeat {
            order,
            line,
            seat: 2,
        },
        Command::SetCourse {
            order,
            line,
            course: Course::Starter,
        },
        note(order, line, "no basil"),
        Command::SetGuests { order, guests: 5 },
        Command::SetService {
            order,
            service: Service::Takeaway,
        },
        Command::MoveTable {
            order,
            table: "8".to_owned(),
        },
    ];
    for command in commands {
        before.push(till.order(command));
    }
    before.pop();
    let whats = [
        "moved", "service", "guests", "note", "course", "seat", "quantity",
    ];
    for what in whats {
        assert_eq!(till.show(order).undo_what.as_deref(), Some(what));
        undo(&mut till, order).unwrap();
        let was = before.pop().unwrap();
        let now = till.show(order);
        assert_eq!((&now.order, &now.undo), (&was.order, &was.undo), "{what}");
    }
    // The line itself, and then there is nothing left.
    undo(&mut till, order).unwrap();
    assert!(till.show(order).order.lines.is_empty());
    assert_eq!(undo(&mut till, order), nothing());
}

#[test]
fn undo_reaches_ten_actions_back_and_no_further() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let order = till.seat("7");
    for guests in 3..15 {
        till.order(Command::SetGuests { order, guests });
    }
    for left in (4..14).rev() {
        undo(&mut till, order).unwrap();
        assert_eq!(till.show(order).order.guests, left);
    }
    assert_eq!(till.show(order).undo, None);
    assert_eq!(undo(&mut till, order), nothing());
}

#[test]
fn what_the_kitchen_has_and_what_was_paid_is_not_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    let line = till.add(order, "T129", 2).order.lines[0].id;
    till.order(note(order, line, "no basil"));
    till.ask(Command::Send { order }).unwrap();
    assert_eq!(undo(&mut till, order), nothing());
    till.pay(order, Tender::Cash, 300);
    assert_eq!(undo(&mut till, order), nothing());
    assert_eq!(till.show(order).order.payments.len(), 1);
}

#[test]
fn nobody_takes_back_what_somebody_else_did_or_changed_since() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let order = till.seat("7");
    till.order(Command::SetGuests { order, guests: 3 });
    till.sign_in("2222");
    assert_eq!(undo(&mut till, order), nothing());
    till.order(Command::SetGuests { order, guests: 4 });
    till.sign_in("3333");
    assert_eq!(undo(&mut till, order), nothing());
    assert_eq!(till.show(order).order.guests, 4);
}

#[test]
fn a_line_goes_back_with_the_note_that_came_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let order = till.seat("7");
    let mut line = plain("T129", 1);
    line.note = "well done".to_owned();
    let view = till.order(Command::AddLine { order, line });
    assert_eq!(view.undo_what.as_deref(), Some("added"));
    undo(&mut till, order).unwrap();
    assert!(till.show(order).order.lines.is_empty());
    assert_eq!(undo(&mut till, order), nothing());
}

fn history(till: &mut Till, order: OrderId) -> Vec<HistoryRow> {
    match till.ask(Command::History { order }).unwrap() {
        Reply::History(rows) => rows,
        other => panic!("no history but {other:?}"),
    }
}

#[test]
fn the_history_says_who_where_and_by_whose_leave() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let mut one = Till::with(folders[0].path(), "3333");
    let order = one.seat("7");
    let line = one.add(order, "T129", 2).order.lines[0].id;
    one.order(Command::SetGuests { order, guests: 4 });
    undo(&mut one, order).unwrap();
    one.ask(Command::Send { order }).unwrap();
    let void = Command::VoidLine {
        order,
        line,
        quantity: 1,
        reason: "burnt".to_owned(),
        leftover: shared::order::Leftover::Wasted,
    };
    one.ask_with("1111", void).unwrap();
    let mut two = Till::with(folders[1].path(), "2222");
    carry(&one.engine, &mut two.engine, 0);
    two.order(Command::MoveTable {
        order,
        table: "8".to_owned(),
    });
    carry(&two.engine, &mut one.engine, 0);
    let rows = history(&mut one, order);
    let short: Vec<_> = rows
        .iter()
        .map(|row| (row.what.as_str(), row.detail.as_str(), row.undone))
        .collect();
    assert_eq!(
        short,
        [
            ("opened", "7", false),
            ("added", "2 x Margherita", false),
            ("guests", "4", true),
            ("guests", "2", false),
            ("sent", "+2 x Margherita", false),
            ("void", "1 x Margherita: burnt", false),
            ("sent", "-1 x Margherita", false),
            ("moved", "8", false),
        ]
    );
    let void = &rows[5];
    assert_eq!(
        (void.by.as_str(), void.approved_by.as_str()),
        ("Sofia", "Giulia")
    );
    assert_eq!(void.device, "Cassa 1");
    let moved = &rows[7];
    assert_eq!(
        (moved.by.as_str(), moved.approved_by.as_str()),
        ("Marco", "")
    );
    // The other till opened no order yet, so it has no letters that we know.
    assert_eq!(moved.device.len(), 4);
    assert_eq!(history(&mut two, order)[0].device, "A");
}
