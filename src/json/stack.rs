//! Stacks deep enough for values that nest far.

/// Runs `work` on a stack that bears `levels` nested calls of a validator.
///
/// The usual stack of a thread bears what real documents need; only a schema and a value made to nest far together
/// get a thread of their own.
pub(crate) fn with_stack<T: Send>(levels: usize, work: impl FnOnce() -> T + Send) -> T {
    const BORNE_ANYWHERE: usize = 400;
    const BYTES_A_LEVEL: usize = 16 * 1024;
    if levels <= BORNE_ANYWHERE {
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
}
