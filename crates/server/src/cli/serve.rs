//! `engawa serve`.

use super::{Data, error::CliError, terminal::Terminal};
use crate::{
    assets::Assets,
    clock,
    limits::Allowances,
    listen::Patience,
    mail::{MailSettings, Way},
    places::Bound,
    serve::{Settings, run},
    site::PublicUrl,
};
use clap::Args;
use std::{net::SocketAddr, process::ExitCode, time::Duration};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tokio_util::sync::CancellationToken;

/// Serves the app and everything behind it.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  engawa serve --data ./data                        for this machine, on http://127.0.0.1:8080
  engawa serve --data ./data --listen 127.0.0.1:0   on a free port; the first line says which
  engawa serve --data /var/lib/engawa --public-url https://engawa.example.jp --behind-proxy
                                                    behind a proxy that terminates TLS
  engawa serve --data /var/lib/engawa --public-url https://engawa.example.jp \\
      --smtp-url 'smtps://engawa:PASSWORD@smtp.example.jp' --mail-from '縁側 <no-reply@example.jp>'
                                                    mail goes out; without --smtp-url it goes into
                                                    ./data/mail
  engawa serve --data /var/cache/engawa --database-url postgres://engawa@db.example.jp/engawa
                                                    one of several servers; the folder holds
                                                    nothing but built packs

SIGTERM or SIGINT stops it: requests end, live streams are closed, the store is closed.")]
pub(super) struct Serve {
    #[command(flatten)]
    data: Data,

    /// Where to listen; port 0 takes a free one.
    #[arg(
        long,
        env = "ENGAWA_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS"
    )]
    listen: SocketAddr,

    /// The address that people type, when it is not where the server listens. With https://, the
    /// session's cookie travels over TLS only.
    #[arg(long, env = "ENGAWA_PUBLIC_URL", value_name = "URL")]
    public_url: Option<PublicUrl>,

    /// The SMTP server that mail goes to: smtps://USER:PASSWORD@HOST, or
    /// smtp://USER:PASSWORD@HOST:587?tls=required. Without one, mail goes into the folder `mail` in
    /// the data folder, a file each.
    #[arg(
        long,
        env = "ENGAWA_SMTP_URL",
        hide_env_values = true,
        value_name = "URL",
        requires = "public_url"
    )]
    smtp_url: Option<String>,

    /// From whom mail comes: an address, or `Name <address>`. Without it, from no-reply at the host
    /// of --public-url.
    #[arg(long, env = "ENGAWA_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<lettre::message::Mailbox>,

    /// The hour in Japan at which people are sent what is new for them, once a day.
    #[arg(
        long,
        env = "ENGAWA_DIGEST_HOUR",
        default_value_t = 7,
        value_name = "HOUR",
        value_parser = clap::value_parser!(u8).range(0..24)
    )]
    digest_hour: u8,

    /// A proxy of yours stands in front: its X-Forwarded-For says who asks.
    #[arg(long, env = "ENGAWA_BEHIND_PROXY")]
    behind_proxy: bool,

    /// Most live streams at once; each open browser holds one.
    #[arg(
        long,
        env = "ENGAWA_MAX_STREAMS",
        default_value_t = 10_000,
        value_name = "NUMBER"
    )]
    max_streams: usize,

    /// Most live streams at once for one network address; an office or a town's event shares one.
    #[arg(
        long,
        env = "ENGAWA_MAX_STREAMS_PER_ADDRESS",
        default_value_t = 200,
        value_name = "NUMBER"
    )]
    max_streams_per_address: usize,
}

impl Serve {
    pub(super) async fn run(self, terminal: &mut Terminal) -> Result<ExitCode, CliError> {
        make_room();
        let mail = self.mail()?;
        let packs = self.data.packs()?;
        let store = self.data.open_or_make().await?;
        let settings = Settings {
            packs,
            packs_quiet: Duration::from_secs(2),
            assets: Assets::built(),
            public_url: self.public_url,
            behind_proxy: self.behind_proxy,
            streams: Bound {
                all: self.max_streams,
                each: self.max_streams_per_address,
            },
            patience: Patience::default(),
            allowances: Allowances::default(),
            clock: clock::now,
            mail,
        };
        let failed = |source| CliError::Listen {
            address: self.listen,
            source,
        };
        let listener = TcpListener::bind(self.listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let stop = CancellationToken::new();
        stop_on_signals(stop.clone())?;
        terminal.say(&format!("listening on http://{address}"))?;
        run(store.shared(), settings, listener, stop).await?;
        store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

impl Serve {
    fn mail(&self) -> Result<MailSettings, CliError> {
        let way = match (&self.smtp_url, &self.public_url) {
            (Some(url), Some(site)) => Way::smtp(url, site.host())?,
            _ => Way::Folder(self.data.mail()?),
        };
        Ok(MailSettings {
            from: self.mail_from.clone(),
            digest_hour: self.digest_hour,
            ..MailSettings::new(way)
        })
    }
}

/// Asks the system for as many open files as it gives: each connection is one, and the usual number
/// is for programs that have few.
fn make_room() {
    match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(files) => tracing::debug!(files, "files that may be open at once"),
        Err(error) => tracing::warn!(%error, "few connections may be open at once"),
    }
}

/// Stops the server on SIGTERM (a service manager) and SIGINT (Ctrl-C).
fn stop_on_signals(stop: CancellationToken) -> Result<(), CliError> {
    let mut terminate = signal(SignalKind::terminate()).map_err(CliError::Signals)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(CliError::Signals)?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        stop.cancel();
    });
    Ok(())
}
