//! One screen, touched as a person touches it.
//!
//! Things on it are known by `data-testid`. `outer/inner` is the thing `inner` inside of `outer`.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, Result};
use fantoccini::{
    Client, Locator,
    actions::{InputSource as _, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
    elements::Element,
};
use serde_json::{Value, json};

use crate::wait::{LIMIT, until, until_within};

/// What a look at a thing tells: whether it is there, its text and an attribute.
const LOOK: &str = "const e = document.querySelector(arguments[0]);\
    if (!e) return null;\
    const t = e.value !== undefined && e.tagName === 'INPUT' ? e.value : e.innerText;\
    return [t, arguments[1] ? e.getAttribute(arguments[1]) : null];";
/// Whether a touch would do something now.
const IS_READY: &str = "const e = document.querySelector(arguments[0]);\
    return !!e && !e.disabled && e.getAttribute('aria-disabled') !== 'true'\
      && e.getAttribute('aria-busy') !== 'true';";

/// Whether a person sees all of a thing: on the screen, and with nothing over its middle.
const IS_IN_SIGHT: &str = "const e = document.querySelector(arguments[0]);\
    if (!e) return false;\
    const r = e.getBoundingClientRect(), v = window.visualViewport;\
    const on = r.width > 0 && r.left >= 0 && r.top >= 0\
      && r.right <= v.width + 1 && r.bottom <= v.height + 1;\
    const top = on && document.elementFromPoint((r.left + r.right) / 2, (r.top + r.bottom) / 2);\
    return !!top && e.contains(top);";

/// A screen.
#[derive(Clone, Debug)]
pub struct Face {
    name: String,
    client: Client,
    /// Where Chromium's driver answers for this session; none for a window.
    chromium: Option<String>,
}

impl Face {
    pub(crate) async fn new(name: &str, client: Client, driver: Option<String>) -> Result<Self> {
        let chromium = match driver {
            Some(url) => {
                let session = client.session_id().await?;
                let session = session.context("a screen without a session")?;
                Some(format!("{url}/session/{session}"))
            }
            None => None,
        };
        Ok(Self {
            name: name.to_owned(),
            client,
            chromium,
        })
    }

    /// What the story calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Goes to a page.
    pub async fn go(&self, url: &str) -> Result<()> {
        let gone = self.client.goto(url).await;
        gone.with_context(|| format!("{} cannot open {url}", self.name))
    }

    /// Gives the page exactly so many pixels.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500,
        });
        if self.chromium.is_some() {
            let override_ =
                json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": metrics });
            self.chromium_asks("goog/cdp/execute", &override_).await?;
        } else {
            self.client.set_window_size(width, height).await?;
        }
        Ok(())
    }

    async fn chromium_asks(&self, path: &str, body: &Value) -> Result<Value> {
        let session = self.chromium.as_ref().context("not a browser")?;
        let client = crate::hub::client()?;
        let asked = client.post(format!("{session}/{path}")).json(body).send();
        let answer: Value = asked.await?.error_for_status()?.json().await?;
        Ok(answer.get("value").cloned().unwrap_or_default())
    }

    async fn look(&self, testid: &str, attribute: &str) -> Result<Option<(String, String)>> {
        let words = vec![json!(css(testid)), json!(attribute)];
        let seen = self.client.execute(LOOK, words).await?;
        let word = |place: usize| {
            let word = seen.get(place).and_then(Value::as_str);
            word.unwrap_or_default().trim().to_owned()
        };
        Ok((!seen.is_null()).then(|| (word(0), word(1))))
    }

    /// Whether a thing is there now.
    pub async fn has(&self, testid: &str) -> Result<bool> {
        Ok(self.look(testid, "").await?.is_some())
    }

    /// Waits until a person sees all of a thing without scrolling.
    pub async fn wait_in_sight(&self, testid: &str) -> Result<()> {
        let what = format!("{} shows all of {testid}", self.name);
        until(&what, async || {
            let seen = self.client.execute(IS_IN_SIGHT, vec![json!(css(testid))]);
            Ok((seen.await? == Value::Bool(true)).then_some(()))
        })
        .await
    }

    /// How many pixels wide the page is; more than the screen has is a page that moves sideways.
    pub async fn page_width(&self) -> Result<u64> {
        let script = "return document.documentElement.scrollWidth;";
        let width = self.client.execute(script, Vec::new()).await?;
        width.as_u64().context("a width is a number")
    }

    /// How many things with this name are there now.
    pub async fn count(&self, testid: &str) -> Result<u64> {
        let script = "return document.querySelectorAll(arguments[0]).length;";
        let count = self
            .client
            .execute(script, vec![json!(css(testid))])
            .await?;
        count.as_u64().context("a count is a number")
    }

    /// Waits until a thing is there.
    pub async fn wait_for(&self, testid: &str) -> Result<()> {
        let what = format!("{} shows {testid}", self.name);
        until(&what, async || Ok(self.has(testid).await?.then_some(()))).await
    }

    /// Waits until a thing is gone.
    pub async fn wait_gone(&self, testid: &str) -> Result<()> {
        let what = format!("{} shows {testid} no more", self.name);
        until(&what, async || Ok((!self.has(testid).await?).then_some(()))).await
    }

    /// The text of a thing, as soon as it is there.
    pub async fn text(&self, testid: &str) -> Result<String> {
        self.wait_text(testid, "any text", |_| true).await
    }

    /// Waits until the text of a thing is as it should be, and gives it.
    pub async fn wait_text(
        &self,
        testid: &str,
        should: &str,
        is_so: impl Fn(&str) -> bool,
    ) -> Result<String> {
        let mut last = None;
        let what = format!("{} shows {testid} with {should}", self.name);
        let found = until(&what, async || {
            last = self.look(testid, "").await?.map(|(text, _)| text);
            Ok(last.clone().filter(|text| is_so(text)))
        });
        let found = found.await;
        found.with_context(|| format!("{testid} says {last:?}"))
    }

    /// Waits until the text of a thing holds `part`.
    pub async fn wait_says(&self, testid: &str, part: &str) -> Result<String> {
        self.wait_text(testid, part, |text| text.contains(part))
            .await
    }

    /// Waits until a thing shows this amount, in minor units, however it is written.
    pub async fn wait_amount(&self, testid: &str, minor: i64) -> Result<()> {
        let is_so = |text: &str| amount(text) == Some(minor);
        let should = format!("{minor} minor units");
        self.wait_text(testid, &should, is_so).await.map(drop)
    }

    /// An attribute of a thing, as soon as the thing is there.
    pub async fn attribute(&self, testid: &str, attribute: &str) -> Result<String> {
        let what = format!("{} shows {testid}", self.name);
        let seen = until(&what, async || self.look(testid, attribute).await).await?;
        Ok(seen.1)
    }

    /// Waits until an attribute of a thing is so.
    pub async fn wait_attribute(&self, testid: &str, name: &str, value: &str) -> Result<()> {
        self.wait_attribute_within(LIMIT, testid, name, value).await
    }

    /// Like [`Self::wait_attribute`], with a limit of its own.
    pub async fn wait_attribute_within(
        &self,
        limit: Duration,
        testid: &str,
        name: &str,
        value: &str,
    ) -> Result<()> {
        let mut last = None;
        let what = format!("{}: {testid} with {name} = {value}", self.name);
        let found = until_within(limit, &what, async || {
            last = self.look(testid, name).await?.map(|(_, now)| now);
            Ok(last
                .as_deref()
                .is_some_and(|now| now == value)
                .then_some(()))
        });
        let found = found.await;
        found.with_context(|| format!("{name} of {testid} is {last:?}"))
    }

    async fn find(&self, testid: &str) -> Result<Element> {
        Ok(self.client.find(Locator::Css(&css(testid))).await?)
    }

    /// Touches a thing as soon as a touch does something.
    pub async fn click(&self, testid: &str) -> Result<()> {
        let what = format!("{}: a touch of {testid}", self.name);
        until(&what, async || {
            let ready = self.client.execute(IS_READY, vec![json!(css(testid))]);
            if ready.await? != Value::Bool(true) {
                return Ok(None);
            }
            self.find(testid).await?.click().await?;
            Ok(Some(()))
        })
        .await
    }

    /// Touches a thing once, whether it is blocked or not.
    pub async fn touch(&self, testid: &str) -> Result<()> {
        self.wait_for(testid).await?;
        let touched = self.find(testid).await?.click().await;
        touched.with_context(|| format!("{}: {testid} cannot be touched", self.name))
    }

    /// Touches a thing twice, as quickly as a finger does.
    pub async fn double_tap(&self, testid: &str) -> Result<()> {
        self.wait_for(testid).await?;
        let press = PointerAction::Down {
            button: MOUSE_BUTTON_LEFT,
        };
        let release = PointerAction::Up {
            button: MOUSE_BUTTON_LEFT,
        };
        let finger = self.finger_on(testid).await?;
        let finger = finger
            .then(press.clone())
            .then(release.clone())
            .then(press)
            .then(release);
        let tapped = self.client.perform_actions(finger).await;
        tapped.with_context(|| format!("{}: a double tap on {testid}", self.name))
    }

    /// Keeps a finger on a thing until `shown` comes of it.
    pub async fn hold(&self, testid: &str, shown: &str) -> Result<()> {
        self.wait_for(testid).await?;
        let press = PointerAction::Down {
            button: MOUSE_BUTTON_LEFT,
        };
        let finger = self.finger_on(testid).await?.then(press);
        let pressed = self.client.perform_actions(finger).await;
        pressed.with_context(|| format!("{}: a finger on {testid}", self.name))?;
        self.wait_for(shown).await?;
        Ok(self.client.release_actions().await?)
    }

    /// A finger over the middle of a thing.
    async fn finger_on(&self, testid: &str) -> Result<MouseActions> {
        let over = PointerAction::MoveToElement {
            element: self.find(testid).await?,
            duration: None,
            x: 0.0,
            y: 0.0,
        };
        Ok(MouseActions::new("finger".to_owned()).then(over))
    }

    /// Types into a field.
    pub async fn type_into(&self, testid: &str, text: &str) -> Result<()> {
        let what = format!("{}: typing into {testid}", self.name);
        until(&what, async || {
            let field = self.find(testid).await?;
            field.clear().await?;
            field.send_keys(text).await?;
            Ok(Some(()))
        })
        .await
    }

    /// Types a day into a field for one, digit by digit, as on a keyboard.
    pub async fn type_date(&self, testid: &str, year: u32, month: u32, day: u32) -> Result<()> {
        self.type_over(testid, &format!("{month:02}{day:02}{year:04}"))
            .await
    }

    /// Types over what a field holds, where the field has marked it all already.
    pub async fn type_over(&self, testid: &str, text: &str) -> Result<()> {
        let what = format!("{}: typing over {testid}", self.name);
        until(&what, async || {
            self.find(testid).await?.send_keys(text).await?;
            Ok(Some(()))
        })
        .await
    }

    /// Gives files to a field that takes files.
    pub async fn choose_files(&self, testid: &str, files: &[PathBuf]) -> Result<()> {
        self.wait_for(testid).await?;
        let paths: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
        let chosen = self.find(testid).await?.send_keys(&paths.join("\n")).await;
        chosen.with_context(|| format!("{}: {testid} takes no files", self.name))
    }

    /// Types at the whole screen, as a scanner and a keyboard do.
    pub async fn type_anywhere(&self, text: &str) -> Result<()> {
        let here = self.client.active_element().await?;
        Ok(here.send_keys(text).await?)
    }

    /// Presses the browser's back.
    pub async fn back(&self) -> Result<()> {
        Ok(self.client.back().await?)
    }

    /// Waits until everything that moves stands still, and the browser has drawn it.
    pub async fn settle(&self) -> Result<()> {
        const STILL: &str = "const done = arguments[0];\
            const moving = document.getAnimations()\
              .filter((a) => a.effect?.getComputedTiming().iterations !== Infinity);\
            Promise.allSettled([document.fonts.ready, ...moving.map((a) => a.finished)])\
              .then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));";
        let settled = self.client.execute_async(STILL, Vec::new()).await;
        settled.with_context(|| format!("{} does not come to rest", self.name))?;
        Ok(())
    }

    /// A picture of the screen, as PNG.
    pub async fn picture(&self) -> Result<Vec<u8>> {
        Ok(self.client.screenshot().await?)
    }

    /// Puts a picture of the screen into a file.
    pub async fn picture_to(&self, file: &Path) -> Result<()> {
        let picture = self.picture().await?;
        std::fs::write(file, picture).with_context(|| format!("cannot write {}", file.display()))
    }

    /// What the page complained about: a panic, a broken rule, a script that failed.
    ///
    /// A request that was refused or found nobody is no complaint: stories do that on purpose.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        if self.chromium.is_none() {
            return Ok(Vec::new());
        }
        let kind = json!({ "type": "browser" });
        let log = self.chromium_asks("se/log", &kind).await?;
        let word = |entry: &Value, name: &str| {
            let word = entry.get(name).and_then(Value::as_str);
            word.unwrap_or_default().to_owned()
        };
        let is_complaint = |entry: &&Value| {
            let message = word(entry, "message");
            let network = word(entry, "source") == "network"
                || message.contains("WebSocket connection to")
                || message.contains("Failed to load resource");
            word(entry, "level") == "SEVERE" && !network
        };
        let log = log.as_array().cloned().unwrap_or_default();
        let complaints = log.iter().filter(is_complaint);
        Ok(complaints
            .map(|entry| format!("{}: {}", self.name, word(entry, "message")))
            .collect())
    }

    /// Closes the screen.
    pub(crate) async fn close(self) -> Result<()> {
        Ok(self.client.close().await?)
    }
}

/// The selector of a thing by its name.
fn css(testid: &str) -> String {
    let one = |id: &str| format!("[data-testid=\"{}\"]", id.replace('"', "\\\""));
    testid.split('/').map(one).collect::<Vec<_>>().join(" ")
}

/// An amount as people write it, in minor units: its digits and its sign.
pub fn amount(text: &str) -> Option<i64> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let value: i64 = digits.parse().ok()?;
    Some(if text.contains(['-', '−']) {
        -value
    } else {
        value
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_inside_of_another_is_looked_for_there() {
        assert_eq!(css("tab-Sala"), "[data-testid=\"tab-Sala\"]");
        assert_eq!(css("a/b"), "[data-testid=\"a\"] [data-testid=\"b\"]");
    }

    #[test]
    fn an_amount_is_read_however_it_is_written() {
        assert_eq!(amount("13,00 €"), Some(1_300));
        assert_eq!(amount("$1,234.50"), Some(123_450));
        assert_eq!(amount("−¥850"), Some(-850));
        assert_eq!(amount("gratis"), None);
    }
}
