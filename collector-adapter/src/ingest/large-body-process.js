// Started by large-body-reader.ts. Plain JavaScript, so that the same file name works from src and from dist.
import { serveLargeBodies } from "./serve-large-bodies.ts";

// Ctrl-C and a service manager signal all processes of a group. This one ends when its input does: a body that is being read when
// Runline stops is read to its end or refused by Runline, not taken for one that cannot be read.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
serveLargeBodies(process.stdin, process.stdout);
