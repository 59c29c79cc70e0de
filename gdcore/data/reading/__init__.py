"""A person's own file: from bytes to a table of texts, from texts to numbers and names, and from there to a data set.

`text.py` finds the encoding, `layout.py` separator, title lines and header, `numerals.py` how numbers are written,
`sheet.py` puts them together and says in a sentence what was understood, `choice.py` proposes which columns are learned from, and
lists the rows that cannot be used. Nothing is misread in silence: what was a guess is said, and can be said otherwise.
"""
