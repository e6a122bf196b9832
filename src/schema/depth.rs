//! How deep values nest and how large they are, and stacks deep enough for those that nest far.

use serde_json::Value;

/// How deep a document may nest. serde_json reads no deeper JSON; YAML and overlays are held to the same.
pub(super) const MAX_DEPTH: usize = 128;

/// How many arrays and objects stand around the innermost value.
pub(super) fn depth(value: &Value) -> usize {
    let mut deepest = 0;
    let mut rest = vec![(value, 0)];
    while let Some((value, level)) = rest.pop() {
        deepest = deepest.max(level);
        match value {
            Value::Array(items) => rest.extend(items.iter().map(|v| (v, level + 1))),
            Value::Object(members) => rest.extend(members.values().map(|v| (v, level + 1))),
            _ => {}
        }
    }
    deepest
}

/// How many bytes a value has as JSON, at least.
pub(super) fn weight(value: &Value) -> u64 {
    let mut bytes = 0;
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        bytes += 2;
        match value {
            Value::Array(items) => rest.extend(items),
            Value::Object(members) => {
                bytes += members.keys().map(|key| key.len() + 3).sum::<usize>();
                rest.extend(members.values());
            }
            Value::String(text) => bytes += text.len(),
            _ => {}
        }
    }
    bytes as u64
}

/// Runs `work` on a stack that bears `levels` nested calls of a validator.
///
/// The usual stack of a thread bears what real documents need; only a schema and a value made to nest far together
/// get a thread of their own.
pub(super) fn with_stack<T: Send>(levels: usize, work: impl FnOnce() -> T + Send) -> T {
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
    use serde_json::json;

    #[test]
    fn depth_counts_containers() {
        assert_eq!(depth(&json!(1)), 0);
        assert_eq!(depth(&json!({"a": [1, {"b": 2}]})), 3);
    }

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
