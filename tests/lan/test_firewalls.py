"""What each firewall says, and what is made of it; none of them is asked here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from harness.lan import firewall
from harness.lan.firewall import asking, defender, finding, firewalld, iptables, macos, nftables, ufw
from harness.lan.firewall.finding import NOT_KNOWN, NOTHING, OPEN, Finding

PORTS = (8460, 8461)

UFW_ON = """Status: active
Logging: on (low)
Default: deny (incoming), allow (outgoing), disabled (routed)
New profiles: skip

To                         Action      From
--                         ------      ----
22/tcp                     ALLOW IN    Anywhere
8461/tcp                   ALLOW IN    Anywhere
8461/tcp (v6)              ALLOW IN    Anywhere (v6)
"""
FIREWALLD = """public (active)
  target: default
  interfaces: eth0
  services: ssh
  ports: 8000-8460/tcp 8461/udp
  protocols:
"""
NFT_DROP = """table inet filter {
\tchain input {
\t\ttype filter hook input priority filter; policy drop;
\t\tct state established,related accept
\t\ttcp dport { 22, 8460 } accept
\t\ttcp dport 80 accept
\t}

\tchain forward {
\t\ttype filter hook forward priority filter; policy drop;
\t}
}
"""
NFT_LAST = """table ip filter {
\tchain INPUT {
\t\ttype filter hook input priority 0; policy accept;
\t\ttcp dport 8400-8500 counter packets 0 bytes 0 accept
\t\tcounter packets 3 bytes 180 drop
\t}
}
"""
IPTABLES = """-P INPUT DROP
-A INPUT -i lo -j ACCEPT
-A INPUT -p tcp -m tcp --dport 8460 -j ACCEPT
-A INPUT -p tcp -m multiport --dports 80,443,9000:9100 -j ACCEPT
"""


class Machine:
    """Answers as the commands of a machine would; those it does not have answer nothing."""

    def __init__(self, **said: str) -> None:
        self.said = {key.replace("_", "-"): text for key, text in said.items()}

    def __call__(self, *command: str) -> str | None:
        return self.said.get(Path(command[0]).name)


def test_ufw_names_the_ports_it_has_no_rule_for() -> None:
    assert ufw.look(Machine(ufw=UFW_ON), PORTS) == Finding(ufw.WORDS, "sudo ufw allow 8460/tcp", on=True)
    assert ufw.look(Machine(ufw=UFW_ON), (8461,)) == OPEN
    assert ufw.look(Machine(ufw=UFW_ON.replace("deny (incoming)", "allow (incoming)")), PORTS) == OPEN
    assert ufw.look(Machine(ufw="Status: inactive\n"), PORTS) == NOTHING
    assert ufw.look(Machine(ufw="ERROR\n"), PORTS) is None
    assert ufw.look(Machine(), PORTS) is None


def test_firewalld_names_the_ports_its_zone_has_not() -> None:
    answers = {"--state": "running\n", "--list-all": FIREWALLD}

    def ask(*command: str) -> str | None:
        return answers.get(command[1])

    assert firewalld.look(ask, PORTS) == Finding(firewalld.WORDS, "sudo firewall-cmd --add-port=8461/tcp", on=True)
    assert firewalld.look(ask, (8460,)) == OPEN
    answers["--list-all"] = FIREWALLD.replace("default", "ACCEPT")
    assert firewalld.look(ask, PORTS) == OPEN
    del answers["--list-all"]
    assert firewalld.look(ask, PORTS) is None
    answers["--state"] = "not running\n"
    assert firewalld.look(ask, PORTS) is None
    assert firewalld.look(Machine(), PORTS) is None


def test_nftables_is_read_by_its_input_chains() -> None:
    found = nftables.look(Machine(nft=NFT_DROP), PORTS)
    assert found is not None
    assert found.words == nftables.WORDS
    assert found.brings == "sudo nft insert rule inet filter input tcp dport '{ 8461 }' accept"
    assert nftables.look(Machine(nft=NFT_DROP), (8460, 80)) == NOTHING
    assert nftables.look(Machine(nft=NFT_LAST), PORTS) == NOTHING
    assert nftables.look(Machine(nft=NFT_LAST), (8501,)) != NOTHING
    assert nftables.look(Machine(nft=NFT_LAST.replace("drop", "accept")), (8501,)) == NOTHING
    assert nftables.look(Machine(nft=""), PORTS) == NOTHING
    assert nftables.look(Machine(), PORTS) is None


def test_iptables_is_read_by_its_input_chain() -> None:
    found = iptables.look(Machine(iptables=IPTABLES), PORTS)
    assert found == Finding(iptables.WORDS, "sudo iptables -I INPUT -p tcp --dport 8461 -j ACCEPT", on=True)
    assert iptables.look(Machine(iptables=IPTABLES), (8460, 9050)) == NOTHING
    assert iptables.look(Machine(iptables="-P INPUT ACCEPT\n"), PORTS) == NOTHING
    rejecting = "-P INPUT ACCEPT\n-A INPUT -j REJECT --reject-with icmp-host-prohibited\n"
    assert iptables.look(Machine(iptables=rejecting), PORTS) is not None
    assert iptables.look(Machine(iptables="what?"), PORTS) is None
    assert iptables.look(Machine(), PORTS) is None


def test_the_firewall_of_macos_is_about_programs() -> None:
    answers = {
        "--getglobalstate": "Firewall is enabled. (State = 1)\n",
        "--getblockall": "Block all DISABLED!\n",
    }

    def ask(*command: str) -> str | None:
        return answers.get(command[1])

    found = macos.look(ask, PORTS)
    assert found is not None
    assert found.brings.endswith(f"--unblockapp {sys.executable}")
    answers["--getblockall"] = "Block all ENABLED!\n"
    assert macos.look(ask, PORTS) == Finding(
        macos.BLOCKS_ALL, "sudo /usr/libexec/ApplicationFirewall/socketfilterfw --setblockall off", on=True
    )
    answers["--getglobalstate"] = "Firewall is disabled. (State = 0)\n"
    assert macos.look(ask, PORTS) == NOTHING
    assert macos.look(Machine(), PORTS) is None


def test_the_firewall_of_windows_is_read_by_its_values() -> None:
    profile = (
        "Public Profile Settings:\nState                ON\nFirewall Policy      BlockInbound,AllowOutbound\n"
    )
    rules = {"currentprofile": profile}

    def ask(*command: str) -> str | None:
        return rules.get(command[3] if command[2] == "show" else "rule")

    found = defender.look(ask, PORTS)
    assert found is not None
    assert "localport=8460,8461" in found.brings
    rules["rule"] = "LocalPort: 8460,8461\n"
    assert defender.look(ask, PORTS) == NOTHING
    rules["currentprofile"] = profile.replace("ON", "OFF")
    assert defender.look(ask, PORTS) == NOTHING
    assert defender.look(Machine(), PORTS) is None


def test_the_firewall_that_is_at_work_is_the_one_that_is_told_of() -> None:
    both = Machine(ufw=UFW_ON, iptables=IPTABLES)
    assert firewall.look(PORTS, both, "linux").words == ufw.WORDS
    assert firewall.look((8461,), both, "linux") == OPEN
    off = Machine(ufw="Status: inactive\n", iptables=IPTABLES)
    assert firewall.look(PORTS, off, "linux").words == iptables.WORDS
    assert firewall.look(PORTS, Machine(iptables="-P INPUT ACCEPT\n"), "linux", root=False) == NOTHING
    for system in ("linux", "darwin", "win32", "sunos5"):
        assert firewall.look(PORTS, Machine(), system, root=False) == NOT_KNOWN
        assert firewall.look(PORTS, Machine(), system, root=True) == NOTHING


def test_a_command_is_asked_without_a_shell_and_may_be_missing_fail_or_hang(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asking.ask("no-such-command-anywhere") is None
    assert asking.ask(sys.executable, "-c", "raise SystemExit(1)") is None
    assert asking.ask(sys.executable, "-c", "print('$HOME')") == "$HOME\n"
    monkeypatch.setattr(asking, "_SECONDS", 0.05)
    assert asking.ask(sys.executable, "-c", "import time; time.sleep(60)") is None
    broken = tmp_path / "broken"
    broken.write_bytes(b"\x7fELF")
    broken.chmod(0o755)
    assert asking.ask(str(broken)) is None


def test_every_word_of_a_firewall_is_a_sentence_without_numbers() -> None:
    rooms = (ufw, firewalld, nftables, iptables, macos, defender)
    words = [room.WORDS for room in rooms] + [macos.BLOCKS_ALL, finding.NOT_KNOWN.words]
    assert all(not any(letter.isdigit() for letter in one) for one in words)
