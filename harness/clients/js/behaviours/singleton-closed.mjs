// The document's fix made right: a socket that fails is closed, its reconnection off first, before it is forgotten.

export const behaviour = {
  name: "singleton-closed",

  lost(page, link) {
    page.close(link);
  },
};
