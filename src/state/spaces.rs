//! The spaces on this device.

use super::{
    board::lower,
    following::{Following, Shelf},
};
use board::directory::Directory;
use domain::{Kind, Row, RowKey, SpaceId, space::Space};

/// The spaces on this device.
pub type SpacesState = Following<Directory>;

impl Shelf for Directory {
    const SCOPE: &str = "spaces";

    fn put_row(&mut self, row: Row) {
        if let Row::Space(space) = row {
            self.put(space, lower);
        }
    }

    fn remove_row(&mut self, key: RowKey) {
        if key.kind == Kind::Space {
            self.remove(SpaceId(key.id));
        }
    }

    fn has_none(&self) -> bool {
        self.is_empty()
    }
}

impl SpacesState {
    /// A space, now and whenever it changes.
    pub fn get(self, id: SpaceId) -> Option<Space> {
        self.with(|directory| directory.get(id).cloned())
    }
}
