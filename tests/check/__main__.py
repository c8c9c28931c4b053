"""`make check`: everything that is said about the code without running the program."""

import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS = [
    ["ruff", "format", "--check", "--quiet", "."],
    ["ruff", "check", "--quiet", "."],
    ["djlint", "--lint", "--quiet", "templates"],
    ["lint-imports"],
    ["python", "-m", "tests.check.types"],
    ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    ["python", "manage.py", "check", "--fail-level", "WARNING"],
    ["python", "-m", "tests.check.messages"],
    ["python", "-m", "pytest", "-q", "tests/house/test_sources.py", "tests/house/test_words.py"],
]


def main() -> int:
    """Run every check, also after a failure; 1 if one of them failed."""
    failed = []
    for command in CHECKS:
        print("·", *command, flush=True)
        if subprocess.run([BIN / command[0], *command[1:]], check=False).returncode:
            failed.append(" ".join(command))
    for command in failed:
        print("FAILED:", command)
    print("All checks passed." if not failed else f"{len(failed)} checks failed.")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
