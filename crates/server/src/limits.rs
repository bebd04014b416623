//! How often one may try to log in, to register, to have mail sent and to read what changed, by address
//! and by account, and how much a person may push.

use domain::{KioskId, PersonId};
use std::{
    collections::HashMap,
    hash::Hash,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// So many at once, and another after each `again`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Allowance {
    /// At once.
    pub burst: u32,
    /// The time after which one more is allowed.
    pub again: Duration,
}

impl Allowance {
    /// `burst` at once, and one more every `seconds`.
    pub const fn new(burst: u32, seconds: u64) -> Self {
        Self {
            burst,
            again: Duration::from_secs(seconds),
        }
    }
}

/// What is allowed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Allowances {
    /// Wrong passwords for one account from one address.
    pub login_by_both: Allowance,
    /// Wrong passwords for one account from everywhere: so wide that no one address can use it up
    /// and lock the account's person out.
    pub login_by_email: Allowance,
    /// Wrong passwords from one address.
    pub login_by_address: Allowance,
    /// Registrations from one address.
    pub registration_by_address: Allowance,
    /// Registrations with one e-mail address: each sends a letter there.
    pub registration_by_email: Allowance,
    /// Mail to one e-mail address that somebody asks for.
    pub mail_by_email: Allowance,
    /// Mail that is asked for, and links that are opened, from one address.
    pub mail_by_address: Allowance,
    /// Wrong passwords of somebody who is logged in.
    pub check_by_person: Allowance,
    /// New passwords of one person: each is told of by mail.
    pub password_by_person: Allowance,
    /// Downloads of everything of one person's.
    pub download_by_person: Allowance,
    /// Files of one person, there and back.
    pub file_by_person: Allowance,
    /// Mutations of one person, judged or repeated. No fewer at once than one push may hold.
    pub push_by_person: Allowance,
    /// Pages that one person pulls.
    pub pull_by_person: Allowance,
    /// Pages of changed postings, and live streams that begin, from one address.
    pub reading_by_address: Allowance,
    /// Codes for kiosks that one person makes.
    pub pairing_by_person: Allowance,
    /// Wrong codes for pairing from one address.
    pub pairing_by_address: Allowance,
    /// Visitors of one kiosk who want to log in.
    pub login_by_kiosk: Allowance,
    /// Wrong codes of kiosks that one person tries to approve.
    pub approval_by_person: Allowance,
    /// Wrong six digits at one kiosk.
    pub digits_by_kiosk: Allowance,
    /// New secrets for the six digits of one person.
    pub secret_by_person: Allowance,
}

impl Default for Allowances {
    /// Tight for one account's password. Loose for an address: a coworking space or a town's event shares one.
    fn default() -> Self {
        Self {
            login_by_both: Allowance::new(10, 30),
            login_by_email: Allowance::new(100, 30),
            login_by_address: Allowance::new(60, 2),
            registration_by_address: Allowance::new(60, 10),
            registration_by_email: Allowance::new(5, 900),
            mail_by_email: Allowance::new(3, 900),
            mail_by_address: Allowance::new(60, 30),
            check_by_person: Allowance::new(10, 30),
            password_by_person: Allowance::new(5, 600),
            download_by_person: Allowance::new(5, 60),
            // A jury looks at every entry of a contest.
            file_by_person: Allowance::new(300, 2),
            // What waited through a week offline, 1,000 items, goes through at once.
            push_by_person: Allowance {
                burst: 1_500,
                again: Duration::from_millis(100),
            },
            // A first sync is some hundred pages; each device of theirs pulls at each piece of news.
            pull_by_person: Allowance {
                burst: 1_000,
                again: Duration::from_millis(100),
            },
            // All the screens of a coworking space hear of an import together.
            reading_by_address: Allowance {
                burst: 2_000,
                again: Duration::from_millis(50),
            },
            pairing_by_person: Allowance::new(20, 60),
            pairing_by_address: Allowance::new(10, 30),
            login_by_kiosk: Allowance::new(60, 10),
            approval_by_person: Allowance::new(10, 30),
            // Of a million codes a few are right at any time, for each who has booked.
            digits_by_kiosk: Allowance::new(20, 60),
            secret_by_person: Allowance::new(10, 600),
        }
    }
}

/// Seconds after which to try again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct TooOften(pub(crate) u64);

