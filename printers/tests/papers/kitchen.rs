//! Tickets that tell a kitchen of something after the first one, as a till fills them in.

use printers::layouts::{
    KitchenTicket, TicketItem, TicketKind, TicketModifier, Words, kitchen_ticket,
};

use crate::{fixtures, layouts::wide_and_narrow};

fn ticket(kind: TicketKind, number: u32, items: Vec<TicketItem>) -> KitchenTicket {
    KitchenTicket {
        kind,
        number,
        // The till says a course that all dishes have once.
        course: Some("Secondi".to_owned()),
        items,
        note: None,
        also_at: Vec::new(),
        ..fixtures::new_ticket()
    }
}

/// A dish as the guest chose it, with what was said about it.
fn chosen(quantity: i64, quantity_before: Option<i64>) -> TicketItem {
    TicketItem {
        quantity,
        quantity_before,
        name: "Tagliata di manzo con rucola e grana".to_owned(),
        seat: Some(2),
        course: None,
        modifiers: vec![
            TicketModifier::With("Al sangue".to_owned()),
            TicketModifier::Without("rosmarino".to_owned()),
        ],
        replaces: None,
        notes: vec!["salsa a parte".to_owned()],
        allergens: vec!["sedano".to_owned()],
    }
}

fn side(quantity: i64) -> TicketItem {
    TicketItem {
        name: "Patate al forno".to_owned(),
        seat: None,
        modifiers: Vec::new(),
        notes: Vec::new(),
        allergens: Vec::new(),
        ..chosen(quantity, None)
    }
}

#[test]
fn a_cancel_says_what_goes_off_as_it_was_ordered_and_how_many_are_left() {
    for (language, left) in [
        ("it", "(era 3, ora 2)"),
        ("en", "(was 3, now 2)"),
        ("ja", "(変更前 3, 変更後 2)"),
    ] {
        let paper = ticket(TicketKind::Cancel, 150, vec![chosen(1, Some(3))]);
        let paper = wide_and_narrow(&kitchen_ticket(&paper, Words::of(language)));
        assert_eq!(paper.matches(left).count(), 2, "{paper}");
        insta::assert_snapshot!(format!("kitchen_cancel_{language}"), paper);
    }
}

#[test]
fn a_second_sending_is_headed_as_more_and_holds_nothing_of_the_first() {
    for language in ["it", "en", "ja"] {
        let paper = ticket(TicketKind::AddOn, 151, vec![side(2)]);
        let paper = wide_and_narrow(&kitchen_ticket(&paper, Words::of(language)));
        assert!(!paper.contains("Tagliata"), "{paper}");
        insta::assert_snapshot!(format!("kitchen_add_on_{language}"), paper);
    }
}

#[test]
fn a_change_says_the_dish_again_with_all_that_is_said_about_it_now() {
    for language in ["it", "en", "ja"] {
        let paper = ticket(TicketKind::Change, 152, vec![chosen(3, None)]);
        let paper = wide_and_narrow(&kitchen_ticket(&paper, Words::of(language)));
        insta::assert_snapshot!(format!("kitchen_change_{language}"), paper);
    }
}
