// Reads packed scenes and writes what tracks.js makes of them, as JSON: at every epoch the points of each trace that
// moves, a gap as null, the cells of each raster, and the ramps. `node evaluate.js FILE...` prints a list with one entry a file.

import { readFileSync } from "node:fs";
import { unpack } from "../../gdapp/player/tracks.js";
import { points } from "./made.js";

const answers = process.argv.slice(2).map((file) => {
  const { last, traces, rasters, ramps } = unpack(readFileSync(file));
  const epochs = Array.from({ length: last + 1 }, (_, epoch) => epoch);
  return {
    traces: traces.map((track) => ({
      trace: track.trace,
      states: epochs.map(track.state),
      points: epochs.map((epoch) => points(track, epoch)),
    })),
    rasters: rasters.map((raster) => epochs.map((epoch) => [...raster.cells(epoch)])),
    ramps: ramps.flatMap((track) =>
      epochs.map((epoch) => track.names.map((_, index) => track.ramp(epoch, index))),
    ),
  };
});
console.log(JSON.stringify(answers)); // which writes NaN as null
