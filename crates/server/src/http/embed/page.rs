//! The embedded page as HTML.

use super::{look::Look, words::Words};
use board::Query;
use domain::{Job, feed::Feed, job::LifeStage};
use form_urlencoded::Serializer;
use quick_xml::escape::escape;
use std::{collections::BTreeSet, fmt::Write as _};
use store::Language;

/// A list of postings.
pub(super) struct List<'a> {
    pub(super) language: Language,
    pub(super) words: &'a Words,
    /// `None` for everybody's.
    pub(super) feed: Option<&'a Feed>,
    pub(super) jobs: &'a [Job],
    /// The life stages to choose from.
    pub(super) stages: &'a BTreeSet<LifeStage>,
    /// The one that is chosen.
    pub(super) stage: Option<LifeStage>,
    /// What was asked, for links to the same with another stage.
    pub(super) pairs: &'a [(String, String)],
    /// What was searched, for the link to the board.
    pub(super) query: &'a Query,
}

/// A page with one sentence.
pub(super) fn saying(language: Language, words: &Words, look: &Look, said: &str) -> String {
    let (said, home) = (escape(said), escape(&words.home));
    let main = format!(
        "<h1>{said}</h1><p><a class=\"more\" href=\"/jobs\" target=\"_blank\" rel=\"noopener\">{home}</a></p>"
    );
    whole(language, said.as_ref(), look, &main)
}

/// The page around its content, which is HTML already, as its title is.
fn whole(language: Language, title: &str, look: &Look, main: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"robots\" content=\"noindex\"><meta name=\"color-scheme\" content=\"{}\">\
         <style>{}</style></head><body><main>{main}</main></body></html>",
        language.tag(),
        look.scheme(),
        look.style(),
    )
}

impl List<'_> {
    /// The page.
    pub(super) fn html(&self, look: &Look) -> String {
        let words = self.words;
        let title = self
            .feed
            .map_or(words.everybody.as_str(), |feed| &feed.title);
        let title = escape(title);
        let mut main = format!("<h1>{title}</h1>");
        if let Some(feed) = self.feed {
            let by = words.chosen_by.replace("{desk}", &feed.desk_name);
            put(
                &mut main,
                &format!("<p class=\"by\">{}</p>", escape(by.as_str())),
            );
        }
        // Of one there is nothing to choose.
        if self.stages.len() > 1 {
            put(&mut main, &self.choice());
        }
        match self.jobs {
            [] => put(&mut main, &format!("<p>{}</p>", escape(&words.none))),
            jobs => {
                let (list, new_tab) = (escape(&words.list), escape(&words.new_tab));
                put(&mut main, &format!("<p class=\"by\">{new_tab}</p>"));
                put(
                    &mut main,
                    &format!("<ul class=\"jobs\" role=\"list\" aria-label=\"{list}\">"),
                );
                jobs.iter().for_each(|job| self.job(&mut main, job));
                put(&mut main, "</ul>");
            }
        }
        let board = address("/jobs", self.query.to_url());
        let _ = write!(
            main,
            "<p><a class=\"more\" href=\"{}\" target=\"_blank\" rel=\"noopener\">{}</a></p>",
            escape(board.as_str()),
            escape(&words.more)
        );
        whole(self.language, &title, look, &main)
    }

    /// The stages, as links: the choice is the address.
    fn choice(&self) -> String {
        let link = |stage: Option<LifeStage>| {
            let others = self.pairs.iter().filter(|(key, _)| key != "stage").cloned();
            let chosen = stage.map(|stage| ("stage".to_owned(), stage.word().to_owned()));
            let address = address("/embed/jobs", others.chain(chosen));
            let words = stage.map_or(self.words.all.as_str(), |stage| self.words.stage(stage));
            let current = if stage == self.stage {
                " aria-current=\"true\""
            } else {
                ""
            };
            format!(
                "<li><a href=\"{}\"{current}>{}</a></li>",
                escape(address.as_str()),
                escape(words)
            )
        };
        let stages = std::iter::once(None).chain(self.stages.iter().copied().map(Some));
        let links: String = stages.map(link).collect();
        let name = escape(&self.words.stages);
        format!("<nav aria-label=\"{name}\"><ul class=\"chips\" role=\"list\">{links}</ul></nav>")
    }

    fn job(&self, main: &mut String, job: &Job) {
        let words = self.words;
        let address = match self.feed {
            Some(feed) => address(
                "/embed/open",
                [
                    ("feed".to_owned(), feed.id.to_string()),
                    ("job".to_owned(), job.id.to_string()),
                ],
            ),
            None => format!("/jobs/{}", job.id),
        };
        let pay = job.pay.map(|pay| words.pay(pay));
        let _ = write!(
            main,
            "<li><h2><a href=\"{}\" target=\"_blank\" rel=\"noopener\">{}</a></h2>\
             <p class=\"facts\"><span>{}</span>{}</p><p class=\"pay\">{}</p><p class=\"facts\">",
            escape(address.as_str()),
            escape(&job.title),
            escape(&job.desk_name),
            match job.sample {
                true => format!("<span class=\"mark\">{}</span>", escape(&words.sample)),
                false => String::new(),
            },
            escape(pay.as_deref().unwrap_or(&words.no_pay)),
        );
        let place = match (job.workplace.remote, &job.workplace.town) {
            (true, _) => Some(words.remote.clone()),
            (false, Some(town)) => Some(town.name.clone()),
            (false, None) => job.workplace.area.clone(),
        };
        let said = |is: bool, text: &str| is.then(|| text.to_owned());
        let facts = [
            job.weekly_hours.map(|hours| words.weekly(hours)),
            place,
            said(job.beginner, &words.beginner),
            said(job.no_calls, &words.no_calls),
            said(job.naptime, &words.naptime),
            job.closes_at.map(|at| words.closes(at)),
        ];
        for fact in facts.into_iter().flatten() {
            put(main, &format!("<span>{}</span>", escape(fact.as_str())));
        }
        put(main, "</p></li>");
    }
}

fn put(html: &mut String, more: &str) {
    html.push_str(more);
}

fn address(path: &str, pairs: impl IntoIterator<Item = (String, String)>) -> String {
    let mut query = Serializer::new(String::new());
    query.extend_pairs(pairs);
    match query.finish().as_str() {
        "" => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}
