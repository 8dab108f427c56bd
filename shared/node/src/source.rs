//! Where time and randomness come from: the machine, or a test that sets them.

use std::sync::Arc;

use shared::ids::uuid_v7;

type Clock = dyn Fn() -> i64 + Send + Sync;
type Fill = dyn Fn(&mut [u8]) + Send + Sync;

/// Time and randomness.
#[derive(Clone)]
pub struct Source {
    now_ms: Arc<Clock>,
    fill: Arc<Fill>,
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").finish_non_exhaustive()
    }
}

impl Source {
    /// A source of a test's own.
    pub fn new(
        now_ms: impl Fn() -> i64 + Send + Sync + 'static,
        fill: impl Fn(&mut [u8]) + Send + Sync + 'static,
    ) -> Self {
        Self {
            now_ms: Arc::new(now_ms),
            fill: Arc::new(fill),
        }
    }

    /// The machine's clock and the system's randomness.
    ///
    /// # Panics
    /// Where the system has no randomness to give.
    pub fn of_this_machine() -> Self {
        Self::new(wall_ms, |bytes| {
            // Without randomness no id and no key can be made: better no node than a weak one.
            getrandom::fill(bytes).expect("the system gives random bytes");
        })
    }

    /// Milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        (self.now_ms)()
    }

    /// Random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.fill)(&mut bytes);
        bytes
    }

    /// Sixteen bytes of a new id; later ones sort after earlier ones.
    pub fn id(&self) -> [u8; 16] {
        *uuid_v7(self.now_ms(), self.bytes()).as_bytes()
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where a node reads the clock"
)]
fn wall_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    })
}
