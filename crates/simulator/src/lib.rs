//! A town of devices with bad luck, played from a seed.
//!
//! The real [`sync::Replica`], the real [`store::push()`] and [`store::pull()`] run over a store in
//! memory, simulated disks, a simulated network and simulated clocks. A seed makes a story
//! ([`generate::story`]): people write, send, star; messages are lost, doubled, cut, overtaken;
//! tabs and servers die between any two steps; access comes and goes. Then everything heals, nobody
//! does anything any more, and all of [`Property`] must hold.
//!
//! A story that breaks something is shrunk ([`shrink`]) and kept for ever in `seeds/`.

#![forbid(unsafe_code)]

pub mod deeds;
mod disk;
pub mod event;
pub mod generate;
pub mod kept;
mod line;
pub mod memory;
mod mutant;
mod network;
mod oracle;
pub mod random;
pub mod run;
mod server;
pub mod shrink;
mod tab;
pub mod town;
mod world;

pub use event::Event;
pub use memory::MemoryStore;
pub use mutant::Mutant;
pub use oracle::{Broken, Property};
pub use run::{Lived, play};
pub use town::Town;

/// Lives are played one after the other, and each is made of small pieces.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
