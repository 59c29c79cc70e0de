"""One update with pencil and paper: every number is worked out from numbers that are shown, each rounded as it is written down."""
