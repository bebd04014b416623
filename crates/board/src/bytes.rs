//! Reading bytes that somebody else wrote: every length is checked before it is believed.

use crate::PackError;

/// What is left to read.
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8], PackError> {
        let (taken, rest) = self
            .0
            .split_at_checked(length)
            .ok_or(PackError::Truncated)?;
        self.0 = rest;
        Ok(taken)
    }

    /// The four bytes that say what a section is, and its format's version.
    pub(crate) fn tag(&mut self, expected: [u8; 4]) -> Result<(), PackError> {
        match self.take(4)? {
            found if found == expected => Ok(()),
            found => Err(PackError::Unknown {
                found: found.to_vec(),
            }),
        }
    }

    pub(crate) fn u32(&mut self) -> Result<u32, PackError> {
        self.column::<4>(1)?
            .first()
            .map(|b| u32::from_le_bytes(*b))
            .ok_or(PackError::Truncated)
    }

    /// A length or a count, as the number it is used as.
    pub(crate) fn length(&mut self) -> Result<usize, PackError> {
        usize::try_from(self.u32()?).map_err(|_| PackError::Truncated)
    }

    /// `count` values of `WIDTH` bytes.
    pub(crate) fn column<const WIDTH: usize>(
        &mut self,
        count: usize,
    ) -> Result<&'a [[u8; WIDTH]], PackError> {
        let length = count.checked_mul(WIDTH).ok_or(PackError::Truncated)?;
        Ok(self.take(length)?.as_chunks().0)
    }

    /// `count` places where parts end, from the first byte of what they divide.
    pub(crate) fn ends(&mut self, count: usize) -> Result<Vec<u32>, PackError> {
        Ok(self
            .column::<4>(count)?
            .iter()
            .map(|b| u32::from_le_bytes(*b))
            .collect())
    }
}

/// A length for a file. What a pack holds stays far below four gigabytes; a longer one would be
/// refused by every reader.
pub(crate) fn le32(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes()
}
