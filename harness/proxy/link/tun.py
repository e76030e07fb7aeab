"""A network device whose other end is a descriptor: what the kernel sends there is read, what is written arrives.

By Documentation/networking/tuntap.rst of the Linux kernel and netdevice(7). Checksums are complete in what is
read, and looked at in what is written.
"""

from __future__ import annotations

import os
import socket
import struct
from ipaddress import IPv4Interface

_TUNSETIFF = 0x400454CA
_IFF_TUN, _IFF_NO_PI = 0x0001, 0x1000
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _SIOCSIFADDR, _SIOCSIFNETMASK = 0x8913, 0x8914, 0x8916, 0x891C
_IFF_UP = 0x1
_NAME = b"sidlab0"


def open_tun(interface: IPv4Interface) -> int:
    """A non-blocking descriptor of a new device, up, in the namespace of this thread. OSError if it can't be."""
    import fcntl  # not on Windows

    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH22x", _NAME, _IFF_TUN | _IFF_NO_PI))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
            fcntl.ioctl(control, _SIOCSIFADDR, _request(interface.ip.packed))
            fcntl.ioctl(control, _SIOCSIFNETMASK, _request(interface.netmask.packed))
            was = fcntl.ioctl(control, _SIOCGIFFLAGS, struct.pack("16s24x", _NAME))
            (flags,) = struct.unpack_from("H", was, 16)
            fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack("16sH22x", _NAME, flags | _IFF_UP))
    except BaseException:
        os.close(device)
        raise
    return device


def _request(address: bytes) -> bytes:
    """An ifreq structure with a sockaddr_in."""
    return struct.pack("16sHH4s16x", _NAME, socket.AF_INET, 0, address)
