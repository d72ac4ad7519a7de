// The reviewer's page: sign or send back, by hand or by keyboard; a one-time link for somebody without an account.
import { $, data, el, get, keys, post, toast } from "./studio.js";
import { postview } from "./post.js";
const me = data(), NAME = "mima:审稿人";
const WHY = ["数字与原文不符", "错别字", "断行不好看", "提法不准确", "主题颜色不合适"];
let queue = [], now = null;
async function load(keep) {
  try { queue = await get("/api/review"); } catch (error) { queue = []; toast(error.message); }
  $("none").hidden = queue.length > 0; $("count").textContent = queue.length || "";
  $("queue").replaceChildren(...queue.map((p) => el("li", {}, el("button", { type: "button", data: { post: p.id }, onclick: () => show(p.id) }, el("b", {}, `${p.day.slice(5)} ${p.time}`), ` ${p.platform}`, el("span", { class: "key s-made" }, `等${p.next_stage}`), el("small", {}, p.caption?.text.split("\n")[0] ?? "")))));
  const next = queue.find((p) => p.id === keep) || queue.find((p) => p.id > (keep || 0)) || queue[0];
  if (next) await show(next.id); else { now = null; $("post").replaceChildren(el("div", { class: "blank-slate" }, el("h2", {}, "都签完了"), el("p", {}, "新做好的会自己排到左边。"))); }
}
async function show(id) {
  try { now = await get(`/api/posts/${id}`); } catch (error) { return toast(error.message); }
  history.replaceState(null, "", `#${id}`);
  for (const b of $("queue").querySelectorAll("button")) b.dataset.post === String(id) ? b.setAttribute("aria-current", "true") : b.removeAttribute("aria-current");
  const by = el("input", { id: "by", value: localStorage.getItem(NAME) || "", placeholder: "您的名字", "aria-label": "您的名字", autocomplete: "name", size: 8, onchange: (e) => localStorage.setItem(NAME, e.target.value) });
  const why = el("input", { id: "why", placeholder: "退回的原因", "aria-label": "退回的原因", size: 22, autocomplete: "off" });
  why.setAttribute("list", "reasons");
  why.addEventListener("keydown", (e) => { if (e.key === "Enter" && !e.isComposing) verdict("reject"); });
  $("post").replaceChildren(
    el("h2", {}, `${now.title}　第 ${now.number ?? "—"} 期`), el("p", { class: "quiet" }, `${now.day} ${now.time}　${now.platform}　${now.state_name}${now.reason ? `：${now.reason}` : ""}　编号 ${now.id}　内容码 ${now.digest.slice(0, 12)}`),
    ...postview(now, `/api/posts/${now.id}`),
    el("details", { class: "history" }, el("summary", {}, "经过"), ...now.history.map((h) => el("div", {}, h))),
    now.next_stage && el("div", { class: "verdict row" }, me.host ? by : el("b", {}, me.name), el("button", { type: "button", class: "primary", onclick: () => verdict("sign") }, `签${now.next_stage}`, el("kbd", {}, "A")), el("span", { class: "spring" }), why, el("datalist", { id: "reasons" }, ...WHY.map((w) => el("option", { value: w }))), el("button", { type: "button", onclick: () => verdict("reject") }, "退回", el("kbd", {}, "R")), me.admin && el("button", { type: "button", class: "plain", onclick: () => { $("l-made").hidden = true; $("l-form").hidden = false; $("link").showModal(); $("l-person").focus(); } }, "发给没有账号的人")));
  $("post").scrollTop = 0;
  return undefined;
}
let giving = false;
async function verdict(what) {
  if (!now?.next_stage || giving) return;
  if (what === "reject" && !$("why").value.trim()) { toast("先写退回的原因"); $("why").focus(); return; }
  if ($("by") && !$("by").value.trim()) { toast("先写您的名字"); $("by").focus(); return; }
  giving = true;
  try {
    const said = await post(`/api/posts/${now.id}/${what}`, { digest: now.digest, name: $("by")?.value ?? "", stage: me.host ? now.next_stage : "", note: what === "reject" ? $("why").value : "" });
    toast(said.message); document.activeElement?.blur();
    // On to the next one that waits for the same stage: one person signs one stage of a post.
    const after = queue.slice(queue.findIndex((p) => p.id === now.id) + 1), next = after.find((p) => p.next_stage === now.next_stage) || queue.find((p) => p.id !== now.id && p.next_stage === now.next_stage);
    await load(next?.id ?? now.id);
  } catch (error) { toast(error.message); if (error.status === 409 || error.message.includes("变了")) show(now.id); }
  giving = false;
}
function step(by) { const at = queue.findIndex((p) => p.id === now?.id) + by; if (queue[at]) { show(queue[at].id); $("queue").children[at].scrollIntoView({ block: "nearest" }); } }
$("l-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const made = await post(`/api/posts/${now.id}/link`, { digest: now.digest, person: $("l-person").value });
    $("l-form").hidden = true; $("l-made").hidden = false;
    $("l-address").value = location.origin + made.path; $("l-said").textContent = `${made.message}。只在这里显示一次。${["127.0.0.1", "localhost", "[::1]"].includes(location.hostname) ? "这个工作台只有本机能打开，别人要用，请管理员用 --host 打开。" : ""}`;
    $("l-address").select();
  } catch (error) { toast(error.message); }
});
$("l-copy").addEventListener("click", async () => { $("l-address").select(); try { await navigator.clipboard.writeText($("l-address").value); toast("已复制链接"); } catch { toast("请按 Ctrl+C 复制"); } });
for (const b of document.querySelectorAll("[data-close]")) b.addEventListener("click", () => b.closest("dialog").close());
const free = (act) => () => (document.querySelector("dialog[open]") ? false : act());
keys({ j: free(() => step(1)), k: free(() => step(-1)), a: free(() => verdict("sign")), r: free(() => $("why")?.focus()) });
document.addEventListener("keydown", (e) => { if (e.key === "Escape" && e.target.matches?.("#why, #by")) e.target.blur(); });
const wanted = Number(location.hash.slice(1));
load(wanted || undefined).then(() => { if (wanted && now?.id !== wanted) show(wanted); });
setInterval(async () => { const fresh = await get("/api/review").catch(() => null); if (fresh && (fresh.length !== queue.length || fresh.some((p, i) => p.digest !== queue[i]?.digest)) && !$("why")?.value) load(now?.id); }, 15000);
