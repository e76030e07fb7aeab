// The runbook's F5: when the socket fails, the person loads the page anew, as often as it fails.

/** So long it takes a person who sees it fail to press the key. */
const F5_MS = 1000;

export const behaviour = {
  name: "new-page",

  lost(page) {
    page.reload(F5_MS);
  },
};
