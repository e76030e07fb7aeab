"""Two chat servers, and in front of them each balancer of this system, sticky and not.

python a_balanced_pair.py PORT PORT HAPROXY-PORT HAPROXY-PORT NGINX-PORT NGINX-PORT, of which those of a balancer
that is not here stay unused; the first of a balancer's two is sticky.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from server.balancers import Front, balancers
from server.company import Company, perform
from server.programs import find_program
from server.settings import Settings
from server.several import NAMES, put_in_front, server_of


def start(company: Company) -> Callable[[], None]:
    ports = [int(word) for word in sys.argv[1:]]
    inside, outside = dict(zip(NAMES, ports, strict=False)), iter(ports[2:])
    origins = tuple(f"http://127.0.0.1:{port}" for port in ports)
    settings = Settings(origins=origins, ping_interval=1, ping_timeout=1)
    company.start(*(server_of(settings, name, port, {}) for name, port in inside.items()))
    for balancer in balancers():
        for sticky in (True, False):
            front = Front(host="127.0.0.1", port=next(outside), servers=inside, sticky=sticky, patience=60)
            if find_program(balancer.program):
                put_in_front(company, balancer, front)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    return lambda: None


if __name__ == "__main__":
    perform(start)
