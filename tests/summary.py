"""A plugin of pytest: says plainly what this machine could not test, above the last line."""

from tests import services


def pytest_terminal_summary(terminalreporter):
    """One sentence for each part that was left out."""
    for sentence in services.left_out():
        terminalreporter.write_line(f"Left out: {sentence}")
