//! The words between the dashboard and its hub.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use shared::{
    api::{
        device::DeviceRole,
        hub::{
            Arrivals, ImportReport, ImportRequest, KitchenLateness, Menu, OpenChecks, Printers,
            Published, SetAvailability, SetPrice, SetPrinters, SetStaff, SiteFacts, StaffRow,
            Today,
        },
    },
    ids::{DeviceId, OrderId, StaffId},
    money::Money,
    order::Order,
    price::Totals,
};
use ui_kit::{
    link::{self, LinkError, Method},
    words::Words,
};

/// No more rows in a list of checks.
const CHECKS_MAX: u32 = 500;

/// What the hub tells about a request that it did not do (RFC 9457).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Refusal {
    /// The kind of problem as one word.
    pub(crate) code: String,
    /// What happened, in English.
    pub(crate) detail: String,
    /// Where in the request.
    #[serde(default)]
    pub(crate) place: Option<String>,
    /// After how many seconds it makes sense to try again.
    #[serde(default)]
    pub(crate) retry_after_s: Option<u32>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The hub did not answer.
    Silent,
    /// The hub answered something that this page does not understand.
    Unreadable,
    /// The hub said why.
    Refused(Refusal),
}

impl Trouble {
    /// Nobody is signed in any more.
    pub(crate) fn is_signed_out(&self) -> bool {
        self.code() == Some("not-signed-in")
    }

    /// Nothing was imported yet.
    pub(crate) fn is_no_catalogue(&self) -> bool {
        self.code() == Some("no-catalogue")
    }

    fn code(&self) -> Option<&str> {
        match self {
            Self::Refused(refusal) => Some(&refusal.code),
            Self::Silent | Self::Unreadable => None,
        }
    }

    /// What a manager reads.
    pub(crate) fn text(&self, words: &Words) -> String {
        let refusal = match self {
            Self::Silent => return words.common.error_hub.to_owned(),
            Self::Unreadable => return words.common.error_answer.to_owned(),
            Self::Refused(refusal) => refusal,
        };
        let dashboard = words.dashboard;
        match refusal.code.as_str() {
            "wrong-password" => dashboard.wrong_login.to_owned(),
            "locked" => words.locked_for(refusal.retry_after_s.unwrap_or(1)),
            "not-signed-in" => dashboard.session_over.to_owned(),
            "no-catalogue" => dashboard.empty_menu.to_owned(),
            "name-taken" => dashboard.name_taken.to_owned(),
            "pin-taken" => dashboard.pin_taken.to_owned(),
            "last-manager" => dashboard.last_manager.to_owned(),
            "import-refused" => dashboard.import_problem.to_owned(),
            "not-found" | "try-again" => words.common.error_stale.to_owned(),
            "invalid" => {
                let place = refusal.place.as_deref().unwrap_or_default();
                words.field_invalid(place, &refusal.detail)
            }
            _ => format!("{}: {}", words.common.error_title, refusal.detail),
        }
    }
}

impl From<LinkError> for Trouble {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Unreachable => Self::Silent,
            LinkError::Unreadable(_) => Self::Unreadable,
            LinkError::Refused(text) => {
                serde_json::from_str(&text).map_or(Self::Unreadable, Self::Refused)
            }
        }
    }
}

/// What the hub answers.
pub(crate) type Answer<T> = Result<T, Trouble>;

async fn get<R: DeserializeOwned>(path: &str) -> Answer<R> {
    Ok(link::get(path).await?)
}

/// Every change carries a JSON body: the hub takes none from a form of somebody else.
async fn change<C: Serialize, R: DeserializeOwned>(
    method: Method,
    path: &str,
    body: &C,
) -> Answer<R> {
    Ok(link::request(method, path, Some(body)).await?)
}

/// A body that says nothing.
#[derive(Serialize)]
struct Nothing {}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Session {
    /// The account.
    pub(crate) name: String,
}

/// Who is signed in.
pub(crate) async fn session() -> Answer<Session> {
    get("/api/v1/session").await
}

#[derive(Serialize)]
struct Login<'a> {
    name: &'a str,
    password: &'a str,
}

