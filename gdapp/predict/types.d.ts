// The records of the pad, for the type check alone: none of this reaches the browser.

/** A place in the units of the axes. */
export type Place = [x: number, y: number];

/** The axes on which is drawn. */
export interface Axes {
  x: [low: number, high: number];
  y: [low: number, high: number];
  labels: [x: string, y: string];
  start: Place | null;
}

/** A slider that sets a part of what is drawn: where it goes, and where it is. */
export interface Knob {
  label: string;
  range: [low: number, high: number];
  value: number;
}

/** What is drawn, in data coordinates. */
export interface Drawing {
  /** The value for Python; null while there is something missing. */
  readonly points: Place[] | null;
  /** The line to be shown, from point to point, and the points of it that can be taken. */
  readonly line: Place[];
  readonly handles: Place[];
  readonly knobs: Knob[];
  /** What is set, in words. */
  readonly said: string;
  take(points: Place[] | null): void;
  /** A hand comes down, and moves on. */
  press(at: Place): void;
  stroke(from: Place, to: Place): void;
  turn(knob: number, value: number): void;
}

/** The axes as a picture of one size, and where the frame is in it, all in px. */
export interface View {
  width: number;
  height: number;
  box: [left: number, top: number, width: number, height: number];
  svg: string;
}

/** What Python says. */
export interface Told extends Axes {
  kind: "curve" | "line" | "place";
  label: string;
  note: string;
  views: View[];
  /** Which axes these are: what was drawn on others is gone. */
  of: string;
  drawn: Place[] | null;
  locked: boolean;
}
