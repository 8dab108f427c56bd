//! Where SQL may stand, and which tables it may name.

use std::{collections::BTreeSet, fs};

use crate::{Source, all_is_well, root, sources};

/// Words and signs of a text; SQL needs no more than that.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let end = if is_word(first) {
            rest.find(|c: char| !is_word(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(end);
        if !token.trim().is_empty() {
            tokens.push(token);
        }
        rest = after;
    }
    tokens
}

/// The tables that SQL reads or writes; common table expressions of the same text do not count.
fn tables(text: &str) -> BTreeSet<&str> {
    let tokens = tokens(text);
    let local: BTreeSet<&str> = tokens
        .array_windows()
        .filter(|[_, word, sign]| *word == "AS" && *sign == "(")
        .map(|[name, ..]| *name)
        .collect();
    tokens
        .array_windows()
        .filter(|[word, _]| ["FROM", "INTO", "UPDATE", "JOIN", "TABLE"].contains(word))
        .map(|[_, table]| *table)
        .filter(|table| !["SET", "(", "IF"].contains(table) && !local.contains(table))
        .collect()
}

/// The module whose store this is: `menu` for `sync-hub/menu/src/store.rs`.
fn module_of_store(path: &str) -> Option<&str> {
    let (module, file) = path.strip_prefix("sync-hub/")?.split_once("/src/")?;
    (file == "store.rs" || file.starts_with("store/")).then_some(module)
}

fn foreign_tables(sources: &[Source]) -> Vec<String> {
    let mut wrong = Vec::new();
    for source in sources {
        let Some(module) = module_of_store(&source.path) else {
            continue;
        };
        let product = source.product();
        let foreign = tables(&product)
            .into_iter()
            .filter(|table| !table.starts_with(&format!("{module}_")));
        wrong.extend(foreign.map(|table| format!("{} names the table {table}", source.path)));
    }
    wrong
}

#[test]
fn modules_touch_only_their_own_tables() {
    all_is_well(foreign_tables(&sources(&["rs"])));
}

#[test]
fn a_join_over_a_fence_is_found() {
    let sql = "// FROM nowhere\n\"WITH new AS (SELECT 1) SELECT sku FROM menu_item JOIN new ON 1 = 1\n\
        JOIN orders_line ON 1 = 1\" \"INSERT INTO menu_item (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2\"";
    let sources = [
        Source::new("sync-hub/menu/src/store.rs", sql),
        Source::new(
            "sync-hub/menu/src/store/items.rs",
            "\"DELETE FROM {table}\"",
        ),
    ];
    let wrong = [
        "sync-hub/menu/src/store.rs names the table orders_line",
        "sync-hub/menu/src/store/items.rs names the table {",
    ];
    assert_eq!(foreign_tables(&sources), wrong);
}

fn stray_sql(sources: &[Source]) -> Vec<String> {
    const VERBS: &[[&str; 2]] = &[
        ["INSERT", "INTO"],
        ["INSERT", "OR"],
        ["DELETE", "FROM"],
        ["CREATE", "TABLE"],
        ["DROP", "TABLE"],
        ["ALTER", "TABLE"],
    ];
    let mut wrong = Vec::new();
    for source in sources.iter().filter(|source| !source.is_test()) {
        if source.path.ends_with("/store.rs") || source.path.contains("/store/") {
            continue;
        }
        let product = source.product();
        let tokens = tokens(&product);
        let written = tokens.array_windows().any(|two| VERBS.contains(two))
            || tokens
                .array_windows()
                .any(|[verb, _, set]| *verb == "UPDATE" && *set == "SET")
            || tokens.contains(&"SELECT");
        if written {
            wrong.push(format!(
                "{} holds SQL, which belongs in a store.rs",
                source.path
            ));
        }
    }
    wrong
}

#[test]
fn sql_sits_only_in_stores() {
    all_is_well(stray_sql(&sources(&["rs"])));
}

#[test]
fn sql_in_a_handler_is_found() {
    let sources = [
        Source::new(
            "sync-hub/menu/src/routes.rs",
            "tx.execute(\"UPDATE menu_item SET a = 1\")",
        ),
        Source::new("sync-hub/menu/src/http.rs", "\"SELECT 1\""),
        Source::new(
            "sync-hub/menu/src/db.rs",
            "#[cfg(test)]\nmod tests;\n\"SELECT 1\"",
        ),
        Source::new("sync-hub/menu/src/store.rs", "\"SELECT 1\""),
        Source::new(
            "sync-hub/menu/src/lib.rs",
            "// SELECT\n#[cfg(test)]\nmod tests { \"SELECT 1\" }",
        ),
        Source::new(
            "shared/local-store/src/store/orders.rs",
            "\"DELETE FROM orders\"",
        ),
    ];
    let wrong = ["routes", "http", "db"]
        .map(|file| format!("sync-hub/menu/src/{file}.rs holds SQL, which belongs in a store.rs"));
    assert_eq!(stray_sql(&sources), wrong);
}

/// Names that only one of the two folders has.
fn unpaired(sqlite: &BTreeSet<String>, postgres: &BTreeSet<String>) -> Vec<String> {
    let alone = sqlite.symmetric_difference(postgres);
    alone
        .map(|name| format!("{name} is there for one engine only"))
        .collect()
}

#[test]
fn hub_migrations_come_in_pairs() {
    let names = |folder: &str| -> BTreeSet<String> {
        fs::read_dir(root().join("migrations").join(folder))
            .expect(folder)
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect()
    };
    let (sqlite, postgres) = (names("hub-sqlite"), names("hub-postgres"));
    assert!(
        !sqlite.is_empty(),
        "no migrations found: the rule would look at nothing"
    );
    all_is_well(unpaired(&sqlite, &postgres));
}

#[test]
fn a_migration_of_one_engine_is_found() {
    let set = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let wrong = unpaired(
        &set(&["V1__kernel.sql", "V9__new.sql"]),
        &set(&["V1__kernel.sql"]),
    );
    assert_eq!(wrong, ["V9__new.sql is there for one engine only"]);
}
