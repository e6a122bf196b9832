//! A progress bar on standard error, for people who wait.

use crate::runner::{Event, Reporter, Summary};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io;
use std::time::{Duration, Instant};

/// A run shorter than this shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// Passes every event on to another listener, and shows on a terminal how far the run is.
pub struct Progress<L> {
    inner: L,
    bar: ProgressBar,
    started: Instant,
    shown: bool,
    total: Option<u64>,
    done: fn(&Summary) -> u64,
}

impl<L: Reporter> Progress<L> {
    /// `total` is how much there is to do, where it is known, and `done` tells how much of it is done.
    pub fn new(inner: L, total: Option<u64>, done: fn(&Summary) -> u64) -> Progress<L> {
        Progress {
            inner,
            bar: ProgressBar::hidden(),
            started: Instant::now(),
            shown: false,
            total,
            done,
        }
    }

    fn show(&mut self) {
        self.shown = true;
        self.bar = match self.total {
            Some(total) => ProgressBar::new(total),
            None => ProgressBar::no_length(),
        };
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
}

impl<L: Reporter> Reporter for Progress<L> {
    fn on_event(&mut self, event: &Event<'_>) -> io::Result<()> {
        match event {
            Event::Object(summary) => {
                if !self.shown && summary.objects % 64 == 0 && self.started.elapsed() > PATIENCE {
                    self.show();
                }
                if self.shown {
                    self.bar.set_position((self.done)(summary));
                    let (objects, clean, unknown) = (summary.objects, summary.clean, summary.unknown);
                    self.bar
                        .set_message(format!("{objects} objects: {clean} clean, {unknown} unknown"));
                }
            }
            Event::Over(_) => self.bar.finish_and_clear(),
            Event::Finding(_) | Event::Skipped(_) | Event::Unknown(..) | Event::Union(_) => {}
        }
        self.inner.on_event(event)
    }
}

impl<L: Reporter + ?Sized> Reporter for Box<L> {
    fn on_event(&mut self, event: &Event<'_>) -> io::Result<()> {
        (**self).on_event(event)
    }
}
