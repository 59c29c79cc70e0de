"""The lessons that there are, and a place to write one."""

from gdapp.lessons.shelf import draw_page

draw_page()
