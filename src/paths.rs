//! Where each screen is. Every link is built here.

use board::{Query, catalogue::Wanted, directory};
use domain::{
    CalendarLinkId, CertificateId, ContractId, DraftId, FeedId, JobId, PersonId, ProgramId,
    ProposalId, SeatId, SpaceId, place::MunicipalityCode, program::SessionNo,
    short_code::ShortCode,
};

/// The board.
pub const JOBS: &str = "/jobs";
/// The person's drafts and proposals.
pub const PROPOSALS: &str = "/proposals";
/// What arrived at the person's desks.
pub const DESK: &str = "/desk";
/// What towns offer.
pub const PROGRAMS: &str = "/programs";
/// What desks attest; each has its own address below.
pub const CERTIFICATES: &str = "/certificates";
/// Where people may work.
pub const SPACES: &str = "/spaces";
/// The person's contracts and those of their desks.
pub const WORK: &str = "/work";
/// The device, the language, the account.
pub const SETTINGS: &str = "/settings";
/// Making an account.
pub const REGISTER: &str = "/register";
/// Logging in.
pub const LOGIN: &str = "/login";

/// Writing a program.
pub const NEW_PROGRAM: &str = "/programs/new";
/// Writing a posting.
pub const NEW_JOB: &str = "/jobs/new";
/// The person's own phrases.
pub const PHRASES: &str = "/phrases";

/// The account: address, password, digest, sessions.
pub const ACCOUNT: &str = "/settings/account";
/// A forgotten password, and where its mail leads.
pub const RESET: &str = "/reset";

/// A tablet at a space's door. It has one address, whatever it shows: no history tells what somebody
/// looked at.
pub const KIOSK: &str = "/kiosk";

/// Where a phone says whose it is that stands at a kiosk.
pub const APPROVE: &str = "/kiosk/approve";
/// The code of six digits that a phone shows at a space's door.
pub const VISIT_CODE: &str = "/visit-code";

/// What a phone reads from a kiosk. The code stands behind the `#`, which no server is sent.
pub fn approve(code: ShortCode) -> String {
    format!("{APPROVE}#{code}")
}

/// Whether a page begins as a kiosk.
pub fn is_kiosk(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.trim_end_matches('/') == KIOSK
}

/// The place that a screen belongs to, by its path.
pub fn place_of(path: &str) -> Option<&'static str> {
    // Who posts work or announces a program does so from a desk.
    let of = [
        (NEW_JOB, DESK),
        (NEW_PROGRAM, DESK),
        (PHRASES, PROPOSALS),
        (JOBS, JOBS),
        (PROPOSALS, PROPOSALS),
        (DESK, DESK),
        (PROGRAMS, PROGRAMS),
        (CERTIFICATES, PROGRAMS),
        (SPACES, PROGRAMS),
        (WORK, WORK),
        (SETTINGS, SETTINGS),
        (VISIT_CODE, SETTINGS),
    ];
    let is_in = |under: &str| {
        path.strip_prefix(under)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let (_, place) = of.into_iter().find(|(under, _)| is_in(under))?;
    Some(place)
}

/// A draft of a posting.
pub fn posting_draft(id: DraftId) -> String {
    format!("{NEW_JOB}?draft={id}")
}

/// The last look at a posting before it is published.
pub fn posting_check(id: DraftId) -> String {
    format!("{NEW_JOB}?draft={id}&step=check")
}

/// A draft of a program.
pub fn program_draft(id: DraftId) -> String {
    format!("{NEW_PROGRAM}?draft={id}")
}

/// The last look at a program before it is announced.
pub fn program_draft_check(id: DraftId) -> String {
    format!("{NEW_PROGRAM}?draft={id}&step=check")
}

/// One tab of the person's desk.
pub fn desk_of(tab: &str) -> String {
    format!("{DESK}?tab={tab}")
}

/// A feed's postings as other sites show them, in a language.
pub fn embedded(id: FeedId, language: &str) -> String {
    format!("/embed/jobs?feed={id}&lang={language}")
}

/// The same for who made it: looking at one's own is not counted.
pub fn embedded_preview(id: FeedId, language: &str) -> String {
    format!("{}&preview=1", embedded(id, language))
}

/// A feed for readers: `atom` or `json`.
pub fn feed(id: FeedId, form: &str) -> String {
    format!("/feeds/{id}.{form}")
}

/// A free place at a desk, for whom it is offered. Whoever knows it may take it: it stands behind the
/// `#`, which no server and no proxy is sent.
pub fn seat(id: SeatId) -> String {
    format!("{DESK}{SEAT}{id}")
}

/// The place that the fragment of a desk's address offers.
pub fn seat_in(fragment: &str) -> Option<SeatId> {
    fragment.strip_prefix(SEAT)?.parse().ok()
}

const SEAT: &str = "#seat=";

/// A step of the account's screen.
pub fn account_step(step: &str) -> String {
    format!("{ACCOUNT}?step={step}")
}

/// The board with a query.
pub fn jobs(query: &Query) -> String {
    with_query(JOBS, query)
}

