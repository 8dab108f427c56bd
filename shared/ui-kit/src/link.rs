//! How a face talks to its node: a question with one answer, and a feed of what changed.
//!
//! In the window of a shell both go through the shell; in a browser they are HTTP and a WebSocket
//! to where the page came from. A face cannot tell the difference.

mod browser;
mod order;
mod shell;

use std::{cell::Cell, rc::Rc};

use leptos::prelude::{StoredValue, WithValue as _, on_cleanup};
use serde::{Serialize, de::DeserializeOwned};

/// A question is given up after so long; what it asked for may have been done all the same.
const ANSWER_MS_MAX: u32 = 10_000;
/// The first try to open a feed again comes after so long.
const RETRY_MS_MIN: u32 = 200;
/// Tries to open a feed again are never further apart.
const RETRY_MS_MAX: u32 = 2_000;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Nobody answered in time.
    #[error("the node cannot be reached")]
    Unreachable,
    /// The node said no; the text is its typed problem, to be read by who asked.
    #[error("the node refused: {0}")]
    Refused(String),
    /// The question or the answer could not be put into words.
    #[error("the answer cannot be read: {0}")]
    Unreadable(String),
}

/// How a question is asked over HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Does something.
    Post,
    /// Puts something in place of what was there.
    Put,
    /// Changes a part.
    Patch,
    /// Takes something away.
    Delete,
}

impl Method {
    const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Asks the node something and waits for its answer.
///
/// # Errors
/// Where nobody answers, the node refuses, or the answer is not an `R`.
pub async fn ask<C, R>(path: &str, body: &C) -> Result<R, LinkError>
where
    C: Serialize + ?Sized,
    R: DeserializeOwned,
{
    let body = written(body)?;
    let answer = match shell::find() {
        Some(shell) => shell.ask(path, &body).await?,
        None => browser::request(Method::Post, path, Some(&body)).await?,
    };
    read(&answer)
}

/// Asks the server of this page in any other way than a `POST`; only in a browser.
///
/// # Errors
/// Where nobody answers, the server refuses, or the answer is not an `R`.
pub async fn request<C, R>(method: Method, path: &str, body: Option<&C>) -> Result<R, LinkError>
where
    C: Serialize + ?Sized,
    R: DeserializeOwned,
{
    let body = body.map(written).transpose()?;
    read(&browser::request(method, path, body.as_deref()).await?)
}

/// Reads something from the server of this page; only in a browser.
///
/// # Errors
/// Where nobody answers, the server refuses, or the answer is not an `R`.
pub async fn get<R: DeserializeOwned>(path: &str) -> Result<R, LinkError> {
    request::<(), R>(Method::Get, path, None).await
}

fn written<C: Serialize + ?Sized>(body: &C) -> Result<String, LinkError> {
    serde_json::to_string(body).map_err(|error| LinkError::Unreadable(error.to_string()))
}

/// An answer without a word is nothing, so that `()` can be asked for.
fn read<R: DeserializeOwned>(answer: &str) -> Result<R, LinkError> {
    let answer = if answer.is_empty() { "null" } else { answer };
    serde_json::from_str(answer).map_err(|error| LinkError::Unreadable(error.to_string()))
}

/// A feed that is open, or tries to be.
#[derive(Clone)]
pub struct Feed {
    stopped: Rc<Cell<bool>>,
}

impl Feed {
    /// Ends the feed: no message and no state comes any more.
    pub fn stop(&self) {
        self.stopped.set(true);
    }
}

/// What both kinds of feed share: who listens, and how often it was tried.
struct Listener {
    on_message: Box<dyn Fn(String)>,
    on_state: Box<dyn Fn(bool)>,
    state: Cell<Option<bool>>,
    tries: Cell<u32>,
    stopped: Rc<Cell<bool>>,
}

impl Listener {
    fn message(&self, text: String) {
        // A node says nothing at all now and then, to show that it is still there.
        if !self.stopped.get() && !text.is_empty() {
            (self.on_message)(text);
        }
    }

