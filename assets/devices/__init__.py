"""Devices: registering, editing, every step, the list, one device with its life, its files."""
