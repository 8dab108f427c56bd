//! Weights, asked prices, other price lists: what a line costs, and that it keeps it.

use sha2::{Digest, Sha256};
use shared::{
    api::{
        Problem,
        till::{Command, LineMore, NewLine, OrderView, Reply},
    },
    ids::OrderId,
    menu::{
        Catalogue, Course, ListedPrice, PriceLimits, PriceList, ScaleCodes, Service, WeightUnit,
    },
    money::Money,
    order::Tender,
    price::{HappyHour, Hours},
    staff::Permit,
};

use crate::restaurant::{Till, catalogue, item, plain};

const MINUTE_MS: i64 = 60_000;

pub(crate) fn publish(till: &mut Till, menu: &Catalogue) {
    let bytes = serde_json::to_vec(menu).unwrap();
    let hash = Sha256::digest(&bytes).into();
    till.engine
        .take_catalogue(menu.version, hash, bytes)
        .unwrap();
}

/// The catalogue with steak by the kilogram, fish by the pound and a dish of the day.
fn menu() -> Catalogue {
    let mut menu = catalogue(None);
    menu.version = 2;
    let mut steak = item("W1", "Fiorentina", 4_500, Some("grill"), Course::Main);
    steak.sale.weighed = Some(WeightUnit::Kg);
    steak.sale.tare_milli = 20;
    steak.variants[0].barcode = Some("2012345".to_owned());
    let mut fish = item("W2", "Pesce", 799, Some("grill"), Course::Main);
    fish.sale.weighed = Some(WeightUnit::Lb);
    let mut special = item("O1", "Piatto del giorno", 0, Some("grill"), Course::Main);
    special.sale.open = Some(PriceLimits {
        min: Some(Money::from_minor(500)),
        max: Some(Money::from_minor(2_000)),
    });
    menu.items.extend([steak, fish, special]);
    menu
}

fn till(folder: &std::path::Path, menu: &Catalogue, pin: &str) -> Till {
    let mut till = Till::with(folder, pin);
    publish(&mut till, menu);
    till
}

pub(crate) fn with(sku: &str, more: LineMore) -> NewLine {
    NewLine {
        more,
        ..plain(sku, 1)
    }
}

fn weight(milli: u32) -> LineMore {
    LineMore {
        weight_milli: Some(milli),
        ..LineMore::default()
    }
}

fn asked(minor: i64) -> LineMore {
    LineMore {
        price: Some(Money::from_minor(minor)),
        ..LineMore::default()
    }
}

fn add(till: &mut Till, order: OrderId, line: NewLine) -> OrderView {
    till.order(Command::AddLine { order, line })
}

fn total(view: &OrderView) -> i64 {
    view.totals.total.minor()
}

#[test]
fn a_steak_costs_what_it_weighs_without_its_box() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path(), &menu(), "2222");
    let order = till.seat("7");
    let view = add(&mut till, order, with("W1", weight(1_250)));
    // 45.00 x 1.230 kg.
    assert_eq!(total(&view), 5_535);
    let weighed = view.order.lines[0].facts.special.weighed.unwrap();
    assert_eq!((weighed.net_milli, weighed.tare_milli), (1_230, 20));
    let again = add(&mut till, order, with("W1", weight(1_250)));
    assert_eq!(again.order.lines.len(), 2, "each weighing is a line");
    let fish = add(&mut till, order, with("W2", weight(1_255)));
    assert_eq!(
        total(&fish),
        2 * 5_535 + 1_003,
        "7.99 x 1.255 lb is 10.027…"
    );
}

