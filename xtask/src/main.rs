//! The project's own commands: `cargo xtask <command>`.

mod args;
mod check;
mod demo;
mod evening;
mod faces;
mod http;
mod interop;
mod nightly;
mod places;
mod run;
mod say;
mod setup;
mod stories;
mod test;

use std::process::ExitCode;

use anyhow::Result;

use args::{ArgError, Flag, Given};
use places::Places;

/// One command: its name, its line in the help, its flags and what it does.
struct Command {
    name: &'static str,
    summary: &'static str,
    flags: &'static [Flag],
    run: fn(&Places, &Given) -> Result<()>,
}

const NIGHTLY: &str = "--nightly";

const COMMANDS: &[Command] = &[
    Command {
        name: "demo",
        summary: "builds and starts a whole restaurant on this machine",
        flags: demo::FLAGS,
        run: demo::run,
    },
    Command {
        name: "check",
        summary: "formatting, lints and the rules of the architecture; fast",
        flags: &[],
        run: check::run,
    },
    Command {
        name: "test",
        summary: "everything that CI does, in the same order",
        flags: TEST_FLAGS,
        run: test_all,
    },
    Command {
        name: "pictures",
        summary: "draws every screen into docs/screens",
        flags: &[],
        run: stories::pictures,
    },
    Command {
        name: "faces",
        summary: "builds the three wasm faces into <target>/faces",
        flags: FACES_FLAGS,
        run: build_faces,
    },
];

const TEST_FLAGS: &[Flag] = &[args::switch(
    NIGHTLY,
    "instead, for hours: every law 100,000 times, and the fuzzers",
)];

const FACES_FLAGS: &[Flag] = &[args::switch(
    "--dev",
    "builds quickly, with large files and names for the debugger",
)];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match obey(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(wrong) => {
            say::trouble(&format!("error: {wrong:#}"));
            if wrong.is::<ArgError>() {
                say::trouble("`cargo xtask --help` shows what there is.");
                return ExitCode::from(2);
            }
            ExitCode::FAILURE
        }
    }
}

fn obey(words: &[String]) -> Result<()> {
    let Some((name, rest)) = words.split_first() else {
        say::line(&overview());
        return Ok(());
    };
    let wants_help = |word: &String| matches!(word.as_str(), "--help" | "-h" | "help");
    if wants_help(name) {
        say::line(&overview());
        return Ok(());
    }
    if name == "bench" {
        return bench(rest);
    }
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        return Err(ArgError::UnknownCommand(name.clone()).into());
    };
    if rest.iter().any(wants_help) {
        say::line(&help_of(command));
        return Ok(());
    }
    let given = Given::read(command.name, command.flags, rest)?;
    (command.run)(&Places::find()?, &given)
}

/// The benchmark is a program of its own, and its words are its own too.
fn bench(words: &[String]) -> Result<()> {
    let places = Places::find()?;
    let mut cargo = run::cargo(&places.root);
    cargo
        .args(["run", "--release", "-p", "bench", "--"])
        .args(words);
    run::run(&mut cargo)
}

fn test_all(places: &Places, given: &Given) -> Result<()> {
    if given.has(NIGHTLY) {
        nightly::run(places, given)
    } else {
        test::run(places, given)
    }
}

fn build_faces(places: &Places, given: &Given) -> Result<()> {
    let finish = if given.has("--dev") {
        faces::Finish::Quick
    } else {
        faces::Finish::Small
    };
    faces::build(places, finish)
}

fn overview() -> String {
    let bench = (
        "bench",
        "measures against baselines and prints a table; takes its own words",
    );
    let lines = COMMANDS
        .iter()
        .map(|command| (command.name, command.summary))
        .chain(std::iter::once(bench))
        .map(|(name, summary)| format!("  {name:8} {summary}\n"))
        .collect::<Vec<_>>()
        .concat();
    format!(
        "cargo xtask <command> [flags]\n\n{lines}\n`cargo xtask <command> --help` shows the flags of a command."
    )
}

fn help_of(command: &Command) -> String {
    let flags = if command.flags.is_empty() {
        "It takes no flags.".to_owned()
    } else {
        args::help(command.flags)
    };
    format!(
        "cargo xtask {}: {}\n\n{}",
        command.name,
        command.summary,
        flags.trim_end()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flag_is_in_the_help_of_its_command() {
        for command in COMMANDS {
            let help = help_of(command);
            for flag in command.flags {
                assert!(
                    help.contains(flag.name) && !flag.help.is_empty(),
                    "{}",
                    flag.name
                );
            }
        }
    }

    #[test]
    fn unknown_commands_are_named() {
        let wrong = obey(&["dmeo".to_owned()]).expect_err("no such command");
        assert_eq!(wrong.to_string(), "there is no command `dmeo`");
    }
}
