//! The camera, which reads QR codes.

use gloo_timers::callback::Interval;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    CanvasRenderingContext2d, DomException, HtmlCanvasElement, HtmlVideoElement, MediaStream,
    MediaStreamConstraints, MediaStreamTrack, MediaTrackConstraints,
};

/// How often a picture is looked at, in milliseconds.
const EVERY: u32 = 200;
/// The longer side of what is looked at, in pixels: a code held up to a tablet is read, in a few
/// milliseconds on a phone.
const SIDE: u32 = 800;
/// Pictures that the reader may break on before it is given up.
const BROKEN: u8 = 3;

/// Why there are no pictures.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CameraError {
    /// The device has no camera, or the browser gives none to a page without TLS.
    #[error("there is no camera")]
    Missing,
    /// The person, or who manages the device, does not let us.
    #[error("the camera is not allowed")]
    Refused,
    /// Another program has it, or it fails.
    #[error("the camera does not start")]
    Busy,
    /// The code that reads pictures could not be fetched.
    #[error("the reader is not on the device")]
    NoReader,
}

/// Finds the text of a QR code in grey pixels, row by row: `pixels`, width, height.
pub type Decode = fn(&[u8], usize, usize) -> Option<String>;

part! { reader:
    fn reader() -> Decode = decode;
}

fn decode(pixels: &[u8], width: usize, height: usize) -> Option<String> {
    let grey = |x: usize, y: usize| pixels.get(y * width + x).copied().unwrap_or(u8::MAX);
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    let codes = picture.detect_grids();
    codes.iter().find_map(|code| Some(code.decode().ok()?.1))
}

/// A camera that is on, until it is dropped.
pub struct Camera {
    stream: MediaStream,
    _looking: Interval,
}

impl Camera {
    /// Turns it on, shows its pictures in `video`, and calls `found` with what each code in sight
    /// says, many times while it stays there.
    pub async fn open(
        video: HtmlVideoElement,
        found: impl Fn(String) + 'static,
        failed: impl Fn(CameraError) + 'static,
    ) -> Result<Self, CameraError> {
        let stream = stream().await?;
        // Whoever stops here turns it off again.
        let guard = Guard(Some(stream.clone()));
        let reader = match Detector::new() {
            Some(detector) => Reader::Browsers(Rc::new(detector)),
            None => Reader::Own(
                Canvas::new()?,
                reader().await.map_err(|_| CameraError::NoReader)?,
            ),
        };
        video.set_src_object(Some(&stream));
        let playing = video.play().map_err(|_| CameraError::Busy)?;
        JsFuture::from(playing)
            .await
            .map_err(|_| CameraError::Busy)?;
        let found = Rc::new(found);
        let looking = Interval::new(EVERY, move || reader.look(&video, &found, &failed));
        Ok(Self {
            stream: guard.keep().unwrap_or(stream),
            _looking: looking,
        })
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        stop(&self.stream);
    }
}

/// Turns a stream off unless it is kept.
struct Guard(Option<MediaStream>);

impl Guard {
    fn keep(mut self) -> Option<MediaStream> {
        self.0.take()
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(stream) = &self.0 {
            stop(stream);
        }
    }
}

fn stop(stream: &MediaStream) {
    for track in stream.get_tracks() {
        track.unchecked_into::<MediaStreamTrack>().stop();
    }
}

/// Asks for the camera that looks away from the person, where there are several.
async fn stream() -> Result<MediaStream, CameraError> {
    let navigator = web_sys::window().ok_or(CameraError::Missing)?.navigator();
    // A page without TLS has no such thing.
    let devices = js_sys::Reflect::get(&navigator, &"mediaDevices".into());
    if !devices.is_ok_and(|devices| devices.is_object()) {
        return Err(CameraError::Missing);
    }
    let devices = navigator
        .media_devices()
        .map_err(|_| CameraError::Missing)?;
    let which = MediaTrackConstraints::new();
    which.set_facing_mode(&"environment".into());
    let wanted = MediaStreamConstraints::new();
    wanted.set_video(&which);
    let asked = devices.get_user_media_with_constraints(&wanted);
    let given = JsFuture::from(asked.map_err(|error| why(&error))?).await;
    Ok(given.map_err(|error| why(&error))?.unchecked_into())
}

fn why(error: &JsValue) -> CameraError {
    let name = error.dyn_ref::<DomException>().map(DomException::name);
    match name.as_deref() {
        Some("NotAllowedError" | "SecurityError") => CameraError::Refused,
        Some("NotFoundError" | "OverconstrainedError") => CameraError::Missing,
        _ => CameraError::Busy,
    }
}

/// What finds a code in a picture.
enum Reader {
    /// The browser's own.
    Browsers(Rc<Detector>),
    /// Ours.
    Own(Canvas, Decode),
}

impl Reader {
    fn look(
        &self,
        video: &HtmlVideoElement,
        found: &Rc<impl Fn(String) + 'static>,
        failed: &impl Fn(CameraError),
    ) {
        match self {
            Self::Browsers(detector) => {
                let (detector, video, found) = (detector.clone(), video.clone(), found.clone());
                spawn_local(async move {
                    if let Some(text) = detector.read(&video).await {
                        found(text);
                    }
                });
            }
            Self::Own(canvas, decode) => match canvas.read(video, *decode) {
                Ok(Some(text)) => found(text),
                Ok(None) => {}
                Err(error) => failed(error),
            },
        }
    }
}

