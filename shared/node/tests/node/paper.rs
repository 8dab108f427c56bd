//! Paper and the drawer, on an emulated printer over a real socket.

use std::time::Duration;

use node::{Node, Settings, Source};
use printers_testkit::Paper;
use shared::{
    api::{
        PrinterCause,
        device::DeviceRole,
        till::{Ask, Command, Reply},
    },
    ids::{OrderId, SessionId},
    menu::Service,
    money::Money,
    order::Tender,
};

use crate::restaurant::{pay, pin_hash, plain, settle_in};

const PATIENCE: Duration = Duration::from_secs(20);

struct Bar {
    _folder: tempfile::TempDir,
    node: Node,
    session: SessionId,
}

impl Bar {
    async fn open(printer: String) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            role: DeviceRole::Till,
            name: "Till".to_owned(),
            data: folder.path().to_owned(),
            listen: ([127, 0, 0, 1], 0).into(),
            hub: None,
            faces: None,
            with_parent: false,
        };
        let node = Node::start(settings, Source::of_this_machine())
            .await
            .unwrap();
        let session = node
            .handle
            .ask(move |engine| {
                settle_in(engine, "A", Some(printer));
                engine.sign_in(&pin_hash("1111")).unwrap().session
            })
            .await
            .unwrap();
        let bar = Self {
            _folder: folder,
            node,
            session,
        };
        bar.ask(Command::OpenShift { float: Money::ZERO }).await;
        bar
    }

    async fn ask(&self, command: Command) -> Reply {
        let ask = Ask {
            session: Some(self.session),
            request: None,
            command,
            approval: None,
        };
        self.node
            .handle
            .try_ask(|engine| engine.till(ask))
            .await
            .unwrap()
    }

    /// Jobs that are not finished.
    async fn jobs(&self) -> usize {
        let jobs = |engine: &mut node::Engine| engine.jobs_at("Bar");
        self.node.handle.try_ask(jobs).await.unwrap().len()
    }

    async fn causes(&self) -> Vec<PrinterCause> {
        let troubles = |engine: &mut node::Engine| engine.troubles().clone();
        let troubles = self.node.handle.ask(troubles).await.unwrap();
        troubles
            .into_values()
            .map(|trouble| trouble.cause)
            .collect()
    }

    async fn beer(&self) -> OrderId {
        let open = Command::OpenOrder {
            service: Service::EatIn,
            table: Some("7".to_owned()),
            tab: String::new(),
            guests: 1,
        };
        let Reply::Order(view) = self.ask(open).await else {
            panic!("no order")
        };
        let order = view.order.id;
        self.ask(Command::AddLine {
            order,
            line: plain("T165", 1),
        })
        .await;
        order
    }

    /// Waits until `what` is so.
    async fn until(&self, what: impl Fn(&shared::api::World) -> bool) {
        let mut jobs = self.node.handle.feed().listen();
        let wait = async {
            while !what(&self.node.handle.ask(|engine| engine.world()).await.unwrap()) {
                drop(jobs.recv().await);
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.unwrap();
    }
}

#[tokio::test]
async fn a_cash_sale_prints_ticket_and_receipt_and_opens_the_drawer_once() {
    let paper = Paper::start(([127, 0, 0, 1], 0).into(), None)
        .await
        .unwrap();
    let bar = Bar::open(paper.addr().to_string()).await;
    let order = bar.beer().await;
    bar.ask(Command::Send { order }).await;
    bar.ask(pay(order, Tender::Cash, 1_000)).await;
    let seen = paper
        .wait_for(|seen| seen.papers.len() >= 2 && seen.kicks() >= 1, PATIENCE)
        .await
        .unwrap();
    assert_eq!(seen.kicks(), 1);
    let texts: Vec<_> = seen
        .papers
        .iter()
        .map(|paper| paper.text.as_str())
        .collect();
    assert!(texts[0].contains("1 x Birra"), "{}", texts[0]);
    assert!(
        texts[1].contains("A-001") && texts[1].contains("5,50"),
        "{}",
        texts[1]
    );
    bar.node.stop().await;
}

#[tokio::test]
async fn a_card_sale_leaves_the_drawer_shut() {
    let paper = Paper::start(([127, 0, 0, 1], 0).into(), None)
        .await
        .unwrap();
    let bar = Bar::open(paper.addr().to_string()).await;
    let order = bar.beer().await;
    bar.ask(pay(order, Tender::Card, 550)).await;
    let seen = paper
        .wait_for(|seen| seen.papers.len() >= 2, PATIENCE)
        .await
        .unwrap();
    assert_eq!(seen.kicks(), 0);
    bar.node.stop().await;
}

#[tokio::test]
async fn a_drawer_that_nobody_reaches_in_time_is_told_to_the_till() {
    let paper = Paper::start(([127, 0, 0, 1], 0).into(), None)
        .await
        .unwrap();
    paper.set_faults(|faults| faults.refuse = true);
    let bar = Bar::open(paper.addr().to_string()).await;
    let order = bar.beer().await;
    bar.ask(pay(order, Tender::Cash, 1_000)).await;
    bar.until(|world| world.drawer_shut_at_ms.is_some()).await;
    // The paper waits for the printer; the drawer does not open when nobody expects it any more.
    paper.set_faults(|faults| faults.refuse = false);
    bar.ask(Command::RetryPrinter {
        printer: "Bar".to_owned(),
    })
    .await;
    let seen = paper
        .wait_for(|seen| seen.papers.len() >= 2, PATIENCE)
        .await
        .unwrap();
    assert_eq!(seen.kicks(), 0);
    bar.node.stop().await;
}

#[tokio::test]
async fn s16_a_dead_printer_holds_nothing_up_and_is_named_with_its_cause() {
    // A port that nobody listens at: taken once and let go.
    let gone = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let bar = Bar::open(gone.to_string()).await;
    let order = bar.beer().await;
    let Reply::Sent { count, .. } = bar.ask(Command::Send { order }).await else {
        panic!("not sent")
    };
    assert_eq!(count, 1);
    bar.until(|world| {
        world.printers.iter().any(|trouble| {
            trouble.printer == "Bar"
                && trouble.cause == PrinterCause::Unreachable
                && trouble.waiting == 1
        })
    })
    .await;
    bar.node.stop().await;
}

#[tokio::test]
async fn p06_a_paper_that_broke_off_waits_for_somebody_and_comes_again_with_a_mark() {
    let paper = Paper::start(([127, 0, 0, 1], 0).into(), None)
        .await
        .unwrap();
    paper.set_faults(|faults| faults.drop_after_bytes = Some(60));
    let bar = Bar::open(paper.addr().to_string()).await;
    let order = bar.beer().await;
    bar.ask(Command::Send { order }).await;
    bar.until(|world| {
        world
            .printers
            .iter()
            .any(|trouble| trouble.cause == PrinterCause::Uncertain)
    })
    .await;
    paper.set_faults(|faults| faults.drop_after_bytes = None);
    bar.ask(Command::RetryPrinter {
        printer: "Bar".to_owned(),
    })
    .await;
    let marked = |text: &str| text.contains("FORSE DOPPIA") && text.contains("1 x Birra");
    paper
        .wait_for(
            |seen| seen.papers.iter().any(|paper| marked(&paper.text)),
            PATIENCE,
        )
        .await
        .unwrap();
    bar.node.stop().await;
}

#[tokio::test]
async fn a_question_about_a_paper_stays_when_the_next_one_prints() {
    let paper = Paper::start(([127, 0, 0, 1], 0).into(), None)
        .await
        .unwrap();
    paper.set_faults(|faults| faults.drop_after_bytes = Some(60));
    let bar = Bar::open(paper.addr().to_string()).await;
    let first = bar.beer().await;
    bar.ask(Command::Send { order: first }).await;
    bar.until(|world| {
        let mut troubles = world.printers.iter();
        troubles.any(|trouble| trouble.cause == PrinterCause::Uncertain)
    })
    .await;
    paper.set_faults(|faults| faults.drop_after_bytes = None);
    let second = bar.beer().await;
    bar.ask(Command::Send { order: second }).await;
    let came_out = |text: &str| text.contains("A-002");
    paper
        .wait_for(
            |seen| seen.papers.iter().any(|paper| came_out(&paper.text)),
            PATIENCE,
        )
        .await
        .unwrap();
    // That it is on paper is known a moment after it is.
    let told = async {
        while bar.jobs().await > 1 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, told).await.unwrap();
    assert_eq!(bar.causes().await, [PrinterCause::Uncertain]);
    let printer = "Bar".to_owned();
    bar.ask(Command::DropPapers { printer }).await;
    assert_eq!((bar.jobs().await, bar.causes().await.len()), (0, 0));
    bar.node.stop().await;
}
