// Speak to the exchange from Node 18 or newer, with nothing installed: tokens, reads, writes.
import { createPrivateKey, randomUUID, sign } from "node:crypto";
import { readFileSync } from "node:fs";

const RENEW_BEFORE_MS = 30_000;

/** What this agency's system is told when it starts. */
export function settings(environment = process.env) {
  const { ALONGSIDE_URL, ALONGSIDE_CLIENT_ID, ALONGSIDE_KEY, ALONGSIDE_READER } = environment;
  if (!ALONGSIDE_URL || !ALONGSIDE_CLIENT_ID || !ALONGSIDE_KEY) {
    throw new Error("Set ALONGSIDE_URL, ALONGSIDE_CLIENT_ID and ALONGSIDE_KEY (a file).");
  }
  return {
    url: ALONGSIDE_URL.replace(/\/$/, ""),
    clientId: ALONGSIDE_CLIENT_ID,
    key: JSON.parse(readFileSync(ALONGSIDE_KEY, "utf8")),
    // Whom this system acts for. Always the same name for a system that reads by itself.
    act: { sub: ALONGSIDE_READER ?? "case-system", role: "practitioner" },
  };
}

export class Exchange {
  #settings;
  #token = null;
  #renewAt = 0;

  constructor(known) {
    this.#settings = known;
  }

  /** Return the body of a GET. A token that has expired meanwhile is renewed once. */
  async get(path) {
    return this.#ask("GET", path, {});
  }

  /** Send a POST until it is answered: the same key each time, so that it is done once. */
  async post(path, body, key = randomUUID()) {
    return this.#ask("POST", path, {
      headers: { "Content-Type": "application/json", "Idempotency-Key": key },
      body: JSON.stringify(body),
    });
  }

  async #ask(method, path, { headers = {}, body }) {
    for (let attempt = 0; ; attempt += 1) {
      const authorization = `Bearer ${await this.#accessToken()}`;
      let answer;
      try {
        answer = await fetch(this.#settings.url + path, {
          method,
          headers: { ...headers, Authorization: authorization },
          body,
        });
      } catch (broken) {
        if (attempt === 5) throw broken;
        await pause(attempt);
        continue;
      }
      if (answer.ok) return answer.status === 204 ? null : answer.json();
      if (answer.status === 401 && attempt === 0) this.#token = null;
      else if (![502, 503, 504].includes(answer.status) || attempt === 5) {
        const problem = await answer.json().catch(() => ({}));
        throw new Error(`${method} ${path}: ${answer.status} ${problem.code ?? ""}`);
      }
      await pause(attempt);
    }
  }

  async #accessToken() {
    if (this.#token && Date.now() < this.#renewAt) return this.#token;
    const about = await fetch(
      `${this.#settings.url}/partners/.well-known/oauth-authorization-server`,
    );
    const { issuer } = await about.json();
    const answer = await fetch(`${this.#settings.url}/partners/v1/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: this.#assertion(issuer),
      }),
    });
    const token = await answer.json();
    if (!answer.ok) throw new Error(`no token: ${token.error}`);
    this.#token = token.access_token;
    this.#renewAt = Date.now() + token.expires_in * 1000 - RENEW_BEFORE_MS;
    return this.#token;
  }

  /** Sign who is asking and for whom: RFC 7523 as updated by RFC 10070, used once. */
  #assertion(issuer) {
    const { clientId, key, act } = this.#settings;
    const instant = Math.floor(Date.now() / 1000);
    const header = { alg: "ES256", typ: "client-authentication+jwt", kid: key.kid };
    const claims = {
      iss: clientId,
      sub: clientId,
      aud: issuer, // the issuer alone, as text
      iat: instant,
      exp: instant + 60,
      jti: randomUUID(),
      act,
    };
    const signed = [header, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    const signature = sign("sha256", Buffer.from(signed), {
      key: createPrivateKey({ key, format: "jwk" }),
      dsaEncoding: "ieee-p1363",
    });
    return `${signed}.${signature.toString("base64url")}`;
  }
}

function pause(attempt) {
  const milliseconds = 200 * 2 ** attempt * (0.5 + Math.random());
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
