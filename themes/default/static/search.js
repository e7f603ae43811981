// The search page: asks Pagefind, which loads a small part of the index for each word. Nothing leaves this site.

const form = document.querySelector(".search");
const status = document.querySelector(".found");
const list = document.querySelector(".results");
const more = document.querySelector(".more");
const STEP = 10;

let pagefind = null; // loaded when somebody begins to search
let results = [];
let shown = 0;
let asked = 0;

function load() {
  const index = new URL(form.dataset.index, location.href);
  const baseUrl = new URL(form.dataset.root, location.href).pathname;
  pagefind ??= import(index).then(async (module) => {
    await module.options({ baseUrl });
    // Older articles have indexes of their own; newest first, as results without words are.
    const older = await (await fetch(new URL("shards.json", index), { cache: "no-cache" })).json();
    await Promise.all(older.map((name) => module.mergeIndex(new URL(`${name}/`, index).pathname, { baseUrl })));
    return module;
  });
  return pagefind;
}

async function search() {
  const number = ++asked;
  const words = form.elements.q.value.trim();
  const filters = {};
  for (const name of ["topic", "country", "year"]) {
    const value = form.elements[name]?.value;
    if (value) filters[name] = value;
  }
  remember(words, filters);
  if (!words && !Object.keys(filters).length) {
    results = [];
    return show(number, "");
  }
  try {
    const index = await load();
    const found = await index.search(words || null, { filters, ...(!words && { sort: { date: "desc" } }) });
    if (number !== asked) return; // somebody went on typing
    results = words ? found.results : found.results.sort(byDate);
    const count = results.length;
    await show(number, count ? `${count} article${count === 1 ? "" : "s"}` : "Nothing found. Try fewer words, or all topics.");
  } catch {
    const archive = Object.assign(document.createElement("a"), { href: form.action, textContent: "archive" });
    status.replaceChildren("The search does not answer. The ", archive, " lists every article.");
  }
}

// Sorted, a result's score is its place in its own index, and the end of its id says which that is: the higher, the newer.
function byDate(one, other) {
  const [shard, others] = [one, other].map((result) => Number(result.id.split("-")[1] ?? Number.MAX_SAFE_INTEGER));
  return others - shard || other.score - one.score;
}

async function show(number, message) {
  const first = await Promise.all(results.slice(0, STEP).map((one) => one.data()));
  if (number !== asked) return;
  list.replaceChildren(...first.map(item));
  status.textContent = message;
  shown = first.length;
  more.hidden = shown >= results.length;
}

async function showMore() {
  const next = await Promise.all(results.slice(shown, shown + STEP).map((one) => one.data()));
  const items = next.map(item);
  list.append(...items);
  items[0]?.querySelector("a").focus();
  shown += next.length;
  more.hidden = shown >= results.length;
}

function item(data) {
  const made = document.createElement("li");
  made.className = "item";
  const heading = document.createElement("h2");
  const link = document.createElement("a");
  link.href = data.url + sentence(data);
  link.textContent = data.meta.title;
  heading.append(link);
  const excerpt = document.createElement("p");
  excerpt.className = "summary";
  if (data.locations.length) excerpt.append(...marked(data.excerpt));
  else excerpt.textContent = data.meta.summary ?? "";
  const meta = document.createElement("p");
  meta.className = "meta";
  for (const text of [data.meta.date ? day(data.meta.date) : "Undated", data.meta.topics]) {
    if (text) meta.append(Object.assign(document.createElement("span"), { textContent: text }));
  }
  made.append(heading, excerpt, meta);
  return made;
}

// An excerpt is HTML, of which nothing but its text and the marks around what was found is shown.
function marked(excerpt) {
  const nodes = new DOMParser().parseFromString(excerpt, "text/html").body.childNodes;
  return [...nodes].map((node) => {
    if (node.nodeName !== "MARK") return node.textContent;
    return Object.assign(document.createElement("mark"), { textContent: node.textContent });
  });
}

// Where the words were found: the last anchor before the first of them.
function sentence(data) {
  const before = (data.anchors ?? []).filter((one) => one.id.startsWith("s-") && one.location <= data.locations[0]);
  return before.length ? `#${before.at(-1).id}` : "";
}

function day(date) {
  const format = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  return format.format(new Date(date));
}

function remember(words, filters) {
  const query = new URLSearchParams({ ...(words && { q: words }), ...filters }).toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
}

for (const [name, value] of new URLSearchParams(location.search)) {
  if (form.elements[name]) form.elements[name].value = value;
}
form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  // The keyboard of a phone would stay in front of what was found.
  if (matchMedia("(pointer: coarse)").matches) document.activeElement.blur();
  search();
});
form.addEventListener("input", search);
form.addEventListener("focusin", load, { once: true });
more.querySelector("button").addEventListener("click", showMore);
if (location.search) search();
