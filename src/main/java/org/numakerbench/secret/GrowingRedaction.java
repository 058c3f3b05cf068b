package org.numakerbench.secret;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;

/**
 * A log as others may see it while it grows: without secrets, wherever they stand, and without the expressions that find
 * them. Lengths and places stay. A secret of the UART may come in several pieces, so entries are held back from the first
 * one that belongs to an unfinished line. What is released depends on the entries alone, not on when they came.
 */
public final class GrowingRedaction {
    /** Whoever prints no line end while so much else happens does not print a line: what is at hand of it is hidden. */
    private static final int MOST_HELD = 4096;

    private static final int MOST_HELD_BYTES = 4 * 1024 * 1024;

    /** How the secrets of a log are known. */
    @FunctionalInterface
    public interface Secrets {
        /** @param context of the log's run */
        SecretText of(RunContext context);
    }

    private final Secrets known;
    private final Deque<EvidenceEntry> held = new ArrayDeque<>();
    private int heldBytes;
    /** What may be shown of the first bytes held. */
    private final StringBuilder decided = new StringBuilder();
    /** A key may go on in the next message, the next tool's output. */
    private final Map<Class<?>, PrivateKeys> keys = new HashMap<>();

    private final KeyFragments fragments = new KeyFragments();
    private SecretText secrets = SecretText.BUILT_IN;
    private @Nullable GrowingText uart;

    /** @param known asked at the log's first entry */
    public GrowingRedaction(Secrets known) {
        this.known = known;
    }

    /**
     * @param more entries as they were logged
     * @param last whether nothing will follow
     * @return what may be shown now, in order
     */
    public List<EvidenceEntry> accept(List<EvidenceEntry> more, boolean last) {
        List<EvidenceEntry> released = new ArrayList<>();
        for (EvidenceEntry entry : more) {
            held.add(entry);
            heldBytes += size(entry.fact());
            if (entry.fact() instanceof Fact.RunStarted it) {
                secrets = known.of(it.context());
            } else if (entry.fact() instanceof Fact.UartReceived it) {
                uart().append(it.bytes().latin1(), decided);
            }
            release(released);
            if (held.size() > MOST_HELD || heldBytes > MOST_HELD_BYTES) {
                uart().hideRest(decided);
                release(released);
            }
        }
        if (last) {
            uart().finish(decided);
            release(released);
        }
        return released;
    }

    /** What follows from the entries accepted so far, without secrets: those, too, that it quotes alone. */
    public <T extends Record> T clean(T value) {
        return new CleanRecords(this::hide, it -> secrets.hide(it, new PrivateKeys(), fragments)).clean(value);
    }

    private GrowingText uart() {
        GrowingText text = uart;
        if (text == null) {
            text = new GrowingText(secrets, new PrivateKeys(), fragments, GrowingText.WINDOW);
            uart = text;
        }
        return text;
    }

    private void release(List<EvidenceEntry> released) {
        while (!held.isEmpty()) {
            EvidenceEntry entry = held.getFirst();
            Fact fact = entry.fact();
            if (fact instanceof Fact.UartReceived it) {
                int length = it.bytes().length();
                if (length > decided.length()) {
                    return;
                }
                fact = new Fact.UartReceived(Bytes.latin1(decided.substring(0, length)));
                decided.delete(0, length);
            } else {
                fact = (Fact) cleaned((Record) fact);
            }
            held.removeFirst();
            heldBytes -= size(entry.fact());
            released.add(new EvidenceEntry(entry.seq(), entry.at(), entry.monoNanos(), fact));
        }
    }

    /** Of what may be large. */
    private static int size(Fact fact) {
        return fact instanceof Fact.UartReceived it
                ? it.bytes().length()
                : fact instanceof Fact.MqttReceived it
                        ? it.payload().length()
                        : fact instanceof Fact.ShadowRead it
                                ? it.body().length()
                                : fact instanceof Fact.HttpAnswered it
                                        ? it.body().length()
                                        : fact instanceof Fact.ToolRan it
                                                ? it.output().length()
                                                : 0;
    }

    private String hide(String text) {
        return secrets.hide(text, new PrivateKeys(), fragments);
    }

    private Record cleaned(Record fact) {
        PrivateKeys its = keys.computeIfAbsent(fact.getClass(), kind -> new PrivateKeys());
        return new CleanRecords(this::hide, bytes -> secrets.hide(bytes, its, fragments)).clean(fact);
    }
}
