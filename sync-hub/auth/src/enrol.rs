//! How a new device comes in: its own key and a one-time code against a certificate and letters.

use axum::{Json, extract::State, http::StatusCode};
use ed25519_dalek::{SigningKey, VerifyingKey};
use hub_events::{
    audit::{self, Entry},
    outbox,
};
use hub_kernel::{
    Actor, Body, Correlation, Ctx, DomainEvent, HttpError, Ids, Kernel, PeerIp, Tx, limits,
    ports::Device,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use shared::{
    api::device::DeviceRole,
    ids::{DeviceId, SiteId, TenantId},
};
use utoipa::ToSchema;

use crate::{
    Auth, DEVICES_TOPIC,
    certificates::{self, Subject},
    codes,
    store::{self, Code},
};

/// A device that wants in.
#[derive(Deserialize, ToSchema)]
pub(crate) struct EnrolRequest {
    /// The one-time code, as somebody typed it.
    code: String,
    /// The id that the device gave itself.
    #[schema(value_type = uuid::Uuid)]
    device_id: DeviceId,
    /// Its Ed25519 public key: 64 hexadecimal digits.
    public_key: String,
    /// What people call it; the name of the code when there is none.
    name: Option<String>,
    /// What the device is; a code for another role is refused and stays usable.
    #[schema(value_type = Option<String>)]
    role: Option<DeviceRole>,
}

/// What a device gets.
#[derive(Serialize, ToSchema)]
pub(crate) struct Enrolment {
    /// The company.
    #[schema(value_type = uuid::Uuid)]
    tenant_id: TenantId,
    /// The restaurant.
    #[schema(value_type = uuid::Uuid)]
    site_id: SiteId,
    /// The device.
    #[schema(value_type = uuid::Uuid)]
    device_id: DeviceId,
    /// `till` or `kitchen`.
    #[schema(value_type = String)]
    role: DeviceRole,
    /// What people call it.
    name: String,
    /// The letters of its order numbers, its own at the site.
    letters: String,
    /// The device's certificate (PEM).
    certificate_pem: String,
    /// The certificate of the site's authority (PEM).
    ca_pem: String,
    /// The Ed25519 key with which the hub signs for the site: 64 hexadecimal digits.
    site_public_key: String,
    /// The hub's epoch.
    epoch: u64,
}

/// Lets a device in that has a one-time code.
///
/// Asked again with the same code, id and key, it answers the same: the first answer may have been
/// lost. 404 `code-unknown`, 409 `code-used`, 410 `code-expired`, 429 `too-many-tries`,
/// 409 `device-known` for an id that has another key, 409 `device-revoked`,
/// 409 `wrong-role`.
#[utoipa::path(post, path = "/api/v1/enrol", tag = "devices", request_body = EnrolRequest,
    responses((status = 200, body = Enrolment), (status = 404, body = hub_kernel::Problem),
        (status = 409, body = hub_kernel::Problem), (status = 410, body = hub_kernel::Problem),
        (status = 422, body = hub_kernel::Problem), (status = 429, body = hub_kernel::Problem)))]
pub(crate) async fn enrol(
    State(auth): State<Auth>,
    PeerIp(address): PeerIp,
    Correlation(correlation_id): Correlation,
    Body(request): Body<EnrolRequest>,
) -> Result<Json<Enrolment>, HttpError> {
    let kernel = &auth.kernel;
    let now_ms = kernel.clock.now_ms();
    if let Some(seconds) = auth.enrol_tries.wait_s(address, now_ms) {
        let detail = format!("too many wrong codes; wait {seconds} s");
        return Err(HttpError::too_many("too-many-tries", detail, seconds));
    }
    let wanted = Wanted::new(kernel, request, correlation_id)?;
    let result = match wanted {
        Some(wanted) => kernel.db.write(move |tx| wanted.come_in(tx)).await,
        None => Err(unknown()),
    };
    if matches!(&result, Err(error) if error.problem().code == "code-unknown") {
        auth.enrol_tries.wrong(address, now_ms);
    }
    result.map(Json)
}

fn unknown() -> HttpError {
    HttpError::new(
        StatusCode::NOT_FOUND,
        "code-unknown",
        "the code is not one of this hub",
    )
    .at("code")
}

/// A request that is in order so far.
struct Wanted {
    ids: Ids,
    tenant_id: TenantId,
    code_hash: [u8; 32],
    device_id: DeviceId,
    public_key: [u8; 32],
    name: Option<String>,
    role: Option<DeviceRole>,
    correlation_id: String,
}

impl Wanted {
    /// None when the code cannot be one.
    fn new(
        kernel: &Kernel,
        request: EnrolRequest,
        correlation_id: String,
    ) -> Result<Option<Self>, HttpError> {
        let mut public_key = [0; 32];
        let is_key = hex::decode_to_slice(&request.public_key, &mut public_key).is_ok()
            && VerifyingKey::from_bytes(&public_key).is_ok_and(|key| !key.is_weak());
        if !is_key {
            return Err(HttpError::invalid(
                "public_key",
                "must be an Ed25519 key in hexadecimal",
            ));
        }
        let name = request
            .name
            .as_deref()
            .map(|name| limits::name("name", name))
            .transpose()?;
        Ok(codes::hash(&request.code).map(|code_hash| Self {
            ids: kernel.ids.clone(),
            tenant_id: kernel.home.tenant_id,
            code_hash,
            device_id: request.device_id,
            public_key,
            name: name.map(str::to_owned),
            role: request.role,
            correlation_id,
        }))
    }

