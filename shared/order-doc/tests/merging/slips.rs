//! Slips of what was sent twice: everybody comes to the same one, and to what is out beside it.

use order_doc::{Edit, Saying, SentToo};
use shared::ids::TicketId;

use super::{courses::say, exchange, pair, send};

fn ticket(n: u8) -> TicketId {
    TicketId::new(1, [n; 10])
}

/// The slip of a ticket is out.
pub(crate) fn out(n: u8) -> Saying {
    Saying::SlipOut { ticket: ticket(n) }
}

fn rows(all: &[SentToo]) -> Vec<(TicketId, TicketId, bool)> {
    let row = |one: &SentToo| (one.ticket, one.counts, one.has_slip);
    all.iter().map(row).collect()
}

#[test]
fn the_larger_of_two_sendings_counts_and_the_other_one_gives_way_on_both_tills() {
    let (mut one, mut two) = pair();
    one.edit(&[send(1, 1, 1)]);
    two.edit(&[send(1, 3, 2)]);
    assert_eq!(one.doc.sent_too(), []);
    exchange(&mut one, &mut two);
    let wanted = [(ticket(1), ticket(2), true)];
    assert_eq!(rows(&one.doc.sent_too()), wanted);
    assert_eq!(rows(&two.doc.sent_too()), wanted);
    assert_eq!(one.order().lines[0].sent_twice, 0, "no slip is out");
}

#[test]
fn a_second_slip_that_is_out_is_said_with_its_own_units() {
    let (mut one, mut two) = pair();
    one.edit(&[send(1, 1, 1)]);
    two.edit(&[send(1, 3, 2)]);
    exchange(&mut one, &mut two);
    one.edit(&[say(1, out(1), &[])]);
    // The slip that counts is no second one, whatever somebody says of it.
    two.edit(&[say(2, out(2), &[])]);
    exchange(&mut one, &mut two);
    for till in [&one, &two] {
        assert_eq!(till.order().lines[0].sent_twice, 1);
    }
}

#[test]
fn beside_a_sending_that_has_no_slip_no_other_one_is_a_second() {
    let (mut one, mut two) = pair();
    let Edit::Send(key, mut on_screen) = send(1, 1, 1) else {
        unreachable!()
    };
    on_screen.slip = false;
    one.edit(&[Edit::Send(key, on_screen)]);
    two.edit(&[send(1, 1, 2)]);
    exchange(&mut one, &mut two);
    two.edit(&[say(1, out(2), &[])]);
    assert_eq!(rows(&two.doc.sent_too()), [(ticket(2), ticket(1), false)]);
    assert_eq!(two.order().lines[0].sent_twice, 0);
}
