//! The program that the page loads.

fn main() {
    engawa_app::start();
}
