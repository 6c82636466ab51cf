"""Fails when a sentence of the interface has no Indonesian, or is marked as a guess."""

import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "locale/id/LC_MESSAGES/django.po"


def main() -> int:
    """Collect all sentences again and compare with what is kept."""
    kept = CATALOGUE.read_text()
    try:
        subprocess.run([ROOT / "bin/messages"], check=True)  # noqa: S603
        catalogue = polib.pofile(str(CATALOGUE))
    finally:
        CATALOGUE.write_text(kept)
    known = {entry.msgid for entry in polib.pofile(str(CATALOGUE))}
    faults = [
        f"{entry.occurrences[0][0] if entry.occurrences else '?'}: {entry.msgid!r}"
        for entry in catalogue
        if not entry.translated() or entry.fuzzy or entry.msgid not in known
    ]
    if faults:
        sys.stderr.write(
            "These sentences have no Indonesian in locale/id (run `make messages`):\n"
            + "\n".join(faults)
            + "\n"
        )
    return len(faults) > 0


if __name__ == "__main__":
    sys.exit(main())
