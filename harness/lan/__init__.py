"""What is known of this machine on its LAN: its addresses, and what keeps others out."""
