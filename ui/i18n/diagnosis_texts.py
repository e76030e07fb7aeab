"""What a diagnosis says (harness/diagnosis): the hypotheses, the signs for and against them, and what it comes to.

A test compares the list with what the core really says.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

CLAIMS = (
    QT_TRANSLATE_NOOP(
        "core",
        "The browser has all the connections to this host that it makes (six over HTTP/1.1), and further "
        "requests wait.",
    ),
    QT_TRANSLATE_NOOP("core", "The answer to a handshake came out of a cache: two clients hold one session id."),
    QT_TRANSLATE_NOOP("core", "The server's clock jumped, and it took sessions for silent that were not."),
    QT_TRANSLATE_NOOP(
        "core", "gevent-websocket is installed, but the worker does not serve it: no client gets beyond polling."
    ),
    QT_TRANSLATE_NOOP("core", "The server closed a kept connection just when the client used it again."),
    QT_TRANSLATE_NOOP(
        "core", "A firewall, NAT or proxy between the two resets connections that were idle for too long."
    ),
    QT_TRANSLATE_NOOP(
        "core", "The network dropped connections on their way; the server went on and lost no session."
    ),
    QT_TRANSLATE_NOOP("core", "The server does not accept the page's origin (CORS)."),
    QT_TRANSLATE_NOOP(
        "core",
        "Something sends a second poll of a session while the first is under way: a proxy that repeats "
        "requests, a page that takes the socket over.",
    ),
    QT_TRANSLATE_NOOP(
        "core", "More is asked of the server than it can answer in time: requests wait in a line that grows."
    ),
    QT_TRANSLATE_NOOP("core", "A message was larger than the server, or a proxy before it, takes."),
    QT_TRANSLATE_NOOP(
        "core",
        "No sign of life came in time: a slow or silent link, a page that sleeps, or a server that was blocked.",
    ),
    QT_TRANSLATE_NOOP(
        "core", "A client posted into a session that had just been closed: the server fails with 500."
    ),
    QT_TRANSLATE_NOOP("core", "Client and server speak different versions of the protocol (EIO=3 against 4)."),
    QT_TRANSLATE_NOOP("core", "The server was restarted or reloaded: it no longer knows the sessions of before."),
    QT_TRANSLATE_NOOP(
        "core",
        "The page forgets its socket and makes a new one, while the old one reconnects by itself: they pile up.",
    ),
    QT_TRANSLATE_NOOP("core", "The cookie by which a balancer keeps a session with its server is not sent back."),
    QT_TRANSLATE_NOOP(
        "core",
        "The server has fewer threads than clients: each sits in a long poll or a WebSocket, and others wait.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "A client sent more than 16 packets in one POST: the server answers 200, and the messages are lost.",
    ),
    QT_TRANSLATE_NOOP(
        "core", "Two servers listen at one address: an old one was left running, or one was started twice."
    ),
    QT_TRANSLATE_NOOP(
        "core", "Something between client and server takes the Upgrade header away: WebSockets cannot be opened."
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "gunicorn recycles its workers after so many requests (max_requests), and with each its sessions are "
        "gone.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "gunicorn killed a worker that gave no sign of life for longer than its timeout, and with it its "
        "sessions.",
    ),
    QT_TRANSLATE_NOOP(
        "core", "Several workers serve, and nothing keeps the requests of one session with one of them."
    ),
)

SEEN = (
    QT_TRANSLATE_NOOP(
        "core", "Requests of many tabs wait inside the browser, with no word of theirs on the wire."
    ),
    QT_TRANSLATE_NOOP(
        "core", "One session id is used by two clients; what one of them does ends the session of the other."
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "The wall clock of the serving process moves against the monotonic one, and sessions end by ping "
        "timeout at once.",
    ),
    QT_TRANSLATE_NOOP(
        "core", "Each upgrade to WebSocket is answered 500, with that word in the server's exception."
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "A request on a kept connection gets no answer since the server closes it at that moment; its "
        "process goes on.",
    ),
    QT_TRANSLATE_NOOP("core", "Connections are reset by neither end, each after the same time without a word."),
    QT_TRANSLATE_NOOP(
        "core",
        "Connections are reset, and neither client nor server did it; the same process goes on serving, and "
        "no 400 follows.",
    ),
    QT_TRANSLATE_NOOP("core", "Requests are refused with a word about the origin, and no session is opened."),
    QT_TRANSLATE_NOOP(
        "core", "Two GETs of one session are under way at once; each gets what the other lacks, or one is refused."
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "Handshakes and POSTs are answered later and later while answers keep coming; clients give up and "
        "ask for a session again, which makes it worse; 400s follow.",
    ),
    QT_TRANSLATE_NOOP("core", "A POST longer than the maxPayload of the handshake is answered 400 or 413."),
    QT_TRANSLATE_NOOP(
        "core",
        "The server's own reason for the end of a session is its ping timeout; the process goes on, and "
        "refuses the session's id afterwards.",
    ),
    QT_TRANSLATE_NOOP("core", "A POST is answered 500 after the server told the end of its session."),
    QT_TRANSLATE_NOOP(
        "core", "Handshakes are refused with a word about the version, and no session is ever opened."
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "A serving process ends, its connections go down, and requests with its session ids are refused by "
        "the next process. The POST that is refused holds the client's last message, or its close packet.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "A client has several sockets alive at once, one more after each loss, and hears messages more than once.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "The handshake's answer sets a cookie; requests with its session id come without one, and reach "
        "another process.",
    ),
    QT_TRANSLATE_NOOP(
        "core", "Handshakes and POSTs hang, and are answered at the very moment at which a long poll is over."
    ),
    QT_TRANSLATE_NOOP("core", "A POST of more than 16 packets is answered, and none of its messages arrives."),
    QT_TRANSLATE_NOOP(
        "core",
        "Two processes that were started apart answer at the same address, each refusing the other's sessions.",
    ),
    QT_TRANSLATE_NOOP(
        "core", "Requests with transport=websocket are refused as no WebSocket, while polling works."
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "The log says that a worker restarts itself; its sessions are refused by the next one, again and again.",
    ),
    QT_TRANSLATE_NOOP(
        "core", "The log says WORKER TIMEOUT; the worker is gone, and the next one refuses its sessions."
    ),
    QT_TRANSLATE_NOOP(
        "core", "A session id is refused by one process while the process that issued it is alive and serves."
    ),
)

REFUTED = (
    QT_TRANSLATE_NOOP("core", "No browser took part."),
    QT_TRANSLATE_NOOP("core", "Every client uses a session id of its own."),
    QT_TRANSLATE_NOOP("core", "The serving processes' clocks went evenly."),
    QT_TRANSLATE_NOOP("core", "WebSockets are opened."),
    QT_TRANSLATE_NOOP("core", "Every request on a kept connection was read."),
    QT_TRANSLATE_NOOP("core", "No connection was reset but by one of its ends."),
    QT_TRANSLATE_NOOP("core", "No socket was lost, and no connection reset."),
    QT_TRANSLATE_NOOP("core", "Handshakes are answered with a session, and none is refused for its origin."),
    QT_TRANSLATE_NOOP("core", "No session ever had two polls under way."),
    QT_TRANSLATE_NOOP("core", "Handshakes and POSTs were answered at once, all the time."),
    QT_TRANSLATE_NOOP("core", "No POST was refused for its size."),
    QT_TRANSLATE_NOOP("core", "The server ended sessions for other reasons only."),
    QT_TRANSLATE_NOOP("core", "No POST failed."),
    QT_TRANSLATE_NOOP("core", "Handshakes are answered with a session, and none is refused for its version."),
    QT_TRANSLATE_NOOP("core", "No serving process ended, or the one that refused the id had issued it."),
    QT_TRANSLATE_NOOP("core", "No client ever had two sockets alive at once."),
    QT_TRANSLATE_NOOP("core", "No handshake set a cookie."),
    QT_TRANSLATE_NOOP("core", "Every handshake and every POST was answered at once."),
    QT_TRANSLATE_NOOP("core", "No POST held more than 16 packets."),
    QT_TRANSLATE_NOOP("core", "At no time was there more than one serving process."),
    QT_TRANSLATE_NOOP("core", "WebSockets are opened, and none is refused."),
    QT_TRANSLATE_NOOP("core", "No worker was recycled."),
    QT_TRANSLATE_NOOP("core", "No worker timed out."),
)

REMEDIES = (
    QT_TRANSLATE_NOOP(
        "core",
        "Use WebSocket, which is not among the six; share one socket between tabs (SharedWorker); or serve "
        "HTTP/2.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "Keep caches away from /socket.io/ (Cache-Control: no-store; in nginx proxy_cache off), and let "
        "clients send their timestamp: timestampRequests: true.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "Let the clock be slewed, not stepped (chrony: makestep only at the start; timesyncd steps), and do "
        "not suspend the machine that serves.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "Either uninstall gevent-websocket (simple-websocket does it), or start gunicorn with its worker: -k "
        "geventwebsocket.gunicorn.workers.GeventWebSocketWorker.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "Keep connections longer than the clients do: gunicorn --keep-alive 75 and more, keepalive_timeout "
        "in nginx; clients send a GET again by themselves, a POST not.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "Ping more often than the box forgets: ping_interval below its idle limit; or raise that limit "
        "(proxy_read_timeout in nginx, the session timeout of a firewall).",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "Look at what is between: Wi-Fi roaming and power saving, a cable, a switch, a VPN. Clients come "
        "back by themselves; nothing in the server needs mending.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "Name the page's exact origin: SocketIO(app, cors_allowed_origins=['http://HOST:PORT']); behind a "
        "proxy pass Host and X-Forwarded-Proto on.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "Keep proxies from repeating requests (proxy_next_upstream off in nginx), and let each page have a "
        "socket of its own.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "Give the server less to do or more to do it with: WebSocket instead of polling (far fewer "
        "requests), several processes behind a sticky balancer with a message queue, heavy work elsewhere; "
        "and let clients wait longer between attempts (reconnectionDelayMax, randomizationFactor), so that "
        "they do not all come at once.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "Raise max_http_buffer_size (and client_max_body_size in nginx), or send less at once: files belong "
        "elsewhere.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "Look for what is silent for longer than pingInterval + pingTimeout: a blocking call in a handler "
        "(time.sleep, a slow query), a sleeping phone, a link that drops packets. Raise ping_timeout if it "
        "must be.",
    ),
    QT_TRANSLATE_NOOP(
        "core", "Harmless by itself: stop sending when the socket says disconnect; update python-engineio."
    ),
    QT_TRANSLATE_NOOP(
        "core", "Take a client that speaks Engine.IO 4: socket.io-client 3 or newer for Flask-SocketIO 5."
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "Do not serve with a reloader (use_reloader=False) where people work; expect one or two 400s for "
        "each polling client and restart, and none over WebSocket only: transports: ['websocket'].",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "Close the old socket before making a new one: socket.io.reconnection(false); socket.close(); or "
        "leave it to the library, which reconnects by itself.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "For a page of another site: withCredentials: true, cors_credentials, and a cookie with "
        "SameSite=None; Secure. Or keep sessions by address (ip_hash), or use WebSocket only.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "Give gunicorn's gthread more threads than there will be clients (--threads 100), or take a worker "
        "that needs none (-k gevent).",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "Raise engineio.payload.Payload.max_decode_packets, or send less at once; WebSocket has no such limit.",
    ),
    QT_TRANSLATE_NOOP(
        "core", "End the server that is one too many; on Linux `ss -ltnp` names the processes at a port."
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "In nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header "
        "Connection 'upgrade'; other proxies have a switch for WebSockets.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "Do not set --max-requests for Socket.IO, or set it so high, with --max-requests-jitter, that it "
        "happens at night.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "Find what blocks the worker (a call that waits, in a handler), or raise --timeout; a sync worker "
        "cannot serve Socket.IO at all.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "Serve with one worker (gunicorn -w 1), or put a balancer in front that keeps a session with its "
        "server (ip_hash or a cookie in nginx, stick tables in haproxy); or use WebSocket only.",
    ),
)

SIGNS = (
    QT_TRANSLATE_NOOP(
        "core", "Refused by the process that took over from the one that had issued the session id: %s"
    ),
    QT_TRANSLATE_NOOP("core", "Connections that clients lost when the process that served them ended: %s"),
    QT_TRANSLATE_NOOP("core", "Connections that the server reset around the end of a process: %s"),
    QT_TRANSLATE_NOOP("core", "Session ids refused sooner after they had been served than any ping timeout: %s"),
    QT_TRANSLATE_NOOP("core", "The one serving process never ended."),
    QT_TRANSLATE_NOOP("core", "The log says of no worker that it was recycled."),
    QT_TRANSLATE_NOOP("core", "The log says of no worker that it timed out."),
    QT_TRANSLATE_NOOP(
        "core", "Refused by a process while the one that had issued the session id was alive and serving: %s"
    ),
    QT_TRANSLATE_NOOP("core", "Session ids that were refused, and served well after that: %s"),
    QT_TRANSLATE_NOOP("core", "Session ids refused as soon as they had been handed out: %s"),
    QT_TRANSLATE_NOOP("core", "At no time did more than one process serve."),
    QT_TRANSLATE_NOOP(
        "core", "Refused by another process, in a request without the cookie that came with the session: %s"
    ),
    QT_TRANSLATE_NOOP("core", "No handshake's answer set a cookie."),
    QT_TRANSLATE_NOOP(
        "core",
        "Refused by a server that was started apart, while the one that had issued the session id was serving: %s",
    ),
    QT_TRANSLATE_NOOP("core", "Refused after the server had given the session up for want of a pong: %s"),
    QT_TRANSLATE_NOOP("core", "Connections lost after the server had given the session up for want of a pong: %s"),
    QT_TRANSLATE_NOOP("core", "Connections that a client gave up, having heard no ping: %s"),
    QT_TRANSLATE_NOOP("core", "Sessions ended, and none of them by a ping timeout."),
    QT_TRANSLATE_NOOP("core", "Sessions given up right after the server's clock had jumped: %s"),
    QT_TRANSLATE_NOOP("core", "Refused after their session had been given up at a jump of the clock: %s"),
    QT_TRANSLATE_NOOP("core", "Connections lost after a jump of the clock: %s"),
    QT_TRANSLATE_NOOP("core", "Requests that waited until a long poll was over and its thread was free: %s"),
    QT_TRANSLATE_NOOP("core", "Requests that were answered when a long poll was over, at one moment only: %s"),
    QT_TRANSLATE_NOOP("core", "Refused, so late that sessions without a namespace had timed out: %s"),
    QT_TRANSLATE_NOOP("core", "Handshakes and POSTs were answered later and later, while answers kept coming."),
    QT_TRANSLATE_NOOP("core", "Handshakes waited for the server itself: it issued their sessions late."),
    QT_TRANSLATE_NOOP("core", "Clients that asked for a session again before they had the first one: %s"),
    QT_TRANSLATE_NOOP("core", "Refused meanwhile by the process that had issued the session id: %s"),
    QT_TRANSLATE_NOOP("core", "Connections that clients lost meanwhile: %s"),
    QT_TRANSLATE_NOOP("core", "Handshakes and POSTs were answered quickly all the time."),
    QT_TRANSLATE_NOOP("core", "No handshake and no POST had to wait."),
    QT_TRANSLATE_NOOP("core", "Requests that waited inside the browser for a free connection: %s"),
    QT_TRANSLATE_NOOP("core", "Refused for the version of the protocol: %s"),
    QT_TRANSLATE_NOOP("core", "Refused for the page's origin: %s"),
    QT_TRANSLATE_NOOP("core", "Handshakes were answered with a session, and none was refused for that."),
    QT_TRANSLATE_NOOP("core", "Session ids that two clients used: %s"),
    QT_TRANSLATE_NOOP("core", "Refused in sessions that two clients shared: %s"),
    QT_TRANSLATE_NOOP("core", "Connections lost in sessions that two clients shared: %s"),
    QT_TRANSLATE_NOOP("core", "Every client had session ids of its own."),
    QT_TRANSLATE_NOOP("core", "Requests for a WebSocket that were taken for ordinary ones: %s"),
    QT_TRANSLATE_NOOP("core", "Upgrades that failed with gevent-websocket's own word: %s"),
    QT_TRANSLATE_NOOP("core", "WebSockets were opened, and none failed like that."),
    QT_TRANSLATE_NOOP("core", "POSTs of more than 16 packets: %s"),
    QT_TRANSLATE_NOOP("core", "POSTs that failed with 500 after the end of their session: %s"),
    QT_TRANSLATE_NOOP("core", "POSTs refused for their size: %s"),
    QT_TRANSLATE_NOOP("core", "POSTs were taken, and none failed like that."),
    QT_TRANSLATE_NOOP("core", "Sessions with two polls under way at once: %s"),
    QT_TRANSLATE_NOOP("core", "Refused in such a session after that: %s"),
    QT_TRANSLATE_NOOP("core", "Connections lost in such a session after that: %s"),
    QT_TRANSLATE_NOOP("core", "No session had two polls under way at once."),
    QT_TRANSLATE_NOOP("core", "Connections reset by neither of their ends: %s"),
    QT_TRANSLATE_NOOP(
        "core", "Connections reset by neither of their ends, each after the same time of silence: %s"
    ),
    QT_TRANSLATE_NOOP("core", "Clients that lost their connection to such a reset: %s"),
    QT_TRANSLATE_NOOP("core", "No connection was lost."),
    QT_TRANSLATE_NOOP("core", "Requests on a kept connection that the server was just closing: %s"),
    QT_TRANSLATE_NOOP("core", "Sockets alive beside an older one of the same client: %s"),
    QT_TRANSLATE_NOOP("core", "Messages that reached such a client once more: %s"),
    QT_TRANSLATE_NOOP("core", "No client had two sockets alive at once."),
)
"""Each %s stands for how often it was seen."""

SUMMARY = (
    QT_TRANSLATE_NOOP("core", "Nothing broke: no 400, no reset and no disconnect, and no cause is kept."),
    QT_TRANSLATE_NOOP("core", "Nothing broke so far: no 400, no reset and no disconnect, and no cause is kept."),
    QT_TRANSLATE_NOOP("core", "No cause is kept."),
    QT_TRANSLATE_NOOP("core", "Most speaks for this, though not enough to keep it: %s"),
    QT_TRANSLATE_NOOP("core", "What to do first: %s"),
    QT_TRANSLATE_NOOP("core", "How sure: one cause is kept by what was seen; rejected: %s, undecided: %s."),
    QT_TRANSLATE_NOOP("core", "How sure: %s causes are kept by what was seen; rejected: %s, undecided: %s."),
    QT_TRANSLATE_NOOP("core", "Explained: %s of %s 400s."),
    QT_TRANSLATE_NOOP("core", "Explained: %s of %s resets."),
    QT_TRANSLATE_NOOP("core", "Explained: %s of %s disconnects."),
    QT_TRANSLATE_NOOP("core", "Explained: %s of %s 400s, %s of %s resets."),
    QT_TRANSLATE_NOOP("core", "Explained: %s of %s 400s, %s of %s disconnects."),
    QT_TRANSLATE_NOOP("core", "Explained: %s of %s resets, %s of %s disconnects."),
    QT_TRANSLATE_NOOP("core", "Explained: %s of %s 400s, %s of %s resets, %s of %s disconnects."),
)
"""Each %s stands for a figure, or for a sentence of those above."""
