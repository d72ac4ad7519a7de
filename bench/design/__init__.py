"""The bench's one design, for every peer."""
