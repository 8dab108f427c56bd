//! What a till's face may ask: one place where each command meets its permit.

use shared::{
    api::{
        Problem,
        till::{Ask, Command, Reply},
    },
    ids::{OrderId, SessionId},
    money::Money,
    price::TenderPreview,
    staff::{Permit, StaffMember},
};

use super::{Action, Engine, disk, json, papers::Which, paying::Given};
use local_store::RequestRow;
use order_doc::Register;

/// Request names of faces are short.
const REQUEST_CHARS_MAX: usize = 64;
/// Stands in a request's row for «this order, as it is when you ask again».
const ORDER_ANSWERED: &str = "order:";
/// Stands there for «paid»: with the order, and what the tender did then.
const PAID_ANSWERED: &str = "paid:";

impl Engine {
    /// Does what a face asks. The same request twice is done once.
    pub fn till(&mut self, ask: Ask) -> Result<Reply, Problem> {
        let member = self.who(ask.session)?;
        let request = ask.request.filter(|id| id.len() <= REQUEST_CHARS_MAX);
        if let Some(id) = &request
            && let Some(stored) = self.store.reply(id).map_err(disk)?
        {
            return self.answer_again(&stored, &member);
        }
        let asked = Asked {
            session: ask.session,
            member,
            request,
        };
        let answer = self.command(asked, ask.command);
        if answer.is_err() {
            self.forget_unfinished();
        }
        answer
    }

    /// The answer to a request that was done before.
    fn answer_again(&mut self, stored: &str, member: &StaffMember) -> Result<Reply, Problem> {
        if let Some(order) = stored
            .strip_prefix(ORDER_ANSWERED)
            .and_then(|id| id.parse().ok())
        {
            return Ok(Reply::Order(Box::new(
                self.order_view(order, Some(member))?,
            )));
        }
        let unreadable = |error: serde_json::Error| Problem::Disk {
            why: error.to_string(),
        };
        if let Some(paid) = stored.strip_prefix(PAID_ANSWERED) {
            let (order, preview) = serde_json::from_str(paid).map_err(unreadable)?;
            let order = Box::new(self.order_view(order, Some(member))?);
            return Ok(Reply::Paid { preview, order });
        }
        serde_json::from_str(stored).map_err(unreadable)
    }

    fn command(&mut self, asked: Asked, command: Command) -> Result<Reply, Problem> {
        let member = &asked.member.clone();
        if let Some(permit) = permit_of(&command) {
            self.allow(member, permit)?;
        }
        self.refuse_in_training(&command)?;
        match command {
            Command::SignIn { .. } | Command::StillHere => Ok(Reply::Done),
            Command::SignOut => {
                if let Some(session) = asked.session {
                    self.sign_out(session);
                }
                Ok(Reply::Done)
            }
            Command::Menu => Ok(Reply::Menu(Box::new(self.menu_view()?))),
            Command::ShowOrder { order } => {
                let view = self.order_view(order, Some(member))?;
                self.shows(asked.session, order);
                Ok(Reply::Order(Box::new(view)))
            }
            Command::Preview {
                order,
                tender,
                tendered,
            } => Ok(Reply::Preview(
                self.preview_tender(order, tender, tendered)?,
            )),
            Command::PriceLine { order, line } => {
                let order = self.open_order(order)?;
                let amount = self.price_line(&order, &line)?;
                Ok(Reply::Price { amount })
            }
            Command::ShowGiftCard(asked) => {
                let view = self.show_gift_card(&asked)?;
                Ok(Reply::GiftCard(Box::new(view)))
            }
            Command::PreviewSplit { order, by } => Ok(Reply::Parts(self.preview_split(order, by)?)),
            Command::PreviewRefund { order, lines } => {
                let preview = self.preview_refund(order, &lines)?;
                Ok(Reply::Refund(Box::new(preview)))
            }
            Command::ShowRefund { order, refund } => Ok(Reply::Paper {
                html: self.show_receipt(order, Which::Refund(refund))?,
            }),
            Command::ShowReceipt { order } => Ok(Reply::Paper {
                html: self.show_receipt(order, Which::Check)?,
            }),
            Command::ShowPart { order, part } => Ok(Reply::Paper {
                html: self.show_receipt(order, Which::Part(part))?,
            }),
            Command::ClosedOrders => Ok(Reply::Orders(self.closed_orders())),
            Command::FindClosed(asked) => Ok(Reply::Closed(Box::new(self.find_closed(&asked)?))),
            Command::History { order } => Ok(Reply::History(self.history(order)?)),
            Command::PastShifts => Ok(Reply::Shifts(self.past_shifts(None)?)),
            Command::Earlier(asked) => self.earlier(asked),
            Command::Closures => Ok(Reply::Closures(self.closures()?)),
            Command::RetryPrinter { printer } => self.retry_printer(&printer).map(|()| Reply::Done),
            Command::DropPapers { printer } => self.drop_papers(&printer).map(|()| Reply::Done),
            command => self.change(&asked, command),
        }
    }

