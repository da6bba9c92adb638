// The drop area: several files under one grant, at most two at a time, each with its progress and a way to stop it.
"use strict";

const WORDS = {
  en: {
    title: "Upload", invitation: "Drop files here", choose: "or choose them", hint: "CSV, Excel, XES or Parquet, up to {limit} each. Nothing is loaded before you say so.",
    waiting: "waiting", done: "arrived", cancel: "Stop {name}", remove: "Clear {name} from the list", cancelled: "Stopped. Nothing was kept.",
    too_large: "Larger than {limit}. Split the file and bring the parts.", too_many: "Too many files at once. Bring it again when the others have arrived.",
    no_space: "The server's disk is too full to take it.", stale: "This page is too old. Reload it and bring the file again.",
    broken: "The connection broke. Nothing was kept; bring the file again.",
  },
  zh: {
    title: "上传", invitation: "把文件拖到这里", choose: "或选择文件", hint: "CSV、Excel、XES 或 Parquet 文件，每个不超过 {limit}。在您确认之前不会导入任何内容。",
    waiting: "等待中", done: "已送达", cancel: "停止 {name}", remove: "从列表中清除 {name}", cancelled: "已停止，未保留任何内容。",
    too_large: "文件超过 {limit}。请拆分后再上传。", too_many: "同时上传的文件太多，请等其他文件送达后再试。",
    no_space: "服务器磁盘空间不足，无法接收。", stale: "页面已过期，请刷新后重新上传。",
    broken: "连接中断，未保留任何内容，请重新上传。",
  },
};
const AT_ONCE = 2;
const SEEN_MS = 4000; // how long "arrived" is said: the page itself shows what came

const query = new URLSearchParams(location.search);
const language = query.get("lang") === "zh" ? "zh" : "en";
const words = WORDS[language];
const limit = Number(query.get("limit")) || 4 * 2 ** 30;
const [area, input, list] = ["area", "files", "list"].map((id) => document.getElementById(id));
const waiting = [];
let running = 0;

function say(key, values = {}) {
  const filled = { limit: size(limit), ...values };
  return words[key].replace(/\{(\w+)\}/g, (_, name) => filled[name]);
}

function size(bytes) {
  const gigabytes = bytes / 2 ** 30;
  return gigabytes >= 1 ? `${Math.round(gigabytes)} GB` : `${Math.max(1, Math.round(bytes / 2 ** 20))} MB`;
}

function line(file) {
  const item = document.createElement("li");
  const [name, bar, said, stop] = ["span", "progress", "span", "button"].map((tag) => document.createElement(tag));
  name.className = "name";
  name.textContent = name.title = file.name;
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  said.className = "said";
  said.textContent = say("waiting");
  stop.type = "button";
  stop.textContent = "×";
  stop.setAttribute("aria-label", say("cancel", { name: file.name }));
  item.append(name, bar, said, stop);
  list.append(item);
  return { file, item, bar, said, stop, request: null };
}

function ended(entry, key) {
  const good = key === "done";
  entry.item.className = good ? "done" : "failed";
  entry.bar.value = good ? 1 : 0;
  entry.said.textContent = say(key);
  entry.stop.setAttribute("aria-label", say("remove", { name: entry.file.name }));
  entry.stop.onclick = () => entry.item.remove();
  if (good) setTimeout(entry.stop.onclick, SEEN_MS);
  if (entry.request !== null) { entry.request = null; running -= 1; }
  next();
}

function reason(request) {
  try {
    const key = JSON.parse(request.responseText).error;
    return key in words ? key : "broken";
  } catch { return "broken"; }
}

// A header takes no half of a character pair, whatever a file system allowed.
function sendable(name) {
  return [...name].slice(0, 200).join("").replace(/\p{Surrogate}/gu, "?");
}

function send(entry) {
  const request = entry.request = new XMLHttpRequest();
  running += 1;
  request.open("POST", "/api/upload/" + encodeURIComponent(query.get("t") || ""));
  request.setRequestHeader("X-File-Name", encodeURIComponent(sendable(entry.file.name)));
  request.upload.onprogress = (event) => {
    entry.bar.value = event.loaded / Math.max(event.total, 1);
    entry.said.textContent = Math.round(100 * entry.bar.value) + " %";
  };
  request.onload = () => ended(entry, request.status === 200 ? "done" : reason(request));
  request.onerror = () => ended(entry, "broken");
  request.onabort = () => ended(entry, "cancelled");
  request.send(entry.file);
}

function next() {
  while (running < AT_ONCE && waiting.length) send(waiting.shift());
}

function bring(files) {
  for (const file of files) {
    const entry = line(file);
    if (file.size > limit) { ended(entry, "too_large"); continue; }
    entry.stop.onclick = () => {
      if (entry.request) { entry.request.abort(); return; }
      waiting.splice(waiting.indexOf(entry), 1);
      ended(entry, "cancelled");
    };
    waiting.push(entry);
  }
  next();
}

// The frame is as high as its content, in the page's type: the page around it is ours and of the same origin.
function fit() {
  const wanted = document.documentElement.offsetHeight + 4 + "px";
  for (let box = window.frameElement; box && !box.matches('[data-testid="stVerticalBlock"]'); box = box.parentElement) {
    if (box.style.height !== wanted) box.style.height = wanted;
  }
}

document.documentElement.dataset.theme = query.get("theme") === "dark" ? "dark" : "light";
document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
document.title = say("title");
for (const id of ["invitation", "choose", "hint"]) document.getElementById(id).textContent = say(id);
input.onchange = () => { bring([...input.files]); input.value = ""; };
ondragover = (event) => { event.preventDefault(); area.classList.add("over"); };
ondragleave = (event) => { if (!event.relatedTarget) area.classList.remove("over"); };
ondrop = (event) => { event.preventDefault(); area.classList.remove("over"); bring([...event.dataTransfer.files]); };
input.disabled = false; // only now does a chosen file have somebody to take it
if (window.frameElement) {
  document.body.style.fontFamily = parent.getComputedStyle(parent.document.body).fontFamily;
  new ResizeObserver(fit).observe(window.frameElement); // a rerun of the page may set the height it knows
  new ResizeObserver(fit).observe(document.documentElement);
}
