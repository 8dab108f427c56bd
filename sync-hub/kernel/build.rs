//! Builds again when a migration is added: the embedding macro watches files, not folders.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations/hub-sqlite");
}
