// What every page shares: asking the API, telling the person, keys, and news from the server.

let token = document.body.dataset.token;

export class Told extends Error {
  constructor(message, status, code) { super(message); this.status = status; this.code = code; }
}

async function once(path, options) {
  const headers = { ...(options.headers || {}) };
  if (options.method && options.method !== "GET") headers["x-mima-token"] = token;
  if (options.json !== undefined) { headers["content-type"] = "application/json"; options.body = JSON.stringify(options.json); }
  return fetch(path, { ...options, headers, credentials: "same-origin" });
}

async function renewed() {
  const answer = await fetch("/api/session");
  if (answer.ok) token = (await answer.json()).token;
}

/** Ask the server; a page whose session ended (the studio was restarted) begins a new one and asks again. */
export async function ask(path, options = {}) {
  let answer;
  try {
    answer = await once(path, options);
    if (answer.status === 401 || answer.status === 403) {
      const said = await answer.clone().json().catch(() => ({}));
      if (said.code === "token" || said.code === "session") { await renewed(); answer = await once(path, options); }
      else if (said.code === "login" && !path.endsWith("/login")) location.href = "/login";
    }
  } catch {
    throw new Told("连不上工作台", 0, "offline");
  }
  if (!answer.ok) {
    const said = await answer.json().catch(() => ({ message: `服务器出错（${answer.status}）` }));
    throw new Told(said.message, answer.status, said.code);
  }
  return answer;
}

export const get = async (path) => (await ask(path)).json();
export const post = async (path, json) => (await ask(path, { method: "POST", json })).json();
export const data = () => JSON.parse(document.getElementById("data").textContent);
export const $ = (id) => document.getElementById(id);

/** Make an element: text is always text, never markup. */
export function el(name, fields = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") made.className = value;
    else if (key === "data") Object.assign(made.dataset, value);
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key in made && key !== "list") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((c) => c !== null && c !== undefined && c !== false));
  return made;
}

let fading;
export function toast(message) {
  const box = $("toast");
  (document.querySelector("dialog[open]") || document.body).append(box);
  box.textContent = message;
  box.classList.add("on");
  clearTimeout(fading);
  fading = setTimeout(() => box.classList.remove("on"), 4200);
}

export function banner(message) {
  $("banner").textContent = message;
  $("banner").hidden = !message;
}

export const fill = (select, options, value) => {
  select.replaceChildren(...options.map(([v, word]) => el("option", { value: v }, word)));
  select.value = value ?? "";
};

export const inField = (event) => event.target.matches?.("input:not([type=checkbox]), textarea, select");

/** Keys by name; they rest while a field has the focus or a modifier is down. */
export function keys(table) {
  document.addEventListener("keydown", (event) => {
    if (inField(event) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const act = table[event.key] || table[event.key.toLowerCase()];
    if (act && act(event) !== false) event.preventDefault();
  });
}

keys({ "?": () => $("keys").showModal(), "？": () => $("keys").showModal() });
$("help").addEventListener("click", () => $("keys").showModal());
$("logout")?.addEventListener("click", async () => { await post("/api/logout"); location.href = "/login"; });

/** Listen to the server's news; says so when it is gone and when it is back. */
export function listen(told) {
  const source = new EventSource("/api/events");
  let lost = false;
  source.onmessage = (message) => { if (lost) { lost = false; banner(""); told({ what: "back" }); } told(JSON.parse(message.data)); };
  source.onerror = () => { lost = true; banner("连不上工作台。它可能被关掉了；这一页会自己接上，您填的字不会丢。"); };
  addEventListener("pagehide", () => source.close());
}
