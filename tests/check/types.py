"""Types of the ground, and of rules and workflow of every trade: basic level, to be tightened."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GROUND = ["itsm/**/*.py"]
STEPS = ["**/rules.py", "**/routing.py", "**/workflow.py", "**/workflow/*.py"]
TRADES = ["assets", "tickets", "loans"]


def checked() -> list[str]:
    """The files whose types are checked."""
    patterns = [*GROUND, *(f"{trade}/{step}" for trade in TRADES for step in STEPS)]
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    return sorted(str(p.relative_to(ROOT)) for p in found if "migrations" not in p.parts)


def main() -> int:
    """Run mypy on them; its exit code."""
    command = [str(Path(sys.executable).with_name("mypy")), *checked()]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
