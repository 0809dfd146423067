// A step of learning that the reader walks through: forward, backward, update, forward again.
import { element, show, slider } from 'elements';
import { cellName, momentOf, phases, readRun } from 'walk/run';
import { notFinite, sentence, why } from 'walk/words';
import { graph } from 'walk/graph';
import { cellChoice, computed, ledger, nudgeCard, readLook } from 'walk/ledger';
import { program, sourcePanel } from 'walk/program';
import { checkTable, readCheck } from 'walk/checks';
import { updatePanel } from 'walk/update';
import { tables } from 'walk/tables';

const RATES = Array.from({ length: 17 }, (_, i) => 10 ** (-3 + i / 4));
const keys = { ArrowLeft: 'back', ArrowRight: 'forward', ' ': 'phase', Home: 'first', End: 'last' };

export class WalkView {
  root = element('div', { class: 'walk' });

  #page; #take; #given; #words; #mistakes; #walk; #run; #look; #checks;
  #state = { step: 0, node: null, cell: 0, rate: 8, mistake: 'none', isAsking: true, isAsked: false, answer: '', h: null, opened: '', isExperimentOpen: false, isSourceOpen: false, hasWalked: false };
  #sources = new Map(); // the engine's lines, by operation
  #nudged = null;
  #isClosed = false;
  #isStale = false;
  #loading = null;
  #parts = {};
  #drawn = 0;
  #onkey = (event) => this.#key(event);
  #onresize = () => this.#draw();