#[test]
fn a_box_that_somebody_weighed_counts_instead_of_the_one_of_the_menu() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path(), &menu(), "2222");
    let order = till.seat("7");
    let boxed = |shown, tare_milli| LineMore {
        tare_milli: Some(tare_milli),
        ..weight(shown)
    };
    let view = add(&mut till, order, with("W1", boxed(1_250, 250)));
    // 45.00 x 1.000 kg.
    assert_eq!(total(&view), 4_500);
    let weighed = view.order.lines[0].facts.special.weighed.unwrap();
    assert_eq!((weighed.net_milli, weighed.tare_milli), (1_000, 250));
    let bare = add(&mut till, order, with("W1", boxed(1_000, 0)));
    assert_eq!(total(&bare), 9_000);
    for tare in [1_250, 1_251, u32::MAX] {
        let line = with("W1", boxed(1_250, tare));
        let refused = till.ask(Command::AddLine { order, line });
        assert!(matches!(&refused, Err(Problem::Invalid { .. })), "{tare}");
    }
    assert_eq!(total(&till.show(order)), 9_000, "bad weights add nothing");
}

#[test]
fn a_weighed_line_is_always_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path(), &menu(), "2222");
    let order = till.seat("7");
    let two = NewLine {
        quantity: 2,
        ..with("W1", weight(1_250))
    };
    for (line, field) in [
        (two, "quantity"),
        (plain("W1", 1), "weight"),
        (with("W1", weight(20)), "weight"),
        (with("W1", weight(1_000_000)), "weight"),
    ] {
        let refused = till.ask(Command::AddLine { order, line });
        assert!(
            matches!(&refused, Err(Problem::Invalid { field: of, .. }) if of == field),
            "{refused:?}"
        );
    }
    let view = add(&mut till, order, with("W1", weight(500)));
    let line = view.order.lines[0].id;
    let more = till.ask(Command::ChangeQuantity { order, line, by: 1 });
    assert_eq!(more, Err(Problem::WeighedEach));
    assert_eq!(till.show(order).order.lines[0].quantity, 1);
}

#[test]
fn the_receipt_shows_weight_and_price() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path(), &menu(), "2222");
    let order = till.seat("7");
    add(&mut till, order, with("W1", weight(1_250)));
    till.pay(order, Tender::Card, 5_535);
    let Reply::Paper { html } = till.ask(Command::ShowReceipt { order }).unwrap() else {
        panic!("no paper");
    };
    assert!(html.contains("1,230 kg x 45,00"), "{html}");
}

#[test]
fn a_price_beyond_the_limits_needs_a_manager() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path(), &menu(), "2222");
    let order = till.seat("7");
    assert_eq!(
        total(&add(&mut till, order, with("O1", asked(1_250)))),
        1_250
    );
    let dear = Command::AddLine {
        order,
        line: with("O1", asked(2_001)),
    };
    let permit = Permit::AnyPrice;
    assert_eq!(
        till.ask(dear.clone()),
        Err(Problem::NeedsApproval { permit })
    );
    till.ask_with("1111", dear).unwrap();
    let view = till.show(order);
    assert_eq!(total(&view), 1_250 + 2_001);
    let none = till.ask(Command::AddLine {
        order,
        line: plain("O1", 1),
    });
    assert!(matches!(none, Err(Problem::Invalid { field, .. }) if field == "price"));
}

#[test]
fn asking_for_a_price_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path(), &menu(), "2222");
    let order = till.seat("7");
    let asked = till.ask(Command::PriceLine {
        order,
        line: with("W1", weight(1_250)),
    });
    let amount = Money::from_minor(5_535);
    assert_eq!(asked, Ok(Reply::Price { amount }));
    assert!(till.show(order).order.lines.is_empty());
}

#[test]
fn a_scale_s_code_brings_its_weight_or_its_price() {
    let folder = tempfile::tempdir().unwrap();
    let mut menu = menu();
    let mut till = till(folder.path(), &menu, "2222");
    let order = till.seat("7");
    let scan = |till: &mut Till, code: &str| {
        till.ask(Command::Scan {
            order,
            barcode: code.to_owned(),
        })
    };
    // 350 g, or 3.50.
    let code = "2012345003507";
    assert!(scan(&mut till, code).is_err(), "nobody set what it holds");
    for (version, holds, sum) in [
        (3, ScaleCodes::Weight, 1_575),
        (4, ScaleCodes::Price, 1_575 + 350),
    ] {
        menu.version = version;
        menu.site.prices.scale_codes = Some(holds);
        publish(&mut till, &menu);
        scan(&mut till, code).unwrap();
        assert_eq!(total(&till.show(order)), sum);
    }
    assert!(
        scan(&mut till, "2012345003508").is_err(),
        "a wrong last digit"
    );
}

