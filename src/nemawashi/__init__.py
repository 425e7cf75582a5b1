"""Nemawashi: the secretariat of a multilateral dialogue."""

__version__ = "0.1.0"
