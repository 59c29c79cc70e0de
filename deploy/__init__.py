"""Several app servers behind nginx, for a whole school."""
