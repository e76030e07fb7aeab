"""What the hypothesis board, the rejected hypotheses and the root cause say."""

TITLE = "Hypothesis Board"
INTRO = (
    "Each verdict rests on events that a witness saw; no command, fault or step of the scenario was read for it."
)
HYPOTHESIS = "%1: %2"
SUPPORTS, REFUTES = "Supports:", "Refutes:"
NOTHING_FOR, NOTHING_AGAINST = "Supports: nothing was seen.", "Refutes: nothing."
CITED = "Events: %1"
KEPT = "Verdict: kept. So many of the 400s, resets and disconnects come of it: %1."
UNDECIDED = "Verdict: undecided."
OPEN = "Undecided, and nothing was seen that speaks for or against them: %1"
NONE_KEPT = "No hypothesis is kept."

REJECTED_TITLE = "Rejected Hypotheses"
NONE_REJECTED = "None was rejected."

CAUSE_TITLE = "Root Cause"
NOT_KNOWN = "Not known: no hypothesis is kept, and nothing is guessed here."
NOTHING_BROKE = "There is none to name: nothing broke."
DIRECT, EXPLAINED, CARRIED, REPEATED, ENDS, WHEN = (
    "Direct cause",
    "Explained",
    "What was refused",
    "Repeated or not",
    "How connections ended",
    "When it occurs",
)
EXPLAINED_400 = "400s: %1 of %2."
EXPLAINED_RESETS = "Resets: %1 of %2."
EXPLAINED_DISCONNECTS = "Disconnects: %1 of %2."
BODIES = (
    "Refused requests by what they carried: a message, which is lost: %1; the client's own close packet, which is "
    "harmless: %2; a pong: %3; a poll: %4; anything else: %5."
)
MOST = "The most requests of one session that were refused: %1."
ONCE = "So no client goes on trying with a dead session id: what is refused is what was on its way."
AGAIN = "So there are clients that went on with a dead session id."
CLOSED = "Ends that the server made: %1 in good order (FIN), %2 by a reset (RST)."
FIN = (
    "A connection that ends before its answer is ERR_EMPTY_RESPONSE in a browser after a FIN, and "
    "ERR_CONNECTION_RESET after an RST."
)
