// The reviewer's page: pictures, caption, signatures; sign or send back, by hand or by keyboard.
import { $, data, el, get, keys, post, toast } from "./studio.js";
const me = data();
const NAME = "mima:审稿人";
let queue = [], now = null;
async function load(keep) {
  try { queue = await get("/api/review"); } catch (error) { $("none").textContent = error.message; }
  $("none").hidden = queue.length > 0;
  $("queue").replaceChildren(...queue.map((p) => el("li", {}, el("button", { type: "button", data: { post: p.id }, onclick: () => show(p.id) }, `${p.day} ${p.time} ${p.platform}`, el("small", {}, `等${p.next_stage}　${p.caption?.text.split("\n")[0] ?? ""}`)))));
  const next = queue.find((p) => p.id === keep) || queue[0];
  if (next) show(next.id); else $("post").replaceChildren();
}
async function show(id) {
  now = await get(`/api/posts/${id}`);
  for (const b of $("queue").querySelectorAll("button")) b.toggleAttribute("aria-current", b.dataset.post === String(id));
  const by = el("input", { id: "by", value: localStorage.getItem(NAME) || "", placeholder: "您的名字", autocomplete: "name", onchange: (e) => localStorage.setItem(NAME, e.target.value) });
  const why = el("input", { id: "why", placeholder: "退回的原因（退回时必填）", size: 36 });
  why.addEventListener("keydown", (e) => { if (e.key === "Enter" && !e.isComposing) verdict("reject"); });
  $("post").replaceChildren(
    el("h2", {}, `${now.title}　第 ${now.number ?? "—"} 期`), el("p", { class: "quiet" }, `${now.day} ${now.time}　${now.platform}　${now.state_name}　编号 ${now.id}　内容码 ${now.digest.slice(0, 12)}`),
    now.tampered && el("p", { class: "error" }, "警告：这一条的记录被改动过，签名与经过不可信，请找维护者。"),
    el("div", { class: "pics", tabIndex: 0 }, ...now.pictures.map((p, i) => el("img", { src: `/api/posts/${now.id}/pictures/${i}?d=${now.digest.slice(0, 12)}`, alt: p.alt }))),
    el("h3", {}, "原文"), ...now.pictures.map((p) => el("p", { class: "sentence" }, p.text)),
    el("h3", {}, "配文"), el("div", { class: "caption" }, [now.caption?.title, now.caption?.text].filter(Boolean).join("\n\n")),
    el("h3", {}, "签名"), el("dl", { class: "sigs" }, ...now.stages.flatMap((stage) => { const s = now.signatures.filter((x) => x.role === stage && x.holds).at(-1); return [el("dt", {}, stage), el("dd", {}, s ? `${s.person}　${s.verdict === "signed" ? "已签" : `退回：${s.note}`}` : "还没有")]; })),
    el("details", { class: "history" }, el("summary", {}, "经过"), ...now.history.map((h) => el("div", {}, h))),
    now.next_stage && el("div", { class: "verdict row" }, me.host ? by : el("b", {}, me.name), el("button", { type: "button", class: "primary", onclick: () => verdict("sign") }, `签${now.next_stage}`), el("span", { class: "spring" }), why, el("button", { type: "button", onclick: () => verdict("reject") }, "退回")));
}
async function verdict(what) {
  if (!now?.next_stage) return;
  try {
    const said = await post(`/api/posts/${now.id}/${what}`, { digest: now.digest, name: $("by")?.value ?? "", stage: me.host ? now.next_stage : "", note: what === "reject" ? $("why").value : "" });
    toast(said.message);
    load(now.id);
  } catch (error) { toast(error.message); ($("by") && !$("by").value ? $("by") : $("why")).focus(); }
}
function step(by) { const at = queue.findIndex((p) => p.id === now?.id) + by; if (queue[at]) show(queue[at].id); }
keys({ j: () => step(1), k: () => step(-1), a: () => verdict("sign"), r: () => $("why")?.focus() });
load();
