//! `engawa account`.

use super::{Data, error::CliError, terminal::Terminal};
use crate::password::Passwords;
use clap::{Args, Subcommand};
use domain::{
    DeskId, Kind, MembershipId, PersonId, Row, RowKey, Scope, Write,
    desk::{Desk, Membership, Role},
    person::{Person, check_registration},
};
use std::{io, process::ExitCode};
use store::{Account, Store, StoreError, Transaction};
use uuid::Uuid;

/// People's accounts.
#[derive(Subcommand, Debug)]
pub(super) enum AccountCommand {
    Create(Create),
}

/// Opens an account, and makes its person a member of a desk.
///
/// The password is the first line of standard input. Where the address has an account already,
/// name and password stay as they are and nothing is read: --desk makes that person a member.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  engawa account create --data ./data --email haru@example.jp --name '佐野 はる'
  echo 'a long password' | engawa account create --data ./data --email town@example.jp \\
      --name 日南市役所 --desk 日南市役所

A desk is the workplace of an organization: its members read the proposals for its postings. A desk
that is not there is made.")]
pub(super) struct Create {
    #[command(flatten)]
    data: Data,

    /// The e-mail address to log in with.
    #[arg(long, env = "ENGAWA_EMAIL", value_name = "ADDRESS")]
    email: String,

    /// The name that others see.
    #[arg(long, env = "ENGAWA_NAME", value_name = "NAME")]
    name: String,

    /// The organization at whose desk the person sits, as its postings name it.
    #[arg(long, env = "ENGAWA_DESK", value_name = "NAME")]
    desk: Option<String>,
}

impl AccountCommand {
    pub(super) async fn run(self, terminal: &mut Terminal) -> Result<ExitCode, CliError> {
        let Self::Create(create) = self;
        let store = create.data.open_or_make().await?;
        create.create(&*store, terminal).await?;
        store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

impl Create {
    async fn create(&self, store: &dyn Store, terminal: &mut Terminal) -> Result<(), CliError> {
        let known = store.snapshot().await?.account(&self.email).await?;
        let person = match (known, &self.desk) {
            (Some(account), Some(_)) => account.person,
            (Some(_), None) => return Err(CliError::HasAccount(self.email.clone())),
            (None, _) => {
                let person = self.open(store).await?;
                terminal.say(&format!("opened an account for {}", self.email.trim()))?;
                person
            }
        };
        if let Some(desk) = self
            .desk
            .as_deref()
            .map(str::trim)
            .filter(|desk| !desk.is_empty())
        {
            let mut transaction = store.begin().await?;
            join(transaction.as_mut(), person, &self.name, desk).await?;
            transaction.commit().await?;
            terminal.say(&format!("{} is a member of {desk}", self.email.trim()))?;
        }
        Ok(())
    }

    /// Opens the account.
    async fn open(&self, store: &dyn Store) -> Result<PersonId, CliError> {
        let mut line = String::new();
        io::stdin().read_line(&mut line)?;
        let password = line.trim_end_matches(['\r', '\n']).to_owned();
        let problems = check_registration(&self.name, &self.email, &password);
        if !problems.is_empty() {
            return Err(CliError::Account(problems));
        }
        let failed = |error: crate::password::HashError| CliError::Password(error.to_string());
        let hash = Passwords::new()
            .map_err(failed)?
            .hash(password)
            .await
            .map_err(failed)?;
        let person = Person {
            id: PersonId(Uuid::now_v7()),
            name: self.name.trim().to_owned(),
            email: self.email.trim().to_owned(),
        };
        let mut transaction = store.begin().await?;
        let account = Account {
            person: person.id,
            password: hash,
        };
        transaction.open_account(&person.email, &account).await?;
        transaction.write(&Write::Put(Row::Person(person))).await?;
        transaction.commit().await?;
        Ok(account.person)
    }
}

/// Makes a person a member of a desk, and the desk if it is not there.
async fn join(
    transaction: &mut dyn Transaction,
    person: PersonId,
    person_name: &str,
    name: &str,
) -> Result<(), StoreError> {
    let desk = DeskId::of_name(name);
    let there = transaction
        .row(RowKey {
            kind: Kind::Desk,
            id: desk.0,
        })
        .await?;
    let desk_name = match there {
        Some(Row::Desk(desk)) => desk.name,
        _ => {
            let row = Desk {
                id: desk,
                name: name.to_owned(),
                sample: false,
            };
            transaction.write(&Write::Put(Row::Desk(row))).await?;
            name.to_owned()
        }
    };
    let seated = transaction
        .rows_in(Scope::Desk(desk), Kind::Membership)
        .await?;
    let before = seated.iter().find_map(|row| match row {
        Row::Membership(place) if place.person == person => Some(place.role),
        _ => None,
    });
    // The first at a desk runs it.
    let first = if seated.is_empty() {
        Role::Owner
    } else {
        Role::Member
    };
    let role = before.unwrap_or(first);
    let id = MembershipId::of(person, desk);
    let membership = Membership {
        id,
        person,
        person_name: person_name.to_owned(),
        desk,
        desk_name,
        role,
    };
    transaction
        .write(&Write::Put(Row::Membership(membership)))
        .await?;
    Ok(())
}
