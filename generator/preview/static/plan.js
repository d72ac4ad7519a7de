// Planning a manuscript over days and hours, and what a series takes in later.
import { $, el, fill, get, post, toast } from "./studio.js";
let choices = null, told, timer;
const later = (days, from) => new Date(+new Date(`${from}T00:00:00Z`) + days * 864e5).toISOString().slice(0, 10);
function hour(time, size, count = 1) {
  const row = el("div", { class: "row hour" }, el("input", { type: "time", value: time, required: true, "aria-label": "时间" }), el("select", { "aria-label": "平台和尺寸" }), el("label", {}, el("input", { type: "number", min: 1, max: 20, value: count, "aria-label": "张数" }), "张"), el("button", { type: "button", class: "plain", "aria-label": "去掉这个时段", onclick: () => { if ($("p-hours").children.length > 1) row.remove(); say(); } }, "去掉"));
  fill(row.querySelector("select"), choices.sizes.map((s) => [s.id, s.name]), size);
  $("p-hours").append(row);
}
const asked = (dry) => ({ start: $("p-start").value, until: $("p-until").value || null, title: $("p-title").value, order: $("p-order").value, quiet: $("p-quiet").value, stages: Number($("p-stages").value), dry,
  hours: [...$("p-hours").children].map((r) => ({ time: r.querySelector("[type=time]").value, size: r.querySelector("select").value, count: Number(r.querySelector("[type=number]").value) || 1 })) });
const path = () => `/api/manuscripts/${$("p-manuscript").value}/plan`;
function say() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    try { const s = await post(path(), asked(true)); $("p-said").className = "said"; $("p-said").textContent = `${s.posts} 条，${s.first} 到 ${s.last}。${s.warnings.join("；")}`; $("p-go").disabled = false; } catch (error) { $("p-said").className = "said error"; $("p-said").textContent = error.message; $("p-go").disabled = true; }
  }, 200);
}
export async function openPlan(manuscript, done) {
  told = done;
  try { choices = await get("/api/plan"); } catch (error) { return toast(error.message); }
  if (!choices.manuscripts.length) return toast("还没有稿件，请先在首页放进一篇文章");
  fill($("p-manuscript"), choices.manuscripts.map((m) => [m.id, m.name]), choices.manuscripts.some((m) => m.id === manuscript) ? manuscript : choices.manuscripts[0].id);
  fill($("p-order"), Object.entries(choices.orders), "article");
  fill($("p-quiet"), Object.entries(choices.quiet), "none");
  $("p-stages").value = String(choices.stages);
  if (!$("p-start").value) $("p-start").value = later(1, choices.today);
  if (!$("p-hours").children.length) hour("07:30", "wechat-post");
  if (!$("plan").open) $("plan").showModal();
  return say();
}
$("p-more").addEventListener("click", () => { hour("12:00", "weibo-grid"); say(); });
$("plan-form").addEventListener("input", say);
$("plan-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  $("p-go").disabled = true;
  try { const s = await post(path(), asked(false)); $("plan").close(); toast(`排好了：${s.posts} 条，${s.first} 到 ${s.last}。正在做头七天的图`); told(s); } catch (error) { $("p-said").className = "said error"; $("p-said").textContent = error.message; }
  $("p-go").disabled = false;
});

/** The series: what has changed in the facts since, and what may be added. */
export function openSeries(found, change) {
  $("series-body").replaceChildren(...found.series.map((s) => {
    const from = el("select", { "aria-label": "从哪份稿件加" });
    get("/api/plan").then((c) => fill(from, c.manuscripts.map((m) => [m.id, m.name]), s.manuscript));
    const act = (wish) => async () => { if (await change({ series: s.id }, wish())) $("set-series").close(); };
    return el("section", { class: "one" }, el("h3", {}, s.title), el("p", { class: "quiet" }, `共 ${s.total} 期，${s.first} 到 ${s.last}；${s.stages.join("、") || "不用签"}；${s.slots.map((x) => `${x.time} ${x.platform}${x.count > 1 ? ` ${x.count} 张` : ""}`).join("，")}`),
      s.differ ? el("p", { class: "row changed" }, `事实表里有 ${s.differ} 条和排期里的不一样。`, el("button", { type: "button", class: "primary", onclick: act(() => ({ what: "facts", manuscript: s.manuscript })) }, "换成新的事实表")) : el("p", { class: "quiet" }, s.manuscript ? "和事实表一致。" : "稿件不在工作台里。"),
      el("p", { class: "row" }, "加内容，排在最后：", from, el("button", { type: "button", onclick: act(() => ({ what: "add", manuscript: from.value })) }, "加进来")));
  }));
  $("set-series").showModal();
}
