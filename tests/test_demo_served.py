"""The finished demo on the web: served by a process that made nothing, and there again when a worker dies."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from taizhang.demo.walk import Made

pytestmark = [pytest.mark.long, pytest.mark.skipif(sys.platform == "win32", reason="Windows forks nothing")]


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def served(tmp_path: Path, port: int, log: Path):
    """The process that was started to show a finished demo."""
    folder = tmp_path / "demo"
    folder.mkdir()
    Made(folder, 7).keep()
    command = [sys.executable, "-m", "taizhang.cli", "demo", "--dir", str(folder), "--port", str(port)]
    with log.open("w") as told, subprocess.Popen(command, stdout=told, stderr=told) as process:
        yield process
        process.send_signal(signal.SIGINT)


def answer(port: int) -> int:
    """What the site answers as soon as it does."""
    for _try in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as response:
                return response.status
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the site does not answer")


def workers(log: Path) -> list[int]:
    return [int(pid) for pid in re.findall(r"Spawning worker-1 with PID: (\d+)", log.read_text())]


def test_the_demo_is_served_by_a_process_that_made_nothing_and_outlives_a_worker(served, port, log):
    assert answer(port) == 200
    assert f"http://127.0.0.1:{port}" in log.read_text()
    running = subprocess.run(["ps", "-o", "args=", "-p", str(served.pid)], capture_output=True, text=True, check=True)
    assert "taizhang.cli serve" in running.stdout
    [first] = workers(log)
    os.kill(first, signal.SIGSEGV)
    while len(workers(log)) < 2 and served.poll() is None:
        time.sleep(0.1)
    assert answer(port) == 200
    served.send_signal(signal.SIGINT)
    assert served.wait(20) == 0
