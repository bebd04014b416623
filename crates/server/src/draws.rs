//! Draws, made ready and held for as long as the server runs (`store::draws`). It draws the seeds:
//! no organizer's device may know them.

use crate::state::App;
use domain::lottery::Seed;
use std::{sync::Arc, time::Duration};
use store::{
    StoreError, Versions,
    draws::{self, Lotteries},
};

/// How often it is looked whether there is something to do.
const LOOK: Duration = Duration::from_secs(1);

/// Why draws wait.
#[derive(Debug, thiserror::Error)]
enum DrawError {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gives no random bytes.
    #[error(transparent)]
    Seed(#[from] getrandom::Error),
}

/// Keeps the draws.
pub(crate) async fn keep(app: Arc<App>) {
    let mut lotteries = Lotteries::default();
    loop {
        if let Err(error) = look(&app, &mut lotteries).await {
            tracing::warn!(%error, "draws wait");
        }
        tokio::time::sleep(LOOK).await;
    }
}

async fn look(app: &App, lotteries: &mut Lotteries) -> Result<(), DrawError> {
    let store = app.store.as_ref();
    lotteries.follow(store).await?;
    for program in lotteries.to_prepare() {
        let made = draws::prepare(store, program, seed()?, seed()?).await;
        announce(app, made)?;
    }
    for program in lotteries.to_hold((app.clock)()) {
        let held = draws::hold(store, program, (app.clock)()).await;
        if announce(app, held)? {
            tracing::info!(%program, "held a draw");
        }
    }
    Ok(())
}

/// Passes on what is new, if anything is.
fn announce(app: &App, done: Result<Option<Versions>, StoreError>) -> Result<bool, StoreError> {
    match done {
        Ok(versions) => {
            let is_done = versions.is_some();
            app.hub.announce(versions.unwrap_or_default());
            Ok(is_done)
        }
        // Another server was faster, or somebody signs up at this moment.
        Err(StoreError::Conflict) => Ok(false),
        Err(error) => Err(error),
    }
}

fn seed() -> Result<Seed, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(Seed::new(bytes))
}
