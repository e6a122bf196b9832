//! Where failed cases are kept.

use super::limits::FOLDER;
use std::env;
use std::path::{Path, PathBuf};

/// The folder for failed cases: below the target folder if the working folder is that of a cargo project, so that it is ignored and
/// removed with what else was built, else `.wireproof` here.
pub fn kept_folder() -> PathBuf {
    folder_for(
        Path::new("Cargo.toml").is_file(),
        env::var_os("CARGO_TARGET_DIR").map(PathBuf::from),
    )
}

fn folder_for(is_cargo_project: bool, target: Option<PathBuf>) -> PathBuf {
    match is_cargo_project {
        true => target.unwrap_or_else(|| "target".into()).join(IN_TARGET).join("cases"),
        false => FOLDER.into(),
    }
}

/// The folder of wireproof in a target folder.
pub(super) const IN_TARGET: &str = "wireproof";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_a_cargo_project_cases_are_kept_below_the_target_folder() {
        assert_eq!(folder_for(true, None), Path::new("target/wireproof/cases"));
        assert_eq!(folder_for(true, Some("/t".into())), Path::new("/t/wireproof/cases"));
        assert_eq!(folder_for(false, Some("/t".into())), Path::new(".wireproof"));
    }
}
