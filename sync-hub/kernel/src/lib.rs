//! What every module of the hub stands on: storage, time, ids, HTTP errors, and the contract by
//! which modules meet without knowing each other.
//!
//! # The contract of a module
//!
//! A module is one crate with `pub fn module(kernel: &Kernel, …) -> Module`, called in `boot.rs`.
//!
//! ```ignore
//! pub fn module(kernel: &Kernel) -> Module {
//!     let router = OpenApiRouter::new().routes(routes!(list_items)).with_state(kernel.clone());
//!     Module::new("menu").with_router(router).with_subscriber(Counts).with_job(job)
//! }
//!
//! #[utoipa::path(get, path = "/api/v1/items", responses((status = 200, body = Vec<ItemView>)))]
//! async fn list_items(
//!     State(kernel): State<Kernel>,
//!     manager: Manager,                       // 401 without a session, 403 on forged requests
//! ) -> Result<Json<Vec<ItemView>>, HttpError> {
//!     let ctx = manager.ctx;
//!     let items = kernel.db.read(move |tx| store::items(tx, &ctx)).await?;
//!     Ok(Json(items))
//! }
//! ```
//!
//! * **Storage.** [`Db::write`] runs a closure over a [`Tx`] in the one writer thread: `Ok` means it
//!   is on the disk, `Err` or a panic means nothing of it is. [`Db::read`] runs a closure over one
//!   consistent snapshot. The error type is yours, if it is `From<DbError>` ([`HttpError`] is).
//!   SQL sits in the module's `store.rs`: `$1` parameters (in any order), `ON CONFLICT … DO UPDATE`,
//!   `RETURNING`, TEXT ids, BIGINT milliseconds and minor units; nothing that only one engine
//!   understands, no deferred constraints. A closure never waits: no I/O, no locks, no hashing of
//!   passwords inside.
//! * **Tables** carry the module's name in front (`menu_item`), `tenant_id` leads every key.
//!   Migrations come as a pair of files of one name, `migrations/hub-sqlite/Vn__module.sql` and
//!   `migrations/hub-postgres/Vn__module.sql` (`BYTEA` for `BLOB`). Numbers: 1 kernel, 2 events,
//!   3 tenants, 4 auth, 5 menu, 6 orders, 7 kds, 8 reports; later changes take the next free one.
//! * **Tell**: `hub_events::outbox::append(tx, …)` in the transaction that did it. Another module
//!   hears it as a [`Subscriber`], inside a transaction that also moves the subscriber's cursor.
//! * **Ask**: the traits in [`ports`], found in [`Kernel::ports`].
//! * **Wake**: [`Tx::announce`] a topic; who holds [`Db::listen`] of that topic wakes after the
//!   commit (sockets that push, workers). It says only «look again», so nothing is lost if missed.
//!   [`Tx::on_commit`] runs a closure right after the commit.
//! * **Jobs** run until [`Stop`] says so; a job that panics is started again.
//! * **Requests** come in through [`Body`], [`Path`] and [`Query`]: axum's, but a wrong one is
//!   answered with a problem that names the place.
//! * **Time, ids, randomness** come from [`Kernel::clock`] and [`Kernel::ids`]:
//!   `kernel.ids.make(OrderId::new)`.
//! * **Tests** start from [`testkit`]: a real database in a folder of its own, a clock set by hand.

mod clock;
mod ctx;
mod db;
mod event;
mod extract;
mod http_error;
mod ids;
mod kernel;
pub mod limits;
mod manager;
mod migrate;
mod module;
pub mod ports;
mod store;
pub mod testkit;

pub use clock::{Clock, SystemClock};
pub use ctx::{Actor, Ctx};
pub use db::{Column, ColumnValue, Db, DbError, FromColumn, OpenError, Param, Row, Topic, Tx};
pub use event::{DomainEvent, HandleError, Subscriber};
pub use extract::{Body, Correlation, Path, PeerIp, Query};
pub use http_error::{HttpError, Problem};
pub use ids::{Entropy, Ids, OsEntropy};
pub use kernel::{Home, Kernel};
pub use manager::{Manager, SESSION_COOKIE};
pub use module::{BoxFuture, Job, Module, Stop, StopSwitch};
pub use store::{answers, epoch, new_epoch};
