// A one-time link: one post for one person, to sign or send back.
import { $, data, el, get, post, toast } from "./studio.js";
import { postview } from "./post.js";
const base = `/api/link/${encodeURIComponent(data().secret)}`;
let now = null;
const over = (words) => $("guest").replaceChildren(el("div", { class: "blank-slate" }, el("h1", {}, words), el("p", {}, "可以关掉这一页了。")));
async function load() {
  try { now = await get(base); } catch (error) { return over(error.message); }
  const why = el("input", { id: "why", placeholder: "退回的原因", "aria-label": "退回的原因", size: 22, autocomplete: "off" });
  $("guest").replaceChildren(
    el("h1", {}, `请${now.person}签${now.stage}`), el("p", { class: "quiet" }, `${now.title}　第 ${now.number ?? "—"} 期　${now.day} ${now.time}　${now.platform}　链接到 ${now.ends.slice(0, 16).replace("T", " ")} 为止`),
    ...postview(now, base),
    el("div", { class: "verdict row" }, el("button", { type: "button", class: "primary", onclick: () => verdict("sign") }, `签${now.stage}`), el("span", { class: "spring" }), why, el("button", { type: "button", onclick: () => verdict("reject") }, "退回")));
  return undefined;
}
async function verdict(what) {
  if (what === "reject" && !$("why").value.trim()) { toast("先写退回的原因"); $("why").focus(); return; }
  try { over((await post(base, { what, digest: now.digest, note: what === "reject" ? $("why").value : "" })).message); } catch (error) { if (error.status === 410) over(error.message); else toast(error.message); }
}
load();
