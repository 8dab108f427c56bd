//! What a kitchen's printer is told of a table after the first ticket: more, otherwise, less.

use printers::{doc::Doc, layout::layout, profile::Profile, text};
use shared::{
    api::till::{Chosen, Command, NewLine},
    ids::OrderId,
    order::Leftover,
};

use crate::restaurant::{Till, catalogue, plain};

/// A till whose grill has a printer.
fn grill(folder: &std::path::Path) -> Till {
    let mut till = Till::with(folder, "1111");
    let mut menu = catalogue(Some("127.0.0.1:1".to_owned()));
    menu.version = 2;
    till.take(&menu);
    till
}

/// The tickets that wait, as they will be on paper.
fn tickets(till: &Till) -> Vec<String> {
    let papers = till.papers().into_iter();
    let read = papers.map(|paper| serde_json::from_str::<Doc>(&paper).unwrap());
    read.map(|doc| text::render(&layout(&doc, &Profile::epson_80())))
        .collect()
}

fn rare(quantity: u32, note: &str) -> NewLine {
    NewLine {
        modifiers: vec![Chosen {
            group: "doneness".to_owned(),
            option: 0,
            count: 1,
            prefix: None,
            inner: Vec::new(),
        }],
        note: note.to_owned(),
        ..plain("T121", quantity)
    }
}

fn send(till: &mut Till, order: OrderId) -> String {
    let before = tickets(till).len();
    till.ask(Command::Send { order }).unwrap();
    let mut now = tickets(till);
    assert_eq!(now.len(), before + 1, "{now:?}");
    now.pop().unwrap()
}

/// All of these stand on the ticket, a line for each, in this order.
fn says(ticket: &str, wanted: &[&str]) {
    let mut lines = ticket.lines();
    for text in wanted {
        let found = lines.any(|line| line.contains(text));
        assert!(found, "{text} is not there, or not there: {ticket}");
    }
}

#[test]
fn s15_s18_more_is_an_addition_a_note_is_a_change_and_less_is_a_cancel_as_it_was_ordered() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = grill(folder.path());
    let order = till.seat("7");
    let line = rare(3, "salsa a parte");
    let line = till.order(Command::AddLine { order, line }).order.lines[0].id;
    let first = send(&mut till, order);
    says(&first, &["3 x Tagliata", "+ Al sangue", "! salsa a parte"]);
    assert!(!first.contains("AGGIUNTA"), "{first}");

    let line_two = rare(1, "");
    till.order(Command::AddLine {
        order,
        line: line_two,
    });
    let more = send(&mut till, order);
    says(
        &more,
        &["AGGIUNTA", "Tavolo 7", "1 x Tagliata", "+ Al sangue"],
    );
    assert!(!more.contains("3 x") && !more.contains("salsa"), "{more}");

    till.order(Command::AddNote {
        order,
        line,
        text: "senza sale".to_owned(),
        allergy: false,
    });
    let otherwise = send(&mut till, order);
    let told = [
        "MODIFICA",
        "3 x Tagliata",
        "+ Al sangue",
        "! salsa a parte",
        "! senza sale",
    ];
    says(&otherwise, &told);
    assert!(!otherwise.contains("1 x"), "{otherwise}");

    let before = tickets(&till).len();
    till.order(Command::VoidLine {
        order,
        line,
        quantity: 1,
        reason: "changed their mind".to_owned(),
        leftover: Leftover::Restocked,
    });
    let now = tickets(&till);
    assert_eq!(now.len(), before + 1, "{now:?}");
    let told = [
        "ANNULLA",
        "1 x Tagliata",
        "(era 3, ora 2)",
        "+ Al sangue",
        "! salsa a parte",
        "! senza sale",
    ];
    says(&now[before], &told);
}

#[test]
fn an_allergy_that_is_not_sent_yet_is_told_for_all_that_cooks_and_never_on_the_slip_of_others() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = grill(folder.path());
    let order = till.seat("7");
    let line = till.order(Command::AddLine {
        order,
        line: rare(3, ""),
    });
    let line = line.order.lines[0].id;
    send(&mut till, order);
    let note = |text: &str| Command::AddNote {
        order,
        line,
        text: text.to_owned(),
        allergy: true,
    };
    // Typed, and then one is taken off before anybody sends.
    till.order(note("noci"));
    let before = tickets(&till).len();
    till.order(Command::VoidLine {
        order,
        line,
        quantity: 1,
        reason: "changed their mind".to_owned(),
        leftover: Leftover::Wasted,
    });
    assert_eq!(tickets(&till).len(), before + 1);
    says(&tickets(&till)[before], &["ANNULLA", "1 x Tagliata"]);
    says(
        &send(&mut till, order),
        &["MODIFICA", "2 x Tagliata", "noci"],
    );

    // Typed, and one more is wanted: those that cook are told as well.
    till.order(note("sesamo"));
    let before = tickets(&till).len();
    till.order(Command::ChangeQuantity { order, line, by: 1 });
    till.ask(Command::Send { order }).unwrap();
    let now = tickets(&till);
    assert_eq!(now.len(), before + 2, "{now:?}");
    let told = |word: &str, units: &str| {
        let its = now[before..].iter().find(|slip| slip.contains(word));
        says(its.unwrap(), &[word, units, "sesamo"]);
    };
    told("AGGIUNTA", "1 x Tagliata");
    told("MODIFICA", "3 x Tagliata");
    assert!(
        till.show(order).order.lines[0]
            .notes
            .iter()
            .all(|note| note.sent)
    );
}