  /**
   * take(rate, mistake) gives a walk of the engine. `given` is what its numbers stand for: { letters, contexts, targets }; `rate` is the
   * place of the rate to begin with; `inputs` what the reader may change; `onend` is told when the reader has walked to the end, and of each mistake whose damage was seen.
   */
  constructor(page, { take, given = {}, rate = 8, inputs, onend = () => {} }) {
    this.#page = page;
    this.#take = take;
    this.#given = given;
    this.#state.rate = rate;
    this.onend = onend;
    this.#frame(inputs);
    addEventListener('keydown', this.#onkey);
    addEventListener('resize', this.#onresize);
  }

  /** For a curious reader's console, and the tests. */
  get run() { return this.#run; }
  get state() { return this.#state; }

  async open() {
    const { address } = this.#page, whole = (text) => /^\d+$/.test(text ?? '') ? Number(text) : null;
    const text = JSON.parse(await this.#ask('Walks.Words'));
    this.#words = new Map(text.operations.map((one) => [one.name, one]));
    this.#mistakes = text.mistakes;
    Object.assign(this.#state, {
      step: whole(address.step) ?? 0, cell: whole(address.cell) ?? 0, node: address.node ?? null,
      rate: Math.min(RATES.length - 1, whole(address.rate) ?? this.#state.rate),
      mistake: text.mistakes.some((one) => one.name === address.break) ? address.break : 'none', isAsking: address.ask !== '0',
    });
    this.#state.hasWalked = this.#state.mistake !== 'none';
    await this.load();
  }

  /** Takes the step again: something that it depends on has changed. One at a time; what changes meanwhile is taken next. */
  load() {
    this.#isStale = true;
    return this.#loading ??= this.#loadAll().finally(() => { this.#loading = null; });
  }

  async #loadAll() {
    while (this.#isStale && !this.#isClosed) {
      this.#isStale = false;
      const walk = await this.#whileOpen(this.#take(RATES[this.#state.rate], this.#state.mistake));
      const run = readRun(await this.#ask('Walks.Describe', walk));
      [this.#walk, this.#run, this.#checks] = [walk, run, null];
      await this.go({});
    }
  }

  #ask(name, ...args) {
    return this.#whileOpen(this.#page.engine.call(name, ...args));
  }

  // What a closed walk asked about is let go of, so the answer may be an error. Nobody waits for it any more.
  async #whileOpen(answer) {
    try {
      return await answer;
    } catch (problem) {
      if (this.#isClosed) return new Promise(() => {});
      throw problem;
    }
  }

  close() {
    this.#isClosed = true;
    removeEventListener('keydown', this.#onkey);
    removeEventListener('resize', this.#onresize);
  }

  /** Changes what the reader looks at. A step shows what happens in it, unless a node was chosen at the same time. */
  async go(change) {
    const state = this.#state, run = this.#run, hasMoved = 'step' in change && change.step !== state.step;
    Object.assign(state, change);
    state.step = Math.min(Math.max(0, state.step), run.events.length);
    const canAsk = state.isAsking && run.events[state.step - 1]?.phase === 'backward' && run.events[state.step - 1].rows?.length > 0;
    if (hasMoved && !('node' in change)) Object.assign(state, { node: null, cell: 0 });
    if (hasMoved && !('isAsked' in change)) Object.assign(state, { isAsked: canAsk, answer: '' });
    state.isAsked &&= canAsk;
    if (hasMoved || 'node' in change || 'cell' in change || 'mistake' in change) this.#nudged = null;
    if (state.step === run.events.length && !state.hasWalked) state.hasWalked = true;
    const { chosen, cell } = this.#chosen(), look = await this.#ask('Walks.Look', this.#walk, chosen.id, cell, state.h ? 10 ** -state.h : 0);
    if (state.isSourceOpen && !this.#sources.has(chosen.operation))
      this.#sources.set(chosen.operation, JSON.parse(await this.#ask('Walks.Source', chosen.operation)));
    if (run !== this.#run) return; // another walk was taken in the meantime
    this.#look = readLook(look);
    this.#page.keep({
      step: state.step || null, node: state.node, cell: state.cell || null, rate: state.rate, break: state.mistake === 'none' ? null : state.mistake,
      ask: state.isAsking ? null : 0,
    });
    this.#draw();
    if (state.step === run.events.length) this.onend(run);
  }

  #chosen() {
    const run = this.#run, event = run.events[this.#state.step - 1];
    const chosen = run.nodes.find((node) => node.name === this.#state.node) ?? run.nodes[event?.node ?? 0];
    return { chosen, cell: Math.min(this.#state.cell, chosen.value.length - 1) };
  }

  #frame(inputs) {
    const button = (id, text, label, key) => element('button', { id, type: 'button', 'aria-label': label, title: key, onclick: () => this.go({ step: this.#step(id) }) }, text);
    const part = (name, tag, attributes = {}, ...children) => this.#parts[name] = element(tag, { id: name, ...attributes }, ...children);
    const card = (label, ...children) => element('section', { class: 'card', 'aria-label': label }, ...children);
    this.#parts.scrubber = element('input', {
      id: 'scrubber', type: 'range', min: 0, step: 1, 'aria-label': 'Step', oninput: (event) => this.go({ step: event.target.valueAsNumber }),
    });
    this.#parts.ask = element('input', { id: 'ask', type: 'checkbox', onchange: (event) => this.go({ isAsking: event.target.checked, answer: '' }) });
    this.#parts.rate = slider({
      id: 'walk-rate', label: 'Learning rate', min: 0, max: RATES.length - 1, step: 1, value: this.#state.rate, write: (i) => show(RATES[i]),
      oninput: (i) => { this.#state.rate = i; this.load(); },
    });
    const time = element('div', { class: 'controls time', role: 'group', 'aria-label': 'Time' },
      button('first', '|◀', 'To the beginning', 'Home'), button('back', '◀', 'One event back', 'left arrow'),
      button('forward', '▶', 'One event on', 'right arrow'), button('phase', 'next phase', 'To the next phase', 'space'), button('last', '▶|', 'To the end', 'End'),
      this.#parts.scrubber, element('label', { class: 'check' }, this.#parts.ask, ' ask me first'));
    this.root.append(
      element('div', { class: 'stack' },
        card('The graph', time, part('story', 'div', { class: 'story' }), part('stages', 'div')),
        inputs && card('Its numbers', inputs),
        card('Tables', part('tables', 'div')),
        card('Break it', element('h2', {}, 'Break it'), part('mistakes', 'div')),
        card('The code', element('h2', {}, 'The code that runs'), part('code', 'div'))),
      element('div', { class: 'stack' },
        card('Now', part('now', 'div', { 'aria-live': 'polite' }), part('question', 'div'), part('warning', 'p', { role: 'status' }), part('number', 'div')),
        card('The update', element('h2', {}, 'The update'), this.#parts.rate.root, part('update', 'div')),
        card('Every gradient', element('h2', {}, 'Every gradient, checked'), part('checks', 'div'))));
  }

  #step(id) {
    const { step } = this.#state, { events } = this.#run, phase = events[step]?.phase;
    const next = events.findIndex((event, i) => i >= step && event.phase !== phase);
    return { first: 0, back: step - 1, forward: step + 1, last: events.length, phase: next < 0 ? events.length : next }[id];
  }

  /** Fields and boxes that scroll keep their keys, except the scrubber and checkboxes; what can be pressed keeps the space. Enter leaves a number. */
  #key(event) {
    if (!this.root.isConnected) return;
    if (event.key === 'Enter' && event.target.matches('input[type=number]') && !event.target.form) event.target.blur();
    if (!Object.hasOwn(keys, event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target.closest('input, select, textarea, button, summary, a, .scroll');
    if (target?.matches('input, select, textarea, .scroll') && !target.matches('#scrubber, [type=checkbox]')) return;
    if (event.key === ' ' && target?.matches('button, summary, a, [type=checkbox], [type=radio]')) return;
    event.preventDefault();
    this.go({ step: this.#step(keys[event.key]) });
  }

  #view() {
    const run = this.#run, state = this.#state, { chosen, cell } = this.#chosen();
    return {
      run, words: this.#words, moment: momentOf(run, state.step, state.isAsked), chosen, cell, look: this.#look, given: this.#given, checks: this.#checks,
      isAsking: state.isAsking, h: state.h, opened: state.opened, nudged: this.#nudged, isExperimentOpen: state.isExperimentOpen,
      isSourceOpen: state.isSourceOpen, source: this.#sources.get(chosen.operation), openSource: (isSourceOpen) => this.go({ isSourceOpen }),
      choose: (node, cell = 0) => this.go({ node: node.name, cell }),
      chooseCell: (cell) => this.go({ node: chosen.name, cell }),
      goTo: (step) => this.go({ step }),
      open: (opened) => this.go({ opened }),
      openExperiment: (isOpen) => { state.isExperimentOpen = isOpen; },
      setNudge: (h) => this.go({ h }),
      nudge: (by) => this.#nudge(chosen, cell, by),
    };
  }

  async #nudge(node, cell, by) {
    // A nudge of the engine is relative to numbers above 1; here it is just 0.1.
    const size = Math.abs(by) / Math.max(1, Math.abs(node.value[cell]));
    const { experiment } = readLook(await this.#ask('Walks.Look', this.#walk, node.id, cell, size));
    this.#nudged = { by, moved: (by > 0 ? experiment.above : experiment.below) - this.#run.nodes.at(-1).value[0] };
    this.#draw();
  }

  #draw() {
    if (!this.#run) return;
    const view = this.#view(), parts = this.#parts, state = this.#state, run = this.#run, { moment, chosen, cell } = view, { event } = moment;
    const focused = document.activeElement?.id, count = run.events.length, drawn = ++this.#drawn;
    parts.scrubber.max = count;
    parts.scrubber.value = state.step;
    parts.scrubber.setAttribute('aria-valuetext', `step ${state.step} of ${count}`);
    parts.ask.checked = state.isAsking;
    parts.rate.set(state.rate);
    parts.story.replaceChildren(graph(view, parts.story.clientWidth || 700));
    parts.stages.replaceChildren(stages(view));
    parts.now.replaceChildren(
      element('p', { class: 'moment' }, element('b', {}, `${state.step} of ${count} · ${event ? phases[event.phase] : 'at the beginning'}`), ' ',
        !event ? '' : state.isAsked ? `What does ${run.nodes[event.node].name} send?` : sentence(run, this.#words, moment, event)),
      element('p', { class: 'why' }, state.isAsked ? '' : why(run, this.#words, event)));
    parts.question.replaceChildren(...state.isAsked ? this.#question(event) : state.answer ? [element('p', { role: 'status', id: 'answer' }, state.answer)] : []);
    parts.warning.textContent = notFinite(run, moment);
    const learns = chosen.learns ? ', which learns' : chosen.isData ? ', which is data' : '';
    parts.number.replaceChildren(...[
      element('h2', {}, cellName(chosen, cell), element('small', {}, learns)), cellChoice(view), computed(view),
      chosen.gradient || chosen.learns ? element('h3', {}, `Its gradient${event?.phase === 'again' ? ', from before the update' : ''}, part by part`) : null,
      chosen.gradient || chosen.learns ? ledger(view) : null, chosen.gradient ? nudgeCard(view) : null].filter(Boolean));
    parts.code.replaceChildren(...[...program(view), sourcePanel(view)].filter(Boolean));
    parts.tables.replaceChildren(...tables(view));
    parts.tables.parentElement.hidden = parts.tables.childElementCount === 0;
    parts.mistakes.replaceChildren(...this.#mistakeChoice());
    // One thing after another: before the way back there is nothing to check, and before the update nothing moves.
    parts.checks.parentElement.hidden = !state.hasWalked && !['backward', 'update', 'again'].includes(event?.phase);
    parts.update.parentElement.hidden = !state.hasWalked && !['update', 'again'].includes(event?.phase);
    parts.update.replaceChildren(...updatePanel(view));
    this.#drawChecks(view, drawn);
    parts.story.querySelector('.node.active')?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
    if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  // All experiments together may take a while, so they are done once for each walk, and not before something else is shown.
  async #drawChecks(view, drawn) {
    const numbers = view.run.nodes.reduce((sum, node) => sum + (node.gradient?.length ?? 0), 0);
    if (!this.#checks && numbers > 200)
      return this.#parts.checks.replaceChildren(element('button', { id: 'check', type: 'button', onclick: (event) => {
        event.target.disabled = true;
        this.#check((name) => { event.target.textContent = `Nudging every number of ${name} …`; }).then(() => this.#draw());
      } }, `Check all ${numbers.toLocaleString('en')} gradients`));
    if (!this.#checks) await this.#check();
    if (drawn === this.#drawn && this.#checks) this.#parts.checks.replaceChildren(
      element('p', { class: 'small quiet' }, numbers > 200 ? 'Each row shows the worst of its table, with its error as a part of the table’s largest gradient.'
        : 'A number turns red when its gradient is passed on, or used, and an experiment disagrees.'),
      checkTable({ ...view, checks: this.#checks }));
  }

  async #check(tell = () => {}) {
    const run = this.#run, checks = [];
    for (const node of run.nodes.filter((one) => one.gradient)) {
      tell(node.name);
      checks.push(readCheck(await this.#ask('Walks.Check', this.#walk, node.id)));
      if (run !== this.#run) return;
    }
    this.#checks = checks;
  }

  #mistakeChoice() {
    const { mistake, hasWalked } = this.#state, run = this.#run;
    if (!hasWalked) return [element('p', { class: 'quiet' }, 'First walk to the end once, as it should be. Then break a rule, and see which number goes wrong first.')];
    return [element('fieldset', { class: 'mistakes' }, element('legend', {}, 'One rule can be broken at a time'), this.#mistakes.map(({ name, label, says }) => {
      const isPossible = name === 'none' || run.mistakes.includes(name);
      return element('label', { class: isPossible ? '' : 'impossible' }, element('input', {
        id: `break-${name}`, type: 'radio', name: 'mistake', checked: name === mistake, disabled: !isPossible,
        onchange: () => { this.#state.mistake = name; this.#nudged = null; this.load(); },
      }), ` ${label}`, element('small', {}, isPossible ? says : name === 'overwrite' ? 'Here no line’s result is used by two lines, so there is nothing to overwrite.' : 'It would change nothing here.'));
    }))];
  }

  /** Predict, then reveal: first the sign of what is about to be sent, and who likes its number. */
  #question(event) {
    const run = this.#run, row = event.rows.find((one) => !one.isLeftover), cell = Math.max(0, row.values.findIndex((x) => x !== 0)), truth = row.values[cell];
    const to = cellName(run.nodes[row.to], cell), sender = run.nodes[event.node].name;
    const reveal = (verdict) => this.go({ isAsked: false, answer: `${verdict}${event.isStart ? 'It starts with' : `${sender} sends`} ${show(truth, true)} to ${to}.` });
    const judge = (fits, guess, hint) => reveal(fits ? `Yes, ${guess}. ` : `Not ${guess}${hint}. `);
    const hint = event.isStart ? '' : ': what arrived, times the local slope on the arrow, has the sign of both together';
    const input = element('input', { id: 'guess', type: 'number', step: 'any', 'aria-label': 'your number' });
    const check = (submitted) => {
      submitted.preventDefault();
      const guess = input.valueAsNumber;
      if (Number.isFinite(guess)) judge(Math.abs(guess - truth) <= 0.02 * Math.abs(truth), show(guess), '');
    };
    const choices = [['positive', '+', truth > 0], ['negative', '−', truth < 0], ['zero', '0', truth === 0]];
    return [
      element('p', {}, event.isStart ? `Backward begins. How far does ${sender} move, when ${sender} moves by 1? ` : `What does ${sender} send to ${to}? First its sign: `),
      element('p', { class: 'controls' }, choices.map(([name, sign, fits]) =>
        element('button', { id: `guess-${name}`, type: 'button', 'aria-label': name, onclick: () => judge(fits, name, hint) }, sign)),
      element('form', { class: 'controls', onsubmit: check }, element('label', { for: 'guess' }, 'or its number'), input, element('button', { id: 'guess-number' }, 'Check')),
      element('button', { id: 'guess-show', type: 'button', onclick: () => reveal('') }, 'Show me')),
    ];
  }
}

/** The whole story in one line, with this step's part marked. */
function stages({ run, moment }) {
  const names = [], partOf = [];
  for (const node of run.nodes.filter((node) => node.stage)) {
    if (node.stage !== names.at(-1)) names.push(node.stage);
    partOf[node.id] = names.length - 1;
  }
  const current = partOf[moment.event?.node];
  return element('ol', { class: 'stages', hidden: names.length === 0 }, names.map((name, i) => element('li', { 'aria-current': i === current && 'step' }, name)));
}
