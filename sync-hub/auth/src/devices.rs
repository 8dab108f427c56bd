//! The manager's view of the devices: who is there, who may come, who must go.

use axum::{Json, extract::State, http::StatusCode};
use hub_events::{
    audit::{self, Entry},
    outbox,
};
use hub_kernel::{
    Body, DomainEvent, HttpError, Kernel, Manager, Path, limits,
    ports::{Device, PrinterHealth},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use shared::{api::device::DeviceRole, ids::DeviceId, time::DAY_MS};
use utoipa::ToSchema;

use crate::{
    DEVICES_TOPIC, codes,
    store::{self, Code},
};

/// A device that tells about itself every second is missing after so long.
const ONLINE_MS: i64 = 10_000;

/// A till or a kitchen screen.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeviceView {
    /// Which.
    #[schema(value_type = uuid::Uuid)]
    device_id: DeviceId,
    /// What people call it.
    name: String,
    /// `till` or `kitchen`.
    #[schema(value_type = String)]
    role: DeviceRole,
    /// The letters of its order numbers.
    letters: String,
    /// When it came.
    enrolled_at_ms: i64,
    /// When it was sent away.
    revoked_at_ms: Option<i64>,
    /// It was heard in the last ten seconds.
    online: bool,
    /// When it was heard last.
    last_seen_ms: Option<i64>,
    /// How old the oldest thing is that the hub has not got from it.
    lag_ms: Option<i64>,
    /// How many things wait on it for the hub.
    queue_waiting: Option<u32>,
    /// How far its clock is ahead of the hub's.
    clock_ahead_ms: Option<i64>,
    /// The catalogue that it has.
    catalogue_version: Option<u64>,
    /// Its printers.
    printers: Vec<PrinterHealth>,
}

impl DeviceView {
    fn new(device: Device, now_ms: i64) -> Self {
        let last = device.last;
        let seen = last.as_ref();
        Self {
            device_id: device.device_id,
            name: device.name,
            role: device.role,
            letters: device.letters,
            enrolled_at_ms: device.enrolled_at_ms,
            revoked_at_ms: device.revoked_at_ms,
            online: seen.is_some_and(|last| now_ms - last.at_ms <= ONLINE_MS),
            last_seen_ms: seen.map(|last| last.at_ms),
            lag_ms: seen.map(|last| last.lag_ms),
            queue_waiting: seen.map(|last| last.queue_waiting),
            clock_ahead_ms: seen.and_then(|last| last.clock_ahead_ms),
            catalogue_version: seen.and_then(|last| last.catalogue_version),
            printers: last.map(|last| last.printers).unwrap_or_default(),
        }
    }
}

/// All devices, in the order in which they came.
#[utoipa::path(get, path = "/api/v1/devices", tag = "devices",
    responses((status = 200, body = Vec<DeviceView>)))]
pub(crate) async fn list_devices(
    State(kernel): State<Kernel>,
    manager: Manager,
) -> Result<Json<Vec<DeviceView>>, HttpError> {
    let (tenant_id, site_id) = (manager.ctx.tenant_id, manager.ctx.site_id);
    let devices = kernel
        .db
        .read(move |tx| store::devices(tx, tenant_id, site_id))
        .await?;
    let now_ms = kernel.clock.now_ms();
    Ok(Json(
        devices
            .into_iter()
            .map(|device| DeviceView::new(device, now_ms))
            .collect(),
    ))
}

/// What the new device will be.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewCode {
    /// `till` or `kitchen`.
    #[schema(value_type = String)]
    role: DeviceRole,
    /// What people will call it.
    name: String,
}

/// A one-time code.
#[derive(Serialize, ToSchema)]
pub(crate) struct CodeView {
    /// To be typed into the new device: `ABCD-EFGH`. It is not kept and not shown again.
    code: String,
    /// What the device will be.
    #[schema(value_type = String)]
    role: DeviceRole,
    /// What people will call it.
    name: String,
    /// Until when it can be used.
    expires_at_ms: i64,
}

/// Makes a one-time code with which a new device can come in.
#[utoipa::path(post, path = "/api/v1/devices/codes", tag = "devices", request_body = NewCode,
    responses((status = 201, body = CodeView), (status = 422, body = hub_kernel::Problem)))]
pub(crate) async fn make_code(
    State(kernel): State<Kernel>,
    manager: Manager,
    Body(new): Body<NewCode>,
) -> Result<(StatusCode, Json<CodeView>), HttpError> {
    let name = limits::name("name", &new.name)?.to_owned();
    let ctx = manager.ctx;
    let now_ms = kernel.clock.now_ms();
    let expires_at_ms = now_ms + codes::VALID_MS;
    let text = codes::make(&kernel.ids);
    let hash = codes::hash(&text).ok_or_else(|| HttpError::internal("a code that is no code"))?;
    let view = CodeView {
        code: text,
        role: new.role,
        name: name.clone(),
        expires_at_ms,
    };
    let code = Code {
        site_id: ctx.site_id,
        role: new.role,
        name,
        expires_at_ms,
        used_by: None,
    };
    let ids = kernel.ids.clone();
    let made = kernel.db.write(move |tx| -> Result<(), HttpError> {
        // Kept for a day, so that «used» and «expired» can be told from «unknown».
        store::prune_codes(tx, ctx.tenant_id, now_ms - DAY_MS)?;
        store::insert_code(tx, ctx.tenant_id, &hash, &code)?;
        let entry = Entry::new("device.code-made", code.name, json!({ "role": code.role }));
        audit::record(tx, &ids, &ctx, entry)?;
        Ok(())
    });
    made.await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Sends a device away for good: its certificate counts no more, its id and letters are not
/// given again.
#[utoipa::path(post, path = "/api/v1/devices/{id}/revoke", tag = "devices",
    params(("id" = uuid::Uuid, Path, description = "The device")),
    responses((status = 200, body = DeviceView), (status = 404, body = hub_kernel::Problem)))]
pub(crate) async fn revoke_device(
    State(kernel): State<Kernel>,
    manager: Manager,
    Path(device_id): Path<DeviceId>,
) -> Result<Json<DeviceView>, HttpError> {
    let ctx = manager.ctx;
    let ids = kernel.ids.clone();
    let now_ms = kernel.clock.now_ms();
    let revoked = kernel.db.write(move |tx| {
        let revoked = store::revoke(tx, ctx.tenant_id, device_id, now_ms)?;
        let device = store::device(tx, ctx.tenant_id, device_id)?
            .ok_or_else(|| HttpError::not_found("device"))?;
        if revoked {
            let body = json!({ "device_id": device_id, "name": device.name, "role": device.role });
            outbox::append(
                tx,
                &DomainEvent::new(&ids, &ctx, "device.revoked.v1", body.clone()),
            )?;
            let entry = Entry::new("device.revoked", device_id.to_string(), body);
            audit::record(tx, &ids, &ctx, entry)?;
            tx.announce(DEVICES_TOPIC);
        }
        Ok::<_, HttpError>(device)
    });
    Ok(Json(DeviceView::new(revoked.await?, now_ms)))
}
