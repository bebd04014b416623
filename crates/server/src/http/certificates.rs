//! Certificates, as anybody may verify them.

use super::{
    client::Client,
    named::Named,
    problem::{Failure, failure},
};
use crate::state::App;
use axum::{Json, extract::State};
use domain::{CertificateId, Kind, Row, RowKey, certificate::Attested};
use std::sync::Arc;
use sync::protocol::ProblemKind;

/// `GET /api/certificates/{id}`: what a certificate attests, and whether it was taken back. Whose
/// account it is, is not said.
pub(crate) async fn certificate(
    State(app): State<Arc<App>>,
    Client(from): Client,
    Named(id): Named<CertificateId>,
) -> Result<Json<Attested>, Failure> {
    app.limits.reading(from)?;
    let key = RowKey {
        kind: Kind::Certificate,
        id: id.0,
    };
    match app.store.snapshot().await?.row(key).await? {
        Some(Row::Certificate(certificate)) => Ok(Json(certificate.attested)),
        _ => Err(failure(
            ProblemKind::NotFound,
            "there is no such certificate",
        )),
    }
}