/// The browser's `BarcodeDetector`, which few have; web-sys does not know it yet.
struct Detector {
    detector: JsValue,
    detect: js_sys::Function,
    is_busy: Cell<bool>,
}

impl Detector {
    /// `None` where there is none.
    fn new() -> Option<Self> {
        let window = web_sys::window()?;
        let class = js_sys::Reflect::get(&window, &"BarcodeDetector".into()).ok()?;
        let class: js_sys::Function = class.dyn_into().ok()?;
        let formats = js_sys::Array::of1(&"qr_code".into());
        let options = js_sys::Object::new();
        js_sys::Reflect::set(&options, &"formats".into(), &formats).ok()?;
        let detector = js_sys::Reflect::construct(&class, &js_sys::Array::of1(&options)).ok()?;
        let detect = js_sys::Reflect::get(&detector, &"detect".into()).ok()?;
        Some(Self {
            detect: detect.dyn_into().ok()?,
            detector,
            is_busy: Cell::new(false),
        })
    }

    /// What a code in the picture says. One picture at a time.
    async fn read(&self, video: &HtmlVideoElement) -> Option<String> {
        if self.is_busy.replace(true) {
            return None;
        }
        let codes = match self.detect.call1(&self.detector, video) {
            Ok(looking) => JsFuture::from(js_sys::Promise::resolve(&looking))
                .await
                .ok(),
            Err(_) => None,
        };
        self.is_busy.set(false);
        let code = js_sys::Array::from(&codes?).get(0);
        let text = js_sys::Reflect::get(&code, &"rawValue".into()).ok()?;
        text.as_string()
    }
}

/// Where a picture becomes grey pixels.
struct Canvas {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    grey: RefCell<Vec<u8>>,
    /// The reader began, and has not ended.
    is_reading: Cell<bool>,
    broken: Cell<u8>,
}

impl Canvas {
    fn new() -> Result<Self, CameraError> {
        let made = || {
            let canvas = super::browser::document()?.create_element("canvas").ok()?;
            let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
            // It is read far more often than it is shown.
            let options = js_sys::Object::new();
            js_sys::Reflect::set(&options, &"willReadFrequently".into(), &true.into()).ok()?;
            let context = canvas
                .get_context_with_context_options("2d", &options)
                .ok()??;
            Some((canvas, context.dyn_into().ok()?))
        };
        let (canvas, context) = made().ok_or(CameraError::Busy)?;
        Ok(Self {
            canvas,
            context,
            grey: RefCell::new(Vec::new()),
            is_reading: Cell::new(false),
            broken: Cell::new(0),
        })
    }

    /// What a code in the picture says.
    ///
    /// There are pictures that the reader breaks on (an assertion of rqrr's on lines that nearly
    /// meet). A broken reading ends this call and nothing else, since each begins by itself; too
    /// many of them end the reading.
    fn read(
        &self,
        video: &HtmlVideoElement,
        decode: Decode,
    ) -> Result<Option<String>, CameraError> {
        if self.is_reading.replace(true) {
            self.broken.set(self.broken.get().saturating_add(1));
        }
        if self.broken.get() >= BROKEN {
            return Err(CameraError::Busy);
        }
        let grey = self.grey(video).map(|(width, height)| {
            let pixels = self.grey.take();
            let text = decode(&pixels, width, height);
            self.grey.replace(pixels);
            text
        });
        self.is_reading.set(false);
        Ok(grey.flatten())
    }

    /// Takes the picture; its width and height.
    fn grey(&self, video: &HtmlVideoElement) -> Option<(usize, usize)> {
        let (width, height) = (video.video_width(), video.video_height());
        let longer = width.max(height);
        if longer == 0 {
            // Nothing is shown yet.
            return None;
        }
        let scaled = |side: u32| match longer > SIDE {
            true => (side * SIDE / longer).max(1),
            false => side,
        };
        let (width, height) = (scaled(width), scaled(height));
        if (self.canvas.width(), self.canvas.height()) != (width, height) {
            self.canvas.set_width(width);
            self.canvas.set_height(height);
        }
        let (w, h) = (f64::from(width), f64::from(height));
        self.context
            .draw_image_with_html_video_element_and_dw_and_dh(video, 0.0, 0.0, w, h)
            .ok()?;
        let picture = self.context.get_image_data(0.0, 0.0, w, h).ok()?;
        let mut grey = self.grey.borrow_mut();
        grey.clear();
        grey.extend(picture.data().0.chunks_exact(4).map(|pixel| match pixel {
            // Green is most of what an eye takes for bright.
            [red, green, blue, _] => {
                let sum = u32::from(*red) + 2 * u32::from(*green) + u32::from(*blue);
                u8::try_from(sum / 4).unwrap_or(u8::MAX)
            }
            _ => u8::MAX,
        }));
        Some((width as usize, height as usize))
    }
}
