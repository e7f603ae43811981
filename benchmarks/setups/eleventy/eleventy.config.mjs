// Eleventy's settings: the lists and feeds are worked out here, its own pagination makes pages of them.
const TOPICS = { borders: "Borders", csto: "CSTO", migration: "Migration", repatriation: "Repatriation" };
const PAGE_ITEMS = 20;
const FEED_ITEMS = 20;

function lists(folder, title, articles) {
  const last = Math.max(1, Math.ceil(articles.length / PAGE_ITEMS));
  const base = `/${folder}/${title.toLowerCase()}/`;
  const address = (number) => (number === 1 ? base : `${base}page/${number}/`);
  return Array.from({ length: last }, (_, at) => ({
    title,
    number: at + 1,
    last,
    url: address(at + 1),
    newer: at > 0 ? address(at) : "",
    older: at + 1 < last ? address(at + 2) : "",
    articles: articles.slice(at * PAGE_ITEMS, (at + 1) * PAGE_ITEMS),
  }));
}

export default function (config) {
  const newest = (api) => api.getFilteredByGlob("content/articles/*.md").reverse();
  const holding = (articles, key, value) => articles.filter((one) => one.data[key].includes(value));
  config.addCollection("newest", newest);
  config.addCollection("lists", (api) => {
    const articles = newest(api);
    const countries = [...new Set(articles.flatMap((one) => one.data.countries))].sort();
    return [
      ...Object.keys(TOPICS).flatMap((topic) => lists("topics", TOPICS[topic], holding(articles, "topics", topic))),
      ...countries.flatMap((country) => lists("countries", country, holding(articles, "countries", country))),
    ];
  });
  config.addCollection("feeds", (api) => {
    const articles = newest(api);
    const feed = (title, url, some) => ({ title, url, articles: some.slice(0, FEED_ITEMS) });
    return [
      feed("Benchmark Digest", "/feed.xml", articles),
      ...Object.keys(TOPICS).map((topic) =>
        feed(TOPICS[topic], `/topics/${topic}/feed.xml`, holding(articles, "topics", topic))
      ),
    ];
  });
  config.addGlobalData("topicTitles", TOPICS);
  config.addFilter("iso", (date) => date.toISOString().slice(0, 10));
  config.addFilter("day", (date) =>
    date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" })
  );
  config.addFilter("rfc822", (date) => date.toUTCString());
  return {
    dir: { input: "content", output: "output", includes: "../_includes" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: false,
  };
}
