//! A till whose clock a story sets by hand: days, months and years go by at once.
//!
//! It is the whole node of the till, with its disk, its doors and its tie to the hub, run inside of the
//! story; what it asks for the time is the only thing that is not as in a restaurant.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use anyhow::{Context as _, Result};
use node::{Node, Settings, Source};
use shared::{api::device::DeviceRole, time::DAY_MS};

use crate::{Evening, Face};

/// A clock that goes on like any other, from the moment that a story says.
#[derive(Clone, Debug)]
pub struct HandClock {
    away_ms: Arc<AtomicI64>,
}

impl HandClock {
    /// It is this moment now, in milliseconds since 1970.
    pub fn at(moment_ms: i64) -> Self {
        let away_ms = moment_ms - Source::of_this_machine().now_ms();
        Self {
            away_ms: Arc::new(AtomicI64::new(away_ms)),
        }
    }

    /// So many days are gone.
    pub fn pass_days(&self, days: i64) {
        self.away_ms.fetch_add(days * DAY_MS, Ordering::Relaxed);
    }

    fn source(&self) -> Source {
        let (machine, away_ms) = (Source::of_this_machine(), Arc::clone(&self.away_ms));
        let clock = machine.clone();
        Source::new(
            move || clock.now_ms() + away_ms.load(Ordering::Relaxed),
            move |bytes| {
                for place in bytes {
                    [*place] = machine.bytes();
                }
            },
        )
    }
}

impl Evening {
    /// A till of the restaurant with this clock and with a browser at it, waiting for a PIN.
    pub async fn till_with(&mut self, name: &str, clock: &HandClock) -> Result<Face> {
        let settings = Settings {
            role: DeviceRole::Till,
            name: name.to_owned(),
            data: self.data_of(name),
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            hub: Some(self.hub.url.clone()),
            faces: Some(self.places.faces().to_path_buf()),
            with_parent: false,
        };
        let node = Node::start(settings, clock.source()).await;
        let node = node.with_context(|| format!("{name} does not start"))?;
        let url = format!("http://{}", node.address);
        self.nodes.push(node);
        self.enrol("till", name, &url).await?;
        let face = self.browser(name, &url).await?;
        face.wait_for("pin-pad").await?;
        Ok(face)
    }
}
