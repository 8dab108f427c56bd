//! Where new ids and secrets come from.

use std::sync::Arc;

use crate::Clock;

/// A source of random bytes.
pub trait Entropy: Send + Sync + 'static {
    /// Fills the bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system always has randomness");
    }
}

/// Makes ids out of the clock and of randomness.
#[derive(Clone)]
pub struct Ids {
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

impl Ids {
    /// Ids from this clock and this randomness.
    pub fn new(clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self { clock, entropy }
    }

    /// A new id of any kind: `ids.make(OrderId::new)`.
    pub fn make<T>(&self, new: impl FnOnce(i64, [u8; 10]) -> T) -> T {
        new(self.clock.now_ms(), self.random())
    }

    /// What time the ids get.
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Random bytes, for secrets too.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }
}
