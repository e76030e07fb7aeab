// A tab among many of one browser profile, which share its connections to a host. The page is like any other: it is
// its browser that makes it special.

export const behaviour = { name: "many-tabs" };
