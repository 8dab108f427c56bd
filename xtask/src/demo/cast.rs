//! The demo's processes: started with a leash, listened to, watched and stopped together.
//!
//! A leash ends when this program ends, however that happens, so nothing is left behind even if this program is killed.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{BufRead as _, BufReader, Write as _},
    net::{Ipv4Addr, TcpStream},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::run;

const NEWS_MAX: usize = 64;
const STOP_LIMIT: Duration = Duration::from_secs(5);
const LOOK_EVERY: Duration = Duration::from_millis(50);
const LOG_TAIL_LINES: usize = 8;

/// Somebody asked the demo to stop.
#[derive(Debug, thiserror::Error)]
#[error("stopped")]
pub(super) struct Stopped;

/// What the demo hears while it runs.
pub(super) enum News {
    /// A program wrote a line of JSON.
    Said {
        /// Which program.
        name: &'static str,
        /// What it said.
        value: Value,
    },
    /// Somebody pressed Enter.
    Enter,
    /// Somebody wants the demo to end.
    Stop,
}

/// What holds a program to this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leash {
    /// Its standard input: `--with-parent` makes it stop when that ends.
    Input,
    /// The kernel, which sends it SIGTERM when this program ends.
    Signal,
}

/// How to start one program.
pub(super) struct Part {
    /// What people call it.
    pub(super) name: &'static str,
    pub(super) program: PathBuf,
    pub(super) words: Vec<OsString>,
    pub(super) log: PathBuf,
    pub(super) leash: Leash,
}

struct Actor {
    part: Part,
    process: Child,
    leash: Option<ChildStdin>,
    ended: Option<ExitStatus>,
}

/// All programs of a demo.
pub(super) struct Cast {
    actors: Vec<Actor>,
    news: Receiver<News>,
    sender: SyncSender<News>,
    /// What was said while somebody else was waited for.
    kept: Vec<(&'static str, Value)>,
}

impl Cast {
    /// Nobody yet.
    pub(super) fn new() -> Self {
        let (sender, news) = sync_channel(NEWS_MAX);
        Self {
            actors: Vec::new(),
            news,
            sender,
            kept: Vec::new(),
        }
    }

    /// Where news are sent to.
    pub(super) fn sender(&self) -> SyncSender<News> {
        self.sender.clone()
    }

    /// Starts a program with an empty log.
    pub(super) fn start(&mut self, part: Part) -> Result<()> {
        File::create(&part.log).with_context(|| format!("cannot write {}", part.log.display()))?;
        let (process, leash) = launch(&part, &self.sender)?;
        self.actors.push(Actor {
            part,
            process,
            leash: Some(leash),
            ended: None,
        });
        Ok(())
    }

    /// Waits until `name` says something that `pick` understands.
    pub(super) fn wait_for<T>(
        &mut self,
        name: &'static str,
        limit: Duration,
        mut pick: impl FnMut(&Value) -> Option<T>,
    ) -> Result<T> {
        let (said, others) = std::mem::take(&mut self.kept)
            .into_iter()
            .partition(|(who, _)| *who == name);
        self.kept = others;
        let said: Vec<(&str, Value)> = said;
        if let Some(found) = said.iter().find_map(|(_, value)| pick(value)) {
            return Ok(found);
        }
        let mut others = Vec::new();
        let found = self.wait(name, limit, |news| match news {
            Some(News::Said { name: who, value }) if who == name => pick(&value),
            Some(News::Said { name: who, value }) => {
                others.push((who, value));
                None
            }
            _ => None,
        });
        self.kept.append(&mut others);
        found
    }

    /// Waits until somebody listens at a port of this machine.
    pub(super) fn wait_open(
        &mut self,
        name: &'static str,
        limit: Duration,
        port: u16,
    ) -> Result<()> {
        self.wait(name, limit, |_| {
            TcpStream::connect((Ipv4Addr::LOCALHOST, port))
                .ok()
                .map(drop)
        })
    }

