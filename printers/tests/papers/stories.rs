//! Printers as they are: without paper, silent, unplugged, torn away in the middle of a job.

use std::{
    net::{Ipv4Addr, SocketAddr, SocketAddrV4},
    time::Duration,
};

use printers::{
    doc::{Align, Block, Doc, DocKind, Style},
    drive::{self, Outcome, Progress, Reason},
    escpos,
    layout::layout,
    profile::Profile,
    transport::{Limits, Trouble},
};
use printers_testkit::{Handle, Paper};

pub(crate) const ANY_PORT: SocketAddr = SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 0));
const SOON: Duration = Duration::from_secs(5);

/// Short limits, so that a silent printer does not make a slow test.
fn limits() -> Limits {
    Limits {
        connect: Duration::from_secs(1),
        reply: Duration::from_millis(150),
        no_progress: Duration::from_secs(1),
        ack: Duration::from_millis(300),
        mend: Duration::from_secs(5),
        poll: Duration::from_millis(20),
    }
}

async fn printer() -> (Handle, String) {
    let printer = Paper::start(ANY_PORT, None).await.unwrap();
    let addr = printer.addr().to_string();
    (printer, addr)
}

fn job(text: &str, profile: &Profile) -> Vec<u8> {
    let mut doc = Doc::new(DocKind::Test);
    for line in 1..=20 {
        doc.styled(format!("{text} {line}"), Style::PLAIN, Align::Left);
    }
    doc.push(Block::Cut);
    escpos::encode(&layout(&doc, profile), profile).unwrap()
}

async fn print(addr: &str, text: &str) -> Outcome {
    let profile = Profile::epson_80();
    drive::print_job(addr, &job(text, &profile), &profile, limits(), |_| {}).await
}

/// Prints, and insists on it.
pub(crate) async fn printed(addr: &str, bytes: &[u8], profile: &Profile) {
    let outcome = drive::print_job(addr, bytes, profile, Limits::default(), |_| {}).await;
    assert!(matches!(outcome, Outcome::Printed), "{outcome:?}");
}

#[tokio::test]
async fn a_job_is_on_paper_when_the_printer_says_so() {
    let (printer, addr) = printer().await;
    let outcome = print(&addr, "soup").await;
    assert!(matches!(outcome, Outcome::Printed), "{outcome:?}");
    assert!(printer.snapshot().shows("soup 20"));
}

#[tokio::test]
async fn a_kick_opens_the_drawer_at_once_and_only_once() {
    let (printer, addr) = printer().await;
    let outcome = drive::kick(&addr, &Profile::epson_80(), limits()).await;
    assert!(matches!(outcome, Outcome::Printed), "{outcome:?}");
    assert_eq!(printer.kicks(), 1);
    assert!(matches!(print(&addr, "next guest").await, Outcome::Printed));
    assert_eq!(printer.kicks(), 1);
    let status = drive::probe(&addr, &Profile::epson_80(), limits())
        .await
        .unwrap();
    assert!(status.online && status.drawer_open);
}

#[tokio::test]
async fn a_drawer_never_opens_later() {
    let (printer, addr) = printer().await;
    printer.set_faults(|faults| faults.cover_open = true);
    let outcome = drive::kick(&addr, &Profile::epson_80(), limits()).await;
    assert!(
        matches!(outcome, Outcome::NotSent(Reason::CoverOpen)),
        "{outcome:?}"
    );
    printer.set_faults(|faults| faults.cover_open = false);
    assert!(matches!(print(&addr, "later").await, Outcome::Printed));
    assert_eq!(printer.kicks(), 0);
}

#[tokio::test]
async fn s1_without_paper_nothing_is_sent() {
    let (printer, addr) = printer().await;
    printer.set_faults(|faults| faults.paper_out = true);
    let outcome = print(&addr, "soup").await;
    assert!(
        matches!(outcome, Outcome::NotSent(Reason::PaperOut)),
        "{outcome:?}"
    );
    assert_eq!(printer.snapshot().bytes, 0);
    printer.set_faults(|faults| faults.paper_out = false);
    assert!(matches!(print(&addr, "soup").await, Outcome::Printed));
    assert_eq!(printer.papers().len(), 1);
}

#[tokio::test]
async fn s2_paper_that_ends_in_the_middle_is_waited_for_and_the_job_comes_out_once() {
    let (printer, addr) = printer().await;
    printer.set_faults(|faults| faults.paper_out_after_lines = Some(10));
    let profile = Profile::epson_80();
    let (troubles, mut heard) = tokio::sync::mpsc::channel(16);
    let task = tokio::spawn(async move {
        let on_progress = move |progress| {
            if let Progress::Stopped(trouble) = progress {
                let _ = troubles.try_send(trouble);
            }
        };
        drive::print_job(
            &addr,
            &job("soup", &profile),
            &profile,
            limits(),
            on_progress,
        )
        .await
    });
    let trouble = tokio::time::timeout(SOON, heard.recv()).await.unwrap();
    assert_eq!(trouble, Some(Trouble::PaperOut));
    printer.set_faults(|faults| faults.paper_out = false);
    let outcome = tokio::time::timeout(SOON, task).await.unwrap().unwrap();
    assert!(matches!(outcome, Outcome::Printed), "{outcome:?}");
    assert_eq!(printer.papers().len(), 1);
}

