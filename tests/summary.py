"""A plugin of pytest: says above the last line what this machine could not test, and in which
order the rest ran."""

from tests import services


def pytest_terminal_summary(terminalreporter, config):
    """One sentence for each part that was left out; the order, to have it again."""
    seed = config.getoption("randomly_seed")
    terminalreporter.write_line(f"Order: make test TEST_SEED={seed} runs them like this again.")
    for sentence in services.left_out():
        terminalreporter.write_line(f"Left out: {sentence}")
