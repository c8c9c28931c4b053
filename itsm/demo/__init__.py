"""The demo story: a fictional school authority, repeatable by seed, dates relative to today.

This package has the schools, the people and the clock. What happens to them is told by the trades:
each installed app may bring a module `demo`, see `itsm.demo.parts`.
"""

from itsm.demo.doors import hello, label_links, links
from itsm.demo.telling import load

__all__ = ["hello", "label_links", "links", "load"]
