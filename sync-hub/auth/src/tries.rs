//! Counts wrong tries of an address, so that codes cannot be guessed.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

/// Wrong tries that an address has in one window.
pub(crate) const WRONG_MAX: u32 = 10;
/// How long a window is.
const WINDOW_MS: i64 = 10 * 60_000;
/// Most addresses that are remembered.
const ADDRESSES_MAX: usize = 10_000;

/// Wrong tries by address; forgotten when the hub restarts.
#[derive(Debug, Default)]
pub(crate) struct Tries(Mutex<HashMap<IpAddr, Window>>);

#[derive(Clone, Copy, Debug)]
struct Window {
    since_ms: i64,
    wrong: u32,
}

impl Window {
    fn is_over(self, now_ms: i64) -> bool {
        // Also when the clock went back behind its beginning.
        !(0..WINDOW_MS).contains(&(now_ms - self.since_ms))
    }
}

impl Tries {
    /// Seconds that the address has to wait, if it was wrong too often.
    pub(crate) fn wait_s(&self, address: IpAddr, now_ms: i64) -> Option<u32> {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Here too, and not only when a try is counted: whoever is turned away counts none, and a
        // full table would turn away everybody new for ever.
        let_go_if_full(&mut tries, now_ms);
        let window = tries.get(&address).filter(|window| !window.is_over(now_ms));
        match window {
            Some(window) if window.wrong >= WRONG_MAX => Some(rest_s(*window, now_ms)),
            // Somebody uses very many addresses: nobody new may try until some are forgotten.
            None if tries.len() >= ADDRESSES_MAX => Some(60),
            _ => None,
        }
    }

    /// Counts a wrong try.
    pub(crate) fn wrong(&self, address: IpAddr, now_ms: i64) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let_go_if_full(&mut tries, now_ms);
        let window = tries.entry(address).or_insert(Window {
            since_ms: now_ms,
            wrong: 0,
        });
        if window.is_over(now_ms) {
            *window = Window {
                since_ms: now_ms,
                wrong: 0,
            };
        }
        window.wrong += 1;
    }
}

/// Lets go of the windows that are over when there is room for no other.
fn let_go_if_full(tries: &mut HashMap<IpAddr, Window>, now_ms: i64) {
    if tries.len() >= ADDRESSES_MAX {
        tries.retain(|_, window| !window.is_over(now_ms));
    }
}

fn rest_s(window: Window, now_ms: i64) -> u32 {
    let rest_ms = window.since_ms + WINDOW_MS - now_ms;
    u32::try_from(rest_ms / 1_000 + 1).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
    const THERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));

    #[test]
    fn an_address_waits_after_ten_wrong_tries_and_only_that_address() {
        let tries = Tries::default();
        for _ in 0..WRONG_MAX - 1 {
            tries.wrong(HERE, 0);
        }
        assert_eq!(tries.wait_s(HERE, 0), None);
        tries.wrong(HERE, 0);
        assert_eq!(tries.wait_s(HERE, WINDOW_MS - 1), Some(1));
        assert_eq!(tries.wait_s(THERE, 0), None);
        assert_eq!(tries.wait_s(HERE, WINDOW_MS), None);
    }

    #[test]
    fn memory_for_addresses_is_bounded() {
        let tries = Tries::default();
        for number in 0..10_000_u32 {
            let [_, _, high, low] = number.to_be_bytes();
            tries.wrong(IpAddr::from([10, 1, high, low]), 0);
        }
        assert!(tries.wait_s(THERE, WINDOW_MS - 1).is_some());
        tries.wrong(HERE, WINDOW_MS);
        assert_eq!(tries.0.lock().unwrap().len(), 1);
    }

    #[test]
    fn a_full_table_lets_somebody_new_in_when_its_windows_are_over() {
        let tries = Tries::default();
        for number in 0..10_000_u32 {
            let [_, _, high, low] = number.to_be_bytes();
            tries.wrong(IpAddr::from([10, 1, high, low]), 0);
        }
        assert_eq!(tries.wait_s(THERE, WINDOW_MS - 1), Some(60));
        // Nobody counts a wrong try meanwhile: they are all turned away before.
        assert_eq!(tries.wait_s(THERE, WINDOW_MS), None);
    }
}