    fn wait<T>(
        &mut self,
        name: &'static str,
        limit: Duration,
        mut look: impl FnMut(Option<News>) -> Option<T>,
    ) -> Result<T> {
        let until = Instant::now() + limit;
        loop {
            let news = self.next_news(LOOK_EVERY);
            if matches!(news, Some(News::Stop)) {
                return Err(Stopped.into());
            }
            if let Some(found) = look(news) {
                return Ok(found);
            }
            if let Some((name, status)) = self.newly_ended()?.into_iter().next() {
                let log = self.log(name);
                bail!(
                    "{name} has ended ({status}); its log {} ends with:\n{}",
                    log.display(),
                    tail(&log)
                );
            }
            if Instant::now() >= until {
                let log = self.log(name);
                bail!(
                    "{name} is not ready after {} s; its log is {}",
                    limit.as_secs(),
                    log.display()
                );
            }
        }
    }

    /// The next piece of news, if one comes in time.
    pub(super) fn next_news(&self, limit: Duration) -> Option<News> {
        self.news.recv_timeout(limit).ok()
    }

    /// Who has ended since the last look.
    pub(super) fn newly_ended(&mut self) -> Result<Vec<(&'static str, ExitStatus)>> {
        let mut ended = Vec::new();
        for actor in self.actors.iter_mut().filter(|actor| actor.ended.is_none()) {
            let name = actor.part.name;
            if let Some(status) = actor
                .process
                .try_wait()
                .with_context(|| format!("cannot look after {name}"))?
            {
                actor.ended = Some(status);
                ended.push((name, status));
            }
        }
        Ok(ended)
    }

    /// Starts again who has ended; their logs go on.
    pub(super) fn start_again(&mut self) -> Result<Vec<&'static str>> {
        let mut started = Vec::new();
        for actor in self.actors.iter_mut().filter(|actor| actor.ended.is_some()) {
            let (process, leash) = launch(&actor.part, &self.sender)?;
            actor.process = process;
            actor.leash = Some(leash);
            actor.ended = None;
            started.push(actor.part.name);
        }
        Ok(started)
    }

    /// Whether any program still runs.
    pub(super) fn anybody(&self) -> bool {
        self.actors.iter().any(|actor| actor.ended.is_none())
    }

    /// Where a program's log is.
    pub(super) fn log(&self, name: &str) -> PathBuf {
        let actor = self.actors.iter().find(|actor| actor.part.name == name);
        actor
            .map(|actor| actor.part.log.clone())
            .unwrap_or_default()
    }

    /// Lets go of every leash, waits, and kills who does not mind.
    pub(super) fn stop(&mut self) {
        for actor in self.actors.iter_mut().rev() {
            drop(actor.leash.take());
            if actor.part.leash == Leash::Signal && actor.ended.is_none() {
                terminate(&actor.process);
            }
        }
        let until = Instant::now() + STOP_LIMIT;
        while self.anybody() && Instant::now() < until && self.newly_ended().is_ok() {
            drop(self.next_news(LOOK_EVERY));
        }
        for actor in self.actors.iter_mut().filter(|actor| actor.ended.is_none()) {
            drop(actor.process.kill());
            actor.ended = actor.process.wait().ok();
        }
    }
}

impl Drop for Cast {
    fn drop(&mut self) {
        self.stop();
    }
}

fn launch(part: &Part, sender: &SyncSender<News>) -> Result<(Child, ChildStdin)> {
    let log = || {
        OpenOptions::new()
            .append(true)
            .create(true)
            .open(&part.log)
            .with_context(|| format!("cannot write {}", part.log.display()))
    };
    let mut process = leashed(part)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(log()?)
        // Ctrl-C belongs to this program, which then stops the others one by one.
        .process_group(0)
        .spawn()
        .with_context(|| format!("cannot start {}", part.program.display()))?;
    let leash = process.stdin.take().context("no leash")?;
    let output = process.stdout.take().context("no output")?;
    let (name, log, sender) = (part.name, log()?, sender.clone());
    std::thread::spawn(move || listen(name, output, log, &sender));
    Ok((process, leash))
}

/// The program with what makes it stop when this one ends.
fn leashed(part: &Part) -> Command {
    let setpriv = run::found("setpriv").filter(|_| part.leash == Leash::Signal);
    let mut command = Command::new(setpriv.as_ref().unwrap_or(&part.program));
    if setpriv.is_some() {
        command
            .args(["--pdeathsig", "TERM", "--"])
            .arg(&part.program);
    }
    command.args(&part.words);
    if part.leash == Leash::Input {
        command.arg("--with-parent");
    }
    command
}

