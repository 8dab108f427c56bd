//! `cargo xtask demo`: a whole restaurant on one machine.
//!
//! Hub, till, kitchen screen and printer are the real programs, each a process of its own, so that any of them can be
//! killed and started again while the others go on.

mod cast;
mod folder;
mod hub;
mod leaflet;
mod ports;
mod staff;
mod stage;

use std::{
    io::BufRead as _,
    sync::mpsc::{SyncSender, sync_channel},
    thread::JoinHandle,
    time::Duration,
};

use anyhow::{Context as _, Result};
use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    iterator::Signals,
};

use crate::{
    args::{self, ArgError, Flag, Given},
    evening::{self, Evening},
    faces::{self, Finish},
    places::Places,
    run,
    say::{self, Steps},
    setup,
};
use cast::{Cast, News, Stopped};
use folder::Folder;
use stage::Stage;

/// The restaurants that come with the project.
const RESTAURANTS: [&str; 3] = ["trattoria", "diner", "yatai"];

/// How often the running demo looks whether its programs still run.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// How many times faster than life an evening is when nobody says.
const SPEED: u32 = 60;
/// A whole evening in under a minute.
const SPEED_MAX: u32 = 300;
const SPEEDS: &str = "a whole number from 1 to 300";

/// The flags of the command.
pub(crate) const FLAGS: &[Flag] = &[
    args::option(
        "--restaurant",
        "NAME",
        "trattoria (the default), diner or yatai",
    ),
    args::switch(
        "--browser",
        "serves till and kitchen to a browser even if windows could be opened",
    ),
    args::switch(
        "--lan",
        "listens on all addresses of this machine, not only on loopback",
    ),
    args::option(
        "--data",
        "FOLDER",
        "keeps the data there instead of demo-data/<restaurant>",
    ),
    args::switch("--fresh", "throws the data of an earlier demo away first"),
    args::switch(
        "--evening",
        "plays a whole service: guests come, order and pay, cooks cook",
    ),
    args::option(
        "--speed",
        "N",
        "how many times faster than life the evening goes; 60 without it",
    ),
    args::switch(
        "--by-hand",
        "leaves the setting up of till and kitchen to you",
    ),
    args::switch("--dev", "builds the faces quickly and large"),
];

/// How till and kitchen are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Show {
    /// In windows of their own.
    Windows,
    /// To whatever browser asks.
    Browser,
}

/// What the flags ask for.
struct Wish {
    restaurant: &'static str,
    show: Show,
    lan: bool,
    fresh: bool,
    by_hand: bool,
    /// How many times faster than life an evening is played, if one is.
    evening: Option<u32>,
    finish: Finish,
}

impl Wish {
    fn read(given: &Given) -> Result<Self, ArgError> {
        let name = given.text("--restaurant").unwrap_or("trattoria");
        let Some(restaurant) = RESTAURANTS.into_iter().find(|known| *known == name) else {
            return Err(ArgError::BadValue {
                flag: "--restaurant",
                given: name.to_owned(),
                allowed: "trattoria, diner or yatai",
            });
        };
        let speed = given.parsed("--speed", SPEEDS, |speed: &u32| {
            (1..=SPEED_MAX).contains(speed)
        })?;
        let evening = given.has("--evening");
        if speed.is_some() && !evening {
            return Err(ArgError::Needs {
                flag: "--speed",
                other: "--evening",
            });
        }
        if evening && given.has("--by-hand") {
            return Err(ArgError::Clash {
                flag: "--evening",
                other: "--by-hand",
            });
        }
        Ok(Self {
            restaurant,
            evening: evening.then(|| speed.unwrap_or(SPEED)),
            show: if crate::stories::has_display() && !given.has("--browser") {
                Show::Windows
            } else {
                Show::Browser
            },
            lan: given.has("--lan"),
            fresh: given.has("--fresh"),
            by_hand: given.has("--by-hand"),
            finish: if given.has("--dev") {
                Finish::Quick
            } else {
                Finish::Small
            },
        })
    }
}

