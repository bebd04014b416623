//! Debian's packages, where this machine lets us install them.

use crate::error::Error;
use crate::process;

/// A Debian or one of its children, and root.
pub(crate) fn can_install() -> bool {
    process::on_path("apt-get").is_some()
        && process::answer(process::command("id").arg("-u")).as_deref() == Some("0")
}

pub(crate) fn install(packages: &[&str]) -> Result<(), Error> {
    let apt = || {
        let mut apt = process::command("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq");
        apt
    };
    process::run(apt().arg("update"))?;
    process::run(
        apt()
            .args(["install", "-y", "--no-install-recommends"])
            .args(packages),
    )
}
