// A step of learning, as the engine tells it: everything that happens in it, and what is known at each moment.
import { float64, number } from 'expression';
import { show } from 'elements';

export const phases = { forward: 'forward', backward: 'backward', update: 'update', again: 'forward again' };

/** The walk's JSON (Walk.ToJson in src/Worlds/Walks) with its numbers read. */
export function readRun(text) {
  const run = JSON.parse(text);
  for (const name of ['rate', 'predicted', 'actual', 'slope']) run[name] = number(run[name]);
  for (const name of ['rates', 'losses']) run[name] = float64(run[name]);
  run.nodes.forEach((node, id) => {
    node.id = id;
    for (const name of ['value', 'after', 'gradient', 'slopes']) if (name in node) node[name] = float64(node[name]);
    if ('exponent' in node) node.exponent = number(node.exponent);
  });
  for (const event of run.events) {
    for (const row of event.rows ?? []) {
      row.values = float64(row.values);
      row.total = row.total ? float64(row.total) : row.values;
    }
  }
  return run;
}

/** A node that was given, not computed. */
export const isLeaf = (node) => node.inputs.length === 0;

/** Whether a node and its inputs are single numbers. */
export const isSmall = (run, node) => [node.id, ...node.inputs].every((id) => run.nodes[id].value.length === 1);

/**
 * Everything that happened in the first `step` events: values, ledgers, and whose turn it is. Going back is computing this
 * for a smaller step. While the reader is asked, what the last event sends is not known yet.
 */
export function momentOf(run, step, isAsked) {
  const values = run.nodes.map((node) => isLeaf(node) ? node.value : null);
  const updated = run.nodes.map(() => false);
  const rows = run.nodes.map(() => []); // what arrived at each node
  const event = run.events[step - 1] ?? null;
  for (const [time, past] of run.events.slice(0, step).entries()) {
    const node = run.nodes[past.node];
    if (past.phase === 'forward') values[node.id] = node.value;
    if (past.phase === 'update' || past.phase === 'again') [values[node.id], updated[node.id]] = [node.after, true];
    if (isAsked && past === event) continue;
    for (const row of past.rows ?? []) rows[row.to].push({ ...row, time });
  }
  const wrong = run.nodes.map(({ id }) => run.wrong.find((one) => one.node === id && one.time < step) ?? null);
  // What a wrong node passed on: what had arrived at it by then.
  const passed = wrong.map((one) =>
    one?.how === 'passedOn' ? rows[one.node].findLast((row) => row.time < one.time)?.total : null);
  return {
    event, step, isAsked, values, updated, rows, wrong, passed,
    totals: rows.map((all) => all.at(-1)?.total ?? null),
    arrived: rows.map((all) => all.filter((row) => !row.isLeftover).length),
    firstWrong: run.wrong.find((one) => one.time < step)?.node,
    firstBad: values.findIndex((value) => value?.some((x) => !Number.isFinite(x))),
  };
}

/** What a node had received when it sent this row: its upstream gradient. */
export const upstreamOf = (run, row) =>
  run.events.slice(0, row.time).flatMap((event) => event.rows ?? []).findLast((one) => one.to === row.from)?.total;

/** A number in a formula: after another sign it needs brackets around its own. */
export const bracketed = (text) => text.startsWith('−') ? `(${text})` : text;

export const shapeText = (shape) => shape.length === 0 ? 'a number' : shape.join(' × ');

/** The size of the number furthest from 0; infinite if one is no number. */
export const strongest = (values) =>
  values.reduce((most, x) => Math.max(most, Number.isFinite(x) ? Math.abs(x) : Infinity), 0);

/** A number in full; a table by its strongest number. */
export const brief = (values) => values.length === 1 ? show(values[0], true) : `up to ${show(strongest(values), false, 3)}`;

/** The row and column (and so on) of a cell. */
export function indicesOf(shape, cell) {
  const indices = [];
  for (const size of shape.toReversed()) {
    indices.unshift(cell % size);
    cell = Math.floor(cell / size);
  }
  return indices;
}

/** w[2, 0]: one number of a table. A single number has the name of its node. */
export const cellName = (node, cell) =>
  node.shape.length === 0 ? node.name : `${node.name}[${indicesOf(node.shape, cell).join(', ')}]`;