/// Counts tries, in memory: a restart forgives.
pub(crate) struct Limits {
    login_by_both: Counted<(String, IpAddr)>,
    login_by_email: Counted<String>,
    login_by_address: Counted<IpAddr>,
    registration_by_address: Counted<IpAddr>,
    registration_by_email: Counted<String>,
    mail_by_email: Counted<String>,
    mail_by_address: Counted<IpAddr>,
    check_by_person: Counted<PersonId>,
    password_by_person: Counted<PersonId>,
    download_by_person: Counted<PersonId>,
    file_by_person: Counted<PersonId>,
    push_by_person: Counted<PersonId>,
    pull_by_person: Counted<PersonId>,
    reading_by_address: Counted<IpAddr>,
    pairing_by_person: Counted<PersonId>,
    pairing_by_address: Counted<IpAddr>,
    login_by_kiosk: Counted<KioskId>,
    approval_by_person: Counted<PersonId>,
    digits_by_kiosk: Counted<KioskId>,
    secret_by_person: Counted<PersonId>,
}

impl Limits {
    pub(crate) fn new(allowed: Allowances) -> Self {
        Self {
            login_by_both: Counted::new(allowed.login_by_both),
            login_by_email: Counted::new(allowed.login_by_email),
            login_by_address: Counted::new(allowed.login_by_address),
            registration_by_address: Counted::new(allowed.registration_by_address),
            registration_by_email: Counted::new(allowed.registration_by_email),
            mail_by_email: Counted::new(allowed.mail_by_email),
            mail_by_address: Counted::new(allowed.mail_by_address),
            check_by_person: Counted::new(allowed.check_by_person),
            password_by_person: Counted::new(allowed.password_by_person),
            download_by_person: Counted::new(allowed.download_by_person),
            file_by_person: Counted::new(allowed.file_by_person),
            push_by_person: Counted::new(allowed.push_by_person),
            pull_by_person: Counted::new(allowed.pull_by_person),
            reading_by_address: Counted::new(allowed.reading_by_address),
            pairing_by_person: Counted::new(allowed.pairing_by_person),
            pairing_by_address: Counted::new(allowed.pairing_by_address),
            login_by_kiosk: Counted::new(allowed.login_by_kiosk),
            approval_by_person: Counted::new(allowed.approval_by_person),
            digits_by_kiosk: Counted::new(allowed.digits_by_kiosk),
            secret_by_person: Counted::new(allowed.secret_by_person),
        }
    }

    /// One try to log in, to an e-mail address that is already normalized.
    pub(crate) fn login(&self, from: IpAddr, email: &str) -> Result<(), TooOften> {
        self.login_by_address.take(household(from))?;
        self.login_by_both
            .take((email.to_owned(), household(from)))?;
        self.login_by_email.take(email.to_owned())
    }

    /// The password was right: the try does not count.
    pub(crate) fn logged_in(&self, from: IpAddr, email: &str) {
        self.login_by_address.give_back(&household(from));
        self.login_by_both
            .give_back(&(email.to_owned(), household(from)));
        self.login_by_email.give_back(email);
    }

    /// The account has another password: what was guessed before says nothing of it.
    pub(crate) fn renewed(&self, email: &str) {
        self.login_by_both.forget(|(of, _)| of == email);
        self.login_by_email.forget(|of| of == email);
    }

    /// One try of somebody who is logged in to show that they know the password.
    pub(crate) fn check(&self, person: PersonId) -> Result<(), TooOften> {
        self.check_by_person.take(person)
    }

    /// They knew it: the try does not count.
    pub(crate) fn checked(&self, person: PersonId) {
        self.check_by_person.give_back(&person);
    }

    /// A new password.
    pub(crate) fn new_password(&self, person: PersonId) -> Result<(), TooOften> {
        self.password_by_person.take(person)
    }

    /// One try to register, with an e-mail address that is already normalized.
    pub(crate) fn registration(&self, from: IpAddr, email: &str) -> Result<(), TooOften> {
        self.registration_by_address.take(household(from))?;
        self.registration_by_email.take(email.to_owned())
    }

    /// Mail that somebody asks for, to an e-mail address that is already normalized. It counts
    /// whether or not there is an account.
    pub(crate) fn mail(&self, from: IpAddr, email: &str) -> Result<(), TooOften> {
        self.link(from)?;
        self.mail_by_email.take(email.to_owned())
    }

    /// A link of a mail that is opened.
    pub(crate) fn link(&self, from: IpAddr) -> Result<(), TooOften> {
        self.mail_by_address.take(household(from))
    }

