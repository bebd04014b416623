//! A bounded number of places: for everybody together, and for each network address or person.

use std::{
    collections::HashMap,
    hash::Hash,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How many there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bound {
    /// For everybody together.
    pub all: usize,
    /// For one. Many people may share a network address: an office, a mobile network.
    pub each: usize,
}

/// The places, and who has one.
pub(crate) struct Places<K = IpAddr> {
    bound: Bound,
    taken: Mutex<Taken<K>>,
}

struct Taken<K> {
    all: usize,
    by: HashMap<K, usize>,
}

/// No place is free.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Crowded {
    /// Everybody together has all of them.
    All,
    /// This one has all that one may have.
    Each,
}

impl<K: Copy + Eq + Hash> Places<K> {
    pub(crate) fn new(bound: Bound) -> Arc<Self> {
        Arc::new(Self {
            bound,
            taken: Mutex::new(Taken {
                all: 0,
                by: HashMap::new(),
            }),
        })
    }

    /// A place for one, until it is dropped.
    pub(crate) fn take(self: &Arc<Self>, one: K) -> Result<Place<K>, Crowded> {
        let mut taken = self.taken();
        if taken.all >= self.bound.all {
            return Err(Crowded::All);
        }
        let own = taken.by.get(&one).copied().unwrap_or_default();
        if own >= self.bound.each {
            return Err(Crowded::Each);
        }
        taken.by.insert(one, own + 1);
        taken.all += 1;
        Ok(Place {
            places: self.clone(),
            one,
        })
    }

    fn taken(&self) -> MutexGuard<'_, Taken<K>> {
        // Counts stay right even if a thread panicked beside them.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place that somebody has.
pub(crate) struct Place<K: Copy + Eq + Hash = IpAddr> {
    places: Arc<Places<K>>,
    one: K,
}

impl<K: Copy + Eq + Hash> Drop for Place<K> {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        taken.all = taken.all.saturating_sub(1);
        if let Some(own) = taken.by.get_mut(&self.one) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                taken.by.remove(&self.one);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: &str) -> IpAddr {
        address.parse().unwrap()
    }

    #[test]
    fn one_address_never_takes_every_place_and_a_place_comes_back() {
        let places = Places::new(Bound { all: 3, each: 2 });
        let office = at("192.0.2.1");
        let first = places.take(office).unwrap();
        let _second = places.take(office).unwrap();
        assert_eq!(places.take(office).err(), Some(Crowded::Each));
        let _home = places.take(at("192.0.2.2")).unwrap();
        assert_eq!(places.take(at("192.0.2.3")).err(), Some(Crowded::All));
        drop(first);
        let again = places.take(office).unwrap();
        drop(again);
        assert_eq!(places.taken().by.get(&office), Some(&1));
    }

    #[test]
    fn nobody_is_remembered_who_has_no_place() {
        let places = Places::new(Bound { all: 9, each: 9 });
        let taken: Vec<_> = (0..4).map(|_| places.take(at("2001:db8::1"))).collect();
        assert_eq!(places.taken().by.len(), 1);
        drop(taken);
        assert!(places.taken().by.is_empty() && places.taken().all == 0);
        // Nor who got none.
        let none = Places::new(Bound { all: 9, each: 0 });
        assert!(none.take(at("192.0.2.1")).is_err());
        assert!(none.taken().by.is_empty());
    }
}
