//! A layout: which columns it has, and what they say.

/// A national layout.
pub(crate) struct Layout<S: 'static> {
    /// Columns by which it is recognised.
    pub(crate) marks: &'static [&'static str],
    /// Its columns in their order, and what each says; `None` is kept as it came.
    pub(crate) columns: &'static [(&'static str, Option<S>)],
    /// Other names under which columns are found.
    pub(crate) aliases: &'static [(&'static str, &'static str)],
}

/// What a column of a file is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// A column of the layout, by its number.
    Known(usize),
    /// Another one.
    Other(String),
    /// What the layout cannot say.
    Rest,
}

impl<S: PartialEq> Layout<S> {
    /// The name of the column that says this.
    pub(crate) fn column(&self, wanted: S) -> Option<&'static str> {
        let mut columns = self.columns.iter();
        let found = columns.find(|(_, says)| says.as_ref() == Some(&wanted));
        found.map(|(name, _)| *name)
    }
}

impl<S> Layout<S> {
    /// What a column of this name is.
    pub(crate) fn place(&self, name: &str) -> Place {
        let wanted = canonical(name);
        if wanted == super::REST {
            return Place::Rest;
        }
        let alias = self
            .aliases
            .iter()
            .find(|(alias, _)| canonical(alias) == wanted);
        let wanted = alias.map_or(wanted, |(_, official)| canonical(official));
        let mut columns = self.columns.iter();
        match columns.position(|(official, _)| canonical(official) == wanted) {
            Some(number) => Place::Known(number),
            None => Place::Other(name.trim().to_owned()),
        }
    }

    /// What the columns of a heading are. Another name counts only where the official one is not there.
    pub(crate) fn places(&self, heading: &[String]) -> Vec<Place> {
        let is_official = |name: &&String| {
            let wanted = canonical(name);
            let mut columns = self.columns.iter();
            columns.any(|(official, _)| canonical(official) == wanted)
        };
        let official = heading.iter().filter(is_official);
        let taken: Vec<Place> = official.map(|name| self.place(name)).collect();
        let places = heading.iter().enumerate().map(|(number, name)| {
            match self.place(name) {
                place @ Place::Known(_) if taken.contains(&place) && !is_official(&name) => {
                    Place::Other(name.trim().to_owned())
                }
                // A column without a name is known by where it stands.
                Place::Other(name) if name.is_empty() => Place::Other(format!("({})", number + 1)),
                place => place,
            }
        });
        places.collect()
    }

    /// Whether a heading is one of this layout.
    pub(crate) fn is_headed_by(&self, heading: &[String]) -> bool {
        let places: Vec<Place> = heading.iter().map(|name| self.place(name)).collect();
        self.marks
            .iter()
            .all(|mark| places.contains(&self.place(mark)))
    }
}

/// A column's name in one spelling: brackets, underlines and spaces differ from office to office.
pub(crate) fn canonical(name: &str) -> String {
    name.chars()
        .filter(|sign| !sign.is_whitespace() && *sign != '\u{feff}')
        .map(|sign| match sign {
            '（' => '(',
            '）' => ')',
            '＿' => '_',
            sign => sign,
        })
        .collect()
}
