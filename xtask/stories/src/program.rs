//! A program that runs beside the story: listened to, and killed when the story is over.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::Stdio,
};

use anyhow::{Context as _, Result};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, ChildStdin, Command},
    sync::mpsc,
    time::timeout,
};

use crate::wait::LIMIT;

/// So many lines wait for a story that does not listen; later ones are dropped.
const LINES_MAX: usize = 256;

/// A running program.
#[derive(Debug)]
pub struct Program {
    name: String,
    child: Child,
    /// Its leash: `--with-parent` ends a node when this does.
    _input: Option<ChildStdin>,
    lines: mpsc::Receiver<String>,
    log: PathBuf,
}

/// What to start.
#[derive(Clone, Debug)]
pub struct Start {
    /// What people call it.
    pub name: String,
    /// The program.
    pub program: PathBuf,
    /// Its words.
    pub words: Vec<OsString>,
    /// More variables of its environment.
    pub variables: Vec<(&'static str, String)>,
}

impl Start {
    /// A program without words.
    pub fn new(name: &str, program: impl Into<PathBuf>) -> Self {
        Self {
            name: name.to_owned(),
            program: program.into(),
            words: Vec::new(),
            variables: Vec::new(),
        }
    }

    /// One more word.
    #[must_use]
    pub fn word(mut self, word: impl Into<OsString>) -> Self {
        self.words.push(word.into());
        self
    }

    /// A flag with its value.
    #[must_use]
    pub fn flag(self, flag: &str, value: impl Into<OsString>) -> Self {
        self.word(flag).word(value)
    }

    /// A variable of its environment.
    #[must_use]
    pub fn variable(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    /// Starts it; its log is a file in `logs`.
    pub fn run(self, logs: &Path) -> Result<Program> {
        let log = logs.join(format!(
            "{}.log",
            self.name.to_lowercase().replace(' ', "-")
        ));
        let errors = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&log)
            .with_context(|| format!("cannot write {}", log.display()))?;
        let mut command = Command::new(&self.program);
        command
            .args(&self.words)
            .envs(self.variables)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(errors)
            .kill_on_drop(true);
        let mut child = command
            .spawn()
            .with_context(|| format!("cannot start {}", self.program.display()))?;
        let output = child.stdout.take().context("a program has an output")?;
        let (sender, lines) = mpsc::channel(LINES_MAX);
        tokio::spawn(async move {
            let mut output = BufReader::new(output).lines();
            while let Ok(Some(line)) = output.next_line().await {
                // Read on even where nobody listens, or the program would stop at a full pipe.
                drop(sender.try_send(line));
            }
        });
        Ok(Program {
            name: self.name,
            _input: child.stdin.take(),
            child,
            lines,
            log,
        })
    }
}

impl Program {
    /// Waits for a line of which `read` makes something.
    pub async fn line<T>(&mut self, read: impl Fn(&str) -> Option<T>) -> Result<T> {
        let name = self.name.clone();
        let found = async {
            while let Some(line) = self.lines.recv().await {
                if let Some(found) = read(&line) {
                    return Some(found);
                }
            }
            None
        };
        let found = timeout(LIMIT, found).await;
        let found = found.with_context(|| format!("{name} does not say it"))?;
        found.with_context(|| format!("{name} ended; its log is {}", self.log.display()))
    }

    /// Waits for a fact that the program tells as JSON.
    pub async fn fact<T>(&mut self, read: impl Fn(&Value) -> Option<T>) -> Result<T> {
        self.line(|line| serde_json::from_str(line).ok().as_ref().and_then(&read))
            .await
    }

    /// Kills it as a pulled plug does: with SIGKILL.
    pub async fn kill(&mut self) -> Result<()> {
        let killed = self.child.kill().await;
        killed.with_context(|| format!("{} cannot be killed", self.name))
    }
}
