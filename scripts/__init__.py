"""What the Makefile and the tests call: a browser, a server, pictures."""
