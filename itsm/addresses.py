"""Addresses of pages, made once: a page has seventy of them, and making one takes a while."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=20_000)
def address(name, *args) -> str:
    """The address of this route; it depends on nothing but the name and what stands in it."""
    return reverse(name, args=args)
