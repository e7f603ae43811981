export default {
  layout: "article.njk",
  eleventyComputed: { permalink: (data) => `/articles/${data.slug}/` },
};
