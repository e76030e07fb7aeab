// The library's own reconnection, untouched.

export const behaviour = { name: "plain" };
