//! Files that a person takes out or brings in.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlInputElement, Url};

/// Why a chosen file was not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FileError {
    /// It is larger than it may be.
    #[error("the file is too large")]
    TooLarge,
    /// The browser could not read it.
    #[error("the file cannot be read")]
    Unreadable,
}

/// Gives the person a JSON file, as a download. Says whether the browser took it.
pub fn save(name: &str, text: &str) -> bool {
    save_as(name, "application/json", text)
}

/// Gives the person a file of a media type, as a download. Says whether the browser took it.
pub fn save_as(name: &str, media_type: &str, text: &str) -> bool {
    offer(name, media_type, text).is_some()
}

fn offer(name: &str, media_type: &str, text: &str) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    download(name, &blob)
}

fn download(name: &str, blob: &Blob) -> Option<()> {
    let address = Url::create_object_url_with_blob(blob).ok()?;
    let link = super::browser::document()?.create_element("a").ok()?;
    let link: HtmlAnchorElement = link.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The download has begun with the click; a moment later nobody needs the address.
    wasm_bindgen_futures::spawn_local(async move {
        super::clock::sleep(60_000).await;
        let _ = Url::revoke_object_url(&address);
    });
    Some(())
}

/// Gives the person bytes as a file of a media type, as a download. Says whether the browser took it.
pub fn save_bytes(name: &str, media_type: &str, bytes: &[u8]) -> bool {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options);
    blob.ok().and_then(|blob| download(name, &blob)).is_some()
}

/// The name of the file that was chosen in `input`, and what is in it; `None` when there is none. It can
/// be chosen again afterwards.
pub async fn chosen_bytes(
    input: &HtmlInputElement,
    most: u32,
) -> Option<Result<(String, Vec<u8>), FileError>> {
    let file = input.files()?.get(0)?;
    let read = if file.size() > f64::from(most) {
        Err(FileError::TooLarge)
    } else {
        let bytes = JsFuture::from(file.array_buffer()).await;
        let bytes = bytes.map(|bytes| Uint8Array::new(&bytes).to_vec());
        bytes
            .map(|bytes| (file.name(), bytes))
            .map_err(|_| FileError::Unreadable)
    };
    input.set_value("");
    Some(read)
}

/// The text of the file that was chosen in `input`; `None` when there is none. It can be chosen again
/// afterwards.
pub async fn chosen(input: &HtmlInputElement, most: usize) -> Option<Result<String, FileError>> {
    let file = input.files()?.get(0)?;
    let read = if file.size() > most as f64 {
        Err(FileError::TooLarge)
    } else {
        let text = JsFuture::from(file.text()).await;
        let text = text.ok().and_then(|text| text.as_string());
        text.ok_or(FileError::Unreadable)
    };
    input.set_value("");
    Some(read)
}
