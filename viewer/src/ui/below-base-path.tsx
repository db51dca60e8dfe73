import { options, type ComponentChildren, type VNode } from "preact";
import { LocationProvider, useLocation } from "preact-iso";
import { useMemo } from "preact/hooks";

/** Where elements name paths of Runline. */
const PATHS: Readonly<Record<string, "href" | "src">> = { a: "href", img: "src" };

/**
 * Shows the app below a base path, which nothing inside knows of: it reads and names paths as if it were at the root. Loaded only where
 * there is one.
 */
export function BelowBasePath({ basePath, children }: { basePath: string; children: ComponentChildren }) {
  useMemo(() => prefixPaths(basePath), [basePath]);
  const location = useLocation();
  const value = useMemo(() => {
    return {
      ...location,
      url: dropBasePath(location.url, basePath),
      path: dropBasePath(location.path, basePath),
      route: (url: string, replace?: boolean) => location.route(basePath + url, replace),
    };
  }, [basePath, location]);
  return <LocationProvider.ctx.Provider value={value}>{children}</LocationProvider.ctx.Provider>;
}

/** @example dropBasePath("/runline?status=error", "/runline") // "/?status=error" */
export function dropBasePath(url: string, basePath: string): string {
  const rest = url.startsWith(basePath) ? url.slice(basePath.length) : url;
  if (rest === "" || rest.startsWith("?")) return `/${rest}`;
  return rest.startsWith("/") ? rest : url;
}

/** Puts the base path in front of the paths of all elements that are made from now on. */
function prefixPaths(basePath: string): void {
  const before = options.vnode?.bind(options);
  options.vnode = (vnode: VNode<{ href?: unknown; src?: unknown }>) => {
    const name = typeof vnode.type === "string" ? PATHS[vnode.type] : undefined;
    const path = name && vnode.props[name];
    // What is cloned has it already.
    const isOwnPath = typeof path === "string" && path.startsWith("/") && !path.startsWith(`${basePath}/`);
    if (name && isOwnPath) vnode.props[name] = basePath + path;
    before?.(vnode);
  };
}
