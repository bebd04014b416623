//! HTML from strangers as plain text, and plain text as HTML. No tag ever passes.

use html5gum::{
    Span, State, Tokenizer,
    emitters::callback::{CallbackEmitter, CallbackEvent},
};
use std::convert::Infallible;

/// What stands inside these is never shown to a reader of the page.
const UNSEEN: [&[u8]; 16] = [
    b"script",
    b"style",
    b"template",
    b"head",
    b"title",
    b"iframe",
    b"object",
    b"svg",
    b"math",
    b"textarea",
    b"select",
    b"xmp",
    b"noembed",
    b"noframes",
    b"noscript",
    b"plaintext",
];

/// These begin and end a paragraph.
const BLOCKS: [&[u8]; 33] = [
    b"address",
    b"article",
    b"aside",
    b"blockquote",
    b"body",
    b"center",
    b"dd",
    b"details",
    b"dialog",
    b"div",
    b"dl",
    b"dt",
    b"fieldset",
    b"figcaption",
    b"figure",
    b"footer",
    b"form",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"header",
    b"hr",
    b"main",
    b"nav",
    b"ol",
    b"p",
    b"pre",
    b"section",
    b"table",
    b"ul",
];

/// The text that a reader sees: paragraphs separated by an empty line, list items as lines that
/// begin with ・. White space is as a browser shows it; a no-break space is a space. Control
/// characters are left out.
pub(crate) fn to_text(html: &str) -> String {
    let mut text = Text::default();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        text.take(&event);
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    text.written
}

/// Decodes character references (`&amp;`, `&#12354;`, `&nbsp;`) in a text that is no HTML
/// otherwise: `<` stays.
pub(crate) fn decode_references(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut decoded = String::with_capacity(text.len());
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        if let CallbackEvent::String { value } = event {
            decoded.push_str(&String::from_utf8_lossy(value));
        }
        None::<Infallible>
    });
    let mut tokenizer = Tokenizer::new_with_emitter(text, emitter);
    // The contents of a <title>: references count, tags don't.
    tokenizer.set_state(State::RcData);
    let Ok(()) = tokenizer.finish();
    decoded
}

/// Plain text as HTML: a paragraph for what empty lines separate, and line breaks within.
pub(crate) fn from_text(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut html = String::with_capacity(text.len() + 16);
    html.push_str("<p>");
    for (number, paragraph) in text.split("\n\n").enumerate() {
        if number > 0 {
            html.push_str("</p><p>");
        }
        for c in paragraph.chars() {
            match c {
                '&' => html.push_str("&amp;"),
                '<' => html.push_str("&lt;"),
                '>' => html.push_str("&gt;"),
                '\n' => html.push_str("<br>"),
                c => html.push(c),
            }
        }
    }
    html.push_str("</p>");
    html
}

/// Text as it grows. Breaks, bullets and spaces wait until a character needs them, so that nothing
/// dangles at an end.
#[derive(Default)]
struct Text {
    written: String,
    /// Line feeds to write before the next character: 2 part paragraphs.
    breaks: u8,
    bullet: bool,
    space: bool,
    /// Inside of <pre>, where a line feed is one.
    verbatim: u32,
    /// The unseen element that we are in, and how many of its name are open.
    unseen: Option<(Vec<u8>, u32)>,
}

