"""The child `pages`: clients that are real pages of the chat in QtWebEngine, with DevTools as their witness.

It is a shard of the crowd like any other: commands to the clients in, events of the clients out. Each page is
loaded through the wire and keeps its own Content-Security-Policy; in place of the chat's own script it runs the
driver of simulated clients (harness/clients/js), as modules of its own origin: the browser is given those files by
us, under a path that no server knows (`served.py`), so they never cross the wire.

Only `child`, `engine` and `link` know Qt; the rest is plain Python.
"""
