//! `init`: what it writes for a crate works as it is, and what is there stays.

use crate::audit::{DOCUMENT, MANIFEST, SOUND};
use crate::lab::{Lab, skipped};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("audit")
}

#[test]
fn the_files_for_a_crate_work_and_nothing_is_overwritten() {
    let lab = Lab::new();
    lab.write("shop/Cargo.toml", MANIFEST)
        .write("shop/src/lib.rs", SOUND)
        .write("shop/api/shop.schema.json", DOCUMENT);
    // The versions that were fetched for this project.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    fs::copy(lock, lab.path("shop/Cargo.lock")).expect("a file");
    let target = target();
    let variables = [("CARGO_TARGET_DIR", &*target), ("CARGO_NET_OFFLINE", Path::new("true"))];
    let init = || lab.run_with(&["init", "--manifest-path", "shop/Cargo.toml"], b"", &variables);
    let ran = init();
    if ran.code == 2 && ran.stderr.contains("offline") {
        return skipped("init: serde is not on this machine, and cargo may not fetch it here");
    }
    ran.says(
        0,
        &[
            "Wrote ",
            "tests/wire.rs",
            "Added wireproof to",
            "Bound 2 types of shop",
            "cargo test",
        ],
    );
    let test = lab.read("shop/tests/wire.rs");
    let line =
        "wireproof::assert_conforms!(shop::Order, \"api/shop.schema.json#/$defs/Order\", \"tests/captures/Order\");";
    assert!(test.contains(line) && test.contains("fn address_conforms()"), "{test}");

    let (targets, library) = (lab.read("shop/fuzz/Cargo.toml"), lab.read("shop/fuzz/src/lib.rs"));
    assert!(
        targets.contains("shop = { path = \"..\" }") && targets.contains("wireproof-subject = { path = "),
        "{targets}"
    );
    assert!(
        library.contains("join(\"..\").join(\"api/shop.schema.json\")"),
        "{library}"
    );
    assert_eq!(
        lab.read("shop/fuzz/seeds/decode/Order.json"),
        lab.read("shop/tests/captures/Order/sample.json")
    );
    assert!(lab.read("shop/fuzz/wire.dict").contains("\\\""));

    // The captures and the program with the types work. The test needs the whole engine, which takes long to build.
    let manifest = lab.read("shop/Cargo.toml");
    let is_engine = |line: &&str| line.starts_with("wireproof =");
    assert_eq!(manifest.lines().filter(is_engine).count(), 1, "{manifest}");
    let lean: Vec<&str> = manifest.lines().filter(|line| !is_engine(line)).collect();
    lab.write("shop/Cargo.toml", lean.join("\n"));
    let built = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
        .args(["build", "--quiet", "--example", "wire_types"])
        .current_dir(lab.path("shop"))
        .envs(variables)
        .output()
        .expect("cargo");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    lab.run_in("shop", &["check"]).says(0, &["2 objects"]);

    lab.write("shop/Cargo.toml", &manifest)
        .write("shop/tests/wire.rs", "// mine");
    let again = init();
    assert!(!again.says(0, &["Kept "]).stdout.contains("Wrote"), "{again:?}");
    assert_eq!(lab.read("shop/Cargo.toml"), manifest);
    assert_eq!(lab.read("shop/tests/wire.rs"), "// mine");
}

#[test]
fn a_crate_without_a_document_is_asked_for_one() {
    let lab = Lab::new();
    lab.run(&["init"]).says(2, &["there is no Cargo.toml"]);
}
