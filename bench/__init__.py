"""What things cost: scripts that print the ratios of one run, none of them part of the tests."""
