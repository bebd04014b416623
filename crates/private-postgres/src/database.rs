//! A database for each story, on one server for all stories of a program.

use crate::server::{NoServer, Server};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};
use tokio::sync::OnceCell;

/// An empty database of one's own.
#[derive(Clone, Debug)]
pub struct Database {
    /// Where it is: `postgres://…`.
    pub url: String,
    /// The server it is on, which others use too.
    pub server: Arc<Server>,
}

/// Why there is no database.
#[derive(Debug, thiserror::Error)]
pub enum NoDatabase {
    /// There is no server.
    #[error(transparent)]
    Server(#[from] NoServer),
    /// The server made none.
    #[error("a private PostgreSQL made no database: {0}")]
    Refused(#[from] sqlx::Error),
}

/// The program's server. It is never dropped: it goes with the program.
static SERVER: OnceCell<Arc<Server>> = OnceCell::const_new();

/// Makes an empty database on the server of this program, which the first call starts.
pub async fn database() -> Result<Database, NoDatabase> {
    let server = SERVER
        .get_or_try_init(async || {
            tokio::task::spawn_blocking(Server::start)
                .await
                .unwrap_or(Err(NoServer::Refused))
                .map(Arc::new)
        })
        .await?;
    Database::on(server.clone()).await
}

impl Database {
    /// Makes an empty database on a server.
    pub async fn on(server: Arc<Server>) -> Result<Self, NoDatabase> {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("story_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let mut connection = PgConnection::connect(&server.url("postgres")).await?;
        connection
            .execute(AssertSqlSafe(format!("CREATE DATABASE {name}")))
            .await?;
        connection.close().await?;
        let url = server.url(&name);
        Ok(Self { url, server })
    }
}