/// Asks a process to end; what it does then is told by its status.
fn terminate(process: &Child) {
    let mut shell = Command::new("sh");
    run::agrees(
        shell
            .args(["-c", "kill -TERM \"$1\"", "sh"])
            .arg(process.id().to_string()),
    );
}

/// Lines of JSON are news; anything else is for the log. What is said in JSON may be secret and is not logged.
fn listen(name: &'static str, output: ChildStdout, mut log: File, sender: &SyncSender<News>) {
    for line in BufReader::new(output).lines() {
        let Ok(line) = line else { return };
        let delivered = match serde_json::from_str(&line) {
            Ok(value) => sender.send(News::Said { name, value }).is_ok(),
            Err(_) => writeln!(log, "{line}").is_ok(),
        };
        if !delivered {
            return;
        }
    }
}

fn tail(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.len().saturating_sub(LOG_TAIL_LINES);
    lines.get(from..).unwrap_or_default().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &'static str, leash: Leash, script: &str) -> Part {
        let log = std::env::temp_dir().join(format!("xtask-{name}-{}.log", std::process::id()));
        let words = ["-c", script].map(OsString::from).to_vec();
        Part {
            name,
            program: "/bin/sh".into(),
            words,
            log,
            leash,
        }
    }

    fn cast_of(part: Part) -> Cast {
        let mut cast = Cast::new();
        cast.start(part).expect("sh starts");
        cast
    }

    #[test]
    fn a_program_without_its_leash_stops() {
        let mut cast = cast_of(part(
            "good",
            Leash::Input,
            r#"echo '{"ready":true}'; read line; exit 0"#,
        ));
        let limit = Duration::from_secs(20);
        cast.wait_for("good", limit, |value| value.get("ready").cloned())
            .expect("ready");
        cast.stop();
        assert_eq!(
            cast.actors.first().and_then(|actor| actor.ended?.code()),
            Some(0)
        );
    }

    #[test]
    fn a_program_on_the_kernels_leash_is_asked_to_end() {
        let script = r#"trap 'exit 7' TERM; echo '{"ready":true}'; while :; do sleep 0.05; done"#;
        let mut cast = cast_of(part("term", Leash::Signal, script));
        let limit = Duration::from_secs(20);
        cast.wait_for("term", limit, |value| value.get("ready").cloned())
            .expect("ready");
        cast.stop();
        assert_eq!(
            cast.actors.first().and_then(|actor| actor.ended?.code()),
            Some(7)
        );
    }

    #[test]
    fn what_is_said_too_early_is_kept() {
        let mut cast = cast_of(part(
            "early",
            Leash::Input,
            r#"echo '{"here":1}'; read line"#,
        ));
        let late = r#"read -t 0.3 line; echo '{"here":2}'; read line"#;
        cast.start(Part {
            program: "/bin/bash".into(),
            ..part("late", Leash::Input, late)
        })
        .expect("starts");
        let limit = Duration::from_secs(20);
        let here = |value: &Value| value.get("here").and_then(Value::as_u64);
        assert_eq!(cast.wait_for("late", limit, here).expect("said"), 2);
        assert_eq!(cast.wait_for("early", limit, here).expect("kept"), 1);
    }

    #[test]
    fn an_early_death_is_told_with_the_end_of_the_log() {
        let mut cast = cast_of(part(
            "bad",
            Leash::Input,
            "echo 'the port is taken' >&2; exit 3",
        ));
        let wrong = cast
            .wait_for("bad", Duration::from_secs(20), |_| Some(()))
            .expect_err("died");
        let text = wrong.to_string();
        assert!(
            text.contains("exit status: 3") && text.ends_with("the port is taken"),
            "{text}"
        );
    }

    #[test]
    fn what_is_said_in_json_is_not_logged() {
        let mut cast = cast_of(part(
            "quiet",
            Leash::Input,
            r#"echo hello; echo '{"password":"secret"}'; read line"#,
        ));
        let limit = Duration::from_secs(20);
        cast.wait_for("quiet", limit, |value| value.get("password").cloned())
            .expect("said");
        let log = fs::read_to_string(cast.log("quiet")).expect("a log");
        assert_eq!(log, "hello\n");
    }
}
