"""What people already hold in their hands, read as if the wire had told it: untrusted and bounded."""