    fn come_in(self, tx: &Tx<'_>) -> Result<Enrolment, HttpError> {
        let code = store::code(tx, self.tenant_id, &self.code_hash)?.ok_or_else(unknown)?;
        let known = store::device(tx, self.tenant_id, self.device_id)?;
        if known
            .as_ref()
            .is_some_and(|device| device.revoked_at_ms.is_some())
        {
            let detail = "this device was sent away; it needs a new identity";
            return Err(HttpError::conflict("device-revoked", detail).at("device_id"));
        }
        if known
            .as_ref()
            .is_some_and(|device| device.public_key != self.public_key)
        {
            let detail = "this id has another key";
            return Err(HttpError::conflict("device-known", detail).at("device_id"));
        }
        match (code.used_by, known) {
            // The first answer was lost on its way.
            (Some(user), Some(device)) if user == self.device_id => self.answer(tx, device),
            (Some(_), _) => {
                Err(HttpError::conflict("code-used", "the code was used already").at("code"))
            }
            (None, _) if code.expires_at_ms <= self.ids.now_ms() => Err(HttpError::new(
                StatusCode::GONE,
                "code-expired",
                "the code is older than 15 minutes",
            )
            .at("code")),
            (None, _) if self.role.is_some_and(|role| role != code.role) => {
                let detail = format!("the code is for a {}", code.role.word());
                Err(HttpError::conflict("wrong-role", detail).at("code"))
            }
            (None, known) => self.make(tx, code, known),
        }
    }

    /// Makes the device: letters, certificate, row, event. One that comes again keeps its letters
    /// and gets the role and the name of the new code.
    fn make(self, tx: &Tx<'_>, code: Code, known: Option<Device>) -> Result<Enrolment, HttpError> {
        let keys = store::site_keys(tx, self.tenant_id, code.site_id)?;
        let now_ms = self.ids.now_ms();
        let subject = Subject {
            device_id: self.device_id,
            role: code.role,
            site_id: code.site_id,
            public_key: self.public_key,
        };
        let certificate = certificates::device(keys.ca_seed, &subject, self.ids.random(), now_ms)
            .map_err(|error| HttpError::internal(error.to_string()))?;
        let letters = match known {
            Some(device) => device.letters,
            None => letters(store::next_letters(tx, self.tenant_id, code.site_id)?),
        };
        let device = Device {
            device_id: self.device_id,
            site_id: code.site_id,
            role: code.role,
            name: self.name.clone().unwrap_or(code.name),
            letters,
            public_key: self.public_key,
            enrolled_at_ms: now_ms,
            revoked_at_ms: None,
            last: None,
        };
        store::use_code(tx, self.tenant_id, &self.code_hash, self.device_id)?;
        store::keep_device(tx, self.tenant_id, &device, &certificate)?;
        self.tell(tx, &device)?;
        self.answer(tx, device)
    }

    fn tell(&self, tx: &Tx<'_>, device: &Device) -> Result<(), HttpError> {
        let ctx = Ctx {
            tenant_id: self.tenant_id,
            site_id: device.site_id,
            actor: Actor::Device(device.device_id),
            correlation_id: self.correlation_id.clone(),
        };
        let body = json!({
            "device_id": device.device_id,
            "name": device.name,
            "role": device.role,
            "letters": device.letters,
        });
        outbox::append(
            tx,
            &DomainEvent::new(&self.ids, &ctx, "device.enrolled.v1", body.clone()),
        )?;
        let entry = Entry::new("device.enrolled", device.device_id.to_string(), body);
        audit::record(tx, &self.ids, &ctx, entry)?;
        tx.announce(DEVICES_TOPIC);
        Ok(())
    }

    fn answer(&self, tx: &Tx<'_>, device: Device) -> Result<Enrolment, HttpError> {
        let keys = store::site_keys(tx, self.tenant_id, device.site_id)?;
        let certificate = store::certificate(tx, self.tenant_id, device.device_id)?
            .ok_or_else(|| HttpError::not_found("device"))?;
        let site_key = SigningKey::from_bytes(&keys.signing_seed).verifying_key();
        Ok(Enrolment {
            tenant_id: self.tenant_id,
            site_id: device.site_id,
            device_id: device.device_id,
            role: device.role,
            name: device.name,
            letters: device.letters,
            certificate_pem: certificate,
            ca_pem: keys.ca_certificate,
            site_public_key: hex::encode(site_key.as_bytes()),
            epoch: hub_kernel::epoch(tx, self.ids.now_ms())?,
        })
    }
}

/// The letters with this number: 1 is A, 26 is Z, 27 is AA.
fn letters(mut number: u32) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        number -= 1;
        letters.push(char::from(b'A' + u8::try_from(number % 26).unwrap_or(0)));
        number /= 26;
    }
    letters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        let some: Vec<_> = [1, 2, 26, 27, 52, 53, 702, 703]
            .into_iter()
            .map(letters)
            .collect();
        assert_eq!(some, ["A", "B", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
