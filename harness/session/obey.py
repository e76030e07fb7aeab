"""Does what is asked of a run that is going: by a click, or by a step of its scenario."""

from __future__ import annotations

from harness import commands as ask
from harness.session.house import HarnessError
from harness.session.run import By, Run


async def obey(run: Run, command: ask.Command, by: By) -> str:
    """Carry out a command, and wait until it is done. Returns why it could not be (on record, too), or nothing."""
    try:
        why = await _carry_out(run, command, by)
    except HarnessError as error:
        why = str(error)
    if why:
        run.could_not(str(type(command).__struct_config__.tag), why)
    return why


async def _carry_out(run: Run, command: ask.Command, by: By) -> str:
    match command:
        case ask.RunRestartServer(how=how, downtime=downtime):
            return await run.restart(how, downtime, by=by)
        case ask.RunStartServer(profile=profile):
            return await run.start_server(profile, by=by)
        case ask.RunStopServer(how=how):
            return await run.stop_server(how, by=by)
        case ask.RunSetClients(group=group):
            await run.set_clients(group, by=by)
        case _:
            _at_once(run, command, by)
    return ""


def _at_once(run: Run, command: ask.Command, by: By) -> None:
    match command:
        case ask.RunApplyFault():
            run.apply_fault(command, by=by)
        case ask.RunLiftFault(id=number, fault=fault):
            run.lift_fault(number, fault, by=by)
        case ask.RunAddNote(text=text):
            run.note(text)
        case ask.RunSavedPicture(path=path):
            run.pictured(path)
        case _:
            raise HarnessError(f"{type(command).__name__} cannot be asked of a run")
