"""What is said of the evidence itself, of damage, and of what people have added."""

TITLE = "Evidence"
WITNESS, WIRE, SERVER, CLIENTS = "Seen by", "Wire", "Server", "Clients"
REFUSED, DISCONNECTS, SIDS = "400s", "Disconnects", "Session ids"
AGREE = "The witnesses agree: every difference between them is explained."
DISAGREE = "The witnesses do not agree: there are differences that nothing explains."
ALONE = "Whether witnesses agree is not known: there was one of them, or none."
HASH = "Root hash over meta, events, logs and screenshots (SHA-256):"
WORTH = (
    "It shows by accident or by mistake what was changed after the run: tamper-evident, and no more than that. "
    "Whoever "
    "changes the evidence can make a new hash, so keep this one where others do not write, such as the ticket."
)
VERIFY = "This recounts the evidence with code of its own, and says what does not match:"
QUERIES = "Where each figure comes from"
BY_SUMMARY = "A figure carries its query, which a pointer held over it shows: most are keys of summary.json."
BY_EVENT = (
    "event.N.at is the second of the event with that number; event.N.away, how long its client had been away."
)
BY_COUNT = (
    "count.TYPE.A-B counts the events of that type with numbers from A to B; back.A-B, the clients that "
    "connected again."
)
BY_CUT = (
    "cut_off is counted from client.disconnected to the next client.connected of the same client, where it had no "
    "other socket; who did not come back was away until run.ending."
)
BY_BOARD = (
    "signs, explains and explained are of the diagnosis, which anybody can have again from the same folder: "
    "sidlab diagnose."
)
BY_CHART = "charts.FIGURE.SERIES.SECOND is the bar of a chart that begins at that second."

RAW = (
    "Raw record: cookies, credentials and what people wrote stand in this run's evidence as they crossed the "
    "wire. Keep and share its folder as you would those; this report quotes none of it."
)
DAMAGED = "This run's evidence is damaged, and what stands here is not to be relied on."
ONE_DAMAGE = "%1, record %2: %3"
WHOLE_FILE = "%1: %2"
MORE_DAMAGE = "Further damage, which is not listed here: %1"
READ_UP_TO = (
    "What comes of events was read up to the first damaged record; figures of summary.json are as they were "
    "written."
)
INTERRUPTED = (
    "This run was interrupted: its figures are of what was recorded until then, and prove nothing about the rest."
)
COUNTED = "There is no summary of this run: its figures were counted from the events for this report."

ADDED_TITLE = "Added by people"
ADDED_NOTE = "Nothing in this part was measured."
TICKET, OWNER, LEVEL, ACTUAL, NOTES = "Ticket", "Owner", "Severity as people set it", "Actual impact", "Notes"
NOTHING_ADDED = "Nothing has been added: ticket, owner, actual impact and notes can be, in the window."
MADE = "Written by sidlab from recorded evidence."
