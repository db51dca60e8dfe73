import { LocationProvider, Route, Router, useLocation } from "preact-iso";
import { useEffect } from "preact/hooks";
import { readUuid } from "@runline/contract";
import { AppContext, useApp } from "./models/app-context.ts";
import type { AppModel } from "./models/create-app-model.ts";
import { ALL_AGENTS } from "./models/create-live-model.ts";
import type * as lazyPages from "./pages/lazy-pages.ts";
import { NotFoundPage } from "./pages/not-found-page.tsx";
import { RunsPage } from "./pages/runs-page.tsx";
import { AppHeader } from "./ui/app-header.tsx";
import { SilenceBar } from "./ui/silence-bar.tsx";
import { lazy } from "./ui/lazy.tsx";

// A list of runs needs none of these.
const BelowBasePath = lazy(() => import("./ui/below-base-path.tsx").then((module) => module.BelowBasePath));
const HeaderNotes = lazy(() => import("./notices/header-notes.tsx").then((module) => module.HeaderNotes));
const SignInForm = lazy(() => import("./ui/sign-in-form.tsx").then((module) => module.SignInForm));
const toPage = (name: keyof typeof lazyPages) =>
  lazy(() => import("./pages/lazy-pages.ts").then((pages) => pages[name]));
const RunPage = toPage("RunPage");
const ComparePage = toPage("ComparePage");
const RoomPage = toPage("RoomPage");
const RoomsPage = toPage("RoomsPage");
const StepsPage = toPage("StepsPage");
const TracesPage = toPage("TracesPage");
const TracePage = toPage("TracePage");
const GoPage = toPage("GoPage");

/** The whole page. */
export function App({ model }: { model: AppModel }) {
  return (
    <AppContext.Provider value={model}>
      <LocationProvider>
        {model.basePath === "" ? (
          <Shell />
        ) : (
          <BelowBasePath basePath={model.basePath}>
            <Shell />
          </BelowBasePath>
        )}
      </LocationProvider>
    </AppContext.Provider>
  );
}

function Shell() {
  const { live, session } = useApp();
  const watched = toWatched(useLocation().path);
  useEffect(() => live.watch(watched), [watched]);
  return (
    <>
      <AppHeader>{!session.isSignInNeeded.value && <HeaderNotes />}</AppHeader>
      <SilenceBar />
      <main id="main" tabIndex={-1}>
        {session.isSignInNeeded.value ? (
          <SignInForm />
        ) : (
          <Router>
            <Route path="/" component={RunsPage} />
            <Route path="/steps" component={StepsPage} />
            <Route path="/rooms" component={RoomsPage} />
            <Route path="/compare" component={ComparePage} />
            <Route path="/traces" component={TracesPage} />
            <Route path="/trace/:traceId" component={TracePage} />
            <Route path="/go/:anyId" component={GoPage} />
            <Route path="/runs/:anyId" component={GoPage} />
            <Route path="/:agentId" component={RunsPage} />
            <Route path="/:agentId/runs/:runId" component={RunPage} />
            <Route path="/rooms/:roomId" component={RoomPage} />
            <Route default component={NotFoundPage} />
          </Router>
        )}
      </main>
    </>
  );
}

/** Whose runs a path shows; `undefined` when it shows none, as that of a trace. */
function toWatched(path: string): string | undefined {
  return /^\/($|rooms|compare$)/.test(path) ? ALL_AGENTS : readUuid(path.split("/")[1]);
}
