# SPDX-License-Identifier: MIT
"""Real servers on free ports of this machine, to be graded: started here, ended here."""

from __future__ import annotations

import functools
import http.server
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

_PATIENCE = 10.0


@contextmanager
def uvicorn_site(app: Any, **options: Any) -> Iterator[str]:
    """The application on uvicorn, in a thread; yields the site's URL. `options`: uvicorn's own."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, lifespan="off", log_config=None, access_log=False, **options)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        _wait(lambda: server.started)
        yield f"{'https' if options.get('ssl_certfile') else 'http'}://localhost:{listener.getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join(_PATIENCE)
        listener.close()


@contextmanager
def python_site(folder: Path) -> Iterator[str]:
    """What `python -m http.server` serves of `folder`."""
    handler = functools.partial(_QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join(_PATIENCE)


@contextmanager
def nginx_site(program: str, folder: Path, workshop: Path) -> Iterator[str]:
    """A bare nginx, the `program`, over `folder`; its own files in `workshop`."""
    port = free_port()
    temporary = "".join(f"{name}_temp_path {name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (workshop / "nginx.conf").write_text(
        f"daemon off; master_process off; pid nginx.pid; error_log stderr;\nevents {{}}\nhttp {{\n{temporary}"
        "access_log off; types { text/html html; text/css css; image/png png; }\n"
        f"server {{ listen 127.0.0.1:{port}; root {folder}; }}\n}}\n"
    )
    command = [program, "-p", str(workshop), "-c", "nginx.conf", "-e", "stderr"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(lambda: _listens(port))
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(_PATIENCE)


def free_port() -> int:
    """A port that nothing listened on a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class _QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait(is_ready: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not is_ready():
        assert time.monotonic() < end, "the server did not start"
        time.sleep(0.02)
