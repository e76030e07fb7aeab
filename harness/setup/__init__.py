"""Making a checkout ready to run: `python -m harness.setup`, with nothing but the standard library.

`make` calls it on Linux and macOS, a person types it on Windows: one way for all. It installs what the system
lacks (`system`), makes `.venv` from the locks (`environment`) and fetches the page's Socket.IO client (`page`).
"""
