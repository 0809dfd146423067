// The engine's worker: the page stays free while it computes.
// Each message { id, call, argument } gets one answer { id, result or error }.
// Between 'play' and 'pause' it trains by itself, and sends { slice } after each slice.

// Otherwise .NET takes this worker for a thread of its own and waits for the rest of the program.
self.dotnetSidecar = true;

const SLICE = 30; // milliseconds between two looks at the messages

let engine; // the classes that C# exports, by name
let playing; // { method, object } while it trains
const objects = new Map(); // what the engine made and the page holds, by number
let lastObject = 0;
const next = new MessageChannel(); // setTimeout would wait for 4 ms
next.port1.onmessage = slice;

const calls = {
  async open(files) {
    const url = (name) => files
      ? URL.createObjectURL(new Blob([files[name]], { type: 'text/javascript' }))
      : new URL(`_framework/${name}`, self.location).href;
    const { dotnet } = await import(url('dotnet.js'));
    if (files)
      dotnet.withResourceLoader((type, name) => name.endsWith('.js')
        ? url(name)
        : Promise.resolve(new Response(files[name], { headers: { 'Content-Type': 'application/wasm' } })));
    const { getAssemblyExports, getConfig } = await dotnet.create();
    engine = (await getAssemblyExports(getConfig().mainAssemblyName)).Makemore.Playground;
  },

  /** name: 'Names.Train'. An object of the engine comes and goes as { handle }. */
  call({ name, args }) {
    const result = method(name)(...args.map((one) => Object.hasOwn(Object(one), 'handle') ? held(one) : one));
    if (result === null || typeof result !== 'object' || Array.isArray(result) || ArrayBuffer.isView(result)) return result;
    objects.set(++lastObject, result);
    return { handle: lastObject };
  },

  release(object) {
    if (playing?.object === held(object)) playing = null;
    held(object).dispose();
    objects.delete(object.handle);
  },

  /** Calls name(object, some steps) until there have been so many, or until 'pause'. */
  play({ object, name, most = Infinity }) {
    const wasPlaying = playing;
    playing = { method: method(name), object: held(object), left: most };
    if (!wasPlaying) next.port2.postMessage(null);
  },

  pause() {
    playing = null;
  },
};

function method(name) {
  const [type, member] = name.split('.');
  return engine[type][member];
}

function held({ handle }) {
  return objects.get(handle) ?? fail('the page holds no such object any more');
}

function fail(message) {
  throw new Error(message);
}

let steps = 1; // in a slice
function slice() {
  if (!playing) return;
  try {
    const before = performance.now();
    const taken = Math.min(steps, playing.left);
    const slice = playing.method(playing.object, taken);
    const time = performance.now() - before;
    steps = Math.max(1, Math.min(2 * steps, Math.round(taken * SLICE / Math.max(time, 0.1))));
    playing.left -= taken;
    if (playing.left <= 0 || !Number.isFinite(slice.at(-1))) playing = null;
    self.postMessage({ slice, isPlaying: playing !== null });
  } catch (error) {
    playing = null;
    self.postMessage({ error: error.message });
  }

  next.port2.postMessage(null);
}

self.onmessage = async ({ data: { id, call, argument } }) => {
  try {
    self.postMessage({ id, result: await calls[call](argument) });
  } catch (error) {
    self.postMessage({ id, error: error.message });
  }
};
