// Started by large-body-reader.ts. Plain JavaScript, so that the same file name works from src and from dist.
import { serveLargeBodies } from "./serve-large-bodies.ts";

serveLargeBodies(process.stdin, process.stdout);
