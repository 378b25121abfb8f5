// Runs CloudFront functions, and compresses with Brotli, which Java cannot.
// Each line of a connection is a question in JSON, and each gets one line.
'use strict';

const net = require('net');
const vm = require('vm');
const zlib = require('zlib');

// CloudFront allows a millisecond of its own processors.
const LIMIT_MILLIS = 1000;

const MODULES = ['crypto', 'querystring', 'buffer'];

const functions = new Map();

function load(id, code) {
  const script = code.replace(/^\s*import\s+(\w+)\s+from\s+['"](\w+)['"]\s*;?/gm, "const $1 = require('$2');");
  const sandbox = {
    console: { log: (...words) => console.log(id, ...words) },
    require: (name) => {
      if (!MODULES.includes(name)) {
        throw new Error(`the module ${name} is not here`);
      }
      return require(name);
    },
    Buffer, TextEncoder, TextDecoder, atob, btoa,
  };
  vm.createContext(sandbox);
  vm.runInContext(script, sandbox, { filename: `${id}.js`, timeout: LIMIT_MILLIS });
  if (vm.runInContext('typeof handler', sandbox) !== 'function') {
    throw new Error('it has no function named handler');
  }
  functions.set(id, sandbox);
}

async function call(id, event) {
  const sandbox = functions.get(id);
  sandbox.__event = JSON.stringify(event);
  const result = await vm.runInContext('handler(JSON.parse(__event))', sandbox, { timeout: LIMIT_MILLIS });
  if (result === null || typeof result !== 'object') {
    throw new Error('it returned no request and no response');
  }
  return result;
}

async function answer(question) {
  switch (question.op) {
    case 'load':
      load(question.id, question.code);
      return {};
    case 'call':
      return { value: await call(question.id, question.event) };
    default:
      return {
        value: zlib.brotliCompressSync(Buffer.from(question.body, 'base64'), {
          params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 },
        }).toString('base64'),
      };
  }
}

async function line(socket, text) {
  let result;
  try {
    result = await answer(JSON.parse(text));
  } catch (error) {
    result = { error: String(error && error.message ? error.message : error) };
  }
  socket.write(`${JSON.stringify(result)}\n`);
}

const server = net.createServer((socket) => {
  let rest = '';
  let last = Promise.resolve();
  socket.setEncoding('utf8');
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (data) => {
    const lines = (rest + data).split('\n');
    rest = lines.pop();
    lines.forEach((text) => {
      last = last.then(() => line(socket, text));
    });
  });
});

server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log(`Listening on ${process.env.PORT}`));
