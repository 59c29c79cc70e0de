"""The home page."""
from gdapp import shell
shell.page("app")
