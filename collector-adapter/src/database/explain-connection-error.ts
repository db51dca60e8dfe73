import { toErrorMessage } from "../process/to-error-message.ts";
import { getSqlState, TOO_MANY_CONNECTIONS } from "./sql-state.ts";

/** The codes of OpenSSL for a certificate that nobody known has signed. */
const UNKNOWN_SIGNER =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?)$/;
const CHECK_ADDRESS =
  "Check that it runs and that the address, user, password and database of --database-url (DATABASE_URL) are right.";

/** What the operator can do about a connection that did not come about, as a sentence or two. */
export function explainConnectionError(error: unknown): string {
  const message = toErrorMessage(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (message.includes("does not support SSL")) {
    return "The server has no TLS: write sslmode=disable in the database URL, or turn TLS on in the server (ssl = on).";
  }
  if (UNKNOWN_SIGNER.test(code)) {
    return (
      "Who signed the certificate of the server is not known here: write sslmode=verify-full&sslrootcert=FILE in the database URL, " +
      "with the signer's certificate in FILE, or sslmode=no-verify to trust whoever answers."
    );
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return (
      "The certificate of the server is for another name: connect to a name that it has, or write " +
      "uselibpqcompat=true&sslmode=verify-ca&sslrootcert=FILE in the database URL to check the signer alone."
    );
  }
  if (code === "CERT_HAS_EXPIRED") return "The certificate of the server is out of date: renew it there.";
  if (/no encryption|SSL off/.test(message)) {
    return "The server wants TLS: write sslmode=verify-full in the database URL, or sslmode=no-verify to trust whoever answers.";
  }
  if (/unsupported startup parameter/.test(message)) {
    return (
      "A pooler stands before the server: take options and other parameters of a session out of the database URL and set them for " +
      "the user (alter role … set search_path = …), or let the pooler ignore them (ignore_startup_parameters of PgBouncer)."
    );
  }
  if (getSqlState(error) === TOO_MANY_CONNECTIONS) {
    return "Lower --database-connections of the Runlines that use it, or raise max_connections of the server.";
  }
  return CHECK_ADDRESS;
}
