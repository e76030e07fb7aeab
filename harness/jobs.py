"""The process tree on Windows: a Job Object, which the guard joins itself, so all it starts is born inside.

The job is set to kill its members when its last handle is closed: the guard's death ends the tree. Types and names
are those of winnt.h and jobapi2.h. This file is checked by types only on other systems.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence

from harness import processes

if sys.platform == "win32":
    from ctypes import wintypes

    KILL_ON_JOB_CLOSE = 0x2000
    EXTENDED_LIMITS = 9
    PROCESS_IDS = 3
    MOST_MEMBERS = 4096

    class _BasicLimits(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _ExtendedLimits(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", _BasicLimits),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    class _ProcessIds(ctypes.Structure):
        _fields_ = (
            ("NumberOfAssignedProcesses", wintypes.DWORD),
            ("NumberOfProcessIdsInList", wintypes.DWORD),
            ("ProcessIdList", ctypes.c_size_t * MOST_MEMBERS),
        )

    class JobTree:
        """All that this process starts, and what that starts."""

        tells = False

        def __init__(self) -> None:
            self._kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            self._kernel.CreateJobObjectW.restype = wintypes.HANDLE
            self._kernel.GetCurrentProcess.restype = wintypes.HANDLE
            self._job = wintypes.HANDLE(self._kernel.CreateJobObjectW(None, None))
            limits = _ExtendedLimits()
            limits.BasicLimitInformation.LimitFlags = KILL_ON_JOB_CLOSE
            size = ctypes.sizeof(limits)
            self._check(
                self._kernel.SetInformationJobObject(self._job, EXTENDED_LIMITS, ctypes.byref(limits), size)
            )
            here = wintypes.HANDLE(self._kernel.GetCurrentProcess())
            self._check(self._kernel.AssignProcessToJobObject(self._job, here))
            self._first: subprocess.Popen[bytes] | None = None
            self._told = True

        def _check(self, done: int) -> None:
            if not done:
                raise ctypes.WinError(ctypes.get_last_error())

        def start(self, argv: Sequence[str], env: Mapping[str, str], cwd: str) -> int:
            """Start the first process, its standard input held by this one only."""
            self._first = subprocess.Popen(
                argv,
                env=dict(env),
                cwd=cwd,
                stdin=subprocess.PIPE,
                stdout=sys.stderr.fileno(),
                stderr=sys.stderr.fileno(),
                creationflags=subprocess.CREATE_NEW_PROCESS_GROUP,
            )
            self._told = False
            return self._first.pid

        def reap(self) -> Iterator[tuple[int, int]]:
            """The first process's end; of the others Windows tells nobody how they ended."""
            if self._first is not None and not self._told and (code := self._first.poll()) is not None:
                self._told = True
                yield self._first.pid, code

        def is_empty(self) -> bool:
            """Whether the guard is alone in its job."""
            return self._told and not self._members()

        def terminate(self) -> None:
            """Ctrl-Break to the first process's group, as near to SIGTERM as there is."""
            if self._first is not None and self._first.poll() is None:
                os.kill(self._first.pid, signal.CTRL_BREAK_EVENT)

        def kill(self) -> None:
            """End every member but this process."""
            for one in self._members():
                processes.send_signal(one)

        def _members(self) -> list[processes.Identity]:
            found = _ProcessIds()
            size = ctypes.sizeof(found)
            self._check(
                self._kernel.QueryInformationJobObject(self._job, PROCESS_IDS, ctypes.byref(found), size, None)
            )
            pids = found.ProcessIdList[: found.NumberOfProcessIdsInList]
            return [one for pid in pids if pid != os.getpid() and (one := processes.identify(pid))]
