import { ErrorBoundary, lazy, LocationProvider, Route, Router, useLocation } from "preact-iso";
import { useEffect } from "preact/hooks";
import { readUuid } from "@runline/contract";
import { AppContext, useApp } from "./models/app-context.ts";
import type { AppModel } from "./models/create-app-model.ts";
import { HomePage } from "./pages/home-page.tsx";
import { NotFoundPage } from "./pages/not-found-page.tsx";
import { RunsPage } from "./pages/runs-page.tsx";
import { AppHeader } from "./ui/app-header.tsx";
import { SignInForm } from "./ui/sign-in-form.tsx";

// A list of runs needs none of these.
const RunPage = lazy(() => import("./pages/run-page.tsx").then((module) => module.RunPage));
const TracesPage = lazy(() => import("./pages/traces-page.tsx").then((module) => module.TracesPage));
const TracePage = lazy(() => import("./pages/trace-page.tsx").then((module) => module.TracePage));

/** The whole page. */
export function App({ model }: { model: AppModel }) {
  return (
    <AppContext.Provider value={model}>
      <LocationProvider>
        <Shell />
      </LocationProvider>
    </AppContext.Provider>
  );
}

function Shell() {
  const { live, session } = useApp();
  const agentId = toAgentId(useLocation().path);
  useEffect(() => live.watch(agentId), [agentId]);
  return (
    <>
      <AppHeader agentId={agentId} />
      <main id="main" tabIndex={-1}>
        {session.isSignInNeeded.value ? (
          <SignInForm />
        ) : (
          <ErrorBoundary>
            <Router>
              <Route path="/" component={HomePage} />
              <Route path="/traces" component={TracesPage} />
              <Route path="/trace/:traceId" component={TracePage} />
              <Route path="/:agentId" component={RunsPage} />
              <Route path="/:agentId/runs/:runId" component={RunPage} />
              <Route default component={NotFoundPage} />
            </Router>
          </ErrorBoundary>
        )}
      </main>
    </>
  );
}

/** The agent that a path is about; `undefined` when its first part is no id. */
function toAgentId(path: string): string | undefined {
  return readUuid(path.split("/")[1]);
}
