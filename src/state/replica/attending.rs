//! Who came, what desks attest, and the person's calendars.

use super::ReplicaState;
use crate::device::browser;
use domain::{
    AttendanceId, CalendarLinkId, CertificateId, Command, ProgramId, SignUpId,
    calendar_link::CalendarLink, certificate::Certificate, program::SessionNo, sign_up::SignUp,
};
use leptos::prelude::*;

impl ReplicaState {
    /// Whether somebody came to a session.
    pub fn has_come(self, sign_up: SignUpId, session: SessionNo) -> bool {
        let id = AttendanceId::of(sign_up, session);
        self.rows.with(|rows| rows.attendances.contains_key(&id))
    }

    /// The sessions that somebody came to.
    pub fn attended(self, sign_up: SignUpId) -> Vec<SessionNo> {
        self.rows.with(|rows| {
            let all = rows.attendances.values();
            let mut sessions: Vec<SessionNo> = all
                .filter(|attendance| attendance.sign_up == sign_up)
                .map(|attendance| attendance.session)
                .collect();
            sessions.sort_unstable();
            sessions
        })
    }

    /// Notes that somebody came, or takes it back.
    pub fn set_come(self, sign_up: SignUpId, session: SessionNo, comes: bool) {
        self.do_it(match comes {
            true => Command::MarkAttendance { sign_up, session },
            false => Command::UnmarkAttendance { sign_up, session },
        });
    }

    /// Who signed up for a program of the person's desks and may come, by name.
    pub fn expected(self, program: ProgramId, session: Option<SessionNo>) -> Vec<SignUp> {
        let mut all = self.signed_up();
        all.retain(|it| {
            let chosen = it.application.session;
            let is_for = session.is_none() || chosen.is_none() || chosen == session;
            it.program == program && is_for && !it.state.is_over()
        });
        all.sort_by(|one, other| one.person_name.cmp(&other.person_name));
        all
    }

    /// A certificate, the person's own or one of their desks'.
    pub fn certificate(self, id: CertificateId) -> Option<Certificate> {
        self.rows.with(|rows| rows.certificates.get(&id).cloned())
    }

    /// What was attested for a sign-up, the latest first; what was taken back among it.
    pub fn certificates_for(self, sign_up: SignUpId) -> Vec<Certificate> {
        self.rows.with(|rows| {
            let all = rows.certificates.values();
            let mut found: Vec<Certificate> =
                all.filter(|it| it.sign_up == sign_up).cloned().collect();
            found.sort_by_key(|it| std::cmp::Reverse((it.attested.granted_at, it.id)));
            found
        })
    }

    /// The addresses of the person's calendar.
    pub fn calendar_links(self) -> Vec<CalendarLink> {
        self.rows.with(|rows| rows.calendar_links.clone())
    }

    /// Opens another.
    pub fn open_calendar_link(self) {
        let link = CalendarLinkId(browser::new_secret());
        self.do_it(Command::OpenCalendarLink { link });
    }
}
