//! The words one can type after `cargo xtask`.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Sets up, builds, runs and checks Engawa.
///
/// On a new machine: `cargo xtask run`, then open the address it prints.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Get every tool that is missing, for building and for testing.
    Setup,
    /// Build the app and the server for release.
    Build,
    /// Set up, build, load the demo content once, and serve.
    Run {
        /// The port on 127.0.0.1; 0 takes a free one.
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// The folder of the database [default: data, in the project].
        #[arg(long)]
        data: Option<PathBuf>,
        /// Start without the demo content.
        #[arg(long)]
        no_demo: bool,
    },
    /// Serve the app with reload on change, before a debug server.
    Dev {
        /// The port on 127.0.0.1.
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Check formatting, clippy for native and wasm, and licences.
    Lint {
        /// Build cargo-deny first if it is not there (many minutes, once).
        #[arg(long)]
        deny: bool,
    },
    /// Run every check and every test, the browser's included.
    Test {
        /// Only formatting and the native tests.
        #[arg(long)]
        quick: bool,
        /// Only tests of this name: native ones, browser files, or browser tests.
        filter: Option<String>,
    },
    /// Run the benchmarks of tests/bench; further words are passed on to them.
    Bench {
        /// Run the crates' own `cargo bench` targets instead.
        #[arg(long)]
        native: bool,
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Go on for long: simulated runs, every endpoint with random data.
    ///
    /// Without an option: 100,000 simulated runs, and 1,000 examples for each endpoint.
    Soak {
        /// Simulated runs of devices with bad luck, each from a seed: how many.
        #[arg(long, default_value_t = 100_000)]
        seeds: u64,
        /// The first seed.
        #[arg(long, default_value_t = 0)]
        from: u64,
        /// Instead: try every endpoint of the OpenAPI document with so many examples.
        #[arg(long, conflicts_with = "seeds")]
        endpoints: Option<u32>,
    },
    /// Take pictures of every screen into target/shots.
    Shots {
        /// Only the screen of this name.
        #[arg(long)]
        only: Option<String>,
    },
    /// Cut a release build into parts that are fetched later (Trunk runs this as its last step).
    #[command(hide = true)]
    Split,
    /// Say where Engawa is open as soon as it answers (`run` starts this beside the server).
    #[command(hide = true)]
    Announce { port: u16 },
}
