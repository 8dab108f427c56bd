//! `kill -9` at any moment: whoever was told «paid» has paid, once.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Child, Command as Program, Stdio},
};

use shared::{
    api::till::{Ask, Command, Reply},
    ids::{OrderId, SessionId},
    journal::{Fact, Tail, verify_run},
    menu::Service,
    money::Money,
    order::Tender,
};

use crate::restaurant::{Till, Time, pay, plain};

/// Kills in `cargo xtask test`; a nightly run may ask for more.
const KILLS: u32 = 200;

struct Running {
    child: Child,
    address: String,
}

impl Running {
    fn start(folder: &Path) -> Self {
        let mut child = Program::new(env!("CARGO_BIN_EXE_comanda-node"))
            .args(["--role", "till", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder)
            .env("RUST_LOG", "error")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let fact: serde_json::Value = serde_json::from_str(&line).unwrap();
        let address = fact["url"]
            .as_str()
            .unwrap()
            .trim_start_matches("http://")
            .to_owned();
        Self { child, address }
    }
}

/// Asks over HTTP; none where the answer was cut off.
fn ask(address: &str, session: Option<SessionId>, command: Command) -> Option<Reply> {
    let ask = Ask {
        session,
        request: None,
        command,
        approval: None,
    };
    let body = serde_json::to_string(&ask).unwrap();
    let mut stream = TcpStream::connect(address).ok()?;
    let head = format!(
        "POST /api/till HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    assert!(head.starts_with("HTTP/1.1 200"), "{answer}");
    serde_json::from_str(body).ok()
}

/// One life of a till: it sells beers until it is killed. Gives the orders that were told «paid».
fn life(folder: &Path, kill_after_us: u64) -> Vec<OrderId> {
    let mut running = Running::start(folder);
    let pin = shared::api::till::Pin("1111".to_owned());
    let Some(Reply::SignedIn(me)) = ask(&running.address, None, Command::SignIn { pin }) else {
        panic!("not signed in")
    };
    let (told, heard) = std::sync::mpsc::channel();
    let address = running.address.clone();
    let seller = std::thread::spawn(move || {
        let session = Some(me.session);
        while let Some(order) = sell(&address, session) {
            told.send(order).unwrap();
        }
    });
    // The kill comes at a moment of its own in the middle of the selling, not after a sale.
    std::thread::park_timeout(std::time::Duration::from_micros(kill_after_us));
    running.child.kill().unwrap();
    running.child.wait().unwrap();
    seller.join().unwrap();
    heard.try_iter().collect()
}

/// Sells one beer; none where the till did not say «paid».
fn sell(address: &str, session: Option<SessionId>) -> Option<OrderId> {
    let open = Command::OpenOrder {
        service: Service::Takeaway,
        table: None,
        tab: String::new(),
        guests: 0,
    };
    let Some(Reply::Order(view)) = ask(address, session, open) else {
        return None;
    };
    let order = view.order.id;
    ask(
        address,
        session,
        Command::AddLine {
            order,
            line: plain("T165", 1),
        },
    )?;
    match ask(address, session, pay(order, Tender::Cash, 550)) {
        Some(Reply::Paid { .. }) => Some(order),
        _ => None,
    }
}

#[test]
fn s08_two_hundred_kills_lose_no_payment() {
    let folder = tempfile::tempdir().unwrap();
    let time = Time::new();
    let mut till = Till::at(folder.path(), time);
    till.sign_in("1111");
    till.ask(Command::OpenShift { float: Money::ZERO }).unwrap();
    drop(till);
    let mut told = Vec::new();
    for kill in 0..KILLS {
        // Spread over the time of some sales, never at the same point twice.
        told.extend(life(folder.path(), u64::from(kill) * 137 % 23_000));
    }
    assert!(
        !told.is_empty(),
        "no sale was finished, so nothing was tried"
    );
    let mut till = Till::at(folder.path(), Time::new());
    till.sign_in("1111");
    let records = till.engine.store().facts_from(1).unwrap();
    let key = till.engine.identity().key.verifying_key();
    verify_run(Tail::START, &key, &records).unwrap();
    let mut paid: Vec<OrderId> = Vec::new();
    for record in &records {
        if let Fact::Payment(payment) = record.fact().unwrap() {
            assert!(
                !paid.contains(&payment.order),
                "{} was paid twice",
                payment.order_number
            );
            paid.push(payment.order);
        }
    }
    for order in told {
        assert!(
            paid.contains(&order),
            "order {order} was told paid and is not"
        );
        assert!(till.show(order).totals.due.is_zero());
    }
    assert_eq!(till.engine.store().integrity().unwrap(), "ok");
}