    /// Commands that end in a transaction.
    fn change(&mut self, asked: &Asked, command: Command) -> Result<Reply, Problem> {
        let member = &asked.member;
        match command {
            Command::OpenOrder {
                service,
                table,
                tab,
                guests,
            } => {
                let (order, action) = self.open_new_order(member, service, table, tab, guests)?;
                self.shows(asked.session, order);
                self.done_on(asked, order, action)
            }
            Command::Send { order } => {
                self.open_order(order)?;
                let mut action = Action::default();
                let (count, stations) = self.send(&mut action, member.id, order)?;
                self.done(asked, action, Reply::Sent { count, stations })
            }
            Command::Fire { order, portion } => {
                let mut action = Action::default();
                let (count, stations) = self.fire(&mut action, member, order, portion)?;
                self.done(asked, action, Reply::Sent { count, stations })
            }
            Command::Pay {
                order,
                tender,
                tendered,
                tip,
                part,
                seen_due,
            } => {
                let given = Given {
                    tender,
                    tendered,
                    tip,
                    seen_due,
                };
                let paid = self.pay(member, order, &given, part)?;
                self.take_payment(asked, order, paid)
            }
            Command::PayByGiftCard(with) => {
                let paid = self.pay_by_gift_card(member, &with)?;
                self.take_payment(asked, with.order, paid)
            }
            Command::PrintBill(bill) => {
                let (paper, action) = self.print_bill(member, bill)?;
                self.done(asked, action, Reply::Paper { html: paper })
            }
            Command::Reprint { order } => self.print_again(asked, order, Which::Check),
            Command::ReprintPart { order, part } => {
                self.print_again(asked, order, Which::Part(part))
            }
            Command::ReprintRefund { order, refund } => {
                self.print_again(asked, order, Which::Refund(refund))
            }
            Command::XReport { print } => {
                let (report, action) = self.x_report(member, print)?;
                self.done(asked, action, Reply::Shift(Box::new(report)))
            }
            Command::CloseShift {
                counted,
                carry_over,
                pieces,
            } => {
                let (report, action) = self.close_shift(member, counted, carry_over, pieces)?;
                self.done(asked, action, Reply::Shift(Box::new(report)))
            }
            command => self.change_drawer(asked, command),
        }
    }

    /// Commands about the drawer and its papers that answer nothing.
    fn change_drawer(&mut self, asked: &Asked, command: Command) -> Result<Reply, Problem> {
        let member = &asked.member;
        match command {
            Command::OpenShift { float } => {
                let action = self.open_shift(member, float)?;
                self.done(asked, action, Reply::Done)
            }
            Command::PayIn { amount, reason } => {
                let action = self.move_cash(member, amount.at_least_zero(), &reason)?;
                self.done(asked, action, Reply::Done)
            }
            Command::PayOut { amount, reason } => {
                let out = Money::from_minor(-amount.at_least_zero().minor());
                let action = self.move_cash(member, out, &reason)?;
                self.done(asked, action, Reply::Done)
            }
            Command::DropCash { amount, note } => {
                let action = self.drop_cash(member, amount, &note)?;
                self.done(asked, action, Reply::Done)
            }
            Command::OpenDrawer { reason } => {
                let action = self.open_drawer(member, &reason)?;
                self.done(asked, action, Reply::Done)
            }
            Command::SetTraining { on } => {
                let action = self.set_training(member, on)?;
                let reply = self.done(asked, action, Reply::Done)?;
                self.training_was_set(on);
                Ok(reply)
            }
            Command::ReprintX { x_number } => {
                let action = self.reprint_x(member, x_number)?;
                self.done(asked, action, Reply::Done)
            }
            Command::ReprintZ { z_number } => {
                let action = self.reprint_z(z_number)?;
                self.done(asked, action, Reply::Done)
            }
            Command::PrintClosure { period, number } => {
                let action = self.print_closure(period, number)?;
                self.done(asked, action, Reply::Done)
            }
            command => self.change_order(asked, command),
        }
    }