/// A posting; the query stays, so that the list behind it does.
pub fn job(id: JobId, query: &Query) -> String {
    with_query(&format!("{JOBS}/{id}"), query)
}

/// The programs that are wanted.
pub fn programs(wanted: &Wanted) -> String {
    with_pairs(PROGRAMS, &wanted.to_url())
}

/// A program.
pub fn program(id: ProgramId) -> String {
    format!("{PROGRAMS}/{id}")
}

/// A stay in a program's lodging: choosing its nights, and its page.
pub fn stay(id: ProgramId) -> String {
    format!("{PROGRAMS}/{id}/stay")
}

/// A sign-up for a program.
pub fn sign_up(id: ProgramId) -> String {
    format!("{PROGRAMS}/{id}/signup")
}

/// The last look at a sign-up before it is sent.
pub fn sign_up_check(id: ProgramId) -> String {
    format!("{PROGRAMS}/{id}/signup?step=check")
}

/// The person's way to the goal of a program.
pub fn cohort(id: ProgramId) -> String {
    format!("{PROGRAMS}/{id}/cohort")
}

/// The door of a program, or of one of its sessions: who comes is noted there.
pub fn door(id: ProgramId, session: Option<SessionNo>) -> String {
    let door = format!("{DESK}?tab=programs&door={id}");
    match session {
        Some(SessionNo(no)) => format!("{door}&session={no}"),
        None => door,
    }
}

/// What a desk attests of a program's people.
pub fn attest(id: ProgramId) -> String {
    format!("{DESK}?tab=programs&attest={id}")
}

/// A certificate, for anybody.
pub fn certificate(id: CertificateId) -> String {
    format!("{CERTIFICATES}/{id}")
}

/// The calendar of a town's programs: the server's, for calendar programs.
pub fn town_calendar(code: &MunicipalityCode) -> String {
    format!("/calendar/towns/{}.ics", code.as_str())
}

/// The calendar of a person. Whoever knows it may read it.
pub fn own_calendar(link: CalendarLinkId) -> String {
    format!("/calendar/people/{link}.ics")
}

/// The spaces that are wanted.
pub fn spaces(wanted: &directory::Wanted) -> String {
    with_pairs(SPACES, &wanted.to_url())
}

/// A space.
pub fn space(id: SpaceId) -> String {
    format!("{SPACES}/{id}")
}

/// A space that is written at the desk, by its id, or a new one.
pub fn desk_space(which: &str) -> String {
    format!("{DESK}?tab=spaces&space={which}")
}

/// A draft or proposal.
pub fn proposal(id: ProposalId) -> String {
    format!("{PROPOSALS}/{id}")
}

/// The last look at a draft before it is sent.
pub fn proposal_check(id: ProposalId) -> String {
    format!("{PROPOSALS}/{id}?step=check")
}

/// A sent proposal, to change it while nobody has read it.
pub fn proposal_edit(id: ProposalId) -> String {
    format!("{PROPOSALS}/{id}?step=edit")
}

/// The person's proposals of one tab.
pub fn proposals_of(tab: &str) -> String {
    format!("{PROPOSALS}?tab={tab}")
}

/// A contract with its terms notice.
pub fn work(id: ContractId) -> String {
    format!("{WORK}/{id}")
}

/// A contract whose notice is being completed.
pub fn work_edit(id: ContractId) -> String {
    format!("{WORK}/{id}?step=edit")
}

/// The same path once a draft has changed hands, and with them its id.
pub fn in_hands_of(
    path: &str,
    person: PersonId,
    job_of: impl FnOnce(ProposalId) -> Option<JobId>,
) -> Option<String> {
    let rest = path.strip_prefix(PROPOSALS)?.strip_prefix('/')?;
    let old: ProposalId = rest.split(['?', '#']).next()?.parse().ok()?;
    let new = ProposalId::of(person, job_of(old)?);
    Some(path.replacen(&old.to_string(), &new.to_string(), 1))
}

/// A proposal that arrived at a desk.
pub fn arrived(id: ProposalId) -> String {
    format!("{DESK}?proposal={id}")
}

/// Registering or logging in, and where to go on afterwards.
pub fn and_back(path: &str, next: &str) -> String {
    format!("{path}?next={}", escape(next))
}

/// `next` of the page's query when it leads to a place of ours.
pub fn next(value: Option<String>) -> Option<String> {
    // A name must follow the slash: browsers skip control characters, escaped or not, and would
    // read `/%09/elsewhere` as another site.
    let named = |path: &String| {
        let mut signs = path.chars();
        signs.next() == Some('/')
            && signs
                .next()
                .is_none_or(|c| c.is_ascii_alphanumeric() || c == '?')
            && !path.chars().any(|c| c.is_control() || c == '\\')
    };
    value.filter(named)
}

fn with_query(path: &str, query: &Query) -> String {
    with_pairs(path, &query.to_url())
}

fn with_pairs(path: &str, pairs: &[(String, String)]) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
        .collect();
    if pairs.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", pairs.join("&"))
    }
}

fn escape(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
