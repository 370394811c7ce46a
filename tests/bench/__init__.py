"""Measures the kernel against floors measured beside it; run by `make bench`."""
