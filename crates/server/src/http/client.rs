//! Who is at the other end.

use crate::{listen::Peer, state::App};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};
use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
};

/// The client's address, as far as it can be known.
pub(crate) struct Client(pub(crate) IpAddr);

impl FromRequestParts<Arc<App>> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<Peer>().map(|peer| peer.0);
        let named = if app.behind_proxy {
            forwarded(&parts.headers)
        } else {
            None
        };
        Ok(Self(
            named.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
        ))
    }
}

/// The last address that was forwarded: our own proxy wrote it. Those before it are hearsay.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    let last = last.to_str().ok()?.rsplit(',').next()?.trim();
    // Some proxies add the port.
    let with_port = || last.parse().ok().map(|whole: SocketAddr| whole.ip());
    last.parse().ok().or_else(with_port)
}
