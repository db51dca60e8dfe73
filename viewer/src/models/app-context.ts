import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { AppModel } from "./create-app-model.ts";

/** Carries the app's models to the components. */
export const AppContext = createContext<AppModel | undefined>(undefined);

/** The app's models. @throws Error outside of an `AppContext.Provider`. */
export function useApp(): AppModel {
  const app = useContext(AppContext);
  if (!app) throw new Error("useApp needs an <AppContext.Provider> above it.");
  return app;
}
