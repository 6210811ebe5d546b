"""Readers: the only place that opens users' files."""