impl Text {
    fn take(&mut self, event: &CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => self.open(name),
            CallbackEvent::EndTag { name } => self.close(name),
            CallbackEvent::String { value } if self.unseen.is_none() => {
                self.write(&String::from_utf8_lossy(value));
            }
            _ => {}
        }
    }

    fn open(&mut self, name: &[u8]) {
        if let Some((unseen, depth)) = &mut self.unseen {
            if unseen == name {
                *depth += 1;
            }
            return;
        }
        match name {
            _ if UNSEEN.contains(&name) => self.unseen = Some((name.to_vec(), 1)),
            b"br" => self.breaks = self.breaks.saturating_add(1).min(2),
            b"li" => {
                self.line();
                self.bullet = true;
            }
            b"tr" | b"option" => self.line(),
            b"td" | b"th" => self.space = true,
            b"pre" => {
                self.verbatim += 1;
                self.paragraph();
            }
            _ if BLOCKS.contains(&name) => self.paragraph(),
            _ => {}
        }
    }

    fn close(&mut self, name: &[u8]) {
        if let Some((unseen, depth)) = &mut self.unseen {
            if unseen == name {
                *depth -= 1;
                if *depth == 0 {
                    self.unseen = None;
                }
            }
            return;
        }
        match name {
            b"li" => {
                self.bullet = false;
                self.line();
            }
            b"tr" => self.line(),
            b"pre" => {
                self.verbatim = self.verbatim.saturating_sub(1);
                self.paragraph();
            }
            _ if BLOCKS.contains(&name) => self.paragraph(),
            _ => {}
        }
    }

    fn line(&mut self) {
        self.breaks = self.breaks.max(1);
    }

    fn paragraph(&mut self) {
        // <li><p>: the bullet stays with its text.
        if !self.bullet {
            self.breaks = 2;
        }
    }

    fn write(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' if self.verbatim > 0 => self.breaks = self.breaks.saturating_add(1).min(2),
                ' ' | '\t' | '\n' | '\r' | '\u{c}' | '\u{a0}' => self.space = true,
                c if c.is_control() => {}
                c => {
                    self.settle();
                    self.written.push(c);
                }
            }
        }
    }

    /// Writes what waits before a character.
    fn settle(&mut self) {
        let at_start = self.written.is_empty();
        if self.breaks > 0 && !at_start {
            self.written
                .extend(std::iter::repeat_n('\n', self.breaks.into()));
        } else if self.space && !at_start {
            self.written.push(' ');
        }
        if self.bullet {
            self.written.push('・');
        }
        (self.breaks, self.bullet, self.space) = (0, false, false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_description_reads_as_in_a_browser() {
        assert_eq!(
            to_text(
                "<div><h2>仕事内容</h2>\n<p>商品の&nbsp;説明文を<b>書く</b>。<br/>月2回。</p><ul>\n \
                 <li>初心者 &amp; 在宅</li><li><p>電話なし</p></li><li> </li></ul>\n以上</div>"
            ),
            "仕事内容\n\n商品の 説明文を書く。\n月2回。\n\n・初心者 & 在宅\n・電話なし\n\n以上"
        );
        assert_eq!(
            to_text("<p>a</p><p>&nbsp;</p><p>b</p><br><br><br>"),
            "a\n\nb"
        );
        assert_eq!(
            to_text("<table><tr><td>時給</td><td>1,200円</td></tr><tr><td>週</td></tr></table>"),
            "時給 1,200円\n週"
        );
        assert_eq!(to_text("<pre>a\n  b</pre>"), "a\nb");
        assert_eq!(to_text("plain & simple < 3 <"), "plain & simple < 3 <");
    }

    #[test]
    fn scripts_styles_and_hidden_parts_are_gone() {
        for hidden in [
            "<script>alert('</p>')</script>",
            "<STYLE>p{}</STYLE>",
            "<script><!-- </script>",
            "<template><p>x</p></template>",
            "<svg><svg></svg><text>x</text></svg>",
            "<noscript><b>x</b></noscript>",
            "<textarea><b>x</b></textarea>",
            "<!-- x -->",
            "<img src=x onerror=alert(1)>",
            "<iframe><b>x</b></iframe>",
            "<![CDATA[x]]>",
            "<?x ?>",
        ] {
            assert_eq!(to_text(&format!("a{hidden}b")), "ab", "{hidden}");
        }
        assert_eq!(to_text("a<script>never closed"), "a");
        assert_eq!(to_text("a<a href=\"javascript:x\">link</a>"), "alink");
    }

    #[test]
    fn references_decode_once() {
        assert_eq!(decode_references("PR &amp; Events"), "PR & Events");
        assert_eq!(
            decode_references("&amp;amp; &lt;b&gt; &#12354;&#x3044; &nbsp;|"),
            "&amp; <b> あい \u{a0}|"
        );
        assert_eq!(
            decode_references("<b>&</b> &unknown;"),
            "<b>&</b> &unknown;"
        );
    }

    #[test]
    fn hostile_html_takes_no_longer_than_its_length() {
        for piece in [
            "<", "&", "<ul><li>", "</", "<a b=", "<!--", "<script>", "&#", "<svg>", "<p>",
        ] {
            let html = piece.repeat(200_000 / piece.len());
            assert!(to_text(&html).len() <= html.len());
        }
    }

    proptest! {
        #[test]
        fn text_comes_back_from_its_html(
            text in "[a-zあ-ん<>&;#・ 　\"]{0,30}(\n{1,2}[a-z&<>;あ-ん]{1,9}){0,4}"
        ) {
            // Spaces at an end or in a row are the browser's to drop.
            let tidy = text.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
            let tidy = tidy.replace(" \n", "\n").trim_start_matches(['\n', ' ']).to_owned();
            prop_assert_eq!(to_text(&from_text(&tidy)), tidy);
        }

        #[test]
        fn no_tag_survives(html in "(<|>|/|&lt;|script|b|p|!--|--|=|\"|'| |\n|x){0,40}") {
            // What is left of `<` in a text is text: made HTML again, it is the same text.
            let text = to_text(&html);
            prop_assert_eq!(to_text(&from_text(&text)), text);
        }
    }
}
