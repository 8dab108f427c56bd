//! Chance: a small generator of pseudo-random numbers, different each evening.

use std::{fs::File, io::Read as _};

use anyhow::{Context as _, Result};

/// xorshift64*: enough for guests.
pub(super) struct Dice(u64);

impl Dice {
    /// A new one, seeded by the system.
    pub(super) fn new() -> Result<Self> {
        let mut seed = [0; 8];
        File::open("/dev/urandom")
            .and_then(|mut file| file.read_exact(&mut seed))
            .context("the system gives no random numbers")?;
        Ok(Self::seeded(u64::from_le_bytes(seed)))
    }

    /// One that always rolls the same. Zero would stay zero, so it is replaced.
    pub(super) fn seeded(seed: u64) -> Self {
        Self(if seed == 0 { 1 } else { seed })
    }

    /// Any number.
    pub(super) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + (self.next() >> 11) % (high.saturating_sub(low) + 1)
    }

    /// `true` in `percent` of all cases.
    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of them; none of none.
    pub(super) fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let last = u64::try_from(of.len()).ok()?.checked_sub(1)?;
        of.get(usize::try_from(self.between(0, last)).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_comes_up_and_no_other() {
        let mut dice = Dice::seeded(7);
        let mut seen = [false; 6];
        for _ in 0..1000 {
            let face = usize::try_from(dice.between(1, 6)).expect("small");
            seen[face - 1] = true;
        }
        assert_eq!(seen, [true; 6]);
    }

    #[test]
    fn nothing_is_picked_of_nothing() {
        assert_eq!(Dice::seeded(7).pick::<u8>(&[]), None);
    }
}
