//! Files that people send along with their answers: what they may be, and how an answer names one.
//!
//! The bytes lie beside the rows, under the file's id. Of a file only its owner has a row; whoever
//! reads the sign-up that names it may have the bytes.

use crate::{
    FileId, PersonId, SignUpId, Timestamp,
    job::{check_line, required},
    refusal::{Field, Invalid, Problem},
    typed,
};
use serde::{Deserialize, Serialize};

/// The largest file, in bytes: 5 MB.
pub const MAX_BYTES: u32 = 5 * 1024 * 1024;
/// Longest name in characters; phones and cameras give shorter ones.
const MAX_NAME: usize = 200;
/// Most files of a person that no sign-up has: of drafts, and of what was taken out of them. What no
/// draft names makes way for more.
pub const MAX_LOOSE: usize = 50;
/// For so many days the server keeps a file that no sign-up has. A device keeps its own for as long as
/// a draft names it, and brings it again.
pub const LOOSE_DAYS: i64 = 60;

/// What a file may be: what phones, scanners and offices make.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is named as its files end")]
pub enum FileFormat {
    Pdf,
    Jpeg,
    Png,
    Webp,
    Heic,
    Docx,
    Xlsx,
    Pptx,
}

impl FileFormat {
    /// Each.
    pub const ALL: [FileFormat; 8] = [
        Self::Pdf,
        Self::Jpeg,
        Self::Png,
        Self::Webp,
        Self::Heic,
        Self::Docx,
        Self::Xlsx,
        Self::Pptx,
    ];

    /// The media type of each.
    pub const MEDIA_TYPES: [&'static str; 8] = [
        Self::Pdf.media_type(),
        Self::Jpeg.media_type(),
        Self::Png.media_type(),
        Self::Webp.media_type(),
        Self::Heic.media_type(),
        Self::Docx.media_type(),
        Self::Xlsx.media_type(),
        Self::Pptx.media_type(),
    ];

    /// The stable word, and how such a file's name ends.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Heic => "heic",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
        }
    }

    /// The format of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    /// The media type (IANA).
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Heic => "image/heic",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => {
                "application/vnd.openxmlformats-officedocument.presentationml.presentation"
            }
        }
    }

    /// The format of a file by what is in it, and among the offices' by its name, which are all zip
    /// archives. `None`: it is none of these.
    pub fn of(name: &str, bytes: &[u8]) -> Option<Self> {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending);
        let ends_so = |format: &Self| {
            !format.is_archive()
                || ending.is_some_and(|ending| ending.eq_ignore_ascii_case(format.word()))
        };
        let mut formats = Self::ALL.into_iter();
        formats.find(|format| ends_so(format) && format.fits(bytes))
    }

    /// Whether a file begins as one of this format does.
    pub fn fits(self, bytes: &[u8]) -> bool {
        let at = |from: usize, sign: &[u8]| bytes.get(from..from + sign.len()) == Some(sign);
        match self {
            Self::Pdf => at(0, b"%PDF-"),
            Self::Jpeg => at(0, &[0xff, 0xd8, 0xff]),
            Self::Png => at(0, b"\x89PNG\r\n\x1a\n"),
            Self::Webp => at(0, b"RIFF") && at(8, b"WEBP"),
            // The brands of ISO/IEC 23008-12, as telephones write them.
            Self::Heic => {
                let brands: [&[u8]; 5] = [b"heic", b"heix", b"heim", b"mif1", b"msf1"];
                at(4, b"ftyp") && brands.iter().any(|brand| at(8, brand))
            }
            Self::Docx | Self::Xlsx | Self::Pptx => at(0, b"PK\x03\x04"),
        }
    }

    fn is_archive(self) -> bool {
        matches!(self, Self::Docx | Self::Xlsx | Self::Pptx)
    }
}

/// A file that somebody has brought to the server.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct File {
    /// Made on the device.
    pub id: FileId,
    /// Whose.
    pub person: PersonId,
    /// What it is.
    pub format: FileFormat,
    /// How long it is, in bytes.
    pub size: u32,
    /// When it came.
    pub sent_at: Timestamp,
    /// The sign-up that it was sent with, if it was.
    pub sign_up: Option<SignUpId>,
}

/// A file as an answer names it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attached {
    /// Which.
    pub file: FileId,
    /// What it is.
    pub format: FileFormat,
    /// How long it is, in bytes.
    pub size: u32,
    /// What its owner calls it.
    pub name: String,
}

/// Why a file is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unfit {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is longer than [`MAX_BYTES`].
    #[error("the file is too large")]
    TooLarge,
    /// It is none of [`FileFormat::ALL`].
    #[error("the file is of another format")]
    Format,
}

impl Attached {
    /// A file that was chosen on a device, by its name and what is in it.
    pub fn chosen(file: FileId, name: &str, bytes: &[u8]) -> Result<Self, Unfit> {
        let size = u32::try_from(bytes.len()).map_err(|_| Unfit::TooLarge)?;
        match size {
            0 => return Err(Unfit::Empty),
            size if size > MAX_BYTES => return Err(Unfit::TooLarge),
            _ => {}
        }
        let format = FileFormat::of(name, bytes).ok_or(Unfit::Format)?;
        // Neither do names rearrange what stands around them.
        let strange = |c: char| {
            let rearranges = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            c.is_control() || rearranges
        };
        let plain: String = name.chars().filter(|c| !strange(*c)).collect();
        let cut: String = typed::one_line(&plain).chars().take(MAX_NAME).collect();
        // What it is cut at may be a space.
        let name = match cut.trim_end() {
            "" => format!("1.{}", format.word()),
            name => name.to_owned(),
        };
        Ok(Self {
            file,
            format,
            size,
            name,
        })
    }

    /// The file that a draft's text names.
    pub fn read(text: &str) -> Option<Self> {
        let mut words = text.trim().splitn(4, ' ');
        let mut word = || words.next();
        let read = Self {
            file: word()?.parse().ok()?,
            format: FileFormat::from_word(word()?)?,
            size: word()?.parse().ok()?,
            name: word()?.to_owned(),
        };
        // Nothing else than what is written here is a file.
        (read.text() == text.trim()).then_some(read)
    }

    /// As a draft's text: its id, its format, its length and its name, between spaces.
    pub fn text(&self) -> String {
        let Self {
            file,
            format,
            size,
            name,
        } = self;
        format!("{file} {} {size} {name}", format.word())
    }

    /// Without its name, which may say whose it is.
    pub(crate) fn unnamed(&self) -> Self {
        Self {
            name: format!("file.{}", self.format.word()),
            ..self.clone()
        }
    }

    /// Whether it says what it may.
    pub(crate) fn check(&self, field: Field) -> Result<(), Invalid> {
        required(field, &self.name)?;
        check_line(field, &self.name, MAX_NAME)?;
        if self.size == 0 || self.size > MAX_BYTES {
            let (min, max) = (1, MAX_BYTES.into());
            let problem = Problem::OutOfRange { min, max };
            return Err(Invalid { field, problem });
        }
        Ok(())
    }

    /// Whether this is the file that somebody brought.
    pub fn is(&self, file: &File) -> bool {
        (self.file, self.format, self.size) == (file.id, file.format, file.size)
    }
}
