"""What is said of the incident as a whole: what it was, how bad, and whom it hit."""

TITLE = "Incident RCA"
HEADING = "Incident RCA: %1"
RUN = "Run %1, recorded %2 (%3)"
NOT_DATED = "Run %1; when it was recorded is not known"
ROOT = "Root hash of the evidence: %1"
NO_ROOT = "The evidence has no root hash: this run was not sealed."

INCIDENT, SCENARIO, OUTCOME, SEVERITY, IMPACT, CHARTS = (
    "Incident",
    "Scenario",
    "Outcome",
    "Severity",
    "User Impact",
    "Charts",
)
SERVED = "%1, served by the profile %2"
REFUSED = "Requests answered 400: %1."
ERRORS = "Requests answered with a server error: %1."
LOST = "Connections that clients lost: %1."
RESETS = "Ends that the server made by a reset (RST): %1; ends that the wire made on purpose: %2."
QUIET = "Nothing broke: no 400, no server error, and no connection was lost."
NO_CLIENTS = "No clients of our own took part: whom it hit is not known."

PASSED = "Every expectation of the scenario held: %1 of %2."
FAILED = "Expectations of the scenario that did not hold: %1 of %2."
UNKNOWN = "Whether the scenario's expectations hold is not known."
NOTHING_EXPECTED = "The scenario expects nothing in particular."

SEVERITY_NONE = "As measured: none. Nobody was cut off, and no message was lost."
SEVERITY_LOSS = "As measured: nobody was cut off, and yet messages were lost."
SEVERITY_BROKEN = "As measured: an interruption. Clients were cut off, and all of them came back by themselves."
SEVERITY_LASTING = "As measured: lasting. Clients were still cut off when the run ended: %1."
SEVERITY_LEVEL = "A level such as SEV-3 weighs what this means to people, so people set it."

CUT = "Cut off: %1 of %2 clients, %3 times in all."
HOW_LONG = "For how long: the longest time %1, the median %2."
STILL = "Still cut off at the end: %1."
MESSAGES = "Messages lost: %1 of %2 sent; not known whether they arrived: %3; arrived more than once: %4."
CONNECTED = "Connected at the end: %1 of %2 clients."
CLIENT, KIND, TIMES, LONGEST, IN_ALL, REFUSALS = "Client", "Kind", "Times cut off", "Longest", "In all", "400s"
MORE_CLIENTS = "Clients that were cut off and do not stand here: %1."