    /// Commands that edit one open order and answer with it.
    fn change_order(&mut self, asked: &Asked, command: Command) -> Result<Reply, Problem> {
        let member = &asked.member;
        let changed = match self.change_price(member, &command) {
            None => self.change_serving(member, &command),
            changed => changed,
        };
        if let Some(changed) = changed {
            let (order, action) = changed?;
            return self.done_on(asked, order, action);
        }
        let (order, action) = match command {
            Command::SetGuests { order, guests } => {
                (order, self.set_guests(member, order, guests)?)
            }
            Command::SetService { order, service } => (
                order,
                self.set(member, order, Register::Service { service })?,
            ),
            Command::SetDelivery { order, to } => (order, self.deliver_to(member, order, to)?),
            Command::MoveTable { order, table } => (order, self.move_table(member, order, table)?),
            Command::MoveToTab { order, tab } => (order, self.move_to_tab(member, order, &tab)?),
            Command::NameTab { order, tab } => (order, self.name_tab(member, order, &tab)?),
            Command::MoveLines { order, lines, to } => {
                (order, self.move_lines(member, order, &lines, to)?)
            }
            Command::JoinOrders { order, with } => self.join_orders(member, order, with)?,
            Command::Unjoin { order, transfer } => {
                (order, self.take_transfer_back(member, order, transfer)?)
            }
            Command::AddLine { order, line } => (order, self.add_line(member, order, &line)?),
            Command::Scan { order, barcode } => (order, self.scan(member, order, &barcode)?),
            Command::ChangeQuantity { order, line, by } => {
                (order, self.change_quantity(member, order, line, by)?)
            }
            Command::SetSeat { order, line, seat } => {
                (order, self.set_seat(member, order, line, seat)?)
            }
            Command::SetCourse {
                order,
                line,
                course,
            } => (order, self.set_course(member, order, line, course)?),
            Command::AddNote {
                order,
                line,
                text,
                allergy,
            } => (order, self.add_note(member, order, line, &text, allergy)?),
            Command::VoidLine {
                order,
                line,
                quantity,
                reason,
                leftover,
            } => (
                order,
                self.void_line(member, order, line, quantity, &reason, leftover)?,
            ),
            Command::UndoLast { order } => self.undo_and_show(member, order)?,
            Command::ChangeTip(asked) => (asked.order, self.change_tip(member, &asked)?),
            Command::TakeDeposit(asked) => (asked.order, self.take_deposit(member, asked)?),
            Command::Settle { order } => (order, self.settle(member, order)?),
            Command::Refund { order, what } => (order, self.refund(member, order, what)?),
            Command::Split { order, by } => (order, self.split(member, order, by)?),
            Command::ConfirmSplit { order, plan } => {
                (order, self.confirm_split(member, order, plan)?)
            }
            // All others were answered before.
            _ => return Ok(Reply::Done),
        };
        self.done_on(asked, order, action)
    }

    fn print_again(
        &mut self,
        asked: &Asked,
        order: OrderId,
        which: Which,
    ) -> Result<Reply, Problem> {
        let (html, action) = self.reprint(&asked.member, order, which)?;
        self.done(asked, action, Reply::Paper { html })
    }

    fn take_payment(
        &mut self,
        asked: &Asked,
        order: OrderId,
        (preview, mut action): (TenderPreview, Action),
    ) -> Result<Reply, Problem> {
        let what = json(&(order, preview))?;
        self.remember(asked, &mut action, format!("{PAID_ANSWERED}{what}"));
        self.commit(action)?;
        let order = self.view_after(order, &asked.member)?;
        Ok(Reply::Paid { preview, order })
    }

    fn done_on(
        &mut self,
        asked: &Asked,
        order: OrderId,
        mut action: Action,
    ) -> Result<Reply, Problem> {
        // A repeated touch is answered with the order as it is then; only its name is kept.
        self.remember(asked, &mut action, format!("{ORDER_ANSWERED}{order}"));
        self.commit(action)?;
        Ok(Reply::Order(self.view_after(order, &asked.member)?))
    }

