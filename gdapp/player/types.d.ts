// The records that go from module to module, for the type check alone: none of this reaches the browser.

/** A row of numbers as it stands in the buffer of a scene. */
export type Numbers = Float32Array | Int32Array | Int16Array | Uint8Array;

/** An entry of the table of arrays: where it begins after the header, in bytes. */
export interface ArrayEntry {
  type: "float32" | "int32" | "int16" | "uint8";
  at: number;
  shape: number[];
  /** Whether its bytes lie in planes. */
  planes?: boolean;
}

export interface PackedArray {
  shape: number[];
  values: Numbers;
}

/** One coordinate of a moving trace, by numbers of arrays: rows, an Affine or a Bent. null: the figure's own. */
export type Coordinate =
  | { rows: number }
  | { basis: number; bends: number; mix: number }
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
}

/** A quantity over the plane. A byte b stands for −scale · (b / 255)², with the scale of its row. */
export interface PackedField {
  values: number;
  epochs: number | null;
  palette: string[];
  cuts: number[];
  line: string;
  scale: number[];
  extent: [number, number, number, number];
  xaxis: string;
  yaxis: string;
}

/** Ramps over the plane of a panel, by numbers of arrays; ramps.py says what each field is. */
export interface PackedRamps {
  corners: number;
  epochs: number | null;
  hollow: number;
  extent: [number, number, number, number];
  x: number[];
  y: number[];
  size: [number, number];
  panel: Panel;
  plane: Panel;
  tint: number;
  palette: string[];
  names: string[];
  prompt: string;
  said: number;
  words: string[];
}

/** A trace or a layout as Plotly takes it: only Plotly knows all that may be in it. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Open = Record<string, any>;

export interface Readout {
  label: string;
  values: string[];
  help: string;
}

/** A panel by its axes, "x5" and "y5". */
export interface Panel {
  title: string;
  xaxis: string;
  yaxis: string;
}

/** What a panel needs: the room around itself, in px, labels at both sides, its head above, ticks and title below. */
export interface Margins {
  left: number;
  right: number;
  head: number;
  below: number;
  /** Whether it has one scale on both axes, so that more width than height is of no use to it. */
  square: boolean;
}

/** Where a panel is, in px, and from where to where its head goes. */
export interface Box {
  left: number;
  top: number;
  wide: number;
  high: number;
  head: number;
  from: number;
  span: number;
}

/** What packing.py puts before the arrays. */
export interface Header {
  figure: { data: Open[]; layout: Open };
  panels: Panel[];
  sentences: string[];
  unit: string;
  /** The trace that is a line to be led by hand; null for none. */
  handle: number | null;
  readouts: Readout[];
  traces: PackedTrace[];
  rasters: PackedRaster[];
  fields: PackedField[];
  ramps: PackedRamps[];
  last: number;
  arrays: ArrayEntry[];
}

/** What stands before a scene: how this visitor looks at it. */
export interface View {
  /** The epoch at which a first visit opens; null plays the run once. */
  at: number | "end" | null;
  label: string;
  play: number;
  /** The epoch at which a run that is played from its start pauses; null plays all of it. */
  pause: number | null;
  /** What is not shown, of "sentence", "figures" and "controls". */
  hide: string[];
  /** What a press on the first panel does. */
  draw: "add" | "remove" | "";
  /** the axis across of the panel on which presses are told, "x5"; "" for none */
  press: string;
  /** Whether the line that is the scene's handle can be led by hand. */
  lead: boolean;
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

/** A field that can be asked for its nodes at an epoch: layer by layer, row by row, the lowest first. */
export interface Field extends Omit<PackedField, "values" | "epochs"> {
  layers: number;
  rows: number;
  cols: number;
  states: number;
  state(epoch: number): number;
  nodes(epoch: number): Float32Array;
}

/** A ramp at an epoch: f at the lower left, the lower right and the upper left corner, and how it looks. */
export interface Ramp {
  corners: [number, number, number];
  hollow: boolean;
  color: string;
  text: string;
}

/** Ramps that can be asked for one of them at an epoch. */
export interface Ramps
  extends Omit<PackedRamps, "corners" | "epochs" | "hollow" | "tint" | "palette" | "said" | "words"> {
  state(epoch: number): number;
  ramp(epoch: number, index: number): Ramp;
}

/** A rectangle in px. */
export interface Rectangle {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** What is played: the header, its tracks ready to be asked. */
export interface Unpacked extends Omit<Header, "traces" | "rasters" | "fields" | "ramps" | "arrays"> {
  traces: Track[];
  rasters: Raster[];
  fields: Field[];
  ramps: Ramps[];
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
  p2c(pixel: number): number;
}

/** A resting point of a panel: where it is in px from the panel's corner, in data coordinates, and its node. */
/** A place on a panel: in px from its corner, and in data coordinates. */
export interface Place {
  x: number;
  y: number;
  point: [number, number];
}

export interface Spot extends Place {
  node: Element | undefined;
}

/** The element in which Plotly has drawn, and what it keeps on it. */
export interface PlotNode extends HTMLElement {
  calcdata?: { x: number; y: number }[][];
  _fullData: { xaxis?: string; yaxis?: string; line: Open }[];
  _fullLayout: Record<string, PlotAxis>;
  on(event: string, handler: () => void): void;
}

declare global {
  interface Window {
    Plotly?: Plotly;
    gdPlotly?: Promise<Plotly>;
  }
}
