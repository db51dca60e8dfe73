/**
 * For the element of a region that scrolls: with the focus on it, the arrow keys scroll it. Without this a region that has nothing else to
 * focus is out of reach of the keyboard (WCAG 2.1.1).
 *
 * @example <pre class="code-block" {...SCROLLABLE}>{text}</pre>
 */
export const SCROLLABLE = { tabIndex: 0 } as const;
