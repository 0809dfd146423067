// Draws everything on the page from the state.

function render() {
  const run = currentRun();
  state.step = clampedStep(run);
  const now = snapshot(run, state.step, state.asked);
  const node = run.nodes.find(one => one.name === state.node) ?? run.nodes[now.event?.node ?? 0];
  const cell = Math.min(state.cell, run.values[node.id].length - 1);
  const view = { run, now, node, cell };
  const focused = document.activeElement?.id;

  renderFrame(view);
  byId('story').replaceChildren(graph(view), stages(view));
  byId('operation').replaceChildren(...operationPanel(view));
  byId('cell').replaceChildren(...cellPanel(view));
  renderNudges(view);
  byId('code').replaceChildren(...codePanel(view));
  byId('checks').replaceChildren(checkTable(view));
  renderUpdate(view);
  renderPlay(view);
  byId('trace').replaceChildren(...run.events.map((event, i) => traceLine(run, event, i)));
  follow(byId('trace'), byId('trace').querySelector('[aria-current]'));
  follow(byId('story'), byId('story').querySelector('.node.active'));
  if (focused && document.activeElement?.id !== focused) byId(focused)?.focus({ preventScroll: true });
}

/** Scrolls a box, and nothing around it, until something in it is visible. */
function follow(box, seen) {
  if (!seen) return;
  const [outer, inner] = [box.getBoundingClientRect(), seen.getBoundingClientRect()];
  const isOutside = inner.top < outer.top || inner.bottom > outer.bottom;
  if (isOutside) box.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
}

function traceLine(run, event, i) {
  const isLater = i >= state.step, isNow = i === state.step - 1;
  const words = isLater ? `${run.nodes[event.node].name} …` : isNow && state.asked ? 'What is sent?' : sentence(run, event);
  return element('li', { class: isLater ? 'later' : '', 'data-phase': phases[event.phase], 'aria-current': isNow ? 'step' : null },
    element('button', { id: `trace-${i + 1}`, type: 'button', onclick: () => go({ step: i + 1 }) }, words));
}

function renderFrame({ run, now }) {
  const { event } = now, chosen = data.cases[state.case], count = run.events.length;
  byId('worlds').replaceChildren(...Object.entries(worlds).map(([name, world], i) => element('button', {
    id: `world-${name}`, type: 'button', 'aria-pressed': String(name === state.world), onclick: () => go({ ...fresh, world: name }),
  }, `${i + 1}  ${world.title}`)));
  byId('guide').textContent = worlds[state.world].guide;
  byId('choices').hidden = state.world !== 'network';
  byId('case').replaceChildren(...data.cases.map((one, i) =>
    element('option', { value: i, selected: i === state.case }, `${one.weights}, ${one.name}`)));
  byId('again').textContent = `learns from ${chosen.contexts.map((context, i) => `“${context}” → “${chosen.targets[i]}”`).join(', ')}`;
  byId('scrubber').max = count;
  byId('scrubber').value = state.step;
  byId('scrubber').setAttribute('aria-valuetext', `step ${state.step} of ${count}`);
  const words = !event ? 'Nothing is computed yet: only the given numbers are there.'
    : state.asked ? `What does ${run.nodes[event.node].name} send?` : sentence(run, event);
  const phase = event ? phases[event.phase] : 'at the beginning';
  byId('now').replaceChildren(element('b', {}, `${state.step} of ${count} · ${phase}`), ' ', words);
  byId('predict').checked = state.predict;
  const answer = state.answer ? [paragraph(state.answer, { role: 'status' })] : [];
  byId('question').replaceChildren(...state.asked ? question(run, event) : answer);
  byId('warning').textContent = now.firstBad < 0 ? '' : nonFinite(run, now, run.nodes[now.firstBad]);
}

/** Where NaN or infinity first appeared, and why. */
function nonFinite(run, now, node) {
  const bad = now.values[node.id].find(x => !Number.isFinite(x));
  const inputs = node.inputs.map(id => show(now.values[id].find(x => x === 0 || Math.abs(x) > 1e150) ?? now.values[id][0]));
  const limit = '1.8e308, the largest number that 64 bits hold.';
  const why = node.operation === 'Log' ? 'the logarithm of 0 is −∞. '
      + 'The model found the letter that came next impossible; its probability was rounded to 0.'
    : isLeaf(node) ? now.updated[node.id] ? 'the update took it there. The learning rate is too large.' : 'it was given so.'
    : signs[node.operation] ? `${inputs.join(` ${signs[node.operation]} `)} is beyond ${limit}` : `a sum on the way passed ${limit}`;
  return `${node.name} is ${show(bad)}, and all that follows from it is lost: ${why}`;
}
