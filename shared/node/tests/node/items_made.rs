//! Prefixes and modifiers under modifiers, halves, combos: from the touch to the ticket.

use shared::{
    api::{
        Problem,
        till::{Chosen, Command, DishAsked, HalfAsked, LineMore, NewLine, OrderView, Reply},
    },
    ids::OrderId,
    menu::{
        Catalogue, ComboDish, ComboGroup, Course, HalvesRule, Modifier, ModifierGroup, Prefix,
        TaxClass, TaxRate,
    },
    money::Money,
    order::{Order, Tender, TicketKind},
};

use crate::{
    items::{publish, with},
    restaurant::{Till, catalogue, item, option, plain},
};

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn group(name: &str, min: u32, max: u32, options: Vec<Modifier>) -> ModifierGroup {
    ModifierGroup {
        name: name.to_owned(),
        min,
        max,
        options,
    }
}

/// A burger with toppings and a drink that asks for its kind and its syrup; pizzas of two halves; a
/// menu of burger and beer.
fn menu() -> Catalogue {
    let mut menu = catalogue(None);
    menu.version = 2;
    let mut burger = item("B1", "Hamburger", 900, Some("grill"), Course::Main);
    burger.groups = vec!["topping".to_owned(), "bibita".to_owned()];
    let mut onion = option("cipolla");
    onion.price = money(100);
    onion.detail.prefixes = Prefix::ALL.to_vec();
    let mut cheese = option("formaggio");
    cheese.price = money(150);
    cheese.detail.prefixes = vec![Prefix::No, Prefix::Extra];
    cheese.detail.extra = Some(money(250));
    cheese.detail.without = Some(money(-50));
    cheese.allergens = vec!["milk".to_owned()];
    let mut soda = option("soda");
    soda.price = money(200);
    soda.detail.opens = vec!["gusto".to_owned()];
    let mut mint = option("menta");
    mint.price = money(30);
    mint.detail.opens = vec!["ghiaccio".to_owned()];
    menu.groups.extend([
        group("topping", 0, 3, vec![onion, cheese]),
        group("bibita", 0, 2, vec![soda]),
        group("gusto", 1, 1, vec![mint]),
        group("ghiaccio", 0, 1, vec![option("con ghiaccio")]),
    ]);
    let mut spicy = item("T130", "Diavola", 950, Some("pizza"), Course::Main);
    spicy.groups = vec!["topping".to_owned()];
    spicy.allergens = vec!["sulphites".to_owned()];
    let mut two = item("P2", "Pizza a metà", 0, Some("pizza"), Course::Main);
    two.sale.halves = Some(HalvesRule::Sum);
    let mut deal = item("C1", "Menu birra", 1_200, None, Course::Main);
    deal.sale.combo = vec!["piatto".to_owned(), "bere".to_owned()];
    menu.items.extend([burger, spicy, two, deal]);
    menu.taxes.push(TaxClass {
        name: "alcohol".to_owned(),
        eat_in: vec![TaxRate::from_percent("22").unwrap()],
        takeaway: None,
        delivery: None,
        compound: Vec::new(),
    });
    let beer = menu.items.iter_mut().find(|item| item.sku == "T165");
    "alcohol".clone_into(&mut beer.unwrap().tax);
    let dish = |sku: &str, upcharge| ComboDish {
        sku: sku.to_owned(),
        variant: String::new(),
        upcharge: money(upcharge),
    };
    let of = |name: &str, dishes| ComboGroup {
        name: name.to_owned(),
        min: 1,
        max: 1,
        dishes,
    };
    menu.combos = vec![
        of("piatto", vec![dish("B1", 0), dish("T129", 0)]),
        of("bere", vec![dish("T165", 100)]),
    ];
    menu
}

fn till(folder: &std::path::Path) -> Till {
    let mut till = Till::with(folder, "2222");
    publish(&mut till, &menu());
    till
}

fn chosen(group: &str, option: u32, count: u32, prefix: Option<Prefix>) -> Chosen {
    Chosen {
        group: group.to_owned(),
        option,
        count,
        prefix,
        inner: Vec::new(),
    }
}

fn burger(modifiers: Vec<Chosen>) -> NewLine {
    NewLine {
        modifiers,
        ..plain("B1", 1)
    }
}

/// So many sodas, each with mint and ice.
fn soda(count: u32) -> Chosen {
    let mut mint = chosen("gusto", 0, 1, None);
    mint.inner = vec![chosen("ghiaccio", 0, 1, None)];
    Chosen {
        inner: vec![mint],
        ..chosen("bibita", 0, count, None)
    }
}

fn add(till: &mut Till, order: OrderId, line: NewLine) -> OrderView {
    till.order(Command::AddLine { order, line })
}

fn total(view: &OrderView) -> i64 {
    view.totals.total.minor()
}