/// Builds, starts, tells, and waits for Ctrl-C.
pub(crate) fn run(places: &Places, given: &Given) -> Result<()> {
    let wish = Wish::read(given)?;
    let data = given.text("--data").map_or_else(
        || places.root.join("demo-data").join(wish.restaurant),
        std::path::PathBuf::from,
    );
    let restaurant = places.restaurant(wish.restaurant)?;
    ports::free()?;
    let mut steps = Steps::new(if wish.show == Show::Windows { 7 } else { 6 });
    build(places, &wish, &mut steps)?;

    let folder = Folder::open(&data, wish.restaurant, wish.fresh)?;
    let mut cast = Cast::new();
    hear_signals(&cast)?;
    let stage = Stage {
        places,
        folder: &folder,
        lan: wish.lan,
        windows: wish.show == Show::Windows,
    };
    let mut play = |cast: &mut Cast| -> Result<()> {
        let first = stage.open_hub(cast, &mut steps)?;
        let session = stage.load(&first, &restaurant, &mut steps)?;
        stage.open_devices(cast, &first, session, wish.by_hand, &mut steps)?;
        steps.finish("everything runs");
        say::line(&leaflet::text(&stage, &first, &restaurant, wish.by_hand)?);
        let playing = match wish.evening {
            Some(speed) => Some(Playing::begin(stage.evening(&first, &restaurant, speed)?)),
            None => None,
        };
        let watched = watch(cast);
        drop(playing);
        watched
    };
    let played = play(&mut cast);
    cast.stop();
    match played {
        Err(why) if why.is::<Stopped>() => {
            say::line(&format!(
                "Stopped. The data stays in {}.",
                places.short(&data)
            ));
            Ok(())
        }
        other => other,
    }
}

/// An evening that is being played; it stops when this is dropped.
struct Playing {
    stop: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Playing {
    fn begin(evening: Evening) -> Self {
        let (stop, stopped) = sync_channel(1);
        let thread = std::thread::spawn(move || {
            if let Err(why) = evening::play(evening, &stopped, say::line) {
                say::trouble(&format!("The evening is not played on: {why:#}"));
            }
        });
        Self {
            stop: Some(stop),
            thread: Some(thread),
        }
    }
}

impl Drop for Playing {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so itself.
            drop(thread.join());
        }
    }
}

fn build(places: &Places, wish: &Wish, steps: &mut Steps) -> Result<()> {
    steps.next("what this machine needs");
    setup::wasm_target()?;
    if wish.show == Show::Windows {
        setup::packages(setup::WEBKIT)?;
    }
    steps.next("programs");
    let mut cargo = run::cargo(&places.root);
    cargo.args([
        "build",
        "--bins",
        "-p",
        "sync-hub",
        "-p",
        "node",
        "-p",
        "printers-testkit",
    ]);
    run::run(&mut cargo)?;
    steps.next("faces");
    faces::build(places, wish.finish)?;
    if wish.show == Show::Windows {
        steps.next("windows");
        let mut cargo = run::cargo(&places.root);
        run::run(cargo.args(["build", "-p", "pos-app-shell", "-p", "kds-app-shell"]))?;
    }
    Ok(())
}

/// Ctrl-C, a closed terminal and a polite kill all end the demo in order; Enter starts again what has ended.
fn hear_signals(cast: &Cast) -> Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot hear Ctrl-C")?;
    let sender = cast.sender();
    std::thread::spawn(move || {
        for _ in signals.forever() {
            if sender.send(News::Stop).is_err() {
                return;
            }
        }
    });
    let sender = cast.sender();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            if line.is_err() || sender.send(News::Enter).is_err() {
                return;
            }
        }
    });
    Ok(())
}

/// Says who ends, until Ctrl-C or until nobody is left.
fn watch(cast: &mut Cast) -> Result<()> {
    while cast.anybody() {
        match cast.next_news(LOOK_EVERY) {
            Some(News::Stop) => return Err(Stopped.into()),
            Some(News::Enter) => {
                for name in cast.start_again()? {
                    say::line(&format!("{name} was started again."));
                }
            }
            Some(News::Said { .. }) | None => {}
        }
        for (name, status) in cast.newly_ended()? {
            if status.success() {
                say::line(&format!(
                    "{name} was closed. Enter opens it again, Ctrl-C stops everything."
                ));
            } else {
                say::trouble(&format!(
                    "{name} has died ({status}). The others go on. Its log: {}",
                    cast.log(name).display()
                ));
                say::trouble("Enter starts it again, Ctrl-C stops everything.");
            }
        }
    }
    say::line("Nothing runs any more.");
    Err(Stopped.into())
}
