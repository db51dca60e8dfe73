import { signIn as askIn, signOut as askOut } from "../api/sign-in.ts";
import type { AppModel } from "./create-app-model.ts";

type Visited = Pick<AppModel, "basePath" | "session">;

/** @throws Error that says why the server did not let this browser in */
export async function signIn({ basePath, session }: Visited, token: string): Promise<void> {
  await askIn(basePath, token);
  session.begin();
}

/** @throws Error that says why the server did not do it */
export async function signOut({ basePath, session }: Visited): Promise<void> {
  await askOut(basePath);
  session.end(session.visit.peek());
}
