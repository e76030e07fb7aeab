"""What the timeline says."""

TITLE = "Timeline"
WHEN = (
    "Local time is that of the machine where this was written (%1); seconds count from the moment all was ready."
)
LOCAL, UTC, SECOND, WHAT, EVENT = "Local time", "UTC", "Second", "What happened", "Event"
LEFT_OUT = "Moments left out here, all of them in the evidence: %1"
NONE = "Nothing is on record."

READY = "Everything is ready: clients begin, and reach the server through the wire at %1"
STEP = "Done on purpose, by the %1: %2 %3"
NOTE = "Note: %1"
ENDING = "The run ends: %1"
DROPPED = "Events that could not be recorded: %1"
TROUBLE = "The harness had trouble: %1"
EXITED = "A serving process is gone (pid %1)"
EXITED_HOW = "A serving process is gone (pid %1, %2)"
SERVES = "The server answers again: its life number %1"
DOWN = "The server is down, and nobody asked for it"
STRUCK = "Done to the server: %1"
RELIEVED = "No longer done to the server: %1"
LOGGED = "The server's log: %1"
FAULT_ON = "Fault on: %1, aimed at: %2"
FAULT_OFF = "Fault off: %1, connections it acted on: %2"
BLIND = "The wire could not follow a connection any more: %1"
BY = ("scenario", "window", "command line")
DONE = ("fault", "lift", "relieve", "note", "way")
ENDS = ("finished", "stopped", "interrupted")
REFUSED = "Requests answered 400: %1 (%2)"
FAILED = "Requests answered with a server error: %1 (%2)"
LOST = "Connections that clients lost: %1 (%2)"
BACK = "Clients connected again: %1; the slowest was away for %2"
