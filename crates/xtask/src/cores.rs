//! Work that takes a core, on all of them.

use std::num::NonZero;
use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};
use std::thread;

use crate::error::Error;

/// Does `work` for each of these, several at a time, and gives what comes of it in their order. After
/// the first error nothing more is begun.
pub(crate) fn on_all<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> Result<R, Error> + Sync,
) -> Result<Vec<R>, Error> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let failed = Mutex::new(None);
    thread::scope(|scope| {
        for _ in 0..cores.min(items.len()) {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(place) else { break };
                    match work(item) {
                        Ok(result) => lock(&done).push((place, result)),
                        Err(error) => {
                            next.store(items.len(), Ordering::Relaxed);
                            lock(&failed).get_or_insert(error);
                        }
                    }
                }
            });
        }
    });
    if let Some(error) = lock(&failed).take() {
        return Err(error);
    }
    let mut done = std::mem::take(&mut *lock(&done));
    done.sort_by_key(|(place, _)| *place);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<u32> = (0..50).collect();
        let doubled = on_all(&items, |item| Ok(item * 2)).unwrap();
        assert_eq!(
            doubled,
            items.iter().map(|item| item * 2).collect::<Vec<_>>()
        );
        assert_eq!(on_all(&[] as &[u32], |item| Ok(*item)).unwrap(), []);
    }

    #[test]
    fn the_first_error_ends_it() {
        let items: Vec<u32> = (0..1000).collect();
        let begun = AtomicUsize::new(0);
        let result = on_all(&items, |_| {
            begun.fetch_add(1, Ordering::Relaxed);
            Err::<(), _>(Error::NoProject)
        });
        assert!(matches!(result, Err(Error::NoProject)));
        assert!(begun.load(Ordering::Relaxed) < items.len());
    }
}
