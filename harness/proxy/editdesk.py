"""The faults that are on and edit requests, or send connections to another server."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from harness.clock import Clock
from harness.commands import Target
from harness.events import Event
from harness.proxy.active import Active
from harness.proxy.address import Address
from harness.proxy.aiming import Aiming, client_of, name_of
from harness.proxy.edit.edits import Asked, Known, Plan
from harness.proxy.edit.head import Head
from harness.proxy.faults.base import Fault
from harness.proxy.faults.editing import EditingFault
from harness.proxy.hub import Subject
from harness.proxy.opening import Opening


class EditDesk(Aiming):
    """Knows which faults edit. `editing`: whether any does; `others`: servers to alternate with the first.

    `rest`: whether nothing edits and no fault is on.
    """

    def __init__(self, seed: int, clock: Clock, say: Callable[[Event], None]) -> None:
        super().__init__(seed, clock, say)
        self._editing: list[tuple[Active, EditingFault]] = []
        self._edits_always = False
        self.editing = False
        self.rest = True
        self.others: Sequence[Address] = ()

    def edit_always(self) -> None:
        """Every request is edited, faults or none: each is to have another Host."""
        self._edits_always = self.editing = True
        self.rest = False

    def _check_editing(self, fault: Fault, target: Target) -> None:
        """ValueError when it is a fault that edits and cannot do so here, or not for this target."""
        if isinstance(fault, EditingFault) and fault.elsewhere:
            self._check_elsewhere(fault.name, target)

    def _edits(self, active: Active) -> None:
        """A fault is on; if it is one that edits, it is asked from now on."""
        if isinstance(active.fault, EditingFault):
            self._editing.append((active, active.fault))
            self.editing = True

    def _edits_no_more(self, active: Active) -> None:
        self._editing = [one for one in self._editing if one[0] is not active]
        self.editing = self._edits_always or bool(self._editing)

    def _check_elsewhere(self, name: str, target: Target) -> None:
        if not self.others:
            raise ValueError(f"{name}: there is only one server, and it takes two to alternate between")
        if target.request is not None or target.sid is not None:
            raise ValueError(
                f"{name}: a connection's server is chosen before its first request: aim at all, a share, "
                "an address, or clients with a port of their own"
            )

    def way(self, opening: Opening) -> Address | None:
        """The server a new connection goes to, if it is not the first one."""
        for active, fault in self._editing:
            if fault.elsewhere and not active.resting and self.aims(active, opening):
                active.memory.turn += 1
                other = (*self.others, None)[active.memory.turn % (len(self.others) + 1)]
                if other is not None:
                    self.touch(active, opening, "moved")
                return other
        return None

    def plan(self, subject: Subject, head: Head, length: int, known: Known) -> Plan:
        """What all of those do about the subject's latest request: one after the other, an answer is the last."""
        plan = Plan(head)
        for active, fault in self._editing:
            if not active.resting and not plan.answer and self.aims(active, subject):
                self._edit(active, fault, subject, plan, length, known)
        return plan

    def _edit(
        self, active: Active, fault: EditingFault, subject: Subject, plan: Plan, length: int, known: Known
    ) -> None:
        request = subject.request
        if request is None:
            return
        name = name_of(subject)
        asked = Asked(
            head=plan.head,
            kind=request.kind,
            length=length,
            known=known,
            client=client_of(subject),
            sid=request.sid,
            times=active.memory.times[name],
        )
        edit = fault.edit(asked, active.memory)
        if edit is not None:
            plan.add(fault.name, edit)
            if edit.did:
                active.memory.times[name] += 1
                self.touch(active, subject, edit.did)