    /// A file that a person brings or has.
    pub(crate) fn file(&self, person: PersonId) -> Result<(), TooOften> {
        self.file_by_person.take(person)
    }

    /// A download of everything of a person's.
    pub(crate) fn download(&self, person: PersonId) -> Result<(), TooOften> {
        self.download_by_person.take(person)
    }

    /// A push of so many mutations. An empty one is one try.
    pub(crate) fn push(&self, person: PersonId, mutations: usize) -> Result<(), TooOften> {
        let count = u32::try_from(mutations).unwrap_or(u32::MAX).max(1);
        self.push_by_person.take_several(person, count)
    }

    /// A page that a person pulls.
    pub(crate) fn pull(&self, person: PersonId) -> Result<(), TooOften> {
        self.pull_by_person.take(person)
    }

    /// A page of changed postings, or a live stream that begins: anybody may ask.
    pub(crate) fn reading(&self, from: IpAddr) -> Result<(), TooOften> {
        self.reading_by_address.take(household(from))
    }

    /// A code for a kiosk that a person makes.
    pub(crate) fn pairing(&self, person: PersonId) -> Result<(), TooOften> {
        self.pairing_by_person.take(person)
    }

    /// A code for pairing that somebody typed.
    pub(crate) fn typed_code(&self, from: IpAddr) -> Result<(), TooOften> {
        self.pairing_by_address.take(household(from))
    }

    /// It was right, and does not count.
    pub(crate) fn code_was_right(&self, from: IpAddr) {
        self.pairing_by_address.give_back(&household(from));
    }

    /// Somebody at a kiosk wants to log in.
    pub(crate) fn login_at(&self, kiosk: KioskId) -> Result<(), TooOften> {
        self.login_by_kiosk.take(kiosk)
    }

    /// The code of a kiosk that a person looks at, or approves.
    pub(crate) fn approval(&self, person: PersonId) -> Result<(), TooOften> {
        self.approval_by_person.take(person)
    }

    /// It was right, and does not count.
    pub(crate) fn approval_was_right(&self, person: PersonId) {
        self.approval_by_person.give_back(&person);
    }

    /// Six digits at a kiosk.
    pub(crate) fn shown_code(&self, kiosk: KioskId) -> Result<(), TooOften> {
        self.digits_by_kiosk.take(kiosk)
    }

    /// They were somebody's, and do not count.
    pub(crate) fn code_was_known(&self, kiosk: KioskId) {
        self.digits_by_kiosk.give_back(&kiosk);
    }

    /// A new secret for a person's six digits.
    pub(crate) fn visit_code(&self, person: PersonId) -> Result<(), TooOften> {
        self.secret_by_person.take(person)
    }

    /// Forgets who has not tried for a while.
    pub(crate) fn sweep(&self) {
        self.login_by_both.sweep();
        self.login_by_email.sweep();
        self.check_by_person.sweep();
        self.password_by_person.sweep();
        self.login_by_address.sweep();
        self.registration_by_address.sweep();
        self.registration_by_email.sweep();
        self.mail_by_email.sweep();
        self.mail_by_address.sweep();
        self.download_by_person.sweep();
        self.file_by_person.sweep();
        self.push_by_person.sweep();
        self.pull_by_person.sweep();
        self.reading_by_address.sweep();
        self.pairing_by_person.sweep();
        self.pairing_by_address.sweep();
        self.login_by_kiosk.sweep();
        self.approval_by_person.sweep();
        self.digits_by_kiosk.sweep();
        self.secret_by_person.sweep();
    }
}

/// Tries by key, as the moment at which all of them will be forgiven (the generic cell rate
/// algorithm): one number each, and nothing to do as time passes.
struct Counted<K> {
    allowance: Allowance,
    forgiven: Mutex<HashMap<K, Instant>>,
}

impl<K: Hash + Eq> Counted<K> {
    fn new(allowance: Allowance) -> Self {
        Self {
            allowance,
            forgiven: Mutex::default(),
        }
    }

    fn take(&self, key: K) -> Result<(), TooOften> {
        self.take_several(key, 1)
    }

    /// All of `count` tries or none.
    fn take_several(&self, key: K, count: u32) -> Result<(), TooOften> {
        let Allowance { burst, again } = self.allowance;
        let now = Instant::now();
        let mut all = self.forgiven();
        let forgiven = all.entry(key).or_insert(now);
        let then = (*forgiven).max(now) + again.saturating_mul(count);
        let wait = then
            .duration_since(now)
            .saturating_sub(again.saturating_mul(burst));
        if wait.is_zero() {
            *forgiven = then;
            Ok(())
        } else {
            // Rounded up: who waits so long is let in.
            Err(TooOften(wait.as_secs() + 1))
        }
    }

