//! The SQL of accounts, sessions, codes, devices and keys.

mod accounts;
mod devices;

pub(crate) use accounts::{
    Account, account, end_all_sessions, end_session, end_sessions, has_accounts, insert_account,
    insert_session, session, set_password, set_tries,
};
pub(crate) use devices::{
    Code, SiteKeys, certificate, code, device, devices, insert_code, insert_site_keys, keep_device,
    next_letters, prune_codes, report, revoke, site_keys, use_code,
};
