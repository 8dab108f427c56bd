//! Waits for a fact, with a limit and without a fixed pause.

use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::time::{Instant, interval};

/// Nothing that a person waits for may take longer.
pub const LIMIT: Duration = Duration::from_secs(20);
/// How often a fact is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(40);

/// Looks until there is something, and gives it; says `what` was missing where there never is.
pub async fn until<T>(what: &str, look: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    until_within(LIMIT, what, look).await
}

/// Like [`until`], with a limit of its own.
///
/// An error while looking counts as «not yet»: a screen that changes may lose what was just found.
pub async fn until_within<T>(
    limit: Duration,
    what: &str,
    mut look: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let end = Instant::now() + limit;
    let mut ticks = interval(LOOK_EVERY);
    loop {
        ticks.tick().await;
        let last = match look().await {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => None,
            Err(error) => Some(error),
        };
        if Instant::now() > end {
            let why = format!("{what}: not within {} s", limit.as_secs());
            return match last {
                Some(error) => Err(error).context(why),
                None => Err(anyhow::anyhow!(why)),
            };
        }
    }
}
