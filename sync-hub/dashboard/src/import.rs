//! A restaurant's folder: chosen in the browser, tried first, applied when it is right.

mod diff;
mod files;

use std::collections::BTreeMap;

use leptos::{html, prelude::*, task::spawn_local};
use shared::api::hub::{ImportReport, ImportRequest};
use ui_kit::{
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    states::{ErrorNote, Loading},
    words::{Words, use_words},
};

use self::{
    diff::{Diff, Errors, Notes},
    files::{NotRead, files_of, read},
};
use crate::{desk::Desk, hub, hub::Trouble};

/// Why there is nothing to show.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wrong {
    Files(NotRead),
    Hub(Trouble),
}

impl Wrong {
    fn text(&self, words: &Words) -> String {
        match self {
            Self::Files(NotRead::NoCsv) => words.dashboard.no_csv.to_owned(),
            Self::Files(NotRead::NotText) => words.dashboard.file_unreadable.to_owned(),
            Self::Hub(trouble) => trouble.text(words),
        }
    }
}

/// Where the import is.
#[derive(Clone, Copy)]
struct Steps {
    desk: Desk,
    files: RwSignal<BTreeMap<String, String>>,
    report: RwSignal<Option<ImportReport>>,
    wrong: RwSignal<Option<Wrong>>,
    busy: RwSignal<bool>,
}

impl Steps {
    /// Files were chosen: reads them and lets the hub try them.
    fn choose(self, chosen: Vec<web_sys::File>) {
        self.start();
        self.files.set(BTreeMap::new());
        spawn_local(async move {
            match read(chosen).await {
                Ok(files) => {
                    self.files.set(files);
                    self.send(true);
                }
                Err(why) => self.end(Some(Wrong::Files(why))),
            }
        });
    }

    /// Sends the files; a dry run changes nothing.
    fn send(self, dry_run: bool) {
        if !dry_run {
            self.busy.set(true);
            self.wrong.set(None);
        }
        let request = ImportRequest {
            files: self.files.get_untracked(),
        };
        let question = async move { hub::import(&request, dry_run).await };
        self.desk.ask(question, move |answer| match answer {
            Ok(report) => {
                if !dry_run {
                    self.desk.learn_site();
                }
                self.report.set(Some(report));
                self.end(None);
            }
            Err(trouble) => self.end(Some(Wrong::Hub(trouble))),
        });
    }

    fn start(self) {
        self.busy.set(true);
        self.wrong.set(None);
        self.report.set(None);
    }

    fn end(self, wrong: Option<Wrong>) {
        self.busy.set(false);
        self.wrong.set(wrong);
    }
}

/// The page.
#[component]
pub(crate) fn Import() -> impl IntoView {
    let words = use_words();
    let steps = Steps {
        desk: Desk::get(),
        files: RwSignal::new(BTreeMap::new()),
        report: RwSignal::new(None),
        wrong: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    view! {
        <section class="panel stack import-choose">
            <p>{move || words.get().dashboard.import_help}</p>
            <div class="row">
                <Picker steps folder=true />
                <Picker steps folder=false />
            </div>
            <Chosen steps />
        </section>
        {move || {
            steps.busy.get().then(|| view! { <Loading text=Signal::derive(move || Some(words.get().common.working.to_owned())) /> })
        }}
        {move || {
            steps
                .wrong
                .get()
                .map(|wrong| {
                    let what = Signal::derive(move || wrong.text(words.get()));
                    view! { <ErrorNote what testid="import-wrong" /> }
                })
        }}
        {move || steps.report.get().map(|report| view! { <Report steps report /> })}
    }
}

/// A button that opens the browser's own list of files or folders.
#[component]
fn Picker(steps: Steps, folder: bool) -> impl IntoView {
    let words = use_words();
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get().filter(|_| folder) {
            // A browser that cannot choose folders chooses files.
            let _refused = input.set_attribute("webkitdirectory", "");
        }
    });
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        if let Some(files) = input.files().filter(|files| files.length() > 0) {
            // The list empties with the input, so its files are taken out first.
            steps.choose(files_of(&files));
        }
        // The same folder may be chosen again after it was corrected.
        input.set_value("");
    };
    let (kind, icon, testid) = if folder {
        (ButtonKind::Primary, IconName::Download, "import-folder")
    } else {
        (ButtonKind::Plain, IconName::Plus, "import-files")
    };
    let word = move || {
        if folder {
            words.get().dashboard.choose_folder
        } else {
            words.get().dashboard.choose_files
        }
    };
    view! {
        <Button
            kind
            big=true
            testid=format!("{testid}-button")
            on_press=move |()| {
                if let Some(input) = input.get_untracked() {
                    input.click();
                }
            }
        >
            <Icon name=icon />
            {word}
        </Button>
        <input
            type="file"
            class="visually-hidden"
            tabindex="-1"
            multiple
            accept=(!folder).then_some(".csv,text/csv")
            aria-label=word
            data-testid=testid
            node_ref=input
            on:change=chosen
        />
    }
}

/// The names of the chosen files.
#[component]
fn Chosen(steps: Steps) -> impl IntoView {
    let words = use_words();
    move || {
        let names: Vec<String> = steps.files.with(|files| files.keys().cloned().collect());
        (!names.is_empty()).then(|| {
            view! {
                <p class="soft" data-testid="import-chosen">
                    {format!("{}: {}", words.get().dashboard.chosen_files, names.join(", "))}
                </p>
            }
        })
    }
}

/// What the hub said about the files.
#[component]
fn Report(steps: Steps, report: ImportReport) -> impl IntoView {
    let words = use_words();
    let ImportReport {
        dry_run,
        diff,
        errors,
        notes,
        published,
    } = report;
    let may_apply = dry_run && errors.is_empty() && !diff.is_empty();
    let nothing = errors.is_empty() && diff.is_empty();
    let done = published.map(|published| {
        view! {
            <p class="import-done tone-good" role="status" data-testid="import-done">
                <Icon name=IconName::Check />
                {move || {
                    let words = words.get();
                    format!("{} · {}", words.dashboard.import_done, words.version(published.version))
                }}
            </p>
        }
    });
    view! {
        <div class="stack" data-testid="import-report">
            {done}
            {nothing
                .then(|| {
                    view! {
                        <p class="panel" data-testid="import-nothing">
                            {move || words.get().dashboard.nothing_changes}
                        </p>
                    }
                })}
            {may_apply
                .then(|| {
                    view! {
                        <div class="page-head">
                            <span class="grow soft">{move || words.get().dashboard.dry_run}</span>
                            <Button
                                kind=ButtonKind::Primary
                                big=true
                                busy=steps.busy
                                testid="import-apply"
                                on_press=move |()| steps.send(false)
                            >
                                <Icon name=IconName::Check />
                                {move || words.get().dashboard.apply}
                            </Button>
                        </div>
                    }
                })}
            {(!errors.is_empty()).then(|| view! { <Errors errors /> })}
            {(!diff.is_empty()).then(|| view! { <Diff diff /> })}
            {(!notes.is_empty()).then(|| view! { <Notes notes /> })}
        </div>
    }
}
