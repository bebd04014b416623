//! How mail leaves: to an SMTP server, or into a folder.

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    transport::smtp::extension::ClientId,
};
use std::{io::Write, path::PathBuf, time::Duration};
use uuid::Uuid;

/// How long an SMTP server may take for each of its answers.
const PATIENCE: Duration = Duration::from_secs(20);

/// How mail leaves.
#[derive(Clone, Debug)]
pub enum Way {
    /// To an SMTP server.
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// Into this folder, a file for each: for trying out, and for stories.
    Folder(PathBuf),
}

/// A text that names no SMTP server. The text itself may hold a password.
#[derive(Debug, thiserror::Error)]
#[error(
    "write it as smtps://USER:PASSWORD@HOST or smtp://USER:PASSWORD@HOST:587?tls=required: {0}"
)]
pub struct BadSmtpUrl(String);

/// Why a mail did not leave.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SendError {
    /// The SMTP server did not take it.
    #[error("{0}")]
    Smtp(#[from] lettre::transport::smtp::Error),
    /// The folder did not take it.
    #[error("{}: {error}", path.display())]
    File {
        path: PathBuf,
        error: std::io::Error,
    },
}

impl Way {
    /// To the SMTP server of a URL; it is greeted in the name of `host`.
    pub fn smtp(url: &str, host: &str) -> Result<Self, BadSmtpUrl> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| BadSmtpUrl(error.to_string()))?
            .hello_name(ClientId::Domain(host.to_owned()))
            .timeout(Some(PATIENCE))
            .build();
        Ok(Self::Smtp(transport))
    }

    /// Sends a mail.
    pub(super) async fn send(&self, id: Uuid, message: Message) -> Result<(), SendError> {
        match self {
            Self::Smtp(transport) => Ok(transport.send(message).await.map(drop)?),
            Self::Folder(folder) => {
                let path = folder.join(format!("{id}.eml"));
                let failed = {
                    let path = path.clone();
                    move |error| SendError::File { path, error }
                };
                let (folder, bytes) = (folder.clone(), message.formatted());
                let kept = tokio::task::spawn_blocking(move || keep(&folder, &path, &bytes));
                let kept = kept.await.map_err(std::io::Error::other);
                kept.and_then(|kept| kept).map_err(failed)
            }
        }
    }
}

/// A file is there when it is whole. It holds people's links: only its owner reads it.
fn keep(folder: &PathBuf, path: &PathBuf, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
