"""Nothing leaves the machine while tests run: sockets reach loopback and unix paths, everything else is a failure."""

import ipaddress
import socket
from typing import Any


class OutboundRefused(RuntimeError):
    """A test tried to reach another machine."""


def refuse_outbound(monkeypatch: Any) -> None:
    for name in ("connect", "connect_ex"):
        original = getattr(socket.socket, name)
        monkeypatch.setattr(socket.socket, name, guarded(original))


def guarded(original: Any) -> Any:
    def connect(self: socket.socket, address: Any) -> Any:
        if not stays_here(self, address):
            raise OutboundRefused(f"a test tried to reach {address!r}")
        return original(self, address)

    return connect


def stays_here(sock: socket.socket, address: Any) -> bool:
    if sock.family == socket.AF_UNIX:
        return True
    host = str(address[0])
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
