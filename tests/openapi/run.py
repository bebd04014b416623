"""Tries every endpoint that the OpenAPI document tells of, with data that it allows and data that it
does not, against a real server: `cargo xtask test` and `cargo xtask soak` run it.

    ENGAWA_BIN=target/release/engawa python run.py [--seed N] [--examples N]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
PERSON = {
    "person": "01890000-0000-7000-8000-000000000001",
    "name": "佐野 はる",
    "email": "haru@example.jp",
    "password": "縁側でひとやすみする",
}


def session(address):
    """Registers a person, and gives the token of their session."""
    request = urllib.request.Request(
        f"{address}/api/register",
        data=json.dumps(PERSON).encode(),
        headers={"content-type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        cookie = answer.headers["set-cookie"]
    return cookie.split(";")[0].split("=", 1)[1]


def tried(address, token, *options):
    """Whether schemathesis finds nothing."""
    # The program beside this Python, whatever is on PATH.
    program = Path(sys.executable).parent / "schemathesis"
    arguments = [program, "--config-file", HERE / "schemathesis.toml", "run", *options]
    # It keeps examples in the folder where it runs.
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [*arguments, f"{address}/api/openapi.json"],
            cwd=folder,
            env={**os.environ, "ENGAWA_SESSION": token},
        )
    return done.returncode == 0


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--seed", default="1")
    asked.add_argument("--examples", default="50")
    asked = asked.parse_args()
    common = ["--seed", asked.seed, "--max-examples", asked.examples, "--continue-on-failure", "--no-color"]
    engawa = os.environ["ENGAWA_BIN"]
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "ENGAWA_DATA": data, "ENGAWA_LOG": "warn"}
        subprocess.run([engawa, "demo"], env=environment, check=True, stdout=subprocess.DEVNULL)
        serve = [engawa, "serve", "--listen", "127.0.0.1:0"]
        server = subprocess.Popen(serve, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            address = server.stdout.readline().removeprefix("listening on ").strip()
            token = session(address)
            # A live stream has no end, and who logs out has no session for what comes after.
            apart = ["--exclude-path", "/api/live", "--exclude-path", "/api/logout"]
            clean = tried(address, token, *common, *apart)
            clean &= tried(address, token, *common, "--include-path", "/api/logout")
            # Whatever was sent, it is still well.
            urllib.request.urlopen(f"{address}/healthz").close()
        finally:
            server.terminate()
            server.wait()
        checked = subprocess.run([engawa, "check"], env=environment)
    sys.exit(0 if clean and checked.returncode == 0 else 1)


main()
