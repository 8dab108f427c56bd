//! What the OpenAPI document says of the types in `shared::api::hub`, by one example each.
//!
//! `shared` knows nothing of OpenAPI, so each type has a stand-in here. The examples are values of
//! the real types: they cannot say what the code does not.

use serde_json::json;
use shared::{
    api::hub,
    ids::OrderId,
    menu::TaxRate,
    money::{Currency, Money},
    order::Tender,
    price::TaxRow,
    shift::TenderRow,
};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, Schema, Type},
    },
};

const AT_MS: i64 = 1_795_262_400_000;

/// How a business day went.
pub(crate) struct Today;

impl PartialSchema for Today {
    fn schema() -> RefOr<Schema> {
        let object = ObjectBuilder::new().schema_type(Type::Object);
        object.examples([json!(today())]).into()
    }
}

impl ToSchema for Today {}

/// Checks that are not settled.
pub(crate) struct OpenChecks;

impl PartialSchema for OpenChecks {
    fn schema() -> RefOr<Schema> {
        let object = ObjectBuilder::new().schema_type(Type::Object);
        object.examples([json!(open_checks())]).into()
    }
}

impl ToSchema for OpenChecks {}

fn currency() -> Currency {
    Currency::from_code("EUR").expect("the euro is a known currency")
}

fn day(day: &str, minor: i64) -> hub::DaySummary {
    hub::DaySummary {
        day: day.to_owned(),
        sales: Money::from_minor(minor),
        orders: 1,
        guests: 2,
        by_hour: vec![hub::HourRow {
            hour: 13,
            starts_at_ms: AT_MS,
            sales: Money::from_minor(minor),
            orders: 1,
            guests: 2,
        }],
    }
}

fn today() -> hub::Today {
    hub::Today {
        currency: currency(),
        now_ms: AT_MS,
        today: day("2026-11-21", 2_200),
        last_week: day("2026-11-14", 4_400),
        last_week_sales_so_far: Money::from_minor(1_800),
        by_item: vec![hub::ItemRow {
            sku: "T125".to_owned(),
            name: "Branzino al forno".to_owned(),
            category: "Secondi".to_owned(),
            quantity: 1,
            amount: Money::from_minor(2_200),
        }],
        gift_cards: Money::ZERO,
        owed_on_cards: Money::ZERO,
        by_tender: vec![TenderRow {
            tender: Tender::Cash,
            named: None,
            count: 1,
            amount: Money::from_minor(2_200),
            tips: Money::ZERO,
            over: Money::ZERO,
        }],
        by_tax: vec![TaxRow {
            rate: TaxRate::from_ppm(100_000).expect("ten percent is a rate"),
            net: Money::from_minor(2_000),
            tax: Money::from_minor(200),
        }],
        tips: Money::ZERO,
        rounding: Money::ZERO,
        deposits_taken: Money::ZERO,
    }
}

fn open_checks() -> hub::OpenChecks {
    hub::OpenChecks {
        currency: currency(),
        now_ms: AT_MS,
        checks: vec![hub::OpenCheck {
            order: OrderId::new(AT_MS, [7; 10]),
            number: "A-042".to_owned(),
            table: Some("7".to_owned()),
            tab: String::new(),
            guests: 2,
            opened_at_ms: AT_MS - 60_000,
            age_ms: 60_000,
            total: Money::from_minor(4_250),
            due: Money::from_minor(4_250),
            server: "Sofia".to_owned(),
            device: "Till 1".to_owned(),
        }],
        due: Money::from_minor(4_250),
    }
}
