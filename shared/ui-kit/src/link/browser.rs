//! The link in a browser: `fetch` and a WebSocket to where the page came from.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use leptos::prelude::{set_timeout, window};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Event, Headers, MessageEvent, Request, RequestCredentials, RequestInit, Response,
    WebSocket,
};

use super::{ANSWER_MS_MAX, LinkError, Listener, Method};

/// How often a feed is looked at.
const LOOK: Duration = Duration::from_secs(5);
/// A feed that said nothing in so many looks is dead, if its node ever spoke without need.
const SILENT_LOOKS_MAX: u32 = 3;

/// Asks the server of this page; the body of its answer.
pub(super) async fn request(
    method: Method,
    path: &str,
    body: Option<&str>,
) -> Result<String, LinkError> {
    let request = prepared(method, path, body)
        .map_err(|_| LinkError::Unreadable(format!("`{path}` cannot be asked")))?;
    let answer = JsFuture::from(window().fetch_with_request(&request));
    let answer: Response = answer
        .await
        .map_err(|_| LinkError::Unreachable)?
        .dyn_into()
        .map_err(|_| LinkError::Unreachable)?;
    let text = JsFuture::from(answer.text().map_err(|_| LinkError::Unreachable)?);
    let text = text
        .await
        .map_err(|_| LinkError::Unreachable)?
        .as_string()
        .unwrap_or_default();
    if answer.ok() {
        Ok(text)
    } else {
        Err(LinkError::Refused(text))
    }
}

fn prepared(method: Method, path: &str, body: Option<&str>) -> Result<Request, JsValue> {
    let init = RequestInit::new();
    init.set_method(method.name());
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(ANSWER_MS_MAX)));
    let headers = Headers::new()?;
    headers.set("accept", "application/json")?;
    if let Some(body) = body {
        headers.set("content-type", "application/json")?;
        init.set_body(&JsValue::from_str(body));
    }
    init.set_headers(&headers);
    Request::new_with_str_and_init(path, &init)
}

/// The address of a feed on the server of this page.
fn socket_address(path: &str) -> Option<String> {
    let location = window().location();
    let scheme = if location.protocol().ok()? == "https:" {
        "wss"
    } else {
        "ws"
    };
    Some(format!("{scheme}://{}{path}", location.host().ok()?))
}

/// Opens the feed and keeps it open.
pub(super) fn feed(path: String, listener: Rc<Listener>) {
    let socket = Rc::new(Socket {
        path,
        listener,
        current: RefCell::default(),
        speaks_without_need: Cell::new(false),
        silent_looks: Cell::new(0),
    });
    Rc::clone(&socket).open();
    socket.look();
}

struct Socket {
    path: String,
    listener: Rc<Listener>,
    current: RefCell<Option<Open>>,
    /// The node sends empty messages, so its silence means that it is gone.
    speaks_without_need: Cell<bool>,
    silent_looks: Cell<u32>,
}

/// A socket with the functions that it calls; they live as long as it does.
struct Open {
    socket: WebSocket,
    _opened: Closure<dyn Fn(Event)>,
    _told: Closure<dyn Fn(MessageEvent)>,
    _closed: Closure<dyn Fn(Event)>,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        // One that is closed already has nothing more to close.
        let _closed = self.socket.close();
    }
}

impl Socket {
    fn open(self: Rc<Self>) {
        if self.listener.stopped.get() {
            return;
        }
        let socket = socket_address(&self.path).and_then(|address| WebSocket::new(&address).ok());
        let Some(socket) = socket else {
            self.lost();
            return;
        };
        let this = Rc::clone(&self);
        let on_open = Closure::<dyn Fn(Event)>::new(move |_| this.listener.state(true));
        let this = Rc::clone(&self);
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            this.heard(event.data().as_string().unwrap_or_default());
        });
        let this = Rc::clone(&self);
        let on_close = Closure::<dyn Fn(Event)>::new(move |_| Rc::clone(&this).lost());
        socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        self.silent_looks.set(0);
        let open = Open {
            socket,
            _opened: on_open,
            _told: on_message,
            _closed: on_close,
        };
        drop(self.current.replace(Some(open)));
    }

    fn heard(&self, text: String) {
        self.silent_looks.set(0);
        if text.is_empty() {
            self.speaks_without_need.set(true);
        }
        self.listener.message(text);
    }

    /// Tries again after a while. The old socket is dropped then, outside its own call.
    fn lost(self: Rc<Self>) {
        self.listener.state(false);
        let delay_ms = u64::from(self.listener.next_delay_ms());
        set_timeout(move || self.open(), Duration::from_millis(delay_ms));
    }

    /// Looks whether the node still speaks: a cable that was pulled closes no socket.
    fn look(self: Rc<Self>) {
        set_timeout(
            move || {
                if self.listener.stopped.get() {
                    drop(self.current.take());
                    return;
                }
                let silent = self.silent_looks.get().saturating_add(1);
                self.silent_looks.set(silent);
                let open = self.listener.state.get() == Some(true);
                if open && self.speaks_without_need.get() && silent >= SILENT_LOOKS_MAX {
                    drop(self.current.take());
                    Rc::clone(&self).lost();
                }
                self.look();
            },
            LOOK,
        );
    }
}
