// Keeps a process on this machine, whatever its libraries want: a connection to anywhere else fails, and is noted on stderr.
import { Socket } from "node:net";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "::1", undefined]); // undefined: a pipe, or this machine
const connect = Reflect.get(Socket.prototype, "connect");

Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args; // net and tls pass arguments that they have sorted out
  if (!LOOPBACK.has(options?.host)) {
    process.stderr.write(`Not on this machine: ${options.host}\n`);
    process.nextTick(() => this.destroy(new Error(`Not on this machine: ${options.host}`)));
    return this;
  }
  return Reflect.apply(connect, this, args);
};