    fn give_back<Q: Hash + Eq + ?Sized>(&self, key: &Q)
    where
        K: std::borrow::Borrow<Q>,
    {
        if let Some(forgiven) = self.forgiven().get_mut(key) {
            *forgiven = forgiven
                .checked_sub(self.allowance.again)
                .unwrap_or(*forgiven);
        }
    }

    fn forget(&self, is_meant: impl Fn(&K) -> bool) {
        self.forgiven().retain(|key, _| !is_meant(key));
    }

    fn sweep(&self) {
        let now = Instant::now();
        self.forgiven().retain(|_, forgiven| *forgiven > now);
    }

    fn forgiven(&self) -> MutexGuard<'_, HashMap<K, Instant>> {
        // Each entry is right by itself, whatever happened to a thread that held the lock.
        self.forgiven.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What one household is given: an IPv4 address, or the /64 network of an IPv6 address.
pub(crate) fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let network = address.to_bits() & !u128::from(u64::MAX);
            IpAddr::V6(Ipv6Addr::from_bits(network))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_one_account_ends_from_however_many_addresses() {
        let limits = Limits::new(Allowances::default());
        let mut allowed = 0;
        for guess in 0..300u128 {
            // A /64 each.
            let from = IpAddr::V6(Ipv6Addr::from_bits((0x2001_0db8 << 96) | (guess << 64)));
            match limits.login(from, "haru@example.jp") {
                Ok(()) => allowed += 1,
                Err(TooOften(seconds)) => assert!((1..=31).contains(&seconds), "{seconds}"),
            }
        }
        assert_eq!(allowed, 100);
        assert_eq!(
            limits.login(IpAddr::V6(Ipv6Addr::LOCALHOST), "sano@example.jp"),
            Ok(())
        );
    }

    #[test]
    fn who_guesses_an_account_s_password_does_not_lock_its_person_out() {
        let limits = Limits::new(Allowances::default());
        let guesser = "192.0.2.1".parse().unwrap();
        let person = "198.51.100.1".parse().unwrap();
        let guesses = (0..20).filter(|_| limits.login(guesser, "haru@example.jp").is_ok());
        assert_eq!(guesses.count(), 10);
        assert_eq!(limits.login(person, "haru@example.jp"), Ok(()));
        // Not even beside them, once there is a new password.
        limits.renewed("haru@example.jp");
        assert_eq!(limits.login(guesser, "haru@example.jp"), Ok(()));
    }

    #[test]
    fn right_passwords_do_not_count() {
        let limits = Limits::new(Allowances::default());
        let from = IpAddr::V6(Ipv6Addr::LOCALHOST);
        for _ in 0..200 {
            assert_eq!(limits.login(from, "haru@example.jp"), Ok(()));
            limits.logged_in(from, "haru@example.jp");
        }
        limits.sweep();
        assert!(limits.login_by_email.forgiven().is_empty());
    }

    #[test]
    fn a_person_pushes_a_whole_outbox_and_not_without_end() {
        let limits = Limits::new(Allowances::default());
        let (haru, sano) = (
            PersonId(uuid::Uuid::from_u128(1)),
            PersonId(uuid::Uuid::from_u128(2)),
        );
        let pushed = (0..50)
            .take_while(|_| limits.push(haru, 100).is_ok())
            .count();
        assert_eq!(pushed, 15);
        let Err(TooOften(seconds)) = limits.push(haru, 100) else {
            panic!("too much")
        };
        assert!((9..=11).contains(&seconds), "{seconds}");
        // One has to wait less than many, and nobody waits for another.
        assert!(matches!(limits.push(haru, 0), Err(TooOften(1)) | Ok(())));
        assert_eq!(limits.push(sano, 100), Ok(()));
    }

    #[test]
    fn a_network_of_addresses_counts_as_one() {
        let one: IpAddr = "2001:db8::1".parse().unwrap();
        assert_eq!(
            household(one),
            household("2001:db8::ffff:1".parse().unwrap())
        );
        assert_ne!(
            household(one),
            household("2001:db8:0:1::1".parse().unwrap())
        );
        assert_eq!(
            household("::ffff:192.0.2.1".parse().unwrap()),
            "192.0.2.1".parse::<IpAddr>().unwrap()
        );
    }
}
