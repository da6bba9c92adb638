"""Loaded by a server under test before anything else: writes down every host it tries to reach other than itself."""

import os
import sys
from pathlib import Path

LOOPBACK = {"127.0.0.1", "::1", "localhost", "", None}


def _watch(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        host = arguments[1][0] if event == "socket.sendto" and isinstance(arguments[1], tuple) else arguments[0]
    else:
        return
    if host not in LOOPBACK:
        with Path(os.environ["WITNESS"]).open("a") as log:
            log.write(f"{event} {host!r}\n")


sys.addaudithook(_watch)
