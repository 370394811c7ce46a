"""Messaging is held here: both transports by one suite, each part by itself, faults for real."""
