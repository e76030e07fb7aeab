// WebSocket from the first byte: there is no POST that could meet a session that is lost.

export const behaviour = { name: "websocket-only", transports: ["websocket"] };
