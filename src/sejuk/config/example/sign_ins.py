"""The file that says with which names and password one signs in to the example.

It stands beside the database, readable by its owner alone, and is never shipped.
"""

from pathlib import Path

from sejuk.accounts.models import Account

_PASSWORD = "password: "  # noqa: S105 (the word before it in the file)


def known_password(path: Path) -> str | None:
    """The password of the example made before here, so that it stays the same."""
    if not path.is_file():
        return None
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [line for line in lines if line.startswith(_PASSWORD)]
    return found[0].removeprefix(_PASSWORD).strip() if found else None


def write_sign_ins(path: Path, password: str) -> None:
    """Write the password and a line for each account: user name, tab, role, area."""
    lines = [f"{_PASSWORD}{password}"]
    accounts = Account.objects.prefetch_related("roles__area").order_by("pk")
    for account in accounts:
        roles = "; ".join(
            f"{role.kind} {role.area.name}"
            + (f" TPS {role.station_number}" if role.station_number else "")
            for role in account.roles.all()
        )
        lines.append(f"{account.username}\t{roles}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
