//! Writes a journal of so many payments to standard output, to measure with:
//! `cargo run --release -p journal-verify --example make_journal 1000000 > big.jsonl`.

use std::{
    error::Error,
    io::{BufWriter, Write as _},
};

use ed25519_dalek::SigningKey;
use shared::{
    ids::{DeviceId, FactId, OrderId, ShiftId, StaffId},
    journal::{
        Fact, Payment, Record, Tail,
        export::{End, Head},
    },
    money::Money,
    order::Tender,
};

fn main() -> Result<(), Box<dyn Error>> {
    let count: i64 = std::env::args().nth(1).map_or(Ok(1_000), |it| it.parse())?;
    let key = SigningKey::from_bytes(&[7; 32]);
    let device = DeviceId::new(1, [1; 10]);
    let mut out = BufWriter::new(std::io::stdout().lock());
    writeln!(out, "{}", serde_json::to_string(&Head::new(device, &key))?)?;
    let mut tail = Tail::START;
    for n in 0..count {
        let fact = Fact::Payment(Payment {
            card: None,
            order: OrderId::new(n, [2; 10]),
            order_number: format!("A-{n:03}"),
            shift: ShiftId::new(1, [3; 10]),
            tender: Tender::Cash,
            named: None,
            amount: Money::from_minor(n % 20_000),
            tip: Money::ZERO,
            tendered: Money::from_minor(n % 20_000),
            change: Money::ZERO,
            rounding: Money::ZERO,
            deposit: false,
            paper: String::new(),
            by: StaffId::new(1, [4; 10]),
            approved_by: None,
        });
        let id = FactId::new(n, [5; 10]);
        let record = Record::next(tail, device, &key, n, id, &fact)?;
        tail = record.tail();
        writeln!(out, "{}", serde_json::to_string(&record)?)?;
    }
    let end = End::new(device, &key, tail, count);
    writeln!(out, "{}", serde_json::to_string(&end)?)?;
    Ok(out.flush()?)
}
