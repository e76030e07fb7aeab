"""haproxy 2.2 or newer, one process in the foreground, its log on standard error."""

from __future__ import annotations

from pathlib import Path

from server.balancers import Balancer, Front
from server.ports import LOOPBACK


def configuration(front: Front, _folder: Path) -> str:
    """Its configuration."""
    kept = front.servers if front.sticky and not front.cookie else {}
    return "\n".join(
        [
            "global",
            "    log stderr format raw local0",
            "defaults",
            "    mode http",
            "    log global",
            "    option httplog",
            "    option dontlog-normal",  # what went wrong is logged
            "    option dontlognull",
            "    option redispatch 1",  # what does not listen is not asked again: the other server is
            "    timeout connect 5s",
            f"    timeout client {front.patience}s",
            f"    timeout server {front.patience}s",
            f"    timeout tunnel {front.patience}s",
            "frontend public",
            f"    bind {front.address}",
            "    http-request set-header X-Client-Port %[src_port]",
            "    default_backend servers",
            "backend servers",
            "    balance roundrobin",
            *(f"    use-server {name} if {{ url_param(sid) -m beg {name}- }}" for name in kept),
            *([f"    cookie {front.cookie} insert indirect nocache"] if front.cookie else []),
            *(
                f"    server {name} {LOOPBACK}:{port}{_cookie(front, name)}"
                for name, port in front.servers.items()
            ),
            "",
        ]
    )


def _cookie(front: Front, name: str) -> str:
    """What the cookie says that keeps a client with this server."""
    return f" cookie {name}" if front.cookie else ""


def argv(program: str, _folder: Path, file: Path) -> list[str]:
    """`-db`: in the foreground, whatever the configuration says."""
    return [program, "-db", "-f", str(file)]


BALANCER = Balancer(program="haproxy", configuration=configuration, argv=argv)
