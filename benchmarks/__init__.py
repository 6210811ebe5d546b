"""Speed and memory against the targets of the project; run by ``make bench``."""
