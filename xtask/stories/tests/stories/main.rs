//! The stories: each plays in a restaurant of its own.

mod ahead;
mod alone;
mod back_office;
mod courses;
mod floor;
mod items;
mod kitchen;
mod order;
mod pay;
mod receipts;
mod send;
mod set_up;
mod shift;
mod sign_in;
mod split;
mod transfers;
mod windows;
