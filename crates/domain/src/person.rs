//! People.

use crate::{
    JobId, PersonId, StarId,
    job::{check_line, check_typed, required},
    refusal::{Field, Invalid, Problem},
};
use serde::{Deserialize, Serialize};

/// A person who has an account. Only they read this row; others see the name on what they sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// The name that clients see.
    pub name: String,
    /// E-mail address, as typed.
    pub email: String,
}

/// A person's star on a job. Only they read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Star {
    /// Follows from person and job.
    pub id: StarId,
    /// Who.
    pub person: PersonId,
    /// On what.
    pub job: JobId,
}

/// Longest name of a person in characters.
pub const MAX_NAME: usize = 100;
/// Longest e-mail address (RFC 5321: 254 octets).
pub const MAX_EMAIL: usize = 254;
/// Shortest password in characters (NIST SP 800-63B-4: 8 with a second factor, 15 alone; we ask
/// for 10 and limit the rate of guesses).
pub const MIN_PASSWORD: usize = 10;
/// Longest password in characters, so that hashing stays bounded.
pub const MAX_PASSWORD: usize = 200;

/// The address under which an account is found: trimmed and lower case.
pub fn normalize_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// What registering asks for, checked alike on the device and on the server.
pub fn check_registration(name: &str, email: &str, password: &str) -> Vec<Invalid> {
    let name = required(Field::Name, name).and_then(|()| check_line(Field::Name, name, MAX_NAME));
    [name, check_email(email), check_password(password)]
        .into_iter()
        .filter_map(Result::err)
        .collect()
}

/// Whether this may be an e-mail address. Only mail that arrives shows that it is one.
pub fn check_email(email: &str) -> Result<(), Invalid> {
    required(Field::Email, email)?;
    let email = email.trim();
    let plausible = email.len() <= MAX_EMAIL
        && !email.chars().any(|c| c.is_whitespace() || c.is_control())
        && email.split_once('@').is_some_and(|(local, host)| {
            !local.is_empty()
                && host.contains('.')
                && !host.contains('@')
                && !host.starts_with('.')
                && !host.ends_with('.')
        });
    if plausible {
        Ok(())
    } else {
        Err(Invalid {
            field: Field::Email,
            problem: Problem::Malformed,
        })
    }
}

/// Whether this may be a new password.
pub fn check_password(password: &str) -> Result<(), Invalid> {
    required(Field::Password, password)?;
    if password.chars().count() < MIN_PASSWORD {
        return Err(Invalid {
            field: Field::Password,
            problem: Problem::TooShort { min: MIN_PASSWORD },
        });
    }
    check_typed(Field::Password, password, MAX_PASSWORD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_that_is_wrong_is_named_at_once() {
        let found = check_registration(" ", "nobody", "short");
        assert_eq!(
            found
                .iter()
                .map(|invalid| invalid.field)
                .collect::<Vec<_>>(),
            [Field::Name, Field::Email, Field::Password]
        );
    }

    #[test]
    fn a_name_is_one_line_that_rearranges_nothing() {
        for name in ["佐野\nはる", "はる\u{202e}", "\u{2066}はる"] {
            let found = check_registration(name, "haru@example.jp", "縁側でひとやすみする");
            assert_eq!(found.len(), 1, "{name:?}");
        }
    }

    #[test]
    fn a_plausible_registration_passes() {
        assert_eq!(
            check_registration("佐野 はる", "haru.sano@example.jp", "縁側でひとやすみする"),
            []
        );
        let twelve = check_registration("佐野", "haru@example", "縁側でひとやすみする");
        assert_eq!(
            twelve,
            [Invalid {
                field: Field::Email,
                problem: Problem::Malformed
            }]
        );
    }
}
