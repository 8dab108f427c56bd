//! For tests of modules: a real database in a folder of its own, a clock set by hand, ids from a
//! seed.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use shared::ids::{SiteId, StaffId, TenantId};

use crate::{
    Actor, Clock, Ctx, Db, DbError, Entropy, Home, Ids, Kernel, OsEntropy, Tx,
    ports::{Ports, Session, SessionBook},
};

/// 2026-11-21 12:00 UTC, when the test clock starts.
pub const NOON_MS: i64 = 1_795_262_400_000;

/// A folder that goes away with the test.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// A new, empty folder.
    ///
    /// # Panics
    /// When the folder cannot be made.
    pub fn new() -> Self {
        let mut name = [0; 8];
        OsEntropy.fill(&mut name);
        let path = std::env::temp_dir().join(format!("comanda-{:016x}", u64::from_be_bytes(name)));
        std::fs::create_dir_all(&path).expect("a temporary folder can be made");
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Default for Folder {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A leftover in the temporary folder does no harm.
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

/// A clock that is set by hand.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    /// Shows this time.
    pub fn at(now_ms: i64) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(now_ms)))
    }

    /// Sets the time.
    pub fn set(&self, now_ms: i64) {
        self.0.store(now_ms, Ordering::SeqCst);
    }

    /// Moves the time on.
    pub fn advance(&self, by_ms: i64) {
        self.0.fetch_add(by_ms, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// The same bytes after the same seed (`SplitMix64`).
#[derive(Debug)]
pub struct SeededEntropy(AtomicU64);

impl SeededEntropy {
    /// Randomness that repeats.
    pub fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        for chunk in bytes.chunks_mut(8) {
            let mut word = self.0.fetch_add(STEP, Ordering::SeqCst).wrapping_add(STEP);
            word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            word ^= word >> 31;
            for (byte, random) in chunk.iter_mut().zip(word.to_le_bytes()) {
                *byte = random;
            }
        }
    }
}

/// A database with all tables.
///
/// # Panics
/// When it cannot be opened.
pub fn db() -> (Db, Folder) {
    let folder = Folder::new();
    let db = Db::open(&folder.path().join("hub.sqlite")).expect("a new database opens");
    (db, folder)
}

/// A kernel of its own, with the parts that a test steers.
pub struct TestKernel {
    /// What handlers get.
    pub kernel: Kernel,
    /// The clock that `kernel` reads.
    pub clock: Arc<TestClock>,
    /// Where the database is.
    pub folder: Folder,
}

impl TestKernel {
    /// The token that [`TestKernel::new`] takes for a manager's.
    pub const TOKEN: &'static str = "test-manager";

    /// A kernel whose only port is a session under [`Self::TOKEN`] (send it as Bearer).
    pub fn new() -> Self {
        Self::with_ports(|home| Ports {
            sessions: Arc::new(OneSession(home)),
            ..Ports::default()
        })
    }

    /// A kernel with these ports.
    pub fn with_ports(ports: impl FnOnce(Home) -> Ports) -> Self {
        let (db, folder) = db();
        let clock = TestClock::at(NOON_MS);
        let ids = Ids::new(clock.clone(), Arc::new(SeededEntropy::new(7)));
        let home = Home {
            tenant_id: ids.make(TenantId::new),
            site_id: ids.make(SiteId::new),
        };
        let kernel = Kernel {
            db,
            clock: clock.clone(),
            ids,
            home,
            ports: ports(home),
        };
        Self {
            kernel,
            clock,
            folder,
        }
    }

    /// What a signed-in manager does.
    pub fn manager_ctx(&self) -> Ctx {
        let actor = Actor::Manager {
            id: TEST_ACCOUNT,
            name: "manager".to_owned(),
        };
        Ctx {
            actor,
            ..self.kernel.hub_ctx()
        }
    }
}

impl Default for TestKernel {
    fn default() -> Self {
        Self::new()
    }
}

const TEST_ACCOUNT: StaffId = StaffId::from_bytes([1; 16]);

struct OneSession(Home);

impl SessionBook for OneSession {
    fn session(&self, _: &Tx<'_>, token: &str, _: i64) -> Result<Option<Session>, DbError> {
        let Home { tenant_id, site_id } = self.0;
        let session = Session {
            tenant_id,
            site_id,
            account_id: TEST_ACCOUNT,
            name: "manager".to_owned(),
        };
        Ok((token == TestKernel::TOKEN).then_some(session))
    }
}
