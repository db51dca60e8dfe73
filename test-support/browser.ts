import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium, type BrowserServer, type LaunchOptions } from "playwright-core";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Where distributions and macOS put a browser. */
const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

const FLAGS = ["--no-sandbox", "--no-zygote", "--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none"];

interface ChromiumProgram {
  executablePath: string;
  env: Record<string, string>;
}

/** Starts the browser for several processes, which use it through `chromium.connect(server.wsEndpoint())`. */
export async function serveBrowser(): Promise<BrowserServer> {
  return chromium.launchServer(await findBrowser());
}

/**
 * Finds a real headless Chromium: the one of `CHROMIUM_PATH`, else the one inside `@sparticuz/chromium` (x64 Linux,
 * nothing else needs to be installed), else an installed Chrome or Chromium.
 *
 * @throws Error naming the three ways when there is none.
 */
export async function findBrowser(): Promise<LaunchOptions> {
  const { executablePath, env } = await findChromium();
  return { executablePath, args: FLAGS, env: { ...withoutUndefined(process.env), ...env } };
}

async function findChromium(): Promise<ChromiumProgram> {
  const chosen = process.env["CHROMIUM_PATH"];
  if (chosen) return { executablePath: chosen, env: {} };
  if (process.platform === "linux" && process.arch === "x64") return unpackChromium();
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed) return { executablePath: installed, env: {} };
  throw new Error(
    "No Chromium for the browser tests: set CHROMIUM_PATH, install Chrome or Chromium, or run on x64 Linux, where the package @sparticuz/chromium brings one.",
  );
}

/**
 * Unpacks the Chromium of `@sparticuz/chromium` with the libraries (libnss3, libexpat) and the font it brings, once per
 * machine (2 s, 200 MB in the temporary folder). The package writes to fixed names there and takes a half-written file of
 * another process for a whole one; so it works in a folder of its own, which is then moved into place at once.
 */
async function unpackChromium(): Promise<ChromiumProgram> {
  const home = join(tmpdir(), `runline-chromium-147-${process.getuid?.() ?? 0}`);
  if (!existsSync(home)) {
    const work = await mkdtemp(join(tmpdir(), "runline-chromium-unpack-"));
    const script = 'import chromium from "@sparticuz/chromium"; await chromium.executablePath();';
    await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
      cwd: root,
      // The second one is what makes the package unpack its libraries too.
      env: { ...process.env, TMPDIR: work, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" },
    });
    await writeFile(join(work, "fonts.conf"), toFontConfig(home));
    await mkdir(join(work, "cache"));
    await rename(work, home).catch(async (error: unknown) => {
      // Another process was faster; its folder is as good.
      await rm(work, { recursive: true, force: true });
      if (!existsSync(home)) throw error;
    });
  }
  return {
    executablePath: join(home, "chromium"),
    env: { LD_LIBRARY_PATH: join(home, "al2023/lib"), FONTCONFIG_FILE: join(home, "fonts.conf") },
  };
}

/** The package's font for the page, whatever the machine has for code. */
function toFontConfig(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${home}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${home}/cache</cachedir>
  <match target="pattern">
    <test name="family"><string>system-ui</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>Open Sans</string></edit>
  </match>
</fontconfig>
`;
}

function withoutUndefined(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
