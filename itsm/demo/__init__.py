"""The demo story: a fictional school authority, repeatable by seed, dates relative to today."""

from itsm.demo.building import load
from itsm.demo.doors import hello, label_links, links

__all__ = ["hello", "label_links", "links", "load"]
