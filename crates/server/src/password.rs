//! Passwords: hashed with argon2id, a few at a time, off the threads that answer requests.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use domain::person::MAX_PASSWORD;
use std::{sync::Arc, thread::available_parallelism};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

/// Hashing failed; nothing that a person typed can cause it.
#[derive(Debug, thiserror::Error)]
#[error("a password could not be hashed: {0}")]
pub(crate) struct HashError(String);

/// Hashes and compares passwords. The parameters are argon2's defaults, which are OWASP's: 19 MiB,
/// two passes, one lane.
pub(crate) struct Passwords {
    /// Each hash takes its memory and a core; more at once would only be slower.
    places: Arc<Semaphore>,
    /// The hash of nobody's password: an unknown address costs as much as a wrong password.
    nobody: String,
}

impl Passwords {
    pub(crate) fn new() -> Result<Self, HashError> {
        let cores = available_parallelism().map_or(2, usize::from);
        Ok(Self {
            places: Arc::new(Semaphore::new(cores)),
            nobody: hash("nobody's password")?,
        })
    }

    /// A password as it is stored.
    pub(crate) async fn hash(&self, password: String) -> Result<String, HashError> {
        self.apart(move || hash(&password)).await?
    }

    /// Whether this is the password of a stored hash; with none it never is, and takes as long.
    pub(crate) async fn is_right(
        &self,
        password: String,
        stored: Option<String>,
    ) -> Result<bool, HashError> {
        let known = stored.is_some() && password.chars().count() <= MAX_PASSWORD;
        let stored = stored
            .filter(|_| known)
            .unwrap_or_else(|| self.nobody.clone());
        let password = if known { password } else { String::new() };
        let equal = self.apart(move || matches(&password, &stored)).await??;
        Ok(equal && known)
    }

    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let failed = |error: &dyn std::fmt::Display| HashError(error.to_string());
        let place = self
            .places
            .clone()
            .acquire_owned()
            .await
            .map_err(|error| failed(&error))?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(place);
            done
        });
        done.await.map_err(|error| failed(&error))
    }
}

/// One form for a password, however the keyboard composed it (NIST SP 800-63B-4, 3.1.1.2).
fn one_form(password: &str) -> String {
    password.nfkc().collect()
}

fn hash(password: &str) -> Result<String, HashError> {
    Argon2::default()
        .hash_password(one_form(password).as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| HashError(error.to_string()))
}

fn matches(password: &str, stored: &str) -> Result<bool, HashError> {
    let stored = PasswordHash::new(stored).map_err(|error| HashError(error.to_string()))?;
    Ok(Argon2::default()
        .verify_password(one_form(password).as_bytes(), &stored)
        .is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_right_however_it_was_composed() {
        let passwords = Passwords::new().unwrap();
        let stored = passwords.hash("ひだまりガーデン".into()).await.unwrap();
        assert!(
            stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{stored}"
        );
        let decomposed = "ひた\u{3099}まりカ\u{3099}ーテ\u{3099}ン".to_owned();
        assert!(
            passwords
                .is_right(decomposed, Some(stored.clone()))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .is_right("ひたまりガーデン".into(), Some(stored))
                .await
                .unwrap()
        );
    }

    #[tokio::test]
    async fn without_an_account_no_password_is_right() {
        let passwords = Passwords::new().unwrap();
        for password in ["nobody's password", ""] {
            assert!(!passwords.is_right(password.into(), None).await.unwrap());
        }
    }
}
