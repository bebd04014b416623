//! `engawa`: the server and its command line.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    server::cli::main()
}
