"""One model a file; there is no list of them: whoever needs all walks this package."""
