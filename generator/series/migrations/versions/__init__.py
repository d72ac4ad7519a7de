"""One file a step of the ledger's schema; a step that is released never changes."""
