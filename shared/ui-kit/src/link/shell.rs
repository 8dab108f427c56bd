//! The link in the window of a shell: its commands `ask` and `feed`.
//!
//! `ask` takes `{path, body}` and gives the body of the answer, or fails with the body of the
//! refusal. `feed` takes `{path, channel}` and sends each message as a text on the channel.

use std::{cell::RefCell, rc::Rc, time::Duration};

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::{set_timeout, window};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{ANSWER_MS_MAX, LinkError, Listener, order::InOrder};

/// Where a Tauri window keeps what talks to its shell.
const INTERNALS: &str = "__TAURI_INTERNALS__";
/// What says to a shell that a text is the number of a channel.
const CHANNEL: &str = "__CHANNEL__:";
/// The answer of the clock; no shell says this.
const TOO_LATE: &str = "\u{0}too late";

/// The way to the shell of this window.
#[derive(Clone)]
pub(super) struct Shell {
    internals: JsValue,
}

/// The shell, where this page is in its window.
pub(super) fn find() -> Option<Shell> {
    let internals = Reflect::get(&window(), &JsValue::from_str(INTERNALS)).ok()?;
    internals.is_object().then_some(Shell { internals })
}

impl Shell {
    fn function(&self, name: &str) -> Result<Function, JsValue> {
        Reflect::get(&self.internals, &JsValue::from_str(name))?.dyn_into()
    }

    fn invoke(&self, command: &str, arguments: &[(&str, &str)]) -> Result<Promise, JsValue> {
        let object = Object::new();
        for (name, value) in arguments {
            Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(value))?;
        }
        let command = JsValue::from_str(command);
        self.function("invoke")?
            .call2(&self.internals, &command, &object)?
            .dyn_into()
    }

    /// Asks the node of this window; the body of its answer.
    pub(super) async fn ask(&self, path: &str, body: &str) -> Result<String, LinkError> {
        let promise = self.invoke("ask", &[("path", path), ("body", body)]);
        let promise = within(&promise.map_err(|_| LinkError::Unreachable)?, ANSWER_MS_MAX);
        match JsFuture::from(promise).await {
            Ok(answer) => Ok(text_of(&answer)),
            Err(refusal) if refusal.as_string().as_deref() == Some(TOO_LATE) => {
                Err(LinkError::Unreachable)
            }
            Err(refusal) => Err(LinkError::Refused(text_of(&refusal))),
        }
    }

    /// Opens the feed and keeps it open.
    pub(super) fn feed(self, path: String, listener: Rc<Listener>) {
        if listener.stopped.get() {
            return;
        }
        let shell = self.clone();
        let (again, again_path) = (Rc::clone(&listener), path.clone());
        let over = move || {
            again.state(false);
            let (shell, path, listener) = (shell.clone(), again_path.clone(), Rc::clone(&again));
            let delay = Duration::from_millis(u64::from(listener.next_delay_ms()));
            set_timeout(move || shell.feed(path, listener), delay);
        };
        let Ok(channel) = self.channel(Rc::clone(&listener), over.clone()) else {
            over();
            return;
        };
        let promise = self.invoke("feed", &[("path", &path), ("channel", &channel)]);
        spawn_local(async move {
            let opened = match promise {
                Ok(promise) => JsFuture::from(promise).await.is_ok(),
                Err(_) => false,
            };
            if opened {
                listener.state(true);
            } else {
                over();
            }
        });
    }

    /// A channel that the shell can send on; `over` runs when the shell lets go of it.
    fn channel(
        &self,
        listener: Rc<Listener>,
        over: impl Fn() + 'static,
    ) -> Result<String, JsValue> {
        let order = RefCell::new(InOrder::default());
        let receive = Closure::<dyn Fn(JsValue)>::new(move |raw: JsValue| {
            let Some(number) = number_of(&raw) else {
                return;
            };
            let ended = Reflect::has(&raw, &JsValue::from_str("end")).unwrap_or(false);
            let ready = if ended {
                order.borrow_mut().ends_before(number);
                Vec::new()
            } else {
                let text = Reflect::get(&raw, &JsValue::from_str("message")).unwrap_or_default();
                order.borrow_mut().message(number, text_of(&text))
            };
            for text in ready {
                listener.state(true);
                listener.message(text);
            }
            if order.borrow().is_over() {
                over();
            }
        });
        let id = self
            .function("transformCallback")?
            .call1(&self.internals, receive.as_ref())?;
        // The shell may call it at any time from now on; one closure for each time it opens.
        receive.forget();
        let id = id.as_f64().ok_or_else(|| JsValue::from_str("no channel"))?;
        Ok(format!("{CHANNEL}{id}"))
    }
}

/// The number that a shell gave to a message of its channel.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a shell counts its messages from nought in whole numbers"
)]
fn number_of(raw: &JsValue) -> Option<u64> {
    let number = Reflect::get(raw, &JsValue::from_str("index"))
        .ok()?
        .as_f64()?;
    Some(number as u64)
}

/// A text as it is, anything else as JSON.
fn text_of(value: &JsValue) -> String {
    value.as_string().unwrap_or_else(|| {
        js_sys::JSON::stringify(value)
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    })
}

/// The promise, or a refusal that says [`TOO_LATE`] where it takes longer.
fn within(promise: &Promise, limit_ms: u32) -> Promise {
    let clock = Promise::new(&mut |_, reject| {
        let ring = move || {
            // The race was over if nobody listens.
            let _nobody = reject.call1(&JsValue::NULL, &JsValue::from_str(TOO_LATE));
        };
        set_timeout(ring, Duration::from_millis(u64::from(limit_ms)));
    });
    Promise::race(&Array::of2(promise, &clock))
}
