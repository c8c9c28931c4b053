"""Adapting the program to the authority, by people who can't program."""
