"""A network cable between clients and wire, made of packets, on which packets can be lost (Linux, as root)."""