#[tokio::test]
async fn s5_an_unplugged_printer_gets_nothing() {
    let (printer, addr) = printer().await;
    printer.set_faults(|faults| faults.refuse = true);
    // The socket closes a moment later; until then the printer hangs up without a word.
    let refused = async {
        while !matches!(
            print(&addr, "soup").await,
            Outcome::NotSent(Reason::Unreachable)
        ) {}
    };
    tokio::time::timeout(SOON, refused).await.unwrap();
    assert_eq!(printer.snapshot().bytes, 0);
    printer.set_faults(|faults| faults.refuse = false);
    let back = async { while !matches!(print(&addr, "soup").await, Outcome::Printed) {} };
    tokio::time::timeout(SOON, back).await.unwrap();
    assert_eq!(printer.papers().len(), 1);
}

#[tokio::test]
async fn s6_a_connection_torn_in_the_middle_leaves_the_job_uncertain() {
    let (printer, addr) = printer().await;
    printer.set_faults(|faults| faults.drop_after_bytes = Some(100));
    let outcome = print(&addr, "soup").await;
    assert!(
        matches!(outcome, Outcome::Uncertain { bytes_left, .. } if bytes_left > 0),
        "{outcome:?}"
    );
    assert_eq!(printer.papers().len(), 0);

    let profile = Profile::epson_80();
    let mut bytes = escpos::recovery_prefix(&profile, "INCOMPLETE").unwrap();
    bytes.extend(job("steak", &profile));
    printed(&addr, &bytes, &profile).await;
    let papers = printer.papers();
    assert_eq!(papers.len(), 2);
    assert!(papers[0].starts_with("soup 1\n") && papers[0].ends_with("INCOMPLETE\n"));
    assert!(papers[1].starts_with("steak 1\n") && papers[1].ends_with("steak 20\n"));
}

#[tokio::test]
async fn s7_a_printer_that_falls_silent_in_the_middle_leaves_the_job_uncertain() {
    let (printer, addr) = printer().await;
    let profile = Profile::epson_80();
    let (session, _) = drive::prepare(&addr, &profile, limits()).await.unwrap();
    printer.set_faults(|faults| faults.mute = true);
    let outcome = drive::send(session, &job("soup", &profile), &profile, |_| {}).await;
    let silent = matches!(
        outcome,
        Outcome::Uncertain {
            reason: Reason::Silent,
            ..
        }
    );
    assert!(silent, "{outcome:?}");
}

#[tokio::test]
async fn s7_a_printer_that_never_answers_is_left_alone_unless_its_profile_says_so() {
    let (printer, addr) = printer().await;
    printer.set_faults(|faults| faults.mute = true);
    let outcome = print(&addr, "soup").await;
    assert!(
        matches!(outcome, Outcome::NotSent(Reason::Silent)),
        "{outcome:?}"
    );
    assert_eq!(printer.snapshot().bytes, 0);

    let profile = Profile::by_name("generic-80").unwrap();
    let bytes = job("soup", &profile);
    let outcome = drive::print_job(&addr, &bytes, &profile, limits(), |_| {}).await;
    assert!(matches!(outcome, Outcome::Unconfirmed), "{outcome:?}");
    printer
        .wait_for(|seen| seen.shows("soup 20"), SOON)
        .await
        .unwrap();
}

#[tokio::test]
async fn s20_two_tills_on_one_printer_print_whole_papers() {
    let (printer, addr) = printer().await;
    let till = |name: &'static str| {
        let addr = addr.clone();
        tokio::spawn(async move {
            for _ in 0..20 {
                while !matches!(print(&addr, name).await, Outcome::Printed) {}
            }
        })
    };
    let both = async { tokio::join!(till("bar"), till("hall")) };
    let (bar, hall) = tokio::time::timeout(4 * SOON, both).await.unwrap();
    bar.unwrap();
    hall.unwrap();
    let papers = printer.papers();
    assert_eq!(papers.len(), 40);
    for paper in papers {
        let name = paper.split(' ').next().unwrap();
        let whole: Vec<String> = (1..=20).map(|line| format!("{name} {line}")).collect();
        assert_eq!(paper.lines().collect::<Vec<_>>(), whole);
    }
}

#[tokio::test]
async fn s24_a_slow_printer_has_all_the_time_that_it_uses() {
    let (printer, addr) = printer().await;
    printer.set_faults(|faults| faults.slow_bytes_per_s = Some(400));
    let outcome = print(&addr, "soup").await;
    assert!(matches!(outcome, Outcome::Printed), "{outcome:?}");
    assert_eq!(printer.papers().len(), 1);
}

#[tokio::test]
async fn s27_little_paper_is_no_reason_not_to_print() {
    let (printer, addr) = printer().await;
    printer.set_faults(|faults| faults.paper_near_end = true);
    let status = drive::probe(&addr, &Profile::epson_80(), limits())
        .await
        .unwrap();
    assert!(status.paper_near_end && status.online);
    assert!(matches!(print(&addr, "soup").await, Outcome::Printed));
}
