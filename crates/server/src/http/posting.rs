//! A posting's own page, as search engines and link previews read it.

use super::{
    cached::{ASKED, Kept},
    jobs::find,
    named::Named,
    pages,
    problem::Failure,
};
use crate::{
    assets::PAGE,
    hash::{sha256, short_hex},
    state::App,
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
    response::Response,
};
use domain::{Job, JobId};
use formats::job_posting;
use std::sync::Arc;

/// `GET /jobs/{id}`: the app's page, with the posting's title and the posting itself as JSON-LD.
pub(crate) async fn posting(
    State(app): State<Arc<App>>,
    id: Result<Named<JobId>, Failure>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let build = app.assets.current();
    let (Some(page), Ok(Named(id))) = (build.get(PAGE), id) else {
        return pages::file(State(app), uri, headers).await;
    };
    let Some(job) = find(&app, id).await? else {
        // The app says so in the person's language; search engines read the status. It comes whole:
        // "not modified" would be said of a posting.
        let mut response = pages::kept(page, &headers).whole();
        *response.status_mut() = StatusCode::NOT_FOUND;
        return Ok(response);
    };
    let body = with_posting(&String::from_utf8_lossy(&page.body), &job);
    let kept = Kept {
        etag: &format!("\"{}\"", short_hex(&sha256(body.as_bytes()))),
        body: body.into(),
        encoding: None,
        content_type: page.content_type,
        cache_control: ASKED,
    };
    Ok(kept.respond(&headers))
}

/// The page about a posting: its title, and behind that the posting itself. A minified page may have
/// no other mark that can be relied on.
fn with_posting(page: &str, job: &Job) -> String {
    let Some((before, (former, after))) = page
        .split_once("<title>")
        .and_then(|(before, rest)| Some((before, rest.split_once("</title>")?)))
    else {
        return page.to_owned();
    };
    let title = escaped(&job.title);
    // Nobody should find a sample by a search for work.
    let robots = if job.sample {
        r#"<meta name="robots" content="noindex">"#
    } else {
        ""
    };
    let posting = job_posting::to_script(job);
    format!(
        "{before}<title>{title} | {former}</title>{robots}\
         <script type=\"application/ld+json\">{posting}</script>{after}"
    )
}

/// A text that stays text in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::contract::made::job;

    #[test]
    fn no_text_of_a_posting_becomes_markup() {
        let mut hostile = job(1);
        hostile.title = "</title><script>alert(1)</script>".into();
        hostile.description = "</script><script>alert(2)</script>".into();
        let page = "<html><head><title>Engawa</title></head><body></body></html>";
        let page = with_posting(page, &hostile);
        assert_eq!(page.matches("<script").count(), 1, "{page}");
        assert_eq!(page.matches("</script").count(), 1, "{page}");
        assert!(
            page.contains("&lt;script&gt;alert(1)&lt;/script&gt; | Engawa</title>"),
            "{page}"
        );
        assert!(!page.contains("noindex"));
        hostile.sample = true;
        assert!(with_posting("<title>Engawa</title>", &hostile).contains("noindex"));
        assert_eq!(with_posting("<p>", &hostile), "<p>");
    }
}
