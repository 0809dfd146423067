// Buttons, sliders and keys; then the page starts.

const moves = {
  first: () => 0, back: () => state.step - 1, forward: () => state.step + 1, last: () => currentRun().events.length, phase: nextPhase,
};
for (const [id, move] of Object.entries(moves)) byId(id).addEventListener('click', () => go({ step: move() }));
byId('scrubber').addEventListener('input', event => go({ step: event.target.valueAsNumber }));
byId('reset').addEventListener('click', () => go({ ...fresh, world: state.world, case: state.case }));
byId('case').addEventListener('change', event => go({ case: Number(event.target.value) }));
byId('rate').addEventListener('input', event => go({ rate: event.target.valueAsNumber }));
byId('h').addEventListener('input', event => go({ h: event.target.valueAsNumber }));
byId('predict').addEventListener('change', event => go({ predict: event.target.checked, answer: '' }));

const keys = { ArrowLeft: 'back', ArrowRight: 'forward', ' ': 'phase', Home: 'first', End: 'last' };

/** Fields and boxes that scroll keep all these keys, except the scrubber and checkboxes; what can be pressed keeps the space. */
function keepsKey(target, key) {
  const isField = target?.matches('input, select, textarea, .scroll') && !target.matches('#scrubber, [type=checkbox]');
  return isField || key === ' ' && target?.matches('button, summary, [type=checkbox]');
}
addEventListener('keydown', event => {
  if (!Object.hasOwn(keys, event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (keepsKey(event.target.closest('input, select, textarea, button, summary, .scroll'), event.key)) return;
  event.preventDefault();
  go({ step: moves[keys[event.key]]() });
});
addEventListener('hashchange', readAddress);
addEventListener('resize', render);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', render);

/** For the console: explorer.run() is everything that happens, explorer.now() what is known at this step. */
globalThis.explorer = { state, go, run: currentRun, now: () => snapshot(currentRun(), state.step) };
readAddress();
