"""nginx 1.19.5 or newer, one process in the foreground, its log on standard error.

It has no master process: a worker whose master is killed would live on. Bodies are streamed, so nothing is written
to disk while it serves.
"""

from __future__ import annotations

from pathlib import Path

from server.balancers import Balancer, Front
from server.ports import LOOPBACK

_BODIES = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def configuration(front: Front, folder: Path) -> str:
    """Its configuration; all that it writes is in `folder`."""
    return "\n".join(
        [
            "daemon off;",
            "master_process off;",
            f"pid {folder}/nginx.pid;",
            "events { worker_connections 4096; }",
            "http {",
            "    access_log off;",
            *(f"    {kind}_temp_path {folder}/{kind};" for kind in _BODIES),
            "    client_max_body_size 0;",  # the server's own limit judges
            "    map $http_upgrade $connection_wanted { default upgrade; '' ''; }",
            *_upstreams(front),
            *_given(front),
            "    server {",
            f"        listen {front.address};",
            "        location / {",
            "            proxy_pass http://$chosen;",
            "            proxy_http_version 1.1;",
            "            proxy_set_header Host $http_host;",
            "            proxy_set_header X-Client-Port $remote_port;",
            "            proxy_set_header Upgrade $http_upgrade;",
            "            proxy_set_header Connection $connection_wanted;",
            "            proxy_buffering off;",
            "            proxy_request_buffering off;",
            f"            proxy_read_timeout {front.patience}s;",
            *(["            add_header Set-Cookie $given;"] if front.cookie else []),
            "        }",
            "    }",
            "}",
            "",
        ]
    )


def _upstreams(front: Front) -> list[str]:
    """A group of all servers, one of each with the others for when it does not listen, and whose a request is."""
    names = front.servers if front.sticky else {}
    kept = " ".join(f"{name} {name};" if front.cookie else f"~^{name}- {name};" for name in names)
    said = f"$cookie_{front.cookie}" if front.cookie else "$arg_sid"
    return [
        f"    upstream all {{ {_members(front)} keepalive 32; }}",
        *(f"    upstream {name} {{ {_members(front, name)} keepalive 32; }}" for name in names),
        f"    map {said} $chosen {{ {kept} default all; }}",
    ]


def _given(front: Front) -> list[str]:
    """The cookie that an answer asks to be kept, by who gave it; none where the request brought one."""
    if not front.cookie:
        return []
    answers = " ".join(
        f'"~^:{LOOPBACK}:{port}$" "{front.cookie}={name}; Path=/; HttpOnly";'
        for name, port in front.servers.items()
    )
    return [f'    map "$cookie_{front.cookie}:$upstream_addr" $given {{ {answers} default ""; }}']


def _members(front: Front, first: str = "") -> str:
    """The servers of a group: in turn, or one before all others."""
    return " ".join(
        f"server {LOOPBACK}:{port} max_fails=0{' backup' if first not in {'', name} else ''};"
        for name, port in front.servers.items()
    )


def argv(program: str, folder: Path, file: Path) -> list[str]:
    """Its folder, its file, and standard error for what goes wrong before the file is read."""
    return [program, "-p", str(folder), "-e", "stderr", "-c", str(file)]


BALANCER = Balancer(program="nginx", configuration=configuration, argv=argv)
