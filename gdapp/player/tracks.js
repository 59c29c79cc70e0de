// Reads the bytes of a scene (packing.py) and answers: where are the points of a trace at an epoch?
// Nothing is unpacked ahead of time; a row is a view into the buffer, evaluated when it is shown.

const TYPES = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array };

export function unpack(bytes) {
  const buffer = bytes.slice().buffer;  // the message may start anywhere, typed arrays need alignment
  const length = new DataView(buffer).getUint32(0, true);
  const scene = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const start = Math.ceil((4 + length) / 8) * 8;
  const arrays = scene.arrays.map(({ type, at, shape }) => {
    const size = shape.reduce((a, b) => a * b, 1);
    return { shape, values: new TYPES[type](buffer, start + at, size) };
  });
  const array = (index) => (index == null ? null : arrays[index]);
  for (const trace of scene.figure.data) {
    for (const side of ["x", "y"]) if (trace[side]?.array >= 0) trace[side] = arrays[trace[side].array].values;
  }
  const lines = scene.figure.data.flatMap((trace, index) => (restingLine(scene, trace, index) ? [{ trace: index }] : []));
  scene.traces = [...scene.traces, ...lines].map((track) => traceTrack(scene, track, array));
  scene.rasters = scene.rasters.map((track) => rasterTrack(track, array));
  return scene;
}

// A line that rests through a run is drawn like one that moves, so that the next run's needs no work of Plotly.
function restingLine({ traces, figure: { data, layout } }, trace, index) {
  const fixed = (side) => layout[`${side}axis${(trace[`${side}axis`] ?? side).slice(1)}`]?.range;
  const plain = trace.mode === "lines" && trace.hoverinfo === "skip" && !trace.fill && !trace.line?.shape;
  return plain && fixed("x") && fixed("y") && !traces.some((track) => track.trace === index);
}

function traceTrack(scene, track, array) {
  const own = scene.figure.data[track.trace];
  const x = reader(track.x, own.x, array);
  const y = reader(track.y, own.y, array);
  const rests = !track.x && !track.y && !track.mask;
  const rowOf = rests ? () => 0 : keyRow(array(track.epochs)?.values);
  const mask = array(track.mask);
  return {
    trace: track.trace,
    size: x.size,
    // What is shown changes exactly when this does, so equal states need no work.
    state: (epoch) => (track.prefix ? epoch : rowOf(epoch)),
    // Fills xs and ys; a point that is not shown becomes NaN.
    fill(epoch, xs, ys) {
      const row = rowOf(epoch);
      x.fill(row, xs);
      y.fill(row, ys);
      if (track.prefix) xs.fill(NaN, epoch + 1);
      if (mask) {
        const start = Math.min(row, mask.shape[0] - 1) * mask.shape[1];
        for (let j = 0; j < xs.length; j++) {
          if (!((mask.values[start + (j >> 3)] >> (j & 7)) & 1)) xs[j] = NaN;
        }
      }
    },
  };
}

function rasterTrack(track, array) {
  const { shape: [count, rows, cols], values } = array(track.indices);
  const rowOf = keyRow(array(track.epochs)?.values);
  const state = (epoch) => Math.min(rowOf(epoch), count - 1);
  return { ...track, rows, cols, state, cells: (epoch) => values.subarray(state(epoch) * rows * cols) };
}

// One coordinate of a trace: {size, fill(row, out)}.
function reader(spec, own, array) {
  if (!spec) return still(Float64Array.from(own ?? [], (value) => value ?? NaN));
  if ("rows" in spec) {
    const { shape: [count, size], values } = array(spec.rows);
    return { size, fill(row, out) {
      const start = Math.min(row, count - 1) * size;
      out.set(values.subarray(start, start + size));
    } };
  }
  const { shape: [size, rank], values: basis } = array(spec.basis);
  const { shape: [count], values: coefficients } = array(spec.coefficients);
  const offset = array(spec.offset)?.values;
  return { size, fill(row, out) {
    const start = Math.min(row, count - 1) * rank;
    for (let j = 0; j < size; j++) {
      let sum = offset ? offset[j] : 0;
      for (let i = 0; i < rank; i++) sum += basis[j * rank + i] * coefficients[start + i];
      out[j] = sum;
    }
  } };
}

const still = (values) => ({ size: values.length, fill: (row, out) => out.set(values) });

// Which row is shown at an epoch: the last key epoch that is not later, by bisection.
function keyRow(keys) {
  if (!keys) return (epoch) => epoch;
  return (epoch) => {
    let low = 0, high = keys.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (keys[middle] <= epoch) low = middle; else high = middle - 1;
    }
    return low;
  };
}
