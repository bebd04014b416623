//! How the host wants it to look: colours and scheme from the address. What is no colour is passed
//! over, and colours that could not be read on each other are not used together.

use std::fmt::Write as _;

/// A colour without transparency.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Colour([u8; 3]);

impl Colour {
    const BLACK: Self = Self([0; 3]);
    const WHITE: Self = Self([255; 3]);

    /// `1a2b3c` or `abc`, with or without `#`.
    fn read(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        let digits: Vec<u8> = digits
            .chars()
            .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect::<Option<_>>()?;
        match digits.as_slice() {
            [r, g, b] => Some(Self([r * 17, g * 17, b * 17])),
            [r1, r2, g1, g2, b1, b2] => Some(Self([r1 * 16 + r2, g1 * 16 + g2, b1 * 16 + b2])),
            _ => None,
        }
    }

    fn css(self) -> String {
        let Self([r, g, b]) = self;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let part = f64::from(channel) / 255.0;
            match part <= 0.04045 {
                true => part / 12.92,
                false => ((part + 0.055) / 1.055).powf(2.4),
            }
        };
        let Self([r, g, b]) = self;
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    /// Contrast ratio (WCAG 2.2), 1 to 21.
    fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Black or white, whichever reads better on this.
    fn opposite(self) -> Self {
        match self.contrast(Self::BLACK) >= self.contrast(Self::WHITE) {
            true => Self::BLACK,
            false => Self::WHITE,
        }
    }
}

/// The least contrast of text (WCAG 2.2, 1.4.3).
const LEGIBLE: f64 = 4.5;

/// Colours that go together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Palette {
    paper: Colour,
    ink: Colour,
    accent: Colour,
}

/// Ours, by day and by night (`style/tokens.css`).
const LIGHT: Palette = Palette {
    paper: Colour([0xff, 0xfd, 0xf9]),
    ink: Colour([0x25, 0x28, 0x2f]),
    accent: Colour([0x23, 0x4a, 0x8c]),
};
const DARK: Palette = Palette {
    paper: Colour([0x1b, 0x1d, 0x22]),
    ink: Colour([0xec, 0xe8, 0xdf]),
    accent: Colour([0x9d, 0xbc, 0xf0]),
};

/// Whether the page is light or dark.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Scheme {
    Light,
    Dark,
    /// As the visitor has it.
    Either,
}

/// How the host wants it to look.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Look {
    scheme: Scheme,
    paper: Option<Colour>,
    ink: Option<Colour>,
    accent: Option<Colour>,
}

impl Look {
    /// Reads the pairs of an address: `scheme` (`light` or `dark`), `bg`, `ink`, `accent`.
    pub(super) fn read(pairs: &[(String, String)]) -> Self {
        let value = |key: &str| pairs.iter().find(|(name, _)| name == key);
        let colour = |key| value(key).and_then(|(_, text)| Colour::read(text));
        Self {
            scheme: match value("scheme").map(|(_, word)| word.as_str()) {
                Some("light") => Scheme::Light,
                Some("dark") => Scheme::Dark,
                _ => Scheme::Either,
            },
            paper: colour("bg"),
            ink: colour("ink"),
            accent: colour("accent"),
        }
    }

    /// The value of `color-scheme`.
    pub(super) fn scheme(&self) -> &'static str {
        match self.scheme {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
            Scheme::Either => "light dark",
        }
    }

    /// What is asked for, on the ground of ours, as far as it can be read.
    fn palette(&self, ours: Palette) -> Palette {
        let paper = self.paper.unwrap_or(ours.paper);
        let legible = |colour: &Colour| colour.contrast(paper) >= LEGIBLE;
        let ink = [self.ink, Some(ours.ink)]
            .into_iter()
            .flatten()
            .find(legible);
        let ink = ink.unwrap_or_else(|| paper.opposite());
        let accents = [self.accent, Some(ours.accent)];
        let accent = accents.into_iter().flatten().find(legible).unwrap_or(ink);
        Palette { paper, ink, accent }
    }

    /// The whole stylesheet.
    pub(super) fn style(&self) -> String {
        let (light, dark) = (self.palette(LIGHT), self.palette(DARK));
        let mut style = String::from(STYLE);
        match self.scheme {
            Scheme::Light => put(&mut style, light),
            Scheme::Dark => put(&mut style, dark),
            Scheme::Either => {
                put(&mut style, light);
                if dark != light {
                    style.push_str("@media (prefers-color-scheme:dark){");
                    put(&mut style, dark);
                    style.push('}');
                }
            }
        }
        style
    }
}

fn put(style: &mut String, palette: Palette) {
    let Palette { paper, ink, accent } = palette;
    let (paper, ink, accent) = (paper.css(), ink.css(), accent.css());
    // Writing to a text does not fail.
    let _ = write!(
        style,
        ":root{{--paper:{paper};--ink:{ink};--accent:{accent}}}"
    );
}

/// Small enough to come with the page; the colours follow it.
const STYLE: &str = include_str!("embed.css");

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn look(pairs: &[(&str, &str)]) -> Look {
        let owned = pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        Look::read(&owned.collect::<Vec<_>>())
    }

    #[test]
    fn a_host_gives_its_own_colours() {
        let look = look(&[
            ("bg", "fff7ee"),
            ("ink", "#402010"),
            ("accent", "063"),
            ("scheme", "light"),
        ]);
        let style = look.style();
        assert!(
            style.ends_with(":root{--paper:#fff7ee;--ink:#402010;--accent:#006633}"),
            "{style}"
        );
        assert_eq!(look.scheme(), "light");
    }

    #[test]
    fn what_is_no_colour_is_passed_over() {
        let plain = look(&[]);
        for bad in [
            "",
            "red",
            "12345",
            "#1234567",
            "fff;}body{display:none",
            "０００",
            "url(x)",
        ] {
            let asked = look(&[("bg", bad), ("ink", bad), ("accent", bad), ("scheme", bad)]);
            assert_eq!(asked, plain, "{bad}");
        }
    }

    proptest! {
        /// Whatever a host asks for, everything can be read.
        #[test]
        fn text_stands_out_from_its_ground(paper: Option<[u8; 3]>, ink: Option<[u8; 3]>, accent: Option<[u8; 3]>) {
            let colour = |bytes: Option<[u8; 3]>| bytes.map(Colour);
            let look = Look { scheme: Scheme::Either, paper: colour(paper), ink: colour(ink), accent: colour(accent) };
            for ours in [LIGHT, DARK] {
                let Palette { paper, ink, accent } = look.palette(ours);
                prop_assert!(ink.contrast(paper) >= LEGIBLE, "{look:?}");
                prop_assert!(accent.contrast(paper) >= LEGIBLE, "{look:?}");
            }
        }

        /// Nothing but a colour enters the stylesheet.
        #[test]
        fn only_colours_enter_the_style(text in ".{0,12}") {
            if let Some(colour) = Colour::read(&text) {
                let css = colour.css();
                prop_assert!(css.len() == 7 && css.bytes().skip(1).all(|b| b.is_ascii_hexdigit()));
            }
        }
    }
}
