// Where each page is that a list of runs does not need, apart from what the list itself needs: the names of their files alone are half a
// kilobyte of that.
import { lazy } from "../ui/lazy.tsx";

export const RunPage = lazy(() => import("./run-page.tsx").then((module) => module.RunPage));
export const ComparePage = lazy(() => import("./compare-page.tsx").then((module) => module.ComparePage));
export const RoomPage = lazy(() => import("./room-page.tsx").then((module) => module.RoomPage));
export const RoomsPage = lazy(() => import("./rooms-page.tsx").then((module) => module.RoomsPage));
export const StepsPage = lazy(() => import("./steps-page.tsx").then((module) => module.StepsPage));
export const TracesPage = lazy(() => import("./traces-page.tsx").then((module) => module.TracesPage));
export const TracePage = lazy(() => import("./trace-page.tsx").then((module) => module.TracePage));
export const GoPage = lazy(() => import("./go-page.tsx").then((module) => module.GoPage));
