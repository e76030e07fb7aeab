"""What fix, local and remote, prevention and the way to reproduce it say."""

TITLE = "Fix"
REMEDIES = "What to do about what is kept:"
NO_REMEDY = "Nothing is kept, so there is no fix to name."
TRIED = "Ways to write a client, tried side by side in this run:"
NOT_TRIED = (
    "No fix was on trial in this run. This sets ways to write a page side by side, through the same restarts:"
)
WAY, PAGES, SOCKETS, REFUSED, LOST, TWICE, BACK, AWAY = (
    "Way",
    "Pages",
    "Sockets a page",
    "400s",
    "Lost",
    "Twice",
    "Back after",
    "Asked while away",
)

SERVED_TITLE = "Local vs remote (deployed)"
SERVED = "This run was served by the profile %1."
VERSIONS = "Versions: %1"
NOT_MEASURED = "Other ways to serve were not measured with this run. This measures them, and makes the table:"
MEASURED = "As measured in the matrix %1:"
PROFILE, CLIENT = "Profile", "Client"
MATRIX = "Matrix %1"
CELLS = ("works", "fails", "unavailable", "not measured")
INTERMITTENT = "intermittent: %1"
WHY = "Why"
FINDINGS = "Found of the profiles"
FINDING, VALUE, MEANS = "Finding", "Value", "What it means"

PREVENTION_TITLE = "Prevention"
RULE, RUNBOOK, TESTS = "Rule", "Runbook", "Tests"
KNOW_IT = "To know it again:"
NO_RULE = "Nothing is kept that a rule could prevent."
TEST = "Run it again after each change: it fails, with exit status 1, as soon as an expectation does not hold."
EXPECTED, HELD, MEASURED_AS = "Expectation", "Held", "Measured"
YES, NO, NOT_KNOWN = "yes", "no", "not known"

AGAIN_TITLE = "To reproduce it"
COMMAND = "The command line of this run, with its seed:"
BY_HAND = (
    "This run was played by hand in the window: no command line reproduces it. What was done stands in the "
    "timeline, "
    "and this shows it again:"
)
FROM_WINDOW = "This run was started in the window; this command does the same:"
SEED = "Seed: %1"
