//! Passwords: made readable, kept as Argon2id, checked one at a time.

use std::{sync::Arc, time::Duration};

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use axum::http::StatusCode;
use hub_kernel::{HttpError, Ids};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How long a sign-in waits for its turn.
const TURN_TIME_MAX: Duration = Duration::from_secs(10);
/// Shortest password that somebody may choose.
pub(crate) const PASSWORD_CHARS_MIN: usize = 10;
/// Longest password: a longer one would only cost time.
pub(crate) const PASSWORD_CHARS_MAX: usize = 200;
/// Words of a made password; two syllables of 6 bits each.
const WORDS: usize = 5;

/// Lets one sign-in at a time use the processor: a thousand at once must not slow the orders down.
#[derive(Clone)]
pub(crate) struct Hasher(Arc<Semaphore>);

impl Default for Hasher {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(1)))
    }
}

/// The right to hash, until it is dropped.
///
/// It goes along with the work and comes back with the result. A client that hangs up ends the
/// handler but not the work, and until that is done nobody else may begin.
#[derive(Debug)]
pub(crate) struct Turn {
    _permit: OwnedSemaphorePermit,
}

impl Hasher {
    /// Waits for the turn; hold it from reading the account until its tries are counted.
    pub(crate) async fn turn(&self) -> Result<Turn, HttpError> {
        let turn = Arc::clone(&self.0).acquire_owned();
        match tokio::time::timeout(TURN_TIME_MAX, turn).await {
            Ok(Ok(permit)) => Ok(Turn { _permit: permit }),
            _ => Err(HttpError::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "too many people sign in at once; try again",
            )
            .retry_after(5)),
        }
    }
}

impl Turn {
    /// Hashes a password.
    pub(crate) async fn hash(
        self,
        password: String,
        salt: [u8; 16],
    ) -> Result<(Self, String), HashError> {
        let (turn, hash) = away(move || (self, argon2_hash(&password, &salt))).await?;
        Ok((turn, hash?))
    }

    /// Whether the password is the hashed one. Without a hash it takes as long and says no, so
    /// that nobody learns which names exist.
    pub(crate) async fn verify(
        self,
        password: String,
        hash: Option<String>,
    ) -> Result<(Self, bool), HashError> {
        away(move || (self, is_right(&password, hash.as_deref()))).await
    }
}

/// Hashes a password without a turn: for the start, when nobody can sign in yet.
pub(crate) async fn hash(password: String, salt: [u8; 16]) -> Result<String, HashError> {
    away(move || argon2_hash(&password, &salt)).await?
}

/// Works away from the threads that answer requests.
async fn away<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, HashError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|stopped| HashError(stopped.to_string()))
}

fn argon2_hash(password: &str, salt: &[u8; 16]) -> Result<String, HashError> {
    let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), salt);
    hash.map(|hash| hash.to_string())
        .map_err(|error| HashError(error.to_string()))
}

fn is_right(password: &str, hash: Option<&str>) -> bool {
    let argon2 = Argon2::default();
    if let Some(hash) = hash {
        return argon2.verify_password(password.as_bytes(), hash).is_ok();
    }
    // Only its time matters.
    let _hash = argon2.hash_password_with_salt(password.as_bytes(), &[0; 16]);
    false
}

/// A password could not be hashed.
#[derive(Debug, thiserror::Error)]
#[error("password hash: {0}")]
pub(crate) struct HashError(String);

impl From<HashError> for HttpError {
    fn from(error: HashError) -> Self {
        Self::internal(error.to_string())
    }
}

/// A new password of 60 bits that can be read aloud: `bamo-tiku-radi-sone-velu`.
pub(crate) fn make(ids: &Ids) -> String {
    // 16 consonants and 4 vowels: 64 syllables, so that no byte prefers one.
    const CONSONANTS: [char; 16] = [
        'b', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'z',
    ];
    const VOWELS: [char; 4] = ['a', 'e', 'o', 'u'];
    let pick = |from: &[char], number: u8| from.iter().copied().nth(usize::from(number));
    let mut password = String::new();
    for (place, byte) in ids.random::<{ WORDS * 2 }>().into_iter().enumerate() {
        if place > 0 && place % 2 == 0 {
            password.push('-');
        }
        password.extend(pick(&CONSONANTS, byte & 15));
        password.extend(pick(&VOWELS, (byte >> 4) & 3));
    }
    password
}

#[cfg(test)]
mod tests {
    use hub_kernel::testkit::TestKernel;

    use super::*;

    #[tokio::test]
    async fn only_the_right_password_fits() {
        let turn = Hasher::default().turn().await.unwrap();
        let (mut turn, hash) = turn.hash("bamo-tiku".to_owned(), [7; 16]).await.unwrap();
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        for (password, hash, right) in [
            ("bamo-tiku", Some(hash.clone()), true),
            ("bamo-tiko", Some(hash), false),
            ("bamo-tiku", None, false),
        ] {
            let (back, is_right) = turn.verify(password.to_owned(), hash).await.unwrap();
            assert_eq!(is_right, right, "{password}");
            turn = back;
        }
    }

    #[test]
    fn the_turn_lasts_as_long_as_the_work_when_the_client_hangs_up() {
        // The only thread for such work is taken, so the hash cannot be done too early.
        let runtime = tokio::runtime::Builder::new_current_thread()
            .max_blocking_threads(1)
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let (go_on, wait) = std::sync::mpsc::channel::<()>();
            let taken = tokio::task::spawn_blocking(move || wait.recv());
            let hasher = Hasher::default();
            let turn = hasher.turn().await.unwrap();
            tokio::select! {
                biased;
                _ = turn.verify("bamo-tiku".to_owned(), None) => panic!("verified already"),
                () = std::future::ready(()) => {}
            }
            assert_eq!(hasher.0.available_permits(), 0);
            go_on.send(()).unwrap();
            taken.await.unwrap().unwrap();
            hasher.turn().await.unwrap();
        });
    }

    #[tokio::test]
    async fn made_passwords_are_words_and_differ() {
        let test = TestKernel::new();
        let (one, other) = (make(&test.kernel.ids), make(&test.kernel.ids));
        assert_ne!(one, other);
        let words: Vec<_> = one.split('-').collect();
        assert_eq!(words.len(), WORDS);
        assert!(words.iter().all(|word| word.len() == 4), "{one}");
    }
}
