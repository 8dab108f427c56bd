//! Tax rates read and taken.

use super::*;

#[test]
fn a_rate_of_eight_and_seven_eighths_percent_is_exact() {
    let rate = TaxRate::from_percent("8.875").unwrap();
    assert_eq!((rate.ppm(), rate.percent().as_str()), (88_750, "8.875"));
    assert_eq!(TaxRate::from_percent("10").unwrap().percent(), "10");
}

#[test]
fn a_rate_above_the_whole_or_below_nothing_is_refused() {
    for text in ["101", "-1", "", "ten", "1.23456"] {
        assert!(TaxRate::from_percent(text).is_err(), "{text}");
    }
    assert!(serde_json::from_str::<TaxRate>("1000001").is_err());
}

#[test]
fn another_service_turns_the_rate_only_where_it_differs() {
    let rate = |text| TaxRate::from_percent(text).unwrap();
    let mut class = TaxClass {
        name: "food".to_owned(),
        eat_in: vec![rate("10")],
        takeaway: Some(vec![rate("8")]),
        delivery: None,
        compound: Vec::new(),
    };
    assert_eq!(class.rates(Service::Takeaway), [rate("8")]);
    assert_eq!(class.rates(Service::Delivery), [rate("8")]);
    class.delivery = Some(vec![rate("22")]);
    assert_eq!(class.rates(Service::Delivery), [rate("22")]);
    class.takeaway = None;
    assert_eq!(class.rates(Service::Takeaway), [rate("10")]);
}
