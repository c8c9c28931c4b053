"""Signing in, and the pages about people."""
