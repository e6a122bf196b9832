//! Protection against panics.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Runs wireproof's own work. A panic in it becomes an error with its message.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    crate::subject::catch_panic(work)
}

/// Locks a mutex, even if a thread has panicked while it held the lock.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
