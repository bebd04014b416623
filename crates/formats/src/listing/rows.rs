//! The rows of a list, one after the other.

use super::{
    Entered, Entry, Layout,
    detect::{Whole, detect},
    layout::Place,
    whole::hash,
};
use crate::{Reason, Refused, csv::records::Records, refused::Fault};
use std::{collections::HashMap, io::Read};

/// What has been read of a file: the same thing twice is passed on, two things under one number are not.
#[derive(Debug, Default)]
pub(crate) struct Seen(HashMap<String, String>);

impl Seen {
    /// Refuses an entry whose id another one of the file has. `column` is where it stands.
    pub(crate) fn check<E: Entry>(&mut self, entry: &E, column: &str) -> Result<(), Fault> {
        let (id, hash) = (entry.identity(), hash(entry));
        match self.0.get(&id) {
            Some(before) if *before != hash => Err(Fault::new(column, Reason::Repeated)),
            Some(_) => Ok(()),
            None => {
                self.0.insert(id, hash);
                Ok(())
            }
        }
    }
}

/// A list that is being read.
struct List<E: Entry, R> {
    layout: &'static Layout<E::Says>,
    records: Records<Whole<R>>,
    places: Vec<Place>,
}

enum State<E: Entry, R> {
    Before(R),
    Within(Box<List<E, R>>),
    Ended,
}

/// The entries of a list in one of several layouts.
pub(crate) struct Rows<E: Entry, R> {
    layouts: Vec<&'static Layout<E::Says>>,
    names: &'static str,
    context: E::Context,
    state: State<E, R>,
    seen: Seen,
}

impl<E: Entry, R: Read> Rows<E, R> {
    pub(crate) fn new(
        input: R,
        layouts: Vec<&'static Layout<E::Says>>,
        names: &'static str,
        context: E::Context,
    ) -> Self {
        Self {
            layouts,
            names,
            context,
            state: State::Before(input),
            seen: Seen::default(),
        }
    }

    /// Looks for the heading.
    fn open(&self, input: R) -> Result<List<E, R>, Refused> {
        let refused = |field: String, reason| Fault::new(field, reason).at(1);
        let found = detect(input, &self.layouts)
            .map_err(|error| refused(String::new(), Reason::Read(error)))?;
        let unknown = || {
            let layouts = self.names;
            refused(String::new(), Reason::NoLayout { layouts })
        };
        let (number, mut records) = found.ok_or_else(unknown)?;
        let layout = *self.layouts.get(number).ok_or_else(unknown)?;
        let (line, heading) = records.next().ok_or_else(unknown)?;
        let heading = heading.map_err(|fault| fault.at(line))?;
        let places = layout.places(&heading);
        for (number, (place, name)) in places.iter().zip(&heading).enumerate() {
            if places.iter().take(number).any(|before| before == place) {
                return Err(Fault::new(name.trim(), Reason::TwoColumns).at(line));
            }
        }
        Ok(List {
            layout,
            records,
            places,
        })
    }
}

impl<E: Entry, R: Read> Iterator for Rows<E, R> {
    type Item = Result<Entered<E>, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        if let State::Before(_) = &self.state
            && let State::Before(input) = std::mem::replace(&mut self.state, State::Ended)
        {
            match self.open(input) {
                Ok(list) => self.state = State::Within(Box::new(list)),
                Err(refused) => return Some(Err(refused)),
            }
        }
        let State::Within(list) = &mut self.state else {
            return None;
        };
        let List {
            layout,
            records,
            places,
        } = &mut **list;
        let (line, record) = records.next()?;
        let entry = record.and_then(|record| {
            if record.len() != places.len() {
                let (expected, found) = (places.len(), record.len());
                return Err(Fault::new("", Reason::Width { expected, found }));
            }
            let cells = layout.cells(places, record);
            let (entry, remarks) = layout.entry::<E>(&cells, &self.context)?;
            let column = layout.column(E::NUMBER).unwrap_or_default();
            self.seen.check(&entry, column)?;
            Ok(Entered::at(line, entry, remarks))
        });
        Some(entry.map_err(|fault| fault.at(line)))
    }
}