fn rows(order: &Order, place: usize) -> Vec<String> {
    let menu = menu();
    let facts = &order.lines[place].facts;
    let rows = facts.rows(None, &menu.site.language, &menu.site);
    rows.iter().map(shared::order::FactRow::plain).collect()
}

#[test]
fn a_prefix_has_its_price_and_its_word() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = till.seat("7");
    let view = add(
        &mut till,
        order,
        burger(vec![
            chosen("topping", 0, 1, Some(Prefix::No)),
            chosen("topping", 1, 1, Some(Prefix::Extra)),
            chosen("topping", 0, 1, Some(Prefix::Side)),
        ]),
    );
    assert_eq!(total(&view), 900 + 250 + 100);
    assert_eq!(
        rows(&view.order, 0),
        ["senza cipolla", "doppio formaggio", "cipolla a parte"]
    );
    let without = add(
        &mut till,
        order,
        burger(vec![chosen("topping", 1, 1, Some(Prefix::No))]),
    );
    let line = &without.order.lines[1];
    assert_eq!(line.amount().unwrap(), money(850), "this option says -0.50");
    assert!(line.facts.all_allergens().is_empty(), "no cheese, no milk");
    let light = till.ask(Command::AddLine {
        order,
        line: burger(vec![chosen("topping", 1, 1, Some(Prefix::Light))]),
    });
    assert!(
        matches!(light, Err(Problem::Invalid { .. })),
        "it has no such prefix"
    );
}

#[test]
fn what_is_left_off_does_not_count_as_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = till.seat("7");
    let no = |option| chosen("topping", option, 1, Some(Prefix::No));
    let line = burger(vec![no(0), no(1), chosen("topping", 0, 3, None)]);
    add(&mut till, order, line);
    let four = burger(vec![chosen("topping", 0, 4, None)]);
    let refused = till.ask(Command::AddLine { order, line: four });
    assert!(matches!(refused, Err(Problem::Modifiers { max: 3, .. })));
}

#[test]
fn counts_multiply_down_to_the_last_modifier() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = till.seat("7");
    let view = add(&mut till, order, burger(vec![soda(2)]));
    assert_eq!(total(&view), 900 + 2 * 200 + 2 * 30);
    let facts = &view.order.lines[0].facts;
    let path: Vec<&str> = facts.modifiers[2]
        .under
        .iter()
        .map(|name| name.first.as_str())
        .collect();
    assert_eq!(path, ["soda", "menta"]);
    assert_eq!(
        rows(&view.order, 0),
        ["2 x soda", "> 2 x menta", ">> 2 x con ghiaccio"]
    );
    let dry = burger(vec![chosen("bibita", 0, 1, None)]);
    let refused = till.ask(Command::AddLine { order, line: dry });
    assert!(
        matches!(&refused, Err(Problem::Modifiers { group, .. }) if group == "gusto"),
        "a soda asks for its syrup: {refused:?}"
    );
}

fn halves(one: &str, other: &str, of_other: Vec<Chosen>) -> NewLine {
    let half = |sku: &str, modifiers| HalfAsked {
        sku: sku.to_owned(),
        modifiers,
    };
    let more = LineMore {
        halves: vec![half(one, Vec::new()), half(other, of_other)],
        ..LineMore::default()
    };
    with("P2", more)
}

#[test]
fn two_halves_cost_half_of_both_and_have_the_allergens_of_both() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = till.seat("7");
    let cheese = chosen("topping", 1, 1, None);
    let view = add(&mut till, order, halves("T129", "T130", vec![cheese]));
    // (8.00 + 9.50 + 1.50) / 2.
    assert_eq!(total(&view), 950);
    assert_eq!(
        rows(&view.order, 0),
        ["1/2 Margherita", "1/2 Diavola", "> formaggio"]
    );
    let allergens = view.order.lines[0].facts.all_allergens();
    assert_eq!(allergens, ["sulphites", "milk"]);
    let odd = add(&mut till, order, halves("T129", "T130", Vec::new()));
    assert_eq!(odd.order.lines[1].amount().unwrap(), money(875));
}

#[test]
fn a_half_is_another_plain_dish_of_the_same_category() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = till.seat("7");
    let mut one = halves("T129", "T130", Vec::new());
    one.more.halves.pop();
    for line in [
        halves("T129", "C1", Vec::new()),
        halves("T129", "P2", Vec::new()),
        plain("P2", 1),
        one,
    ] {
        let refused = till.ask(Command::AddLine { order, line });
        assert!(matches!(&refused, Err(Problem::Invalid { field, .. }) if field == "halves"));
    }
}

fn deal(modifiers: Vec<Chosen>) -> NewLine {
    let dish = |group: &str, modifiers| DishAsked {
        group: group.to_owned(),
        dish: 0,
        modifiers,
    };
    let more = LineMore {
        dishes: vec![dish("piatto", modifiers), dish("bere", Vec::new())],
        ..LineMore::default()
    };
    with("C1", more)
}