/// Signs somebody in; the browser keeps the session as a cookie.
pub(crate) async fn login(name: &str, password: &str) -> Answer<Session> {
    change(Method::Post, "/api/v1/login", &Login { name, password }).await
}

/// Ends the session.
pub(crate) async fn logout() -> Answer<()> {
    change(Method::Post, "/api/v1/logout", &Nothing {}).await
}

#[derive(Serialize)]
struct NewPassword<'a> {
    old: &'a str,
    new: &'a str,
}

/// Changes the own password.
pub(crate) async fn set_password(old: &str, new: &str) -> Answer<()> {
    change(Method::Put, "/api/v1/password", &NewPassword { old, new }).await
}

/// The business day that runs.
pub(crate) async fn today() -> Answer<Today> {
    get("/api/v1/reports/today").await
}

/// Checks that are not settled.
pub(crate) async fn open_checks() -> Answer<OpenChecks> {
    get("/api/v1/checks/open").await
}

/// How the kitchen keeps up.
pub(crate) async fn kitchen() -> Answer<KitchenLateness> {
    get("/api/v1/kitchen").await
}

/// A check in a list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct CheckRow {
    /// The order.
    pub(crate) order: OrderId,
    /// What people call it.
    pub(crate) number: String,
    /// Where the guests sat.
    pub(crate) table: Option<String>,
    /// Name of a tab; empty for none.
    pub(crate) tab: String,
    /// How many guests.
    pub(crate) guests: u32,
    /// What it cost.
    pub(crate) total: Money,
    /// When it was settled.
    pub(crate) closed_at_ms: Option<i64>,
}

/// Settled checks, newest first.
pub(crate) async fn closed_checks() -> Answer<Vec<CheckRow>> {
    get(&format!("/api/v1/orders?open=false&limit={CHECKS_MAX}")).await
}

/// A whole order with what it costs.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct OrderView {
    /// The order.
    pub(crate) order: Order,
    /// What it costs and what is owed.
    pub(crate) totals: Totals,
}

/// One order.
pub(crate) async fn order(id: OrderId) -> Answer<OrderView> {
    get(&format!("/api/v1/orders/{id}")).await
}

/// How one printer of a device is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct PrinterHealth {
    /// Its name.
    pub(crate) name: String,
    /// Its state in one word.
    pub(crate) state: String,
    /// Jobs that wait for it.
    pub(crate) waiting: u32,
}

/// A till or a kitchen screen.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Device {
    /// Which.
    #[serde(rename = "device_id")]
    pub(crate) id: DeviceId,
    /// What people call it.
    pub(crate) name: String,
    /// What it is for.
    pub(crate) role: DeviceRole,
    /// The letters of its order numbers.
    pub(crate) letters: String,
    /// When it came.
    pub(crate) enrolled_at_ms: i64,
    /// When it was sent away.
    pub(crate) revoked_at_ms: Option<i64>,
    /// It was heard a moment ago.
    pub(crate) online: bool,
    /// When it was heard last.
    pub(crate) last_seen_ms: Option<i64>,
    /// How old the oldest thing is that the hub has not got from it.
    pub(crate) lag_ms: Option<i64>,
    /// How many things wait on it for the hub.
    pub(crate) queue_waiting: Option<u32>,
    /// How far its clock is ahead of the hub's.
    pub(crate) clock_ahead_ms: Option<i64>,
    /// The catalogue that it has.
    #[serde(default)]
    pub(crate) catalogue_version: Option<u64>,
    /// Its printers.
    pub(crate) printers: Vec<PrinterHealth>,
}

/// All devices, in the order in which they came.
pub(crate) async fn devices() -> Answer<Vec<Device>> {
    get("/api/v1/devices").await
}

#[derive(Serialize)]
struct NewCode<'a> {
    role: DeviceRole,
    name: &'a str,
}

/// A one-time code.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Code {
    /// To be typed into the new device.
    #[serde(rename = "code")]
    pub(crate) text: String,
    /// What people will call the device.
    pub(crate) name: String,
    /// Until when it can be used.
    pub(crate) expires_at_ms: i64,
}

