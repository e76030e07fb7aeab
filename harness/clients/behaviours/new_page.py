"""The behaviour `new-page`: the runbook's F5."""

from harness.clients.spec import Behaviour

BEHAVIOUR = Behaviour("new-page", "the page is loaded anew when its socket fails: the runbook's F5", python=False)
