package org.numakerbench.web.live;

import io.vertx.core.http.HttpServerResponse;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events to one browser. At most one update is on its way to it; while it does not take that, nothing is kept
 * for it. Event loop only.
 */
final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    /** What browsers wait before they connect again. */
    private static final String RETRY = "retry: 2000\n\n";

    private final HttpServerResponse response;
    private final Feed feed;
    private final Workers workers;
    private final String epoch;
    private final BooleanSupplier allowed;
    private final Runnable cut;
    private long seen;
    private boolean asking;
    /** Something was sent that the browser's host has not taken yet. The response's own queue holds far more than one. */
    private boolean sending;

    private boolean gone;
    private boolean first = true;

    /** @param epoch tells this server's versions from those of another one, or of this one before it was started again */
    EventStream(Live.Viewer viewer, Feed feed, Workers workers, String epoch) {
        this.response = viewer.response();
        this.feed = feed;
        this.workers = workers;
        this.epoch = epoch;
        this.allowed = viewer.allowed();
        this.cut = viewer.cut();
        this.seen = version(epoch, viewer.after());
    }

    /** The version that an event ID names; 0 when it is none of this server. */
    static long version(String epoch, String after) {
        if (!after.startsWith(epoch + ".")
                || !after.substring(epoch.length() + 1).matches("[0-9]{1,18}")) {
            return 0;
        }
        return Long.parseLong(after.substring(epoch.length() + 1));
    }

    void begin() {
        response.putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                // Proxies are not to collect what is meant for now.
                .putHeader("X-Accel-Buffering", "no")
                .setChunked(true);
        send(RETRY);
    }

    /** There may be something new. */
    void poke() {
        if (asking || sending || isOver()) {
            return;
        }
        if (!first && feed.version() <= seen) {
            return;
        }
        asking = true;
        long from = seen;
        workers.run(() -> feed.since(from)).onComplete(answer -> {
            asking = false;
            if (answer.succeeded()) {
                write(answer.result());
            } else {
                LOG.debug(
                        "an event stream ends: {}",
                        String.valueOf(answer.cause().getMessage()));
                close();
            }
        });
    }

    private void write(Update update) {
        if (isOver()) {
            return;
        }
        seen = Math.max(seen, update.version());
        first = false;
        boolean tells = update.fresh() || !update.html().isBlank();
        String text = tells ? event(update.fresh() ? "fresh" : "patch", update) : "";
        if (update.ended()) {
            response.end(text + "event: end\ndata: \n\n");
        } else if (tells) {
            send(text);
        } else {
            poke();
        }
    }

    private void send(String text) {
        sending = true;
        response.write(text).onComplete(sent -> {
            sending = false;
            poke();
        });
    }

    private boolean isOver() {
        return gone || response.ended() || response.closed();
    }

    private String event(String name, Update update) {
        StringBuilder text = new StringBuilder(update.html().length() + 100);
        text.append("id: ").append(epoch).append('.').append(update.version());
        text.append("\nevent: ").append(name).append('\n');
        // Whatever ends a line in this protocol would begin a field of its own.
        update.html()
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> text.append("data: ").append(line).append('\n'));
        if (update.html().isBlank()) {
            text.append("data: \n");
        }
        return text.append('\n').toString();
    }

    /** A sign of life, which proxies and idle timeouts ask for; ends the stream of one who may not look any more. */
    void beat() {
        if (!allowed.getAsBoolean()) {
            close();
        } else if (!sending && !isOver()) {
            send(":\n\n");
        }
    }

    void close() {
        if (!isOver()) {
            response.end();
        }
    }

    /** Ends, and asks the browser to come back at once: who is there still does, who has gone unseen does not. */
    void again() {
        if (sending) {
            cut.run();
        } else if (!isOver()) {
            response.end("event: again\ndata: \n\n");
        }
    }

    /** Ends, and waits for nobody who does not take what is sent. */
    void abort() {
        if (sending) {
            cut.run();
        } else {
            close();
        }
    }

    /** The browser has gone. */
    void gone() {
        gone = true;
    }
}
