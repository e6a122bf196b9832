//! A progress bar for a run.

use crate::runner::{Event, Reporter, Summary};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io;
use std::time::{Duration, Instant};

/// A shorter run shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// A progress bar on standard error, shown if the run takes long.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    shown: bool,
    total: Option<u64>,
    done: fn(&Summary) -> u64,
}

impl Progress {
    /// A progress bar for a known or unknown `total`; `done` returns how much of it is done.
    pub fn new(total: Option<u64>, done: fn(&Summary) -> u64) -> Progress {
        Progress {
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

impl Reporter for Progress {
    fn on_event(&mut self, event: &Event<'_>) -> io::Result<()> {
        match event {
            Event::Progress(summary) => {
                if !self.shown && summary.objects % 64 == 0 && self.started.elapsed() > PATIENCE {
                    self.show();
                }
                if self.shown {
                    self.bar.set_position((self.done)(summary));
                    let (objects, clean, unknown) = (summary.objects, summary.clean, summary.unknown);
                    let rate = objects as f64 / self.started.elapsed().as_secs_f64();
                    self.bar.set_message(format!(
                        "{objects} objects: {clean} clean, {unknown} unknown, {rate:.0}/s"
                    ));
                }
            }
            Event::Finished(_) => self.bar.finish_and_clear(),
            _ => {}
        }
        Ok(())
    }
}
