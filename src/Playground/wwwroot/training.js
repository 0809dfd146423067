// A network that learns names before the reader's eyes: its buttons, its rate, its loss, and the names it makes. Rungs add what they show.
import { element, show, slider, numberOf, oncePerFrame, seedOf } from 'elements';
import { lineChart } from 'chart';

const POINTS = 400; // in a curve, at most twice as many
const KEPT = [0, 100, 1000, 10000]; // steps whose names stay on the page
const COUNT = 10; // names at a time

/** The losses of any number of steps in bounded memory: means of as many steps as it takes. */
class Losses {
  means = [];
  steps = 0;
  #width = 1;
  #some = [];

  add(losses) {
    for (const loss of losses) {
      this.steps++;
      this.#some.push(loss);
      if (this.#some.length < this.#width) continue;
      this.means.push(mean(this.#some));
      this.#some = [];
    }
    while (this.means.length > 2 * POINTS) this.#halve();
  }

  #halve() {
    if (this.means.length % 2 === 1) this.#some = [...Array(this.#width).fill(this.means.pop()), ...this.#some];
    this.means = Array.from({ length: this.means.length / 2 }, (_, i) => (this.means[2 * i] + this.means[2 * i + 1]) / 2);
    this.#width *= 2;
  }

  /** The mean of the last steps: one batch alone is noise. */
  recent(count) {
    const points = Math.max(1, Math.round(count / this.#width));
    return this.means.length === 0 ? NaN : mean(this.means.slice(-points));
  }

  get points() {
    return this.means.map((loss, i) => [i * this.#width, loss]);
  }

  upTo(steps) {
    const before = new Losses();
    const whole = Math.floor(steps / this.#width);
    Object.assign(before, { means: this.means.slice(0, whole), steps });
    before.#width = this.#width;
    before.#some = Array(steps - whole * this.#width).fill(this.means[whole] ?? this.means.at(-1));
    return before;
  }
}

const mean = (numbers) => numbers.reduce((a, b) => a + b, 0) / numbers.length;

/** Each point as the mean of those around it: a batch of 32 is noisy. */
const smooth = (points) => points.map(([x], i) => {
  const around = Math.min(i, points.length - 1 - i, 8);
  return [x, mean(points.slice(i - around, i + around + 1).map(([, y]) => y))];
});
const rateOf = (position) => Number((10 ** position).toPrecision(2));

/**
 * A training with its controls, in `root`. `starts`: { id: { text, options, steps? } }, what the reader may begin with;
 * `marks` of the curve; `onmoment(training)` is called whenever the network may have changed, but not more often than it returns.
 */
export class Training {
  root = element('section', { class: 'card training', 'aria-label': 'Training' });
  handle;
  isPlaying = false;
  losses = new Losses();

  #page; #given; #chart; #says; #rate; #names; #play; #step; #marks = [];
  #before = []; // a curve that was gone back from
  #kept = new Map(); // names by step
  #speed = { steps: 0, at: 0, text: '' };
  #isTold = false;
  #held = null; // the loss on what is held back; null while it trains
  #turn = Promise.resolve();
  #draw = oncePerFrame(() => this.#drawCurve());

  constructor(page, given) {
    this.#page = page;
    // A model that the page was given is the first of what one may begin with.
    this.#given = given.model ? { ...given, starts: { model: { text: `${given.model.file}, as it was trained` }, ...given.starts } } : given;
    this.#play = element('button', { type: 'button', class: 'main', onclick: () => this.isPlaying ? this.pause() : this.play() }, 'Train');
    this.#step = element('button', { type: 'button', onclick: () => this.step() }, 'One step');
    const again = element('button', { type: 'button', onclick: () => this.start().catch(page.tell) }, 'Start again');
    this.#rate = slider({
      id: 'rate', label: 'Learning rate', min: -3, max: given.fastest ?? 1, step: 0.05, value: Math.log10(this.rate),
      write: (position) => show(rateOf(position)),
      oninput: (position) => {
        page.keep({ rate: rateOf(position) });
        this.#ask('Names.SetRate', this.rate);
      },
    });
    const begin = element('select', { id: 'start', onchange: (event) => { page.keep({ start: event.target.value }); this.start().catch(page.tell); } },
      Object.entries(this.#given.starts).map(([id, { text }]) => element('option', { value: id, selected: id === this.#startId }, text)));
    this.#chart = element('div', { class: 'loss' });
    this.#says = element('p', { class: 'says', id: 'says', 'aria-live': 'off' });
    this.#names = element('dl', { class: 'made', 'aria-label': 'Names it makes' });
    this.root.append(
      element('div', { class: 'controls' }, this.#play, this.#step, again, element('label', { for: 'start', class: 'quiet' }, 'begin'), begin, this.#rate.root),
      this.#says, this.#names, this.#chart);
  }

  get rate() { return numberOf(this.#page.address.rate, this.#given.rate, 0.001, 10 ** (this.#given.fastest ?? 1)); }
  get steps() { return this.losses.steps; }
  get #startId() { return Object.hasOwn(this.#given.starts, this.#page.address.start) ? this.#page.address.start : Object.keys(this.#given.starts)[0]; }

  #ask(name, ...args) { return this.#page.engine.call(name, this.handle, ...args); }

  /** Asks the engine about this training. */
  ask(name, ...args) { return this.#ask(`Names.${name}`, ...args); }

  /** Begins, as often as asked, one after another. */
  start() {
    const begun = this.#turn.then(() => this.#begin());
    this.#turn = begun.catch(() => {});
    return begun;
  }

  async #begin() {
    await this.pause();
    const { options, steps = 0 } = this.#given.starts[this.#startId], old = this.handle;
    const seed = seedOf(this.#page.address.seed), { kind, model, batch, precision = 'float32', text } = this.#given;
    this.handle = options ? await this.#page.engine.call('Names.Start', kind, text, options, batch, seed, precision)
      : await this.#page.engine.call('Names.GoOn', model.bytes, text, batch, seed, precision);
    if (old) await this.#page.engine.release(old);
    await this.#ask('Names.SetRate', this.rate);
    [this.losses, this.#before] = [new Losses(), []];
    this.#kept.clear();
    if (this.#marks.length === 0)
      this.#marks = [
        await this.#chance(),
        { y: await this.#ask('Names.CountingLoss'), name: 'counting pairs of letters' }];
    this.#says.textContent = steps > 0 ? `It takes ${steps} steps …` : '';
    for (let done = 0; done < steps; done += 50) this.losses.add(await this.#ask('Names.Train', 50));
    if (steps === 0) this.first = await this.#ask('Names.Loss');
    await this.moment();
  }

  async #chance() {
    const { length } = await this.#ask('Names.Letters'), chance = Math.log(length);
    return { y: chance, name: `chance: every letter equally likely, ln ${length} = ${chance.toFixed(2)}` };
  }

  async play() {
    if (this.isPlaying) return;
    this.#setPlaying(true);
    this.#before = [];
    this.#speed = { steps: this.steps, at: performance.now(), text: '' };
    await this.#goOn();
  }

  // It stops where names are kept, so that they are those of that step.
  async #goOn() {
    const next = KEPT.find((at) => at > this.steps);
    await this.#page.engine.play(this.handle, 'Names.Train', {
      most: next && next - this.steps,
      hear: async (losses, goesOn) => {
        this.losses.add(losses);
        this.#draw();
        if (goesOn) return this.moment();
        if (!Number.isFinite(losses.at(-1)) || this.steps !== next) this.#setPlaying(false);
        await this.#showNames();
        if (this.isPlaying) await this.#goOn();
        else await this.moment();
      },
      fail: (problem) => {
        this.#setPlaying(false);
        this.#page.tell(problem);
      },
    });
  }

  async pause() {
    if (!this.isPlaying) return;
    this.#setPlaying(false);
    await this.#page.engine.pause();
    await this.moment();
  }

  #setPlaying(isPlaying) {
    this.isPlaying = isPlaying;
    this.#play.textContent = isPlaying ? 'Pause' : 'Train';
    this.#step.disabled = isPlaying;
  }

  async step() {
    this.#before = [];
    this.losses.add(await this.#ask('Names.Train', 1));
    await this.moment();
  }

  /** Takes the network back to what it was after so many steps. */
  async goBackTo(steps) {
    await this.pause();
    const there = Math.max(0, Math.min(this.steps, Math.round(steps)));
    if (there === this.steps) return;
    if (this.#before.length === 0) this.#before = this.losses.points;
    await this.#ask('Names.GoBackTo', there);
    this.losses = this.losses.upTo(there);
    await this.moment();
  }

  /** Shows the network as it is now. While that goes on, further calls do nothing. */
  async moment() {
    this.#draw();
    if (this.#isTold && this.isPlaying) return;
    this.#isTold = true;
    try {
      await this.#showNames();
      await this.#given.onmoment?.(this);
      this.#held = this.isPlaying || this.steps === 0 ? null : await this.#ask('Names.ValidationLoss');
      this.#draw();
      if (this.isPlaying) await new Promise((resolve) => setTimeout(resolve, 200));
    } catch (problem) {
      this.#page.tell(problem);
    } finally {
      this.#isTold = false;
    }
  }

  async #showNames() {
    const steps = this.steps, made = await this.#ask('Names.Sample', '1', COUNT).catch(() => []);
    if (KEPT.includes(steps)) this.#kept.set(steps, { steps, made });
    for (const at of this.#kept.keys()) if (at > steps) this.#kept.delete(at);
    const row = (heading, names) => [element('dt', {}, heading), element('dd', {}, names.map((name) => [element('span', {}, name), ' ']))];
    this.#names.replaceChildren(...[
      ...[...this.#kept.values()].filter((one) => one.steps !== steps).flatMap((one) => row(`after ${one.steps.toLocaleString('en')}`, one.made)),
      ...row(steps === 0 ? 'untrained' : 'now', made)]);
  }

  #drawCurve() {
    const { steps } = this, recent = this.losses.recent(200), now = performance.now();
    if (this.isPlaying && now - this.#speed.at > 500) {
      const speed = (steps - this.#speed.steps) / (now - this.#speed.at) * 1000;
      this.#speed = { steps, at: now, text: ` · ${Math.round(speed).toLocaleString('en')} steps a second` };
    }
    const loss = steps === 0 ? this.first : recent;
    this.#says.replaceChildren(
      element('b', {}, 'Step ', element('output', { id: 'steps' }, `${steps}`)), steps === 0 ? ' · loss on all examples ' : ` · loss ${steps > 1 ? `of the last ${Math.min(200, steps)} steps ` : ''}`,
      element('b', { id: 'loss', class: 'number' }, Number.isFinite(loss) ? loss.toFixed(3) : show(loss)),
      this.isPlaying ? this.#speed.text : this.#held === null ? '' : ` · ${this.#held.toFixed(3)} on names it never saw`, element('br'), this.#given.says(this, loss));
    const shown = this.losses.points, top = Math.max(3.6, ...shown.slice(steps > 500 ? Math.ceil(shown.length / 20) : 0).map(([, y]) => y));
    this.#chart.replaceChildren(lineChart({
      label: `The loss of the steps so far. It is ${show(loss)} after ${steps} steps.`,
      lines: [{ kind: 'gone', points: this.#before }, { kind: 'faint', points: shown }, { kind: 'accent', points: smooth(shown) }],
      marks: this.#marks,
      x: [0, Math.max(50, steps, this.#before.at(-1)?.[0] ?? 0)], y: [1.6, Math.min(top, 20)],
      xName: 'steps', yName: 'loss',
      onpick: (x) => this.goBackTo(x),
    }));
    if (recent < this.#given.target && steps >= 200) this.#page.reach();
  }

  async close() {
    await this.#turn;
    await this.pause();
    if (this.handle) await this.#page.engine.release(this.handle);
  }
}
