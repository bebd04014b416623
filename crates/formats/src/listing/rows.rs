//! The rows of a list, one after the other.

use super::{
    Entered, Entry, Layout,
    detect::{Found, Whole, detect},
    json::{Objects, Pair},
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
enum List<E: Entry, R> {
    Csv {
        layout: &'static Layout<E::Says>,
        records: Box<Records<Whole<R>>>,
        places: Vec<Place>,
    },
    Json {
        /// Known by the first object.
        layout: Option<&'static Layout<E::Says>>,
        objects: Objects<Whole<R>>,
    },
}

enum State<E: Entry, R> {
    Before(R),
    Within(List<E, R>),
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
        let unknown = || no_layout(self.names).at(1);
        let found = detect(input, &self.layouts)
            .map_err(|error| Fault::new("", Reason::Read(error)).at(1))?;
        let (number, mut records) = match found {
            Found::Csv(number, records) => (number, records),
            Found::Json(objects) => {
                let layout = None;
                return Ok(List::Json { layout, objects });
            }
            Found::Unknown => return Err(unknown()),
        };
        let layout = *self.layouts.get(number).ok_or_else(unknown)?;
        let (line, heading) = records.next().ok_or_else(unknown)?;
        let heading = heading.map_err(|fault| fault.at(line))?;
        let places = places(layout, &heading).map_err(|fault| fault.at(line))?;
        Ok(List::Csv {
            layout,
            records: Box::new(records),
            places,
        })
    }

    /// The next row, of whichever kind of file.
    fn row(&mut self, list: &mut List<E, R>) -> Option<Result<Entered<E>, Refused>> {
        let (line, entry) = match list {
            List::Csv {
                layout,
                records,
                places,
            } => {
                // Spreadsheets leave rows with nothing in them behind the last.
                let is_nothing = |record: &Vec<String>| record.iter().all(String::is_empty);
                let (line, record) =
                    records.find(|(_, record)| !record.as_ref().is_ok_and(is_nothing))?;
                let entry = record.and_then(|record| {
                    if record.len() == places.len() {
                        return self.entry(layout, places, record);
                    }
                    let (expected, found) = (places.len(), record.len());
                    Err(Fault::new("", Reason::Width { expected, found }))
                });
                (line, entry)
            }
            List::Json { layout, objects } => {
                let (line, object) = objects.next()?;
                let entry = object.and_then(|object| self.object(layout, object));
                (line, entry)
            }
        };
        Some(match entry {
            Ok((entry, remarks)) => Ok(Entered::at(line, entry, remarks)),
            Err(fault) => Err(fault.at(line)),
        })
    }

    /// The entry of an object, whose keys are the columns.
    fn object(
        &mut self,
        layout: &mut Option<&'static Layout<E::Says>>,
        object: Vec<Pair>,
    ) -> Result<(E, Vec<Fault>), Fault> {
        let (names, texts): (Vec<String>, Vec<String>) = object.into_iter().unzip();
        let known = layout.or_else(|| {
            let mut layouts = self.layouts.iter().copied();
            layouts.find(|layout| layout.is_headed_by(&names))
        });
        let known = known.ok_or_else(|| no_layout(self.names))?;
        *layout = Some(known);
        let places = places(known, &names)?;
        self.entry(known, &places, texts)
    }

    fn entry(
        &mut self,
        layout: &'static Layout<E::Says>,
        places: &[Place],
        texts: Vec<String>,
    ) -> Result<(E, Vec<Fault>), Fault> {
        let cells = layout.cells(places, texts);
        let (entry, remarks) = layout.entry::<E>(&cells, &self.context)?;
        let column = layout.column(E::NUMBER).unwrap_or_default();
        self.seen.check(&entry, column)?;
        Ok((entry, remarks))
    }
}

fn no_layout(layouts: &'static str) -> Fault {
    Fault::new("", Reason::NoLayout { layouts })
}

/// What the columns of a heading are, each once.
fn places<S: PartialEq>(layout: &Layout<S>, heading: &[String]) -> Result<Vec<Place>, Fault> {
    let places = layout.places(heading);
    for (number, (place, name)) in places.iter().zip(heading).enumerate() {
        if places.iter().take(number).any(|before| before == place) {
            return Err(Fault::new(name.trim(), Reason::TwoColumns));
        }
    }
    Ok(places)
}

impl<E: Entry, R: Read> Iterator for Rows<E, R> {
    type Item = Result<Entered<E>, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut list = match std::mem::replace(&mut self.state, State::Ended) {
            State::Ended => return None,
            State::Within(list) => list,
            State::Before(input) => match self.open(input) {
                Ok(list) => list,
                Err(refused) => return Some(Err(refused)),
            },
        };
        let row = self.row(&mut list)?;
        // An object of no layout: no other one of the file could go in.
        let is_unknown = |refused: &Refused| matches!(refused.reason, Reason::NoLayout { .. });
        if !row.as_ref().is_err_and(is_unknown) {
            self.state = State::Within(list);
        }
        Some(row)
    }
}
