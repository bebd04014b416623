//! What a person does with their account. All of it needs the network, and nothing of it waits: a
//! password is kept nowhere.

use super::{FormError, SessionState};
use crate::device::network::{account as network, kiosk};
use domain::{
    SpaceId,
    person::{check_email, check_password},
    short_code::ShortCode,
};
use sync::{
    account::{
        AccountView, Closing, DigestWish, EndSessions, ForgottenPassword, NewEmail, NewPassword,
        OpenedLink, Reset, Verified,
    },
    kiosk::{Approval, OfferedPairing},
    protocol::Session,
};

impl SessionState {
    /// The account as the server knows it. An address that has changed is known here from now on.
    pub async fn look(self) -> Result<AccountView, FormError> {
        let view = network::view().await?;
        let mut occupant = self.snapshot();
        if let Some(account) = occupant.account.as_mut()
            && account.email != view.email
        {
            *account = Session {
                email: view.email.clone(),
                ..account.clone()
            };
            self.set(occupant).await;
        }
        Ok(view)
    }

    /// Has the link that shows the address sent once more.
    pub async fn send_verify_mail(self) -> Result<(), FormError> {
        Ok(network::verify_mail(self.snapshot().person).await?)
    }

    /// Another password. Other browsers are logged out.
    pub async fn change_password(self, old: String, new: String) -> Result<(), FormError> {
        check_password(&new).map_err(|invalid| FormError::Fields(vec![invalid]))?;
        let sent = NewPassword { old, new };
        Ok(network::password(self.snapshot().person, &sent).await?)
    }

    /// Another address, once its link is opened.
    pub async fn change_email(self, email: String, password: String) -> Result<(), FormError> {
        check_email(&email).map_err(|invalid| FormError::Fields(vec![invalid]))?;
        let sent = NewEmail { email, password };
        Ok(network::email(self.snapshot().person, &sent).await?)
    }

    /// Whether the daily digest comes.
    pub async fn want_digest(self, on: bool) -> Result<(), FormError> {
        Ok(network::digest(self.snapshot().person, &DigestWish { on }).await?)
    }

    /// Logs out one other browser, or all of them.
    pub async fn end_sessions(self, session: Option<String>) -> Result<(), FormError> {
        let sent = EndSessions { session };
        Ok(network::end_sessions(self.snapshot().person, &sent).await?)
    }

    /// Everything that the server has of the person, as the text of a file.
    pub async fn everything(self) -> Result<String, FormError> {
        Ok(network::data(self.snapshot().person).await?)
    }

    /// Closes the account. What is on the device is erased by who calls this.
    pub async fn close_account(self, password: String) -> Result<(), FormError> {
        let sent = Closing { password };
        Ok(network::close(self.snapshot().person, &sent).await?)
    }

    /// Uses the link of a mail that shows an address.
    pub async fn verify(self, token: String) -> Result<Verified, FormError> {
        let verified = network::verify(&OpenedLink { token }).await?;
        // It may be this device's account or another; who looks finds out.
        if self.snapshot().account.is_some() {
            let _ = self.look().await;
        }
        Ok(verified)
    }

    /// Asks for the link to a new password.
    pub async fn forgot_password(self, email: String) -> Result<(), FormError> {
        check_email(&email).map_err(|invalid| FormError::Fields(vec![invalid]))?;
        Ok(network::reset_mail(&ForgottenPassword { email }).await?)
    }

    /// Uses the link to a new password.
    pub async fn reset_password(self, token: String, password: String) -> Result<(), FormError> {
        check_password(&password).map_err(|invalid| FormError::Fields(vec![invalid]))?;
        Ok(network::reset(&Reset { token, password }).await?)
    }

    /// Which kiosk shows a code.
    pub async fn look_at_kiosk(self, code: ShortCode) -> Result<Approval, FormError> {
        Ok(kiosk::approval(self.snapshot().person, code).await?)
    }

    /// The person is at the kiosk that shows a code.
    pub async fn approve_kiosk(self, code: ShortCode) -> Result<(), FormError> {
        Ok(kiosk::approve(self.snapshot().person, code).await?)
    }

    /// Makes a code that pairs a tablet with a space.
    pub async fn offer_pairing(self, space: SpaceId) -> Result<OfferedPairing, FormError> {
        Ok(kiosk::offer(self.snapshot().person, space).await?)
    }

    /// Draws a new secret for the person's six digits.
    pub async fn renew_visit_code(self) -> Result<(), FormError> {
        Ok(kiosk::renew_visit_code(self.snapshot().person).await?)
    }

    /// Ends the digest that a link names.
    pub async fn unsubscribe(self, secret: String) -> Result<(), FormError> {
        Ok(network::unsubscribe(&secret).await?)
    }
}
