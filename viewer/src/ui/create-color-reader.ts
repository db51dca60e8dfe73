/**
 * Gives the colours of CSS variables as they are just now at this element: a canvas needs real colours, and only the browser
 * can resolve the theme and `light-dark()`. Each variable is looked up once.
 */
export function createColorReader(element: HTMLElement): (variable: string) => string {
  const colors = new Map<string, string>();
  return (variable) => {
    const known = colors.get(variable);
    if (known !== undefined) return known;
    const own = element.style.color;
    element.style.color = `var(${variable})`;
    const { color } = getComputedStyle(element);
    element.style.color = own;
    colors.set(variable, color);
    return color;
  };
}
