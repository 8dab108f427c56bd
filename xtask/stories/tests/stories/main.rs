//! The stories: each plays in a restaurant of its own.

mod ahead;
mod alone;
mod back_office;
mod closures;
mod courses;
mod discounts;
mod drawer;
mod floor;
mod items;
mod kitchen;
mod money_back;
mod order;
mod pay;
mod phone;
mod receipts;
mod rivals;
mod send;
mod set_up;
mod shift;
mod sign_in;
mod split;
mod tables;
mod training;
mod transfers;
mod voids;
mod windows;
