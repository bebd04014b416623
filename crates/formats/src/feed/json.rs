//! JSON Feed, by <https://www.jsonfeed.org/version/1.1/>.

use super::{Feed, beginning, changed_at, moment, tags, urn};
use domain::Job;
use serde_json::{Value, json};

const VERSION: &str = "https://jsonfeed.org/version/1.1";

pub(super) fn write(feed: &Feed<'_>) -> String {
    let items: Vec<Value> = feed.jobs.iter().map(|job| item(feed, job)).collect();
    json!({
        "version": VERSION,
        "title": feed.title,
        "home_page_url": format!("{}/jobs", feed.origin),
        "feed_url": feed.address(),
        "authors": [{ "name": feed.author }],
        "items": items,
    })
    .to_string()
}

fn item(feed: &Feed<'_>, job: &Job) -> Value {
    json!({
        "id": urn(job.id.0),
        "url": feed.address_of(job.id),
        "title": feed.title_of(job),
        "content_text": beginning(&job.description),
        "date_published": moment(job.posted_at),
        "date_modified": moment(changed_at(job)),
        "authors": [{ "name": job.desk_name }],
        "tags": tags(job).collect::<Vec<_>>(),
    })
}
