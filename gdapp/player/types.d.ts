// The records that go from module to module, for the type check alone: none of this reaches the browser.

/** A row of numbers as it stands in the buffer of a scene. */
export type Numbers = Float32Array | Int32Array | Uint8Array;

/** An entry of the table of arrays: where it begins after the header, in bytes. */
export interface ArrayEntry {
  type: "float32" | "int32" | "uint8";
  at: number;
  shape: number[];
}

export interface PackedArray {
  shape: number[];
  values: Numbers;
}

/** One coordinate of a moving trace, by numbers of arrays: rows, or an Affine. null: the figure's own. */
export type Coordinate =
  | { rows: number }
  | { basis: number; coefficients: number; offset: number | null }
  | null;

export interface PackedTrace {
  trace: number;
  x: Coordinate;
  y: Coordinate;
  epochs: number | null;
  mask: number | null;
  prefix: boolean;
}

export interface PackedRaster {
  indices: number;
  epochs: number | null;
  palette: string[];
  extent: [number, number, number, number];
  xaxis: string;
  yaxis: string;
  smooth: boolean;
}

/** A trace or a layout as Plotly takes it: only Plotly knows all that may be in it. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Open = Record<string, any>;

export interface Readout {
  label: string;
  values: string[];
  help: string;
}

/** What packing.py puts before the arrays. */
export interface Header {
  figure: { data: Open[]; layout: Open };
  narrow: Open;
  sentences: string[];
  readouts: Readout[];
  traces: PackedTrace[];
  rasters: PackedRaster[];
  last: number;
  arrays: ArrayEntry[];
}

/** What stands before a scene: how this visitor looks at it. */
export interface View {
  height: number;
  /** The epoch at which a first visit opens; null plays the run once. */
  at: number | null;
  label: string;
  play: number;
}

/** Where the points of a trace are at an epoch. */
export interface Track {
  trace: number;
  size: number;
  state(epoch: number): number;
  fill(epoch: number, xs: Float64Array, ys: Float64Array): void;
}

/** Which cells are shown at an epoch. */
export interface Raster extends Omit<PackedRaster, "indices" | "epochs"> {
  rows: number;
  cols: number;
  state(epoch: number): number;
  cells(epoch: number): Numbers;
}

/** What is played: the header, its tracks ready to be asked. */
export interface Unpacked extends Omit<Header, "traces" | "rasters" | "arrays"> {
  traces: Track[];
  rasters: Raster[];
}

export interface Scene extends Unpacked, View {}

/** The tokens of theme.json by name, and what else the page around us says. */
export type Colors = Record<string, string> & { mode: "light" | "dark"; font: string };

export interface Figure {
  data: Open[];
  layout: Open;
}

/** The parts of Plotly that we use. */
export interface Plotly {
  react(node: PlotNode, data: Open[], layout: Open, config: Open): Promise<unknown>;
  relayout(node: PlotNode, changes: Open): Promise<unknown>;
  redraw(node: PlotNode): Promise<unknown>;
  purge(node: PlotNode): void;
}

/** An axis that Plotly has drawn. c2p gives the pixel of a value, undefined where there is none. */
export interface PlotAxis {
  _offset: number;
  _length: number;
  c2p(value: number): number;
}

/** The element in which Plotly has drawn, and what it keeps on it. */
export interface PlotNode extends HTMLElement {
  calcdata?: { x: number; y: number }[][];
  _fullData: { xaxis?: string; yaxis?: string }[];
  _fullLayout: Record<string, PlotAxis>;
  on(event: string, handler: () => void): void;
}

declare global {
  interface Window {
    Plotly?: Plotly;
    gdPlotly?: Promise<Plotly>;
  }
}
