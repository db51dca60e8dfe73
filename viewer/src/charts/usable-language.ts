// uPlot makes a number format for navigator.language as it loads, and throws when that is no language tag: Chromium under
// LANG=C calls it "en-US@posix". Imported before uPlot.
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, "language", { value: "en-US", configurable: true });
}
