//! Everything that an item can be, through the importer: weights, open prices, halves, combos,
//! prefixes, modifiers under modifiers, price lists.

use axum::http::StatusCode;
use serde_json::Value;
use shared::{
    api::hub::ImportRefused,
    menu::{HalvesRule, Prefix, ScaleCodes, Service, WeightUnit},
    money::Money,
};

use crate::{Files, Hub, folder};

/// The diner with one of each kind.
fn diner() -> Files {
    let mut files = folder("diner");
    let items = "sku,category,course,station,name,name_2,variant,price,tax,allergens,\
        modifier_groups,prep_seconds,barcode,track_stock,sold_by,tare,price_min,price_max,halves,combo\n\
        K1,Deli,main,griddle,Roast beef,,,18.90,food,,,60,,,lb,0.020,,,,\n\
        K2,Deli,main,griddle,Special,,,0.00,food,,,60,,,open,,5.00,20.00,,\n\
        K3,Pizza,main,griddle,Plain pie,,,12.00,food,milk,tops,60,,,,,,,,\n\
        K4,Pizza,main,griddle,Half and half,,,0.50,food,,,60,,,,,,,dearer,\n\
        K5,Deli,main,none,Lunch deal,,,11.00,food,,,0,,,,,,,,mains|drinks\n\
        K6,Deli,drink,none,Beer,,Pint,6.50,alcohol,,,0,,,,,,,,\n\
        K6,Deli,drink,none,Beer,,Half,3.50,alcohol,,,0,,,,,,,,\n\
        K7,Cards,none,none,Gift card,,,0.00,food,,,0,,,gift_card,,10.00,,,\n";
    let groups = "group,min,max,name,name_2,price,ingredient,allergens,prefixes,extra_price,no_price,opens\n\
        tops,0,3,Onion,,0.50,,,light|no|extra,0.80,-0.25,\n\
        tops,0,3,Soda,,2.00,,,,,,kind\n\
        kind,1,1,Cherry,,0.00,,,side,,,\n";
    let combos = "combo,min,max,sku,variant,upcharge\n\
        mains,1,1,K3,,0.00\n\
        drinks,0,1,K6,Half,1.00\n";
    let prices = "list,sku,variant,price\n\
        patio,K6,Pint,7.50\n\
        away,K3,,10.00\n";
    files.insert("items.csv".to_owned(), items.to_owned());
    files.insert("modifiers.csv".to_owned(), groups.to_owned());
    files.insert("combos.csv".to_owned(), combos.to_owned());
    files.insert("prices.csv".to_owned(), prices.to_owned());
    files.remove("recipes.csv");
    let site = files.get_mut("site.csv").unwrap();
    let kept = |line: &&str| !line.starts_with("happy_hour") && !line.starts_with("promo");
    let lines: Vec<&str> = site.lines().filter(kept).collect();
    *site = lines.join("\n") + "\n";
    site.push_str("price_list.patio,room Booths|16:00-20:00 Mon-Fri\n");
    site.push_str("price_list.away,takeaway\n");
    site.push_str("scale_codes,weight\n");
    files
}

