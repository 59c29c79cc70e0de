"""A run to be taken away: one HTML file with the player in it, pictures of its panels, and a film.

`page_file.py` writes the file, `page.html` is its frame, and `alone.js` starts the player there. `pictures.js` is a component
beside the player: `paper.js` draws the run once more, in light colours and at the size of a page, `film.js` makes a film of such
drawings, with the colours that `palette.js` chooses, in the format that `gif.js` writes.
"""