fn list(name: &str, minor: i64) -> PriceList {
    PriceList {
        name: name.to_owned(),
        service: None,
        room: None,
        hours: None,
        prices: vec![ListedPrice {
            sku: "T165".to_owned(),
            variant: String::new(),
            price: Money::from_minor(minor),
        }],
    }
}

/// Beer costs 5.50; 7.00 in the room, 4.00 taken away.
fn lists() -> Catalogue {
    let mut menu = menu();
    let terrace = PriceList {
        room: Some("Sala".to_owned()),
        ..list("sala", 700)
    };
    let away = PriceList {
        service: Some(Service::Takeaway),
        ..list("asporto", 400)
    };
    menu.site.prices.lists = vec![away, terrace];
    menu
}

#[test]
fn a_room_has_its_prices_and_a_line_keeps_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path(), &lists(), "2222");
    let order = till.seat("7");
    let view = till.add(order, "T165", 1);
    assert_eq!(view.order.lines[0].facts.special.list, "sala");
    till.order(Command::SetService {
        order,
        service: Service::Takeaway,
    });
    // Nothing that is on the check changes; what comes now is taken away.
    let view = till.add(order, "T165", 1);
    assert_eq!(total(&view), 700 + 400);
    assert_eq!(view.order.lines.len(), 2);
}

#[test]
fn the_till_is_told_what_would_be_charged_now() {
    let folder = tempfile::tempdir().unwrap();
    let mut menu = lists();
    menu.site.prices.happy_hours = vec![HappyHour {
        category: "All".to_owned(),
        off_ppm: 500_000,
        from_min: 0,
        to_min: 0,
        days: [true; 7],
    }];
    let mut till = till(folder.path(), &menu, "2222");
    let order = till.seat("7");
    let view = till.show(order);
    let price = |sku: &str| {
        let found = view.prices.iter().find(|one| one.sku == sku);
        found.map(|one| one.price.minor())
    };
    assert_eq!((price("T165"), price("T129")), (Some(350), Some(400)));
    for sku in ["T165", "T129"] {
        let asked = till.ask(Command::PriceLine {
            order,
            line: plain(sku, 1),
        });
        let amount = Money::from_minor(price(sku).unwrap());
        assert_eq!(asked, Ok(Reply::Price { amount }));
    }
}

#[test]
fn without_lists_and_happy_hours_nothing_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till(folder.path(), &menu(), "2222");
    let order = till.seat("7");
    assert!(till.show(order).prices.is_empty());
}

#[test]
fn a_list_counts_only_at_its_hours() {
    let folder = tempfile::tempdir().unwrap();
    let mut menu = menu();
    let mut till = till(folder.path(), &menu, "2222");
    let order = till.seat("7");
    // The whole day but the minute that begins now.
    let now_min = till.show(order).order.opened_at_ms / MINUTE_MS;
    let of_day = |minute: i64| u32::try_from(minute.rem_euclid(1_440)).unwrap();
    let offset = 60;
    for (version, from, to, price) in [
        (3, now_min - 60, now_min + 60, 300),
        (4, now_min + 60, now_min + 120, 550),
    ] {
        menu.version = version;
        menu.site.prices.lists = vec![PriceList {
            hours: Some(Hours {
                from_min: of_day(from + offset),
                to_min: of_day(to + offset),
                days: [true; 7],
            }),
            ..list("pranzo", 300)
        }];
        publish(&mut till, &menu);
        let amount = Money::from_minor(price);
        let asked = till.ask(Command::PriceLine {
            order,
            line: plain("T165", 1),
        });
        assert_eq!(asked, Ok(Reply::Price { amount }));
    }
}
