//! A progress bar for work outside of a run.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(1);

/// A progress bar on standard error, shown if the work takes long.
pub struct Bar {
    bar: ProgressBar,
    started: Instant,
    shown: bool,
    wanted: bool,
    total: Option<u64>,
}

impl Bar {
    /// A bar for a known or unknown `total`; it is never shown unless it is `wanted`.
    pub fn new(total: Option<u64>, wanted: bool) -> Bar {
        Bar {
            bar: ProgressBar::hidden(),
            started: Instant::now(),
            shown: false,
            wanted,
            total,
        }
    }

    /// Sets how much is done.
    pub fn at(&mut self, done: u64, message: impl FnOnce() -> String) {
        if !self.shown && self.wanted && self.started.elapsed() > PATIENCE {
            self.shown = true;
            self.bar = self.total.map_or_else(ProgressBar::no_length, ProgressBar::new);
            let shape = match self.total {
                Some(_) => "{prefix:.bold} [ {elapsed_precise}] {bar:20} {msg}, about {eta} left",
                None => "{prefix:.bold} [ {elapsed_precise}] {msg}",
            };
            if let Ok(style) = ProgressStyle::with_template(shape) {
                self.bar.set_style(style.progress_chars("█▉░"));
            }
            self.bar.set_prefix("     Running");
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
        }
        if self.shown {
            self.bar.set_position(done);
            self.bar.set_message(message());
        }
    }

    /// Removes the bar.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
