// A peer of Node's in a process of its own: node peer.mjs NAME FONT. One JSON line in, one out: see bench/peers.py.
import { readFile, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";

const [name, fontFile] = process.argv.slice(2);
const font = await readFile(fontFile);
const WIDTH = 1080, HEIGHT = 1440;

const px = (value) => `${value}px`;
const box = ({ x, y, width, height, colour, round = 0 }) => ({
  position: "absolute", left: px(x), top: px(y), width: px(width), height: px(height), backgroundColor: colour, borderRadius: px(round),
});
// Noto Sans SC: with a line as high as the letters are large, the baseline stands 0.936 of that below its top.
const words = ({ x, y, size, weight, colour }) => ({
  position: "absolute", left: px(x), top: px(y - 0.936 * size), fontSize: px(size), lineHeight: 1, fontWeight: weight, color: colour,
  fontFamily: "Noto Sans SC", whiteSpace: "nowrap",
});
const ground = (card) => ({
  position: "relative", display: "flex", width: px(WIDTH), height: px(HEIGHT),
  backgroundImage: `linear-gradient(180deg, ${card.high}, ${card.low})`,
});
const whole = { position: "absolute", left: "0px", top: "0px", width: px(WIDTH), height: px(HEIGHT) };
const drawn = (svg) => `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;

async function takumi() {
  const { Renderer } = await import("@takumi-rs/core");
  const renderer = new Renderer();
  await renderer.registerFont({ name: "Noto Sans SC", data: font });
  return (card) => renderer.render({
    type: "container", style: ground(card), children: [
      ...card.boxes.map((one) => ({ type: "container", style: box(one), children: [] })),
      { type: "image", src: drawn(card.arc), style: whole },
      ...card.texts.map((one) => ({ type: "text", text: one.words, style: words(one) })),
    ],
  }, { width: WIDTH, height: HEIGHT, format: "png" });
}

async function satori() {
  const { default: set } = await import("satori");
  const { Resvg } = await import("@resvg/resvg-js");
  const fonts = [{ name: "Noto Sans SC", data: font, weight: 400, style: "normal" }];
  const div = (style, children) => ({ type: "div", props: { style: { display: "flex", ...style }, children } });
  return async (card) => {
    const svg = await set(div(ground(card), [
      ...card.boxes.map((one) => div(box(one))),
      { type: "img", props: { src: drawn(card.arc), width: WIDTH, height: HEIGHT, style: whole } },
      ...card.texts.map((one) => div(words(one), one.words)),
    ]), { width: WIDTH, height: HEIGHT, fonts });
    return new Resvg(svg).render().asPng();
  };
}

const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
let draw;
try {
  draw = await { takumi, satori }[name]();
  say({ ready: true });
} catch (error) {
  say({ skipped: `${error.name}: ${error.message.split("\n")[0]}` });
  process.exit(0);
}
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const wall = [], cpu = [], bytes = [];
  let data;
  for (const card of asked.cards) {
    const before = process.cpuUsage(), start = performance.now();
    data = await draw(card);
    wall.push(performance.now() - start);
    const spent = process.cpuUsage(before);
    cpu.push((spent.user + spent.system) / 1000);
    bytes.push(data.length);
  }
  if (asked.save) await writeFile(asked.save, data);
  say({ wall, cpu, bytes, peak_mb: process.resourceUsage().maxRSS / 1024 });
}