#[tokio::test]
async fn a_folder_says_everything_that_an_item_can_be() {
    let hub = Hub::new().await;
    let (status, body) = hub.import(&diner(), false).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let menu = hub.catalogue().await;
    let sale = |sku: &str| menu.item(sku).unwrap().sale.clone();
    let beef = sale("K1");
    assert_eq!((beef.weighed, beef.tare_milli), (Some(WeightUnit::Lb), 20));
    let limits = sale("K2").open.unwrap();
    assert_eq!(limits.max, Some(Money::from_minor(2_000)));
    assert_eq!(sale("K4").halves, Some(HalvesRule::Dearer));
    assert_eq!(sale("K5").combo, ["mains", "drinks"]);
    let card = sale("K7");
    assert!(card.gift_card);
    let limits = card.open.unwrap();
    assert_eq!(
        (limits.min, limits.max),
        (Some(Money::from_minor(1_000)), None)
    );
    assert!(sale("K3").is_plain());
    let drinks = &menu.combos[1];
    assert_eq!((drinks.min, drinks.max), (0, 1));
    assert_eq!(drinks.dishes[0].variant, "Half");
    let onion = &menu.group("tops").unwrap().options[0].detail;
    assert_eq!(onion.prefixes, [Prefix::No, Prefix::Extra, Prefix::Light]);
    assert_eq!(onion.without, Some(Money::from_minor(-25)));
    assert_eq!(
        menu.group("tops").unwrap().options[1].detail.opens,
        ["kind"]
    );
    let lists = &menu.site.prices.lists;
    assert_eq!(lists[0].service, Some(Service::Takeaway));
    assert_eq!(lists[1].room.as_deref(), Some("Booths"));
    assert_eq!(lists[1].price("K6", "Pint"), Some(Money::from_minor(750)));
    assert_eq!(lists[1].price("K6", "Half"), None);
    assert_eq!(menu.site.prices.scale_codes, Some(ScaleCodes::Weight));
}

async fn refused(files: &Files) -> Vec<String> {
    let hub = Hub::new().await;
    let (status, body): (_, Value) = hub.import(files, false).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    let told: ImportRefused = serde_json::from_value(body).unwrap();
    let place =
        |one: &shared::api::hub::ImportError| format!("{}:{} {}", one.file, one.line, one.field);
    told.errors.iter().map(place).collect()
}

#[tokio::test]
async fn what_makes_no_sense_is_named() {
    let mut files = diner();
    for (file, old, new) in [
        ("items.csv", ",lb,0.020,", ",stone,0.020,"),
        ("items.csv", ",open,,5.00,20.00", ",open,,25.00,20.00"),
        ("items.csv", ",dearer,", ",both,"),
        ("items.csv", "K7,Cards,none,none", "K7,Cards,none,griddle"),
        ("modifiers.csv", "light|no|extra", "lots|no"),
    ] {
        crate::change(&mut files, file, old, new);
    }
    let places = refused(&files).await;
    let expected = [
        "items.csv:2 sold_by",
        "items.csv:2 tare",
        "items.csv:3 price_max",
        "items.csv:5 halves",
        "items.csv:9 station",
        "modifiers.csv:2 prefixes",
    ];
    assert_eq!(places, expected);
}

#[tokio::test]
async fn what_leads_nowhere_is_named() {
    for (file, old, new, place) in [
        (
            "modifiers.csv",
            "Cherry,,0.00,,,side,,,",
            "Cherry,,0.00,,,,,,tops",
            "modifiers.csv:0 opens",
        ),
        (
            "modifiers.csv",
            ",,,kind\n",
            ",,,sort\n",
            "modifiers.csv:0 opens",
        ),
        (
            "combos.csv",
            "mains,1,1,K3",
            "mains,1,1,K9",
            "combos.csv:2 sku",
        ),
        (
            "combos.csv",
            "mains,1,1,K3",
            "mains,1,1,K4",
            "combos.csv:2 sku",
        ),
        ("combos.csv", "K6,Half", "K6,Tiny", "combos.csv:3 variant"),
        ("combos.csv", "drinks,0,1", "wine,0,1", "items.csv:0 combo"),
        ("prices.csv", "away,K3", "away,K9", "prices.csv:3 sku"),
        ("prices.csv", "away,K3", "staff,K3", "prices.csv:3 list"),
        (
            "site.csv",
            "room Booths",
            "room Attic",
            "site.csv:0 price_list.patio",
        ),
        (
            "site.csv",
            "scale_codes,weight",
            "scale_codes,size",
            "scale_codes",
        ),
    ] {
        let mut files = diner();
        crate::change(&mut files, file, old, new);
        let places = refused(&files).await;
        assert!(
            places.iter().any(|one| one.contains(place)),
            "{place}: {places:?}"
        );
    }
}
