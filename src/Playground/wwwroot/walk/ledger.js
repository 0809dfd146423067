// One number: where its gradient came from, what a nudge says, and how it was computed.
import { element, show, slider, tone } from 'elements';
import { lineChart } from 'chart';
import { float64, number } from 'expression';
import { bracketed, cellName, indicesOf, isLeaf } from 'walk/run';
import { isSlopeless, updateSentence } from 'walk/words';

const FEW = 6; // terms that are shown before the rest is folded away

/** The JSON of one number (Look.ToJson in src/Worlds/Walks) with its numbers read. */
export function readLook(text) {
  const look = JSON.parse(text);
  for (const read of look.reads)
    [read.value, read.after, read.slope] = [number(read.value), number(read.after), read.slope && number(read.slope)];
  for (const row of look.rows) {
    [row.value, row.total] = [number(row.value), number(row.total)];
    for (const term of row.terms) [term.upstream, term.slope] = [number(term.upstream), number(term.slope)];
  }
  const { experiment: tried } = look;
  for (const name of ['step', 'below', 'above', 'quotient', 'error']) if (name in tried) tried[name] = number(tried[name]);
  look.errors = { nudges: float64(look.errors.nudges), errors: float64(look.errors.errors) };
  return look;
}

/** What arrived at one number, row by row, and its total. */
export function ledger({ run, moment, chosen: node, look }) {
  const arrived = moment.arrived[node.id], isFinal = arrived >= node.uses;
  const rows = look.rows.filter((row) => moment.rows[node.id].some((one) =>
    one.time === row.time && one.arrival === row.arrival && !one.isLeftover === !row.isLeftover));
  const total = rows.at(-1)?.total;
  const parts = rows.reduce((sum, row) => sum + row.terms.length, 0);
  const caption = rows.length === 0 ? 'Nothing has arrived yet.'
    : node === run.nodes.at(-1) ? 'Here it starts.'
    : `${arrived} of ${node.uses} arrived${isFinal ? '' : ': not final yet'}${parts > rows.length ? `, a sum of ${parts}` : ''}`;
  const sender = (row) => row.isLeftover ? 'the last step' : row.from === undefined ? 'itself' : run.nodes[row.from].name;
  const isGone = (i) => !rows[i].overwrites && rows.slice(i + 1).some((later) => later.overwrites);
  const how = run.mistake === 'overwrite' ? 'the last one' : rows.length > 1 ? 'all added up' : '';
  const amount = (x, id) => element('td', { id, class: tone(x) }, show(x, true));
  const headings = ['from', 'upstream × local', 'arrives'];
  return element('table', { class: 'ledger' },
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, headings.map((text) => element('th', { scope: 'col' }, text)))),
    element('tbody', {}, rows.map((row, i) => element('tr', { class: isGone(i) ? 'gone' : '' },
      element('th', { scope: 'row' }, sender(row)), element('td', {}, terms(run, row)), amount(row.value)))),
    total !== undefined && element('tfoot', {}, element('tr', {},
      element('th', { scope: 'row' }, isFinal ? 'gradient' : 'so far'), element('td', {}, how), amount(total, 'total'))));
}

function terms(run, row) {
  if (row.isLeftover) return 'left there';
  if (row.from === undefined) return 'it moves just as far as itself';
  if (row.terms.length === 0) return 'it was not looked up: 0';
  const slopeless = isSlopeless(run, run.nodes[row.from]);
  return folded(row.terms.map((term) => `${bracketed(show(term.upstream))} × ${slopeless ? '1' : bracketed(show(term.slope))}`));
}

function folded(texts) {
  if (texts.length <= FEW + 1) return texts.join(' + ');
  return [texts.slice(0, FEW).join(' + '), element('details', { class: 'more' },
    element('summary', {}, ` … + ${texts.length - FEW} more`), texts.slice(FEW).join(' + '))];
}

/** How the number was computed. */
export function computed({ run, moment, chosen: node, cell, look }) {
  const value = moment.values[node.id], isUpdated = moment.updated[node.id];
  const paragraph = (...text) => element('p', { class: 'formula', id: 'computed' }, text);
  if (!value) return paragraph('not computed yet');
  const name = cellName(node, cell), result = show(value[cell]);
  if (!isLeaf(node)) return paragraph(`${name} = `, folded(written(look, isUpdated)), ` = ${result}`);
  return paragraph(isUpdated ? updateSentence(run, node, cell) : `${name} = ${result}, given`);
}

/** The numbers that it was computed from, in the operation's pattern. A sum of products is given as its products. */
function written({ reads, written: pattern = '{0}', exponent }, isUpdated) {
  const text = (read) => read ? bracketed(show(isUpdated ? read.after : read.value)) : '';
  if (pattern.includes('{×}'))
    return reads.filter((read) => read.slot === 0).map((read) => `${text(read)} × ${bracketed(show(read.slope))}`);
  if (pattern.includes('{+}')) return [pattern.replace('{+}', shortSum(reads.map(text))).replace('{n}', reads.length)];
  const [first, second] = [0, 1].map((slot) => text(reads.find((read) => read.slot === slot)));
  return [pattern
    .replace('{0}', first)
    .replace('{=}', first)
    .replace('{1}', second)
    .replace('{p}', exponent ? show(number(exponent)) : '')
    .replace('{n}', reads.length)
    .replace(/\((\([^()]*\))\)/, '$1')]; // one pair of brackets is enough
}

