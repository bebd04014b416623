//! Atom, by RFC 4287.

use super::{Feed, beginning, changed_at, moment, tags, urn};
use domain::Job;
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};
use std::io;

type Xml = Writer<Vec<u8>>;

pub(super) fn write(feed: &Feed<'_>) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    xml.create_element("feed")
        .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
        .write_inner_content(|xml| {
            text(xml, "id", &urn(feed.id.0))?;
            text(xml, "title", feed.title)?;
            text(xml, "updated", &moment(feed.updated()))?;
            author(xml, feed.author)?;
            link(xml, "self", "application/atom+xml", &feed.address())?;
            link(
                xml,
                "alternate",
                "text/html",
                &format!("{}/jobs", feed.origin),
            )?;
            feed.jobs.iter().try_for_each(|job| entry(xml, feed, job))
        })?;
    Ok(xml.into_inner())
}

fn entry(xml: &mut Xml, feed: &Feed<'_>, job: &Job) -> io::Result<()> {
    xml.create_element("entry").write_inner_content(|xml| {
        text(xml, "id", &urn(job.id.0))?;
        text(xml, "title", &feed.title_of(job))?;
        text(xml, "published", &moment(job.posted_at))?;
        text(xml, "updated", &moment(changed_at(job)))?;
        author(xml, &job.desk_name)?;
        link(xml, "alternate", "text/html", &feed.address_of(job.id))?;
        for tag in tags(job) {
            let tag = valid(tag);
            xml.create_element("category")
                .with_attribute(("term", tag.as_str()))
                .write_empty()?;
        }
        text(xml, "summary", &beginning(&job.description))
    })?;
    Ok(())
}

fn author(xml: &mut Xml, name: &str) -> io::Result<()> {
    xml.create_element("author")
        .write_inner_content(|xml| text(xml, "name", name))?;
    Ok(())
}

fn link(xml: &mut Xml, rel: &str, media: &str, address: &str) -> io::Result<()> {
    xml.create_element("link")
        .with_attributes([("rel", rel), ("type", media), ("href", address)])
        .write_empty()?;
    Ok(())
}

fn text(xml: &mut Xml, element: &str, text: &str) -> io::Result<()> {
    xml.create_element(element)
        .write_text_content(BytesText::new(&valid(text)))?;
    Ok(())
}

/// A text without the characters that no XML document may hold (XML 1.0, 2.2).
fn valid(text: &str) -> String {
    let is_char = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(|c| is_char(*c)).collect()
}
