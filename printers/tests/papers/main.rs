//! Papers as people hold them: every layout in every language, and jobs through an emulated printer.

// `cfg(test)` tells clippy that the helpers are tests too.
#[cfg(test)]
mod adds_up;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod gift_cards;
#[cfg(test)]
mod kitchen;
mod layouts;
#[cfg(test)]
mod own_tenders;
#[cfg(test)]
mod refunds;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod wire;