    fn done(&mut self, asked: &Asked, mut action: Action, reply: Reply) -> Result<Reply, Problem> {
        self.remember(asked, &mut action, json(&reply)?);
        self.commit(action)?;
        Ok(reply)
    }

    fn remember(&self, asked: &Asked, action: &mut Action, reply: String) {
        if let Some(id) = &asked.request {
            let (id, at_ms) = (id.clone(), self.source.now_ms());
            action.batch.request = Some(RequestRow { id, reply, at_ms });
        }
    }

    /// Who sits at a screen, without counting it as a touch.
    pub(super) fn who_quietly(&self, session: SessionId) -> Option<StaffMember> {
        let staff = self.people_staff(session)?;
        self.catalogue
            .as_ref()?
            .staff
            .iter()
            .find(|member| member.id == staff)
            .cloned()
    }
}

struct Asked {
    session: Option<SessionId>,
    member: StaffMember,
    request: Option<String>,
}

/// What a command needs; none for what everybody may do who is signed in.
#[expect(clippy::too_many_lines, reason = "one table, a line for each command")]
const fn permit_of(command: &Command) -> Option<Permit> {
    match command {
        Command::SignIn { .. }
        | Command::SignOut
        | Command::StillHere
        | Command::Menu
        | Command::ShowOrder { .. }
        | Command::ShowReceipt { .. }
        | Command::ShowPart { .. }
        | Command::ClosedOrders
        | Command::FindClosed(_)
        | Command::History { .. }
        | Command::Preview { .. }
        | Command::PreviewRefund { .. }
        | Command::ShowRefund { .. }
        | Command::RetryPrinter { .. }
        | Command::DropPapers { .. } => None,
        Command::OpenOrder { .. }
        | Command::SetGuests { .. }
        | Command::SetService { .. }
        | Command::SetDelivery { .. }
        | Command::MoveTable { .. }
        | Command::MoveLines { .. }
        | Command::MoveToTab { .. }
        | Command::NameTab { .. }
        | Command::JoinOrders { .. }
        | Command::Unjoin { .. }
        | Command::AddLine { .. }
        | Command::PriceLine { .. }
        | Command::Scan { .. }
        | Command::ChangeQuantity { .. }
        | Command::SetSeat { .. }
        | Command::SetCourse { .. }
        | Command::AddNote { .. }
        | Command::VoidLine { .. }
        | Command::UndoLast { .. }
        | Command::Unsee(_)
        | Command::Settle { .. }
        | Command::Split { .. }
        | Command::ConfirmSplit { .. }
        | Command::PreviewSplit { .. }
        | Command::Promote { .. }
        | Command::TakeBack { .. }
        | Command::ReplaceLine { .. }
        | Command::SetServer { .. }
        | Command::Schedule(_)
        | Command::Hold { .. }
        | Command::Fire { .. }
        | Command::PrintBill(_)
        | Command::Send { .. } => Some(Permit::TakeOrders),
        Command::Discount { .. } | Command::WaiveCharge { .. } => Some(Permit::Discount),
        Command::Pay { .. }
        | Command::TakeDeposit(_)
        | Command::PayByGiftCard(_)
        | Command::ShowGiftCard(_)
        | Command::ChangeTip(_)
        | Command::Reprint { .. }
        | Command::ReprintPart { .. }
        | Command::ReprintRefund { .. } => Some(Permit::TakeMoney),
        Command::OpenShift { .. }
        | Command::PayIn { .. }
        | Command::PayOut { .. }
        | Command::DropCash { .. }
        | Command::ReprintX { .. }
        | Command::XReport { .. }
        | Command::CloseShift { .. }
        | Command::PastShifts
        | Command::Earlier(_)
        | Command::Closures
        | Command::PrintClosure { .. }
        | Command::ReprintZ { .. } => Some(Permit::RunShift),
        Command::OpenDrawer { .. } => Some(Permit::OpenDrawer),
        Command::Refund { .. } => Some(Permit::Refund),
        Command::See(_) => Some(Permit::SeeFlags),
        Command::SetTraining { .. } => Some(Permit::SwitchTraining),
    }
}