    fn state(&self, open: bool) {
        if !self.stopped.get() && self.state.replace(Some(open)) != Some(open) {
            (self.on_state)(open);
        }
        if open {
            self.tries.set(0);
        }
    }

    /// How long to wait before the next try.
    fn next_delay_ms(&self) -> u32 {
        let tries = self.tries.get();
        self.tries.set(tries.saturating_add(1));
        retry_delay_ms(tries)
    }
}

/// The delay before a try: doubled each time, from 0.2 to 2 seconds.
fn retry_delay_ms(tries: u32) -> u32 {
    RETRY_MS_MIN
        .saturating_mul(2_u32.saturating_pow(tries))
        .min(RETRY_MS_MAX)
}

/// Opens the feed of a path and keeps it open: `on_message` gets every text, `on_state` is told
/// when the feed opens and when it is lost.
///
/// It goes on until [`Feed::stop`]; [`feed_here`] stops with the component that opened it.
pub fn feed(
    path: &str,
    on_message: impl Fn(String) + 'static,
    on_state: impl Fn(bool) + 'static,
) -> Feed {
    let stopped = Rc::new(Cell::new(false));
    let listener = Rc::new(Listener {
        on_message: Box::new(on_message),
        on_state: Box::new(on_state),
        state: Cell::new(None),
        tries: Cell::new(0),
        stopped: Rc::clone(&stopped),
    });
    match shell::find() {
        Some(shell) => shell.feed(path.to_owned(), listener),
        None => browser::feed(path.to_owned(), listener),
    }
    Feed { stopped }
}

/// Opens a feed that stops with the component that calls this.
pub fn feed_here(
    path: &str,
    on_message: impl Fn(String) + 'static,
    on_state: impl Fn(bool) + 'static,
) {
    let feed = StoredValue::new_local(feed(path, on_message, on_state));
    on_cleanup(move || {
        feed.try_with_value(Feed::stop);
    });
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    fn listener(states: &Rc<RefCell<Vec<bool>>>, texts: &Rc<RefCell<Vec<String>>>) -> Listener {
        let (states, texts) = (Rc::clone(states), Rc::clone(texts));
        Listener {
            on_message: Box::new(move |text| texts.borrow_mut().push(text)),
            on_state: Box::new(move |open| states.borrow_mut().push(open)),
            state: Cell::new(None),
            tries: Cell::new(0),
            stopped: Rc::default(),
        }
    }

    #[test]
    fn tries_slow_down_to_two_seconds() {
        let delays: Vec<_> = (0..6).map(retry_delay_ms).collect();
        assert_eq!(delays, [200, 400, 800, 1_600, 2_000, 2_000]);
        assert_eq!(retry_delay_ms(u32::MAX), RETRY_MS_MAX);
    }

    #[test]
    fn a_feed_that_opened_starts_its_tries_anew() {
        let (states, texts) = (Rc::default(), Rc::default());
        let listener = listener(&states, &texts);
        assert_eq!(
            [listener.next_delay_ms(), listener.next_delay_ms()],
            [200, 400]
        );
        listener.state(true);
        assert_eq!(listener.next_delay_ms(), 200);
    }

    #[test]
    fn a_state_is_told_once() {
        let (states, texts) = (Rc::default(), Rc::default());
        let listener = listener(&states, &texts);
        for open in [false, false, true, true, false] {
            listener.state(open);
        }
        assert_eq!(*states.borrow(), [false, true, false]);
    }

    #[test]
    fn a_feed_that_was_stopped_says_nothing_more() {
        let (states, texts) = (Rc::default(), Rc::default());
        let listener = listener(&states, &texts);
        listener.message("one".to_owned());
        listener.message(String::new());
        listener.stopped.set(true);
        listener.message("two".to_owned());
        listener.state(true);
        assert_eq!(*texts.borrow(), ["one"]);
        assert!(states.borrow().is_empty());
    }

    #[test]
    fn no_answer_at_all_is_nothing() {
        assert_eq!(read::<()>(""), Ok(()));
        assert_eq!(read::<i64>("7"), Ok(7));
        assert!(matches!(read::<i64>("{"), Err(LinkError::Unreadable(_))));
    }
}
