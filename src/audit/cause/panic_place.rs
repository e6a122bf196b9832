//! Where a panic arose.

/// The file and the line that stand behind the message of a panic, and the message without them; `None` if it names no place.
pub(crate) fn panic_place(message: &str) -> Option<(&str, u32, &str)> {
    let (said, place) = message.strip_suffix(')')?.rsplit_once(" (")?;
    let (file, line) = place.rsplit_once(':')?;
    Some((file, line.parse().ok()?, said))
}

/// The path of a file from the crate's sources on: where a crate lies differs from machine to machine.
pub(super) fn from_sources(file: &str) -> &str {
    match file.rfind("/src/") {
        Some(start) => &file[start + 1..],
        None => file.rsplit('/').next().unwrap_or(file),
    }
}

/// What a message says, with no more of the file's path than the crate's folder.
pub(crate) fn without_folders(message: &str) -> Option<String> {
    let (file, line, said) = panic_place(message)?;
    let sources = from_sources(file);
    let around = file.strip_suffix(sources)?.trim_end_matches('/');
    let file = match around.rsplit('/').next() {
        Some(folder) if !folder.is_empty() => format!("{folder}/{sources}"),
        _ => sources.to_owned(),
    };
    Some(format!("{said} ({file}:{line})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_told_from_the_message() {
        let message = "panic while reading: no (such) key (/home/a/pets-1.0.0/src/pet.rs:56)";
        let place = panic_place(message);
        assert_eq!(
            place,
            Some((
                "/home/a/pets-1.0.0/src/pet.rs",
                56,
                "panic while reading: no (such) key"
            ))
        );
        assert_eq!(place.map(|(file, ..)| from_sources(file)), Some("src/pet.rs"));
        let shown = "panic while reading: no (such) key (pets-1.0.0/src/pet.rs:56)";
        assert_eq!(without_folders(message).as_deref(), Some(shown));
        assert_eq!(
            without_folders("late (build.rs:5)").as_deref(),
            Some("late (build.rs:5)")
        );
        assert_eq!(without_folders("SIGSEGV while reading"), None);
        assert_eq!(panic_place("panic while reading: no message"), None);
        assert_eq!(panic_place("SIGSEGV while reading (again)"), None);
        assert_eq!(from_sources("build.rs"), "build.rs");
    }
}