const shortSum = (texts) => texts.length <= 2 * FEW ? texts.join(' + ')
  : `${texts.slice(0, FEW).join(' + ')} + … + ${texts.at(-1)}`;

/** The big nudge: one number is pushed, and the loss is computed again. */
export function nudgeCard(view) {
  const { moment, chosen: node, cell, nudged, nudge } = view;
  const name = cellName(node, cell);
  const button = (id, text, by) => element('button', { type: 'button', id, onclick: () => nudge(by) }, text);
  return element('div', { class: 'nudge' },
    element('div', { class: 'controls' },
      button('nudge-up', `▲ Push ${name} by +0.1`, 0.1),
      button('nudge-down', `▼ Push ${name} by −0.1`, -0.1)),
    nudged && whatMoved(view),
    experiment(view, moment.totals[node.id]?.[cell], moment.arrived[node.id] >= node.uses));
}

function whatMoved({ run, moment, chosen: node, cell, nudged: { by, moved } }) {
  const gradient = moment.totals[node.id]?.[cell], isFinal = moment.arrived[node.id] >= node.uses;
  const times = moved / by;
  const isBent = Math.abs(times - gradient) > 0.02 * Math.abs(gradient);
  return element('p', { role: 'status', id: 'nudged' },
    `${cellName(node, cell)} ${show(by, true)}: ${run.nodes.at(-1).name} moves by `,
    element('b', { class: tone(moved) }, show(moved, true)),
    `, that is ${show(times, true)} times as far. `,
    gradient === undefined || !isFinal ? 'Its gradient has not arrived yet.' : `The gradient says ${show(gradient, true)}.`
      + (isBent ? ' The difference is the bend of the curve: a smaller push comes closer.' : ''));
}

/** The precise experiment, folded away. */
function experiment(view, gradient, isFinal) {
  if (view.isAsking && !isFinal) return null;
  const { experiment: tried, errors } = view.look;
  const row = (what, text, id) => element('tr', {},
    element('th', { scope: 'row' }, what), element('td', { id: `experiment-${id}` }, text));
  const size = slider({
    id: 'h', label: 'Size of the nudge:', min: 1, max: 15, step: 1, value: view.h ?? 5,
    write: (h) => view.h ? `1e−${h}` : show(tried.step, false, 2),
    oninput: view.setNudge,
  });
  return element('details', {
    class: 'experiment', open: view.isExperimentOpen, ontoggle: (event) => view.openExperiment(event.target.open),
  },
  element('summary', { id: 'experiment' }, 'The precise experiment'),
  element('p', { class: 'small' },
    `Nudge ${cellName(view.chosen, view.cell)} alone, by ${tried.step.toExponential(1)}, and compute everything after it again:`),
  element('table', {}, element('tbody', {},
    row('loss at v − nudge', precise(tried.below), 'below'),
    row('loss at v + nudge', precise(tried.above), 'above'),
    row('their difference / (2 × nudge)', show(tried.quotient, true), 'quotient'),
    row('gradient', show(gradient, true), 'analytic'),
    row('relative error', isFinal && tried.error !== undefined ? show(tried.error, false, 2) : '', 'error'))),
  size.root,
  errorChart(errors, view.h),
  element('p', { class: 'small quiet' },
    'Too large a nudge goes wrong where the loss bends; too small a one is lost in rounding.'));
}

const errorChart = ({ nudges, errors }, h) => lineChart({
  label: 'Relative error by size of the nudge: large for large nudges, because a curve bends; '
    + 'large again for tiny ones, because losses are rounded',
  lines: [{ kind: 'accent', points: nudges.map((nudge, i) => [-Math.log10(nudge), Math.log10(Math.max(1e-17, errors[i]))]) }],
  marks: h ? [{ x: h, name: '' }] : [],
  x: [1, 15],
  y: [-17, 1],
  xName: 'nudge 1e−…',
  yName: 'error 1e…',
  width: 420,
  height: 190,
});

const precise = (x) => Number.isFinite(x) ? String(Number(x.toPrecision(14))).replace('-', '−') : show(x);

/** A field for each axis of a table. */
export function cellChoice({ chosen: node, cell, look, chooseCell }) {
  if (node.shape.length === 0) return null;
  const indices = indicesOf(node.shape, cell), names = ['block', 'row', 'column'].slice(-node.shape.length);
  return element('p', { class: 'where' }, 'click a cell, or type', node.shape.map((size, axis) =>
    element('label', {}, ` ${names[axis]} `, element('input', {
      id: `axis-${axis}`, type: 'number', min: 0, max: size - 1, value: indices[axis],
      onchange: ({ target }) => {
        indices[axis] = Math.min(size - 1, Math.max(0, Math.round(target.valueAsNumber) || 0));
        chooseCell(indices.reduce((offset, index, k) => offset * node.shape[k] + index, 0));
      },
    }))));
}
