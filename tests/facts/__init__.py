"""Facts: articles read, outlined, their numbers found, written to files and read back."""