#[test]
fn a_combo_is_one_price_with_the_taxes_of_its_dishes() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = till.seat("7");
    let view = add(&mut till, order, deal(Vec::new()));
    assert_eq!(total(&view), 1_300, "the beer is 1.00 more");
    // 13.00 spread 9.00 : 5.50 is 8.07 and 4.93.
    let taxes: Vec<(i64, i64)> = view
        .totals
        .taxes
        .iter()
        .map(|row| (row.net.plus(row.tax).unwrap().minor(), row.tax.minor()))
        .collect();
    assert_eq!(taxes, [(807, 73), (493, 89)]);
    assert_eq!(rows(&view.order, 0), ["Hamburger", "Birra"]);
    let onion = chosen("topping", 0, 1, None);
    let more = add(&mut till, order, deal(vec![onion]));
    assert_eq!(more.order.lines[1].amount().unwrap(), money(1_400));
}

#[test]
fn a_combo_lacks_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = till.seat("7");
    let mut dry = deal(Vec::new());
    dry.more.dishes.pop();
    let refused = till.ask(Command::AddLine { order, line: dry });
    assert!(matches!(&refused, Err(Problem::Modifiers { group, .. }) if group == "bere"));
    let mut strange = deal(Vec::new());
    strange.more.dishes[0].group = "dolce".to_owned();
    let refused = till.ask(Command::AddLine {
        order,
        line: strange,
    });
    assert!(matches!(refused, Err(Problem::Invalid { .. })));
}

/// Station, kind, and name with quantity of each dish on the tickets of an order.
fn tickets(order: &Order) -> Vec<(String, TicketKind, Vec<i64>)> {
    let ticket = |ticket: &shared::order::Ticket| {
        let quantities = ticket.lines.iter().map(|line| line.quantity);
        (ticket.station.clone(), ticket.kind, quantities.collect())
    };
    order.tickets.iter().map(ticket).collect()
}

#[test]
fn each_dish_of_a_combo_goes_to_its_own_station_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = till.seat("7");
    let line = add(&mut till, order, deal(Vec::new())).order.lines[0].id;
    let sent = till.ask(Command::Send { order }).unwrap();
    assert!(
        matches!(&sent, Reply::Sent { count: 1, stations } if *stations == ["bar", "grill"]),
        "{sent:?}"
    );
    let view = till.show(order);
    assert_eq!((view.unsent, view.order.lines[0].sent_quantity), (0, 1));
    assert_eq!(
        tickets(&view.order),
        [
            ("bar".to_owned(), TicketKind::New, vec![1]),
            ("grill".to_owned(), TicketKind::New, vec![1]),
        ]
    );
    till.order(Command::ChangeQuantity { order, line, by: 2 });
    till.ask(Command::Send { order }).unwrap();
    let view = till.show(order);
    assert_eq!(tickets(&view.order).len(), 4);
    assert_eq!(tickets(&view.order)[3].2, [2]);
    // The last sending is not sent again.
    till.ask(Command::Send { order }).unwrap();
    assert_eq!(till.show(order).order.tickets.len(), 4);
}

#[test]
fn voiding_a_combo_stops_all_its_dishes() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = till.seat("7");
    let line = add(&mut till, order, deal(Vec::new())).order.lines[0].id;
    till.order(Command::ChangeQuantity { order, line, by: 1 });
    till.ask(Command::Send { order }).unwrap();
    let view = till.order(Command::VoidLine {
        order,
        line,
        quantity: 1,
        reason: "troppo".to_owned(),
        leftover: shared::order::Leftover::default(),
    });
    assert_eq!((total(&view), view.order.lines[0].quantity), (1_300, 1));
    let stopped: Vec<_> = tickets(&view.order)
        .into_iter()
        .filter(|(_, kind, _)| *kind == TicketKind::Cancel)
        .collect();
    assert_eq!(
        stopped,
        [
            ("bar".to_owned(), TicketKind::Cancel, vec![-1]),
            ("grill".to_owned(), TicketKind::Cancel, vec![-1]),
        ]
    );
    assert_eq!(view.unsent, 0);
}

#[test]
fn the_receipt_of_a_combo_names_its_dishes_and_upcharges() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path());
    let order = till.seat("7");
    let no_onion = chosen("topping", 0, 1, Some(Prefix::No));
    add(&mut till, order, deal(vec![no_onion]));
    till.pay(order, Tender::Card, 1_300);
    let Reply::Paper { html } = till.ask(Command::ShowReceipt { order }).unwrap() else {
        panic!("no paper");
    };
    for text in ["Menu birra", "Hamburger", "senza cipolla", "Birra (+1,00)"] {
        assert!(html.contains(text), "{text}: {html}");
    }
}
