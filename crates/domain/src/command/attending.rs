//! Who came, what a desk attests of it, and calendars.

use super::{Judged, Room, Stop};
use crate::{
    AttendanceId, CalendarLinkId, CertificateId, Day, Refusal, SignUpId,
    attendance::Attendance,
    calendar_link::CalendarLink,
    certificate::{Attested, Attests, Certificate, check_expiry},
    desk::{Role, place_at},
    job::{MAX_TITLE, check_line, required},
    program::{ProgramKind, Session, SessionNo},
    refusal::{Field, Invalid, Problem},
    row::{Kind, Row, RowKey, Write},
    sign_up::{SignUp, State},
};

impl Room<'_> {
    /// Whoever stands at the door decides: somebody on the waiting list may be let in. That the
    /// program has such a session is not asked, since a tablet judges this without the program.
    pub(super) fn mark_attendance(&self, sign_up: SignUpId, session: SessionNo) -> Judged {
        let sign_up = self.attendee(sign_up)?;
        if sign_up.state.is_over() {
            return Err(Refusal::Ended.into());
        }
        let signed_up_for = sign_up.application.session;
        if signed_up_for.is_some_and(|chosen| chosen != session) {
            let (field, problem) = (Field::Session, Problem::Malformed);
            return Err(Invalid { field, problem }.into());
        }
        let id = AttendanceId::of(sign_up.id, session);
        if self.row(Kind::Attendance, id.0)?.is_some() {
            // Another tablet was faster.
            return Ok(Vec::new());
        }
        Ok(vec![Write::Put(Row::Attendance(Attendance {
            id,
            sign_up: sign_up.id,
            program: sign_up.program,
            session,
            person: sign_up.person,
            desk: sign_up.desk,
            at: self.now,
        }))])
    }

    pub(super) fn unmark_attendance(&self, sign_up: SignUpId, session: SessionNo) -> Judged {
        let sign_up = self.attendee(sign_up)?;
        let id = AttendanceId::of(sign_up.id, session).0;
        let kind = Kind::Attendance;
        Ok(match self.row(kind, id)? {
            Some(_) => vec![Write::Delete(RowKey { kind, id })],
            None => Vec::new(),
        })
    }

    pub(super) fn grant_certificate(
        &self,
        id: CertificateId,
        sign_up: SignUpId,
        name: Option<&str>,
        expires_on: Option<Day>,
    ) -> Judged {
        let sign_up = self.attendee(sign_up)?;
        if self.row(Kind::Certificate, id.0)?.is_some() {
            return Err(Refusal::NotAllowed.into());
        }
        if !matches!(sign_up.state, State::Accepted { .. }) {
            return Err(Refusal::Ended.into());
        }
        if sign_up.certificate.is_some() {
            // Granted on another device.
            return Ok(Vec::new());
        }
        let program = self.program(sign_up.program)?;
        let today = Day::of(self.now);
        let attests = match program.kind {
            ProgramKind::Accreditation => Attests::Badge,
            _ => Attests::Completion,
        };
        // A person completes a program under the name that they signed up with; a badge may be a
        // space's.
        let name = match (attests, name) {
            (Attests::Badge, Some(name)) => {
                required(Field::Name, name)?;
                check_line(Field::Name, name, MAX_TITLE)?;
                name.trim().to_owned()
            }
            _ => sign_up.person_name.clone(),
        };
        let expires_on = match attests {
            Attests::Completion => None,
            Attests::Badge => {
                let (field, problem) = (Field::Ends, Problem::Missing);
                let last = expires_on.ok_or(Invalid { field, problem })?;
                check_expiry(last, today)?;
                Some(last)
            }
        };
        let attended = |session: &&Session| {
            let chosen = sign_up.application.session;
            chosen.is_none_or(|chosen| chosen == session.no)
        };
        let sessions = || program.sessions.iter().filter(attended);
        let attested = Attested {
            attests,
            name,
            from: sessions().map(|session| session.from).min(),
            to: sessions().map(|session| session.to).max(),
            program_title: program.title.clone(),
            desk_name: program.desk_name.clone(),
            granted_at: self.now,
            expires_on,
            revoked_at: None,
            sample: program.sample,
        };
        Ok(vec![
            Write::Put(Row::Certificate(Certificate {
                id,
                sign_up: sign_up.id,
                program: program.id,
                desk: program.desk,
                person: sign_up.person,
                attested,
            })),
            Write::Put(Row::SignUp(SignUp {
                certificate: Some(id),
                ..sign_up
            })),
        ])
    }

    pub(super) fn renew_certificate(&self, id: CertificateId, expires_on: Day) -> Judged {
        let mut certificate = self.certificate_at_desk(id)?;
        let is_badge = certificate.attested.attests == Attests::Badge;
        if certificate.attested.revoked_at.is_some() || !is_badge {
            return Err(Refusal::Ended.into());
        }
        check_expiry(expires_on, Day::of(self.now))?;
        certificate.attested.expires_on = Some(expires_on);
        Ok(vec![Write::Put(Row::Certificate(certificate))])
    }

    /// Its page goes on saying that there was one, and that it counts no more.
    pub(super) fn revoke_certificate(&self, id: CertificateId) -> Judged {
        let mut certificate = self.certificate_at_desk(id)?;
        if certificate.attested.revoked_at.is_some() {
            return Ok(Vec::new());
        }
        certificate.attested.revoked_at = Some(self.now);
        let mut writes = Vec::new();
        if let Some(Row::SignUp(sign_up)) = self.row(Kind::SignUp, certificate.sign_up.0)?
            && sign_up.certificate == Some(id)
        {
            // Another may be granted.
            writes.push(Write::Put(Row::SignUp(SignUp {
                certificate: None,
                ..sign_up
            })));
        }
        writes.push(Write::Put(Row::Certificate(certificate)));
        Ok(writes)
    }

    pub(super) fn open_calendar_link(&self, id: CalendarLinkId) -> Judged {
        let person = self.person()?;
        if self.row(Kind::CalendarLink, id.0)?.is_some() {
            return Err(Refusal::NotAllowed.into());
        }
        Ok(vec![Write::Put(Row::CalendarLink(CalendarLink {
            id,
            person: person.id,
            made_at: self.now,
        }))])
    }

    pub(super) fn close_calendar_link(&self, id: CalendarLinkId) -> Judged {
        let (kind, id) = (Kind::CalendarLink, id.0);
        Ok(match self.row(kind, id)? {
            Some(Row::CalendarLink(link)) if link.person == self.actor.person => {
                vec![Write::Delete(RowKey { kind, id })]
            }
            // Whether there is one is not said to others.
            _ => Vec::new(),
        })
    }

    /// A sign-up at a desk for which the person acts, and which the desk knows by name.
    fn attendee(&self, id: SignUpId) -> Result<SignUp, Stop> {
        let sign_up = self.sign_up_at_desk(id)?;
        if sign_up.blind {
            // Whose it is would be told by what follows.
            return Err(Refusal::NotAllowed.into());
        }
        Ok(sign_up)
    }

    fn certificate_at_desk(&self, id: CertificateId) -> Result<Certificate, Stop> {
        let Some(Row::Certificate(certificate)) = self.row(Kind::Certificate, id.0)? else {
            return Err(Refusal::NotAllowed.into());
        };
        place_at(self.rows, self.actor.person, certificate.desk, Role::Member)?;
        Ok(certificate)
    }
}
