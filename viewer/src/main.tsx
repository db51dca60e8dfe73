import { render } from "preact";
import { App } from "./app.tsx";
import { createAppModel } from "./models/create-app-model.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./ui/controls.css";

const root = document.getElementById("app");
if (!root) throw new Error("index.html has no element with the id app.");
render(<App model={createAppModel(window)} />, root);
