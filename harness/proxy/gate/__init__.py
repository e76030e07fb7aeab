"""Who of the LAN is let in, and how much of it: pure decisions, bytes and heads in, a refusal or nothing out."""
