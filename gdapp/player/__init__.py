"""A player for epochs: one Plotly figure, tracks that move parts of it, and controls to go through them.

It knows Plotly and tracks, and nothing about models.

    scene = Scene(figure, [TraceTrack(2, y=lines)], sentences, [Readout("Loss", losses)])
    epoch = component.player(deflated(scene), key="player", last=scene.last)

`scene.py` says what can be shown, `packing.py` turns it into bytes, and the JavaScript modules play it:
`tracks.js` reads the bytes, `arrange.js` finds the places of the panels, `heads.js` says above each what is drawn on it,
`colors.js`, `axes.js` and `figure.js` make what Plotly gets, `fields.js` paints quantities over the plane and `ramps.js` small
maps, `maps.js` knows which of them the reader points at, `stage.js` draws, `controls.js` is what a person presses, `player.js`
keeps time. `types.d.ts` has the records that go between them, for the type check alone.
Only `component.py` knows Streamlit; a scene can be made and packed where there is none.
"""

from gdapp.player.coordinates import Affine, Bent
from gdapp.player.packing import deflated, pack
from gdapp.player.panel import Panel
from gdapp.player.ramps import RampTrack
from gdapp.player.scene import FieldTrack, RasterTrack, Readout, Scene, TraceTrack, Track

__all__ = [
    "Affine",
    "Bent",
    "FieldTrack",
    "Panel",
    "RampTrack",
    "RasterTrack",
    "Readout",
    "Scene",
    "TraceTrack",
    "Track",
    "deflated",
    "pack",
]
