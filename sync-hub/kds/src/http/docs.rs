//! What the OpenAPI document says of the type in `shared::api::hub`, by one example.
//!
//! `shared` knows nothing of OpenAPI, so the type has a stand-in here. The example is a value of the
//! real type: it cannot say what the code does not.

use serde_json::json;
use shared::{
    api::hub,
    ids::{OrderId, TicketId},
    order::TicketKind,
};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, Schema, Type},
    },
};

const AT_MS: i64 = 1_795_262_400_000;

/// How the kitchen keeps up.
pub(crate) struct KitchenLateness;

impl PartialSchema for KitchenLateness {
    fn schema() -> RefOr<Schema> {
        let object = ObjectBuilder::new().schema_type(Type::Object);
        object.examples([json!(lateness())]).into()
    }
}

impl ToSchema for KitchenLateness {}

fn lateness() -> hub::KitchenLateness {
    hub::KitchenLateness {
        now_ms: AT_MS,
        open: 1,
        late: 1,
        stations: vec![hub::StationRow {
            station: "grill".to_owned(),
            open: 1,
            late: 1,
            finished: 12,
            average_s: Some(520),
        }],
        tickets: vec![hub::KitchenTicket {
            order: OrderId::new(AT_MS, [7; 10]),
            ticket: TicketId::new(AT_MS, [8; 10]),
            station: "grill".to_owned(),
            kind: TicketKind::New,
            number: "A-042".to_owned(),
            table: Some("7".to_owned()),
            sent_at_ms: AT_MS - 900_000,
            age_ms: 900_000,
            prep_seconds: 720,
            late: true,
        }],
    }
}
