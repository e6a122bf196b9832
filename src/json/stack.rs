//! Stacks deep enough for values that nest far.

use std::cell::Cell;

const BORNE_ANYWHERE: usize = 400;
const BYTES_A_LEVEL: usize = 16 * 1024;

thread_local! {
    /// How many levels this thread bears beside what is borne anywhere.
    static BORNE: Cell<usize> = const { Cell::new(0) };
}

/// Says how large the stack of this thread is. A thread for each value that nests far costs more than most of the work on it.
pub(crate) fn stack_has(bytes: usize) {
    BORNE.set((bytes / BYTES_A_LEVEL).saturating_sub(BORNE_ANYWHERE));
}

/// Runs `work` on a stack that bears `levels` nested calls of a validator.
///
/// The usual stack of a thread bears what real documents need; only a schema and a value made to nest far together
/// get a thread of their own.
pub(crate) fn with_stack<T: Send>(levels: usize, work: impl FnOnce() -> T + Send) -> T {
    if levels <= BORNE_ANYWHERE {
        return work();
    }
    if let Some(left) = BORNE.get().checked_sub(levels) {
        let _lent = Lent(BORNE.replace(left));
        return work();
    }
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(levels.saturating_mul(BYTES_A_LEVEL));
        match builder.spawn_scoped(scope, work) {
            Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(error) => panic!("cannot start a thread with a deep stack: {error}"),
        }
    })
}

/// Gives levels back when work on them is done.
struct Lent(usize);

impl Drop for Lent {
    fn drop(&mut self) {
        BORNE.set(self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_work_runs_on_a_deep_stack() {
        fn down(n: usize) -> usize {
            let frame = std::hint::black_box([n; 128]);
            if n == 0 {
                frame[0]
            } else {
                down(n - 1) + std::hint::black_box(frame)[1].min(1)
            }
        }
        assert_eq!(with_stack(2000, || down(2000)), 2000);
    }

    #[test]
    fn a_deep_stack_is_lent_as_long_as_it_lasts() {
        let here = || std::thread::current().id();
        let deep = std::thread::Builder::new().stack_size(64 << 20).spawn(move || {
            stack_has(64 << 20);
            assert_eq!(with_stack(2000, here), here());
            assert_ne!(with_stack(2000, || with_stack(2000, here)), here());
            assert!(std::panic::catch_unwind(|| with_stack(3000, || panic!("on purpose"))).is_err());
            assert_eq!(with_stack(3000, here), here());
        });
        deep.unwrap().join().unwrap();
        assert_ne!(with_stack(2000, here), here());
    }
}
