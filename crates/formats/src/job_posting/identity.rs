//! Whose posting it is and which: `hiringOrganization` and `identifier`.

use super::{
    property::{self, Properties, entry},
    thing::Thing,
};
use crate::{Reason, refused::Fault};
use domain::{DeskId, Job, JobId, Timestamp};
use serde_json::{Map, Value, json};

/// `name` of an identifier that is an id of ours.
const OUR_IDS: &str = "engawa";

/// Whether it is an id of ours: `{"name": "engawa", "value": …}`.
fn is_our_id(thing: &Thing) -> bool {
    thing.fields.get("name").is_some_and(|name| name == OUR_IDS)
}

/// Takes the id out of an id of ours.
fn our_id<T: std::str::FromStr>(thing: &mut Thing, path: String) -> Result<T, Fault> {
    thing.fields.remove("name");
    thing.known = true;
    let text = thing.word("value").unwrap_or_default();
    text.parse()
        .map_err(|_| Fault::new(path, Reason::unknown_word(&text)))
}

/// The desk, and its name.
pub(super) fn organization(posting: &mut Map<String, Value>) -> Result<(DeskId, String), Fault> {
    const KEY: &str = "hiringOrganization";
    let path = || format!("{KEY}.name");
    let mut organization =
        Thing::take(posting, KEY, "Organization", "name").ok_or_else(|| Fault::missing(path()))?;
    let name = organization
        .word("name")
        .ok_or_else(|| Fault::missing(path()))?;
    let mut desk = DeskId::of_name(&name);
    if organization
        .fields
        .get("identifier")
        .is_some_and(|id| id.is_object())
        && let Some(mut id) = Thing::take(
            &mut organization.fields,
            "identifier",
            "PropertyValue",
            "value",
        )
    {
        if is_our_id(&id) {
            desk = our_id(&mut id, format!("{KEY}.identifier.value"))?;
        }
        id.give_back(&mut organization.fields);
    }
    organization.give_back(posting);
    Ok((desk, name))
}

/// The id of a posting that its source gave no identifier: the same posting is the same job.
pub(crate) fn untitled_id(desk: DeskId, title: &str, posted_at: Timestamp) -> JobId {
    JobId::of_source(desk, &format!("{title}\n{}", posted_at.0))
}

/// The id that follows from the posting's identifier, and the identifier of its source.
pub(super) fn identifier(
    posting: &mut Map<String, Value>,
    ours: &mut Properties,
    desk: DeskId,
) -> Result<(Option<JobId>, Option<String>), Fault> {
    const KEY: &str = "identifier";
    let source = ours.text(property::SOURCE_IDENTIFIER)?;
    let Some(mut thing) = Thing::take(posting, KEY, "PropertyValue", "value") else {
        return Ok((None, source));
    };
    if is_our_id(&thing) {
        let id = our_id(&mut thing, format!("{KEY}.value"))?;
        thing.give_back(posting);
        return Ok((Some(id), source));
    }
    // Every posting is written with an identifier.
    thing.known = true;
    let given = thing.word("value").filter(|value| !value.trim().is_empty());
    if given.is_none() {
        // The name of nothing.
        thing.fields.remove("name");
    }
    thing.give_back(posting);
    Ok((
        given.as_deref().map(|given| JobId::of_source(desk, given)),
        given.or(source),
    ))
}

/// Writes the desk: its name, and its id where that does not follow from the name.
pub(super) fn organization_of(job: &Job) -> Value {
    let mut organization = json!({ "@type": "Organization", "name": job.desk_name });
    // A desk that was made here, or that has another name today.
    if job.desk != DeskId::of_name(&job.desk_name)
        && let Some(fields) = organization.as_object_mut()
    {
        fields.insert(
            "identifier".to_owned(),
            entry(OUR_IDS, job.desk.to_string()),
        );
    }
    organization
}

/// Writes which job it is: the source's identifier where the id follows from it, else the id.
pub(super) fn identifier_of(job: &Job, properties: &mut Vec<Value>) -> Value {
    let follows = |identifier: &&str| {
        !identifier.trim().is_empty() && job.id == JobId::of_source(job.desk, identifier)
    };
    match job.identifier.as_deref() {
        Some(identifier) if follows(&identifier) => {
            json!({ "@type": "PropertyValue", "value": identifier })
        }
        source => {
            properties.extend(source.map(|source| entry(property::SOURCE_IDENTIFIER, source)));
            entry(OUR_IDS, job.id.to_string())
        }
    }
}
