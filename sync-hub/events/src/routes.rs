//! Dead letters and the audit trail over HTTP.

use std::sync::Arc;

use axum::{Json, extract::State};
use hub_kernel::{
    DbError, HandleError, HttpError, Kernel, Manager, Path, Query, Subscriber, Tx, limits,
};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::{
    audit::{self, Entry},
    dispatcher,
    store::{self, AuditRow, DeadLetter},
};

/// What these routes need.
#[derive(Clone)]
pub(crate) struct Events {
    pub(crate) kernel: Kernel,
    pub(crate) subscribers: Arc<[Arc<dyn Subscriber>]>,
}

impl axum::extract::FromRef<Events> for Kernel {
    fn from_ref(events: &Events) -> Self {
        events.kernel.clone()
    }
}

/// How much of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Page {
    /// Most rows; at most 500.
    limit: Option<u32>,
}

impl Page {
    fn rows_max(&self) -> u32 {
        self.limit.unwrap_or(100).min(limits::PAGE_ROWS_MAX)
    }
}

/// Events that a part of the hub could not take in, newest first.
#[utoipa::path(get, path = "/api/v1/events/dead-letters", tag = "events", params(Page),
    responses((status = 200, body = Vec<DeadLetter>)))]
pub(crate) async fn list_dead_letters(
    State(events): State<Events>,
    manager: Manager,
    Query(page): Query<Page>,
) -> Result<Json<Vec<DeadLetter>>, HttpError> {
    let tenant_id = manager.ctx.tenant_id;
    let letters = events
        .kernel
        .db
        .read(move |tx| store::dead_letters(tx, tenant_id, page.rows_max()));
    Ok(Json(letters.await?))
}

/// Hands a dead letter to its subscriber once more.
///
/// 409 `still-refused` when it is refused again, `replayed` when it was taken in before.
#[utoipa::path(post, path = "/api/v1/events/dead-letters/{id}/replay", tag = "events",
    params(("id" = Uuid, Path, description = "The dead letter")),
    responses((status = 200, body = DeadLetter), (status = 409, body = hub_kernel::Problem)))]
pub(crate) async fn replay_dead_letter(
    State(events): State<Events>,
    manager: Manager,
    Path(id): Path<Uuid>,
) -> Result<Json<DeadLetter>, HttpError> {
    let Events {
        kernel,
        subscribers,
    } = events;
    let ids = kernel.ids.clone();
    let replayed = kernel.db.write(move |tx| -> Result<_, HttpError> {
        let letter = store::dead_letter(tx, manager.ctx.tenant_id, id)?;
        let letter = letter.ok_or_else(|| HttpError::not_found("dead letter"))?;
        if letter.replayed_at_ms.is_some() {
            return Err(HttpError::conflict("replayed", "it was taken in before"));
        }
        let details = json!({ "subscriber": letter.subscriber, "event": letter.event.name });
        let outcome = replay(tx, &subscribers, letter, ids.now_ms())?;
        let entry = Entry::new("events.dead-letter-replayed", id.to_string(), details);
        audit::record(tx, &ids, &manager.ctx, entry)?;
        Ok(outcome)
    });
    // A refusal is an answer, not an error of the transaction: it is kept.
    let letter = replayed.await?;
    if letter.replayed_at_ms.is_none() {
        return Err(HttpError::conflict("still-refused", letter.error));
    }
    Ok(Json(letter))
}

fn replay(
    tx: &Tx<'_>,
    subscribers: &[Arc<dyn Subscriber>],
    mut letter: DeadLetter,
    now_ms: i64,
) -> Result<DeadLetter, DbError> {
    let subscriber = subscribers
        .iter()
        .find(|subscriber| subscriber.name() == letter.subscriber);
    let taken = match subscriber {
        Some(subscriber) => dispatcher::take_in(tx, subscriber.as_ref(), &letter.event),
        None => Err(HandleError::Refused(format!(
            "`{}` is not running",
            letter.subscriber
        ))),
    };
    letter.tries += 1;
    match taken {
        Ok(()) => letter.replayed_at_ms = Some(now_ms),
        Err(error) => letter.error = error.to_string(),
    }
    store::set_replay(tx, &letter)?;
    Ok(letter)
}

/// Who did what, newest first.
#[utoipa::path(get, path = "/api/v1/audit", tag = "events", params(Page),
    responses((status = 200, body = Vec<AuditRow>)))]
pub(crate) async fn list_audit(
    State(events): State<Events>,
    manager: Manager,
    Query(page): Query<Page>,
) -> Result<Json<Vec<AuditRow>>, HttpError> {
    let tenant_id = manager.ctx.tenant_id;
    let rows = events
        .kernel
        .db
        .read(move |tx| store::audit(tx, tenant_id, page.rows_max()));
    Ok(Json(rows.await?))
}
