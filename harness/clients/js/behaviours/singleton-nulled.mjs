// The document's fix as it is written: `window.__appSocket = null` when a connect fails or a transport breaks,
// whichever socket of the page says so, and the next `getAppSocket()` makes another. The old one goes on by itself.

export const behaviour = {
  name: "singleton-nulled",

  lost(page) {
    page.forget();
  },
};
