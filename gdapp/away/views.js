// What is drawn on paper: all panels or one of them, as far as the reader has zoomed in.

/** @import { Open, Panel, Scene } from "../player/types" */

import { axisKey } from "../player/axes.js";

/**
 * The scene with one of its panels and nothing of the others.
 * @param {Scene} scene
 * @param {Panel} panel
 * @returns {Scene}
 */
export function only(scene, panel) {
  /** @param {Open} item */
  const here = (item) => (item.xaxis ?? "x") === panel.xaxis;
  const { data, layout } = scene.figure;
  const kept = data.map((_, index) => index).filter((index) => here(data[index]));
  const [across, up] = [axisKey(panel, "x"), axisKey(panel, "y")];
  const entries = Object.entries(layout).filter(
    ([key, value]) =>
      !/^[xy]axis/.test(key) || [across, up].includes(key) || value.overlaying === panel.yaxis,
  );
  return {
    ...scene,
    figure: { data: kept.map((index) => data[index]), layout: Object.fromEntries(entries) },
    panels: [panel],
    traces: scene.traces.flatMap((track) =>
      kept.includes(track.trace) ? [{ ...track, trace: kept.indexOf(track.trace) }] : [],
    ),
    rasters: scene.rasters.filter(here),
    fields: scene.fields.filter(here),
    // Maps over another plane, of which nothing is drawn here.
    ramps: scene.ramps
      .filter((ramps) => here(ramps.panel))
      .map((ramps) => Object.assign(Object.create(ramps), { plane: panel })),
  };
}

/**
 * The scene with the ranges that its axes have on the screen, and nothing that asks for a press.
 * @param {Scene} scene
 * @param {Open} shown  the layout as Plotly has it
 * @returns {Scene}
 */
export function zoomed(scene, shown) {
  const layout = Object.fromEntries(
    Object.entries(scene.figure.layout).map(([key, value]) =>
      value?.range && shown[key]?.range ? [key, { ...value, range: [...shown[key].range] }] : [key, value],
    ),
  );
  return { ...scene, press: "", figure: { ...scene.figure, layout } };
}

/**
 * The epochs that a film shows, and for how many hundredths of a second each: all of the run in `seconds`, its end for the last of them.
 * @param {number} last
 * @param {number} seconds
 * @returns {{ epoch: number, delay: number }[]}
 */
export function shots(last, seconds) {
  const whole = 100 * (seconds - 1);
  const count = Math.min(last + 1, Math.round(whole / FRAME));
  /** @param {number} number */
  const ends = (number) => Math.round((whole * number) / count);
  return Array.from({ length: count }, (_, number) => ({
    epoch: Math.round((last * number) / Math.max(count - 1, 1)),
    delay: ends(number + 1) - ends(number) + (number === count - 1 ? 100 : 0),
  }));
}

const FRAME = 8; // hundredths of a second, at least: some programs show shorter ones far longer