/// Makes a one-time code for a new device.
pub(crate) async fn make_code(role: DeviceRole, name: &str) -> Answer<Code> {
    change(
        Method::Post,
        "/api/v1/devices/codes",
        &NewCode { role, name },
    )
    .await
}

/// Sends a device away for good.
pub(crate) async fn revoke(device: DeviceId) -> Answer<Device> {
    change(
        Method::Post,
        &format!("/api/v1/devices/{device}/revoke"),
        &Nothing {},
    )
    .await
}

/// What is sold.
pub(crate) async fn menu() -> Answer<Menu> {
    get("/api/v1/menu").await
}

/// On which devices the newest catalogue is.
pub(crate) async fn arrivals() -> Answer<Arrivals> {
    get("/api/v1/menu/arrivals").await
}

/// A new price of one variant.
pub(crate) async fn set_price(sku: &str, set: &SetPrice) -> Answer<Published> {
    let path = format!("/api/v1/menu/items/{}/price", part(sku));
    change(Method::Put, &path, set).await
}

/// Whether an item can be ordered.
pub(crate) async fn set_availability(sku: &str, set: &SetAvailability) -> Answer<Published> {
    let path = format!("/api/v1/menu/items/{}/availability", part(sku));
    change(Method::Put, &path, set).await
}

/// What an import would do, or did.
pub(crate) async fn import(request: &ImportRequest, dry_run: bool) -> Answer<ImportReport> {
    change(
        Method::Post,
        &format!("/api/v1/import?dry_run={dry_run}"),
        request,
    )
    .await
}

/// Who works here.
pub(crate) async fn staff() -> Answer<Vec<StaffRow>> {
    get("/api/v1/staff").await
}

/// Adds somebody.
pub(crate) async fn add_staff(set: &SetStaff) -> Answer<StaffRow> {
    change(Method::Post, "/api/v1/staff", set).await
}

/// Changes somebody.
pub(crate) async fn set_staff(id: StaffId, set: &SetStaff) -> Answer<StaffRow> {
    change(Method::Put, &format!("/api/v1/staff/{id}"), set).await
}

/// Removes somebody.
pub(crate) async fn remove_staff(id: StaffId) -> Answer<Published> {
    change(Method::Delete, &format!("/api/v1/staff/{id}"), &Nothing {}).await
}

/// The printers and what can be chosen for them.
pub(crate) async fn printers() -> Answer<Printers> {
    get("/api/v1/printers").await
}

/// All printers, in place of those that are there.
pub(crate) async fn set_printers(set: &SetPrinters) -> Answer<Published> {
    change(Method::Put, "/api/v1/printers", set).await
}

/// The restaurant's own facts.
pub(crate) async fn site() -> Answer<SiteFacts> {
    get("/api/v1/site").await
}

/// A text as one part of a path.
fn part(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

#[cfg(test)]
mod tests {
    use ui_kit::words::Language;

    use super::*;

    fn refused(code: &str) -> Trouble {
        let text = format!(
            r#"{{"type":"/problems/{code}","code":"{code}","title":"T","status":422,
                "detail":"why","place":"pin","retry_after_s":30}}"#
        );
        Trouble::from(LinkError::Refused(text))
    }

    #[test]
    fn a_problem_is_said_in_the_readers_language() {
        let words = Words::of(Language::It);
        assert_eq!(refused("pin-taken").text(words), words.dashboard.pin_taken);
        assert_eq!(refused("locked").text(words), words.locked_for(30));
        assert!(refused("invalid").text(words).contains("pin: why"));
        assert!(refused("of-a-later-version").text(words).ends_with(": why"));
    }

    #[test]
    fn what_is_no_problem_document_is_unreadable() {
        let page = LinkError::Refused("<html>".to_owned());
        assert_eq!(Trouble::from(page), Trouble::Unreadable);
    }

    #[test]
    fn an_ended_session_is_known_by_its_code() {
        assert!(refused("not-signed-in").is_signed_out());
        assert!(!refused("wrong-password").is_signed_out());
    }
}
