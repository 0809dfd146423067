// What the reader looks at: one object, `state`, and the address that brings it back.

const fresh = {
  world: 'expression', case: 0, step: 0, node: '', cell: 0, inputs: {}, breaks: [], rate: null, h: null, open: '', source: false,
  predict: false, asked: false, answer: '',
};
const state = { ...fresh };
let runCache = { key: '' };

function currentRun() {
  const world = worlds[state.world], one = data.cases[state.case], rate = one.rates[state.rate ?? world.rate];
  const key = JSON.stringify([state.world, state.case, state.inputs, state.breaks, rate]);
  const made = () => world.leaves ? smallWorld(world, state.inputs, state.breaks, rate) : networkWorld(one, rate);
  if (runCache.key !== key) runCache = { key, run: made() };
  return runCache.run;
}

const clampedStep = run => Math.min(Math.max(0, state.step), run.events.length);

/** Changes the state and shows it. A step shows what happens in it, unless a node was chosen at the same time. */
function go(change) {
  const hasMoved = 'step' in change && change.step !== state.step;
  Object.assign(state, change);
  const run = currentRun();
  state.step = clampedStep(run);
  const canAsk = state.predict && run.events[state.step - 1]?.phase === 'backward';
  if (hasMoved && !('node' in change)) Object.assign(state, { node: '', cell: 0 });
  if (hasMoved && !('asked' in change)) Object.assign(state, { asked: canAsk, answer: '' });
  state.asked &&= canAsk;
  history.replaceState(null, '', address());
  render();
}

/** Changes the state after a field was left, once the focus is where the reader moved it. */
function edited(change) { setTimeout(() => go(change)); }

function address() {
  const parts = {
    world: state.world, case: state.case || '', step: state.step, node: state.node, cell: state.cell || '',
    in: Object.entries(state.inputs).map(pair => pair.join(':')).join(','), break: state.breaks.join(','),
    rate: state.rate ?? '', h: state.h ?? '', predict: state.predict ? 1 : '',
  };
  const known = Object.entries(parts).filter(([, value]) => value !== '');
  return '#' + known.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
}

/** Reads the address. Parts that make no sense are ignored. */
function readAddress() {
  const parts = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  const whole = (text, below) => /^\d+$/.test(text ?? '') && Number(text) < below ? Number(text) : null;
  const list = text => (text ?? '').split(',');
  const world = Object.hasOwn(worlds, parts.world) ? parts.world : fresh.world, leaves = worlds[world].leaves ?? {};
  const isInput = ([name, value]) => Object.hasOwn(leaves, name) && value !== '' && Number.isFinite(Number(value));
  const inputs = list(parts.in).map(pair => pair.split(':')).filter(isInput).map(([name, value]) => [name, Number(value)]);
  Object.assign(state, fresh, {
    world, case: whole(parts.case, data.cases.length) ?? 0, step: whole(parts.step, 1e6) ?? 0, node: parts.node ?? '',
    cell: whole(parts.cell, 1e9) ?? 0, inputs: Object.fromEntries(inputs),
    breaks: list(parts.break).filter(name => Object.hasOwn(mistakes, name)),
    rate: whole(parts.rate, data.cases[0].rates.length), h: whole(parts.h, 16) || null, predict: parts.predict === '1',
  });
  render();
}

/** The first step of the next phase, or the end. */
function nextPhase() {
  const { events } = currentRun(), phase = events[state.step]?.phase;
  const next = events.findIndex((event, i) => i >= state.step && event.phase !== phase);
  return next < 0 ? events.length : next;
}
