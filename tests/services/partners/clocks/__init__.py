"""Tests of targets and clocks."""
