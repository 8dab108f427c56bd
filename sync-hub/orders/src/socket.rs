//! `GET /api/v1/sync`: a device's connection, the session's hands.
//!
//! The session decides, this file does: it carries frames, asks the tables, and never waits for
//! one thing while another could go on.

mod link;
mod work;

use axum::{
    extract::{State, WebSocketUpgrade, ws::WebSocket},
    http::StatusCode,
    response::Response,
};
use hub_kernel::HttpError;
use sync_protocol::{FRAME_BYTES_MAX, READ_BYTES_AT_ONCE};

use crate::state::Orders;

/// The door of tills and kitchen screens: a WebSocket that speaks the frames of the sync protocol.
#[utoipa::path(get, path = "/api/v1/sync", tag = "orders",
    responses((status = 101, description = "Frames follow"),
              (status = 503, body = hub_kernel::Problem)))]
pub(crate) async fn sync(
    State(orders): State<Orders>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, HttpError> {
    let place = orders.places().try_acquire_owned().map_err(|_full| {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        HttpError::new(status, "full", "too many devices are connected").retry_after(5)
    })?;
    Ok(upgrade
        .read_buffer_size(READ_BYTES_AT_ONCE)
        .max_message_size(FRAME_BYTES_MAX)
        .max_frame_size(FRAME_BYTES_MAX)
        .on_upgrade(move |socket: WebSocket| async move {
            link::serve(socket, orders).await;
            drop(place);
        }))
}
