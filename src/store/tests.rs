use super::*;

fn capture<'a>(name: &'a str, fingerprint: &'a str, text: &'a str) -> Capture<'a> {
    Capture {
        component: "T",
        name,
        extension: "json",
        text,
        fingerprint,
        shape: "new\tkey",
        seen: "here",
    }
}

#[test]
fn each_shape_is_stored_once_and_nothing_is_overwritten() {
    let lab = tempfile::tempdir().unwrap();
    let folder = lab.path().join("corpus");
    let mut one = Corpus::open(&folder, &lab.path().join("seeds"), |_| {}).unwrap();
    let mut two = Corpus::open(&folder, &lab.path().join("seeds"), |_| {}).unwrap();
    assert_eq!(
        one.put(&capture("a", "1-1", "{}")).unwrap().as_deref(),
        Some("T/a.json")
    );
    assert_eq!(
        two.put(&capture("a", "1-2", "[]")).unwrap().as_deref(),
        Some("T/a-2.json")
    );
    assert_eq!(two.put(&capture("b", "1-1", "{}")).unwrap(), None);
    assert_eq!(fs::read_to_string(folder.join("T/a.json")).unwrap(), "{}");
    assert_eq!(fs::read_to_string(lab.path().join("seeds/T/a-2")).unwrap(), "[]");
    let index = fs::read_to_string(folder.join("INDEX.tsv")).unwrap();
    assert_eq!(
        index,
        "file\tshape\tseen\nT/a.json\tnew key\there; shape 1-1\nT/a-2.json\tnew key\there; shape 1-2\n"
    );
}

#[test]
fn an_incomplete_line_is_repaired() {
    let lab = tempfile::tempdir().unwrap();
    let mut corpus = Corpus::open(lab.path(), &lab.path().join("fuzz/seeds"), |_| {}).unwrap();
    corpus.put(&capture("a", "1-1", "{}")).unwrap();
    corpus.put(&capture("b", "1-2", "[]")).unwrap();
    let path = lab.path().join("INDEX.tsv");
    let index = fs::read_to_string(&path).unwrap();
    fs::write(&path, &index[..index.len() - 20]).unwrap();
    let mut again = Corpus::open(lab.path(), &lab.path().join("fuzz/seeds"), |_| {}).unwrap();
    let captures =
        [("a", "1-1"), ("b", "1-2")].map(|(name, print)| (lab.path().join(format!("T/{name}.json")), print.to_owned()));
    again.repair_index(&captures).unwrap();
    assert!(again.index.contains_file("T/a.json") && again.index.contains_shape("1-2"));
    assert_eq!(again.repair_index(&captures).unwrap(), 0);
}

#[test]
fn the_key_is_kept_and_readable_by_its_owner_alone() {
    let lab = tempfile::tempdir().unwrap();
    Corpus::open(lab.path(), lab.path(), |_| {}).unwrap();
    let path = lab.path().join(".wireproof/pseudonyms.key");
    let text = fs::read_to_string(&path).unwrap();
    Corpus::open(lab.path(), lab.path(), |_| {}).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o77, 0);
    }
    fs::write(&path, "no key").unwrap();
    let error = Corpus::open(lab.path(), lab.path(), |_| {}).unwrap_err();
    assert!(matches!(error, StoreError::InvalidKey { .. }), "{error}");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    use std::os::unix::fs::symlink;
    for name in ["INDEX.tsv", "T", ".wireproof", "fuzz"] {
        let lab = tempfile::tempdir().unwrap();
        let folder = lab.path().join("corpus");
        fs::create_dir_all(lab.path().join("outside")).unwrap();
        fs::create_dir_all(&folder).unwrap();
        let target = match name {
            "INDEX.tsv" => "../outside/index",
            _ => "../outside",
        };
        symlink(target, folder.join(name)).unwrap();
        let put = Corpus::open(&folder, &folder.join("fuzz/seeds"), |_| {})
            .and_then(|mut corpus| corpus.put(&capture("a", "1-1", "{}")));
        let error = put.unwrap_err();
        assert!(
            matches!(&error, StoreError::Link { path } if *path == folder.join(name)),
            "{error}"
        );
        assert_eq!(fs::read_dir(lab.path().join("outside")).unwrap().count(), 0, "{name}");
    }
}

#[test]
fn a_component_cannot_lead_out_of_the_corpus() {
    let lab = tempfile::tempdir().unwrap();
    let mut corpus = Corpus::open(&lab.path().join("corpus"), &lab.path().join("seeds"), |_| {}).unwrap();
    for component in ["..", "../x", "a/b", "/x", "", ".", "a/"] {
        let put = corpus.put(&Capture {
            component,
            ..capture("a", "1-1", "{}")
        });
        assert!(matches!(put, Err(StoreError::FolderName { .. })), "{component}");
    }
}
