// The program that runs, line by line: the engine lists it, in the order in which it ran, mistakes included.
import { element, show } from 'elements';
import { isSmall, shapeText } from 'walk/run';
import { contribution, formula } from 'walk/words';

const headings = { forward: 'Forward', backward: 'Backward', update: 'Update' };

/** The lines of each phase, with the numbers of those that have run. */
export function program(view) {
  const { run } = view;
  const order = ['recursion', 'early'].includes(run.mistake) ? ', in a wrong order' : ', last line first';
  return Object.entries(headings).flatMap(([phase, heading]) => [
    element('h3', {}, heading, phase === 'backward' ? order : ''),
    phase === 'backward' && element('p', { class: 'small quiet' },
      'Why in reverse? A number may pass its gradient on only when all parts of it have arrived. '
      + 'They come from the lines that use it, and these stand below its own.'),
    phase === 'update' && element('p', { class: 'code-line quiet' }, `var rate = ${show(run.rate)};`),
    element('ol', { class: 'lines' },
      run.lines.filter((line) => line.phase === phase).map((line, i) => codeLine(view, line, i))),
  ]);
}

/** The engine's own lines of an operation, folded away. `source` is null until they are there. */
export function sourcePanel({ chosen, moment, source, isSourceOpen, openSource }) {
  if (chosen.inputs.length === 0) return null;
  const isBack = moment.event?.phase === 'backward';
  const ontoggle = ({ target }) => { if (target.open !== isSourceOpen) openSource(target.open); };
  const numbered = ({ number, text }) => `${`${number}`.padStart(3)}  ${text}\n`;
  return element('details', { class: 'source', open: isSourceOpen, ontoggle },
    element('summary', { id: 'source' }, `The engine’s own lines of ${chosen.operation}`),
    source?.file && [
      element('p', { class: 'small quiet' }, `${source.file}: this very code computed the numbers on this page.`),
      element('pre', { class: isBack ? '' : 'active' }, source.forward.map(numbered)),
      element('pre', { class: isBack ? 'active' : '' }, source.backward.map(numbered)),
    ]);
}

function codeLine(view, line, i) {
  const { run, moment, chosen, choose, goTo } = view, node = run.nodes[line.node];
  const isNow = line.times.includes(moment.step - 1), isAhead = line.times[0] >= moment.step;
  const words = wordsFor(view, line);
  // A line of the way back is about the gradient that it adds to.
  const receiver = run.nodes.find((one) => line.phase === 'backward' && line.code.startsWith(`${one.name}.Gradient`)) ?? node;
  return element('li', { class: line.isMissing ? 'gone' : '' }, element('button', {
    id: `line-${line.phase}-${i}`,
    type: 'button',
    class: `${isNow ? 'active' : ''} ${node === chosen ? 'chosen' : ''}`,
    'aria-current': isNow && 'step',
    onclick: () => isAhead ? goTo(line.times[0] + 1) : choose(receiver),
  },
  element('code', {}, line.code),
  words && element('span', { class: 'with' }, `// ${words}`)));
}

/** The live numbers of a line that has run. */
function wordsFor({ run, words, moment }, line) {
  const node = run.nodes[line.node], value = moment.values[line.node];
  if (line.phase === 'forward') {
    if (!value) return null;
    const values = run.nodes.map((one) => moment.updated[line.node] ? one.after : one.value);
    return isSmall(run, node) ? `${show(value[0])} = ${formula(run, words, node, values)}` : shapeText(node.shape);
  }
  if (line.times.length === 0 || line.times[0] >= moment.step - (moment.isAsked ? 1 : 0)) return null;
  if (line.phase === 'update') return node.value.length === 1 ? show(node.after[0]) : null;
  // An event has a line for each row that it sends. Two may go to one node: those of a / a.
  const [time] = line.times;
  const lines = run.lines.filter((one) => one.phase === 'backward' && one.times[0] === time);
  const row = run.events[time].rows?.filter((one) => one.from !== undefined)[lines.indexOf(line)];
  return row ? contribution(run, { ...row, time }) : null;
}
